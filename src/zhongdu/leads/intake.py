"""Leads that another system hands in for whoever told it there: a hotline, another department, the province's own."""

from datetime import datetime
from typing import Annotated, Any

from zhongdu.acts.inputs import Says, Upload
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import Opens, act, follows
from zhongdu.bureaus.queries import Office
from zhongdu.leads.filing import bureaus_to_name, is_thin, register, violations
from zhongdu.leads.grave import tell
from zhongdu.leads.models import Lead
from zhongdu.leads.telling import news
from zhongdu.leads.triage import until_completed
from zhongdu.scope.actor import Actor
from zhongdu.scope.roles import Role

State = Lead.State
_LONG = 20_000


def for_the_speaker(lead: Lead) -> Actor:
    """Whoever passes on what the speaker says: they hold this lead, and nothing else."""
    return Actor(name=lead.handed_by, roles=frozenset({Role.APPLICANT}), holds=frozenset({lead.number}))


@act(
    on=Office, creates=Lead, by=Role.SYSTEM, under="report.filing", opens=[Opens("lead.answer")], at_once=True,
)  # fmt: skip
def take_in(
    office: Office,
    deed: Doing,
    *,
    source: Annotated[str, Says("转来的系统", plain=True, most=60)],
    receipt: Annotated[str, Says("查询码", plain=True, most=64)],
    words: Annotated[str, Says("反映了什么", words=True, secret="narrative", most=_LONG)] = "",
    institution: Annotated[str, Says("哪一家", secret="whom", most=120)] = "",
    violations: Annotated[list[str] | None, Says("属于哪一类", options=violations)] = None,
    happened_at: Annotated[datetime | None, Says("什么时间")] = None,
    place: Annotated[str, Says("什么地点", secret="event_place", most=200)] = "",
    evidence: Annotated[list[Upload] | None, Says("附件", accept="evidence")] = None,
    against: Annotated[str, Says("反映的是哪个医保局", options=bureaus_to_name)] = "",
    name: Annotated[str, Says("反映人姓名", secret="reporter_name", most=60)] = "",
    phone: Annotated[str, Says("反映人电话", secret="reporter_phone", most=30)] = "",
    agreed: Annotated[bool, Says("反映人同意把姓名电话转来")] = False,
) -> Lead:  # fmt: skip
    """收到其他系统转来的线索

    Another system hands in what somebody told it; whoever it was is named only where they agreed to it.
    """
    if (name or phone) and not agreed:
        says = "反映人同意，才能转来姓名电话；同意的请写明，没有同意的请不要转。"
        deed.refuse("not_agreed", says, beside="agreed")
    if not (words or evidence or institution or violations or place or against):
        deed.refuse("nothing_said", "请写明反映了什么，或者附上材料。", beside="words")
    return register(
        deed, office.bureau, words=words, institution=institution, violations=violations, happened_at=happened_at,
        place=place, evidence=evidence, against=against, said=True, speaker=Lead.Speaker.HANDED_IN, handed_by=source,
        receipt=receipt,
    )  # fmt: skip


@news("lead.complete")
@act(on=Lead, moves={State.FILED: State.RETURNED}, by=Role.SYSTEM, under="lead.contents")
def ask_to_complete(
    lead: Lead,
    deed: Doing,
    *,
    words: Annotated[str, Says("请补充什么", words=True, secret="answer_words", most=2000)],
) -> None:
    """材料不全，请补充

    What another system hands in thin is asked for at once: nobody is at a form to be told.
    """
    until_completed(lead, deed)
    tell(lead)


@follows(take_in)
def _thin(deed: Doing, lead: Any) -> None:
    if is_thin(lead, deed.law):
        deed.then(ask_to_complete, lead, words=f"请补充：{'、'.join(lead.lacks)}。")
