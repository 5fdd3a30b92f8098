"""What a case may end in, computed from the article it cites. No database, no clock."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from zhongdu.calendar import Period, Schedule, reckon
from zhongdu.law.money import yuan
from zhongdu.law.pack import Bound
from zhongdu.law.reliance import rests_on
from zhongdu.scope.practices import practice

PENALTY, NO_PENALTY = "case.decision.penalty", "case.decision.no_penalty"
_YUAN = 100  # fen

ANSWERING = practice(
    "cases.answering",
    "拟作的处罚告知以后，留几天给当事人陈述、申辩",
    {"5": "5天", "3": "3天", "7": "7天", "10": "10天"},
)
HEARING_FROM = practice(
    "cases.hearing_from",
    "多大的罚款算“较大数额”，告知听证权利",
    {
        "every": "凡罚款都告知",
        "5000_100000": "对个人5000元以上、对单位10万元以上的（含本数）",
        "10000_100000": "对个人1万元以上、对单位10万元以上的（含本数）",
    },
)
_HEARING_FEN = {
    "every": (1, 1),
    "5000_100000": (5_000_00, 100_000_00),
    "10000_100000": (10_000_00, 100_000_00),
}


@dataclass(frozen=True)
class Fault:
    """Why a proposal cannot stand: a code, a sentence, the input it stands beside, the rule it breaks."""

    code: str
    says: str
    beside: str
    bound: Bound | None = None


@dataclass(frozen=True)
class Range:
    """From the least to the most, both included; ``free``: nothing at all is possible too."""

    least: int
    most: int
    free: bool = False

    def holds(self, number: int) -> bool:
        return self.least <= number <= self.most or (self.free and number == 0)


@dataclass(frozen=True)
class Draft:
    """A proposal before it is one."""

    outcome: str
    sanction: Bound | None
    leniency: str
    kinds: tuple[str, ...]  # what the respondent is, in the words of sanctions
    losses: Mapping[str, int]  # fund -> fen
    fine_fen: int
    months: int
    bars: bool
    fine_condition: bool = False  # what the article fines only then is so: 拒不改正
    suspend_condition: bool = False


@rests_on("sanction")
def applies(sanction: Bound, kinds: Sequence[str]) -> bool:
    """Whether an article can be laid on such a respondent."""
    return bool({*kinds} & {*sanction.rule.of})


@rests_on("sanction")
def offered(sanctions: Iterable[Bound], kinds: Sequence[str], violations: Sequence[str]) -> list[Bound]:
    """The articles that punish one of these violations; where no article names them, all for such a respondent."""
    fitting = [each for each in sanctions if applies(each, kinds)]
    named = [each for each in fitting if {*each.rule.punishes} & {*violations}]
    general = [each for each in fitting if not each.rule.punishes]
    return [*named, *general] if named else fitting


@rests_on("sanction", "decision")
def base_of(sanction: Bound, losses: Mapping[str, int]) -> int:
    """What a fine is a multiple of, in fen."""
    only = sanction.rule.only_fund
    return sum(fen for fund, fen in losses.items() if not only or fund.rpartition(".")[2] == only)


@rests_on("sanction", "decision")
def fine_range(sanction: Bound, losses: Mapping[str, int], condition: bool = False) -> Range:
    """The fine an article allows, in fen."""
    rule = sanction.rule
    nothing = Range(0, 0)
    if rule.fine_when and not condition:
        return nothing
    if rule.fine_yuan:
        return Range(rule.fine_yuan[0] * _YUAN, rule.fine_yuan[1] * _YUAN, rule.fine_may)
    if rule.times and (base := base_of(sanction, losses)):
        return Range(rule.times[0] * base, rule.times[1] * base, rule.fine_may)
    return nothing


@rests_on("sanction")
def months_range(sanction: Bound, kinds: Sequence[str], condition: bool = False) -> Range:
    """For how many months an article suspends."""
    rule = sanction.rule
    whose = rule.suspends_of or rule.of
    if not rule.months or not {*kinds} & {*whose} or (rule.suspend_when and not condition):
        return Range(0, 0)
    return Range(*rule.months)


@rests_on("case.summary", "sanction")
def fits_the_spot(sanction: Bound, kinds: Sequence[str], losses: Mapping[str, int], most_fen: int) -> bool:
    """Whether an article can end in nothing but a fine so small as is decided on the spot. What is a multiple of a loss
    nobody has reckoned yet may turn out small; an article that must suspend never fits."""
    rule = sanction.rule
    if months_range(sanction, kinds).least or not (rule.fine_yuan or rule.times):
        return False
    return fine_range(sanction, losses, condition=True).least <= most_fen


def said_fine(sanction: Bound, losses: Mapping[str, int], condition: bool = False) -> str:
    """The range of the fine in words, with how it is reckoned."""
    rule, found = sanction.rule, fine_range(sanction, losses, condition)
    when = f"{rule.fine_when}，" if rule.fine_when else ""
    if rule.times:
        least, most = rule.times
        base = yuan(base_of(sanction, losses))
        return f"{when}{rule.base}{base}的{least}倍以上{most}倍以下：{yuan(found.least)}至{yuan(found.most)}"
    if rule.fine_yuan:
        return f"{when}{yuan(rule.fine_yuan[0] * _YUAN)}以上{yuan(rule.fine_yuan[1] * _YUAN)}以下"
    return "这一条没有罚款"


@rests_on("sanction", "leniency", "case.decision")
def faults(draft: Draft) -> list[Fault]:
    """All that stands against a proposal by the article it cites."""
    if draft.outcome != PENALTY:
        return [*_not_punished(draft)]
    if draft.sanction is None:
        return [Fault("no_article", "给予处罚要写明依据哪一条。", "sanction")]
    if not applies(draft.sanction, draft.kinds):
        return [Fault("other_respondent", "这一条不适用于这样的当事人。", "sanction", draft.sanction)]
    found = [*_fine_faults(draft, draft.sanction), *_suspension_faults(draft, draft.sanction)]
    if draft.bars and draft.sanction.rule.bars_years is None:
        found.append(Fault("no_bar", "这一条没有限制从业。", "bars", draft.sanction))
    punishes = draft.fine_fen or draft.months or draft.bars
    if not found and not punishes and not (draft.sanction.rule.refund and draft.losses):
        says = "没有罚款、暂停、限制从业，也没有要退回的，不是一个处罚决定。"
        found.append(Fault("nothing_decided", says, "outcome", draft.sanction))
    return found


def _not_punished(draft: Draft) -> Iterable[Fault]:
    if draft.fine_fen or draft.months or draft.bars:
        yield Fault("no_penalty_punishes", "不予处罚的，不能有罚款、暂停或者限制从业。", "outcome")
    if draft.outcome == NO_PENALTY and not draft.leniency:
        yield Fault("why_lenient", "依法不予处罚，要写明是哪一种情形。", "leniency")


def _fine_faults(draft: Draft, sanction: Bound) -> Iterable[Fault]:
    found = fine_range(sanction, draft.losses, draft.fine_condition)
    if found.holds(draft.fine_fen):
        return
    if found == Range(0, 0):
        why = sanction.rule.fine_when
        says = f"这一条只在{why.removesuffix('的')}时罚款，请先认定。" if why else "这一条在这里没有罚款。"
        yield Fault("no_fine", says, "fine", sanction)
    else:
        says = f"罚款{yuan(draft.fine_fen)}不在幅度之内：{said_fine(sanction, draft.losses, draft.fine_condition)}。"
        yield Fault("fine_outside_range", says, "fine", sanction)


def _suspension_faults(draft: Draft, sanction: Bound) -> Iterable[Fault]:
    found = months_range(sanction, draft.kinds, draft.suspend_condition)
    if found.holds(draft.months):
        return
    if found == Range(0, 0):
        why = sanction.rule.suspend_when
        says = f"{why}才暂停，请先认定。" if why else "这一条对这样的当事人没有暂停。"
        yield Fault("no_suspension", says, "months", sanction)
    else:
        says = f"暂停{sanction.rule.suspends}要在{found.least}个月以上{found.most}个月以下（含本数）。"
        yield Fault("suspension_outside_range", says, "months", sanction)


@rests_on("case.defence")
def heavier(
    fine_fen: int, months: int, bars: bool, than_fine: int, than_months: int, than_bars: bool
) -> bool:
    """Whether one proposal is in any part heavier than another."""
    return fine_fen > than_fine or months > than_months or (bars and not than_bars)


@rests_on("case.hearing")
def hearing_rights(way: str, fine_fen: int, months: int, bars: bool, is_person: bool) -> list[str]:
    """On which grounds the respondent must be told of the right to a hearing, by concept."""
    person, organisation = _HEARING_FEN[way]
    large = fine_fen >= (person if is_person else organisation)
    found = ["case.hearing.fine"] if fine_fen and large else []
    return [*found, "case.hearing.restriction"] if months or bars else found


@rests_on("penalty.once")
def fined_before(
    earlier: Iterable[tuple[str, Sequence[str], date, date]],
    violations: Sequence[str],
    since: date,
    until: date,
) -> list[str]:
    """The decisions, by number, that already fined the same conduct: a shared violation in an overlapping time."""
    return [
        number
        for number, theirs, start, end in earlier
        if {*theirs} & {*violations} and start <= until and since <= end
    ]


@rests_on("clock.limitation", "clock.limitation_health")
def barred_since(span: Period, conduct_until: date, found_on: date, schedule: Schedule) -> date | None:
    """The last day the conduct could be found on, where it was found only after that."""
    last = reckon(span, conduct_until, schedule).last
    return last if found_on > last else None
