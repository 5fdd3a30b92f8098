"""From the phone to the record: whatever happens on the way, one visit with all its parts, once."""

import re
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pocket import ANSWERS, PIECE, Phone, capture, jpeg, now, package, webm

from every_kind import list_of_each
from zhongdu import vault
from zhongdu.acts.models import Deed
from zhongdu.acts.performing import perform
from zhongdu.calendar import clock
from zhongdu.duties.models import Duty
from zhongdu.duties.sweep import sweep
from zhongdu.fieldwork import acts, media, photographs
from zhongdu.fieldwork.queries import Visit
from zhongdu.files.storage import evidence
from zhongdu.record.models import Event
from zhongdu.record.verifying import breaks
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def appointment(shaoxing, serving):
    return serving(shaoxing)


@pytest.fixture
def ask(shaoxing, appointment, institution):
    """``ask()``: one more visit that is asked of the supervisor."""
    place = institution(shaoxing)

    def make(**more: Any) -> Visit:
        told = {"way": "open", "checklist": "checklist.annex2", "due": clock.today() + timedelta(days=7)}
        return perform(
            acts.assign_visit,
            appointment,
            shaoxing.officer(Role.CASE_OFFICER),
            institution=place.code,
            **told | more,
        )

    return make


@pytest.fixture
def of_each(shaoxing):
    """A list in use that asks one question of each kind."""
    return list_of_each(shaoxing)


@pytest.fixture
def phone(appointment, signed_in) -> Phone:
    made = Phone(signed_in(appointment.user))
    made.bag()
    return made


def recorded(visit: Visit) -> list[Event]:
    return list(Event.objects.filter(docket=visit.docket_id, act="fieldwork.record_visit"))


# --- the bag -----------------------------------------------------------------------------------------


def test_the_bag_holds_what_a_day_out_needs(ask, phone, institution, shaoxing):
    asked = ask(words="请看看收银台")
    bag = phone.bag()
    [visit] = bag["visits"]
    assert (visit["number"], visit["institution"]["name"], visit["words"]) == (
        asked.number,
        "示例大药房",
        "请看看收银台",
    )
    assert [question["name"] for question in visit["checklist"]["questions"]][:2] == [
        "other_goods",
        "two_prices",
    ]
    assert {each["name"] for each in bag["choosing"]["institutions"]} == {"示例大药房"}
    assert abs(bag["now"] - now()) < 5_000 and bag["keeps"] == 7
    assert "示范施行" in bag["demonstration"]


def test_the_bag_asks_no_more_for_more_visits(ask, phone, django_assert_max_num_queries):
    ask()
    with django_assert_max_num_queries(60) as one:
        phone.bag()
    for _ in range(4):
        ask()
    with django_assert_max_num_queries(len(one.captured_queries)):
        phone.bag()


def test_a_bag_is_for_those_who_serve(shaoxing, signed_in, client):
    assert client.get("/my/field/bag/").status_code == 302
    officer = signed_in(shaoxing.user(Role.CASE_OFFICER))
    assert officer.get("/my/field/bag/").status_code == 403


# --- the way of the law ------------------------------------------------------------------------------


@pytest.mark.clauses("shaoxing:7", "shaoxing:annex2", "shaoxing:10")
def test_a_visit_is_recorded_from_a_package(ask, phone):
    visit, picture = ask(), phone.holds(jpeg())
    phone.send(picture["part"])
    answer = phone.hand_in(sent := package(visit, picture))
    assert answer.json() == {"visit": visit.number, "version": 1}
    visit.refresh_from_db()
    assert (visit.state, visit.trouble, visit.answers["other_goods"]) == ("done", True, "存在")
    assert visit.done_at == clock.now().fromtimestamp(
        sent["capture"]["clock"]["begun_at"] / 1000, clock.CHINA
    )
    kept = vault.read(visit.number, "visit_words", "signature", "visit_capture")
    assert kept["visit_words"] == {"other_problems": "收银台有洗衣液"} and kept["signature"] == "张示例"
    assert kept["visit_capture"]["clock"]["sending"] == pytest.approx(0, abs=5_000)
    [photo] = photographs.of(visit.number)
    assert photo.blob.sha256 == picture["sha256"], "hashed on the phone, and again here"
    [event] = recorded(visit)
    assert event.data["photos"] == [[photo.public_id, photo.blob.sm3]]
    assert "洗衣液" not in str(event.data) and list(breaks()) == []
    assert phone.got(picture["part"]) == 0, "a part is gone once it has arrived"


