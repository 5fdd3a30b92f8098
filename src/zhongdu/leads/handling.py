"""Handling: who has a lead in hand, what officers note among themselves, whom they ask about it."""

from datetime import date
from typing import Annotated, Any

from zhongdu.acts.inputs import Says, Upload
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act
from zhongdu.calendar import clock
from zhongdu.leads import evidence as filed_evidence
from zhongdu.leads import inquiring
from zhongdu.leads.filing import found_by
from zhongdu.leads.models import HANDLERS, Inquiry, Lead, Request
from zhongdu.leads.passing_on import HANDED, hand_on
from zhongdu.leads.telling import in_hand, news
from zhongdu.messages.telling import tell as tell_of
from zhongdu.messages.telling import told
from zhongdu.record.models import Event
from zhongdu.scope.actor import officer as as_actor
from zhongdu.scope.models import Post
from zhongdu.scope.roles import Role

State = Lead.State
FIRST_HANDS = (
    "leads.take_up",
    "leads.assign_lead",
    "leads.hand_over",
    "leads.return_for_completion",
    "leads.ask_speaker",
    "leads.explain_delay",
    "leads.answer",
)  # fmt: skip  acts by which an officer has a hand in the first answer

SECOND = ("take_second_look", "answer_again")  # acts that none of them may do


def officers_for(lead: Lead, law: Any) -> list[tuple[str, str]]:
    """Those of the bureau who may have a lead in hand, by name: who handles leads there, and may know of this one;
    for a second look nobody who had a hand in the first."""
    posts = Post.objects.filter(bureau=lead.bureau, role__in=HANDLERS, until=None).select_related("user")
    users = {post.user_id: post.user for post in posts.order_by("user_id")}
    shut_out = first_hands(lead) if lead.state == State.SECOND_LOOK else {lead.handler_id}
    return [
        (str(pk), user.get_full_name())
        for pk, user in users.items()
        if pk not in shut_out and may_know(user, lead)
    ]


def may_know(user: Any, lead: Lead) -> bool:
    """Whether an officer may know that there is this lead."""
    return Lead.objects.visible_to(as_actor(user, clock.today())).filter(pk=lead.pk).exists()


def first_hands(lead: Lead) -> set[int]:
    """The officers who had a hand in the first answer: all that was done before the speaker said it does not answer."""
    events = Event.objects.filter(docket=lead.docket_id).order_by("seq")
    if said := events.filter(act="leads.say_unanswered").first():
        events = events.filter(seq__lt=said.seq)
    events = events.filter(act__in=FIRST_HANDS)
    acted = {event.actor["user"] for event in events if event.actor["role"] != Role.DECIDER}
    named = {int(event.data["officer"]) for event in events if event.data.get("officer")}
    return acted | named


@news("lead.progress")
@told("desk.handed", to=in_hand)
@act(
    on=Lead,
    moves={State.FILED: State.TAKEN_UP, State.RETURNED: State.TAKEN_UP},
    by=(*HANDLERS, Role.DECIDER),
    under="lead.answer",
    tells="指定以后就是受理，由他办理和答复；反映人看不到他的姓名。",
)
def assign_lead(
    lead: Lead,
    deed: Doing,
    *,
    officer: Annotated[str, Says("由谁办理", options=officers_for, people=True)],
    words: Annotated[str, Says("交代几句", hint="只有工作人员看得到。", words=True, most=2000)] = "",
) -> None:
    """指定经办人

    A lead is given to an officer by name, who has it in hand from then on.
    """
    lead.handler_id, lead.complete_by = int(officer), None


@told("desk.handed", to=in_hand)
@act(
    on=Lead,
    when=[State.TAKEN_UP, State.SECOND_LOOK],
    by=(*HANDLERS, Role.DECIDER),
    tells="记录全部随线索交过去，期限不变。",
)
def hand_over(
    lead: Lead,
    deed: Doing,
    *,
    officer: Annotated[str, Says("移交给谁", options=officers_for, people=True)],
    words: Annotated[str, Says("交接说明", hint="办到哪一步、还差什么。只有工作人员看得到。", words=True, most=5000)],
) -> None:  # fmt: skip
    """移交经办人

    Another officer goes on with it, with the whole record; the clock does not start anew.
    """
    lead.handler_id = int(officer)


@act(
    on=Lead,
    when=[*Lead.WAITING, State.MERGED],
    by=(*HANDLERS, Role.DECIDER),
    tells="内部记录只给能看这条线索的工作人员看，反映人看不到。",
)
def add_note(
    lead: Lead,
    deed: Doing,
    *,
    words: Annotated[str, Says("记什么", words=True, most=10_000)],
    material: Annotated[list[Upload] | None, Says("附上材料", accept="evidence")] = None,
) -> None:
    """写内部记录

    What officers note among themselves: telephone calls, what was looked up. Never shown to the speaker.
    """
    _keep(lead, material, deed)


