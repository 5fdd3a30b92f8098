"""What becomes of measures: a talk held, a rectification shown and checked, payment released, an agreement resumed."""

from datetime import date
from typing import Annotated, Any

from django.db.models import Q

from zhongdu.acts.inputs import Says, Upload
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act
from zhongdu.agreements import ending, settling
from zhongdu.agreements.keeping import keep
from zhongdu.agreements.models import AGENCY, Agreement, Handling, Hold, Measure
from zhongdu.calendar import clock
from zhongdu.duties import opening
from zhongdu.institutions.queries import kin, people_of
from zhongdu.messages.telling import told
from zhongdu.scope.roles import Role

State, Outcome = Handling.State, Measure.Outcome
_WORDS = "agreement_words"


def waiting(handling: Any, does: str) -> Any:
    return handling.measures.filter(does=does, outcome="", withdrawn_on=None).order_by("id")


def _has(does: str, says: str) -> Any:
    return lambda handling, law: "" if waiting(handling, does).exists() else says


def _rectifications(handling: Any, law: Any) -> list[tuple[str, str]]:
    return [(str(row.pk), f"{row.label}，到{row.until}") for row in waiting(handling, "rectification")]


@act(
    on=Handling,
    when=[State.DECIDED],
    by=AGENCY,
    under="agreement.measure.talk",
    provided=_has("talk", "没有等着办的约谈。"),
)
def record_talk(
    handling: Handling,
    deed: Doing,
    *,
    on: Annotated[date, Says("约谈之日")],
    words: Annotated[
        str, Says("约谈记录", hint="谁参加、说了什么、机构怎样表示", words=True, secret=_WORDS, most=8000)
    ],
) -> None:
    """记录约谈

    The talk took place: who was there and what was said.
    """
    if on > deed.on:
        deed.refuse("in_the_future", "约谈之日不能晚于今天。", beside="on")
    row = waiting(handling, "talk").first()
    _done(row, Outcome.HELD, on)
    opening.meet(handling.docket, row.concept, on=deed.on, deed=deed.id)


@act(
    on=Handling,
    when=[State.DECIDED],
    by=(AGENCY, Role.INSTITUTION),
    under="agreement.measure.rectification",
    provided=_has("rectification", "没有等着办的整改。"),
    tells="经办机构会按材料检查；整改期限以内都可以补充。",
)
def bring_proofs(
    handling: Handling,
    deed: Doing,
    *,
    words: Annotated[str, Says("整改情况", words=True, secret=_WORDS, most=4000)],
    proofs: Annotated[list[Upload] | None, Says("证明材料", accept="evidence")] = None,
) -> None:
    """提交整改材料

    What the institution brings to show that it put things right.
    """
    keep(handling, deed, proofs or ())


_VERDICTS = [(each.value, each.label) for each in (Outcome.PASSED, Outcome.FAILED, Outcome.MISSED)]


@told("institution.changed", to=people_of("agreement.institution"))
@act(
    on=Handling,
    when=[State.DECIDED],
    by=AGENCY,
    under="agreement.measure.rectification",
    provided=_has("rectification", "没有等着检查的整改。"),
)
def check_rectification(
    handling: Handling,
    deed: Doing,
    *,
    which: Annotated[str, Says("哪一项整改", options=_rectifications)],
    verdict: Annotated[str, Says("检查结果", options=lambda subject, law: _VERDICTS)],
    words: Annotated[str, Says("检查情况", words=True, secret=_WORDS, most=4000)],
) -> None:
    """检查整改

    Whether it was put right in time and well enough. In a suspension what was not is a ground of ending.
    """
    row = handling.measures.get(pk=which)
    if verdict == Outcome.MISSED and row.until and deed.on <= row.until:
        deed.refuse("still_time", f"整改期限到{row.until}，还没有过。", beside="verdict")
    _done(row, verdict, deed.on)
    if not waiting(handling, "rectification").exists():
        opening.meet(handling.docket, row.concept, on=deed.on, deed=deed.id)
    if row.within_id:
        for agreement in ending.carrying(_agreement(handling)):
            deed.then(note_check, agreement, handling=handling.number, verdict=row.get_outcome_display())


@act(
    on=Agreement,
    when=[*Agreement.RUNNING],
    by=Role.SYSTEM,
    under="agreement.ending",
)
def note_check(
    agreement: Agreement,
    deed: Doing,
    *,
    handling: Annotated[str, Says("协议处理编号", plain=True)],
    verdict: Annotated[str, Says("检查结果", plain=True)],
) -> None:
    """记下中止期间整改的检查结果

    The check of a rectification within a suspension stands on the agreement's docket too, with what it shows; where that
    term is over, on the docket of the one that renewed it.
    """
    ending.raise_shown(agreement, deed)


@told("institution.changed", to=people_of("agreement.institution"))
@act(
    on=Handling,
    when=[State.DECIDED],
    by=AGENCY,
    under="agreement.measure.withholding",
    provided=_has("withholding", "没有暂停拨付的费用。"),
)
def release_payment(
    handling: Handling,
    deed: Doing,
    *,
    words: Annotated[str, Says("为什么恢复", words=True, secret=_WORDS, most=2000)],
) -> None:
    """恢复拨付

    What was withheld is paid again from today.
    """
    _done(waiting(handling, "withholding").first(), Outcome.RELEASED, deed.on)


def _done(row: Measure, outcome: str, on: date) -> None:
    row.outcome, row.done_on = outcome, on
    row.save(update_fields=["outcome", "done_on"])


def _agreement(handling: Handling) -> Agreement:
    return Agreement.objects.select_related("docket", "bureau", "institution").get(pk=handling.agreement_id)


# --- an agreement resumes ------------------------------------------------------------------------


def running(agreement: Any) -> Any:
    """The suspensions the agency laid that still run."""
    rows = agreement.measures.filter(does="suspension", outcome="", withdrawn_on=None)
    return rows.order_by("since", "id")


def _may_resume(agreement: Any, law: Any) -> str:
    for row in running(agreement):
        if row.until and clock.today() <= row.until:
            return f"中止到{row.until}，还没有期满。"
        if row.inner.filter(does="rectification", withdrawn_on=None).exclude(outcome=Outcome.PASSED).exists():
            return "中止期间的整改还没有检查合格，不能恢复。"
    return ""


@told("institution.changed", to=people_of())
@act(
    on=Agreement,
    moves={Agreement.State.SUSPENDED: Agreement.State.IN_TERM},
    by=AGENCY,
    under="agreement.measure.suspension",
    meets=["clock.agreement_own_suspension"],
    provided=_may_resume,
)
def resume_agreement(
    agreement: Agreement,
    deed: Doing,
    *,
    words: Annotated[
        str, Says("检查情况", hint="恢复以前检查了什么、结果怎样", words=True, secret=_WORDS, most=4000)
    ],
) -> None:
    """恢复协议

    The suspension is over and what had to be put right was: from today it settles again.
    """
    for row in running(agreement):
        _done(row, Outcome.RESUMED, deed.on)
    held = agreement.holds.filter(until=None, void=False)
    begun = Q(kind=Hold.Kind.OWN_REQUEST, since__lte=deed.on)  # what it asked for later on stays asked for
    settling.lift(held.filter(Q(kind=Hold.Kind.SUSPENDED) | begun), deed.on)
    settling.announce(deed, *kin(agreement.institution))
