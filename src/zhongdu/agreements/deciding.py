"""A breach handled: decided once, after the institution was heard; all its measures take effect in one deed."""

from datetime import date, datetime
from typing import Annotated, Any

from zhongdu.acts.inputs import Says
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act
from zhongdu.agreements import ending, recovering, settling
from zhongdu.agreements.handling import measures
from zhongdu.agreements.models import AGENCY, Agreement, Handling, Hold, Measure
from zhongdu.calendar import clock
from zhongdu.duties import opening
from zhongdu.institutions.queries import kin, people_of
from zhongdu.law.choosing import goes_higher
from zhongdu.law.money import NotMoney, fen_of, yuan
from zhongdu.law.pack import Bound
from zhongdu.messages.telling import told
from zhongdu.scope.roles import Role

State = Handling.State
_WORDS = "agreement_words"
FOLLOWED = {  # what a measure does -> the inputs it is decided with
    "talk": ("talk_at", "talk_place"),
    "rectification": ("rectify_by",),
    "withholding": ("withhold_from",),
    "refusal": ("refused",),
    "recovery": ("recovered",),
    "deposit": ("deducted",),
    "quota": ("cut",),
    "suspension": ("suspended_from", "suspended_until", "put_right_by"),
    "ending": ("ground", "graveness"),
}


def _funds(handling: Any, law: Any) -> list[tuple[str, str]]:
    return [(bound.name, bound.label) for bound in law.family("fund.kind")]


def _grounds(handling: Any, law: Any) -> list[tuple[str, str]]:
    found = [(bound.name, bound.label) for bound in law.family("agreement.ending")]
    above = [ground for _, ground, higher in ending.thresholds(law) if higher]
    return found + [(bound.name, f"{bound.label}（国家规定）") for bound in above]


@told("institution.decided", to=people_of("agreement.institution"))
@act(
    on=Handling,
    moves={State.HEARD: State.DECIDED},
    by=AGENCY,
    under=["agreement.measure", "agreement.combining"],
    grave=True,
    tells="处理一经作出，通知书即可打印送达；中止、解除从写明的那天起停止结算。机构不服的，可以向医保局申诉。",
)
def decide_handling(
    handling: Handling,
    deed: Doing,
    *,
    words: Annotated[
        str, Says("处理决定的理由", hint="写进通知书，机构会看到", words=True, secret=_WORDS, most=4000)
    ],
    talk_at: Annotated[datetime | None, Says("约谈时间")] = None,
    talk_place: Annotated[str, Says("约谈地点", plain=True, most=120)] = "",
    rectify_by: Annotated[date | None, Says("整改到哪天")] = None,
    withhold_from: Annotated[date | None, Says("从哪天起暂停拨付")] = None,
    refused: Annotated[
        str, Says("拒付违规费用（元）", hint="还没有付、不再付的钱。", plain=True, most=20)
    ] = "",
    recovered: Annotated[
        dict[str, str] | None,
        Says("追回违规费用（元）", hint="从哪一项基金付出去的，退回哪一项；不退回的空着。", options=_funds),
    ] = None,
    deducted: Annotated[str, Says("扣除履约保证金（元）", plain=True, most=20)] = "",
    cut: Annotated[str, Says("核减总控指标额度（元）", plain=True, most=20)] = "",
    suspended_from: Annotated[date | None, Says("中止协议从哪天起", hint="从这一天起不能结算")] = None,
    suspended_until: Annotated[date | None, Says("中止到哪天", hint="到期并且整改合格，才恢复")] = None,
    put_right_by: Annotated[date | None, Says("中止期间整改到哪天")] = None,
    ground: Annotated[str, Says("解除协议的情形", options=_grounds)] = "",
    graveness: Annotated[
        str, Says("情节为什么严重", hint="条文要求情节严重的，必须写明", words=True, secret=_WORDS, most=4000)
    ] = "",
) -> None:
    """作出处理

    All measures of the handling take effect in one deed, each with its days or its amount.
    """
    taking = _Taking(handling, deed, {**locals()})
    for bound in measures(deed.law):
        if bound.name in handling.wanted:
            deed.cite(bound)
            taking.take(bound)
    handling.decided_on = deed.on
    taking.finish()


_FOLLOWED_BY_PEOPLE = ("", "people", "referral")


