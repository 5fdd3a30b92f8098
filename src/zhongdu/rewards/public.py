"""For whoever reported without an account: the way to a reward by the receipt code of the lead, and the reward itself."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from zhongdu.kit import receipts
from zhongdu.kit.forms import Form
from zhongdu.kit.matters import own_or_404
from zhongdu.kit.pages import page
from zhongdu.law.reliance import rests_on
from zhongdu.leads.queries import by_receipt
from zhongdu.rewards.models import Reward
from zhongdu.rewards.phone import shown


class CodeForm(Form):
    """The way to the reward of one's lead."""

    code = forms.CharField(
        label="线索的回执号", max_length=40, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )


@rests_on("reward.claim", kind="page")
@page(face="public", path="rewards/", name="rewards", may="public")
def rewards(request: HttpRequest) -> HttpResponse:
    """The code leads to the reward, once it is decided; before that nothing is certain, and the page says so."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    early = False
    if request.method == "POST" and form.is_valid():
        if receipts.too_many(request):
            form.add_error(None, "试得太多了，请过十分钟再试。")
        elif lead := by_receipt(form.cleaned_data["code"]):
            receipts.hold(request, lead.number)
            found = Reward.objects.filter(lead=lead, state__in=Reward.SHOWN).select_related("docket").first()
            if found:
                return redirect("public:reward", number=found.number)
            early = True
        else:
            receipts.missed(request)
            form.add_error("code", "没有找到，请核对回执号。")
    return render(request, "rewards/public_rewards.html", {"form": form, "early": early, "demonstration": ""})


@rests_on("reward.claim", kind="page")
@page(face="public", path="rewards/<str:number>/", name="reward", may="public", methods=("GET",))
def reward(request: HttpRequest, number: str) -> HttpResponse:
    """What was granted, how it was reckoned, and the way to claim it."""
    found = own_or_404(request, Reward, number)
    return render(request, "rewards/public_reward.html", shown(request, found, "public"))
