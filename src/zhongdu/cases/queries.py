"""What pages and other rooms ask of cases."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q, QuerySet, Sum
from django.urls import reverse

from zhongdu import vault
from zhongdu.cases.choices import law_of_conduct
from zhongdu.cases.departments import called, departments
from zhongdu.cases.halts import Halt, halt_of
from zhongdu.cases.models import (
    Case,
    Decision,
    Deliberation,
    DepartmentNotice,
    Evidence,
    Payment,
    Referral,
    Repayment,
    Seat,
)
from zhongdu.cases.rules import fined_before
from zhongdu.claims.reading import of_fund
from zhongdu.inspections.queries import Inspection, Taken, evidence
from zhongdu.institutions.queries import Institution, kin
from zhongdu.law.governing import Law
from zhongdu.scope.actor import Actor
from zhongdu.scope.roles import Role

__all__ = [
    "Case",
    "DepartmentNotice",
    "Halt",
    "Payment",
    "Repayment",
    "called",
    "departments",
    "evidence_of",
    "fined_already",
    "for_desk",
    "halt_of",
    "losses_of",
    "respondent_of",
    "respondents_of",
    "waiting_for_officer",
]

NAMES = ("respondent_name", "respondent_unit")


def for_desk(actor: Actor) -> "QuerySet[Case]":
    return Case.objects.visible_to(actor).select_related("docket", "bureau", "institution")


def respondents_of(cases: Any, *, whole: bool = False) -> dict[str, str]:
    """Whom each case is against, by its number; a person's name masked unless it must stand whole on a paper."""
    rows = list(cases)
    kept = vault.read_many([row.number for row in rows if not row.institution_id], NAMES)
    return {row.number: _called(row, kept.get(row.number, {}), whole) for row in rows}


def _called(case: Case, kept: dict[str, str], whole: bool) -> str:
    if case.institution:
        return str(case.institution.name)
    name = kept.get("respondent_name", "") if case.is_person else kept.get("respondent_unit", "")
    return vault.masked("respondent_name", name) if case.is_person and not whole else name


def respondent_of(case: Case, *, whole: bool = False) -> str:
    return respondents_of([case], whole=whole)[case.number]


def evidence_of(case: Case) -> list[tuple[Evidence, str]]:
    """The evidence the case's officers took up, with what each piece is called."""
    rows = list(case.evidence.all())
    kept = vault.read_many([row.owner for row in rows], ["case_evidence"])
    return [(row, kept.get(row.owner, {}).get("case_evidence", "")) for row in rows]


def losses_of(case: Case) -> dict[str, int]:
    """What each fund lost, in fen."""
    return dict(case.losses.values_list("fund", "fen"))


def same_respondent(case: Case) -> "QuerySet[Case]":
    """The other cases against whom this one is against, under any of its codes, as far as they can be known to be the same."""
    others = Case.objects.exclude(pk=case.pk)
    if case.institution:
        return others.filter(institution__in=kin(case.institution).order_by())
    return others.filter(person=case.person) if case.person else others.none()


def fined_already(case: Case) -> list[str]:
    """The decisions that already fined this conduct."""
    decided = Decision.objects.filter(case__in=same_respondent(case), proposal__fine_fen__gt=0)
    standing = decided.exclude(state=Decision.State.REVOKED).select_related("case")
    told = [
        (
            row.paper_number,
            row.case.violations,
            row.case.conduct_from or row.case.conduct_until,
            row.case.conduct_until,
        )
        for row in standing.order_by("id")
    ]
    return fined_before(told, case.violations, case.conduct_from or case.conduct_until, case.conduct_until)


def is_weighed(case: Case) -> bool:
    """Whether an officer ever found how grave the case is: what decides whether it is deliberated on."""
    return case.docket.events.filter(act="cases.weigh_case").exists()


def sittings_of(case: Case) -> list[Deliberation]:
    return list(Deliberation.objects.filter(case=case).select_related("docket").order_by("-id"))


def decision_of(case: Case) -> Decision | None:
    return Decision.objects.filter(case=case).select_related("docket").first()


def seats_of(sat: Deliberation) -> list[tuple[Seat, str, str]]:
    """The members with their names and what each said."""
    seats = list(sat.seats.select_related("user"))
    said = vault.read_many([seat.owner for seat in seats], ["case_opinion"])
    return [
        (
            seat,
            seat.user.get_full_name() or seat.user.get_username(),
            said.get(seat.owner, {}).get("case_opinion", ""),
        )
        for seat in seats
    ]


def paid_between(bureau: Any, since: date, until: date) -> "QuerySet[Payment]":
    """What came in on these days, for the funds' books: each with its claim, whose ``fund`` says whose it is."""
    rows = Payment.objects.filter(claim__decision__bureau=bureau, paid_on__gte=since, paid_on__lte=until)
    return rows.select_related("claim").order_by("paid_on", "id")


def refunded(fund: str, path: str, without: list[str]) -> "QuerySet[Payment]":
    """What was paid back into a fund by decisions of the bureaus at and below a place, but for some below."""
    return _of_fund(Payment, fund, path, without)


def repaid(fund: str, path: str, without: list[str]) -> "QuerySet[Repayment]":
    """What went back out of a fund, since such decisions were undone."""
    return _of_fund(Repayment, fund, path, without).exclude(repaid_on=None)


def _of_fund(kind: Any, fund: str, path: str, without: list[str]) -> Any:
    return of_fund(kind.objects.all(), "decision", fund, path, without)


