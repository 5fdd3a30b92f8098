"""A course is made: what to read and watch, the bank of questions; it is opened to all or some, and closed."""

from datetime import date
from typing import Annotated, Any

from zhongdu import files
from zhongdu.acts.inputs import Says, Upload
from zhongdu.acts.performing import Doing, Opening
from zhongdu.acts.registry import act
from zhongdu.bureaus.queries import Office
from zhongdu.calendar import clock
from zhongdu.duties.standing import owed_by
from zhongdu.kit import evidence
from zhongdu.law.governing import Law
from zhongdu.messages.telling import tell_many
from zhongdu.roster.queries import serving
from zhongdu.training.classroom import there
from zhongdu.training.models import TEACHERS, Course, Question, Study
from zhongdu.training.rules import LAW, options_of

State = Course.State
FILES = "course"  # the kind its files are kept as
WITHDRAWN = "course_withdrawn"  # and once they are shown no more
MOST_OPTIONS = 8

TITLE = Says("课程名称", plain=True, most=80)
BODY = Says("学习内容", hint="可以直接写在这里，也可以附文件、视频。", words=True, plain=True, most=30_000)
MINUTES = Says("学时（分钟）", hint="完成以后记入服务时长。")
UNTIL = Says("完成期限", hint="不填就是不限。")
DRAWS = Says("测验每次抽几题", hint="不测验的填0。")
MARK = Says("合格线（%）", hint="本局定的，如：80。")
TRIES = Says("可以考几次")
IN_CLASS = Says("到现场听课", hint="开课以后再通知时间、地点；听课的人扫码签到。")
FILED = Says("文件、视频", hint="PDF、Word、图片或者视频。", accept="evidence")


@act(on=Office, creates=Course, by=TEACHERS, under=LAW)
def draft_course(
    office: Office,
    deed: Doing,
    *,
    title: Annotated[str, TITLE],
    body: Annotated[str, BODY] = "",
    files: Annotated[list[Upload] | None, FILED] = None,
    minutes: Annotated[int, MINUTES],
    until: Annotated[date | None, UNTIL] = None,
    draws: Annotated[int, DRAWS] = 0,
    pass_mark: Annotated[int, MARK] = 60,
    tries: Annotated[int, TRIES] = 3,
    in_class: Annotated[bool, IN_CLASS] = False,
) -> Course:
    """准备一门课程

    What is to be learned, how long that takes, and how it is tested. Mark and tries are the bureau's own.
    """
    if not body and not files:
        deed.refuse("empty", "请写学习内容，或者附上文件、视频。", beside="body")
    _fits(deed, minutes=minutes, draws=draws, pass_mark=pass_mark, tries=tries)
    made = deed.open(
        Course, office.bureau, State.DRAFT, title=title, body=body, minutes=minutes, until=until, draws=draws,
        pass_mark=pass_mark, tries=tries, in_class=in_class,
    )  # fmt: skip
    _enclose(made, files, deed)
    return made


def _fits(deed: Doing, *, minutes: int, draws: int, pass_mark: int, tries: int) -> None:
    limits = {"minutes": (minutes, 1, 1440), "draws": (draws, 0, 100), "pass_mark": (pass_mark, 1, 100), "tries": (tries, 1, 100)}  # fmt: skip
    for name, (value, least, most) in limits.items():
        if not least <= value <= most:
            deed.refuse("out_of_bounds", f"请填{least}到{most}之间的数。", beside=name)


@act(on=Course, when=[State.DRAFT], by=TEACHERS, under=LAW)
def change_course(
    course: Course,
    deed: Doing,
    *,
    title: Annotated[str, TITLE],
    body: Annotated[str, BODY] = "",
    minutes: Annotated[int, MINUTES],
    until: Annotated[date | None, UNTIL] = None,
    draws: Annotated[int, DRAWS] = 0,
    pass_mark: Annotated[int, MARK] = 60,
    tries: Annotated[int, TRIES] = 3,
    in_class: Annotated[bool, IN_CLASS] = False,
) -> None:
    """改课程

    While nobody takes it yet, everything about a course may be written anew.
    """
    if not body and not files.attached(course.number, FILES).exists():
        deed.refuse("empty", "请写学习内容，或者附上文件、视频。", beside="body")
    _fits(deed, minutes=minutes, draws=draws, pass_mark=pass_mark, tries=tries)
    course.title, course.body, course.minutes, course.until = title, body, minutes, until
    course.draws, course.pass_mark, course.tries, course.in_class = draws, pass_mark, tries, in_class


@act(
    on=Course, when=[State.OPEN], by=TEACHERS,
    provided=lambda course, law: "" if course.until else "这门课没有完成期限，不用延长。",
)  # fmt: skip
def extend_course(
    course: Course, deed: Doing, *, until: Annotated[date, Says("延长到", hint="新的完成期限，含当天")]
) -> None:
    """延长完成期限

    Those still learning get more time, and are told so.
    """
    if until <= max(course.until or deed.on, deed.on):
        deed.refuse("not_later", "请填今天以后、比原来的期限晚的日子。", beside="until")
    deed.note(before=f"{course.until:%Y-%m-%d}")
    course.until = until
    learning = course.studies.filter(state=Study.State.ASSIGNED).select_related("docket").order_by("id")
    people = [(each.user_id, each.docket) for each in learning]
    tell_many("training.extended", people, course.bureau, occasion=deed.id)


@act(on=Course, when=[State.DRAFT, State.OPEN], by=TEACHERS)
def add_material(course: Course, deed: Doing, *, files: Annotated[list[Upload], FILED]) -> None:
    """加文件、视频

    More to read or watch.
    """
    _enclose(course, files, deed)


