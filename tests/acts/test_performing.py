"""Running an act: one transaction, all or nothing, on the record, and once."""

from datetime import date, timedelta
from threading import Thread
from typing import Any

import pytest
from django.db import connection

from zhongdu.acts.models import Deed, OutsideAct, Refusal
from zhongdu.acts.performing import perform, perform_all
from zhongdu.acts.refusal import Refused
from zhongdu.bureaus import acts as bureaus
from zhongdu.bureaus.models import Office
from zhongdu.calendar import clock
from zhongdu.duties.models import Duty, Target
from zhongdu.duties.sweep import sweep
from zhongdu.measures import acts as measures
from zhongdu.record.models import Event
from zhongdu.record.verifying import breaks
from zhongdu.scope.actor import ANYONE
from zhongdu.scope.models import Post
from zhongdu.scope.roles import Role


def test_an_act_leaves_who_when_which_clause_and_which_text(beijing: Any) -> None:
    chief = beijing.officer(Role.DECIDER)
    perform(bureaus.name_liaison, beijing.office, chief, person=str(chief.user_id))
    event = Event.objects.filter(docket=beijing.office.docket_id).last()
    assert event and event.act == "bureaus.name_liaison"
    assert event.clauses == ["beijing:12"]
    assert (event.measure, event.version) == ("beijing", beijing.law.statute.pack.version)
    assert event.actor == {"user": chief.user_id, "role": "decider", "bureau": "110000"}
    assert "示例" not in str(event.data), "no name of a person on the record"


def test_a_matter_cannot_be_changed_outside_an_act(beijing: Any) -> None:
    for attempt in (beijing.office.save, beijing.office.delete, Office.objects.all().delete):
        with pytest.raises(OutsideAct):
            attempt()
    with pytest.raises(OutsideAct):
        Office.objects.update(state="x")


def test_a_refused_act_changes_nothing_and_says_why(beijing: Any) -> None:
    chief = beijing.officer(Role.DECIDER)
    before = snapshot()
    with pytest.raises(Refused) as refused:
        perform(bureaus.give_post, beijing.office, chief, username="nobody", role="liaison")
    assert refused.value.fields == {"username": "没有这个登录名，请先由系统管理员开户。"}
    assert snapshot() == before
    assert Refusal.objects.get().code == "nobody_of_that_name"


