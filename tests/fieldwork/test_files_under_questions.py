"""A list that asks one question of each kind, whole requests: the phone's packages, the server's own page, the desk."""

import json
import re
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pocket import Phone, capture, jpeg, now, package, webm
from pypdf import PdfReader

from every_kind import list_of_each
from zhongdu import vault
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.calendar import clock
from zhongdu.fieldwork import acts, media, photographs, waiting
from zhongdu.fieldwork.queries import Visit, brought_by
from zhongdu.record.models import Event
from zhongdu.record.verifying import breaks
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db

ANSWERS = {"swapped": "有", "which": "药品"}


@pytest.fixture
def appointment(shaoxing, serving):
    return serving(shaoxing)


@pytest.fixture
def ask(shaoxing, appointment, institution):
    """``ask()``: a visit by the list that asks for everything."""
    place, own = institution(shaoxing), list_of_each(shaoxing)

    def make(way: str = "open") -> Visit:
        return perform(
            acts.assign_visit, appointment, shaoxing.officer(Role.CASE_OFFICER), institution=place.code, way=way,
            checklist=own.concept, due=clock.today() + timedelta(days=7),
        )  # fmt: skip

    return make


@pytest.fixture
def phone(appointment, signed_in) -> Phone:
    made = Phone(signed_in(appointment.user))
    made.bag()
    return made


def fix(question: str = "here", **more: Any) -> dict[str, Any]:
    return {
        "at": now() - 300_000,
        "latitude": 30.0,
        "longitude": 120.58,
        "accuracy": 12.0,
        "question": question,
        **more,
    }


def everything(phone: Phone) -> list[dict[str, Any]]:
    """A piece for each question that asks for one, all sent, and one that answers none."""
    pieces = [
        phone.holds(jpeg("red"), question="shelf"), phone.holds(jpeg("green"), question="shelf"),
        phone.holds(jpeg("white"), question="receipt"), phone.holds(webm(1), "sound", question="talk"),
        phone.holds(webm(2), "video", question="walk"), phone.holds(jpeg("blue")),
    ]  # fmt: skip
    for piece in pieces:
        phone.send(piece["part"])
    return pieces


def handed_in(phone: Phone, visit: Visit, pieces: list[dict[str, Any]], **more: Any) -> Any:
    told = {"answers": ANSWERS, "notes": {}, "capture": capture(pieces, fixes=[fix()], place="taken")}
    return phone.hand_in(package(visit, **(told | more)))


def text(answer: Any) -> str:
    return str(answer.content.decode())


def printed(answer: Any) -> str:
    return "".join(
        "".join(sheet.extract_text().split()) for sheet in PdfReader(BytesIO(answer.content)).pages
    )


# --- from the phone ----------------------------------------------------------------------------------


@pytest.mark.clauses("shaoxing:7")
def test_every_file_arrives_under_its_question_and_is_shown_there(ask, phone, shaoxing, signed_in):
    visit = ask()
    assert {question["kind"] for question in phone.bag()["visits"][0]["checklist"]["questions"]} == {
        "choice", "choices", "number", "words", "trace_code", "photo", "sound", "video", "place",
    }  # fmt: skip
    pieces = everything(phone)
    assert handed_in(phone, visit, pieces).status_code == 200
    visit.refresh_from_db()
    kept = [*photographs.of(visit.number), *media.of(visit.number)]
    assert {(each.blob.sha256, each.under) for each in kept} == {
        (piece["sha256"], piece.get("question", "")) for piece in pieces
    }
    [event] = Event.objects.filter(docket=visit.docket_id, act="fieldwork.record_visit")
    assert event.data["under"] == {each.public_id: each.under for each in kept if each.under}
    assert "120.58" not in json.dumps(event.data) and list(breaks()) == []
    shown = vault.read(visit.number, "visit_places")["visit_places"]["here"]
    assert (shown["longitude"], shown["accuracy"]) == (120.58, 12.0)
    for client, face in ((signed_in(shaoxing.user(Role.CASE_OFFICER)), "desk"), (phone.client, "my")):
        page = text(client.get(f"/{face}/visits/{visit.number}/"))
        told = page.partition('<ol class="told">')[2].partition("</ol>")[0]
        assert (
            told.count("<img") == 3
            and told.count("<audio") == told.count("<video") == 1
            and "误差约12米" in told
        )
        assert "其他现场照片" in page and "120.58000" not in page.partition("留痕")[2]
        for address in re.findall(r'src="([^"]+)"', told):
            assert client.get(address).status_code == 200
        paper = printed(client.get(f"/{face}/visits/{visit.number}/record.pdf"))
        assert "附照片2张" in paper and pieces[0]["sha256"][:12] in paper and "附录音1段" in paper
    [brought] = brought_by([visit]).values()
    assert [(each["kind"], each["count"], len(each["sha256"])) for each in brought] == [
        ("photo", 2, 2), ("photo", 1, 1), ("sound", 1, 1), ("video", 1, 1), ("place", 1, 0),
    ]  # fmt: skip
    assert "120" not in json.dumps([each for each in brought if each["kind"] == "place"])


