"""An inspection is planned: whom it may be of, who may give it to whom, and who does not learn of it."""

from datetime import date

import pytest
from inspecting import City, begun, crossed, fresh, planned, refused

from watching import practitioner, signed_in
from world import Place
from zhongdu.acts.performing import perform
from zhongdu.calendar import clock
from zhongdu.inspections import acts, queries
from zhongdu.inspections.queries import Inspection
from zhongdu.institutions.acts import register_contractor
from zhongdu.leads import acts as leads
from zhongdu.leads.filing import CHANNELS
from zhongdu.scope.models import Bureau
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db


def sees(actor: object, inspection: Inspection) -> bool:
    return queries.visible(actor).filter(pk=inspection.pk).exists()  # type: ignore[arg-type]


@pytest.mark.clauses("city:5/2", "city:6.1")
@pytest.mark.parametrize("way", ["inspection.way.daily", "inspection.way.special"])
def test_a_district_inspects_on_its_own_ground_daily_or_specially(city: City, way: str) -> None:
    made = planned(city, way=way)
    assert (made.way, made.bureau, made.home) == (way, city.east.bureau, city.east.bureau)
    assert way.split(".")[-1] in ("daily", "special")
    assert made.docket.events.get().clauses.count(f"city:{'6.1'}") == 1


@pytest.mark.clauses("city:5/1")
def test_the_citys_bureau_inspects_in_any_district(city: City) -> None:
    made = planned(city, city.city)
    assert made.bureau == city.city.bureau and made.home == city.east.bureau


@pytest.mark.clauses("city:5/2")
def test_a_district_does_not_inspect_in_another(city: City) -> None:
    wrong = refused(lambda: planned(city, city.west))
    assert wrong.code == "which_institution" and "institution" in wrong.fields


@pytest.mark.clauses("city:19", "city:26")
@pytest.mark.parametrize(
    ("kind", "more"),
    [
        ("practitioner", {"person": "示例医师"}),
        ("insured", {"institution": "", "person": "示例参保人"}),
        ("contractor", {"institution": "", "unit": "示例商业保险公司"}),
    ],
)
def test_people_and_contractors_are_respondents_like_institutions(
    city: City, kind: str, more: dict[str, str]
) -> None:
    made = planned(city, kind=kind, **more)
    (person,) = queries.respondents(made)
    assert person.kind == kind
    assert person.name == (more.get("person") or more.get("unit"))


def test_a_persons_name_stands_nowhere_but_in_the_vault(city: City) -> None:
    made = planned(city, kind="insured", institution="", person="示例参保人", identity="110101199001011237")
    assert "示例参保人" not in str(made.docket.events.get().data)
    assert "示例参保人" not in str(list(made.respondents.values()))


# --- given and crossed -----------------------------------------------------------------------------------


@pytest.mark.clauses("city:7")
def test_the_city_has_a_district_inspect_in_another(city: City) -> None:
    made = crossed(city)
    assert (made.given, made.bureau, made.assigned_by) == ("crossed", city.west.bureau, city.city.bureau)


@pytest.mark.clauses("city:7")
def test_in_a_cross_inspection_nobody_inspects_at_home(city: City) -> None:
    wrong = refused(lambda: crossed(city, inspecting=city.east.bureau.code))
    assert (wrong.code, str(wrong.clause)) == ("at_home", "city:7")


@pytest.mark.clauses("city:7")
def test_the_managing_district_may_be_assigned_but_not_crossed(city: City) -> None:
    assert crossed(city, given="assigned", inspecting=city.east.bureau.code).given == "assigned"


@pytest.mark.clauses("city:7")
def test_only_special_campaigns_and_grave_cases_are_given(city: City) -> None:
    wrong = refused(lambda: crossed(city, way="inspection.way.daily"))
    assert (wrong.code, str(wrong.clause)) == ("not_such_an_inspection", "city:7")
    assert crossed(city, way="inspection.way.daily", grave=True).grave


@pytest.mark.clauses("city:7")
def test_a_district_gives_no_inspection_to_anybody(city: City) -> None:
    by = city.east.officer(Role.CASE_OFFICER)
    wrong = refused(lambda: perform(acts.assign_inspection, city.east.office, by))
    assert (wrong.code, str(wrong.clause)) == ("not_your_level", "city:7")


def test_where_the_law_has_no_cross_inspection_there_is_none(wushan: Place) -> None:
    by = wushan.officer(Role.CASE_OFFICER)
    assert refused(lambda: perform(acts.assign_inspection, wushan.office, by)).code == "not_in_this_law"


# --- who learns of it --------------------------------------------------------------------------------------


