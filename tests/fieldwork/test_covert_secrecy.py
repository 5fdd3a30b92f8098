"""A covert plan, until it is done, is nobody's but the supervisor's, its officer's and the decider's."""

from datetime import timedelta

import pytest

from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.calendar import clock
from zhongdu.duties import board
from zhongdu.fieldwork import acts
from zhongdu.fieldwork.queries import Visit, for_desk, last_visits, of_appointment, visits_to
from zhongdu.scope.actor import officer
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.clauses("shaoxing:7", "shaoxing:13", "wushan:8.1")

OUTSIDERS = [
    (Role.CASE_OFFICER, "another"), (Role.LIAISON, ""), (Role.INSPECTOR, ""), (Role.RECRUITER, ""), (Role.DISCIPLINE_OFFICER, ""),
    (Role.SYSTEM_ADMIN, ""), (Role.AGENCY_OFFICER, ""), (Role.AUDITOR, ""),
]  # fmt: skip
ANSWERS = {"other_goods": "不存在", "two_prices": "一致", "inducement": "不存在", "own_card": "是"}


@pytest.fixture
def plan(shaoxing, serving, institution):
    """A covert plan in Shaoxing: (visit, appointment, pharmacy, the officer's user)."""
    appointment, pharmacy = serving(shaoxing), institution(shaoxing)
    user = shaoxing.user(Role.CASE_OFFICER)
    visit = perform(
        acts.assign_visit, appointment, officer(user, clock.today()), institution=pharmacy.code, way="covert",
        checklist="checklist.annex2", due=clock.today() + timedelta(days=7),
    )  # fmt: skip
    return visit, appointment, pharmacy, user


def addresses(visit):
    number = visit.number
    return [
        f"/desk/visits/{number}/",
        f"/desk/visits/{number}/record.pdf",
        f"/desk/visits/{number}/photos/x/480/",
        f"/desk/do/fieldwork.cancel_visit/{number}/",
        f"/desk/do/fieldwork.accept_visit/{number}/",
    ]


@pytest.mark.parametrize(("role", "name"), OUTSIDERS)
def test_to_everybody_else_in_the_bureau_it_does_not_exist(role, name, plan, shaoxing, signed_in):
    visit, appointment, pharmacy, _ = plan
    user = shaoxing.user(role, name)
    someone, client = officer(user, clock.today()), signed_in(user)
    assert not for_desk(someone).exists()
    assert not of_appointment(appointment, someone).exists() and not visits_to(pharmacy, someone).exists()
    assert not board.visible(someone).filter(docket=visit.docket_id).exists()
    for address in addresses(visit):
        answer = client.get(address)
        assert answer.status_code in (
            {404} if someone.standing(Visit.readers) or "/do/" in address else {403, 404}
        )
        assert visit.institution.name not in answer.content.decode()
    assert client.post(addresses(visit)[3], {"words": "取消"}).status_code == 404
    with pytest.raises(Refused) as no:
        perform(acts.cancel_visit, visit, someone, words="取消")
    assert no.value.code == "not_there"
    visit.refresh_from_db()
    assert visit.state == "assigned"


@pytest.mark.parametrize(("role", "name"), OUTSIDERS[:3])
def test_no_list_and_no_count_betrays_it(role, name, plan, shaoxing, signed_in):
    visit, _, pharmacy, _ = plan
    client = signed_in(shaoxing.user(role, name))
    for address in (
        "/desk/visits/",
        "/desk/visits/?way=covert",
        f"/desk/visits/?q={pharmacy.code}",
        f"/desk/institutions/{pharmacy.code}/",
        "/desk/board/",
        "/desk/",
    ):
        page = client.get(address).content.decode()
        assert visit.number not in page
        assert "待接受" not in page.replace('<option value="assigned">待接受</option>', "")


def test_another_bureaus_decider_and_the_bureau_above_do_not_find_it(plan, shaoxing, hunan):
    assert Visit.objects.filter(pk=plan[0].pk).exists()
    assert not Visit.objects.visible_to(hunan.officer(Role.DECIDER)).exists()
    below = shaoxing.below("330602", "越城分局")
    assert not Visit.objects.visible_to(below.officer(Role.DECIDER)).exists()


def test_another_supervisor_does_not_find_it(plan, shaoxing, serving, himself, signed_in):
    visit, *_ = plan
    other = serving(shaoxing, "李示例")
    for address in (
        f"/my/visits/{visit.number}/",
        f"/my/visits/{visit.number}/record/",
        f"/my/visits/{visit.number}/record.pdf",
        f"/my/do/fieldwork.accept_visit/{visit.number}/",
    ):
        assert signed_in(other.user).get(address).status_code == 404
    with pytest.raises(Refused) as no:
        perform(acts.accept_visit, visit, himself(other))
    assert no.value.code == "not_there"


def test_those_who_need_it_see_it(plan, shaoxing, signed_in):
    visit, appointment, _, user = plan
    for insider in (user, shaoxing.user(Role.DECIDER)):
        assert signed_in(insider).get(addresses(visit)[0]).status_code == 200
        assert visit.number in signed_in(insider).get("/desk/visits/").content.decode()
    assert signed_in(appointment.user).get(f"/my/visits/{visit.number}/").status_code == 200


def test_called_off_it_stays_hidden(plan, shaoxing):
    visit, _, _, user = plan
    perform(acts.cancel_visit, visit, officer(user, clock.today()), words="走漏了")
    assert not for_desk(shaoxing.officer(Role.LIAISON)).exists()


def test_done_it_is_read_like_any_other(plan, shaoxing, himself, signed_in):
    visit, appointment, pharmacy, _ = plan
    perform(acts.accept_visit, visit, himself(appointment))
    perform(
        acts.record_visit,
        visit,
        himself(appointment),
        done_at=clock.now(),
        answers=ANSWERS,
        signature="张示例",
    )
    liaison = shaoxing.user(Role.LIAISON)
    assert signed_in(liaison).get(addresses(visit)[0]).status_code == 200
    assert list(last_visits([pharmacy.pk], officer(liaison, clock.today()))) == [pharmacy.pk]


def test_an_open_visit_is_hidden_from_no_reader(shaoxing, serving, institution):
    perform(
        acts.assign_visit, serving(shaoxing), shaoxing.officer(Role.CASE_OFFICER), institution=institution(shaoxing).code,
        way="open", checklist="checklist.annex2", due=clock.today(),
    )  # fmt: skip
    assert for_desk(shaoxing.officer(Role.LIAISON)).count() == 1
