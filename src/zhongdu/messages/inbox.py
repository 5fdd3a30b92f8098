"""The inbox, as it is on the phone and on the desk: what one was told, read or not, and how one wants to be told."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.apps import apps
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse

from zhongdu import vault
from zhongdu.calendar import clock
from zhongdu.kit import lists
from zhongdu.kit.forms import Form
from zhongdu.kit.matters import page_of
from zhongdu.messages.addresses import known
from zhongdu.messages.gateways import open_ways
from zhongdu.messages.models import Message, Preference, own_addresses
from zhongdu.scope.actor import Actor
from zhongdu.vault.identity import BadNumber, read_mobile


def unread(actor: Actor, face: str) -> int:
    """How many messages somebody has not read yet on a face."""
    return Message.objects.inbox(actor.user_id, face).unread().count()


def inbox(request: HttpRequest, face: str) -> HttpResponse:
    rows = Message.objects.inbox(_me(request).user_id, face)
    found = lists.page_of(request, rows, by=("-id",), size=30)
    context = {"found": found, "unread": rows.unread().count(), "face": face, **_addresses(face)}
    return render(request, f"messages/inbox_{face}.html", context)


def opened(request: HttpRequest, face: str, number: str) -> HttpResponse:
    """Read one message: to the page it speaks of, as far as the reader may see that."""
    mine = Message.objects.inbox(_me(request).user_id, face)
    found = mine.filter(number=number).select_related("docket").first()
    if found is None:
        raise Http404("没有找到这条消息。")
    mine.unread().filter(pk=found.pk).update(read_at=clock.now())
    return redirect(_leads_to(found, _me(request)))


def read_all(request: HttpRequest, face: str) -> HttpResponse:
    Message.objects.inbox(_me(request).user_id, face).unread().update(read_at=clock.now())
    return redirect(f"{face}:messages")


def _leads_to(message: Message, actor: Actor) -> str:
    words = message.words
    if words.page:
        return reverse(words.page)
    if message.docket:
        matters = apps.get_model(message.docket.kind)._default_manager.select_related("docket")
        matter = matters.filter(docket=message.docket).visible_to(actor).first()
        try:
            return page_of(matter, words.face) if matter else reverse(f"{words.face}:home")
        except NoReverseMatch:  # this kind has no page of its own here
            pass
    return reverse(f"{words.face}:home")


def _addresses(face: str) -> dict[str, str]:
    """The addresses of the pages beside the inbox, which are the same on both faces but for the face."""
    return {name: reverse(f"{face}:{name}") for name in ("read_messages", "message_settings")}


def _me(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


# --- how one wants to be told ----------------------------------------------------------------------------


class Settings(Form):
    """Which ways, when not; officers say where, too: of them the house knows no address."""

    email = forms.BooleanField(label="也发邮件", required=False)
    sms = forms.BooleanField(label="也发短信", required=False)
    quiet_from = forms.TimeField(
        label="安静时段从", widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
        help_text="这段时间里不发短信、邮件，过后再发。两个时间一样，就是没有安静时段。",
    )  # fmt: skip
    quiet_until = forms.TimeField(
        label="安静时段到", widget=forms.TimeInput({"type": "time"}, format="%H:%M")
    )
    address = forms.EmailField(
        label="接收消息的邮箱", required=False, help_text="加密保存，只用来发消息；不想留就空着。"
    )
    phone = forms.CharField(
        label="接收消息的手机号码",
        required=False,
        max_length=20,
        help_text="加密保存，只用来发消息；不想留就空着。",
    )

    def __init__(self, *args: Any, face: str, ways: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        theirs = {"address": "email", "phone": "sms"}
        for name in list(self.fields):
            if theirs.get(name, name) in {"email", "sms"} and theirs.get(name, name) not in ways:
                del self.fields[name]
            elif name in theirs and face == "phone":
                del self.fields[name]  # the roster knows them, and is told of changes by an act

    def clean_phone(self) -> str:
        typed = str(self.cleaned_data["phone"]).strip()
        try:
            return read_mobile(typed) if typed else ""
        except BadNumber as bad:
            raise forms.ValidationError(bad.message) from None


@dataclass(frozen=True)
class Reached:
    """Where one is reached by one way, masked."""

    label: str
    value: str


def settings_page(request: HttpRequest, face: str) -> HttpResponse:
    user, ways = _me(request).user_id, open_ways()
    assert user is not None, "the page is for people who signed in"
    wanted = Preference.of(user)
    kept = vault.read(own_addresses(user), "email", "phone")
    initial = {name: getattr(wanted, name) for name in ("email", "sms", "quiet_from", "quiet_until")}
    initial |= {"address": kept.get("email", ""), "phone": kept.get("phone", "")}
    form = Settings(request.POST or None, initial=initial, face=face, ways=ways)
    if request.method == "POST" and form.is_valid():
        _keep(wanted, form.cleaned_data)
        messages.success(request, "已保存。")
        return redirect(f"{face}:messages")
    reached = [
        Reached(label, known(user, way)) for way, label in (("email", "邮箱"), ("sms", "手机")) if way in ways
    ]
    context = {"form": form, "ways": ways, "reached": reached if face == "phone" else [], "face": face}
    return render(request, f"messages/settings_{face}.html", context)


def _keep(wanted: Preference, told: dict[str, Any]) -> None:
    for name in ("email", "sms", "quiet_from", "quiet_until"):
        setattr(wanted, name, told.get(name, getattr(wanted, name)))
    wanted.save()
    for field, name in (("email", "address"), ("phone", "phone")):
        if told.get(name):
            vault.put(wanted.owner, {field: told[name]}, history=False)
        elif name in told:
            vault.erase(wanted.owner, field)
