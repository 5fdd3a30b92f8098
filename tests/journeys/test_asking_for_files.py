"""A list that asks for photographs, sound, video and a place: on a phone out of reach, on line, and on the desk."""

from pathlib import Path
from typing import Any

import pytest
from days_out import LOGIN, NAME, arrived, ask, noise, serving
from lives import onward
from playwright.sync_api import expect

from every_kind import list_of_each
from watching import PASSWORD, supervisor
from world import Place
from zhongdu import vault
from zhongdu.acts.performing import perform
from zhongdu.fieldwork import acts, media, photographs
from zhongdu.fieldwork.queries import Visit
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db(transaction=True)
MP4 = bytes.fromhex("000000186674797069736f6d0000020069736f6d69736f32") + bytes(400)
SPOT = {"latitude": 30.0, "longitude": 120.58, "accuracy": 12}


@pytest.fixture
def visit(shaoxing: Place) -> Visit:
    term, own = serving(shaoxing), list_of_each(shaoxing)
    return ask(shaoxing, term, checklist=own.concept)


def question(phone: Any, words: str) -> Any:
    return phone.locator(".question").filter(has_text=words)


def photograph(phone: Any, words: str, *contents: bytes) -> None:
    box = question(phone, words)
    shown = box.locator(".photos-kept img").count()
    files = [
        {"name": f"{at}.jpg", "mimeType": "image/jpeg", "buffer": each} for at, each in enumerate(contents)
    ]
    box.locator("input[type=file]").set_input_files(files)
    expect(box.locator(".photos-kept img")).to_have_count(shown + len(contents))


def record(phone: Any, words: str, kind: str, tag: str) -> None:
    box = question(phone, words)
    box.get_by_role("button", name=kind).click()
    phone.page.wait_for_timeout(1_500)
    box.get_by_role("button", name="停止").click()
    expect(box.locator(f"li {tag}")).to_have_count(1)


def sign_in(visitor: Any, name: str) -> None:
    visitor.goto("/sign-in/")
    visitor.get_by_label("登录名").or_(visitor.get_by_label("用户名")).fill(name)
    visitor.get_by_label("密码").fill(PASSWORD)
    onward(visitor.get_by_role("button", name="登录"))


def test_out_of_reach_each_question_gets_its_file_and_all_arrive_once(
    visit: Visit, pocket: Any, visitor: Any, shaoxing: Place, step: Any
) -> None:
    phone = pocket()
    phone.context.grant_permissions(["geolocation", "microphone", "camera"])
    phone.context.set_geolocation(SPOT)
    phone.pack()
    phone.cut()
    phone.goto("/my/field/")
    phone.locator(".cards a").filter(has_text="惠民").first.click()
    expect(phone.get_by_label("签名")).to_be_visible()
    step(phone, "还没有填")
    expect(question(phone, "拍一下小票")).to_be_hidden()
    phone.locator(".options.two-way").first.get_by_text("有", exact=True).click()
    question(phone, "是哪几种").get_by_text("药品").click()
    phone.get_by_label("签名").fill(NAME)
    phone.get_by_role("button", name="签名并交上去").click()
    for words, says in (
        ("拍一下货架", "请拍一张照片。"), ("录下收银时的提示音", "请录一段音。"), ("沿柜台录一圈", "请录一段像。"),
        ("您站在哪里", "请记下位置，或者写下地点。"),
    ):  # fmt: skip
        expect(question(phone, words).get_by_text(says)).to_be_visible()
    step(phone, "还差几样")
    photograph(phone, "拍一下货架", noise(1, 300), noise(2, 1400))
    photograph(phone, "拍一下小票", noise(3, 300))
    record(phone, "录下收银时的提示音", "录音", "audio")
    record(phone, "沿柜台录一圈", "录像", "video")
    here = question(phone, "您站在哪里")
    here.get_by_role("button", name="记下现在的位置").click()
    expect(here.get_by_text("误差约12米")).to_be_visible()
    expect(phone.locator(".saved").get_by_text("已存在手机里")).to_be_visible()
    step(phone, "都填好了")
    phone.revive()  # the battery
    phone.cut()
    phone.goto("/my/field/")
    phone.locator(".cards a").filter(has_text="惠民").first.click()
    expect(question(phone, "拍一下货架").locator(".photos-kept img")).to_have_count(2)
    expect(question(phone, "录下收银时的提示音").locator("li audio")).to_have_count(1)
    expect(question(phone, "沿柜台录一圈").locator("li video")).to_have_count(1)
    expect(question(phone, "您站在哪里").get_by_text("误差约12米")).to_be_visible()
    phone.sign()
    phone.waits(1)
    came: list[str] = []

    def third_is_cut(route: Any) -> None:
        if route.request.method == "POST":
            came.append(route.request.url)
            if len(came) == 3:
                return route.abort("internetdisconnected")
        return route.continue_()

    phone.route("/my/field/parts/*/", third_is_cut)
    phone.mend()
    phone.goto("/my/field/")
    phone.sign_in_again(LOGIN, PASSWORD)
    phone.waits(0)
    assert len(came) > 3, "it was cut in the middle"
    arrived(visit, photos=3)
    assert sorted(each.under for each in photographs.of(visit.number)) == ["receipt", "shelf", "shelf"]
    assert [each.under for each in media.of(visit.number)] == ["talk", "walk"]
    kept = vault.read(visit.number, "visit_capture", "visit_places")
    assert kept["visit_places"]["here"]["accuracy"] == 12
    steps = kept["visit_capture"]["steps"]
    assert {"shelf", "talk", "walk"} <= {each["question"] for each in steps if each["kind"] == "seen"}
    assert [(each["kind"], each["after"]) for each in steps if each["question"] == "shelf" and "after" in each] == [
        ("answered", "1份"), ("changed", "2份"),
    ]  # fmt: skip
    phone.goto(f"/my/visits/{visit.number}/")
    expect(phone.locator(".told audio")).to_have_count(1)
    expect(phone.locator(".told video")).to_have_count(1)
    expect(phone.locator(".told img")).to_have_count(3)
    step(phone, "我记下的")
    shaoxing.user(Role.CASE_OFFICER)
    desk = visitor("desktop")
    sign_in(desk, f"case_officer-{shaoxing.bureau.code}")
    desk.goto(f"/desk/visits/{visit.number}/")
    expect(desk.locator(".told img")).to_have_count(3)
    step(desk, "工作台")


