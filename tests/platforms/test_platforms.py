"""Another platform pushes tasks in and is told the results: over real HTTP, every request signed, none taken twice."""

from base64 import b64decode
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from other_side import OtherSide, listening

from every_kind import list_of_each
from watching import appoint, institution, signed_in, supervisor
from world import Place
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.calendar import clock
from zhongdu.duties.sweep import sweep
from zhongdu.fieldwork import acts as fieldwork
from zhongdu.fieldwork import checklists
from zhongdu.fieldwork.drafting import Raw
from zhongdu.messages.wire import BACKOFF, next_try, signed
from zhongdu.platforms import acts
from zhongdu.platforms.models import Delivery, Errand, Nonce, Platform
from zhongdu.platforms.queries import results_of, secret_of
from zhongdu.platforms.rules import WINDOW, same, within_window
from zhongdu.platforms.telling import deliver
from zhongdu.scope.roles import Role

TODAY = clock.today
SHELF = Raw(name="shelf", text="拍货架", kind="photo", required=True)
HERE = Raw(name="here", text="在哪里", kind="place", required=True)
PNG = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)


def connected(place: Place, **more: Any) -> Platform:
    told = {"name": "示例四平台", "digest": "sm3", **more}
    made: Platform = perform(acts.connect_platform, place.office, place.officer(Role.SYSTEM_ADMIN), **told)
    return made


def client(server: Any, platform: Platform) -> OtherSide:
    return OtherSide(server.url, platform.key, secret_of(platform), platform.digest)


def task(**more: Any) -> dict[str, Any]:
    return {
        "id": "T-1",
        "institution": "示例大药房",
        "due": (TODAY() + timedelta(days=9)).isoformat(),
        "words": "去看看",
        **more,
    }


def assigned(place: Place, errand: Errand, term: Any, shop: Any, way: str = "open") -> Any:
    return perform(
        acts.assign_errand, errand, place.officer(Role.CASE_OFFICER), supervisor=term.number, institution=shop.code, way=way,
        checklist=checklists.offered(place.law, place.bureau, "pharmacy")[0].name, due=errand.due,
    )  # fmt: skip


# --- pushing and asking -----------------------------------------------------------------------------------


@pytest.mark.clauses("shaoxing:7")
@pytest.mark.parametrize("digest", ["sm3", "sha256"])
def test_a_task_comes_in_becomes_a_visit_and_its_result_is_told(
    shaoxing: Place, live_server: Any, digest: str
) -> None:
    platform = connected(shaoxing, digest=digest)
    other = client(live_server, platform)
    assert other.push(**task())[0] == 200
    errand = Errand.objects.get()
    term, shop = appoint(shaoxing), institution(shaoxing)
    visit = assigned(shaoxing, errand, term, shop)
    assert other.result("T-1")[1]["state"] == "assigned"
    me = supervisor(term)
    perform(fieldwork.accept_visit, visit, me)
    answers = {
        q.name: (q.trouble or q.options)[0] for q in checklists.rule_of(visit).questions if q.kind == "choice"
    }
    perform(fieldwork.record_visit, visit, me, done_at=clock.now(), answers=answers, signature="示例")
    told = other.result("T-1")[1]
    assert (told["state"], told["trouble"], told["id"]) == ("done", True, "T-1")
    assert "示例" not in str(told), "who went is nobody's business there"


@pytest.mark.django_db(transaction=True)
def test_what_was_brought_for_each_question_is_named_and_never_where(
    shaoxing: Place, live_server: Any, django_assert_max_num_queries: Any
) -> None:
    other = client(live_server, platform := connected(shaoxing))
    term, shop = appoint(shaoxing), institution(shaoxing)
    own = list_of_each(shaoxing, SHELF, HERE)
    photo = SimpleUploadedFile("a.png", PNG)
    here = {"at": 1, "latitude": 30.0, "longitude": 120.58, "accuracy": 12.0}
    for name in ("T-1", "T-2", "T-3"):
        other.push(**task(id=name))
        errand = Errand.objects.get(outside=name)
        visit = perform(
            acts.assign_errand, errand, shaoxing.officer(Role.CASE_OFFICER), supervisor=term.number,
            institution=shop.code, way="open", checklist=own.concept, due=errand.due,
        )  # fmt: skip
        perform(fieldwork.accept_visit, visit, me := supervisor(term))
        photo.seek(0)
        perform(
            fieldwork.record_visit, visit, me, done_at=clock.now(), signature="示例", photos=[photo],
            photos_of=["shelf"], places={"here": here},
        )  # fmt: skip
    told = other.result("T-1")[1]["brought"]
    assert told == [
        {"question": "拍货架", "kind": "photo", "count": 1, "sha256": [sha256(PNG).hexdigest()]},
        {"question": "在哪里", "kind": "place", "count": 1, "sha256": []},
    ]
    assert "120.58" not in str(told)
    with django_assert_max_num_queries(40) as one:
        results_of(Errand.objects.filter(platform=platform, outside="T-1"))
    with django_assert_max_num_queries(len(one.captured_queries) + 4):  # of the visits themselves
        results_of(Errand.objects.filter(platform=platform).select_related("docket", "visit__docket"))