def test_an_error_in_the_middle_takes_everything_back(beijing: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    chief = beijing.officer(Role.DECIDER)
    before = snapshot()
    monkeypatch.setattr("zhongdu.acts.performing.append", fail)
    with pytest.raises(ZeroDivisionError):
        perform(bureaus.publish_hotline, beijing.office, chief, hotline="12393")
    beijing.bureau.refresh_from_db()
    assert (beijing.bureau.hotline, snapshot()) == ("", before)


def test_the_same_key_gives_the_first_answer(beijing: Any) -> None:
    chief = beijing.officer(Role.DECIDER)
    first = perform(bureaus.publish_hotline, beijing.office, chief, key="k1", hotline="12393")
    again = perform(bureaus.publish_hotline, beijing.office, chief, key="k1", hotline="12345")
    assert first.pk == again.pk
    beijing.bureau.refresh_from_db()
    assert beijing.bureau.hotline == "12393"
    assert Deed.objects.filter(act="bureaus.publish_hotline").count() == 1


def test_keys_of_two_people_do_not_meet(beijing: Any) -> None:
    perform(bureaus.publish_hotline, beijing.office, beijing.officer(Role.DECIDER), key="k", hotline="1")
    perform(bureaus.publish_hotline, beijing.office, beijing.officer(Role.SYSTEM_ADMIN), key="k", hotline="2")
    assert Deed.objects.filter(act="bureaus.publish_hotline").count() == 2


def test_a_stale_page_is_told_so(beijing: Any) -> None:
    chief = beijing.officer(Role.DECIDER)
    seen = Event.objects.filter(docket=beijing.office.docket_id).count()
    perform(bureaus.publish_hotline, beijing.office, chief, seen=seen, hotline="12393")
    with pytest.raises(Refused) as refused:
        perform(bureaus.publish_hotline, beijing.office, chief, seen=seen, hotline="12345")
    assert refused.value.code == "stale"


def test_a_batch_is_one_deed_and_all_or_none(wushan: Any, beijing: Any) -> None:
    chief = wushan.officer(Role.DECIDER)
    before = snapshot()
    with pytest.raises(Refused) as refused:
        perform_all(bureaus.publish_hotline, [wushan.office, beijing.office], chief, hotline="12393")
    assert refused.value.is_hidden and snapshot() == before
    assert refused.value.about == beijing.office.number, "which of the many stood in the way"


@pytest.mark.parametrize(
    ("given", "field", "says"),
    [
        ({"concept": "lead.answer", "n": "x", "unit": "days"}, "n", "请填整数。"),
        ({"concept": "lead.answer", "unit": "days"}, "n", "请填写。"),
        ({"concept": "term.length", "n": 3, "unit": "days"}, "concept", "请从给出的选项里选。"),
        ({"concept": "lead.answer", "n": 0, "unit": "days"}, "n", "目标至少是 1。"),
        ({"concept": "lead.answer", "n": 3, "unit": "days", "more": 1}, "more", "没有这一项。"),
    ],
)
def test_bad_input_gets_a_sentence_beside_its_field(
    wushan: Any, given: dict[str, Any], field: str, says: str
) -> None:
    with pytest.raises(Refused) as refused:
        perform(bureaus.set_target, wushan.office, wushan.officer(Role.DECIDER), **given)
    assert refused.value.fields[field] == says
    assert not Target.objects.exists()


def test_strangers_learn_nothing_and_insiders_learn_that_they_may_not(wushan: Any, beijing: Any) -> None:
    with pytest.raises(Refused) as stranger:
        perform(bureaus.publish_hotline, beijing.office, wushan.officer(Role.DECIDER), hotline="1")
    assert stranger.value.is_hidden
    with pytest.raises(Refused) as insider:
        perform(bureaus.publish_hotline, beijing.office, beijing.officer(Role.CASE_OFFICER), hotline="1")
    assert insider.value.code == "not_your_role"
    with pytest.raises(Refused) as nobody:
        perform(bureaus.publish_hotline, beijing.office, ANYONE, hotline="1")
    assert nobody.value.is_hidden


def test_a_post_that_has_ended_gives_no_right(beijing: Any) -> None:
    user = beijing.user(Role.DECIDER)
    Post.objects.filter(user=user).update(until=clock.today() - timedelta(days=1))
    with pytest.raises(Refused):
        perform(
            bureaus.publish_hotline,
            beijing.office,
            beijing.officer(Role.CASE_OFFICER, user.username),
            hotline="1",
        )


def test_a_higher_bureau_sees_but_does_not_act_for_a_lower_one(beijing: Any) -> None:
    district = beijing.below("110108", "海淀区医疗保障局")
    city = beijing.officer(Role.DECIDER)
    assert Office.objects.visible_to(city).filter(pk=district.office.pk).exists()
    with pytest.raises(Refused) as refused:
        perform(bureaus.publish_hotline, district.office, city, hotline="1")
    assert refused.value.code == "not_your_territory"


@pytest.mark.clauses("beijing:12", "hunan:10.1", "wushan:5")
def test_a_missing_liaison_is_owed_until_one_is_named(beijing: Any, hunan: Any, wushan: Any) -> None:
    city = hunan.below("430100", "长沙市医疗保障局", "city")
    sweep(clock.today())
    owed = set(Duty.objects.open().filter(concept="liaison").values_list("bureau__code", flat=True))
    assert owed == {"110000", "430100", "430000"} - ({"430000"} if "province" not in levels(hunan) else set())
    assert "500237" not in owed, "a department is enough"
    chief = city.officer(Role.DECIDER)
    perform(bureaus.name_liaison, city.office, chief, person=str(chief.user_id))
    assert not Duty.objects.open().filter(concept="liaison", bureau=city.bureau).exists()
    Post.objects.filter(role=Role.LIAISON).update(until=clock.today() - timedelta(days=1))
    sweep(clock.today())
    assert Duty.objects.open().filter(concept="liaison", bureau=city.bureau).count() == 1


def levels(place: Any) -> tuple[str, ...]:
    return place.law.rule("liaison").rule.levels or place.law.rule("level.recruiting").rule.levels


def test_the_sweep_may_run_twice(beijing: Any) -> None:
    sweep(clock.today())
    rows = Duty.objects.count()
    sweep(clock.today())
    assert Duty.objects.count() == rows


@pytest.mark.clauses("beijing:16")
def test_a_later_measure_takes_the_place_of_the_earlier_one(beijing: Any) -> None:
    chief, day = beijing.officer(Role.DECIDER), clock.today()
    perform(measures.try_out, beijing.office, chief, code="wushan", since=day)
    assert beijing.law.statute.code == "wushan"
    with clock.on(day - timedelta(days=1)):
        assert beijing.law.statute.code == "beijing"


@pytest.mark.clauses("hunan:12")
def test_a_measure_with_a_validity_ends_by_itself(hunan: Any) -> None:
    assert hunan.law.statute.code == "hunan"
    with clock.on(date(2030, 4, 22)):
        assert hunan.law.statute.code == "hunan", "five years from the day it was printed, that day included"
    with clock.on(date(2030, 4, 23)):
        assert hunan.law.statute.code == "national"
    perform(measures.try_out, hunan.office, hunan.officer(Role.DECIDER), code="wushan", since=clock.today())
    assert hunan.law.statute.code == "wushan", "replaced before its time was up"


def test_a_draft_is_only_ever_tried_out(wushan: Any) -> None:
    chief = wushan.officer(Role.DECIDER)
    for code in ("shaoxing", "city"):
        with pytest.raises(Refused) as refused:
            perform(
                measures.commence, wushan.office, chief, code=code, since=clock.today(), reason="先后两部"
            )
        assert refused.value.code == "a_draft"
    perform(measures.try_out, wushan.office, chief, code="shaoxing", since=clock.today())
    assert wushan.law.demonstration


@pytest.mark.clauses("beijing:6.4")
def test_an_ambiguous_rule_is_read_once_by_name(beijing: Any) -> None:
    chief, name = beijing.officer(Role.DECIDER), "public_notice.objection_stops"
    assert beijing.law.value(name) == ""
    perform(
        measures.choose_reading,
        beijing.office,
        chief,
        reading=f"{name}=the_person",
        reason="一人有异议不误他人。",
    )
    assert beijing.law.value(name) == "the_person"
    with pytest.raises(Refused):
        perform(measures.choose_reading, beijing.office, chief, reading=f"{name}=the_list", reason="改主意。")


def test_a_reading_from_a_district_does_not_bind_the_city(beijing: Any) -> None:
    district = beijing.below("110108", "海淀区医疗保障局")
    name = "public_notice.objection_stops"
    perform(
        measures.choose_reading,
        district.office,
        district.officer(Role.DECIDER),
        reading=f"{name}=the_list",
        reason="试。",
    )
    assert beijing.law.value(name) == ""


@pytest.mark.django_db(transaction=True)
def test_two_at_once_leave_one_chain(django_db_blocker: Any) -> None:
    from world import place  # the fixture's database would be one connection's

    there = place("1", "示例局", "city", "beijing")
    chief = there.officer(Role.DECIDER)
    errors: list[Exception] = []

    def ring(n: int) -> None:
        try:
            for _ in range(5):
                perform(bureaus.publish_hotline, there.office, chief, hotline=str(n))
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [Thread(target=ring, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert Event.objects.filter(act="bureaus.publish_hotline").count() == 20
    assert list(breaks()) == []


def snapshot() -> dict[str, int]:
    """How many rows each table has, but for the refusals."""
    from django.apps import apps

    return {m._meta.label: m._default_manager.count() for m in apps.get_models() if m is not Refusal}


def fail(*args: object, **kwargs: object) -> None:
    raise ZeroDivisionError
