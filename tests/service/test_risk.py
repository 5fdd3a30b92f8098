"""Before risky work: what may happen, what protects, the insurance; read before it is taken on."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from serving import assigned, somebody

from watching import signed_in, supervisor
from world import Place
from zhongdu import vault
from zhongdu.acts.models import acting
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.calendar import clock
from zhongdu.fieldwork import acts as fieldwork
from zhongdu.fieldwork.models import Visit
from zhongdu.record.models import Event
from zhongdu.scope.roles import Role
from zhongdu.service import acts
from zhongdu.service.insuring import insured
from zhongdu.service.models import Insurance

pytestmark = pytest.mark.django_db
RISK = {"risk": "店里养着大狗。", "protection": "两人同行，不进后院。"}


@pytest.fixture(autouse=True)
def midday() -> None:
    clock.travel_to(date(2026, 6, 10))


def insure(place: Place, term: Any, until: date = date(2026, 12, 31)) -> None:
    told = {"insurer": "示例保险", "policy": "P-0001", "since": date(2026, 1, 1), "until": until}
    perform(acts.note_insurance, term, place.officer(Role.LIAISON), **told)


def refused(act: Any, subject: Any, by: Any, **inputs: Any) -> Refused:
    with pytest.raises(Refused) as why:
        perform(act, type(subject).objects.get(pk=subject.pk), by, **inputs)
    return why.value


def note(place: Place, visit: Any, **more: str) -> Any:
    return perform(acts.note_risk, visit, place.officer(Role.CASE_OFFICER), **RISK, **more)


def test_without_insurance_a_risky_task_waits(wushan: Place) -> None:
    term = somebody(wushan)
    me, visit = supervisor(term), note(wushan, assigned(wushan, term))
    assert visit.risk == Visit.Risk.NOTED
    assert "还没有落实保险" in refused(fieldwork.accept_visit, visit, me).says
    assert refused(acts.acknowledge_risk, visit, me).code == "not_now"
    assert refused(acts.settle_risk, visit, wushan.officer(Role.CASE_OFFICER)).clause.path == "17/2"  # type: ignore[union-attr]
    page = signed_in(term.user).get(reverse("phone:visit", kwargs={"number": visit.number})).content.decode()
    assert "先不要去" in page and "我去" not in page


def test_with_insurance_it_is_read_first_and_then_taken_on(wushan: Place) -> None:
    term = somebody(wushan)
    insure(wushan, term)
    me, visit = supervisor(term), note(wushan, assigned(wushan, term))
    assert visit.risk == Visit.Risk.COVERED
    assert "请先读过风险提示" in refused(fieldwork.accept_visit, visit, me).says
    client, address = signed_in(term.user), reverse("phone:acknowledge_risk", kwargs={"number": visit.number})
    page = client.get(address).content.decode()
    for words in (*RISK.values(), "示例保险", "2026年12月31日"):
        assert words in page, words
    assert client.post(address, {"key": "once"}).status_code == 302
    visit.refresh_from_db()
    assert visit.risk == Visit.Risk.READ
    assert perform(fieldwork.accept_visit, visit, me).state == "accepted"


@pytest.mark.clauses("wushan:5")
def test_insurance_is_among_the_conditions_a_bureau_provides(wushan: Place) -> None:
    term = somebody(wushan)
    insure(wushan, term)
    cited = Event.objects.get(docket=term.docket, act="service.note_insurance").clauses
    assert cited == ["volunteer-rules:17/2", "wushan:5"]


def test_an_insurance_noted_later_settles_it(wushan: Place) -> None:
    term = somebody(wushan)
    visit = note(wushan, assigned(wushan, term))
    insure(wushan, term)
    assert perform(acts.settle_risk, visit, wushan.officer(Role.CASE_OFFICER)).risk == Visit.Risk.COVERED


def test_an_officer_may_write_why_none_is_needed(wushan: Place) -> None:
    term = somebody(wushan)
    visit = note(wushan, assigned(wushan, term), no_insurance="本人已随单位投保意外险。")
    assert visit.risk == Visit.Risk.COVERED
    page = signed_in(term.user).get(reverse("phone:acknowledge_risk", kwargs={"number": visit.number}))
    assert "本人已随单位投保意外险" in page.content.decode()
    assert "单位投保" not in str(Event.objects.get(docket=visit.docket, act="service.note_risk").data)


def test_an_insurance_that_ends_before_the_task_does_not_cover_it(wushan: Place) -> None:
    term = somebody(wushan)
    visit = assigned(wushan, term, days=7)
    insure(wushan, term, until=visit.due - timedelta(days=1))
    assert insured(term.pk, clock.today(), visit.due) is None
    assert note(wushan, visit).risk == Visit.Risk.NOTED
    insure(wushan, term, until=visit.due)
    found = insured(term.pk, clock.today(), visit.due)
    assert found is not None and found.until == visit.due, "its last day still counts"


def test_another_supervisors_insurance_covers_nobody_else(wushan: Place) -> None:
    insure(wushan, somebody(wushan, "示例·另一人"))
    assert note(wushan, assigned(wushan, somebody(wushan))).risk == Visit.Risk.NOTED


def test_an_insurance_that_ends_before_it_begins_is_none(wushan: Place) -> None:
    term = somebody(wushan)
    told = {"insurer": "示例保险", "policy": "P-1", "since": date(2026, 2, 1), "until": date(2026, 1, 31)}
    assert (
        refused(acts.note_insurance, term, wushan.officer(Role.LIAISON), **told).code
        == "ends_before_it_begins"
    )


def test_one_policy_is_entered_once_for_all_and_its_number_is_in_the_vault(wushan: Place) -> None:
    people = [somebody(wushan, f"示例·某{n}") for n in range(3)]
    told = {
        "insurer": "示例保险",
        "policy": "团单-77",
        "since": "2026-01-01",
        "until": "2026-12-31",
        "key": "k",
    }
    client = signed_in(wushan.user(Role.LIAISON))
    client.post(reverse("desk:insure_many"), told | {"who": [term.number for term in people]})
    assert Insurance.objects.count() == 3
    assert "团单-77" not in str(list(Event.objects.values_list("data", flat=True)))
    assert vault.read(people[0].number, "policy_number") == {"policy_number": "团单-77"}
    assert "团单-77" in client.get(reverse("desk:insurances")).content.decode()


def test_the_register_of_another_bureau_is_not_shown(wushan: Place, shaoxing: Place) -> None:
    insure(wushan, somebody(wushan))
    page = signed_in(shaoxing.user(Role.LIAISON)).get(reverse("desk:insurances")).content.decode()
    assert "示例保险" not in page


def test_the_database_itself_lets_nobody_take_on_a_risk_unread(wushan: Place) -> None:
    visit = note(wushan, assigned(wushan, somebody(wushan)))
    with pytest.raises(IntegrityError), transaction.atomic(), acting():
        Visit.objects.filter(pk=visit.pk).update(state="accepted")


def test_a_task_without_risk_is_taken_on_as_ever(wushan: Place) -> None:
    term = somebody(wushan)
    assert perform(fieldwork.accept_visit, assigned(wushan, term), supervisor(term)).state == "accepted"