class _Taking:
    """The measures of one handling as they are taken, one after the other, on one agreement."""

    def __init__(self, handling: Handling, deed: Doing, given: dict[str, Any]) -> None:
        self.handling, self.deed, self.given = handling, deed, given
        rows = Agreement.objects.select_related("docket", "bureau", "institution", "text")
        self.agreement = rows.get(pk=handling.agreement_id)
        self.follow: dict[str, Any] = {}  # what the agreement's own docket is told
        self.ends: Bound | None = None
        self.suspends = False

    def take(self, bound: Bound) -> None:
        """What the measure does. A kind nobody wrote a step for fails here; it does not pass for one that people follow."""
        does = bound.rule.does
        step = self._other if does in _FOLLOWED_BY_PEOPLE else getattr(self, f"_{does}")
        step(bound)

    def finish(self) -> None:
        """What happened to the agreement stands on its own docket too, in the same deed."""
        if self.ends:
            self.deed.then(
                end_by_handling, self.agreement, ground=self.ends.name, clause=str(self.ends.address),
                handling=self.handling.number, as_of=self.handling.conduct_on,
            )  # fmt: skip
        elif self.suspends or self.follow:
            self.deed.then(take_measures, self.agreement, handling=self.handling.number, **self.follow)
        if self.ends or self.suspends:
            settling.announce(self.deed, *ending.institutions_of(self.agreement))

    def _row(self, bound: Bound, **fields: Any) -> Measure:
        return Measure.objects.create(
            handling=self.handling, agreement=self.agreement, concept=bound.name, label=bound.label,
            does=bound.rule.does, **fields,
        )  # fmt: skip

    def _asked(self, name: str, says: str) -> Any:
        value = self.given[name]
        if value in (None, ""):
            self.deed.refuse("asked_for", says, beside=name)
        return value

    def _day(self, name: str, says: str, after: date | None = None) -> date:
        day: date = self._asked(name, says)
        if day < (after or self.deed.on):
            self.deed.refuse("too_early", f"不能早于{after or self.deed.on}。", beside=name)
        return day

    def _amount(self, name: str, bound: Bound, most: int | None = None) -> int:
        try:
            fen = fen_of(self._asked(name, "请填金额。"))
        except NotMoney as wrong:
            self.deed.refuse("not_money", str(wrong), beside=name)
        if not fen:
            self.deed.refuse("nothing", "金额要大于零。", beside=name)
        if most is not None and fen > most:
            self.deed.refuse(
                "more_than_there_is", f"现在只有{yuan(most)}，不能多于它。", under=bound, beside=name
            )
        return fen

    def _other(self, bound: Bound) -> None:
        self._row(bound)

    def _talk(self, bound: Bound) -> None:
        at = self._asked("talk_at", "请填约谈时间。")
        if at < clock.now():
            self.deed.refuse("too_early", "约谈时间不能早于现在。", beside="talk_at")
        self._row(bound, at=at, place=self._asked("talk_place", "请填约谈地点。"))
        self._owe(bound, clock.day_of(at))

    def _rectification(self, bound: Bound) -> None:
        day = self._day("rectify_by", "请填整改到哪天。")
        self._row(bound, until=day)
        self._owe(bound, day)

    def _owe(self, bound: Bound, due: date) -> None:
        """The talk, the check: what the agency has to do about it by a day named here."""
        opening.open_duty(
            self.handling.docket,
            self.deed.law,
            bound.name,
            on=self.deed.on,
            deed=self.deed.id,
            due=due,
            role=AGENCY,
        )

    def _withholding(self, bound: Bound) -> None:
        self._row(bound, since=self._day("withhold_from", "请填从哪天起暂停拨付。"))

    def _refusal(self, bound: Bound) -> None:
        self._row(bound, fen=self._amount("refused", bound))

    def _recovery(self, bound: Bound) -> None:
        parts = recovering.by_fund(self.deed, self.given["recovered"])
        row = self._row(bound, fen=sum(parts.values()))
        recovering.demand(row, parts, self.handling, self.deed)

    def _deposit(self, bound: Bound) -> None:
        self._row(bound, fen=self._amount("deducted", bound, self.agreement.deposit_left))
        self.follow["deducted"] = self.given["deducted"]

    def _quota(self, bound: Bound) -> None:
        self._row(bound, fen=self._amount("cut", bound, self.agreement.quota_left))
        self.follow["cut"] = self.given["cut"]

    def _suspension(self, bound: Bound) -> None:
        since = self._day("suspended_from", "请填中止从哪天起。")
        until = self._day("suspended_until", "请填中止到哪天。", since)
        if self.agreement.until and since > self.agreement.until:
            self.deed.refuse(
                "after_the_term", f"协议期到{self.agreement.until}为止。", beside="suspended_from"
            )
        row = self._row(bound, since=since, until=until)
        if by := self.given["put_right_by"]:
            self._put_right(row, by, since, until)
        settling.lay(
            self.agreement, self.deed, Hold.Kind.SUSPENDED, since=since, clause=str(bound.address),
            docket=self.handling.number,
        )  # fmt: skip
        self.suspends = True
        self.follow["suspended_from"] = since

    def _put_right(self, row: Measure, by: date, since: date, until: date) -> None:
        """The rectification asked for during a suspension is one of its own, if the law has such a measure."""
        if not since <= by <= until:
            self.deed.refuse("outside_the_suspension", "整改期限要在中止期间以内。", beside="put_right_by")
        bound = next((each for each in measures(self.deed.law) if each.rule.does == "rectification"), None)
        Measure.objects.create(
            handling=self.handling, agreement=self.agreement, concept=bound.name if bound else row.concept,
            label="中止期间整改", does="rectification", until=by, within=row,
        )  # fmt: skip
        if bound:
            self._owe(bound, by)

    def _ending(self, bound: Bound) -> None:
        name = self._asked("ground", "请选解除协议的情形。")
        self.ends = ending.ground_then(self.agreement, self.deed, name, self.handling.conduct_on)
        needs_to_be_grave = self.ends.rule.grave and not goes_higher(self.deed.law, "agreement.ending")
        if needs_to_be_grave and not self.given["graveness"].strip():
            self.deed.refuse(
                "not_shown_to_be_grave",
                "这一情形要求情节严重，请写明为什么严重。",
                under=self.ends,
                beside="graveness",
            )
        self._row(bound, since=self.deed.on)
        self.deed.cite(self.ends)


