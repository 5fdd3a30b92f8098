"""The yearly assessment: its scheme, the reckoning, the grade, the supervisor's own word, the settling."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Annotated, Any

from zhongdu.acts.inputs import Says
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act
from zhongdu.bureaus.queries import Office
from zhongdu.calendar import clock
from zhongdu.duties.standing import owed_by
from zhongdu.law.reliance import rests_on
from zhongdu.messages.telling import told
from zhongdu.scope.roles import Role
from zhongdu.service import figures
from zhongdu.service.models import Assessment, Scheme
from zhongdu.service.rules import Weight, kept, total, wrong_weights

State = Assessment.State
ASSESSORS = (Role.RECRUITER, Role.LIAISON)
SLICE = 100  # people assessed in one act
_MOST_DAYS = 60

_WEIGHTS = Says("分值", plain=True)
_FULL = Says("满分所需数", plain=True)
_GRADES = Says(
    "等次", hint="从好到差，用顿号隔开，如：优秀、合格、不合格。用词由本局定。", plain=True, most=120
)
_DAYS = Says("本人说明的天数", hint="告知本人以后，几天以内可以书面说明；由本局定。")


@rests_on("assessment", kind="duty")
def founded(deed: Doing, bureau: Any) -> None:
    """Cite the clause where the law lays assessment on bureaus of this level; elsewhere it is the bureau's own way."""
    if owed_by(bureau, deed.law, "assessment"):
        deed.cite(deed.law.rule("assessment"))


# --- the scheme ----------------------------------------------------------------------------------------


@act(
    on=Office,
    creates=Scheme,
    by=Role.DECIDER,
    tells="考核哪些项、各占多少分，是本局的做法；分数不会自动决定去留。",
)
def set_scheme(
    office: Office,
    deed: Doing,
    *,
    year: Annotated[int, Says("年度")],
    weights: Annotated[dict[str, str], _WEIGHTS],
    full: Annotated[dict[str, str], _FULL],
    grades: Annotated[str, _GRADES],
    answer_days: Annotated[int, _DAYS],
) -> Scheme:
    """制定考核方案

    Which figures count this year and for how much: data of the bureau's, never code's.
    """
    if not 2020 <= year <= deed.on.year:
        deed.refuse("no_such_year", f"请填2020到{deed.on.year}之间的年度。", beside="year")
    founded(deed, office.bureau)
    return deed.open(
        Scheme, office.bureau, Scheme.State.SET, year=year, weights=_weighed(deed, weights, full),
        grades=_graded(deed, grades), answer_days=_days(deed, answer_days),
    )  # fmt: skip


@act(on=Scheme, when=[Scheme.State.SET], by=Role.DECIDER)
def change_scheme(
    scheme: Scheme,
    deed: Doing,
    *,
    weights: Annotated[dict[str, str], _WEIGHTS],
    full: Annotated[dict[str, str], _FULL],
    grades: Annotated[str, _GRADES],
    answer_days: Annotated[int, _DAYS],
) -> None:
    """修改考核方案

    Until it has been reckoned by, a scheme may change.
    """
    founded(deed, scheme.bureau)
    scheme.weights = _weighed(deed, weights, full)
    scheme.grades, scheme.answer_days = _graded(deed, grades), _days(deed, answer_days)


def _weighed(deed: Doing, weights: Mapping[str, str], full: Mapping[str, str]) -> dict[str, Any]:
    """The figures that count, each with its points; those without points are left out."""
    found: dict[str, Weight] = {}
    for name, said in weights.items():
        if name not in figures.FIGURES:
            deed.refuse("no_such_figure", "没有这一项。", beside="weights")
        wanted = full.get(name) or "1"
        if not (said.isdecimal() and wanted.isdecimal() and len(said + wanted) <= 12):
            deed.refuse("not_a_number", "分值和满分所需数都要填整数。", beside="weights")
        if int(said):
            found[name] = Weight(int(said), int(wanted), figures.FIGURES[name].deducts)
    if says := wrong_weights(found):
        deed.refuse("wrong_weights", says, beside="weights")
    return {name: {"weight": by.weight, "full": by.full} for name, by in found.items()}


def _graded(deed: Doing, said: str) -> list[str]:
    words = [word.strip() for word in said.replace("，", "、").split("、") if word.strip()]
    if len(words) < 2 or len(set(words)) < len(words) or max(map(len, words)) > 20:
        deed.refuse("wrong_grades", "请写至少两个不同的等次，每个不超过20个字，用顿号隔开。", beside="grades")
    return words


def _days(deed: Doing, days: int) -> int:
    if not 1 <= days <= _MOST_DAYS:
        deed.refuse("wrong_days", f"天数在1到{_MOST_DAYS}之间。", beside="answer_days")
    return days


# --- the reckoning --------------------------------------------------------------------------------------


def left(scheme: Scheme) -> Any:
    """Those who served in the year and have no assessment yet."""
    done = Assessment.objects.filter(scheme=scheme).values("user_id")
    return figures.served(scheme).exclude(user_id__in=done)