def test_what_lacks_is_said_beside_its_question_and_nothing_is_half_done(ask, phone):
    visit = ask()
    answer = handed_in(phone, visit, [], capture=capture([]))
    assert answer.status_code == 422 and answer.json()["fields"] == {
        "shelf": "请拍一张照片。", "talk": "请录一段音。", "walk": "请录一段像。", "here": "请记下位置，或者写下地点。",
    }  # fmt: skip
    visit.refresh_from_db()
    assert visit.state == "assigned"


@pytest.mark.parametrize(
    ("content", "kind", "question", "says"),
    [
        (b"no photograph at all", "photo", "shelf", "不接受这种文件"),
        (jpeg()[:200], "photo", "shelf", "图片已损坏"),
        (b"%PDF-1.7 no sound", "sound", "talk", "不接受这种文件"),
        (webm(9), "sound", "walk", "这一题要的是录像"),
        (jpeg(), "photo", "count", "这一题不用拍照"),
        (jpeg(), "photo", "nobody", "清单里没有这一项"),
    ],
    ids=["no photograph", "half a photograph", "no sound", "another kind", "a number", "no question"],
)
def test_a_bad_file_under_a_question_is_told_beside_it(ask, phone, content, kind, question, says):
    visit, pieces = ask(), everything(phone)
    bad = phone.holds(content, kind, question=question)
    phone.send(bad["part"])
    answer = handed_in(phone, visit, [*pieces, bad])
    assert answer.status_code == 422 and says in answer.json()["fields"][question]
    assert not photographs.of(visit.number)
    assert handed_in(phone, visit, pieces).status_code == 200, "without it, what came before is still there"


def test_too_many_under_one_question(ask, phone):
    visit, pieces = ask(), everything(phone)
    more = [phone.holds(jpeg(colour), question="shelf") for colour in ("black", "pink")]
    for piece in more:
        phone.send(piece["part"])
    answer = handed_in(phone, visit, [*pieces, *more])
    assert answer.json()["fields"] == {"shelf": "最多3张，现在有4张。"}


def test_what_lies_under_a_question_that_was_not_asked_is_left_out(ask, phone):
    visit, pieces = ask(), everything(phone)
    assert handed_in(phone, visit, pieces, answers={"swapped": "未发现"}).status_code == 200
    assert {each.under for each in photographs.of(visit.number)} == {"shelf", ""}
    assert list(breaks()) == []


def test_an_original_follows_its_copy_under_the_question(ask, phone):
    visit, whole = ask(), phone.holds(jpeg("red", size=(1600, 1200)))
    pieces = everything(phone)[1:]
    copy = phone.holds(jpeg("yellow"), question="shelf", original=whole["sha256"])
    for piece in (copy, whole):
        phone.send(piece["part"])
    sent = package(visit, answers=ANSWERS, notes={}, capture=capture([copy, *pieces], fixes=[fix()]))
    assert phone.hand_in(sent).status_code == 200
    told = {"package": sent["id"], "original": whole["sha256"], "part": whole["part"]}
    headers = {"Field-Owner": phone.owner}
    assert (
        phone.client.post("/my/field/originals/", told, "application/json", headers=headers).status_code
        == 200
    )
    page = text(phone.client.get(f"/my/visits/{visit.number}/"))
    assert page.count("下载原件") == 1 and "拍一下货架" in page.partition("采集情况")[2]


