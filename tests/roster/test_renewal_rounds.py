"""A round of renewals: who ends soon, one decision for many, and what the person sees of it."""

from datetime import timedelta

import pytest
from appointed_people import DAY, appoint, fresh, sign_in, supervisor
from django.urls import reverse

from zhongdu import vault
from zhongdu.acts.models import Deed
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.calendar import clock
from zhongdu.duties.sweep import sweep
from zhongdu.jobs.models import Job
from zhongdu.record.models import Event
from zhongdu.roster import acts, renewal_desk
from zhongdu.roster.models import Appointment
from zhongdu.scope.roles import Role

ONE = timedelta(days=1)


def page(response):
    return response.content.decode()


@pytest.fixture
def soon(wushan):
    """Three whose two years end in a month, and one who was appointed later."""
    found = [appoint(wushan, name=name) for name in ("王秀英", "李建国", "赵春梅")]
    clock.travel_to(DAY + timedelta(days=400))
    found.append(appoint(wushan, name="钱志强"))
    clock.travel_to(found[0].until - timedelta(days=30))
    return found


@pytest.mark.clauses("wushan:5")
def test_the_page_lists_who_ends_soon_and_decides_each_in_one_deed_a_kind(client, wushan, soon):
    client.force_login(wushan.user(Role.RECRUITER))
    address = reverse("desk:renewals")
    said = page(client.get(address))
    assert "王秀英" in said and "赵春梅" in said and "钱志强" not in said, "a later one is not yet due"
    assert "期满视情况续聘或另聘" in said and "巡查0次、线索0条" in said
    one, two, three, _ = soon
    typed = {
        f"of-{one.number}": "renew",
        f"of-{two.number}": "renew",
        f"of-{three.number}": "end",
        "key": "k",
    }
    wrong = page(client.post(address, typed | {"renew_reason": "履职认真"}))
    assert "请写明不续聘的理由" in wrong and "履职认真" in wrong and wrong.count("selected") >= 3, (
        "nothing typed is lost"
    )
    assert not hasattr(fresh(one), "followed_by")
    before = Deed.objects.count()
    done = client.post(
        address, typed | {"renew_reason": "履职认真", "end_reason": "本人年事已高"}, follow=True
    )
    assert "续聘2人，决定期满不续聘1人" in page(done) and Deed.objects.count() == before + 2
    for made in (one, two):
        after = fresh(made).followed_by
        assert (after.since, after.state) == (made.until + ONE, "serving")
    assert fresh(three).not_renewing_on == clock.today()
    assert "还有 0 人" not in page(client.get(address)) and "没有等着决定的人" in page(client.get(address))
    assert three.letter_number in page(client.get(address + "?decided=ending"))
    assert one.letter_number in page(client.get(address + "?decided=renewed"))


@pytest.mark.clauses("wushan:5", "wushan:11.5")
def test_let_end_is_told_to_the_person_and_the_term_ends_on_its_own_day(client, wushan, soon):
    made = soon[0]
    perform(acts.decide_not_to_renew, made, wushan.officer(Role.DECIDER), reason="下届另聘，感谢付出。")
    said = page(sign_in(client, made).get(reverse("phone:me")))
    assert "聘期届满后不再续聘" in said and "下届另聘，感谢付出。" in said
    assert "下届另聘" not in str(Event.objects.get(act="roster.decide_not_to_renew").data)
    clock.travel_to(made.until)
    sweep(clock.today())
    assert fresh(made).state == "serving", "its last day still counts"
    clock.travel_to(made.until + ONE)
    sweep(clock.today())
    ended = fresh(made)
    assert (ended.state, ended.ground, ended.ended_on) == (
        "ended",
        "ending.ground.term_over",
        made.until + ONE,
    )


