"""Papers of many: whose letters and badges are to be made, and the ceremony's list; a job makes them."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from zhongdu.calendar import clock
from zhongdu.jobs.working import start
from zhongdu.kit import lists
from zhongdu.kit.forms import Form
from zhongdu.kit.matters import band
from zhongdu.kit.pages import page
from zhongdu.law.governing import governing
from zhongdu.law.reliance import rests_on
from zhongdu.recruitment.queries import Notice
from zhongdu.roster.appointing import APPOINT, own_bureau, tabs
from zhongdu.roster.batches import VOLUME
from zhongdu.roster.jobs import print_papers
from zhongdu.roster.models import Appointment
from zhongdu.roster.queries import names, style_of
from zhongdu.roster.rules import spoken
from zhongdu.scope.actor import Actor
from zhongdu.scope.models import Bureau

MOST = 2000  # people in one job
_DAYS = 40  # of appointment, the latest: more nobody looks through
ALL, TICKED = "all", "ticked"


class Asked(Form):
    """What is to be made, and for whom."""

    which = forms.ChoiceField(
        label="给谁做", choices=[(ALL, ""), (TICKED, "只给上面勾选的人")], widget=forms.RadioSelect
    )
    what = forms.MultipleChoiceField(
        label="做什么",
        choices=[("letter", "聘书"), ("badge", "证件"), ("ceremony", "聘任仪式名册（PDF 和 Excel）")],
        widget=forms.CheckboxSelectMultiple,
    )
    shape = forms.ChoiceField(
        label="怎样分文件",
        choices=[
            ("volumes", f"合在一起，便于打印（每{VOLUME}人一个PDF）"),
            ("sheets", "合在一起，证件8张拼一张A4（双面打印选“短边翻转”，按线裁切）"),
            ("each", "每人一个PDF，按编号命名，装在一个压缩包里"),
        ],
        widget=forms.RadioSelect,
    )

    def __init__(self, count: int, badges: bool, *args: Any) -> None:
        super().__init__(
            *args,
            initial={"which": ALL, "shape": "volumes", "what": ["letter", *(["badge"] if badges else [])]},
        )
        self.fields["which"].choices = [(ALL, f"符合上面条件的全部{count}人"), (TICKED, "只给上面勾选的人")]  # type: ignore[attr-defined]
        if not badges:
            what, shape = self.fields["what"], self.fields["shape"]
            what.choices = [choice for choice in what.choices if choice[0] != "badge"]  # type: ignore[attr-defined]
            shape.choices = [choice for choice in shape.choices if choice[0] != "sheets"]  # type: ignore[attr-defined]


@rests_on("appointment.letter", "appointment.badge", kind="page")
@page(face="desk", path="desk/papers/", name="issue_papers", may=APPOINT)
def issue_papers(request: HttpRequest) -> HttpResponse:
    """Narrow the list, or tick some; then a job makes their papers."""
    bureau = own_bureau(request.actor)  # type: ignore[attr-defined]
    if bureau is None:
        raise PermissionDenied("您所在的局不办理聘任。")
    law = governing(bureau, clock.today())
    mine = _in_service(request, bureau)
    filters = lists.Filters.read(
        request,
        lists.Choice("since", "聘任之日", _days(mine)),
        lists.Choice("notice", "选聘公告", _notices(bureau), field="application__notice"),
    )
    rows = filters.narrow(mine)
    found = lists.page_of(request, rows, by=("letter_number",), size=50)
    called, count = names(found), rows.count()
    badges = law.find("appointment.badge")
    form = Asked(count, badges is not None, *([request.POST] if request.method == "POST" else []))
    ticked = request.POST.getlist("who")
    if request.method == "POST" and form.is_valid() and (numbers := _numbers(form, rows, ticked)):
        shape = form.cleaned_data["shape"]
        asked = start(
            print_papers, bureau=bureau, by=request.actor, numbers=numbers, what=form.cleaned_data["what"],  # type: ignore[attr-defined]
            each=shape == "each", imposed=shape == "sheets",
        )  # fmt: skip
        return redirect("desk:job", number=asked.number)
    context = {
        "form": form, "filters": filters, "found": found, "bureau": bureau, "demonstration": band(law),
        "rows": [(row, called[row.number], row.number in ticked) for row in found], "tabs": tabs("issue_papers"),
        "badges": badges, "numbered": {kind: _example(bureau, kind) for kind in ("letter", "badge")},
    }  # fmt: skip
    return render(request, "roster/issue_papers.html", context)


def _in_service(request: HttpRequest, bureau: Bureau) -> QuerySet[Appointment]:
    """Those the bureau appointed whose papers are worth something, or will be."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    rows = Appointment.objects.visible_to(actor).select_related("docket", "bureau")
    return rows.filter(bureau=bureau, state=Appointment.State.SERVING, until__gte=clock.today())


def _example(bureau: Bureau, kind: str) -> str:
    """A number as the bureau's papers of a kind carry it."""
    return style_of(bureau, kind).number(bureau.code, clock.today().year, 12)


def _days(rows: QuerySet[Appointment]) -> list[tuple[str, str]]:
    days = rows.order_by("-since").values_list("since", flat=True).distinct()[:_DAYS]
    return [(day.isoformat(), spoken(day)) for day in days]


def _notices(bureau: Bureau) -> list[tuple[str, str]]:
    found = Notice.objects.filter(bureau=bureau).order_by("-id")[:_DAYS]
    return [(str(notice.pk), notice.title) for notice in found]


def _numbers(form: Asked, rows: QuerySet[Appointment], ticked: list[str]) -> list[str]:
    """Whose papers were asked for; none, and the form says why, where it cannot be done so."""
    asked = rows if form.cleaned_data["which"] == ALL else rows.filter(docket__number__in=ticked)
    numbers = list(asked.order_by("letter_number").values_list("docket__number", flat=True)[: MOST + 1])
    if not numbers:
        form.add_error(
            "which", "没有选到人，请在上面的名单里勾选。" if ticked == [] else "名单变了，请重新勾选。"
        )
    elif len(numbers) > MOST:
        form.add_error("which", f"一次最多给{MOST}人做，请按聘任之日或公告分几次。")
        return []
    return numbers
