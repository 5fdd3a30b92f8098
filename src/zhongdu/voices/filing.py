"""Bringing an opinion: a supervisor's, anybody's under a receipt code, or one an officer keys in."""

from datetime import date
from typing import Annotated, Any

from zhongdu.acts.inputs import Says
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import Opens, act
from zhongdu.bureaus.queries import Office, around
from zhongdu.roster.queries import Appointment
from zhongdu.scope.models import Bureau
from zhongdu.scope.roles import Role
from zhongdu.voices import themes
from zhongdu.voices.models import Opinion

State, Speaker, Source = Opinion.State, Opinion.Speaker, Opinion.Source
SPEAKERS = (Role.SUPERVISOR, Role.APPLICANT)  # by name, or by the receipt code they hold
GATHERING = ("suggestion.filing", "task.suggestions", "task.public_voice", "task.views", "task.gather_views")
LONG = 10_000
ANSWERED = [Opens("suggestion.answer", owed_to=lambda opinion: opinion.user)]
_AGAINST = Says(
    "是不是说医保局、经办机构的人", hint="作风、廉洁、履职方面的选这里：选了哪一家，那一家的人就看不到。",
    options=lambda subject, law: bureaus_to_name(subject),
)  # fmt: skip


def bureaus_to_name(subject: Any) -> list[tuple[str, str]]:
    """The bureaus whose people an opinion or a letter may be about."""
    return [(bureau.code, f"{bureau.name}，或它的经办机构和工作人员") for bureau in around(subject.bureau)]


def _only(*sources: Opinion.Source) -> Any:
    return lambda subject, law: [(each.value, each.label) for each in sources]


@act(
    on=Appointment,
    creates=Opinion,
    when=[Appointment.State.SERVING],
    by=Role.SUPERVISOR,
    under=GATHERING,
    opens=ANSWERED,
)
def bring_opinion(
    appointment: Appointment,
    deed: Doing,
    *,
    words: Annotated[str, Says("意见或者建议", hint="哪里不方便、怎样改更好，想到哪儿写到哪儿。不用写是谁说的。", words=True, secret="opinion", most=LONG)],
    source: Annotated[str, Says("怎么知道的", options=_only(Source.OWN, Source.HEARD, Source.ONLINE))] = "own",
    about: Annotated[list[str] | None, Says("说的是哪一类", hint="可以多选；拿不准就不选。", options=themes.options)] = None,
    against: Annotated[str, _AGAINST] = "",
) -> Opinion:  # fmt: skip
    """提一条意见建议

    A supervisor hands on an opinion of their own, of people they met, or the mood of the public.
    """
    return register(
        deed, appointment.bureau, about=about, against=against, source=source, user_id=appointment.user_id
    )


@act(on=Office, creates=Opinion, by=Role.ANYONE, under="suggestion.hearing", opens=ANSWERED)
def voice_opinion(
    office: Office,
    deed: Doing,
    *,
    receipt: Annotated[str, Says("查询码", plain=True, most=64)],
    words: Annotated[str, Says("意见或者建议", hint="哪里不方便、怎样改更好，想到哪儿写到哪儿。", words=True, secret="opinion", most=LONG)],
    about: Annotated[list[str] | None, Says("说的是哪一类", hint="可以多选；拿不准就不选。", options=themes.options)] = None,
    against: Annotated[str, _AGAINST] = "",
    name: Annotated[str, Says("您的姓名", hint="可以不留。", secret="reporter_name", most=60)] = "",
    phone: Annotated[str, Says("联系电话", hint="可以不留。", secret="reporter_phone", most=30)] = "",
) -> Opinion:  # fmt: skip
    """提意见建议

    Anybody says how things could be better, without an account and without a name, and follows it by a receipt code.
    """
    return register(
        deed, office.bureau, about=about, against=against, speaker=Speaker.CITIZEN, receipt=receipt
    )