def test_a_decision_is_taken_back_before_one_renews(wushan, soon):
    made, chief = soon[0], wushan.officer(Role.DECIDER)
    perform(acts.decide_not_to_renew, made, chief, reason="名额减少")
    with pytest.raises(Refused) as refused:
        perform(acts.renew, fresh(made), chief)
    assert "先撤回" in refused.value.says
    with pytest.raises(Refused):
        perform(acts.decide_not_to_renew, fresh(made), chief, reason="再来一次")
    perform(acts.reconsider_renewal, fresh(made), chief, reason="名额恢复")
    assert perform(acts.renew, fresh(made), chief, reason="工作需要").since == made.until + ONE
    with pytest.raises(Refused):
        perform(acts.decide_not_to_renew, fresh(made), chief, reason="已经续了")


def test_who_asked_to_leave_waits_for_that_answer_first(client, beijing):
    made = appoint(beijing)
    clock.travel_to(made.until - timedelta(days=40))
    perform(acts.resign, made, supervisor(made), reason="家事")
    with pytest.raises(Refused):
        perform(acts.decide_not_to_renew, fresh(made), beijing.officer(Role.DECIDER), reason="x")
    client.force_login(beijing.user(Role.DECIDER))
    assert made.letter_number not in page(client.get(reverse("desk:renewals")))
    assert made.letter_number in page(client.get(reverse("desk:renewals") + "?decided=resigning"))


@pytest.mark.clauses("shaoxing:11", "beijing:7", "hunan:6/2")
def test_where_the_law_has_no_renewal_the_round_only_shows_who_ends(client, shaoxing, beijing, changsha):
    made = appoint(shaoxing)
    clock.travel_to(made.until - timedelta(days=30))
    client.force_login(shaoxing.user(Role.DECIDER))
    said = page(client.get(reverse("desk:renewals")))
    assert "没有写续聘" in said and made.letter_number in said and "办理决定" not in said
    for act in (acts.decide_not_to_renew, acts.renew):
        with pytest.raises(Refused) as refused:
            perform(act, fresh(made), shaoxing.officer(Role.DECIDER), reason="x")
        assert refused.value.code == "not_in_this_law"
    for place, says in ((beijing, "期满按工作需要续聘"), (changsha, "期满视情况续聘或者另聘")):
        client.force_login(place.user(Role.DECIDER))
        said = page(client.get(reverse("desk:renewals")))
        assert says in said and "可以" in said and "没有写续聘" not in said


@pytest.mark.django_db(transaction=True)
def test_a_large_round_is_a_job_and_its_grounds_are_erased_from_it(client, wushan, soon, monkeypatch):
    monkeypatch.setattr(renewal_desk, "MANY", 3)
    client.force_login(wushan.user(Role.DECIDER))
    typed = {
        "everyone": "renew",
        f"of-{soon[1].number}": "end",
        "renew_reason": "工作需要",
        "end_reason": "年事已高",
    }
    answer = client.post(reverse("desk:renewals"), typed)
    job = Job.objects.get()
    assert answer["Location"] == reverse("desk:job", kwargs={"number": job.number})
    assert (job.state, job.says) == ("done", "续聘2人，决定期满不续聘1人。")
    assert "年事已高" not in str(job.told) and vault.read(job.owner, "words") == {}
    assert hasattr(fresh(soon[0]), "followed_by") and fresh(soon[1]).not_renewing_on


def test_a_round_is_of_ones_own_bureau_alone(client, wushan, changsha, soon):
    client.force_login(changsha.user(Role.DECIDER))
    assert "王秀英" not in page(client.get(reverse("desk:renewals")))
    client.post(
        reverse("desk:renewals"), {"everyone": "renew", f"of-{soon[0].number}": "renew", "renew_reason": "x"}
    )
    assert not hasattr(fresh(soon[0]), "followed_by")
    client.force_login(wushan.user(Role.CASE_OFFICER))
    assert client.get(reverse("desk:renewals")).status_code == 403


def test_a_page_of_a_round_takes_as_many_queries_for_many_as_for_few(
    client, wushan, django_assert_max_num_queries
):
    for _ in range(12):
        appoint(wushan)
    clock.travel_to(Appointment.objects.first().until - timedelta(days=30))
    client.force_login(wushan.user(Role.DECIDER))
    client.get(reverse("desk:renewals"))
    with django_assert_max_num_queries(24):
        client.get(reverse("desk:renewals"))