@act(
    on=Agreement,
    when=[Agreement.State.IN_TERM, Agreement.State.SUSPENDED],
    by=Role.SYSTEM,
    under="agreement.measure",
)
def take_measures(
    agreement: Agreement,
    deed: Doing,
    *,
    handling: Annotated[str, Says("协议处理编号", plain=True)],
    deducted: Annotated[str, Says("扣除履约保证金（元）", plain=True)] = "",
    cut: Annotated[str, Says("核减总控指标额度（元）", plain=True)] = "",
    suspended_from: Annotated[date | None, Says("中止协议从哪天起")] = None,
) -> None:
    """依处理决定执行

    What a handling decided happens to the agreement: its deposit, its quota, its suspension from a day on.
    """
    agreement.deducted_fen += fen_of(deducted) if deducted else 0
    agreement.cut_fen += fen_of(cut) if cut else 0
    if suspended_from and suspended_from <= deed.on:
        agreement.state = Agreement.State.SUSPENDED
    if suspended_from:
        ending.raise_shown(agreement, deed)


@act(
    on=Agreement,
    moves=dict.fromkeys((Agreement.State.IN_TERM, Agreement.State.SUSPENDED), Agreement.State.ENDED),
    by=Role.SYSTEM,
    under=["agreement.ending", "agreement.bar"],
    closes=True,
)
def end_by_handling(
    agreement: Agreement,
    deed: Doing,
    *,
    ground: Annotated[str, Says("情形", plain=True)],
    clause: Annotated[str, Says("条款", plain=True)],
    handling: Annotated[str, Says("协议处理编号", plain=True)],
    as_of: Annotated[date, Says("行为发生之日")],
) -> None:
    """依处理决定解除协议

    The agreement ends, and with it in the same deed every other agreement of the institution; applications are barred.
    """
    found = ending.ground_then(agreement, deed, ground, as_of)
    deed.cite(found)
    ending.end_everything(agreement, deed, found, handling)


def _begins_today(agreement: Agreement, law: Any) -> str:
    laid = agreement.measures.filter(
        does="suspension", withdrawn_on=None, outcome="", since__lte=clock.today()
    )
    return "" if laid.exists() else "没有从今天或者以前开始的中止。"


@act(
    on=Agreement,
    moves={Agreement.State.IN_TERM: Agreement.State.SUSPENDED},
    by=Role.SYSTEM,
    under="agreement.measure.suspension",
    provided=_begins_today,
)
def begin_suspension(agreement: Agreement, deed: Doing) -> None:
    """中止开始

    A suspension that was laid for a later day begins.
    """
    ending.raise_shown(agreement, deed)
    settling.announce(deed, *kin(agreement.institution))
