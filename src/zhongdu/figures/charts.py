"""The figures, each declared once: whose rows, cut into which bars. What somebody may not see is in none of them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, DateField, ExpressionWrapper, F, Q, QuerySet, Sum, TextField
from django.db.models.functions import Cast, Coalesce

from zhongdu.agreements.queries import Handling
from zhongdu.agreements.queries import Payment as Returned
from zhongdu.cases.queries import Case, Payment
from zhongdu.fieldwork.queries import Visit
from zhongdu.figures.rules import Shown, guarded, months
from zhongdu.law.governing import Law
from zhongdu.law.vocabulary import concept
from zhongdu.leads.queries import Lead
from zhongdu.publicity.queries import Activity
from zhongdu.rewards.queries import Reward
from zhongdu.roster.queries import Appointment
from zhongdu.scope.actor import Actor
from zhongdu.scope.models import Bureau

NONE = "none"


@dataclass(frozen=True)
class Bar:
    key: str
    label: str
    which: Q


@dataclass(frozen=True)
class Asked:
    """What the figures are asked for."""

    actor: Actor
    law: Law
    since: date
    until: date


@dataclass(frozen=True)
class Figure:
    """Rows cut into bars. ``day`` is when a row happened, "" where today's state is meant; ``money`` the field in fen that
    is summed; ``matter`` the way from a row to its matter, "" where the row is the matter itself."""

    name: str
    title: str
    note: str
    kind: type[Any]  # whose readers may see it
    rows: Callable[[Actor], "QuerySet[Any]"]
    bars: Callable[["QuerySet[Any]", Asked], list[Bar]]
    day: str = ""
    money: str = ""
    matter: str = ""
    about_speakers: bool = False

    def may(self, actor: Actor) -> bool:
        return bool(actor.standing(self.kind.readers))

    def within(self, asked: Asked, bureau: Bureau | None) -> "QuerySet[Any]":
        """The rows of the period and, if one is chosen, of a bureau and those below it."""
        rows = self.rows(asked.actor).order_by()
        if self.day:
            rows = rows.filter(**{f"{self.day}__gte": asked.since, f"{self.day}__lte": asked.until})
        way = f"{self.matter}__" if self.matter else ""
        return rows.filter(**{f"{way}bureau__path__startswith": bureau.path}) if bureau else rows

    def counted(self, asked: Asked, bureau: Bureau | None) -> list[Shown]:
        """Every bar, in one query."""
        rows = self.within(asked, bureau)
        bars = self.bars(rows, asked)
        sums: dict[str, Any] = {}
        for at, bar in enumerate(bars):
            sums[f"n{at}"] = Count("pk", filter=bar.which, distinct=True)
            if self.money:
                sums[f"f{at}"] = Coalesce(Sum(self.money, filter=bar.which), 0)
        found = rows.aggregate(**sums) if bars else {}
        told = [
            Shown(bar.key, bar.label, found[f"n{at}"], found.get(f"f{at}", 0)) for at, bar in enumerate(bars)
        ]
        return guarded(told) if self.about_speakers else told

    def behind(self, asked: Asked, bureau: Bureau | None, key: str) -> "QuerySet[Any] | None":
        """The rows one bar counts: by the very condition it counts them by; none where there is no such bar."""
        rows = self.within(asked, bureau)
        bar = next((each for each in self.bars(rows, asked) if each.key == key), None)
        return rows.filter(bar.which).distinct() if bar else None


# --- the bars ----------------------------------------------------------------------------------------
def _choices(field: str, choices: Any) -> Callable[["QuerySet[Any]", Asked], list[Bar]]:
    return lambda rows, asked: [Bar(str(value), str(label), Q(**{field: value})) for value, label in choices]


def _origins(rows: "QuerySet[Any]", asked: Asked) -> list[Bar]:
    """By the channel somebody came through."""
    found = sorted(filter(None, rows.values_list("application__channel", flat=True).distinct()))
    named = [(each, bound.label if (bound := asked.law.find(each)) else concept(each).says) for each in found]
    bars = [Bar(each, label, Q(application__channel=each)) for each, label in named]
    return [*bars, Bar(NONE, "没有报名记录（补录的）", Q(application=None))]


def _professions(rows: "QuerySet[Any]", asked: Asked) -> list[Bar]:
    """By the background the selection noted: it is the only place where one is kept outside the vault."""
    chosen, group = "application__candidacies__place", "application__candidacies__groups__profession"
    kept = rows.filter(**{chosen: "chosen"}).values_list(group, flat=True).distinct()
    bars = [
        Bar(each, each, Q(**{chosen: "chosen", group: each}))
        for each in sorted({each for each in kept if each})
    ]
    ids = rows.filter(**{chosen: "chosen", f"{group}__isnull": False}).values("pk")
    return [*bars, Bar(NONE, "没有经过择优登记", ~Q(pk__in=ids))]


def _kinds(rows: "QuerySet[Any]", asked: Asked) -> list[Bar]:
    """By what is said to be wrong; a lead can be of several kinds."""
    bars = [
        Bar(bound.name, bound.label, Q(kinds__contains=f'"{bound.name}"'))
        for bound in asked.law.family("violation")
    ]
    present = (
        rows.aggregate(**{f"n{at}": Count("pk", filter=bar.which) for at, bar in enumerate(bars)})
        if bars
        else {}
    )
    used = [bar for at, bar in enumerate(bars) if present[f"n{at}"]]
    return [*used, Bar(NONE, "没有选类别", Q(violations=[]))]


def _outcomes(rows: "QuerySet[Any]", asked: Asked) -> list[Bar]:
    """By what was answered, and what was not answered here."""
    answered = [Bar(str(value), str(label), Q(outcome=value)) for value, label in Lead.Outcome.choices]
    rest = [
        Bar(str(state), str(Lead.State(state).label), Q(outcome="", state=state))
        for state in (Lead.State.DECLINED, Lead.State.PASSED_ON, Lead.State.MERGED)
    ]
    return [*answered, *rest, Bar("open", "还没有答复", Q(outcome="", state__in=Lead.UNANSWERED))]


_DAYS = (5, 15, 30, 60)


def _waits(rows: "QuerySet[Any]", asked: Asked) -> list[Bar]:
    """By how many days it took to answer; those not answered yet stand by how long they have waited."""

    def later(days: int) -> Any:
        return ExpressionWrapper(F("filed_on") + timedelta(days=days), output_field=DateField())

    bars, before = [], None
    for days in _DAYS:
        which = Q(answered_on__lte=later(days)) & (Q(answered_on__gt=later(before)) if before else Q())
        bars.append(Bar(f"to{days}", f"{before + 1 if before else 0}至{days}日答复", which))
        before = days
    bars.append(Bar("longer", f"{before}日以后答复", Q(answered_on__gt=later(_DAYS[-1]))))
    old = asked.until - timedelta(days=_DAYS[-1])
    waiting = Q(answered_on=None, state__in=Lead.UNANSWERED)
    return [
        *bars,
        Bar("waiting", f"没有答复，{_DAYS[-1]}日以内", waiting & Q(filed_on__gte=old)),
        Bar("waiting_long", f"没有答复，超过{_DAYS[-1]}日", waiting & Q(filed_on__lt=old)),
    ]


def _by_month(day: str) -> Callable[["QuerySet[Any]", Asked], list[Bar]]:
    def bars(rows: "QuerySet[Any]", asked: Asked) -> list[Bar]:
        return [
            Bar(
                f"{first:%Y-%m}",
                f"{first:%Y年%-m月}",
                Q(**{f"{day}__year": first.year, f"{day}__month": first.month}),
            )
            for first in months(asked.since, asked.until)
        ]

    return bars


def _by_bureau(rows: "QuerySet[Any]", asked: Asked) -> list[Bar]:
    found = Bureau.objects.filter(pk__in=rows.values("bureau")).order_by("path")
    return [Bar(each.code, each.name, Q(bureau=each)) for each in found]


def _funds(rows: "QuerySet[Any]", asked: Asked) -> list[Bar]:
    """By the fund it went back to; fines and surcharges go to the treasury. By no bureau: fines are not ranked."""
    return [*_funds_alone(rows, asked), Bar("treasury", "罚款、加处罚款上缴国库", Q(claim__fund=""))]


def _funds_alone(rows: "QuerySet[Any]", asked: Asked) -> list[Bar]:
    found = sorted(filter(None, rows.values_list("claim__fund", flat=True).distinct()))
    named = [(each, bound.label if (bound := asked.law.find(each)) else each) for each in found]
    return [Bar(each, f"退回{label}", Q(claim__fund=each)) for each, label in named]


# --- whose rows ----------------------------------------------------------------------------------------
def _serving(actor: Actor) -> "QuerySet[Any]":
    return Appointment.objects.visible_to(actor).filter(state=Appointment.State.SERVING)


def _visits(actor: Actor) -> "QuerySet[Any]":
    return Visit.objects.visible_to(actor).filter(state=Visit.State.DONE)


def _leads(actor: Actor) -> "QuerySet[Any]":
    return Lead.objects.visible_to(actor).annotate(kinds=Cast("violations", TextField()))


def _payments(actor: Actor) -> "QuerySet[Any]":
    return Payment.objects.filter(claim__decision__case__in=Case.objects.visible_to(actor))


def _given_back(actor: Actor) -> "QuerySet[Any]":
    return Returned.objects.filter(claim__measure__handling__in=Handling.objects.visible_to(actor))


def _made_known(actor: Actor) -> "QuerySet[Any]":
    return Activity.objects.visible_to(actor).filter(state=Activity.State.DONE)


def _paid(actor: Actor) -> "QuerySet[Any]":
    return Reward.objects.visible_to(actor).filter(state=Reward.State.PAID)


_SEVERAL = "一条线索可以有几类，各类相加会多于总数。"
FIGURES = {
    figure.name: figure
    for figure in (
        Figure("origin", "在聘监督员：从哪里来", "今天在聘的人，按选聘方式。", Appointment, _serving, _origins),
        Figure("profession", "在聘监督员：专业背景", "今天在聘的人，按择优时登记的专业。", Appointment, _serving, _professions),
        Figure("work", "巡查：工作类别", "做完的巡查。", Visit, _visits, _choices("work", Visit.Work.choices), day="done_at__date"),
        Figure(
            "trouble", "巡查：发现问题没有", "做完的巡查。", Visit, _visits,
            _choices("trouble", [(True, "发现问题"), (False, "没有发现问题")]), day="done_at__date",
        ),
        Figure(
            "publicity", "宣传：怎样宣传", "开展了的宣传活动。", Activity, _made_known, _choices("way", Activity.Way.choices), day="on"
        ),
        Figure("lead_kind", "线索：反映什么", _SEVERAL, Lead, _leads, _kinds, day="filed_on", about_speakers=True),
        Figure("lead_outcome", "线索：结果", "按反映日期。", Lead, _leads, _outcomes, day="filed_on", about_speakers=True),
        Figure("lead_wait", "线索：多久答复", "从反映到答复的自然日。", Lead, _leads, _waits, day="filed_on", about_speakers=True),
        Figure("lead_month", "线索：逐月", "按反映日期。", Lead, _leads, _by_month("filed_on"), day="filed_on", about_speakers=True),
        Figure("lead_place", "线索：在哪个局", "按办理的局。", Lead, _leads, _by_bureau, day="filed_on", about_speakers=True),
        Figure(
            "recovered", "依法追回：退到哪里", "按处理决定缴的，按到账日期。", Case, _payments, _funds, day="paid_on", money="fen",
            matter="claim__decision__case",
        ),
        Figure(
            "given_back", "协议追回：退到哪个基金", "按协议处理退回的，按到账日期。", Handling, _given_back, _funds_alone, day="paid_on",
            money="fen", matter="claim__measure__handling",
        ),
        Figure(
            "rewards", "发放奖励：逐月", "按发放日期。", Reward, _paid, _by_month("paid_on"), day="paid_on", money="fen",
            about_speakers=True,
        ),
    )
}  # fmt: skip