def _somebody_left(scheme: Scheme, law: Any) -> str:
    return "" if left(scheme).exists() else "这一年服务过的人都算过了。"


@act(
    on=Scheme,
    moves={Scheme.State.SET: Scheme.State.RUN, Scheme.State.RUN: Scheme.State.RUN},
    by=(*ASSESSORS, Role.DECIDER),
    provided=_somebody_left,
)
def assess(scheme: Scheme, deed: Doing) -> None:
    """计算年度考核

    Draft assessments for the next hundred who have none, their figures reckoned for all of them at once.
    """
    founded(deed, scheme.bureau)
    people = list(left(scheme)[:SLICE])
    reckoned = figures.reckon(scheme, people)
    for each in people:
        found = reckoned[each.user_id]
        deed.open(
            Assessment, scheme.bureau, State.DRAFT, appointment=each, user_id=each.user_id, scheme=scheme,
            year=scheme.year, figures=kept(found), tenths=total(found), reckoned_on=deed.on,
        )  # fmt: skip
    deed.note(assessed=len(people))


@act(on=Assessment, when=[State.DRAFT], by=(*ASSESSORS, Role.DECIDER))
def reckon_again(assessment: Assessment, deed: Doing) -> None:
    """重新计算

    The record has grown since; while it is a draft its figures may follow.
    """
    found = figures.reckon(assessment.scheme, [assessment.appointment])[assessment.user_id]
    assessment.figures, assessment.tenths, assessment.reckoned_on = kept(found), total(found), deed.on
    deed.note(tenths=assessment.tenths)


# --- grade, word, settling -------------------------------------------------------------------------------


def grades(assessment: Assessment, law: Any) -> list[tuple[str, str]]:
    return [(word, word) for word in assessment.scheme.grades]


_GRADE = Says("等次", hint="等次是本局的用词。分数供参考，由人评定。", options=grades)


@act(on=Assessment, moves={State.DRAFT: State.GRADED, State.GRADED: State.GRADED}, by=ASSESSORS)
def grade(
    assessment: Assessment,
    deed: Doing,
    *,
    grade: Annotated[str, _GRADE],
    words: Annotated[
        str, Says("评语", hint="本人会原样看到。", secret="assessment_words", words=True, most=2000)
    ],
) -> None:
    """评定等次

    An officer weighs what figures cannot say.
    """
    assessment.grade = grade


@told("service.assessed")
@act(
    on=Assessment,
    moves={State.GRADED: State.TOLD},
    by=Role.DECIDER,
    tells="审定以后监督员就能看到各项和等次，并可以在方案定的天数里书面说明。",
)
def approve_grade(assessment: Assessment, deed: Doing) -> None:
    """审定并告知本人

    The head stands for it; from now on the supervisor sees it and may answer.
    """
    founded(deed, assessment.bureau)
    assessment.answer_until = deed.on + timedelta(days=assessment.scheme.answer_days)
    deed.note(answer_until=assessment.answer_until.isoformat())


def _still_time(assessment: Assessment, law: Any) -> str:
    return "" if clock.today() <= _last(assessment) else "说明的时间已经过了。"


def _last(assessment: Assessment) -> date:
    return assessment.answer_until or date.min


@act(
    on=Assessment,
    moves={State.TOLD: State.ANSWERED},
    by=Role.SUPERVISOR,
    provided=_still_time,
    tells="说明交上去以后，由局负责人看过再定。",
)
def answer_assessment(
    assessment: Assessment,
    deed: Doing,
    *,
    words: Annotated[str, Says("我的说明", hint="哪一项不对、为什么，写清楚就好办。", secret="own_words", words=True, most=5000)],
) -> None:  # fmt: skip
    """书面说明

    The supervisor answers, before anything is settled.
    """


@told("service.settled")
@act(on=Assessment, moves={State.ANSWERED: State.SETTLED}, by=Role.DECIDER)
def settle_assessment(
    assessment: Assessment,
    deed: Doing,
    *,
    grade: Annotated[str, _GRADE],
    words: Annotated[
        str,
        Says("对本人说明的答复", hint="采纳或者不采纳，为什么。本人会原样看到。", secret="assessment_words", words=True, most=2000),
    ],
) -> None:  # fmt: skip
    """确定考核结果

    Having read the supervisor's word, the head keeps the grade or changes it, and says why.
    """
    founded(deed, assessment.bureau)
    deed.note(before=assessment.grade)
    assessment.grade = grade


@told("service.settled")
@act(
    on=Assessment,
    moves={State.TOLD: State.SETTLED},
    by=Role.SYSTEM,
    provided=lambda assessment, law: "" if clock.today() > _last(assessment) else "本人还可以说明。",
)
def let_stand(assessment: Assessment, deed: Doing) -> None:
    """期满未说明，考核结果确定

    The time to answer has passed without a word.
    """