def test_what_lies_under_a_question_that_is_asked_no_more_is_not_sent(visit: Visit, pocket: Any) -> None:
    phone = pocket()
    phone.context.grant_permissions(["microphone", "camera"])
    phone.pack()
    phone.locator(".cards a").filter(has_text="惠民").first.click()
    phone.locator(".options.two-way").first.get_by_text("有", exact=True).click()
    photograph(phone, "拍一下货架", noise(1, 200))
    photograph(phone, "拍一下小票", noise(2, 200))
    record(phone, "录下收银时的提示音", "录音", "audio")
    phone.locator(".options.two-way").first.get_by_text("未发现", exact=True).click()
    expect(question(phone, "拍一下小票")).to_be_hidden()
    question(phone, "您站在哪里").locator("input").fill("二楼收费处")
    phone.get_by_label("签名").fill(NAME)
    # signed while it still records: the recording ends, and is kept
    question(phone, "沿柜台录一圈").get_by_role("button", name="录像").click()
    phone.page.wait_for_timeout(1_500)
    phone.sign()
    phone.waits(0)
    arrived(visit, photos=1)
    assert [each.under for each in media.of(visit.number)] == ["talk", "walk"]


def test_a_phone_that_records_nothing_itself_takes_what_its_recorder_made(
    visit: Visit, pocket: Any, step: Any
) -> None:
    phone = pocket()
    phone.scripts = ["delete window.MediaRecorder;"]
    phone.revive()
    phone.sign_in(LOGIN, PASSWORD)
    phone.pack()
    phone.cut()
    phone.locator(".cards a").filter(has_text="惠民").first.click()
    phone.locator(".options.two-way").first.get_by_text("未发现", exact=True).click()
    photograph(phone, "拍一下货架", noise(1, 200))
    for words, name, tag in (("录下收银时的提示音", "a.m4a", "audio"), ("沿柜台录一圈", "b.mp4", "video")):
        box = question(phone, words)
        file = {"name": name, "mimeType": f"{tag}/mp4", "buffer": MP4 + name.encode()}
        box.locator("input[type=file]").set_input_files(file)
        expect(box.locator(f"li {tag}")).to_have_count(1)
    question(phone, "您站在哪里").locator("input").fill("二楼收费处")
    phone.get_by_label("签名").fill(NAME)
    step(phone, "不能自己录的手机")
    phone.sign()
    phone.mend()
    phone.waits(0)
    arrived(visit, photos=1)
    assert [each.under for each in media.of(visit.number)] == ["talk", "walk"]


def test_on_line_the_servers_own_page_takes_them_too(
    visit: Visit, visitor: Any, step: Any, tmp_path: Path
) -> None:
    perform(acts.accept_visit, visit, supervisor(visit.appointment))
    phone = visitor("phone")
    phone.context.grant_permissions(["geolocation"])
    phone.context.set_geolocation(SPOT)
    sign_in(phone, LOGIN)
    phone.goto(f"/my/visits/{visit.number}/record/")
    step(phone, "联网填写")
    phone.locator("[name=q_swapped][value=未发现]").check(force=True)
    expect(question(phone, "拍一下小票")).to_be_hidden()
    phone.locator("[name=q_shelf]").set_input_files(
        {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": noise(1, 300)}
    )
    phone.locator("[name=q_talk]").set_input_files(
        {"name": "坏.mp3", "mimeType": "audio/mpeg", "buffer": b"no sound"}
    )
    phone.get_by_role("button", name="记下现在的位置").click()
    expect(phone.get_by_text("误差约12米")).to_be_visible()
    phone.get_by_label("签名").fill(NAME)
    onward(phone.get_by_role("button", name="签名并交上去"))
    expect(question(phone, "录下收银时的提示音").get_by_text("不接受这种文件")).to_be_visible()
    expect(question(phone, "拍一下货架").locator("img")).to_have_count(1)
    expect(phone.get_by_text("误差约12米")).to_be_visible()
    step(phone, "录音不能用")


def test_the_desk_offers_every_kind(shaoxing: Place, visitor: Any, step: Any) -> None:
    own = list_of_each(shaoxing)
    shaoxing.user(Role.CASE_OFFICER)
    for kind in ("desktop", "phone"):
        desk = visitor(kind)
        sign_in(desk, f"case_officer-{shaoxing.bureau.code}")
        desk.goto(f"/desk/lists/{own.number}/")
        step(desk, f"清单-{kind}")
        desk.goto(f"/desk/lists/{own.number}/edit/")
        options = desk.locator("#question-0 select").first.locator("option")
        for name in ("拍照", "录音", "录像", "位置"):
            expect(options.filter(has_text=name)).to_have_count(1)
        step(desk, f"写题目-{kind}")
