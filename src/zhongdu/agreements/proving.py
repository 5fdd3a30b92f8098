"""Grounds of ending that lie in other records: what a case decided, which licence a department says is revoked.

They are put before the agency's officer with what proves them, like any other ground; nothing ends by itself.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from zhongdu.agreements import rules
from zhongdu.agreements.models import Agreement
from zhongdu.cases import queries as proved
from zhongdu.institutions.queries import kin
from zhongdu.law.governing import Law
from zhongdu.law.pack import Bound


def shown(agreement: Agreement, law: Law, today: date) -> Iterator[tuple[Bound, rules.Shown]]:
    """The grounds that came up elsewhere since the agreement began: (ground, evidence)."""
    if agreement.since is None:
        return
    whose = list(kin(agreement.institution))
    grounds = law.family("agreement.ending")
    for ground in (each for each in grounds if each.rule.raised_by == "licence_revoked"):
        for notice in proved.licences_revoked_of(whose, agreement.since, today):
            says = f"{proved.told_by(notice, law)}通报证照被吊销（{notice.document}）"
            evidence = ((notice.happened_on, says, notice.number),)
            yield ground, rules.Shown(f"licence:{notice.happened_on:%Y%m%d}", evidence)
    for decision in proved.penalties_of(whose, agreement.since, today):
        violations = proved.punished_by(decision)
        for ground in grounds:
            if violations & set(ground.rule.proved_by):
                says = f"行政处罚决定书{decision.paper_number}查明：{proved.said(decision, violations & set(ground.rule.proved_by))}"
                evidence = ((decision.served_on or today, says, decision.number),)
                yield ground, rules.Shown(f"decision:{decision.number}", evidence)


def concerned(today: date) -> Any:
    """The agreements in term whose institutions have something decided or told against them."""
    told = proved.institutions_with_something_proved()
    whose = [one.pk for institution in told for one in kin(institution)]
    return Agreement.objects.filter(state__in=Agreement.RUNNING, institution__in=whose)
