"""Triage: what a lead is, whose it is, and whether it says enough. No lead is refused at the door."""

from datetime import timedelta
from typing import Annotated, Any

from zhongdu.acts.inputs import Says
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act
from zhongdu.bureaus.queries import beside
from zhongdu.duties.opening import open_duty, void
from zhongdu.law.address import Address
from zhongdu.law.governing import governing
from zhongdu.law.shelves import shelf
from zhongdu.leads.filing import bureaus_to_name, found_by
from zhongdu.leads.grave import raise_again, tell
from zhongdu.leads.models import HANDLERS, Lead
from zhongdu.leads.passing_on import HANDED, hand_on
from zhongdu.leads.rules import COMPLETING
from zhongdu.leads.telling import news
from zhongdu.scope.models import Bureau

State = Lead.State


@news("lead.progress")
@act(
    on=Lead,
    moves={State.FILED: State.TAKEN_UP, State.RETURNED: State.TAKEN_UP},
    by=HANDLERS,
    under="lead.answer",
    tells="受理以后由您办理，反映人会看到线索已受理，看不到您的姓名。",
)
def take_up(lead: Lead, deed: Doing) -> None:
    """受理

    An officer takes the lead in hand, as it is, and stands for it by name.
    """
    lead.handler_id, lead.complete_by = deed.by.user_id, None


@news("lead.complete")
@act(
    on=Lead,
    moves={State.FILED: State.RETURNED},
    by=HANDLERS,
    under="lead.contents",
    tells="退回不是拒收：线索一直登记在案。到期没有补充，它会自动回来，按现有材料办理。等多少天是本局做法。",
)
def return_for_completion(
    lead: Lead,
    deed: Doing,
    *,
    words: Annotated[str, Says("请反映人补充什么", hint="反映人会原样看到这段话。", words=True, secret="answer_words", most=2000)],
) -> None:  # fmt: skip
    """退回补充

    A thin lead goes back for completion, on a clock; it stays registered, and its wait is still counted.
    """
    until_completed(lead, deed)
    tell(lead)


def until_completed(lead: Lead, deed: Doing) -> None:
    """The day from which a lead that is not completed is dealt with as it is."""
    lead.complete_by = deed.on + timedelta(days=int(COMPLETING.of(lead.bureau)))
    deed.note(complete_by=lead.complete_by.isoformat())


@act(
    on=Lead,
    when=[State.FILED, State.TAKEN_UP],
    by=HANDLERS,
    provided=lambda lead, law: "所反映的机构已经确认。" if lead.institution_id else "",
)
def name_institution(
    lead: Lead,
    deed: Doing,
    *,
    institution: Annotated[
        str, Says("医药机构", hint="名录中的全名，或医保机构代码。", plain=True, most=120)
    ],
) -> None:
    """确认所反映的机构

    The speaker wrote a name the list does not have; an officer says which institution is meant.
    """
    found = found_by(institution, lead.bureau)
    if found is None:
        deed.refuse(
            "no_such_institution", "名录中没有这家机构，或不止一家，请写全名或代码。", beside="institution"
        )
    lead.institution = found


def clauses_to_cite(lead: Lead, law: Any) -> list[tuple[str, str]]:
    """The clauses an officer may rest a decision on: those of what the law says of leads, then the measure's own."""
    of_leads = [law.find(name) for name in ("lead.answer", "lead.contents", "lead.filing")]
    found = dict.fromkeys(str(address) for bound in of_leads if bound for address in bound.addresses)
    found |= dict.fromkeys(str(address) for address in sorted(law.statute.pack.clauses))
    return [(address, _cited(address)) for address in found]


def _cited(address: str) -> str:
    clause = shelf().clause(Address.parse(address))
    return f"{shelf().cite(address)} {clause.gist[:40] if clause else ''}".strip()


@news("lead.answer")
@act(
    on=Lead,
    moves=dict.fromkeys(Lead.UNANSWERED, State.DECLINED),
    by=HANDLERS,
    under="lead.answer",
    meets=["lead.answer"],
    provided=lambda lead, law: alone(lead),
    grave=True,
    tells="材料不全不是不予受理的理由，请退回补充；归别的单位管的，请移送。",
)
def decline_lead(
    lead: Lead,
    deed: Doing,
    *,
    words: Annotated[str, Says("不予受理的理由", hint="反映人会原样看到这段话，请用平实的话写。", words=True, secret="answer_words", most=5000)],
    clause: Annotated[str, Says("依据哪一条", options=clauses_to_cite)],
) -> None:  # fmt: skip
    """不予受理

    The lead is not one to be dealt with; the speaker is told why, and by which clause.
    """
    deed.clauses.append(clause)
    lead.complete_by = None
    over(lead, deed)
    tell(lead)