@act(
    on=Office,
    creates=Opinion,
    by=(Role.CASE_OFFICER, Role.LIAISON, Role.DISCIPLINE_OFFICER),
    under=["suggestion.hearing", "suggestion.gathering"],
    opens=ANSWERED,
    tells="登记以后，提意见的人的姓名和电话就封存了：要看须写明理由，并留下记录。",
)
def enter_opinion(
    office: Office,
    deed: Doing,
    *,
    received_on: Annotated[date, Says("哪天收到的", hint="信件、来访、来电或者开会的那一天。")],
    channel: Annotated[str, Says("怎样来的", options=_only(Source.LETTER, Source.MAIL, Source.PHONE, Source.VISIT, Source.MEETING))],
    words: Annotated[str, Says("意见或者建议", hint="照提意见的人自己的话写，不写他的姓名。", words=True, secret="opinion", most=LONG)],
    about: Annotated[list[str] | None, Says("说的是哪一类", hint="可以多选。", options=themes.options)] = None,
    against: Annotated[str, _AGAINST] = "",
    name: Annotated[str, Says("提意见的人的姓名", hint="不愿留名的不填。", secret="reporter_name", most=60)] = "",
    phone: Annotated[str, Says("联系电话", hint="没有就不填。", secret="reporter_phone", most=30)] = "",
    receipt: Annotated[str, Says("查询码", plain=True, most=64)] = "",
) -> Opinion:  # fmt: skip
    """登记意见建议

    What came on paper, by telephone, by somebody at the door or at a meeting is an opinion like any other, from the day it came.
    """
    not_in_the_future(received_on, deed)
    return register(
        deed, office.bureau, about=about, against=against, speaker=Speaker.ON_PAPER, source=channel, receipt=receipt,
        entered_by_id=deed.by.user_id, filed_on=received_on,
    )  # fmt: skip


@act(on=Opinion, when=[State.FILED, State.HANDLING], by=SPEAKERS, under="suggestion.answer")
def add_to_opinion(
    opinion: Opinion,
    deed: Doing,
    *,
    words: Annotated[str, Says("补充", hint="想起来的，或者更具体的办法。", words=True, secret="opinion", most=LONG)],
) -> None:  # fmt: skip
    """补充几句

    The speaker adds to what was said; nothing said before is taken back by it.
    """
    _own(opinion, deed)
    opinion.summed = False  # what an officer summed up was said before this


def _own(opinion: Opinion, deed: Doing) -> None:
    """A code shown for one thing is no right over another; and an account leaves no trace on what a code opened."""
    by_name = deed.capacity.role is Role.SUPERVISOR
    if opinion.user_id != deed.by.user_id if by_name else opinion.number not in deed.by.holds:
        deed.refuse("not_there", "没有找到这条意见，请核对查询码。")


# --- what they have in common --------------------------------------------------------------------------
def register(
    deed: Doing, home: Bureau, *, about: list[str] | None = None, against: str = "", **fields: Any
) -> Opinion:
    """Open an opinion, whoever speaks; past those it is about."""
    accused = named(against)
    opinion = deed.open(
        Opinion, (accused.parent or accused) if accused else home, State.FILED, against=accused,
        **{"filed_on": deed.on, **fields},
    )  # fmt: skip
    themes.tag(opinion, about or ())
    if accused:
        cite_watching(deed)
    return opinion


def named(code: str) -> Bureau | None:
    """The bureau somebody's words are about, if they are about one."""
    return Bureau.objects.select_related("parent").get(code=code) if code else None


def cite_watching(deed: Doing) -> None:
    """What is said of a bureau's own people stands on the clause that has supervisors watch them."""
    if task := deed.law.find("task.watch_bureau"):
        deed.cite(task)


def not_in_the_future(day: date, deed: Doing) -> None:
    if day > deed.on:
        deed.refuse("in_the_future", "收到的日期不能晚于今天。", beside="received_on")
