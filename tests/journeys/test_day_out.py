"""What a day out brings: sound, place, codes, large photographs, two phones for one visit."""

import hashlib
from typing import Any

import pytest
from days_out import NAME, arrived, noise
from playwright.sync_api import expect

from zhongdu import vault
from zhongdu.fieldwork import media, photographs
from zhongdu.fieldwork.queries import Visit

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.clauses("shaoxing:4.4", "shaoxing:7")
def test_a_visit_of_ones_own_accord_with_sound_place_and_a_code(
    asked: Visit, pocket: Any, shaoxing: Any, step: Any
) -> None:
    phone = pocket()
    phone.context.grant_permissions(["geolocation", "microphone", "camera"])
    phone.context.set_geolocation({"latitude": 30.0, "longitude": 120.58, "accuracy": 12})
    phone.pack()
    phone.cut()
    phone.get_by_role("button", name="自己安排一次").click()
    phone.get_by_label("药店或医院的名称").fill("惠民")
    step(phone, "去哪一家")
    phone.locator(".cards a").filter(has_text="惠民").click()
    phone.get_by_label("巡查情况登记表", exact=False).check()
    step(phone, "怎么去")
    phone.get_by_role("button", name="开始").click()
    phone.answer()
    phone.get_by_role("button", name="记下现在的位置").click()
    expect(phone.get_by_text("误差约12米")).to_be_visible()
    phone.get_by_role("button", name="录音").click()
    phone.page.wait_for_timeout(1_500)
    phone.get_by_role("button", name="停止").click()
    expect(phone.locator("audio")).to_have_count(1)
    phone.get_by_text("记一个药品追溯码").click()
    phone.get_by_label("药品追溯码").fill("8123456789")
    phone.get_by_role("button", name="记下这个码").click()
    expect(phone.get_by_text("现在有10位")).to_be_visible()
    phone.get_by_label("药品追溯码").fill("81234567890123456789")
    phone.get_by_role("button", name="记下这个码").click()
    phone.get_by_label("地点").fill("示例路1号")
    phone.get_by_label("签名").fill(NAME)
    step(phone, "录音和位置")
    phone.sign()
    phone.waits(1)
    phone.get_by_role("button", name="改一改").click()
    phone.get_by_label("为什么要改").fill("第一题看错了")
    phone.get_by_role("button", name="打开来改").click()
    phone.locator("#q-other_goods-1").check()
    phone.sign()
    phone.mend()
    phone.waits(0)
    visit = Visit.objects.get(work=Visit.Work.SELF_CHOSEN)
    arrived(visit)
    phone.goto(f"/my/visits/{visit.number}/")
    expect(phone.get_by_text("第一题看错了")).to_be_attached()
    step(phone, "采集情况")
    kept = vault.read(visit.number, "visit_capture")["visit_capture"]
    assert kept["codes"] == ["81234567890123456789"] and kept["fixes"][0]["accuracy"] == 12
    assert media.of(visit.number).count() == 1
    changed = [step for step in kept["steps"] if step["kind"] == "changed"]
    assert [each.get("reason") for each in changed] == ["第一题看错了", None]
    assert (changed[1]["before"], changed[1]["after"]) == ("存在", "不存在")
    assert any(each["kind"] == "seen" for each in kept["steps"])


def test_two_phones_out_of_reach_record_the_same_visit(asked: Visit, pocket: Any, step: Any) -> None:
    one, other = pocket(), pocket()
    for phone in (one, other):
        phone.pack()
        phone.cut()
        phone.fill("惠民", NAME)
    other.page.locator("#q-two_prices-1").check()
    for phone in (one, other):
        phone.sign()
        phone.waits(1)
        phone.mend()
        phone.waits(0)
    arrived(asked)
    asked.refresh_from_db()
    assert asked.packages.count() == 2 and asked.answers["two_prices"] == "一致"
    expect(other.get_by_text("另一部手机已经交过")).to_be_visible()
    one.goto(f"/my/visits/{asked.number}/")
    expect(one.get_by_text("不一致", exact=True).first).to_be_visible()
    step(one, "两份记录")


def test_a_large_photograph_comes_small_first_and_its_original_after(asked: Visit, pocket: Any) -> None:
    phone = pocket()
    phone.pack()
    phone.fill("惠民", NAME)
    phone.photograph(big := noise(6, 1900))
    phone.sign()
    phone.waits(0)
    arrived(asked, photos=1)
    [first] = photographs.of(asked.number)
    assert first.blob.size < len(big)
    phone.until(f"async () => (await ({FILES})()) === 0")  # acknowledged, nothing stays on the phone
    [original] = media.originals(asked.number)
    assert original.blob.size == len(big) and original.blob.sha256 == hashlib.sha256(big).hexdigest()


FILES = """async () => {
  const db = await new Promise((done) => { const asked = indexedDB.open("zhongdu-field"); asked.onsuccess = () => done(asked.result); });
  const count = await new Promise((done) => { const asked = db.transaction("files").objectStore("files").count(); asked.onsuccess = () => done(asked.result); });
  db.close();
  return count;
}"""


# This Chromium reads no barcodes; one that does answers like this.
READER = """window.BarcodeDetector = class { async detect() { return [{ rawValue: "(01)06901234567892(21)81234567890123456789" }]; } };"""


def test_video_a_code_read_by_the_camera_and_a_place_refused(asked: Visit, pocket: Any, step: Any) -> None:
    phone = pocket()
    phone.context.add_init_script(READER)
    phone.context.add_init_script(REFUSING)
    phone.pack()
    phone.fill("惠民", NAME)
    phone.get_by_role("button", name="记下现在的位置").click()
    expect(phone.get_by_text("没有得到定位许可")).to_be_visible()
    phone.get_by_text("记一个药品追溯码").click()
    phone.get_by_role("button", name="用相机扫").click()
    expect(phone.locator(".code")).to_have_text("81234567890123456789")
    phone.get_by_role("button", name="录像").click()
    phone.page.wait_for_timeout(1_500)
    phone.get_by_role("button", name="停止").click()
    expect(phone.get_by_label("录像1", exact=True)).to_be_visible()
    step(phone, "录像和追溯码")
    phone.sign()
    phone.waits(0)
    arrived(asked)
    [video] = media.of(asked.number)
    assert video.blob.media_type == "video/webm"
    kept = vault.read(asked.number, "visit_capture")["visit_capture"]
    assert (kept["place"], kept["fixes"], kept["codes"]) == ("refused", [], ["81234567890123456789"])


REFUSING = """navigator.geolocation.getCurrentPosition = (found, wrong) => wrong({ code: 1 });"""  # the person says no