def test_before_it_begins_only_the_planner_the_head_and_the_team_know(city: City) -> None:
    made = planned(city)
    assert sees(city.east.officer(Role.CASE_OFFICER), made)
    assert sees(city.east.officer(Role.DECIDER), made)
    assert not sees(city.east.officer(Role.CASE_OFFICER, "another-officer"), made)
    assert not sees(city.city.officer(Role.CASE_OFFICER), made)
    assert not sees(city.inspector(city.east, "elsewhere"), made)


def test_once_begun_the_territory_reads_it(city: City) -> None:
    made, *_ = begun(city)
    assert sees(city.east.officer(Role.CASE_OFFICER, "another-officer"), made)
    assert sees(city.city.officer(Role.LEGAL_REVIEWER), made)
    assert not sees(city.west.officer(Role.CASE_OFFICER), made)


def test_the_bureau_of_an_inspected_agency_never_finds_it(city: City) -> None:
    made = perform(
        acts.open_inspection, city.city.office, city.city.officer(Role.CASE_OFFICER), title="经办机构支付检查",
        way="inspection.way.special", kind="agency", agency_of=city.east.bureau.code, words="查支付。",
    )  # fmt: skip
    assert made.against == city.east.bureau
    assert not sees(city.east.officer(Role.DECIDER), made)
    assert sees(city.city.officer(Role.DECIDER), made)


def test_an_agencys_own_district_cannot_be_sent_to_inspect_it(city: City) -> None:
    given = {"kind": "agency", "institution": "", "agency_of": city.east.bureau.code}
    assert (
        refused(lambda: crossed(city, given="assigned", inspecting=city.east.bureau.code, **given)).code
        == "at_home"
    )


# --- on a lead ---------------------------------------------------------------------------------------------


def taken_up_lead(place: Place, institution: str) -> object:
    """A letter keyed in and taken up."""
    by = place.officer(Role.CASE_OFFICER)
    lead = perform(
        leads.enter_lead, place.office, by, channel=CHANNELS[0][0], received_on=date(2026, 6, 1),
        words="店员刷卡套现，我亲眼看见，我叫示例举报人。", institution=institution,
    )  # fmt: skip
    return perform(leads.take_up, lead, by)


def test_a_lead_is_handed_over_and_its_speaker_stays_sealed(city: City) -> None:
    by = city.east.officer(Role.CASE_OFFICER)
    lead = taken_up_lead(city.east, city.shop.name)
    made = perform(
        acts.inspect_lead, lead, by, title="结算检查", way="inspection.way.special", words="查3月的结算。"
    )
    assert made.origin == "lead" and made.lead_id == lead.pk  # type: ignore[attr-defined]
    assert queries.respondents(made)[0].institution == city.shop
    lead = fresh(lead)  # type: ignore[arg-type]
    assert lead.docket.events.order_by("-seq").first().data["inspection"] == made.number  # type: ignore[attr-defined]
    told = queries.written(made, range(1, 9), ("words", "person"))
    assert not any("示例举报人" in str(value) for value in told.values())
    assert refused(lambda: perform(acts.inspect_lead, lead, by)).code == "not_now"


@pytest.mark.clauses("city:7")
def test_the_city_crosses_a_lead_to_another_district(city: City) -> None:
    by, lead = city.city.officer(Role.CASE_OFFICER), taken_up_lead(city.city, city.shop.name)
    made = perform(
        acts.inspect_lead, lead, by, title="结算检查", way="inspection.way.special", words="查。",
        inspecting=city.west.bureau.code,
    )  # fmt: skip
    assert (made.given, made.bureau) == ("crossed", Bureau.objects.get(code=city.west.bureau.code))


@pytest.mark.clauses("city:26", "city:21/1")
def test_who_stands_on_a_list_is_referred_to(city: City) -> None:
    """A contractor and a physician are known by their entries; a name on no list stays as it was written."""
    officer, office = city.east.officer(Role.CASE_OFFICER), city.east.office
    unit = perform(
        register_contractor, office, officer, name="示例保险公司", sort="undertaker", doing="大病保险承办", since=clock.today()
    )  # fmt: skip
    doctor = practitioner(city.east, city.shop, name="钱示例")
    made = planned(city, kind="contractor", institution="", unit=unit.number)
    row = made.respondents.get()
    assert (row.contractor, row.unit) == (unit, "示例保险公司")
    page = signed_in(city.east.user(Role.DECIDER)).get(f"/desk/contractors/{unit.number}/").text
    assert made.number in page
    by_code = planned(city, kind="practitioner", person=doctor.code)
    assert by_code.respondents.get().practitioner == doctor
    assert [each.name for each in queries.respondents(by_code)] == ["钱示例"]
    other = planned(city, kind="practitioner", person="孙示例")
    assert other.respondents.get().practitioner is None
    assert [each.name for each in queries.respondents(other)] == ["孙示例"]