def _enclosed(course: Course, law: Law) -> list[tuple[str, str]]:
    kept = list(files.attached(course.number, FILES))
    called = files.names(kept)
    return [(each.public_id, called[each.public_id]) for each in kept]


@act(
    on=Course, when=[State.DRAFT, State.OPEN], by=TEACHERS,
    provided=lambda course, law: "" if _enclosed(course, law) else "没有附文件、视频。",
    tells="撤下以后监督员看不到了；文件还留在卷里。",
)  # fmt: skip
def withdraw_material(
    course: Course,
    deed: Doing,
    *,
    file: Annotated[str, Says("撤下哪一个", options=_enclosed, secret="words")],
    reason: Annotated[str, Says("为什么撤下", words=True, most=500)],
) -> None:
    """撤下文件、视频

    Something enclosed was wrong or is out of date: nobody is shown it any more.
    """
    kept = files.attached(course.number, FILES)
    if not course.body and kept.count() == 1:
        deed.refuse("empty", "撤下以后课程就没有内容了，请先写学习内容或者加文件。", beside="file")
    kept.filter(public_id=file).update(kind=WITHDRAWN)
    deed.note(withdrawn=file)


def _enclose(course: Course, uploads: Any, deed: Doing) -> None:
    kept = evidence.receive(course.number, list(uploads or ()), deed.by.user_id, kind=FILES, beside="files")
    if kept:
        deed.note(enclosed=[[each.public_id, each.blob.sm3] for each in kept])


# --- the bank ----------------------------------------------------------------------------------------------
@act(on=Course, when=[State.DRAFT, State.OPEN], by=TEACHERS)
def add_question(
    course: Course,
    deed: Doing,
    *,
    text: Annotated[str, Says("题目", plain=True, most=300)],
    options: Annotated[str, Says("选项", hint="一行写一个，正确的前面加星号 *；几个都对的，几个都加。", words=True, plain=True, most=2000)],
) -> None:  # fmt: skip
    """加一道题

    One more for the bank that tests are drawn from.
    """
    lines, right = options_of(options)
    if not 2 <= len(lines) <= MOST_OPTIONS or len(set(lines)) < len(lines) or not all(lines):
        deed.refuse("wrong_options", f"请写2到{MOST_OPTIONS}个不同的选项，一行一个。", beside="options")
    if not right or len(right) == len(lines):
        deed.refuse("no_right_one", "请在正确的选项前面加星号 *，不能全都对。", beside="options")
    Question.objects.create(course=course, text=text, options=lines, right=right)


def _bank(course: Course, law: Law) -> list[tuple[str, str]]:
    return [(str(each.pk), each.text) for each in course.questions.filter(retired_on=None)]


@act(
    on=Course, when=[State.DRAFT, State.OPEN], by=TEACHERS,
    provided=lambda course, law: "" if _bank(course, law) else "题库里还没有题。",
)  # fmt: skip
def retire_question(
    course: Course, deed: Doing, *, question: Annotated[str, Says("停用哪一题", options=_bank)]
) -> None:
    """停用一道题

    It is drawn no more; tests that asked it stay as they were.
    """
    course.questions.filter(pk=int(question)).update(retired_on=deed.on)
    if course.state == State.OPEN and course.questions.filter(retired_on=None).count() < course.draws:
        deed.refuse("too_few", "停用以后题库不够抽了，请先加题。", beside="question")


# --- who takes it ------------------------------------------------------------------------------------------
def unassigned(course: Course) -> Any:
    """Those who serve today and have not been given the course."""
    there = Study.objects.filter(course=course).values("user")
    return serving(course.bureau, clock.today()).exclude(user__in=there)


def _people(course: Course, law: Law) -> list[tuple[str, str]]:
    return [(each.number, each.letter_number) for each in unassigned(course)]


def _ready(course: Course, law: Law) -> str:
    if course.questions.filter(retired_on=None).count() < course.draws:
        return f"题库里的题不够：每次要抽{course.draws}题。"
    return "" if unassigned(course).exists() else "本局在聘的监督员都有了，或者还没有在聘的监督员。"


@act(
    on=Course,
    moves={State.DRAFT: State.OPEN, State.OPEN: State.OPEN},
    by=TEACHERS,
    under=LAW,
    provided=_ready,
)
def open_course(
    course: Course,
    deed: Doing,
    *,
    everybody: Annotated[bool, Says("全体在聘的监督员")] = False,
    who: Annotated[list[str] | None, Says("请哪些人学", options=_people, people=True)] = None,
) -> None:
    """开课

    All who serve, or those chosen, get it to learn; later others too.
    """
    rows = unassigned(course)
    people = list(rows if everybody else rows.filter(docket__number__in=who or ()))
    if not people:
        deed.refuse("nobody", "请勾选监督员，或者选全体。", beside="who")
    opened = deed.open_many(
        Study, course.bureau, Study.State.ASSIGNED,
        [Opening({"course": course, "appointment": each, "user_id": each.user_id}, {}, {}) for each in people],
    )  # fmt: skip
    deed.note(assigned=len(opened))
    tell_many(
        "training.assigned", [(each.user_id, each.docket) for each in opened], course.bureau, occasion=deed.id
    )


@act(
    on=Course, moves={State.OPEN: State.CLOSED}, by=TEACHERS,
    provided=lambda course, law: "通知了上课，请先登记已上课。" if course.class_at and there(course) else "",
)  # fmt: skip
def close_course(course: Course, deed: Doing) -> None:
    """结课

    Nobody can complete it any more; what was completed stays.
    """
    course.class_at, course.class_where, course.door = None, "", None


def bases(course: Course, law: Law) -> list[Any]:
    """The rules of the measure that this bureau trains its supervisors under."""
    return [bound for word in LAW if (bound := law.find(word)) and owed_by(course.bureau, law, word)]
