"""Papers of many: what a job makes of them, whose it leaves out and why, and who may ask."""

import io
import zipfile
from datetime import date, timedelta

import openpyxl
import pytest
from appointed_people import DAY, appoint
from django.core.files.base import ContentFile
from django.urls import reverse
from pypdf import PdfReader

from zhongdu import files, vault
from zhongdu.acts.performing import perform
from zhongdu.calendar import clock
from zhongdu.files.models import Attachment
from zhongdu.jobs.models import Job
from zhongdu.jobs.working import RESULT, Run
from zhongdu.roster import acts, batches, issuing, jobs, printing
from zhongdu.roster.models import Appointment
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db(transaction=True)
ADDRESS = "/desk/papers/"


def desk(client, place, role=Role.RECRUITER):
    client.force_login(place.user(role))
    return client


def ask(client, what, *, shape="volumes", which="all", who=(), query=""):
    answer = client.post(ADDRESS + query, {"what": what, "shape": shape, "which": which, "who": list(who)})
    if answer.status_code != 302:
        return answer.content.decode()
    return Job.objects.latest("id")


def results(job):
    """What a job gave, by name."""
    assert job.state == "done", job.says
    found = list(files.attached(job.owner, RESULT))
    called = files.names(found)
    return {called[each.public_id]: files.original(each).read() for each in found}


def pages(pdf):
    return ["".join(sheet.extract_text().split()) for sheet in PdfReader(io.BytesIO(pdf)).pages]


@pytest.mark.clauses("shaoxing:11", "shaoxing:annex1", "shaoxing:notice")
def test_letters_and_badges_of_many_are_two_files_in_the_order_of_their_numbers(client, shaoxing):
    made = [appoint(shaoxing, name=f"示例甲{n}") for n in "一二三"]
    job = ask(desk(client, shaoxing), ["letter", "badge"])
    got = results(job)
    letters = pages(got["聘书 330600-2026-0001—330600-2026-0003.pdf"])
    badges = pages(got["证件 330600-2026-Z0001—330600-2026-Z0003.pdf"])
    assert (len(letters), len(badges)) == (3, 6)
    for at, one in enumerate(made):
        assert one.letter_number in letters[at] and f"示例甲{'一二三'[at]}" in letters[at]
        assert one.badge_number in badges[2 * at] and one.verify_code in badges[2 * at + 1]
    assert all("示范施行" in sheet for sheet in letters + badges), (
        "a draft that is tried out says so on every sheet"
    )
    assert (job.done, job.total) == (6, 6) and "制作完成6份" in job.says


@pytest.mark.clauses("hunan:6/2")
def test_eight_badges_come_on_a_sheet_faces_and_backs_by_turns(client, changsha):
    for _ in range(9):
        appoint(changsha)
    (pdf,) = results(ask(desk(client, changsha), ["badge"], shape="sheets")).values()
    sheets = pages(pdf)
    assert len(sheets) == 4 and [sheet.count("430100-2026-Z") for sheet in sheets] == [8, 0, 1, 0]
    box = PdfReader(io.BytesIO(pdf)).pages[0].mediabox
    assert round(box.width) == 842 and round(box.height) == 595


@pytest.mark.clauses("wushan:5")
def test_each_alone_is_named_by_its_number_and_is_the_very_paper_printed_one_by_one(client, wushan):
    made = [appoint(wushan) for _ in range(2)]
    (archive,) = results(ask(desk(client, wushan), ["letter"], shape="each")).values()
    with zipfile.ZipFile(io.BytesIO(archive)) as found:
        assert found.namelist() == [f"{one.letter_number}.pdf" for one in made]
        assert found.read(found.namelist()[0]) == printing.letter(made[0])


def test_the_same_people_give_the_same_bytes(client, shaoxing):
    for _ in range(2):
        appoint(shaoxing)
    desk(client, shaoxing)
    for shape in ("volumes", "sheets", "each"):
        one, two = (results(ask(client, ["letter", "badge", "ceremony"], shape=shape)) for _ in range(2))
        assert one == two and one


def test_many_volumes_where_there_are_many_people(client, wushan, monkeypatch):
    monkeypatch.setattr(batches, "VOLUME", 2)
    for _ in range(3):
        appoint(wushan)
    got = results(ask(desk(client, wushan), ["letter"]))
    assert [len(pages(pdf)) for pdf in got.values()] == [2, 1]


def test_one_persons_bad_photograph_or_rare_character_keeps_nobody_elses_paper_back(client, shaoxing):
    fine, rare, photo = (
        appoint(shaoxing, name="示例好"),
        appoint(shaoxing, name="示例\U000313f0"),
        appoint(shaoxing),
    )
    spoil_photo(photo)
    got = results(job := ask(desk(client, shaoxing), ["letter", "badge"]))
    letters = pages(got["聘书 330600-2026-0001—330600-2026-0003.pdf"])
    badges = pages(got["证件 330600-2026-Z0001—330600-2026-Z0003.pdf"])
    assert len(letters) == 2 and len(badges) == 2 and "示例好" in badges[0]
    said = got["没有印出的.txt"].decode()
    assert (
        f"聘书 {rare.letter_number}" in said and f"证件 {rare.badge_number}" in said and "字体中没有" in said
    )
    assert f"证件 {photo.badge_number}\t照片无法读取" in said and fine.letter_number not in said
    assert "示例" not in said and "3份没有印出" in job.says


