"""Fraud an institution stopped: told to the bureau, with the insured's duties as grounds, and answered."""

import pytest
from citywide import ONE, TWO, city_of_three, days

from watching import at_institution, institution_actor, photo, signed_in
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.calendar import clock
from zhongdu.institutions import stopping
from zhongdu.institutions.acts import answer_stopped_fraud, report_stopped_fraud
from zhongdu.institutions.models import Institution, StoppedFraud
from zhongdu.institutions.queries import dossier_of, waiting_for_officer
from zhongdu.record.models import Event
from zhongdu.scope.roles import Role

WORDS = "一名男子拿老人的卡买药，我们核对照片后没有结算。"
LENDING = "insured.duty.no_lending"


@pytest.fixture
def city(db):
    return city_of_three()


@pytest.fixture
def account(city):
    return at_institution(city, Institution.objects.get(code=ONE))


def report(account, code=ONE, **told):
    told = {"happened_on": clock.today(), "words": WORDS, "grounds": [LENDING], **told}
    return perform(
        report_stopped_fraud,
        dossier_of(Institution.objects.get(code=code)),
        institution_actor(account),
        **told,
    )


@pytest.mark.clauses("city:18.5")
def test_it_is_told_and_answered(city, account):
    made = report(account, proof=[photo()])
    officer = city.officer(Role.CASE_OFFICER)
    assert [pile[:2] for pile in waiting_for_officer(officer)] == [("机构制止骗保的报告待答复", 1)]
    told = Event.objects.get(docket=made.docket)
    assert "city:18.5" in told.clauses and WORDS not in str(told.data)
    done = perform(answer_stopped_fraud, made, officer, words="已立案核查，谢谢。")
    assert (done.state, done.answered_on) == ("answered", clock.today())
    said = signed_in(account.user).get(f"/institution/stopped-frauds/{made.number}/").content.decode()
    assert "已立案核查，谢谢。" in said and WORDS in said and "现场.jpg" in said
    assert waiting_for_officer(officer) == []


@pytest.mark.clauses("city:19", "city:19.1", "city:19.2", "city:19.3", "city:19.4", "city:19.5")
def test_the_insureds_duties_stand_beside_as_grounds_alone(city, account):
    offered = dict(stopping._grounds(None, city.law))
    cited = [str(bound.address) for bound in stopping.grounds_of(city.law, list(offered))]
    assert cited == ["city:19.1", "city:19.1", "city:19.2", "city:19.3", "city:19.4", "city:19.5"]
    made = report(account, grounds=list(offered))
    assert {*cited} <= set(Event.objects.get(docket=made.docket).clauses)
    page = (
        signed_in(city.user(Role.CASE_OFFICER)).get(f"/desk/stopped-frauds/{made.number}/").content.decode()
    )
    assert "不是机构的" in page and offered[LENDING] in page
    self_check = [bound.name for bound in city.law.family("institution.duty")]
    assert not set(offered) & set(self_check)


def test_grounds_that_are_none(city, account):
    with pytest.raises(Refused) as no:
        report(account, grounds=["institution.duty.bills"])
    assert "grounds" in no.value.fields


def test_not_of_tomorrow_nor_for_somebody_else(city, account):
    with pytest.raises(Refused) as no:
        report(account, happened_on=days(1))
    assert "happened_on" in no.value.fields
    with pytest.raises(Refused) as no:
        report(account, code=TWO)
    assert no.value.code == "not_there" and not StoppedFraud.objects.exists()


def test_on_its_pages(city, account):
    face = signed_in(account.user)
    page = face.get("/institution/stopped-frauds/").content.decode()
    number = dossier_of(Institution.objects.get(code=ONE)).number
    address = f"/institution/do/{report_stopped_fraud.name}/{number}/"
    assert address in page
    done = face.post(
        address, {"happened_on": clock.today().isoformat(), "words": WORDS, "key": "k"}, follow=True
    )
    made = StoppedFraud.objects.get()
    assert done.redirect_chain[-1][0] == f"/institution/stopped-frauds/{made.number}/"
    listed = signed_in(city.user(Role.CASE_OFFICER)).get("/desk/stopped-frauds/").content.decode()
    assert made.number in listed