@pytest.mark.django_db(transaction=True)
def test_the_same_task_twice_is_one(shaoxing: Place, live_server: Any) -> None:
    other = client(live_server, connected(shaoxing))
    first, again = other.push(**task()), other.push(**task(words="别的话"))
    assert first == again and Errand.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_request_is_taken_once_and_only_near_its_time(shaoxing: Place, live_server: Any) -> None:
    other = client(live_server, connected(shaoxing))
    headers = other.signed("GET", "/api/platforms/v1/tasks", b"")
    assert other.ask("GET", "/tasks", **headers)[0] == 200
    assert other.ask("GET", "/tasks", **headers)[0] == 401, "replayed"
    late = other.signed("GET", "/api/platforms/v1/tasks", b"", at=int(clock.now().timestamp()) - WINDOW - 5)
    assert other.ask("GET", "/tasks", **late)[0] == 401


@pytest.mark.django_db(transaction=True)
def test_whatever_is_not_signed_so_is_refused_alike(shaoxing: Place, live_server: Any) -> None:
    platform = connected(shaoxing)
    other = client(live_server, platform)
    answers = [
        OtherSide(live_server.url, platform.key, "wrong").result("T-1"),
        OtherSide(live_server.url, "nobody", other.secret).result("T-1"),
        OtherSide(live_server.url, platform.key, other.secret, "sha256").result("T-1"),
        other.ask("GET", "/tasks", **{"X-Zhongdu-Nonce": "other-nonce-1"}),
        other.ask("POST", "/tasks", b"{}", **other.signed("POST", "/api/platforms/v1/tasks", b"{ }")),
    ]
    assert {status for status, _ in answers} == {401}
    assert len({str(told) for _, told in answers}) == 1, "a guesser learns nothing from the words"


@pytest.mark.django_db(transaction=True)
def test_bad_tasks_are_told_field_by_field_and_leave_nothing(shaoxing: Place, live_server: Any) -> None:
    other = client(live_server, connected(shaoxing))
    status, told = other.push(**task(due="明天"))
    assert (status, list(told["fields"])) == (422, ["due"])
    status, told = other.push(**task(due=(TODAY() - timedelta(days=1)).isoformat()))
    assert (status, told["code"]) == (409, "due_in_the_past")
    assert other.push(**task(id="", institution=""))[0] == 422
    assert other.ask("POST", "/tasks", b"not json")[0] in {400, 422}
    assert not Errand.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_platform_sees_its_own_tasks_only_in_the_order_they_came(shaoxing: Place, live_server: Any) -> None:
    one, other = (
        client(live_server, connected(shaoxing)),
        client(live_server, connected(shaoxing, name="另一个")),
    )
    for number in range(3):
        one.push(**task(id=f"T-{number}"))
    assert other.result("T-1")[0] == 404 and other.ask("GET", "/tasks")[1] == []
    assert [each["id"] for each in one.ask("GET", "/tasks?after=T-0")[1]] == ["T-1", "T-2"]


@pytest.mark.django_db(transaction=True)
def test_a_stopped_platform_or_an_old_secret_gets_nothing(shaoxing: Place, live_server: Any) -> None:
    platform = connected(shaoxing)
    old = client(live_server, platform)
    perform(acts.renew_secret, platform, shaoxing.officer(Role.DECIDER))
    assert old.result("T-1")[0] == 401
    new = client(live_server, platform)
    assert new.result("T-1")[0] == 404
    perform(acts.stop_platform, Platform.objects.get(), shaoxing.officer(Role.DECIDER), reason="试完了")
    assert new.result("T-1")[0] == 401


# --- being told -------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_the_platform_is_told_at_every_turn_and_its_silence_is_tried_again(
    shaoxing: Place, live_server: Any
) -> None:
    with listening() as ear:
        platform = connected(shaoxing, webhook=ear.address)
        ear.secret = secret_of(platform)
        client(live_server, platform).push(**task())
        term, shop = appoint(shaoxing), institution(shaoxing)
        visit = assigned(shaoxing, Errand.objects.get(), term, shop)
        ear.answers = [503]
        perform(fieldwork.accept_visit, visit, supervisor(term))
        assert [message["says"] for message in ear.heard] == ["assigned"]
        waiting = Delivery.objects.get(delivered_at=None)
        assert (waiting.tries, waiting.failed) == (1, "对方答复 503") and waiting.next_at
        deliver.call(waiting.pk)
        deliver.call(waiting.pk)
        assert [message["says"] for message in ear.heard] == ["assigned", "accepted"], "and once is enough"


