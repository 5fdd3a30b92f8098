"""Contractors and third parties: registered for a term, found by whoever looks into one, ended and still known."""

import pytest
from citywide import city_of_three, days
from listing import CREDIT

from watching import signed_in
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.institutions.acts import change_contractor_term, end_contractor, register_contractor
from zhongdu.institutions.models import Contractor
from zhongdu.institutions.queries import contractors
from zhongdu.record.models import Event
from zhongdu.scope.roles import Role


@pytest.fixture
def city(db):
    return city_of_three()


def register(place, **told):
    told = {
        "name": "示例保险公司", "sort": "undertaker", "doing": "大病保险承办", "since": days(-100), "until": days(265),
        **told,
    }  # fmt: skip
    return perform(register_contractor, place.office, place.officer(Role.CASE_OFFICER), **told)


@pytest.mark.clauses("city:26")
def test_they_stand_on_a_register_with_what_they_do_and_for_how_long(city):
    made = register(city, credit_code=CREDIT.lower())
    assert (made.state, made.credit_code) == ("active", CREDIT)
    assert Event.objects.get(docket=made.docket).clauses == ["city:26"]
    assert list(contractors.at_work(city.bureau, days(0))) == [made]
    assert not contractors.at_work(city.bureau, days(266)) and not contractors.at_work(
        city.bureau, days(-101)
    )


@pytest.mark.clauses("city:26")
def test_whoever_looks_into_one_finds_it_ended_ones_too(city):
    made = register(city, credit_code=CREDIT)
    other = register(city, name="示例会计师事务所", sort="third_party", doing="病案审核", until=None)
    for said in (made.number, CREDIT, "示例保险公司"):
        assert contractors.named(city.bureau, said) == [made]
    assert set(contractors.named(city.bureau, "示例")) == {made, other}
    perform(end_contractor, other, city.officer(Role.LIAISON), ended_on=days(-1), words="合同终止")
    assert [each.pk for each in contractors.named(city.bureau, "会计师")] == [other.pk]
    assert [each.pk for each in contractors.at_work(city.bureau, days(0))] == [made.pk]


def test_a_term_is_changed_by_an_act(city):
    made = perform(
        change_contractor_term, register(city), city.officer(Role.LIAISON), until=days(600), words="续签"
    )
    assert made.until == days(600)


@pytest.mark.parametrize(
    ("told", "beside"), [({"credit_code": "1"}, "credit_code"), ({"until": days(-101)}, "until")]
)
def test_what_is_not_taken(told, beside, city):
    with pytest.raises(Refused) as no:
        register(city, **told)
    assert beside in no.value.fields and not Contractor.objects.exists()


def test_an_end_lies_within_the_term(city):
    made = register(city)
    for day in (days(1), days(-101)):
        with pytest.raises(Refused):
            perform(end_contractor, made, city.officer(Role.LIAISON), ended_on=day, words="x")


def test_where_no_measure_has_them_none_is_registered(wushan):
    with pytest.raises(Refused) as no:
        register(wushan)
    assert no.value.code == "not_in_this_law"


def test_on_the_desk(city):
    desk = signed_in(city.user(Role.CASE_OFFICER))
    assert "还没有登记" in desk.get("/desk/contractors/").content.decode()
    made = register(city)
    assert "大病保险承办" in desk.get("/desk/contractors/", {"state": "active"}).content.decode()
    assert "没有符合条件" in desk.get("/desk/contractors/", {"q": "无此"}).content.decode()
    assert "变更承办期限" in desk.get(f"/desk/contractors/{made.number}/").content.decode()
