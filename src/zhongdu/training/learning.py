"""A supervisor learns: reads and watches, takes the test, and has a certificate once it is done."""

from typing import Annotated, Any

from zhongdu.acts.inputs import Says
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act
from zhongdu.calendar import clock
from zhongdu.law.governing import Law
from zhongdu.messages.telling import told
from zhongdu.record.keeping import random_number
from zhongdu.roster.queries import names
from zhongdu.scope.roles import Role
from zhongdu.training.models import TEACHERS, Attempt, Course, Question, Study
from zhongdu.training.rules import drawn, score

State = Study.State
LEARNER = Role.SUPERVISOR


def _open(study: Study, law: Law) -> str:
    course = study.course
    if course.state != Course.State.OPEN:
        return f"这门课{course.get_state_display()}。"
    if course.until and clock.today() > course.until:
        return "完成的期限已经过了，请联系医保局。"
    return ""


def _without_test(study: Study, law: Law) -> str:
    if why := _open(study, law):
        return why
    if study.course.has_test:
        return "这门课要通过测验才算完成。"
    return "这门课要到现场听，签到以后由工作人员登记。" if study.course.in_class else ""


def left(study: Study) -> int:
    """How many tries a supervisor still has."""
    used = study.attempts.exclude(ended_at=None).count()
    return max(0, study.course.tries + study.more_tries - used)


def under_way(study: Study) -> Attempt | None:
    return study.attempts.filter(ended_at=None).first()


def _may_begin(study: Study, law: Law) -> str:
    if why := _open(study, law):
        return why
    if not study.course.has_test:
        return "这门课没有测验。"
    if study.course.in_class and not study.attended_at:
        return "这门课要先到现场听。"
    if under_way(study):
        return "上一次测验还没有交。"
    return "" if left(study) else "测验的次数用完了，请联系医保局另给一次。"


@act(on=Study, moves={State.ASSIGNED: State.COMPLETED}, by=LEARNER, under="training", provided=_without_test)
def complete_study(study: Study, deed: Doing) -> None:
    """我学完了

    A course without a test is completed by saying so.
    """
    certify(study, deed)


@act(on=Study, when=[State.ASSIGNED], by=LEARNER, provided=_may_begin)
def begin_test(study: Study, deed: Doing) -> None:
    """开始测验

    Questions are drawn from the bank by a seed that is kept, so that anybody can see that they were.
    """
    bank = study.course.questions.filter(retired_on=None).values_list("pk", flat=True)
    seed = random_number()
    chosen = drawn(bank, study.course.draws, seed)
    Attempt.objects.create(study=study, seed=seed, drawn=chosen, begun_at=clock.now())
    deed.note(seed=seed, drawn=chosen)


@act(
    on=Study, when=[State.ASSIGNED], by=LEARNER, under="training",
    provided=lambda study, law: "" if under_way(study) else "请先开始测验。",
)  # fmt: skip
def hand_in_test(
    study: Study,
    deed: Doing,
    *,
    answers: Annotated[dict[str, str], Says("答案", plain=True, most=40)],
) -> None:
    """交卷

    Counted at once; whoever reaches the mark has completed the course.
    """
    attempt: Any = under_way(study)
    asked = {each.pk: each for each in Question.objects.filter(pk__in=attempt.drawn)}
    given = {key: _places(answers.get(str(key), "")) for key in attempt.drawn}
    if missing := sum(not places for places in given.values()):
        deed.refuse("unanswered", f"还有{missing}题没有答。", beside="answers")
    attempt.answers = {str(key): places for key, places in given.items()}
    attempt.score = score({key: asked[key].right for key in attempt.drawn}, given)
    attempt.passed, attempt.ended_at = attempt.score >= study.course.pass_mark, clock.now()
    attempt.save()
    deed.note(score=attempt.score, passed=attempt.passed)
    if attempt.passed:
        study.state = State.COMPLETED
        certify(study, deed)


def _places(typed: str) -> list[int]:
    return sorted({int(part) for part in typed.split(",") if part.strip().isdecimal()})


@told("training.completed")
@act(
    on=Study, moves={State.ASSIGNED: State.COMPLETED}, by=TEACHERS, under="training",
    provided=lambda study, law: "" if study.course.state == Course.State.OPEN else "这门课不在开放中。",
)  # fmt: skip
def note_completion(
    study: Study,
    deed: Doing,
    *,
    reason: Annotated[
        str, Says("依据", hint="如：参加了现场培训，纸质签到表上有签名。", words=True, most=300)
    ],
) -> None:
    """登记已完成

    Somebody learned it in a classroom, or passed on paper: an officer says so, and on what.
    """
    certify(study, deed)


@told("training.another_try")
@act(
    on=Study, when=[State.ASSIGNED], by=TEACHERS,
    provided=lambda study, law: "" if study.course.has_test and not left(study) else "测验的次数还没有用完。",
)  # fmt: skip
def give_another_try(study: Study, deed: Doing) -> None:
    """另给一次测验

    All tries are used: one more.
    """
    study.more_tries += 1


@told("training.withdrawn")
@act(
    on=Study,
    moves={State.COMPLETED: State.WITHDRAWN},
    by=Role.DECIDER,
    grave=True,
    tells="扫码核验从现在起显示“已撤回”。",
)
def withdraw_certificate(
    study: Study, deed: Doing, *, reason: Annotated[str, Says("撤回的原因", words=True, most=300)]
) -> None:
    """撤回培训证书

    A certificate that should not have been given is worth nothing from now on.
    """


def certify(study: Study, deed: Doing) -> None:
    """The certificate, with the name it is made out to and a code of its own."""
    study.completed_on = deed.on
    study.verify_code = f"{random_number()}-{random_number()}"
    deed.keep(study, {"name": names([study.appointment])[study.appointment.number]})