@pytest.mark.django_db(transaction=True)
def test_a_task_given_back_says_why(shaoxing: Place, live_server: Any) -> None:
    with listening() as ear:
        platform = connected(shaoxing, webhook=ear.address)
        ear.secret = secret_of(platform)
        other = client(live_server, platform)
        other.push(**task())
        perform(acts.return_errand, Errand.objects.get(), shaoxing.officer(Role.LIAISON), reason="不在本辖区")
        assert ear.heard[0]["task"]["reason"] == other.result("T-1")[1]["reason"] == "不在本辖区"


@pytest.mark.django_db(transaction=True)
def test_nobody_listening_keeps_no_act_waiting_and_in_the_end_we_give_up(
    shaoxing: Place, live_server: Any
) -> None:
    platform = connected(shaoxing, webhook="http://127.0.0.1:9/")
    client(live_server, platform).push(**task())
    perform(acts.return_errand, Errand.objects.get(), shaoxing.officer(Role.LIAISON), reason="不在本辖区")
    waiting = Delivery.objects.get()
    for _ in BACKOFF:
        deliver.call(waiting.pk)
    waiting.refresh_from_db()
    assert (waiting.tries, waiting.next_at, waiting.delivered_at) == (len(BACKOFF) + 1, None, None)


# --- on the desk ------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_secret_is_shown_once_to_whoever_made_it(shaoxing: Place) -> None:
    platform = connected(shaoxing)
    address = reverse("desk:platform", kwargs={"number": platform.number})
    admin = signed_in(shaoxing.user(Role.SYSTEM_ADMIN))
    other = signed_in(shaoxing.user(Role.DECIDER))
    assert secret_of(platform) not in other.get(address).content.decode()
    assert secret_of(platform) in admin.get(address).content.decode()
    assert secret_of(platform) not in admin.get(address).content.decode()


@pytest.mark.django_db
def test_an_address_is_an_address(shaoxing: Place) -> None:
    with pytest.raises(Refused, match="网址"):
        connected(shaoxing, webhook="file:///etc/passwd")


@pytest.mark.django_db
def test_a_covert_errand_is_hidden_with_its_visit(shaoxing: Place) -> None:
    from zhongdu.scope.actor import SYSTEM

    platform = connected(shaoxing)
    errand = perform(
        acts.take_errand,
        platform,
        SYSTEM,
        outside="T-9",
        institution="示例大药房",
        due=TODAY() + timedelta(days=9),
    )
    visit = assigned(shaoxing, errand, appoint(shaoxing), institution(shaoxing), way="covert")
    page = signed_in(shaoxing.user(Role.LIAISON)).get(
        reverse("desk:errand", kwargs={"number": errand.number})
    )
    assert page.status_code == 404 and visit.way == "covert"
    assert (
        errand.number
        not in signed_in(shaoxing.user(Role.LIAISON)).get(reverse("desk:errands")).content.decode()
    )
    platform_page = signed_in(shaoxing.user(Role.LIAISON)).get(
        reverse("desk:platform", kwargs={"number": platform.number})
    )
    assert errand.number not in platform_page.content.decode()


@pytest.mark.django_db
def test_nonces_are_not_kept_for_ever(shaoxing: Place) -> None:
    platform = connected(shaoxing)
    Nonce.objects.create(platform=platform, nonce="old-nonce", at=clock.now() - timedelta(seconds=4 * WINDOW))
    Nonce.objects.create(platform=platform, nonce="new-nonce", at=clock.now())
    sweep(TODAY())
    assert [each.nonce for each in Nonce.objects.all()] == ["new-nonce"]


# --- pure -------------------------------------------------------------------------------------------------

part = st.text(st.characters(codec="ascii", exclude_characters="\n\r"), min_size=1, max_size=20)


@given(part, part, st.binary(max_size=40), st.sampled_from(["sm3", "sha256"]), st.data())
def test_any_change_changes_the_signature(
    path: str, nonce: str, body: bytes, digest: str, data: st.DataObject
) -> None:
    told = {"method": "POST", "path": path, "time": "1", "nonce": nonce, "body": body}
    mine = signed("secret", digest, **told)  # type: ignore[arg-type]
    assert same(mine, signed("secret", digest, **told))  # type: ignore[arg-type]
    name = data.draw(st.sampled_from([*told]))
    other = {**told, name: b"changed" + body if name == "body" else f"{told[name]}x"}
    assert not same(mine, signed("secret", digest, **other))  # type: ignore[arg-type]
    assert not same(mine, signed("other", digest, **told))  # type: ignore[arg-type]


@given(st.integers(-10_000, 10_000))
def test_only_near_times_are_taken(apart: int) -> None:
    assert within_window(str(2_000_000_000 + apart), 2_000_000_000) == (abs(apart) <= WINDOW)


@pytest.mark.parametrize("time", ["", "-5", "1e9", "二〇二六", "9" * 13])
def test_what_is_no_time_is_not_near(time: str) -> None:
    assert not within_window(time, 2_000_000_000)


def test_tries_come_further_and_further_apart_and_end() -> None:
    waits = [next_try(tries) for tries in range(1, len(BACKOFF) + 2)]
    assert waits[-1] is None and waits[:-1] == sorted(filter(None, waits[:-1]))
