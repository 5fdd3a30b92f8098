"""What is done under the powers of the law: each with time, people, clause; demands item by item; who helps."""

from datetime import timedelta
from typing import Any

import pytest
from inspecting import City, begun, fresh, now, officers, refused

from zhongdu.acts.performing import perform
from zhongdu.calendar import clock
from zhongdu.duties.sweep import sweep
from zhongdu.inspections import acts, queries
from zhongdu.messages.models import Message
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("act", "clause", "more"),
    [
        pytest.param(acts.enter_premises, "city:8.1", {}, marks=pytest.mark.clauses("city:8.1")),
        pytest.param(acts.copy_material, "city:8.2", {}, marks=pytest.mark.clauses("city:8.2")),
        pytest.param(
            acts.question_people, "city:8.3", {"person": "示例店员"}, marks=pytest.mark.clauses("city:8.3")
        ),
        pytest.param(
            acts.take_other_measure,
            "city:8.5",
            {"basis": "某法第某条"},
            marks=pytest.mark.clauses("city:8.5", "city:6.4"),
        ),
    ],
)
def test_each_measure_stands_on_its_clause_with_time_and_people(
    city: City, act: object, clause: str, more: dict[str, str]
) -> None:
    made, one, two = begun(city)
    perform(act, made, one, taken_at=now(), officers=officers(one, two), words="看了货架。", **more)  # type: ignore[arg-type]
    event = made.docket.events.order_by("-seq").first()
    assert clause in event.clauses
    row = made.measures.get()
    assert row.officers == [one.user_id, two.user_id] and row.taken_at is not None


@pytest.mark.clauses("city:6.2", "city:8.1")
def test_nobody_goes_in_alone_or_before_the_papers_were_shown(city: City) -> None:
    made, one, two = begun(city)
    alone = refused(
        lambda: perform(acts.enter_premises, made, one, taken_at=now(), officers=officers(one), words="看。")
    )
    assert (alone.code, str(alone.clause)) == ("too_few", "city:6.2")
    early = now() - timedelta(hours=3)
    both = officers(one, two)
    assert (
        refused(
            lambda: perform(acts.enter_premises, made, one, taken_at=early, officers=both, words="看。")
        ).code
        == "wrong_time"
    )


# --- demands ---------------------------------------------------------------------------------------------


def demanded(made: Any, one: Any, days: int = 5, **more: Any) -> Any:
    given = {
        "things": "3月进销存台账\n\n收银系统导出明细\n情况说明", "until": clock.today() + timedelta(days=days), "receiver": "示例店长",
        "officers": [str(each.user_id) for each in made.members.all()],
    }  # fmt: skip
    return perform(acts.demand_documents, made, one, **{**given, **more})


@pytest.mark.clauses("city:6.2", "city:8.3")
def test_documents_are_demanded_by_two_and_the_record_says_by_whom(city: City) -> None:
    made, one, two = begun(city)
    alone = refused(lambda: demanded(made, one, officers=officers(one)))
    assert (alone.code, str(alone.clause)) == ("too_few", "city:6.2")
    demanded(made, one)
    assert made.demands.get().officers == [one.user_id, two.user_id]


@pytest.mark.clauses("city:8.3", "city:9/1")
def test_of_each_thing_demanded_the_record_says_whether_it_was_given(city: City) -> None:
    made, one, _ = begun(city)
    demanded(made, one)
    (told,) = queries.demands(made)
    assert [item.says for item in told.items] == ["3月进销存台账", "收银系统导出明细", "情况说明"]
    first, second, third = (str(item.row.pk) for item in told.items)
    perform(acts.note_documents, made, one, things=[first], given="whole", words="台账一本。")
    perform(acts.note_documents, made, one, things=[second], given="partly", words="只给了半个月。")
    perform(acts.note_documents, made, one, things=[third], given="not", words="说不写。")
    (told,) = queries.demands(made)
    assert [(item.row.given, item.heard) for item in told.items] == [
        ("whole", "台账一本。"), ("partly", "只给了半个月。"), ("not", "说不写。"),
    ]  # fmt: skip
    assert not told.late(told.row.until) and told.late(told.row.until + timedelta(days=1))


@pytest.mark.clauses("city:9/1")
def test_the_team_is_reminded_once_the_day_before(city: City) -> None:
    made, one, two = begun(city)
    demanded(made, one, days=5)
    for days, told in ((3, 0), (4, 2), (5, 2)):
        sweep(clock.today() + timedelta(days=days))
        assert (
            Message.objects.filter(kind="work.inspection_due", user_id__in=[one.user_id, two.user_id]).count()
            == told
        )


def test_who_is_not_of_the_team_demands_nothing(city: City) -> None:
    made, *_ = begun(city)
    other = city.inspector(city.east, "other")
    assert refused(lambda: demanded(made, other)).code == "not_of_the_team"


# --- third parties ---------------------------------------------------------------------------------------


@pytest.mark.clauses("city:8.4")
@pytest.mark.parametrize("sort", ["insurer", "accountant", "expert"])
def test_a_third_party_is_engaged_under_contract_secret_and_free_of_interests(city: City, sort: str) -> None:
    made, *_ = begun(city)
    by, today = city.east.officer(Role.CASE_OFFICER), clock.today()
    given = {
        "sort": sort, "name": "示例会计师事务所", "contract": "2026-1", "secrecy_on": today, "until": today + timedelta(days=30),
        "words": "核对进销存。",
    }  # fmt: skip
    assert refused(lambda: perform(acts.engage_third_party, made, by, **given)).code == "not_free"
    late = {**given, "secrecy_on": today + timedelta(days=1)}
    assert (
        refused(lambda: perform(acts.engage_third_party, made, by, free=True, **late)).code
        == "not_signed_yet"
    )
    perform(acts.engage_third_party, made, by, free=True, **given)
    assert fresh(made).third_parties.get().sort == sort
    assert "city:8.4" in made.docket.events.order_by("-seq").first().clauses
