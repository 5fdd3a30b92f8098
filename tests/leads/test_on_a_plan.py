"""A lead's place pointed out: two numbers, a plan of what stands around, sealed like everything else told."""

import re
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from handling import brought, clerk

from watching import appoint, institution, signed_in
from world import Place
from zhongdu import vault
from zhongdu.acts.models import acting
from zhongdu.acts.performing import perform
from zhongdu.institutions import acts as institutions
from zhongdu.institutions import workbook
from zhongdu.institutions.models import Institution
from zhongdu.kit.places import Point, metres
from zhongdu.kit.workbooks import BadList
from zhongdu.leads.models import Lead
from zhongdu.record.models import Event
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db
HERE = "109.87900,31.07400"


def standing(place: Place, name: str, longitude: float, latitude: float) -> Institution:
    shop = institution(place, name)
    with acting():
        Institution.objects.filter(pk=shop.pk).update(longitude=longitude, latitude=latitude)
    return shop


def test_a_supervisor_writes_two_numbers_and_officers_see_them_drawn(wushan: Place) -> None:
    standing(wushan, "惠民大药房", 109.8795, 31.0752)
    standing(wushan, "城东医院", 109.9, 31.08)
    institution(wushan, "没有坐标的药店")
    term = appoint(wushan)
    form = signed_in(term.user).get("/my/report/").content.decode()
    assert 'name="point-longitude"' in form and 'name="point-latitude"' in form
    key = re.findall(r'name="key" value="([^"]+)"', form)[0]
    sent = {
        "key": key,
        "words": "在店门口刷卡换现金",
        "point-longitude": "109.879",
        "point-latitude": "31.074",
    }
    assert signed_in(term.user).post("/my/report/", sent).status_code == 302
    lead = Lead.objects.select_related("docket").get()
    assert vault.read(lead.number, "event_point") == {"event_point": "109.879,31.074"}
    assert "31.074" not in str(Event.objects.get(docket=lead.docket).data)
    assert "地点" not in str(lead.lacks)
    page = signed_in(wushan.user(Role.CASE_OFFICER)).get(reverse("desk:lead", kwargs={"number": lead.number}))
    said = page.content.decode()
    assert (
        "经度 109.87900，纬度 31.07400（CGCS2000）" in said
        and "惠民大药房" in said
        and "没有坐标的药店" not in said
    )
    assert "北140米" in said and said.count('class="plan-mark"') == 2


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"point-longitude": "109.879"}, "经度和纬度要一起写。"),
        ({"point-longitude": "31.074", "point-latitude": "109.879"}, "经度和纬度好像写反了。"),
        ({"point-longitude": "家门口", "point-latitude": "31"}, "要写成数字"),
    ],
)
def test_what_is_no_place_is_said_beside_it_and_kept(wushan: Place, typed: dict[str, str], says: str) -> None:
    address = reverse("public:report", kwargs={"code": wushan.bureau.code})
    form = Client().get(address).content.decode()
    key = re.findall(r'name="key" value="([^"]+)"', form)[0]
    answer = Client().post(address, {"key": key, "words": "看到了", **typed}).content.decode()
    assert says in answer and f'value="{typed["point-longitude"]}"' in answer and not Lead.objects.exists()


def test_the_public_and_the_desk_point_too_and_the_speaker_reads_it(wushan: Place) -> None:
    address = reverse("public:report", kwargs={"code": wushan.bureau.code})
    citizen = Client()
    form = citizen.get(address).content.decode()
    assert "只有您自己在图上指了" in form
    hidden: dict[str, Any] = dict(re.findall(r'name="(key|code)" value="([^"]+)"', form))
    citizen.post(
        address, {**hidden, "words": "看到了", "point-longitude": "109.879", "point-latitude": "31.074"}
    )
    lead = Lead.objects.select_related("docket").get()
    assert (
        "109.879,31.074"
        in citizen.get(reverse("public:lead", kwargs={"number": lead.number})).content.decode()
    )
    office = reverse("desk:enter_lead", kwargs={"number": wushan.office.number})
    assert 'name="point-latitude"' in signed_in(wushan.user(Role.CASE_OFFICER)).get(office).content.decode()


def test_what_stands_around_is_asked_for_without_a_word_of_who_asks(wushan: Place) -> None:
    shop = standing(wushan, "惠民大药房", 109.8795, 31.0752)
    standing(wushan, "停了的药店", 109.8, 31.0)
    with acting():
        Institution.objects.filter(name="停了的药店").update(until="2020-01-01")
    answer = Client().get(reverse("public:places", kwargs={"code": wushan.bureau.code}))
    assert answer.json() == [[shop.name, 109.8795, 31.0752]] and not answer.cookies
    assert Client().get(reverse("public:places", kwargs={"code": "nowhere"})).status_code == 404


def test_a_place_alone_is_where_it_was_and_a_visit_from_elsewhere_is_drawn_alone(hunan: Place) -> None:
    lead = brought(hunan, point="112.98,28.19")
    page = signed_in(hunan.user(Role.CASE_OFFICER)).get(reverse("desk:lead", kwargs={"number": lead.number}))
    assert "五公里以内没有登记坐标的医药机构" in page.content.decode()


# --- where institutions stand ---------------------------------------------------------------------------------
def imported(place: Place, *rows: dict[str, str]) -> None:
    book = openpyxl.load_workbook(BytesIO(workbook.template()))
    sheet = book.worksheets[0]
    head = {cell.value: cell.column for cell in sheet[1]}
    for at, row in enumerate(rows, 2):
        for label, value in row.items():
            sheet.cell(at, head[label], value)
    out = BytesIO()
    book.save(out)
    file = SimpleUploadedFile("list.xlsx", out.getvalue())
    perform(institutions.import_list, place.office, clerk(place), file=file)


ROW = {"医保机构代码": "P50023700001", "名称": "惠民大药房"}


def test_coordinates_come_with_the_list_in_either_datum_and_stay_when_left_out(wushan: Place) -> None:
    imported(wushan, {**ROW, "经度": "109.879", "纬度": "31.074"})
    shop = Institution.objects.get(code=ROW["医保机构代码"])
    assert (float(shop.longitude), float(shop.latitude)) == (109.879, 31.074)  # type: ignore[arg-type]
    imported(wushan, ROW)
    shop.refresh_from_db()
    assert float(shop.longitude) == 109.879  # type: ignore[arg-type]
    imported(wushan, {**ROW, "经度": "109.879", "纬度": "31.074", "坐标系": "GCJ-02"})
    shop.refresh_from_db()
    moved = metres(Point(109.879, 31.074), Point(float(shop.longitude), float(shop.latitude)))  # type: ignore[arg-type]
    assert 300 < moved < 900


@pytest.mark.parametrize(
    "wrong", [{"经度": "109.879"}, {"经度": "31.07", "纬度": "109.8"}, {"经度": "109", "纬度": "31", "坐标系": "BD-09"}]
)  # fmt: skip
def test_a_wrong_place_stops_the_list(wushan: Place, wrong: dict[str, str]) -> None:
    with pytest.raises(BadList):
        imported(wushan, {**ROW, **wrong})
    assert not Institution.objects.filter(code=ROW["医保机构代码"]).exists()