def test_a_place_that_looks_made_up_is_marked_under_its_question(ask, phone, shaoxing, signed_in):
    visit, pieces = ask(), everything(phone)
    told = capture(pieces, fixes=[fix(accuracy=3_000.0)], place="taken")
    assert handed_in(phone, visit, pieces, capture=told).status_code == 200
    page = text(signed_in(shaoxing.user(Role.CASE_OFFICER)).get(f"/desk/visits/{visit.number}/"))
    assert "误差超过1公里" in page.partition('<ol class="told">')[2].partition("</ol>")[0]


def test_a_covert_visit_is_never_asked_for_a_place_and_keeps_none(ask, phone, shaoxing, himself, appointment):
    visit, pieces = ask("covert"), everything(phone)
    answer = handed_in(phone, visit, pieces, notes={"here": "二楼收费处"})
    assert answer.status_code == 200, "a page that is older or was altered sends one all the same"
    kept = vault.read(visit.number)
    assert (
        kept["visit_capture"]["fixes"] == [] and not kept.get("visit_places") and not kept.get("visit_words")
    )
    page = text(phone.client.get(f"/my/visits/{visit.number}/"))
    assert "您站在哪里" not in page and "30.00000" not in page
    other = ask("covert")
    perform(acts.accept_visit, other, himself(appointment))
    with pytest.raises(Refused, match="暗访不记位置"):
        perform(
            acts.record_visit, other, himself(appointment), done_at=clock.now(), signature="张示例", places={"here": fix()},
        )  # fmt: skip


def test_two_phones_are_compared_by_what_they_brought(ask, phone, appointment, signed_in, shaoxing):
    visit, other = ask(), Phone(signed_in(appointment.user))
    other.bag()
    assert handed_in(phone, visit, everything(phone)).json()["version"] == 1
    photo = other.holds(jpeg("purple"), question="shelf")
    heard = other.holds(webm(7), "sound", question="talk")
    for piece in (photo, heard):
        other.send(piece["part"])
    assert handed_in(other, visit, [photo, heard]).json()["version"] == 2
    page = text(signed_in(shaoxing.user(Role.CASE_OFFICER)).get(f"/desk/visits/{visit.number}/"))
    rows = page.partition("逐题对照")[2].partition("</table>")[0]
    shelf = rows.partition("拍一下货架")[2].partition("</tr>")[0]
    assert "不一致" in shelf and "2份" in shelf and "1份" in shelf
    second = page.partition("采集情况（第2份）")[2]
    assert "录下收银时的提示音" in second and second.count("<video") == 1


# --- on the server's own page ------------------------------------------------------------------------


@pytest.fixture
def accepted(ask, himself, appointment):
    return perform(acts.accept_visit, ask(), himself(appointment))


def typed(**more: Any) -> dict[str, Any]:
    told = {
        "q_swapped": "有",
        "q_which": "药品",
        "done_at": "2026-06-10T11:30",
        "signature": "张示例",
        "intent": "finish",
    }
    return told | more


