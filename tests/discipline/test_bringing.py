"""Turned away, and asking before speaking in public."""

from datetime import timedelta

import pytest

from watching import institution, photo, signed_in, supervisor
from zhongdu.acts.allowing import may_now
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.calendar import clock
from zhongdu.discipline import acts
from zhongdu.fieldwork import acts as fieldwork
from zhongdu.record.models import Event
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db
WORDS = "店员把我推出了门"


def refused(act, subject, by, **inputs) -> Refused:
    with pytest.raises(Refused) as caught:
        perform(act, subject, by, **inputs)
    return caught.value


def logged(one, shop, **more):
    given = {
        "institution": shop.name,
        "happened_at": clock.now() - timedelta(hours=1),
        "words": WORDS,
        **more,
    }
    return perform(acts.log_obstruction, one, supervisor(one), **given)


@pytest.mark.clauses("hunan:11")
def test_an_obstruction_is_logged_taken_up_and_told(hunan, serving):
    city = hunan.below("430100", "长沙市医疗保障局", "city")
    one, shop = serving(city), institution(city)
    made = logged(one, shop, proof=[photo()])
    event = Event.objects.get(docket=made.docket, act="discipline.log_obstruction")
    assert event.clauses == ["hunan:11"] and WORDS not in str(event.data)
    officer = city.officer(Role.CASE_OFFICER)
    perform(acts.take_up_obstruction, made, officer)
    perform(acts.settle_obstruction, made, officer, words="已约谈店长，以后不会了。")
    page = signed_in(one.user).get(f"/my/obstructions/{made.number}/").content.decode()
    assert "已约谈店长" in page and WORDS in page
    colleague = serving(city, "李示例")
    assert signed_in(colleague.user).get(f"/my/obstructions/{made.number}/").status_code == 404


def test_elsewhere_it_says_that_it_is_the_platforms_own_way(wushan, serving):
    made = logged(serving(wushan), institution(wushan))
    assert Event.objects.get(docket=made.docket).clauses == []
    page = signed_in(wushan.user(Role.LIAISON)).get(f"/desk/obstructions/{made.number}/").content.decode()
    assert "平台的做法" in page and WORDS in page


def test_what_happened_on_a_covert_visit_is_as_hidden_as_the_visit(wushan, serving):
    one, shop = serving(wushan), institution(wushan)
    visit = perform(
        fieldwork.assign_visit, one, wushan.officer(Role.CASE_OFFICER), institution=shop.code, way="covert",
        checklist="checklist.general", due=clock.today() + timedelta(days=7),
    )  # fmt: skip
    made = logged(one, shop, visit=visit.number)
    url = f"/desk/obstructions/{made.number}/"
    assert signed_in(wushan.user(Role.LIAISON)).get(url).status_code == 404
    assert signed_in(wushan.user(Role.CASE_OFFICER)).get(url).status_code == 200


def test_the_page_of_a_visit_leads_to_it_with_the_visit_chosen(wushan, serving):
    one, shop = serving(wushan), institution(wushan)
    given = {"institution": shop.code, "way": "open", "checklist": "checklist.general"}
    visit = perform(fieldwork.choose_visit, one, supervisor(one), **given)
    phone = signed_in(one.user)
    page = phone.get(f"/my/visits/{visit.number}/").content.decode()
    url = f"/my/do/discipline.log_obstruction/{one.number}/?visit={visit.number}"
    assert url in page and f'value="{visit.number}"' in phone.get(url).content.decode()
    made = logged(one, shop, institution="", visit=visit.number)
    assert (made.visit, made.institution) == (visit, shop)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"happened_at": timedelta(hours=1)}, "happened_at"),
        ({"institution": "没有这一家"}, "institution"),
        ({"institution": ""}, "institution"),
        ({"visit": "XXXX-XXXX"}, "visit"),
        ({"words": ""}, "words"),
    ],
)
def test_what_is_wrong_is_said_beside_it(wushan, serving, wrong, field):
    one, shop = serving(wushan), institution(wushan)
    given = {"institution": shop.name, "happened_at": clock.now() - timedelta(hours=1), "words": WORDS}
    wrong = {
        name: clock.now() + value if isinstance(value, timedelta) else value for name, value in wrong.items()
    }
    no = refused(acts.log_obstruction, one, supervisor(one), **{**given, **wrong})
    assert field in no.fields