@pytest.mark.clauses("shaoxing:4.4")
def test_a_visit_of_ones_own_accord_is_chosen_and_recorded_at_once(phone, appointment, institution, shaoxing):
    chosen = {
        "appointment": appointment.number, "institution": institution(shaoxing).code, "way": "open",
        "checklist": "checklist.annex2",
    }  # fmt: skip
    sent = package(None, chosen=chosen)
    first, again = phone.hand_in(sent).json(), phone.hand_in(sent).json()
    assert first == again
    [visit] = Visit.objects.filter(work=Visit.Work.SELF_CHOSEN)
    assert (visit.number, visit.state) == (first["visit"], "done")


def test_recordings_are_kept_with_the_visit(ask, phone):
    visit = ask()
    sound = phone.holds(webm(0), "sound")
    phone.send(sound["part"])
    assert phone.hand_in(package(visit, sound)).status_code == 200
    assert [each.blob.sha256 for each in media.of(visit.number)] == [sound["sha256"]]


# --- any order of cuts and repeats -------------------------------------------------------------------

TRIES = st.lists(
    st.one_of(
        st.tuples(st.just("piece"), st.integers(0, 3), st.integers(0, 4)),
        st.tuples(st.just("lost answer"), st.integers(0, 3), st.integers(0, 4)),
        st.just(("hand in",)),
        st.just(("signed out",)),
    ),
    max_size=14,
)


@given(tries=TRIES)
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_order_of_cuts_kills_and_retries_ends_with_exactly_one_visit(tries, ask, phone, client, of_each):
    visit = ask(checklist=of_each.concept)
    pieces = [
        phone.holds(jpeg("red"), question="shelf"), phone.holds(jpeg("blue")),
        phone.holds(webm(1), "sound", question="talk"), phone.holds(webm(2), "video", question="walk"),
    ]  # fmt: skip
    here = {"at": now(), "latitude": 30.0, "longitude": 120.5, "accuracy": 9.0, "question": "here"}
    told = capture(pieces, fixes=[here], place="taken")
    sent, deeds = package(visit, answers={"swapped": "未发现"}, notes={}, capture=told), Deed.objects.count()
    for what, *which in tries:
        if what in {"piece", "lost answer"}:  # out of order, repeated, of parts that arrived long ago
            number, place = pieces[which[0]]["part"], which[1]
            offset = min(place * PIECE, len(phone.held[number]) - 1)
            assert phone.piece(number, offset).status_code in {200, 409, 422}
        elif what == "hand in":
            assert phone.hand_in(sent).status_code in {200, 409}
        else:
            assert Phone(client, phone.owner).hand_in(sent).status_code == 302
    if phone.hand_in(sent).status_code == 409:  # in the end there is a network
        for piece in pieces:
            phone.send(piece["part"])
    answers = [phone.hand_in(sent).json() for _ in range(2)]
    assert answers == [{"visit": visit.number, "version": 1}] * 2
    visit.refresh_from_db()
    assert visit.state == "done" and len(recorded(visit)) == 1
    kept = [*photographs.of(visit.number), *media.of(visit.number)]
    assert sorted((each.blob.sha256, each.under) for each in kept) == sorted(
        (each["sha256"], each.get("question", "")) for each in pieces
    )
    assert vault.read(visit.number, "visit_places")["visit_places"] == {"here": here}
    assert Deed.objects.count() == deeds + 2, "taken on, and recorded"


# --- what is refused ---------------------------------------------------------------------------------


def test_a_piece_that_does_not_continue_is_told_where_to_go_on(phone):
    picture = phone.holds(jpeg())
    assert phone.piece(picture["part"], 0).json() == {"offset": PIECE}
    again = phone.piece(picture["part"], 0)
    assert (again.status_code, again.json()["offset"]) == (409, PIECE)
    assert phone.piece(picture["part"], 2 * PIECE).json()["offset"] == PIECE