def upload(content: bytes, name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_each_kind_has_its_own_way_in_and_waits_until_all_is_there(accepted, phone):
    address = f"/my/visits/{accepted.number}/record/"
    page = text(phone.client.get(address))
    for name, accept in (("shelf", "image/*"), ("talk", "audio/*"), ("walk", "video/*")):
        assert re.search(rf'<input type="file" name="q_{name}"[^>]*accept="{re.escape(accept)}"', page), name
    assert "1到3张。" in page and "data-takes-place" in page
    first = phone.client.post(
        address, typed(q_shelf=[upload(jpeg("red"), "a.jpg")], q_talk=[upload(webm(1), "a.webm")])
    )
    page = text(first)
    assert "请录一段像。" in page and "请拍一张照片。" not in page and "请录一段音。" not in page
    [photo] = re.findall(rf"{address}photos/[^/]+/480/", page)
    [heard] = re.findall(rf"{address}recordings/[^/]+/", page)
    assert phone.client.get(photo)["Content-Type"] == "image/jpeg"
    assert b"".join(phone.client.get(heard).streaming_content) == webm(1)
    walk = [upload(webm(2), "b.webm")]
    page = text(phone.client.post(address, typed(q_walk=walk)))
    assert "请记下位置，或者写下地点。" in page
    taken = json.dumps({key: value for key, value in fix().items() if key != "question"})
    phone.client.post(address, typed(at_here=taken, q_here="二楼收费处"))
    accepted.refresh_from_db()
    assert accepted.state == "done" and not waiting.of(accepted)
    assert {(each.under, each.kind) for each in (*photographs.of(accepted.number), *media.of(accepted.number))} == {
        ("shelf", "visit_photo"), ("talk", "visit_recording"), ("walk", "visit_recording"),
    }  # fmt: skip
    page = text(phone.client.get(f"/my/visits/{accepted.number}/"))
    assert "误差约12米" in page and "二楼收费处" in page


def test_a_bad_file_is_told_beside_its_question_and_the_others_wait(accepted, phone):
    address = f"/my/visits/{accepted.number}/record/"
    bad, good = upload(b"no sound", "坏.mp3"), upload(jpeg(), "好.jpg")
    page = text(phone.client.post(address, typed(q_talk=[bad], q_shelf=[good])))
    beside = page.partition("录下收银时的提示音</span>")[2].partition("沿柜台录一圈</span>")[0]
    assert "“坏.mp3”：不接受这种文件" in beside
    assert [each.under for each in waiting.of(accepted)] == ["shelf"]


def test_too_many_files_are_told_and_those_that_fit_are_kept(accepted, phone):
    address = f"/my/visits/{accepted.number}/record/"
    four = [upload(jpeg(colour), f"{colour}.jpg") for colour in ("red", "green", "blue", "black")]
    assert "最多3张照片。" in text(phone.client.post(address, typed(q_shelf=four, intent="save")))
    assert waiting.of(accepted).count() == 3
    one = waiting.of(accepted).first()
    answer = phone.client.post(address, typed(intent=f"forget-{one.public_id}"))
    assert answer.url == f"{address}#id_q_shelf" and waiting.of(accepted).count() == 2


@pytest.mark.parametrize(
    "written", ["{}", "nonsense", '{"at": 1, "latitude": 999, "longitude": 0, "accuracy": 1}']
)
def test_a_place_that_is_none_is_none(accepted, phone, written):
    pieces = {
        "q_shelf": [upload(jpeg(), "a.jpg")],
        "q_talk": [upload(webm(1), "a.webm")],
        "q_walk": [upload(webm(2), "b.webm")],
    }
    page = text(phone.client.post(f"/my/visits/{accepted.number}/record/", typed(at_here=written, **pieces)))
    assert "请记下位置，或者写下地点。" in page


def test_a_covert_visit_is_not_asked_for_a_place_here_either(ask, phone, himself, appointment):
    visit = perform(acts.accept_visit, ask("covert"), himself(appointment))
    page = text(phone.client.get(f"/my/visits/{visit.number}/record/"))
    assert "您站在哪里" not in page and "data-takes-place" not in page and "沿柜台录一圈" in page


def test_what_waits_is_its_owners(accepted, phone, serving, shaoxing, signed_in):
    address = f"/my/visits/{accepted.number}/record/"
    phone.client.post(address, typed(q_talk=[upload(webm(1), "a.webm")], intent="save"))
    [heard] = waiting.of(accepted)
    own = f"{address}recordings/{heard.public_id}/"
    assert phone.client.get(own).status_code == 200
    assert phone.client.get(f"{address}recordings/nothing/").status_code == 404
    assert signed_in(serving(shaoxing, "王示例").user).get(own).status_code == 404
