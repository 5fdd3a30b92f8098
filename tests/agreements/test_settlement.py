"""Whether a code may settle: the very next answer after an act is right, whoever asks, on the day it is asked for."""

import json
from datetime import timedelta
from hashlib import sha256
from typing import Any

import agreeing as at
import pytest
from django.db import connection
from django.test import Client

from world import Place
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.agreements import acts, book
from zhongdu.agreements.models import Agreement, Change, Generation, Hold, SettlementKey
from zhongdu.calendar import clock
from zhongdu.duties.sweep import sweep
from zhongdu.law.choosing import ways
from zhongdu.measures import acts as measures
from zhongdu.record.models import Event
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db
SECRET = "s" * 64


def key(place: Place) -> str:
    number = f"key-{place.bureau.code}"
    perform(
        acts.issue_settlement_key, place.office, place.officer(Role.SYSTEM_ADMIN), name="示例结算系统", number=number,
        digest=sha256(SECRET.encode()).hexdigest(),
    )  # fmt: skip
    return f"{number}.{SECRET}"


def ask(path: str, token: str, **more: Any) -> Any:
    return Client().get(f"/api/v1/settlement{path}", more, HTTP_AUTHORIZATION=f"Bearer {token}")


def answer(code: str, token: str) -> dict[str, Any]:
    got = ask(f"/{code}", token)
    assert got.status_code == 200, got.content
    told: dict[str, Any] = got.json()
    return told


def states(told: dict[str, Any]) -> list[tuple[str, str]]:
    return [(why["state"], why["clause"]) for why in told["why"]]


@pytest.mark.clauses("city:20/1", "city:20/2")
def test_the_next_answer_after_each_act_is_right(city: Place) -> None:
    token, of = key(city), at.institution(city)
    assert states(answer(of.code, token)) == [("no_agreement", "")]
    agreement = at.signed(city, of)
    told, today = answer(of.code, token), clock.today()
    assert (told["may_settle"], told["kinds"]) == (True, ["outpatient"])
    assert (told["since"], told["until"]) == (today.isoformat(), (today + timedelta(days=364)).isoformat())
    at.suspended(city, agreement)
    told = answer(of.code, token)
    assert states(told) == [("suspended", "city:20/1")] and told["why"][0]["cites"].endswith("第二十条第一款")
    with clock.on(today + timedelta(days=31)):
        assert not answer(of.code, token)["may_settle"]  # its day has come, and nobody checked yet
        at.resumed(city, at.afresh(agreement))
        assert answer(of.code, token)["may_settle"]
        at.ended(city, at.afresh(agreement))
        assert states(answer(of.code, token)) == [("ended", "city:20/2.2")]


def test_one_suspended_agreement_stops_only_its_own_kind(city: Place) -> None:
    token, of = key(city), at.institution(city)
    first, _ = at.signed(city, of), at.signed(city, of, "inpatient")
    at.suspended(city, first)
    told = answer(of.code, token)
    assert told["may_settle"] and told["kinds"] == ["inpatient"]


def test_the_day_changes_at_midnight_without_any_act(city: Place) -> None:
    token, of, today = key(city), at.institution(city), clock.today()
    agreement = at.signed(city, of, until=today + 9 * at.DAY)
    at.decided(
        city, agreement, "suspension", suspended_from=today + 2 * at.DAY, suspended_until=today + 4 * at.DAY
    )
    told = answer(of.code, token)
    assert told["may_settle"] and told["until"] == (today + at.DAY).isoformat()
    with clock.on(today + at.DAY):
        assert answer(of.code, token)["may_settle"]
    with clock.on(today + 2 * at.DAY):
        assert states(answer(of.code, token)) == [("suspended", "city:20/1")]
        sweep(clock.today())
        assert at.afresh(agreement).state == Agreement.State.SUSPENDED
    with clock.on(today + 10 * at.DAY):
        sweep(clock.today())
        assert at.afresh(agreement).state == Agreement.State.EXPIRED


