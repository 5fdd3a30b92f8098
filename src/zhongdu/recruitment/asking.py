"""Asking units to recommend people: a letter and a one-time link each, from the bureau that recruits or one that helps it."""

from datetime import date
from typing import Annotated, Any

from zhongdu import vault
from zhongdu.acts.inputs import Says
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act
from zhongdu.bureaus.queries import Office
from zhongdu.law.pack import Bound
from zhongdu.recruitment import links, options, queries, rules
from zhongdu.recruitment.models import Notice, Recommendation
from zhongdu.scope.roles import Role

LONGEST, MOST = 60, 50  # characters of a unit's name, units of one deed
_Letter = Recommendation.State

_UNITS = Says(
    "请哪些单位推荐", hint="一行一个单位，写全称；每个单位一份函、一个链接", words=True, plain=True, most=4000
)
_UNTIL = Says("推荐截止", hint="当天仍可推荐；链接过了这一天失效")
_WORDS = Says(
    "函里另外要说的", hint="如：希望推荐哪方面的人、联系人和电话", words=True, plain=True, most=1000
)


def _has_ways(subject: Any, law: Any) -> str:
    return "" if options.unit_channels(subject, law) else "这里没有由单位推荐的选聘方式。"


@act(
    on=Notice,
    when=[Notice.State.OPEN],
    by=Role.RECRUITER,
    at="level.recruiting",
    under="notice.working_letter",
    provided=_has_ways,
)
def write_to_units(
    notice: Notice,
    deed: Doing,
    *,
    channel: Annotated[str, Says("选聘方式", options=options.unit_channels)],
    units: Annotated[str, _UNITS],
    expires_on: Annotated[date, _UNTIL],
    words: Annotated[str, _WORDS] = "",
) -> None:
    """请单位推荐

    Units are asked by letter to recommend people under a notice; each gets a link of its own.
    """
    write(
        deed, notice.bureau, notice.bureau, deed.law.rule(channel), units, notice=notice, expires_on=expires_on,
        words=words,
    )  # fmt: skip


@act(
    on=Office,
    by=(Role.RECRUITER, Role.LIAISON),
    under=["notice.working_letter", "channel.free_choice"],
    provided=_has_ways,
)
def ask_units(
    office: Office,
    deed: Doing,
    *,
    channel: Annotated[str, Says("选聘方式", options=options.unit_channels)],
    units: Annotated[str, _UNITS],
    expires_on: Annotated[date, _UNTIL],
    notice: Annotated[str, Says("为哪份公告推荐", hint="不凭公告的不选", options=options.notices_above)] = "",
    words: Annotated[str, _WORDS] = "",
) -> None:
    """协调单位推荐

    Units are asked by letter although no notice stands, or by a bureau that brings them together for the one above it
    that recruits.
    """
    to = queries.recruiting_for(office.bureau, deed.law)
    if to is None:
        deed.refuse("nobody_recruits", "本局和上级局都不办理选聘，不能发函。")
    under = Notice.objects.filter(docket__number=notice, bureau=to).first() if notice else None
    way = deed.law.rule(channel)
    if way.rule.needs_notice and under is None:
        deed.refuse("needs_notice", f"{way.label}要有选聘公告，请选公告。", under=way, beside="notice")
    if helping := deed.law.find("level.assisting") if to != office.bureau else None:
        deed.cite(helping)
    write(deed, office.bureau, to, way, units, notice=under, expires_on=expires_on, words=words)


def write(
    deed: Doing,
    by: Any,
    to: Any,
    way: Bound,
    units: str,
    *,
    notice: Notice | None,
    expires_on: date,
    words: str = "",
) -> list[Recommendation]:
    """A letter to each of the units, one a line."""
    names = rules.lines(units)
    _sound(deed, way, names, notice, expires_on)
    made = []
    for unit in names:
        secret = links.new_secret()
        letter = deed.open(
            Recommendation, by, _Letter.OPEN, to=to, notice=notice, channel=way.name, unit=unit, words=words,
            link=links.token(secret), asked_on=deed.on, expires_on=expires_on,
        )  # fmt: skip
        deed.fix(f"unit_link:{letter.number}", vault.put(letter.number, {"unit_link": secret})["unit_link"])
        made.append(letter)
    deed.cite(way)
    return made


def _sound(deed: Doing, way: Bound, names: list[str], notice: Notice | None, expires_on: date) -> None:
    if not names:
        deed.refuse("no_unit", "请填写单位名称，一行一个。", beside="units")
    if len(names) > MOST:
        deed.refuse("too_many_units", f"一次最多{MOST}个单位，现在是{len(names)}个。", beside="units")
    if long := next((name for name in names if len(name) > LONGEST), ""):
        deed.refuse("too_long", f"“{long[:10]}……”太长了，单位名称最多{LONGEST}个字。", beside="units")
    if expires_on < deed.on:
        deed.refuse("expires_in_the_past", "推荐截止日已经过了，请重新填写。", beside="expires_on")
    if notice is None:
        return
    if way.name not in notice.channels:
        deed.refuse("not_by_this_notice", f"这次选聘不采用{way.label}。", under=way, beside="channel")
    if expires_on > notice.closes_on:
        says = f"推荐截止日不能晚于报名截止日{rules.spoken(notice.closes_on)}。"
        deed.refuse("expires_after_the_notice", says, beside="expires_on")


@act(
    on=Recommendation,
    moves={_Letter.OPEN: _Letter.CLOSED},
    by=(Role.RECRUITER, Role.LIAISON, Role.SYSTEM),
    under="notice.working_letter",
    grave=True,
    tells="链接随即失效，单位不能再推荐；单位填了一半的内容随之清除。",
)
def call_off(
    letter: Recommendation, deed: Doing, *, reason: Annotated[str, Says("原因", most=200)] = ""
) -> None:
    """收回推荐函

    The unit's link no longer works. After its last day the sweep does it; earlier, an officer says why.
    """
    if deed.on <= letter.expires_on and not reason:
        deed.refuse("why_early", "还没有到推荐截止日，提前收回请写明原因。", beside="reason")
    vault.erase(letter.typing)


@act(on=Recommendation, when=[*_Letter], by=(Role.RECRUITER, Role.LIAISON, Role.DECIDER))
def unmask_recommended(
    letter: Recommendation,
    deed: Doing,
    *,
    reason: Annotated[str, Says("为什么要看", hint="会记入留痕，如：电话转交回执号", most=200)],
) -> None:
    """查看被推荐人联系方式

    Whoever looks at whom a unit recommended is recorded, with the reason.
    """
