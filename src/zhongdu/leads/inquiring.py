"""Asking an agency, an institution or another unit about a lead, on a page of theirs: they see what is asked, and
neither the lead nor anybody who spoke.

The letter is a matter of its own with a docket of its own. The agency's officers find it on their desk; a unit without
an account opens it by the link on the paper (``kit.links``). What they answer goes to the lead in the same deed.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Annotated, Any

from django.conf import settings
from django.urls import reverse

from zhongdu import files, vault
from zhongdu.acts.inputs import Says, Upload
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act, follows
from zhongdu.files.models import Attachment
from zhongdu.kit import links, receipts
from zhongdu.leads import evidence as filed_evidence
from zhongdu.leads.models import Inquiry, Lead, Request
from zhongdu.messages.telling import tell, told
from zhongdu.record.models import Event
from zhongdu.scope.models import Post
from zhongdu.scope.roles import Role

State = Inquiry.State
HANDED, REPLY = "inquiry_handed", "inquiry_reply"  # files that went out with it, and that came back


def goes_to_page(lead: Lead, to: str) -> bool:
    """Whether who is asked gets a page: not the agency of the very bureau a lead is about, who is asked on paper."""
    return not (to == Request.To.AGENCY and lead.against_id == lead.bureau_id)


def token(secret: str) -> str:
    """The keyed hash a link is stored and found by."""
    return vault.token("inquiry_link", receipts.tidy(secret))


def found(secret: str) -> Inquiry | None:
    return Inquiry.objects.select_related("docket", "bureau").filter(link=token(secret)).first()


def address(inquiry: Inquiry) -> str:
    """The whole address, as the letter prints it; "" for the agency, who signs in."""
    secret = vault.read(inquiry.number, "inquiry_link").get("inquiry_link", "")
    return (
        settings.PUBLIC_URL.rstrip("/") + reverse("public:inquiry_link", kwargs={"secret": secret})
        if secret
        else ""
    )


def agency_officers(bureau: Any) -> list[int]:
    posts = Post.objects.filter(bureau=bureau, role=Role.AGENCY_OFFICER, until=None)
    return list(posts.order_by("user_id").values_list("user_id", flat=True))


def asked_in(inquiries: Iterable[Inquiry]) -> dict[str, str]:
    """What each letter asks, by its number; one look into the vault for all."""
    number_of = {each.docket_id: each.number for each in inquiries}
    events = Event.objects.filter(docket__in=number_of, act=send_inquiry.name)
    kept = {number_of[event.docket_id]: event.data["vault"]["words"][0] for event in events}
    words = vault.recall(kept.values())
    return {number: words.get(entry, "") for number, entry in kept.items()}


def _words(event: Event | None) -> str:
    entry = event.data.get("vault", {}).get("words") if event else None
    return str(vault.recall([entry[0]]).get(entry[0], "")) if entry else ""


def words_of(inquiry: Inquiry) -> tuple[str, str]:
    """What a letter asks, and what was answered to it."""
    events = {event.act: event for event in Event.objects.filter(docket=inquiry.docket_id)}
    return _words(events.get(send_inquiry.name)), _words(events.get(answer_inquiry.name))


# --- the acts ------------------------------------------------------------------------------------------------
@act(on=Lead, creates=Inquiry, by=Role.SYSTEM)
def send_inquiry(
    lead: Lead,
    deed: Doing,
    *,
    words: Annotated[str, Says("请提供的情况", words=True, most=5000)],
    until: Annotated[date, Says("请在哪天以前答复")],
) -> Inquiry:
    """请提供情况

    What is asked about a lead goes out as a letter of its own: the words, the day, the copies handed on, and no more.
    """
    asked = lead.requests.latest("pk")
    secret = "" if asked.to == Request.To.AGENCY else links.new_secret()
    made = deed.open(
        Inquiry, lead.bureau, State.OPEN, lead=lead, request=asked, to=asked.to, institution=asked.institution,
        until=until, link=token(secret) if secret else "",
    )  # fmt: skip
    if secret:
        deed.keep(made, {"inquiry_link": secret})
    return made


@follows(send_inquiry)
def _tell_agency(deed: Any, inquiry: Inquiry) -> None:
    if inquiry.to == Request.To.AGENCY:
        for user in agency_officers(inquiry.bureau):
            tell("work.inquiry", user, inquiry.bureau, docket=inquiry.docket, occasion=deed.id)


def hand_over(inquiry: Inquiry, copies: Sequence[Attachment]) -> None:
    """The copies that go along, for whoever is asked to read: under names that say nothing."""
    for place, each in enumerate(copies, 1):
        files.share(each, owner=inquiry.number, kind=HANDED, sort=place, called=f"材料{place}")


@act(
    on=Inquiry,
    moves={State.OPEN: State.ANSWERED},
    by=(Role.AGENCY_OFFICER, Role.UNIT),
    tells="答复交给医保局以后不能再改；要补充的，请联系发函的医保局。",
)
def answer_inquiry(
    inquiry: Inquiry,
    deed: Doing,
    *,
    words: Annotated[str, Says("答复", hint="对方问到的，逐项写清楚；没有的情况写明没有。", words=True, most=10_000)] = "",
    material: Annotated[list[Upload] | None, Says("附上材料", hint="明细表、照片、文件。", accept="evidence")] = None,
    contact: Annotated[str, Says("答复人和联系电话", hint="医保局有不清楚的，好找您问。", secret="inquiry_contact", most=100)] = "",
) -> None:  # fmt: skip
    """答复医保局

    Whoever is asked answers with words and files, late or not; the officer who asked has it on the lead.
    """
    if not (words or material):
        deed.refuse("nothing_said", "请写几句，或者附上材料。", beside="words")
    if deed.capacity.role is Role.UNIT and not contact:
        deed.refuse("nobody_to_ask", "请写明答复人和联系电话。", beside="contact")
    inquiry.answered_on = deed.on
    kept = filed_evidence.receive(
        inquiry.number, list(material or ()), deed.by.user_id, kind=REPLY, beside="material"
    )
    if kept:
        deed.note(files=[[each.public_id, each.blob.sm3] for each in kept])
    who = f"（答复人：{contact}）" if contact else ""
    deed.then(note_reply, inquiry.lead, request=str(inquiry.request_id), words=f"{words or '见材料。'}{who}")
    for each in kept:
        files.share(each, owner=inquiry.lead.number, kind=filed_evidence.INTERNAL)


@told("work.inquiry_answered", to=lambda lead: lead.handler_id)
@act(on=Lead, by=Role.SYSTEM)
def note_reply(
    lead: Lead,
    deed: Doing,
    *,
    request: Annotated[str, Says("哪个单位的答复", plain=True, most=20)],
    words: Annotated[str, Says("答复了什么", words=True, most=11_000)],
) -> None:
    """收到单位的答复

    What a unit answered on its own page stands on the lead from then on, among officers.
    """
    asked = lead.requests.get(pk=int(request))
    asked.replied_on, asked.replied_at = deed.on, lead.docket.length + 1
    asked.save()


@act(on=Inquiry, moves={State.OPEN: State.ANSWERED}, by=Role.SYSTEM)
def note_answered_otherwise(inquiry: Inquiry, deed: Doing) -> None:
    """已经另外答复

    The answer came on paper or by telephone, and an officer wrote it down: nothing is waited for on this page.
    """
    inquiry.answered_on = deed.on


@act(on=Inquiry, when=[State.OPEN], by=Role.SYSTEM)
def remind(inquiry: Inquiry, deed: Doing) -> None:
    """逾期提醒

    The day has passed: the agency's officers are told again, or, where a unit has only its link, the officer who asked.
    """
    inquiry.reminded_on = deed.on
    agency = inquiry.to == Request.To.AGENCY
    handler = inquiry.lead.handler_id
    for user in agency_officers(inquiry.bureau) if agency else [handler] if handler else []:
        name = "work.inquiry_late" if agency else "work.inquiry_unanswered"
        tell(name, user, inquiry.bureau, docket=inquiry.docket, occasion=deed.id)
