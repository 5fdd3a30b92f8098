"""What an officer reads of how a visit was captured; and that nobody else does."""

from datetime import datetime, timedelta

import pytest
from PIL import Image
from PIL.ExifTags import GPS, IFD, Base
from pocket import ANSWERS, Phone, capture, jpeg, now, package

from zhongdu.acts.performing import perform
from zhongdu.calendar import clock
from zhongdu.fieldwork import acts
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db


def exif(taken: datetime, place: tuple[float, float]) -> Image.Exif:
    made = Image.Exif()
    made[Base.Make], made[Base.Model] = "HUAWEI", "P60"
    made.get_ifd(IFD.Exif)[Base.DateTimeOriginal] = f"{taken:%Y:%m:%d %H:%M:%S}"
    gps = made.get_ifd(IFD.GPSInfo)
    for (number, ref), degrees, letter in zip(
        ((GPS.GPSLatitude, GPS.GPSLatitudeRef), (GPS.GPSLongitude, GPS.GPSLongitudeRef)),
        place,
        "NE",
        strict=True,
    ):
        gps[number], gps[ref] = (degrees, 0.0, 0.0), letter
    return made


@pytest.fixture
def appointment(shaoxing, serving):
    return serving(shaoxing)


@pytest.fixture
def visit(shaoxing, appointment, institution):
    return perform(
        acts.assign_visit, appointment, shaoxing.officer(Role.CASE_OFFICER), institution=institution(shaoxing).code,
        way="open", checklist="checklist.annex2", due=clock.today() + timedelta(days=7),
    )  # fmt: skip


@pytest.fixture
def phone(appointment, signed_in):
    made = Phone(signed_in(appointment.user))
    made.bag()
    return made


@pytest.fixture
def page(visit, shaoxing, signed_in):
    """The visit's page, as the officer reads it."""

    def read(path: str = "") -> str:
        client = signed_in(shaoxing.user(Role.CASE_OFFICER))
        return client.get(path or f"/desk/visits/{visit.number}/").content.decode()

    return read


def fix(at: int, accuracy: float = 12.0) -> dict:
    return {"at": at, "latitude": 30.0, "longitude": 120.5, "accuracy": accuracy}


@pytest.mark.clauses("shaoxing:7")
def test_times_edits_places_and_codes_are_shown(visit, phone, page):
    moment = now()
    steps = [
        {"question": "other_goods", "kind": "seen", "at": moment - 500_000, "ms": 42_000},
        {"question": "other_goods", "kind": "answered", "at": moment - 480_000, "after": "不存在"},
        {
            "question": "other_goods",
            "kind": "changed",
            "at": moment - 300_000,
            "before": "不存在",
            "after": "存在",
        },
        {"question": "signature", "kind": "changed", "at": moment - 90_000, "reason": "第一题看错了"},
    ]
    told = capture(steps=steps, fixes=[fix(moment - 400_000)], codes=["8" * 20], place="taken")
    assert phone.hand_in(package(visit, capture=told)).status_code == 200
    read = page()
    for words in (
        "采集情况",
        "42 秒",
        "不存在 → 存在",
        "第一题看错了",
        "30.00000，120.50000",
        "误差约12米",
        "8" * 20,
    ):
        assert words in read, words
    assert "要留意" not in read, "nothing is odd about it"


def test_what_is_odd_is_marked_and_nothing_is_refused(visit, phone, page):
    moment = now()
    times = {
        "begun_at": moment - 900_000,
        "signed_at": moment - 600_000,
        "sent_at": moment,
        "before": 7_200_000,
    }
    told = capture(clock=times, fixes=[fix(moment, accuracy=0)], place="taken")
    assert phone.hand_in(package(visit, capture=told)).status_code == 200
    read = page()
    assert "手机时间比服务器慢2小时" in read and "被调过" in read and "可能是模拟定位" in read


@pytest.mark.clauses("shaoxing:7")
def test_a_photograph_that_does_not_fit_is_marked(visit, phone, page):
    moment = datetime.fromtimestamp(now() / 1000, clock.CHINA)
    fits = phone.holds(jpeg("red", exif=exif(moment - timedelta(minutes=5), (30.0, 120.5))))
    old = phone.holds(jpeg("blue", exif=exif(moment - timedelta(days=3), (31.0, 120.5))))
    for piece in (fits, old):
        phone.send(piece["part"])
    told = capture([fits, old], fixes=[fix(now() - 300_000)], place="taken")
    phone.hand_in(package(visit, capture=told))
    read = page()
    assert read.count("拍摄时间不在这次巡查期间") == 1 and read.count("拍摄位置离巡查地点超过1公里") == 1
    assert "HUAWEI P60" in read


def test_a_photograph_of_another_day_is_marked_on_a_page_filled_in_without_a_phone(
    visit, page, appointment, himself
):
    from django.core.files.uploadedfile import SimpleUploadedFile

    me = himself(appointment)
    perform(acts.accept_visit, visit, me)
    taken = exif(datetime(2026, 6, 1, 9, 0), (30.0, 120.5))  # noqa: DTZ001 - as a camera writes it
    perform(
        acts.record_visit, visit, me, done_at=clock.now(), answers=ANSWERS, signature="张示例",
        photos=[SimpleUploadedFile("a.jpg", jpeg(exif=taken))],
    )  # fmt: skip
    assert "拍摄日期不是巡查那一天" in page()


def test_the_original_is_downloaded_as_it_came_and_only_by_those_who_read_the_visit(
    visit, phone, page, shaoxing, signed_in, serving, hunan
):
    content = jpeg("green", exif=exif(clock.now(), (30.0, 120.5)))
    picture = phone.holds(content)
    phone.send(picture["part"])
    phone.hand_in(package(visit, picture))
    from zhongdu.fieldwork import photographs

    [photo] = photographs.of(visit.number)
    address = f"/desk/visits/{visit.number}/files/{photo.public_id}/"
    officer = signed_in(shaoxing.user(Role.CASE_OFFICER))
    answer = officer.get(address)
    assert b"".join(answer.streaming_content) == content and "attachment" in answer["Content-Disposition"]
    assert signed_in(hunan.user(Role.CASE_OFFICER)).get(address).status_code == 404
    own = f"/my/visits/{visit.number}/files/{photo.public_id}/"
    assert phone.client.get(own).status_code == 200
    assert signed_in(serving(shaoxing, "王示例").user).get(own).status_code == 404
    assert officer.get(f"/desk/visits/{visit.number}/files/nothing/").status_code == 404


def test_the_timeline_shows_nothing_of_places_or_of_another_record(visit, phone, page):
    phone.hand_in(package(visit, capture=capture(fixes=[fix(now())], place="taken")))
    phone.hand_in(package(visit, notes={"other_problems": "另有赠品"}))
    timeline = page().partition("留痕")[2]
    assert "留存另一份记录" in timeline and "120.5" not in timeline and "另有赠品" not in timeline
