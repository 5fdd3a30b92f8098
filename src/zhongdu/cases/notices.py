"""What a respondent gets in writing on the way to a decision: to put right, what is meant and its rights, the hearing."""

from collections.abc import Callable, Iterable
from typing import Any

from zhongdu import papers
from zhongdu.calendar import clock
from zhongdu.calendar.period import SPOKEN
from zhongdu.cases import choices
from zhongdu.cases.choices import people_named
from zhongdu.cases.hearing import answers_until, asked_until
from zhongdu.cases.models import Case
from zhongdu.cases.paper import cite, facts_of, measures_of, party_of, said
from zhongdu.cases.proposing import latest
from zhongdu.cases.queries import respondent_of
from zhongdu.cases.rules import ANSWERING, HEARING_FROM, hearing_rights
from zhongdu.cases.showing import day
from zhongdu.kit.matters import band
from zhongdu.law.governing import Law, governing
from zhongdu.law.reliance import rests_on
from zhongdu.papers import word_notice

Paper = tuple[str, list[Any]]


def printable(case: Case) -> list[tuple[str, str]]:
    """What can be printed of a case now: (its word in the address, its title)."""
    return [(word, title) for word, (title, ready, _) in _KINDS.items() if ready(case)]


def pdf(case: Case, word: str) -> bytes:
    return papers.render("notice", printed(case, word), title=f"{_KINDS[word][0]} {case.number}")


def word(case: Case, word: str) -> bytes:
    return word_notice.notice(printed(case, word))


def printed(case: Case, word: str) -> dict[str, Any]:
    """One of them, dated today: it is the bureau's once it is signed and sealed on paper."""
    title, _, body = _KINDS[word]
    law, today = governing(case.bureau, clock.today()), clock.today()
    return {
        "dated": today, "number": f"编号：{case.number}", "title": [case.bureau.name, title],
        "addressee": respondent_of(case, whole=True), "body": [party_of(case), *body(case, law)],
        "issuer": case.bureau.name, "issued": today, "note": "印章以纸质文书为准", "demonstration": band(law) or None,
    }  # fmt: skip


@rests_on("case.correction", kind="paper")
def _to_put_right(case: Case, law: Law) -> Iterable[Any]:
    yield f"经查，你（单位）有违法行为，现责令改正：{said(case, 'order_correction')}"
    yield f"依据{cite(law.rule('case.correction'))}，请于{day(case.correct_by)}以前（含当日）改正，并将改正的情况书面告知本局。"
    yield "拒不改正的，依法处理。"


@rests_on("case.notice", "case.defence", "case.hearing", "clock.hearing_request", kind="paper")
def _what_is_meant(case: Case, law: Law) -> Iterable[Any]:
    proposal = case.notified or latest(case)
    assert proposal is not None  # _is_proposed
    article = choices.law_of_conduct(case).find(proposal.sanction) if proposal.sanction else None
    yield {"heading": 1, "text": "一、拟认定的事实和证据"}
    yield from facts_of(case)
    yield {"heading": 1, "text": "二、拟作出的决定和依据"}
    basis = cite(article) if article else cite(law.rule(proposal.outcome))
    yield f"依据{basis}，拟{law.rule(proposal.outcome).label}："
    yield from measures_of(case, proposal)
    yield {"heading": 1, "text": "三、你（单位）的权利"}
    until = day(answers_until(case))
    when = f"到{until}为止" if until else f"收到本告知书之日起{ANSWERING.said(case.bureau)}以内"
    yield (
        f"你（单位）有权陈述、申辩（依据{cite(law.rule('case.notice'))}），请{when}提出，期限是本局确定的。"
        f"本局不因陈述、申辩而给予更重的处罚（依据{cite(law.rule('case.defence'))}）。"
    )
    grounds = hearing_rights(
        HEARING_FROM.of(case.bureau), proposal.fine_fen, proposal.months, proposal.bars, case.is_person
    )
    if grounds:
        bound = law.rule("clock.hearing_request")
        last = day(asked_until(case, law)) if case.notified_on else ""
        when = f"到{last}为止" if last else f"收到本告知书之日起{bound.rule.n}{SPOKEN[bound.rule.unit]}以内"
        cited = "、".join(cite(law.rule(each)) for each in grounds)
        yield f"你（单位）有权要求听证（依据{cited}），请{when}提出（依据{cite(bound)}）。"


@rests_on("case.hearing_officer", "clock.hearing_notice", kind="paper")
def _to_be_heard(case: Case, law: Law) -> Iterable[Any]:
    assert case.hearing_at is not None  # _is_called
    event = case.docket.events.filter(act="cases.call_hearing").order_by("-seq").first()
    officer = people_named([case.hearing_officer or 0]).get(case.hearing_officer or 0, "")
    yield f"你（单位）于{day(case.hearing_asked_on)}要求听证，本局决定举行。"
    yield f"时间：{case.hearing_at.astimezone():%Y年%-m月%-d日%H时%M分}。地点：{event.data.get('place', '') if event else ''}。"
    yield (
        f"主持人：{officer}，不是本案的办案人员（依据{cite(law.rule('case.hearing_officer'))}）。"
        f"认为主持人与本案有直接利害关系的，可以申请回避。"
    )


def _is_proposed(case: Case) -> bool:
    return case.state in {*_AFTER_REVIEW} and latest(case) is not None


_AFTER_REVIEW = (
    Case.State.REVIEWED,
    Case.State.NOTIFIED,
    Case.State.HEARING,
    Case.State.READY,
    Case.State.DECIDED,
)
_KINDS: dict[str, tuple[str, Callable[[Case], bool], Callable[[Case, Law], Iterable[Any]]]] = {
    "correction": ("责令改正通知书", lambda case: bool(case.corrected), _to_put_right),
    "notice": ("行政处罚事先告知书", _is_proposed, _what_is_meant),
    "hearing": ("听证通知书", lambda case: case.hearing_at is not None, _to_be_heard),
}