def test_a_file_of_it_is_served_to_who_may_see_it(wushan, serving):
    one = serving(wushan)
    made = logged(one, institution(wushan), proof=[photo()])
    page = signed_in(wushan.user(Role.DECIDER)).get(f"/desk/obstructions/{made.number}/").content.decode()
    url = next(part for part in page.split('"') if "/files/" in part)
    assert signed_in(wushan.user(Role.DECIDER)).get(url)["Content-Type"] == "image/jpeg"
    assert signed_in(wushan.user(Role.RECRUITER)).get(url).status_code == 403
    mine = url.replace("/desk/", "/my/")
    assert signed_in(one.user).get(mine).status_code == 200
    assert signed_in(serving(wushan, "李示例").user).get(mine).status_code == 404
    assert signed_in(one.user).get(mine.replace("obstruction", "nothing")).status_code == 404


# --- speaking in public -----------------------------------------------------------------------------------


def asked(one, **more):
    given = {
        "way": "interview",
        "outlet": "示例晚报",
        "planned_on": clock.today() + timedelta(days=3),
        "words": "谈谈感受",
    }
    return perform(acts.ask_to_publish, one, supervisor(one), **{**given, **more})


@pytest.mark.clauses("beijing:9.6", "shaoxing:14")
@pytest.mark.parametrize(("where", "clause"), [("beijing", "beijing:9.6"), ("shaoxing", "shaoxing:14")])
def test_speaking_in_public_is_asked_for_first(where, clause, request, serving):
    place = request.getfixturevalue(where)
    one = serving(place)
    request_ = asked(one)
    assert Event.objects.get(docket=request_.docket).clauses == [clause]
    perform(acts.approve_publishing, request_, place.officer(Role.LIAISON), words="不谈具体机构。")
    page = signed_in(one.user).get(f"/my/publishing/{request_.number}/").content.decode()
    assert "已同意" in page and "不谈具体机构。" in page


def test_no_is_said_with_a_reason(beijing, serving):
    request_ = asked(serving(beijing))
    assert refused(acts.decline_publishing, request_, beijing.officer(Role.DECIDER)).fields == {
        "words": "请填写。"
    }
    perform(acts.decline_publishing, request_, beijing.officer(Role.DECIDER), words="案子还没有结束。")
    request_.refresh_from_db()
    assert request_.state == "declined"


def test_it_may_be_withdrawn_and_only_by_oneself(beijing, serving):
    one, other = serving(beijing), serving(beijing, "李示例")
    request_ = asked(one)
    assert refused(acts.withdraw_request, request_, supervisor(other)).code == "not_there"
    assert perform(acts.withdraw_request, request_, supervisor(one)).state == "withdrawn"


def test_the_past_cannot_be_asked_for(beijing, serving):
    one = serving(beijing)
    given = {
        "way": "post",
        "outlet": "朋友圈",
        "planned_on": clock.today() - timedelta(days=1),
        "words": "感受",
    }
    assert refused(acts.ask_to_publish, one, supervisor(one), **given).fields.keys() == {"planned_on"}


@pytest.mark.clauses("wushan:9.3")
def test_where_the_law_asks_for_no_consent_there_is_no_button_but_a_word(wushan, serving):
    one = serving(wushan)
    assert "ask_to_publish" not in {act.verb for act in may_now(one, supervisor(one))}
    page = signed_in(one.user).get("/my/discipline/").content.decode()
    assert "没有写采访和发布要先经同意" in page and "工作秘密" in page