def paid_to_the_treasury(bureau: Any, first: date, last: date) -> int:
    """The fines a bureau and those below collected for the treasury in some days, in fen."""
    return _sum(_of_fund(Payment, "", bureau.path, []).filter(paid_on__range=(first, last)))


def repaid_by_the_treasury(bureau: Any, first: date, last: date) -> int:
    """What of such fines went back in some days, in fen."""
    return _sum(_of_fund(Repayment, "", bureau.path, []).filter(repaid_on__range=(first, last)))


def _sum(rows: Any) -> int:
    return int(rows.aggregate(fen=Sum("fen"))["fen"] or 0)


def referrals_of(case: Case) -> list[Referral]:
    return list(Referral.objects.filter(case=case).select_related("docket").order_by("-id"))


def licences_revoked(bureau: Any) -> "QuerySet[DepartmentNotice]":
    """The institutions whose licence was revoked and which were handed to the agency: a ground that ends agreements."""
    rows = DepartmentNotice.objects.filter(
        bureau=bureau, what=DepartmentNotice.What.LICENCE, outcome="agency"
    )
    return rows.select_related("institution").order_by("id")


def taken_by_inspections(case: Case) -> list[Taken]:
    """The evidence of the inspection that led to this case: taken up by two there, it carries the case as well.

    What is still material there is not among it, nor what was struck out for this case: no decision can cite either."""
    return [piece for piece, struck_on in inspected_evidence(case) if struck_on is None]


def inspected_evidence(case: Case) -> list[tuple[Taken, date | None]]:
    """All that inspection took up, each with the day it was struck out for this case."""
    led, struck = inspection_of(case), dict(case.struck.values_list("number", "struck_on"))
    return [(each, struck.get(each.number)) for each in evidence(led)] if led else []


def licences_revoked_of(institutions: Any, since: date, until: date) -> "QuerySet[DepartmentNotice]":
    """What departments told of these institutions' licences in some days, and was handed to the agency."""
    rows = DepartmentNotice.objects.filter(
        institution__in=institutions, what=DepartmentNotice.What.LICENCE, outcome="agency", happened_on__gte=since,
        happened_on__lte=until,
    )  # fmt: skip
    return rows.select_related("docket").order_by("happened_on", "id")


def waiting_for_officer(actor: Actor) -> list[tuple[str, int, str]]:
    """What departments told and somebody at this desk has to act on: the bureau's piles, and the agency's own."""
    state = DepartmentNotice.State
    counted = DepartmentNotice.objects.visible_to(actor).exclude(state=state.ACTED).order_by("state")
    count = dict(counted.values_list("state").annotate(n=Count("pk")))
    bureau, agency = (
        actor.standing((Role.INSPECTOR, Role.CASE_OFFICER)),
        actor.standing([Role.AGENCY_OFFICER]),
    )
    piles = (
        ("部门信息待处理", state.RECEIVED, bureau),
        ("部门信息没有对上", state.UNMATCHED, bureau),
        ("部门信息转来待办", state.HANDED, agency),
    )
    page = reverse("desk:outward")
    return [
        (label, count[each], f"{page}?{urlencode({'kind': 'departmentnotice', 'state': each})}")
        for label, each, posts in piles
        if posts and count.get(each)
    ]


def told_by(notice: DepartmentNotice, law: Law) -> str:
    """What the department is called."""
    bound = law.find(notice.department)
    return bound.label if bound else notice.department


def penalties_of(institutions: Any, since: date, until: date) -> "QuerySet[Decision]":
    """The penalties served on these institutions in some days that still stand."""
    rows = Decision.objects.filter(
        case__institution__in=institutions, state=Decision.State.SERVED, proposal__outcome="case.decision.penalty",
        served_on__gte=since, served_on__lte=until,
    )  # fmt: skip
    return rows.select_related("docket", "case__bureau", "proposal").order_by("served_on", "id")


def punished_by(decision: Decision) -> set[str]:
    """The violations a penalty was laid for: those of the case that its article punishes."""
    found = law_of_conduct(decision.case).find(decision.proposal.sanction)
    punishes = set(found.rule.punishes) if found else set()
    return set(decision.case.violations) & punishes if punishes else set(decision.case.violations)


def said(decision: Decision, violations: set[str]) -> str:
    """Some violations by their names, as the law of their day calls them."""
    law = law_of_conduct(decision.case)
    return "；".join(bound.label for name in sorted(violations) if (bound := law.find(name)))


def institutions_with_something_proved() -> "QuerySet[Institution]":
    """Those of whom a standing penalty or a revoked licence is known."""
    penalties = Decision.objects.filter(
        state=Decision.State.SERVED,
        proposal__outcome="case.decision.penalty",
        case__institution__isnull=False,
    )
    licences = DepartmentNotice.objects.filter(what=DepartmentNotice.What.LICENCE, outcome="agency")
    known = Q(pk__in=penalties.values("case__institution")) | Q(pk__in=licences.values("institution"))
    return Institution.objects.filter(known).order_by("pk")


def inspection_of(case: Case) -> Inspection | None:
    """The inspection that led to this case."""
    return Inspection.objects.filter(respondents__case_of=case).select_related("docket").first()


def has_evidence(case: Case) -> bool:
    """Whether anything taken up by two carries the case."""
    return case.evidence.filter(struck_on=None).exists() or bool(taken_by_inspections(case))
