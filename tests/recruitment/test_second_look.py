"""Two people review, where a bureau wants it: another person, item by item, and both agree before acceptance."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from recruiting import TODAY, applied, id_number, notice, review_all

from zhongdu import vault
from zhongdu.acts.models import acting
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.bureaus import acts as bureaus
from zhongdu.record.models import Event
from zhongdu.recruitment import acts
from zhongdu.recruitment.models import Finding
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def two(wushan) -> Any:
    """Wushan's bureau with two recruiters, of whom the second is 示例复核员."""
    perform(
        bureaus.choose_practice,
        wushan.office,
        wushan.officer(Role.DECIDER),
        practice="recruitment.reviewers=two",
    )
    wushan.user(Role.RECRUITER, "second")
    return wushan


def second(place):
    return place.officer(Role.RECRUITER, "second")


def look_again(place, person, by=None, reasons=(), **changes):
    """The second person agrees to everything, but for what is named: ``look_again(…, integrity="disagrees")``."""
    views = [
        f"{name}={changes.get(name.partition('.')[2], 'agrees')}"
        for name in Finding.objects.filter(application=person).values_list("condition", flat=True)
    ]
    return perform(acts.second_review, person, by or second(place), views=views, reasons=list(reasons))


def refused(act, person, by, **inputs) -> Refused:
    with pytest.raises(Refused) as caught:
        perform(act, person, by, **inputs)
    return caught.value


@pytest.mark.clauses("wushan:3", "wushan:4/1.1")
def test_nobody_is_accepted_before_a_second_person_agreed_to_every_item(two) -> None:
    person = review_all(two, applied(two, notice(two)))
    says = refused(acts.accept, person, two.officer(Role.RECRUITER))
    assert "另一个人复核" in says.says and "本局的做法" in says.says and str(says.clause) == "wushan:3.1"
    look_again(two, person)
    person.refresh_from_db()
    assert perform(acts.accept, person, two.officer(Role.RECRUITER)).state == "accepted"
    assert "wushan:3.1" in Event.objects.get(docket=person.docket_id, act=acts.second_review.name).clauses


def test_one_person_cannot_be_both(two) -> None:
    person = review_all(two, applied(two, notice(two)))
    first = two.officer(Role.RECRUITER)
    views = [f"{Finding.objects.all()[0].condition}=agrees"]
    says = refused(acts.second_review, person, first, views=views)
    assert "要由另一个人复核" in next(iter(says.fields.values()))
    finding = Finding.objects.first()
    finding.second_id, finding.second_on, finding.agreed = finding.by_id, TODAY, True
    with acting(), pytest.raises(Exception, match="two_reviewers_are_two"):
        finding.save()


def test_who_differs_says_why_and_the_item_is_found_and_looked_at_again(two) -> None:
    person = review_all(two, applied(two, notice(two)))
    says = refused(acts.second_review, person, second(two), views=["eligibility.fitness=disagrees"])
    assert "eligibility.fitness" in says.fields
    look_again(two, person, fitness="disagrees", reasons=["eligibility.fitness=行动不便"])
    finding = Finding.objects.get(condition="eligibility.fitness")
    assert (finding.agreed, vault.read(finding.second_owner, "words")) == (False, {"words": "行动不便"})
    person.refresh_from_db()
    assert "不同意" in refused(acts.accept, person, two.officer(Role.RECRUITER)).says
    reasons = ["eligibility.fitness=已当面核实，身体状况能够履职"]
    perform(
        acts.review,
        person,
        two.officer(Role.RECRUITER),
        verdicts=["eligibility.fitness=met"],
        reasons=reasons,
    )
    finding.refresh_from_db()
    assert finding.second is None  # found anew with a reason: to be looked at anew
    perform(acts.second_review, person, second(two), views=["eligibility.fitness=agrees"])
    person.refresh_from_db()
    assert perform(acts.accept, person, second(two)).state == "accepted"


