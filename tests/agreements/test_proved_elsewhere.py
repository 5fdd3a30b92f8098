"""Grounds that came up in other rooms lie before the agency the same day, with what proves them; and end nothing."""

from datetime import date
from typing import Any

import agreeing as at
import casework
import pytest
from django.test import Client

from world import Place
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.agreements import acts
from zhongdu.calendar import clock
from zhongdu.cases import acts as cases
from zhongdu.duties.models import Duty
from zhongdu.duties.sweep import sweep
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db
FINES: dict[str, dict[str, Any]] = {  # within the range of each article, for a loss of ten thousand
    "use": {"fine": "15000"}, "institution_fraud": {"fine": "30000", "months": 6}, "management": {"fine": "30000", "fine_condition": True},
}  # fmt: skip
FORGING, INVENTED = "violation.forging", "agreement.ending.inventing"


@pytest.fixture(autouse=True)
def midday() -> None:
    clock.travel_to(date(2026, 6, 10))


def raised(agreement: Any) -> list[tuple[str, str]]:
    return list(agreement.raised.order_by("id").values_list("ground", "outcome"))


def punished(
    place: Place, institution: Any, violation: str = FORGING, sanction: str = "institution_fraud"
) -> Any:
    """A penalty on an institution, decided and not served yet."""
    case = casework.checking(place, institution=institution.code, violations=[violation])
    case = casework.proved(place, casework.filed(place, case))
    if FINES[sanction].get("fine_condition"):
        case = casework.refusing(place, case)
    fine = {"sanction": f"sanction.{sanction}", **FINES[sanction]}
    case = casework.ready(place, casework.reviewed(place, casework.reported(place, case, **fine)))
    return casework.decided(place, case, paper_number=f"示医保罚{case.number}")


@pytest.mark.clauses("city:20/2.2")
def test_a_penalty_for_forging_is_put_before_the_agency_once_it_is_served(city: Place) -> None:
    agreement = at.signed(city)
    decision = punished(city, agreement.institution)
    assert raised(agreement) == []
    casework.served(city, decision)
    assert raised(agreement) == [(INVENTED, "open")]
    row = agreement.raised.get()
    (day, says, docket), *_ = row.evidence
    assert (day, docket) == (clock.today().isoformat(), decision.number)
    assert decision.paper_number in says and "伪造" in says
    assert at.afresh(agreement).state == "in_term"  # proposed, never done by itself
    assert Duty.objects.open().filter(docket=agreement.docket, concept=INVENTED).exists()
    sweep(clock.today())
    assert len(raised(agreement)) == 1


@pytest.mark.clauses("city:20/2.2")
def test_a_decision_undone_shows_it_no_more(city: Place) -> None:
    agreement = at.signed(city)
    decision = casework.served(city, punished(city, agreement.institution))
    perform(cases.revoke_decision, decision, casework.chief(city), reason="复议决定撤销。")
    assert raised(agreement) == [(INVENTED, "gone")]
    assert not Duty.objects.open().filter(docket=agreement.docket, concept=INVENTED).exists()


@pytest.mark.clauses("city:20/2.2", "city:20/2.5")
def test_only_what_the_ground_speaks_of_and_only_since_the_agreement_began(city: Place) -> None:
    swapping, refusing = at.signed(city), at.signed(city)
    casework.served(city, punished(city, swapping.institution, casework.SWAPPING, "use"))
    assert raised(swapping) == []
    casework.served(city, punished(city, refusing.institution, "violation.refusing_inspection", "management"))
    assert raised(refusing) == [("agreement.ending.obstruction", "open")]
    before = at.institution(city)
    casework.served(city, punished(city, before))
    clock.travel_to(date(2026, 6, 12))
    assert raised(at.signed(city, before)) == []


