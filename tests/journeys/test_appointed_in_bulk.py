"""Shaoxing, whose draft is tried out: those accepted are appointed in one batch, their papers made by a job, and
whoever scans the code on one is told what it is worth today."""

import io
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlparse

import pytest
import zxingcpp
from lives import onward
from PIL import Image
from playwright.sync_api import expect
from pypdf import PdfReader

from zhongdu.calendar import clock
from zhongdu.papers import press
from zhongdu.record.verifying import breaks
from zhongdu.roster import batches, people, printing
from zhongdu.roster.models import Appointment
from zhongdu.scope.roles import Role

sys.path.append(str(Path(__file__).parents[1] / "roster"))  # appointed_people.py: people who were accepted
from appointed_people import accept

pytestmark = pytest.mark.django_db(transaction=True)
DAY = date(2026, 9, 7)
NAMES = ("示例·陈望秋", "示例·李长庚", "示例·赵敏之")


def desk_of(place: Any, visitor: Any) -> Any:
    """The recruiter, signed in."""
    place.user(Role.RECRUITER)
    desk = visitor("desktop")
    desk.goto("/sign-in/")
    desk.get_by_label("用户名").or_(desk.get_by_label("登录名")).fill(f"recruiter-{place.bureau.code}")
    desk.get_by_label("密码").fill("watch-over-1")
    onward(desk.get_by_role("button", name="登录"))
    return desk


def scanned(kind: batches.Kind, appointment: Any, name: str) -> str:
    """Where a phone's camera is led by the code on the paper, as it comes out of the printer."""
    data, title = kind.data(appointment, name, people.photo_of(appointment.number))
    told = {"data": f"[{press._told(kind.template, data)}]", "setting": press._setting([data], title, "zh")}
    sheets = press._press().compile(
        press.TEMPLATES / f"{kind.template}.typ", format="png", ppi=150, sys_inputs=told
    )
    pictures = [Image.open(io.BytesIO(each)) for each in (sheets if isinstance(sheets, list) else [sheets])]
    (code,) = (code.text for picture in pictures for code in zxingcpp.read_barcodes(picture))
    return code


def downloaded(desk: Any, name: str) -> list[str]:
    """The words on every page of a PDF the job made."""
    with desk.expect_download() as file:
        desk.get_by_role("link", name=name).first.click()
    content = Path(file.value.path()).read_bytes()
    return ["".join(sheet.extract_text().split()) for sheet in PdfReader(io.BytesIO(content)).pages]


@pytest.mark.clauses("shaoxing:10", "shaoxing:11", "shaoxing:annex1", "shaoxing:notice")
def test_from_the_batch_to_the_camera(shaoxing: Any, visitor: Any, step: Any) -> None:
    clock.travel_to(DAY)
    for name in NAMES:
        accept(shaoxing, name=name)
    desk = desk_of(shaoxing, visitor)
    onward(desk.get_by_role("link", name="聘任", exact=True))
    assert desk.locator("[name=who]:checked").count() == len(NAMES)
    expect(desk.locator(".demonstration")).to_be_visible()
    step(desk, "成批聘任")
    desk.get_by_label("聘任之日").fill("")
    onward(desk.get_by_role("button", name="聘任勾选的人"))
    expect(desk.locator(".field-wrong")).to_be_visible()
    step(desk, "成批聘任-没有填日子")
    desk.get_by_label("聘任之日").fill(DAY.isoformat())
    onward(desk.get_by_role("button", name="聘任勾选的人"))
    expect(desk.get_by_text("聘任了3人")).to_be_visible()

    made = list(Appointment.objects.select_related("docket", "bureau").order_by("letter_number"))
    assert [each.badge_number for each in made] == [f"330600-2026-Z000{n}" for n in (1, 2, 3)]
    desk.locator("[name=what][value=ceremony]").check()
    step(desk, "制发聘书证件")
    onward(desk.get_by_role("button", name="开始制作"))
    expect(desk.get_by_text("制作完成6份")).to_be_visible()
    step(desk, "制作完成")
    letters, badges = downloaded(desk, "下载 聘书"), downloaded(desk, "下载 证件")
    seated = downloaded(desk, "下载 社会监督员聘任仪式名册.pdf")
    assert (len(letters), len(badges)) == (3, 6)
    assert all("示范施行" in sheet for sheet in letters + badges + seated), "a trial says so on every sheet"
    assert all(f"姓名：{name}" in badges[2 * at] for at, name in enumerate(NAMES))

    stranger = visitor("phone")
    for at, kind in ((0, batches.LETTERS), (0, batches.BADGES), (2, batches.BADGES)):
        address = scanned(kind, made[at], NAMES[at])
        assert address == printing.verify_url(made[at])
        stranger.goto(urlparse(address).path)
        expect(stranger.get_by_role("heading", name="有效")).to_be_visible()
        expect(stranger.locator(".demonstration")).to_be_visible()
    assert NAMES[2] not in stranger.content(), "no list is public here: the name is masked"
    assert stranger.context.cookies() == []
    step(stranger, "核验-有效")
    clock.travel_to(made[2].until + timedelta(days=1))
    stranger.reload()
    expect(stranger.get_by_role("heading", name="已到期")).to_be_visible()
    step(stranger, "核验-已到期")
    stranger.get_by_role("button", name="大字").click()
    step(stranger, "核验-大字")
    assert list(breaks()) == []