def test_what_is_saved_again_as_it_was_stays_looked_at_and_its_reviewers(two) -> None:
    person = review_all(two, applied(two, notice(two)))
    look_again(two, person)
    verdicts = [f"{each.condition}={each.verdict}" for each in Finding.objects.all()]
    perform(acts.review, person, second(two), verdicts=verdicts)
    assert set(Finding.objects.values_list("agreed", flat=True)) == {True}
    assert second(two).user_id not in Finding.objects.values_list("by", flat=True)


@pytest.mark.clauses("beijing:4.1", "beijing:6.3")
@pytest.mark.parametrize("born", ["19550928", "20010929"])  # 71 today; 24 until tomorrow
def test_in_beijing_a_departure_too_needs_both(beijing, born) -> None:
    perform(
        bureaus.choose_practice,
        beijing.office,
        beijing.officer(Role.DECIDER),
        practice="recruitment.reviewers=two",
    )
    beijing.user(Role.RECRUITER, "second")
    person = review_all(
        beijing, applied(beijing, notice(beijing), id_number=id_number(born)), age="departs=长期从事医保监督"
    )
    with pytest.raises(Refused):
        perform(acts.accept, person, beijing.officer(Role.RECRUITER))
    look_again(beijing, person)
    person.refresh_from_db()
    assert perform(acts.accept, person, beijing.officer(Role.RECRUITER)).state == "accepted"


def test_where_the_bureau_has_not_chosen_two_there_is_no_second_look(wushan) -> None:
    person = review_all(wushan, applied(wushan, notice(wushan)))
    says = refused(acts.second_review, person, wushan.officer(Role.RECRUITER, "second"), views=[])
    assert says.code == "not_now" and "一人审核" in says.says
    assert perform(acts.accept, person, wushan.officer(Role.RECRUITER)).state == "accepted"


# --- the page


def browser(place, name: str = "") -> Client:
    client = Client()
    client.force_login(place.user(Role.RECRUITER, name), backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_the_page_shows_what_was_found_and_takes_the_views(two) -> None:
    person = review_all(two, applied(two, notice(two)))
    where = reverse("desk:second_review", kwargs={"number": person.number})
    own = browser(two).get(where).content.decode()
    assert "这一项是您审核的" in own and "本局的做法" in own
    other = browser(two, "second")
    page = other.get(reverse("desk:application", kwargs={"number": person.number})).content.decode()
    assert where in page and "等另一个人复核" in page
    assert "系统计算的" not in page and "由审核人员判断的" in page and "优先考虑的" in page
    names = list(Finding.objects.values_list("condition", flat=True))
    bad = other.post(where, {"eligibility.fitness": "disagrees", "key": "s0"}).content.decode()
    assert "请写明理由" in bad and "第三条第（四）项" in bad
    nothing = other.post(where, {"key": "s1"}).content.decode()
    assert "一项也没有复核" in nothing
    done = other.post(where, dict.fromkeys(names, "agrees") | {"key": "s2", "seen": person.docket.length})
    assert done.status_code == 302
    page = other.get(reverse("desk:application", kwargs={"number": person.number})).content.decode()
    assert "复核同意" in page


def test_what_waits_for_a_second_look_waits_on_the_desk_of_those_who_did_not_find_it(two) -> None:
    under = notice(two)
    person = review_all(two, applied(two, under))
    fresh = applied(two, under, name="示例王芳", signature="示例王芳", id_number=id_number(sequence="004"))
    other = browser(two, "second")
    home = other.get(reverse("desk:home")).content.decode()
    assert "报名待复核" in home and "review=again" in home
    listed = other.get(f"{reverse('desk:applications')}?review=again").content.decode()
    assert person.number in listed and fresh.number not in listed
    assert "报名待复核" not in browser(two).get(reverse("desk:home")).content.decode()
    look_again(two, person)
    assert "报名待复核" not in other.get(reverse("desk:home")).content.decode()


def test_where_one_reviews_the_page_says_so(wushan) -> None:
    person = review_all(wushan, applied(wushan, notice(wushan)))
    page = (
        browser(wushan).get(reverse("desk:second_review", kwargs={"number": person.number})).content.decode()
    )
    assert "一人审核，不用复核" in page and "保存复核意见" not in page