@pytest.mark.clauses("city:20/2.4", "city:12/3")
def test_a_licence_a_department_says_is_revoked_lies_before_the_agency_at_once(city: Place) -> None:
    agreement = at.signed(city)
    told = perform(
        cases.enter_notice, city.office, casework.inspector(city), department="department.health", what="licence",
        code=agreement.institution.code, document="示卫健罚〔2026〕1号", happened_on=clock.today(),
    )  # fmt: skip
    assert raised(agreement) == []
    perform(cases.hand_notice, told, casework.inspector(city), words="转经办机构。")
    assert raised(agreement) == [("agreement.ending.licence_revoked", "open")]
    assert agreement.raised.get().evidence[0][2] == told.number
    told.refresh_from_db()
    assert (told.state, told.opened) == ("acted", agreement.number)
    assert at.afresh(agreement).state == "in_term"


def test_what_was_told_before_is_found_by_the_sweep(city: Place) -> None:
    """An agreement that begins on the day a licence is revoked: the night puts it before the agency."""
    of = at.institution(city)
    told = perform(
        cases.enter_notice, city.office, casework.inspector(city), department="department.health", what="licence", code=of.code,
        document="示卫健罚〔2026〕2号", happened_on=clock.today(),
    )  # fmt: skip
    perform(cases.hand_notice, told, casework.inspector(city), words="转经办机构。")
    agreement = at.signed(city, of)
    sweep(clock.today())
    assert raised(agreement) == [("agreement.ending.licence_revoked", "open")]


# --- an inspection that is not cooperated with ------------------------------------------------------------


def stop(city: Place, agreement: Any, **more: Any) -> Any:
    given = {
        "suspicion": "同一处方反复结算。", "refused": "进销存账要了三次。", "since": clock.today(), "review_on": clock.today(),
        "way": "approved", "approval": "示例批〔2026〕3号",
    }  # fmt: skip
    return perform(acts.stop_settlement, agreement, at.agency(city), **{**given, **more})


@pytest.mark.clauses("city:9/2")
def test_settlement_stops_only_for_a_real_inspection_of_this_institution(city: Place) -> None:
    agreement, other = at.signed(city), at.signed(city)
    with pytest.raises(Refused) as none:
        stop(city, agreement, inspection="检2026-7")
    assert none.value.code == "not_now" and "记下了不配合" in none.value.sentence
    theirs = at.obstructed(city, other.institution)
    mine = at.obstructed(city, agreement.institution)
    with pytest.raises(Refused) as wrong:
        stop(city, agreement, inspection=theirs)
    assert wrong.value.fields == {"inspection": "请从给出的选项里选。"}
    stop(city, agreement, inspection=mine)
    assert [docket for _, _, docket in agreement.raised.get().evidence] == [mine, agreement.number]


@pytest.mark.clauses("city:9/2")
def test_what_the_bureau_asked_for_needs_no_other_approval(city: Place) -> None:
    from zhongdu.acts.models import acting
    from zhongdu.inspections.models import Hold, Inspection

    agreement = at.signed(city)
    number = at.obstructed(city, agreement.institution)
    with pytest.raises(Refused) as bare:
        stop(city, agreement, inspection=number, approval="")
    assert bare.value.code == "not_approved"
    made = Inspection.objects.get(docket__number=number)
    with acting():
        Hold.objects.create(
            inspection=made, respondent=made.respondents.get(), since=clock.today(), review_on=clock.today(), approved_by=1, at=3
        )  # fmt: skip
    desk = Client()
    desk.force_login(city.user(Role.AGENCY_OFFICER))
    assert "医保局要求暂停结算" in desk.get(f"/desk/agreements/{agreement.number}/").text
    stop(city, agreement, inspection=number, approval="")
    assert "医保局要求暂停结算" not in desk.get(f"/desk/agreements/{agreement.number}/").text


@pytest.mark.clauses("city:9/2")
def test_where_the_texts_disagree_stands_above_the_form(city: Place) -> None:
    agreement = at.signed(city)
    at.obstructed(city, agreement.institution)
    desk = Client()
    desk.force_login(city.user(Role.AGENCY_OFFICER))
    page = desk.get(f"/desk/agreements/{agreement.number}/stop-settlement/").text
    assert "条文之间不一致" in page and "fund-regulation" in page and "主要负责人" in page