def test_what_was_damaged_on_the_way_is_asked_for_again(phone, django_capture_on_commit_callbacks):
    picture = phone.holds(jpeg())
    right, number = phone.held[picture["part"]], picture["part"]
    headers = {"Upload-Digest": picture["sha256"]}
    phone.held[number] = bytes(len(right))
    with django_capture_on_commit_callbacks(execute=True):
        for offset in range(0, len(right), PIECE):
            last = phone.piece(number, offset, **headers)
    assert (last.status_code, last.json()["code"]) == (409, "damaged")
    assert phone.got(number) == 0 and not evidence().exists(
        f"parts/{phone.client.session['_auth_user_id']}/{number}/0"
    )
    phone.held[number] = right
    phone.send(number)
    assert phone.got(number) == len(right)


@pytest.mark.parametrize(
    "headers",
    [
        {"Upload-Offset": "x"},
        {"Upload-Length": "-1"},
        {"Upload-Length": str(10**12)},
        {"Upload-Digest": "no"},
    ],
    ids=lambda one: next(iter(one)),
)
def test_a_part_that_says_nonsense_is_refused(phone, headers):
    assert phone.piece(phone.holds(jpeg())["part"], 0, **headers).status_code in {400, 422}


def test_nobody_takes_more_room_than_there_is(phone, monkeypatch):
    monkeypatch.setattr("zhongdu.fieldwork.parts.MOST", 1)
    assert phone.piece(phone.holds(jpeg())["part"], 0).status_code == 200
    full = phone.piece(phone.holds(jpeg("blue"))["part"], 0)
    assert full.status_code == 422 and "太多" in full.json()["says"]


def test_a_part_is_its_owners(phone, serving, shaoxing, signed_in, ask):
    other = Phone(signed_in(serving(shaoxing, "王示例").user))
    other.bag()
    picture = phone.holds(jpeg())
    phone.send(picture["part"])
    assert other.got(picture["part"]) == 0
    other.held = phone.held
    assert other.piece(picture["part"], 0).json()["code"] == "another"


def test_another_account_on_the_same_phone_sends_nothing(phone, serving, shaoxing, signed_in, ask):
    visit = ask()
    other = Phone(signed_in(serving(shaoxing, "王示例").user), phone.owner)
    answer = other.hand_in(package(visit))
    assert (answer.status_code, answer.json()["code"]) == (409, "another_account")
    visit.refresh_from_db()
    assert visit.state == "assigned"


@pytest.mark.parametrize(
    "wrong",
    [
        {"id": "x"}, {"answers": []}, {"extra": 1}, {"capture": {}}, {"visit": "x" * 200}, {"signature": "\x00"},
        {"capture": capture(codes=["123"])}, {"capture": capture(fixes=[{"at": 1, "latitude": 999, "longitude": 0, "accuracy": 1}])},
    ],
    ids=["id", "answers", "extra", "no capture", "visit", "signature", "code", "place"],
)  # fmt: skip
def test_a_package_that_is_none_is_refused_in_a_sentence(phone, ask, wrong):
    answer = phone.hand_in({**package(ask()), **wrong})
    assert answer.status_code in {400, 422} and answer.json()["says"]


def test_what_the_act_refuses_is_said_and_nothing_is_half_done(phone, appointment, institution, shaoxing):
    chosen = {
        "appointment": appointment.number, "institution": institution(shaoxing).code, "way": "open",
        "checklist": "checklist.annex2",
    }  # fmt: skip
    answer = phone.hand_in(package(None, chosen=chosen, signature="李四"))
    assert answer.status_code == 422 and "本人的姓名" in answer.json()["fields"]["signature"]
    assert not Visit.objects.exists(), "the choice is undone with the record"


def test_a_cancelled_visit_is_not_recorded(phone, ask, shaoxing):
    visit = ask()
    perform(acts.cancel_visit, visit, shaoxing.officer(Role.CASE_OFFICER), words="机构停业")
    answer = phone.hand_in(package(visit))
    assert answer.status_code == 422 and "已取消" in answer.json()["says"]


# --- later -------------------------------------------------------------------------------------------