def spoil_photo(appointment):
    kept: Attachment = files.attached(appointment.number, "photo").get()
    bad = files.store(
        ContentFile(b"%PDF-1.7\n%%EOF", name="x.pdf"), owner="somebody", kind="x", allow=files.DOCUMENTS
    )
    Attachment.objects.filter(pk=kept.pk).update(blob=bad.blob)


def test_who_ended_before_the_job_began_is_left_out_and_named_by_number(client, wushan):
    stays, goes = appoint(wushan), appoint(wushan)
    numbers = [stays.number, goes.number]
    perform(
        acts.end_appointment,
        goes,
        wushan.officer(Role.DECIDER),
        ground="ending.ground.breach",
        conduct_on=DAY,
        facts="经查实。",
    )
    job = ask(desk(client, wushan), ["letter"])
    jobs.print_papers.function(Run(job), numbers=numbers, what=["letter"], each=False, imposed=False)
    said = results(job)["没有印出的.txt"].decode()
    assert goes.letter_number in said and stays.letter_number not in said


# --- the ceremony ----------------------------------------------------------------------------------------


def test_the_ceremonys_list_seats_by_number_with_room_to_sign(client, wushan):
    made = [appoint(wushan, name=f"示例甲{n}") for n in "一二"]
    vault.put(made[0].number, {"employer": "=1+1示例学校"})
    got = results(ask(desk(client, wushan), ["ceremony"]))
    sheet = "".join(pages(got["社会监督员聘任仪式名册.pdf"]))
    for part in (
        "巫山县医疗保障局社会监督员聘任仪式名册",
        "座次",
        "签名",
        "示例甲一",
        "示例学校",
        made[1].letter_number,
    ):
        assert part in sheet, part
    book = openpyxl.load_workbook(io.BytesIO(got["社会监督员聘任仪式名册.xlsx"])).active
    rows = list(book.iter_rows(values_only=True))
    assert rows[0] == ("座次", "姓名", "工作单位", "聘书编号", "签名")
    assert rows[1][:4] == ("1", "示例甲一", "=1+1示例学校", made[0].letter_number)
    assert book["C2"].data_type == "s", "words are words and no formula"


# --- the page --------------------------------------------------------------------------------------------


def test_only_the_ticked_or_only_those_of_a_day(client, wushan):
    first, second = appoint(wushan), appoint(wushan, since=DAY + timedelta(days=1))
    desk(client, wushan)
    ticked = results(ask(client, ["letter"], which="ticked", who=[second.number]))
    assert second.letter_number in pages(next(iter(ticked.values())))[0]
    day = results(ask(client, ["letter"], query=f"?since={DAY}"))
    assert [first.letter_number in sheet for sheet in pages(next(iter(day.values())))] == [True]


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({"which": "ticked"}, "请在上面的名单里勾选"),
        ({"which": "ticked", "who": ["K7Q4-93TX"]}, "名单变了"),
        ({"what": []}, "请选择做什么"),
        ({"what": ["badge"]}, "badge"),
        ({"shape": "sheets"}, "sheets"),
        ({"which": "everybody"}, "everybody"),
    ],
)
def test_what_cannot_be_asked_is_told_beside_its_field(client, wushan, sent, says):
    appoint(wushan)
    said = ask(desk(client, wushan), **({"what": ["letter"]} | sent))
    assert says in said and "field-wrong" in said
    assert not Job.objects.exists()


def test_too_many_at_once_are_told(client, wushan, monkeypatch):
    monkeypatch.setattr(issuing, "MOST", 1)
    appoint(wushan)
    appoint(wushan)
    assert "一次最多给1人做" in ask(desk(client, wushan), ["letter"])


def test_neighbours_are_not_listed_and_other_posts_stay_out(client, wushan, changsha):
    ours, theirs = appoint(wushan), appoint(changsha)
    page = desk(client, wushan).get(ADDRESS).content.decode()
    assert ours.letter_number in page and theirs.letter_number not in page
    assert (
        "没有选到人" in ask(client, ["letter"], which="ticked", who=[theirs.number])
        or not Job.objects.exists()
    )
    for role in (Role.CASE_OFFICER, Role.LIAISON, Role.SYSTEM_ADMIN):
        assert desk(client, wushan, role).get(ADDRESS).status_code == 403


def test_a_job_prints_only_what_its_asker_may_still_see(client, wushan, changsha):
    theirs = appoint(changsha)
    appoint(wushan)
    job = ask(desk(client, wushan), ["letter"])
    before = set(results(job))
    jobs.print_papers.function(Run(job), numbers=[theirs.number], what=["letter"], each=False, imposed=False)
    assert set(results(job)) == before


def test_who_has_ended_is_not_offered(client, wushan):
    made = appoint(wushan)
    clock.travel_to(made.until + timedelta(days=1))
    assert "还没有在聘的监督员" in desk(client, wushan).get(ADDRESS).content.decode()
    assert Appointment.objects.get().state == "serving", "the sweep has not run yet"


def test_nothing_waits_on_a_day_without_people(client, wushan):
    appoint(wushan)
    said = desk(client, wushan).get(f"{ADDRESS}?since={date(2026, 1, 5)}").content.decode()
    assert "500237-2026-0001" in said, "a day that is not offered narrows nothing"
    assert reverse("desk:appoint_many") in said
