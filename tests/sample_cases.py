"""The cases of the sample world, at each stage that has a page of its own."""

import sys
from pathlib import Path
from typing import Any

from sample_inspections import closed_for_a_case
from watching import photo

sys.path.append(str(Path(__file__).parent / "cases"))
import casework as at

from zhongdu.acts.performing import perform
from zhongdu.calendar import clock
from zhongdu.cases import acts
from zhongdu.cases.queries import sittings_of

INSURED = "周示例"


def of_cases(world: Any) -> None:
    """An insured person's case with evidence on file, another decided after a deliberation and served, and one an
    inspection led to."""
    place = world.beijing
    checked = at.checking(
        place,
        respondent="insured",
        institution="",
        person=INSURED,
        violations=["violation.lending_credential"],
    )
    world.case = at.ordered(place, at.evidence(place, at.filed(place, checked), proof=[photo("white")]))
    against = at.filed(place, at.checking(place, institution=world.shop.code))
    decided = at.decided(
        place, at.ready(place, at.reviewed(place, at.reported(place, at.proved(place, against))))
    )
    world.decision = at.served(place, decided)
    world.deliberation = sittings_of(world.decision.case)[0]
    found = closed_for_a_case(world)
    world.inspected_case = perform(
        acts.open_case_from_inspection, found, at.inspector(place), respondent=str(found.respondents.get().pk),
        violations=[at.SWAPPING], conduct_until=clock.today(),
    )  # fmt: skip
    world.referral = at.received(place, world.case)
    world.exposure = at.written_up(place, world.decision)
    world.credit = perform(acts.list_credit, world.decision, at.chief(place))
    world.department_notice = perform(
        acts.enter_notice, place.office, at.inspector(place), department="department.police", what="licence",
        code=world.decision.case.institution.code, document="示市监罚〔2026〕1号", happened_on=clock.today(),
    )  # fmt: skip