@act(
    on=Lead,
    when=[State.TAKEN_UP, State.SECOND_LOOK],
    by=HANDLERS,
    tells="请只写要了解的事，不要写是谁反映的、怎样反映的。经办机构的人在自己的工作台上看到这段话；别的单位凭发给它的链接看，都看不到线索。",
)
def ask_about(
    lead: Lead,
    deed: Doing,
    *,
    to: Annotated[str, Says("向谁了解", options=lambda lead, law: Request.To.choices)],
    institution: Annotated[str, Says("哪家医药机构", hint="向医药机构了解时填：名录中的全名，或医保机构代码。", plain=True, most=120)] = "",
    words: Annotated[str, Says("要了解什么", hint="例如：请提供3月份的进销存和结算明细。", words=True, most=5000)],
    until: Annotated[date, Says("请在哪天以前答复", hint="由您定，不是法定期限。")],
    hand: Annotated[list[str] | None, HANDED] = None,
) -> None:  # fmt: skip
    """请有关单位提供情况

    An agency, an institution or a department is asked about it, until a day; what is not answered shows as overdue.
    """
    if until < deed.on:
        deed.refuse("in_the_past", "答复期限不能早于今天。", beside="until")
    asked = found_by(institution, lead.bureau) if institution else None
    if to == Request.To.INSTITUTION and asked is None:
        deed.refuse(
            "no_such_institution", "名录中没有这家机构，或不止一家，请写全名或代码。", beside="institution"
        )
    copies = hand_on(lead, hand or (), deed)
    Request.objects.create(
        lead=lead, to=to, institution=asked, asked_on=deed.on, until=until, asked_at=lead.docket.length + 1
    )
    if inquiring.goes_to_page(lead, to):
        inquiring.hand_over(deed.then(inquiring.send_inquiry, lead, words=words, until=until), copies)


def _open_requests(lead: Lead, law: Any) -> list[tuple[str, str]]:
    rows = lead.requests.filter(replied_on=None).select_related("institution")
    return [(str(row.pk), whom(row)) for row in rows]


def whom(row: Request) -> str:
    """Who was asked, and when, as officers read it."""
    name = row.institution.name if row.institution else row.get_to_display()
    return f"{name}（{row.asked_on:%-m月%-d日}发出）"


@act(
    on=Lead,
    when=[*Lead.WAITING, *Lead.CLOSED],
    by=HANDLERS,
    provided=lambda lead, law: (
        "" if lead.requests.filter(replied_on=None).exists() else "没有等待答复的单位。"
    ),
)
def record_reply(
    lead: Lead,
    deed: Doing,
    *,
    request: Annotated[str, Says("哪个单位的答复", options=_open_requests)],
    words: Annotated[str, Says("答复了什么", words=True, most=10_000)],
    material: Annotated[list[Upload] | None, Says("答复的材料", accept="evidence")] = None,
) -> None:
    """登记单位的答复

    What came back; late or not, the record says when.
    """
    asked = lead.requests.get(pk=int(request))
    asked.replied_on, asked.replied_at = deed.on, lead.docket.length + 1
    asked.save()
    if open_page := Inquiry.objects.filter(request=asked, state=Inquiry.State.OPEN).first():
        deed.then(inquiring.note_answered_otherwise, open_page)
    _keep(lead, material, deed)


@act(on=Lead, when=[State.TAKEN_UP, State.SECOND_LOOK], by=Role.SYSTEM)
def note_inspection(
    lead: Lead, deed: Doing, *, inspection: Annotated[str, Says("检查编号", plain=True, most=12)]
) -> None:
    """转入检查

    An inspection looks into the lead; it still waits for its answer here, and who spoke stays sealed.
    """


@act(on=Lead, when=[*Lead.WAITING, *Lead.CLOSED, State.MERGED], by=Role.SYSTEM)
def note_inspection_result(
    lead: Lead,
    deed: Doing,
    *,
    inspection: Annotated[str, Says("检查编号", plain=True, most=12)],
    result: Annotated[str, Says("检查结果", plain=True, most=60)],
) -> None:
    """检查有了结果

    What the inspection found comes back to the lead, for whoever answers it.
    """
    if lead.handler_id:
        tell_of("work.lead_inspected", lead.handler_id, lead.bureau, docket=lead.docket, occasion=deed.id)


@news("lead.progress")
@act(on=Lead, when=[*Lead.WAITING, *Lead.CLOSED, State.MERGED], by=Role.SYSTEM)
def tell_filing(
    lead: Lead, deed: Doing, *, result: Annotated[str, Says("是否立案", plain=True, most=20)]
) -> None:
    """告知是否立案

    Whoever spoke learns whether a case was filed on it, and nothing else of the case.
    """


def _keep(lead: Lead, material: Any, deed: Doing) -> None:
    """Officers' material stands beside the evidence and is never shown to the speaker."""
    kept = filed_evidence.receive(
        lead.number, list(material or ()), deed.by.user_id, kind=filed_evidence.INTERNAL, beside="material"
    )
    if kept:
        deed.note(files=[[each.public_id, each.blob.sm3] for each in kept])