def test_two_processes_see_the_same(city: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second process has a book of its own: here the module's is swapped between two."""
    token, of = key(city), at.institution(city)
    agreement = at.signed(city, of)
    assert answer(of.code, token)["may_settle"]
    here, there = book._book, None
    monkeypatch.setattr(book, "_book", there)
    at.suspended(city, agreement)
    assert not answer(of.code, token)["may_settle"]
    monkeypatch.setattr(book, "_book", here)
    assert not answer(of.code, token)["may_settle"]


def test_what_did_not_change_is_not_worked_out_again(city: Place, django_assert_num_queries: Any) -> None:
    token, one, other = key(city), at.institution(city), at.institution(city, "另一家医院")
    at.signed(city, one)
    agreement = at.signed(city, other)
    for of in (one, other):
        answer(of.code, token)
    with django_assert_num_queries(1):  # the generation, and nothing else
        answer(one.code, token)
    at.suspended(city, agreement)
    answer(other.code, token)
    with django_assert_num_queries(1):
        answer(one.code, token)


def test_a_key_that_is_revoked_opens_nothing_from_the_next_question_on(city: Place) -> None:
    token, of = key(city), at.institution(city)
    assert ask(f"/{of.code}", token).status_code == 200
    assert SECRET not in json.dumps(list(SettlementKey.objects.values()), default=str)
    assert SECRET not in json.dumps(list(Event.objects.values_list("data", flat=True)))
    for wrong in ("", "nobody.x", token[:-1] + "t", token.replace(".", "")):
        refused = ask(f"/{of.code}", wrong)
        assert (refused.status_code, refused.json()["code"]) == (401, "no_key")
    number = token.partition(".")[0]
    perform(
        acts.revoke_settlement_key, city.office, city.officer(Role.DECIDER), number=number, reason="换系统。"
    )
    assert ask(f"/{of.code}", token).status_code == 401


def test_many_at_once_and_the_unknown(city: Place) -> None:
    token = key(city)
    codes = [at.signed(city, at.institution(city, f"示例医院{n}")).institution.code for n in range(3)]
    got = Client().post(
        "/api/v1/settlement", json.dumps({"codes": [*codes, 'H"x', codes[0]]}), content_type="application/json",
        HTTP_AUTHORIZATION=f"Bearer {token}",
    )  # fmt: skip
    told = got.json()
    assert [each["code"] for each in told["answers"]] == codes and told["unknown"] == ["Hx"]
    assert all(each["may_settle"] for each in told["answers"])
    assert ask("/H99999999999", token).status_code == 404


def test_the_feed_misses_nothing_and_tells_each_territory_its_own(city: Place, beijing: Place) -> None:
    token, theirs = key(city), key(beijing)
    start = ask("/changes", token).json()["cursor"]
    one, other = at.signed(city), at.signed(city, at.institution(city, "另一家医院"))
    at.suspended(city, one)
    feed = ask("/changes", token, after=start).json()
    assert {each["answer"]["code"]: each["answer"]["may_settle"] for each in feed["changes"]} == {
        one.institution.code: False, other.institution.code: True,
    }  # fmt: skip
    assert ask("/changes", token, after=feed["cursor"]).json()["changes"] == []
    assert ask("/changes", theirs, after=start).json()["changes"] == []
    assert [each.n for each in Change.objects.order_by("n")] == list(range(1, Change.objects.count() + 1))
    assert Generation.objects.get().n == Change.objects.latest("n").n


def test_the_description_for_programs_names_every_field(city: Place) -> None:
    told = Client().get("/api/v1/openapi.json").json()
    assert set(told["paths"]) == {
        "/api/v1/settlement",
        "/api/v1/settlement/changes",
        "/api/v1/settlement/{code}",
    }
    shape = told["components"]["schemas"]["Answer"]["properties"]
    assert set(shape) == set(answer(at.signed(city).institution.code, key(city)))
    assert told["components"]["securitySchemes"]["Key"] == {"type": "http", "scheme": "bearer"}


# --- payments stopped during an inspection ----------------------------------------------------------

STOP = {"suspicion": "同一处方反复结算。", "refused": "进销存账要了三次，没有给。"}


def stop(place: Place, agreement: Agreement, role: Role = Role.AGENCY_OFFICER, **more: str) -> None:
    today = clock.today()
    told = {"way": "approved", "approval": "示例医保批〔2026〕3号"} | more
    told.setdefault("inspection", at.obstructed(place, agreement.institution))
    perform(
        acts.stop_settlement,
        agreement,
        place.officer(role),
        since=today,
        review_on=today + 7 * at.DAY,
        **STOP,
        **told,
    )


@pytest.mark.clauses("city:9/2")
def test_who_does_not_cooperate_is_not_settled_with_while_that_lasts(city: Place) -> None:
    token, of = key(city), at.institution(city)
    agreement, _ = at.signed(city, of), at.signed(city, of, "inpatient")
    stop(city, agreement)
    told = answer(of.code, token)
    assert states(told) == [("not_cooperating", "city:9/2")] and told["kinds"] == []
    assert [row.ground for row in agreement.raised.all()] == ["agreement.ending.obstruction"]
    event = Event.objects.filter(docket=agreement.docket, act="agreements.stop_settlement").get()
    assert "city:9/2" in event.clauses and "fund-regulation:30/1" in event.clauses
    perform(acts.restore_settlement, at.afresh(agreement), at.agency(city), words="账都给了。")
    assert answer(of.code, token)["may_settle"]


@pytest.mark.clauses("city:9/2")
def test_the_agency_alone_only_with_its_reason_and_only_where_the_measure_says_so(
    city: Place, beijing: Place
) -> None:
    agreement = at.signed(city)
    with pytest.raises(Refused) as bare:
        stop(city, agreement, approval="")
    assert bare.value.code == "not_approved"
    with pytest.raises(Refused) as unsaid:
        stop(city, agreement, way="alone", approval="")
    assert unsaid.value.code == "not_said_why" and str(unsaid.value.clause) == "city:9/2"
    stop(city, agreement, way="alone", approval="", why_alone="当天转移账册，来不及报批。")
    assert Hold.objects.get(kind="not_cooperating").alone
    elsewhere = at.signed(beijing)
    with pytest.raises(Refused) as refused:
        stop(beijing, elsewhere, way="alone", approval="", why_alone="来不及。")
    assert refused.value.fields == {"way": "请从给出的选项里选。"}
    stop(beijing, elsewhere, role=Role.DECIDER, approval="")  # the head of the bureau does it in person
    assert Hold.objects.filter(institution=elsewhere.institution).get().clause == "fund-regulation:30/1"


@pytest.mark.clauses("city:9/2")
@pytest.mark.parametrize("goes_by", ["higher", "own"])
def test_once_the_bureau_chose_the_agency_decides_alone_only_by_its_own_text(
    city: Place, goes_by: str
) -> None:
    """By higher law the way is not even offered; by the measure's text the choice stands for the reason, and is cited."""
    [found] = ways(city.law, "settlement.suspension")
    doubt = f"{found.doubt.clause.code}={found.doubt.known_by}"
    chosen = {"doubt": doubt, "goes_by": goes_by, "reason": "局务会议定"}
    perform(measures.settle_doubt, city.office, city.officer(Role.LEGAL_REVIEWER), **chosen)
    agreement = at.signed(city)
    if goes_by == "own":
        stop(city, agreement, way="alone", approval="")
        event = Event.objects.get(docket=agreement.docket, act="agreements.stop_settlement")
        assert Hold.objects.get(kind="not_cooperating").alone and "fund-regulation:30/1" not in event.clauses
    else:
        with pytest.raises(Refused) as refused:
            stop(city, agreement, way="alone", approval="", why_alone="来不及。")
        assert refused.value.fields == {"way": "请从给出的选项里选。"}
        stop(city, agreement)
    clause = {"own": "city:9/2", "higher": "fund-regulation:30/1"}[goes_by]
    assert Hold.objects.get(kind="not_cooperating").clause == clause


def test_it_is_looked_at_again_on_its_day(city: Place) -> None:
    agreement = at.signed(city)
    stop(city, agreement)
    later = clock.today() + 20 * at.DAY
    perform(
        acts.keep_settlement_suspended,
        at.afresh(agreement),
        at.agency(city),
        review_on=later,
        words="还没有给。",
    )
    assert Hold.objects.get(kind="not_cooperating").review_on == later


# --- by its own request ------------------------------------------------------------------------------


def test_own_request_is_asked_for_in_time_and_is_no_suspension_that_counts(city: Place) -> None:
    agreement = at.signed(city)
    asked, since = clock.today(), clock.today() + timedelta(days=120)
    told = {"asked_on": asked, "words": "装修。"}
    with pytest.raises(Refused) as early:
        perform(acts.suspend_on_request, agreement, at.agency(city), since=asked + 9 * at.DAY, **told)
    assert early.value.code == "not_asked_in_time" and str(early.value.clause) == "designation-medical:44"
    with pytest.raises(Refused) as public:
        perform(acts.suspend_on_request, agreement, at.agency(city), since=since, public=True, **told)
    assert public.value.code == "public_may_not"
    perform(acts.suspend_on_request, agreement, at.agency(city), since=since, **told)
    token = key(city)
    assert answer(agreement.institution.code, token)["may_settle"]
    with clock.on(since):
        assert states(answer(agreement.institution.code, token))[0][0] == "own_request"
    assert not agreement.measures.exists()


def test_the_quick_way_and_the_ordinary_one_say_the_same(city: Place, settings: Any) -> None:
    token, of = key(city), at.institution(city)
    at.suspended(city, at.signed(city, of))
    asked = [
        (f"/{of.code}", token),
        ("/H99999999999", token),
        (f"/{of.code}", "nobody.x"),
        ("/changes", token),
    ]
    quick = [ask(*each) for each in asked]
    settings.MIDDLEWARE = [each for each in settings.MIDDLEWARE if each != "zhongdu.api.settlement.ahead"]
    for fast, slow in zip(quick, [ask(*each) for each in asked], strict=True):
        assert (fast.status_code, fast.json(), fast["Content-Type"]) == (
            slow.status_code,
            slow.json(),
            slow["Content-Type"],
        )
        assert (
            fast["X-Content-Type-Options"] == "nosniff" and fast["Content-Length"] == slow["Content-Length"]
        )


@pytest.mark.django_db(transaction=True)
def test_a_line_that_died_is_opened_anew_and_the_answer_is_right(city: Place) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no line that could die")
    token, of = key(city), at.institution(city)
    at.signed(city, of)
    assert answer(of.code, token)["may_settle"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    other = connection.copy("another")
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [pid])
    other.close()
    assert answer(of.code, token)["may_settle"]