# --- whose it is -----------------------------------------------------------------------------------------


def competent_bureaus(lead: Lead, law: Any) -> list[tuple[str, str]]:
    """The bureaus a lead may be passed to: above, beside and below its own; never those it is about or who report
    to them."""
    return [(bureau.code, bureau.name) for bureau in beside(lead.bureau, against=lead.against)]


@news("lead.progress")
@act(
    on=Lead,
    moves={State.FILED: State.FILED, State.TAKEN_UP: State.FILED},
    by=HANDLERS,
    under="lead.answer",
    provided=lambda lead, law: (
        alone(lead) or ("" if competent_bureaus(lead, law) else "本平台上没有别的医保局可以转。")
    ),
    tells="转过去以后由那个局办理和答复，反映人会看到转给了谁。等了多少天，从反映的那天起继续算。",
)
def pass_to_bureau(
    lead: Lead,
    deed: Doing,
    *,
    bureau: Annotated[str, Says("转给哪个局", options=competent_bureaus)],
    words: Annotated[str, Says("为什么由它办理", hint="反映人会原样看到这段话。", words=True, secret="answer_words", most=2000)],
) -> None:  # fmt: skip
    """转有管辖权的医保局

    Another bureau is competent: it gets the lead with its record, and owes the answer from now on.
    """
    move(lead, Bureau.objects.get(code=bureau), deed)
    tell(lead)


@news("lead.answer")
@act(
    on=Lead,
    moves={State.FILED: State.PASSED_ON, State.TAKEN_UP: State.PASSED_ON},
    by=HANDLERS,
    under="lead.answer",
    meets=["lead.answer"],
    provided=lambda lead, law: alone(lead),
    grave=True,
    tells="只用于医保部门无权处理的事。请不要把反映人是谁告诉那个部门，除非他本人同意。",
)
def pass_to_department(
    lead: Lead,
    deed: Doing,
    *,
    department: Annotated[str, Says("移送哪个部门", plain=True, most=80)],
    words: Annotated[str, Says("为什么移送、怎样联系那个部门", hint="反映人会原样看到这段话。", words=True, secret="answer_words", most=5000)],
    clause: Annotated[str, Says("依据哪一条", options=clauses_to_cite)],
    hand: Annotated[list[str] | None, HANDED] = None,
) -> None:  # fmt: skip
    """移送其他部门

    What no medical insurance bureau may deal with goes to the department that may; the speaker is told which.
    """
    hand_on(lead, hand or (), deed)
    deed.clauses.append(clause)
    over(lead, deed)
    tell(lead)


@news("lead.progress")
@act(
    on=Lead,
    moves={State.FILED: State.FILED, State.TAKEN_UP: State.FILED},
    by=HANDLERS,
    under="task.watch_bureau",
    provided=lambda lead, law: "已经按反映医保部门的线索办理。" if lead.against_id else alone(lead),
    grave=True,
    tells="转出以后，被反映的局和归它管的人（可能包括您）就看不到这条线索了。请勿告诉任何人。",
)
def send_past(
    lead: Lead,
    deed: Doing,
    *,
    against: Annotated[str, Says("其实反映的是哪一家", options=bureaus_to_name)],
) -> None:
    """反映的是医保部门，转上级办理

    Reading it, an officer finds that it is about a bureau or its people: it goes past them from now on.
    """
    accused = Bureau.objects.select_related("parent").get(code=against)
    lead.against, lead.handler = accused, None
    move(lead, accused.parent or accused, deed)
    tell(lead)


def move(lead: Lead, bureau: Bureau, deed: Doing) -> None:
    """The lead lies with another bureau from now on, which owes the answer; what the first owed is over."""
    void(lead.docket, "lead.answer", on=deed.on, deed=deed.id)
    over(lead, deed)
    lead.bureau, lead.handler = bureau, None
    lead.docket.bureau = bureau
    lead.docket.save(update_fields=["bureau"])
    law = governing(bureau, deed.on)
    open_duty(lead.docket, law, "lead.answer", on=deed.on, deed=deed.id, owed_to=lead.user, bureau=bureau)
    if lead.grave:
        raise_again(lead, deed, law)


def over(lead: Lead, deed: Doing) -> None:
    """Nothing has to be explained any more. What a grave event asks for does not end with the lead."""
    void(lead.docket, "lead.explanation", on=deed.on, deed=deed.id)


def alone(lead: Lead) -> str:
    """Why a lead cannot leave by itself; "" where none goes along with it."""
    joined = lead.merged.filter(state=State.MERGED).exists()
    return "有线索并在这一条下面，请先把它们拆开。" if joined else ""