def test_the_original_follows_and_is_the_one_that_was_promised(ask, phone):
    visit, whole = ask(), phone.holds(jpeg(size=(1600, 1200)))
    copy = phone.holds(jpeg(), original=whole["sha256"])
    phone.send(copy["part"])
    sent = package(visit, copy)
    phone.hand_in(sent)
    [event] = recorded(visit)
    assert event.data["to_follow"] == [[whole["sha256"], copy["sha256"]]]

    def bring(digest: str, part: str) -> Any:
        told = {"package": sent["id"], "original": digest, "part": part}
        return phone.client.post(
            "/my/field/originals/", told, "application/json", headers={"Field-Owner": phone.owner}
        )

    assert bring(whole["sha256"], whole["part"]).status_code == 409, "not there yet"
    phone.send(whole["part"])
    assert bring("0" * 64, whole["part"]).status_code == 422, "never promised"
    assert bring(whole["sha256"], whole["part"]).status_code == 200
    assert [each.blob.sha256 for each in media.originals(visit.number)] == [whole["sha256"]]
    phone.send(whole["part"])
    assert bring(whole["sha256"], whole["part"]).status_code == 200, "again is no mistake"
    assert media.originals(visit.number).count() == 1


def test_what_was_never_finished_is_swept_after_a_fortnight(phone):
    picture = phone.holds(jpeg())
    phone.piece(picture["part"], 0)
    sweep(clock.today() + timedelta(days=13))
    assert phone.got(picture["part"]) == PIECE
    sweep(clock.today() + timedelta(days=15))
    assert phone.got(picture["part"]) == 0


# --- two devices -------------------------------------------------------------------------------------


@pytest.mark.clauses("shaoxing:7")
def test_two_devices_that_disagree_are_shown_side_by_side(ask, phone, appointment, signed_in, shaoxing):
    visit, other = ask(), Phone(signed_in(appointment.user))
    other.bag()
    phone.hand_in(package(visit))
    picture = other.holds(jpeg("green"))
    other.send(picture["part"])
    second = package(
        visit, picture, answers={**ANSWERS, "two_prices": "不一致"}, notes={"other_problems": "另有赠品"}
    )
    assert other.hand_in(second).json() == {"visit": visit.number, "version": 2}
    assert other.hand_in(second).json() == {"visit": visit.number, "version": 2}, "again is the same"
    visit.refresh_from_db()
    assert visit.answers["two_prices"] == "一致", "nothing is overwritten"
    assert vault.read(visit.number, "visit_words")["visit_words"] == {"other_problems": "收银台有洗衣液"}
    for client, face in ((signed_in(shaoxing.user(Role.CASE_OFFICER)), "desk"), (phone.client, "my")):
        page = client.get(f"/{face}/visits/{visit.number}/").content.decode()
        assert "不一致" in page and "另有赠品" in page and "收银台有洗衣液" in page
        [shown] = re.findall(rf"/{face}/visits/{visit.number}/files/[^/]+/480/", page)
        assert client.get(shown)["Content-Type"] == "image/jpeg"
    third = package(visit)
    assert phone.hand_in(third).json()["version"] == 3
    assert list(breaks()) == []


@pytest.mark.clauses("beijing:8.6", "beijing:8.6/1")
def test_assigned_and_self_chosen_work_leave_their_record_from_a_phone(
    beijing, serving, institution, signed_in
):
    appointment, shop = serving(beijing), institution(beijing)
    asked = perform(
        acts.assign_visit, appointment, beijing.officer(Role.CASE_OFFICER), institution=shop.code, way="covert",
        checklist="checklist.general", due=clock.today() + timedelta(days=7),
    )  # fmt: skip
    phone = Phone(signed_in(appointment.user))
    bag = phone.bag()
    questions = bag["visits"][0]["checklist"]["questions"]
    filled = {
        "answers": {each["name"]: each["options"][0] for each in questions if each["kind"] == "choice"},
        "notes": {each["name"]: "见照片" for each in questions if each["kind"] == "words"},
    }
    chosen = {
        "appointment": bag["choosing"]["appointment"], "institution": shop.code, "way": "open", "checklist": "checklist.general",
    }  # fmt: skip
    assert phone.hand_in(package(asked, **filled)).status_code == 200
    assert phone.hand_in(package(None, chosen=chosen, **filled)).status_code == 200
    made = Visit.objects.order_by("pk")
    assert [visit.work for visit in made] == ["assigned", "self_chosen"] and {
        visit.state for visit in made
    } == {"done"}
    owed = Duty.objects.filter(docket__in=[visit.docket_id for visit in made])
    assert owed.exists() and all(duty.met_on for duty in owed), "what was owed is done by the record"
    assert recorded(asked)[0].clauses[0] == "beijing:8.6/1"
