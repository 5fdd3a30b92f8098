"""Publicity work: planned, joined, done, recorded; hours counted once; and the two duties of one article."""

from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image
from python_calamine import CalamineWorkbook
from python_calamine import load_workbook as opened

from watching import appoint, photo, signed_in, supervisor
from world import Place, place
from zhongdu import files
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.calendar import clock
from zhongdu.cases.models import Exposure
from zhongdu.cli.trace import load_rooms
from zhongdu.duties.models import Duty
from zhongdu.duties.standing import CHECKS
from zhongdu.duties.sweep import sweep
from zhongdu.figures.charts import FIGURES, Asked
from zhongdu.law.governing import governing
from zhongdu.law.vocabulary import concept
from zhongdu.messages.models import Message
from zhongdu.publicity import acts, paper, queries
from zhongdu.publicity.models import Activity, Part, Seen
from zhongdu.publicity.rules import is_address
from zhongdu.record.models import Event
from zhongdu.record.verifying import breaks
from zhongdu.scope.roles import Role
from zhongdu.service import acts as service
from zhongdu.service.queries import Stint

load_rooms()
pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 10)


@pytest.fixture(autouse=True)
def today() -> None:
    clock.travel_to(TODAY)


@pytest.fixture
def city(db: None) -> Place:
    return place("990100", "示例市医疗保障局", "city", "city")


def liaison(place: Place) -> Any:
    return place.officer(Role.LIAISON)


def refused(act: Any, subject: Any, by: Any, **inputs: Any) -> Refused:
    with pytest.raises(Refused) as caught:
        perform(act, subject, by, **inputs)
    return caught.value


TOLD = {"title": "集中宣传月", "topic": "laws", "way": "on_site", "where": "人民广场"}


def planned(place: Place, days: int = 0, **more: Any) -> Activity:
    told = {**TOLD, "on": TODAY + timedelta(days=days), **more}
    return perform(acts.plan_publicity, place.office, liaison(place), **told)


def done(activity: Activity, place: Place, **more: Any) -> Activity:
    told = {"on": TODAY, "minutes": 90, "account": "发放材料，解答提问。", **more}
    return perform(acts.record_publicity, activity, liaison(place), **told)


def entered(place: Place, **more: Any) -> Activity:
    told = {**TOLD, "on": TODAY, "minutes": 60, "account": "登记的情况。", **more}
    return perform(acts.enter_publicity, place.office, liaison(place), **told)


def part_of(activity: Activity, term: Any) -> Part:
    return Part.objects.select_related("docket", "bureau", "activity").get(
        activity=activity, user=term.user_id
    )


def told_to(term: Any) -> list[str]:
    return list(Message.objects.filter(user=term.user_id).order_by("id").values_list("kind", flat=True))


# --- planned and done ----------------------------------------------------------------------------------------


def test_work_is_planned_done_and_corrected_and_what_stood_before_stays(wushan: Place) -> None:
    made = planned(wushan, arrangement="摆台讲解")
    made = done(made, wushan, reach=300, link="https://example.org/a", files=[photo()])
    assert (made.state, made.minutes, made.reach) == ("done", 90, 300)
    told = {"topic": "policies", "way": "on_site", "where": "文化广场", "reach": 320, "account": "改写的情况。", "reason": "人数记错了"}  # fmt: skip
    made = perform(acts.correct_publicity, made, liaison(wushan), **told)
    assert (made.where, made.reach, made.link) == ("文化广场", 320, "")
    assert queries.account_of(made) == "改写的情况。"
    event = Event.objects.get(docket=made.docket_id, act="publicity.correct_publicity")
    assert event.data["before"]["reach"] == 300 and event.data["before"]["link"] == "https://example.org/a"
    assert "改写的情况" not in str(list(Event.objects.values_list("data", flat=True))), (
        "words stay in the vault"
    )
    assert list(breaks()) == []


def test_what_cannot_be_is_refused_beside_its_field(wushan: Place) -> None:
    by, tomorrow = liaison(wushan), TODAY + timedelta(days=1)
    late = refused(acts.plan_publicity, wushan.office, by, **TOLD, on=TODAY - timedelta(days=1))
    assert "登记做过的宣传" in late.fields["on"]
    base = {**TOLD, "on": TODAY, "minutes": 60, "account": "情况"}
    for wrong, beside in (({"on": tomorrow}, "on"), ({"minutes": 0}, "minutes"), ({"reach": -1}, "reach"), ({"link": "javascript:alert(1)"}, "link")):  # fmt: skip
        assert beside in refused(acts.enter_publicity, wushan.office, by, **{**base, **wrong}).fields
    ahead = planned(wushan, days=3)
    assert refused(acts.record_publicity, ahead, by, on=TODAY, minutes=60, account="x").code == "not_now"
    assert Activity.objects.count() == 1


@pytest.mark.parametrize(
    ("link", "good"),
    [("https://a.example/b?c=1", True), ("http://a.example", True), ("javascript:x", False), ("https://a b", False), ("a.example", False)],
)  # fmt: skip
def test_a_link_leads_to_a_page(link: str, good: bool) -> None:
    assert is_address(link) is good


def test_who_was_asked_is_told_of_changes_and_why_it_was_called_off(wushan: Place) -> None:
    term = appoint(wushan)
    made = planned(wushan, days=5)
    perform(acts.ask_to_take_part, made, liaison(wushan), everybody=True)
    told = {**TOLD, "where": "体育馆", "on": TODAY + timedelta(days=6)}
    made = perform(acts.change_publicity, made, liaison(wushan), **told)
    made = perform(acts.call_off_publicity, made, liaison(wushan), reason="大雨")
    assert told_to(term) == ["publicity.asked", "publicity.changed", "publicity.called_off"]
    assert refused(acts.join_publicity, part_of(made, term), supervisor(term)).code == "not_now"
    page = signed_in(term.user).get(reverse("phone:part", kwargs={"number": part_of(made, term).number}))
    assert "大雨" in page.content.decode()


# --- supervisors ---------------------------------------------------------------------------------------------


@pytest.mark.clauses("hunan:7.1", "hunan:7.4")
def test_a_supervisor_sees_what_is_planned_says_so_and_the_hours_follow(hunan: Place) -> None:
    term, other = appoint(hunan), appoint(hunan)
    made = planned(hunan, days=1)
    perform(acts.ask_to_take_part, made, liaison(hunan), everybody=True)
    mine, phone = part_of(made, term), signed_in(term.user)
    assert "次宣传活动等您回复" in phone.get(reverse("phone:home")).content.decode()
    page = phone.get(reverse("phone:part", kwargs={"number": mine.number})).content.decode()
    assert "人民广场" in page and "第七条第（四）项" in page and "我参加" in page
    assert Seen.objects.filter(part=mine).count() == 1
    mine = perform(acts.join_publicity, mine, supervisor(term))
    event = Event.objects.get(docket=mine.docket_id, act="publicity.join_publicity")
    assert {"hunan:7.1", "hunan:7.4"} <= set(event.clauses)
    sweep(TODAY)
    assert told_to(term)[-1] == "publicity.tomorrow" and "publicity.tomorrow" not in told_to(other)
    clock.travel_to(TODAY + timedelta(days=1))
    perform(acts.note_taking_part, made, liaison(hunan), who=[term.number])
    assert not Stint.objects.exists(), "it is not done yet"
    done(made, hunan, on=TODAY + timedelta(days=1))
    stint = Stint.objects.get()
    assert (stint.user_id, stint.sort, stint.minutes, stint.state) == (
        term.user_id,
        "publicity",
        90,
        "confirmed",
    )
    assert part_of(made, other).state == "asked"
    assert list(breaks()) == []


@pytest.mark.clauses("beijing:8.1", "beijing:8.4")
def test_somebody_who_was_not_asked_is_noted_afterwards_and_counted_then(beijing: Place) -> None:
    term = appoint(beijing)
    made = done(planned(beijing), beijing)
    made = perform(acts.note_taking_part, made, liaison(beijing), who=[term.number])
    assert Stint.objects.get(user=term.user_id).minutes == 90
    event = Event.objects.get(docket=made.docket_id, act="publicity.note_taking_part")
    assert {"beijing:8.1", "beijing:8.4"} <= set(event.clauses)
    assert refused(acts.note_taking_part, made, liaison(beijing), who=[term.number]).code == "not_now"


@pytest.mark.clauses("beijing:8.4", "beijing:8.6/1")
def test_a_district_asks_supervisors_of_the_city_whose_hours_stay_with_the_city(beijing: Place) -> None:
    term, district = appoint(beijing), beijing.below("110105", "朝阳区医疗保障局", "county")
    made = planned(district)
    perform(acts.ask_to_take_part, made, liaison(district), everybody=True)
    perform(acts.join_publicity, part_of(made, term), supervisor(term))
    perform(acts.note_taking_part, made, liaison(district), who=[term.number])
    done(made, district)
    stint = Stint.objects.get()
    assert (stint.user_id, stint.bureau_id) == (term.user_id, beijing.bureau.pk)
    assert list(breaks()) == []


def test_elsewhere_a_bureau_asks_only_its_own(hunan: Place) -> None:
    appoint(hunan)
    changsha = hunan.below("430100", "长沙市医疗保障局", "city")
    made = planned(changsha)
    assert refused(acts.ask_to_take_part, made, liaison(changsha), everybody=True).code == "not_now"


@pytest.mark.clauses("wushan:6.1")
def test_hours_are_never_counted_twice(wushan: Place) -> None:
    own, other = appoint(wushan), appoint(wushan)
    told = {"kind": "publicity", "on": TODAY, "minutes": 30, "words": "讲政策"}
    perform(service.state_service, own, supervisor(own), **told)
    made = planned(wushan)
    perform(acts.note_taking_part, made, liaison(wushan), everybody=True)
    done(made, wushan)
    hours = Stint.objects.order_by("id").values_list("user_id", "minutes", "state")
    assert list(hours) == [(own.user_id, 30, "proposed"), (other.user_id, 90, "confirmed")]
    counted = Event.objects.get(act="service.count_publicity", docket=made.docket_id)
    assert (counted.data["counted"], counted.data["left_out"]) == (1, 1)
    assert refused(service.state_service, other, supervisor(other), **told).code == "counted_already"
    assert perform(service.state_service, other, supervisor(other), **{**told, "kind": "other"})


@pytest.mark.clauses("shaoxing:4.2")
def test_who_was_not_there_after_all_is_struck_with_the_hours_and_may_be_noted_again(shaoxing: Place) -> None:
    term = appoint(shaoxing)
    made = planned(shaoxing)
    perform(acts.note_taking_part, made, liaison(shaoxing), who=[term.number])
    made = done(made, shaoxing)
    perform(acts.strike_taking_part, part_of(made, term), liaison(shaoxing), reason="记错了人")
    assert [stint.state for stint in Stint.objects.all()] == ["declined"]
    assert told_to(term)[-1] == "publicity.struck"
    perform(acts.note_taking_part, made, liaison(shaoxing), everybody=True)
    assert sorted(Stint.objects.values_list("state", flat=True)) == ["confirmed", "declined"]
    clauses = Event.objects.filter(act="publicity.note_taking_part").first().clauses  # type: ignore[union-attr]
    assert clauses == ["shaoxing:4.2"] or "shaoxing:4.2" in clauses


def test_a_stranger_sees_nothing_of_it(wushan: Place, hunan: Place) -> None:
    mine, other = appoint(wushan), appoint(hunan)
    made = planned(wushan)
    perform(acts.ask_to_take_part, made, liaison(wushan), everybody=True)
    address = reverse("phone:part", kwargs={"number": part_of(made, mine).number})
    assert signed_in(other.user).get(address).status_code == 404
    abroad = signed_in(hunan.user(Role.LIAISON))
    assert abroad.get(reverse("desk:activity", kwargs={"number": made.number})).status_code == 404


# --- the duty ------------------------------------------------------------------------------------------------


def owed(place: Place, word: str) -> list[Duty]:
    return list(Duty.objects.open().filter(bureau=place.bureau, concept=word))


@pytest.mark.clauses("city:23")
def test_publicity_is_met_by_news_media_and_not_by_exposures_or_other_ways(city: Place) -> None:
    sweep(TODAY)
    (duty,) = owed(city, "publicity")
    assert duty.clause == "city:23"
    entered(city, topic="knowledge", way="media")
    entered(city, way="on_site")
    check = CHECKS["publicity"](city.bureau, governing(city.bureau, TODAY), TODAY)
    assert not check.met and check.shown == "做过宣传，还没有用新闻媒体的"
    assert owed(city, "publicity"), "knowledge is not law, and a square is not a newspaper"
    made = entered(city, way="media", where="示例日报")
    assert not owed(city, "publicity"), "met in the same deed"
    assert "city:23" in Event.objects.get(docket=made.docket_id).clauses
    assert not Exposure.objects.exists(), "no case was exposed, and none was needed for this limb"
    sweep(TODAY + timedelta(days=400))
    assert owed(city, "publicity"), "it grows old"


@pytest.mark.clauses("city:23")
def test_a_correction_meets_the_duty_or_not(city: Place) -> None:
    sweep(TODAY)
    made = entered(city, way="on_site")
    told = {"topic": "laws", "way": "media", "where": "示例日报", "account": "见报", "reason": "选错了"}
    perform(acts.correct_publicity, made, liaison(city), **told)
    assert not owed(city, "publicity")


@pytest.mark.parametrize("name", ["wushan", "hunan", "beijing", "shaoxing"])
def test_nothing_is_laid_on_a_bureau_that_its_text_lays_on_supervisors(name: str, request: Any) -> None:
    office: Place = request.getfixturevalue(name)
    appoint(office)
    sweep(TODAY)
    assert not owed(office, "publicity")
    made = entered(office)
    assert not [each for each in Event.objects.get(docket=made.docket_id).clauses if each.endswith(":23")]


def test_the_ways_of_an_activity_are_the_vocabularys() -> None:
    assert list(Activity.Way.values) == list(concept("publicity.way").options)


# --- pages, papers -------------------------------------------------------------------------------------------


def test_photographs_are_given_out_without_what_the_camera_wrote(wushan: Place) -> None:
    picture = BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "示例相机 SECRETCAM"
    Image.new("RGB", (800, 600), "teal").save(picture, "JPEG", exif=exif)
    made = entered(wushan, files=[SimpleUploadedFile("a.jpg", picture.getvalue(), "image/jpeg")])
    client = signed_in(wushan.user(Role.LIAISON))
    (kept,) = files.attached(made.number)
    for name in ("publicity_file", "publicity_preview"):
        answer = client.get(reverse(f"desk:{name}", kwargs={"number": made.number, "file": kept.public_id}))
        shown = b"".join(answer) if answer.streaming else answer.content
        assert (
            answer.status_code == 200
            and b"SECRETCAM" not in shown
            and not Image.open(BytesIO(shown)).getexif()
        )


def test_the_register_is_a_workbook_of_what_is_listed(wushan: Place) -> None:
    entered(wushan, reach=300, link="https://example.org/a")
    entered(wushan, title="另一次", topic="policies")
    client: Client = signed_in(wushan.user(Role.LIAISON))
    answer = client.get(reverse("desk:publicity"), {"topic": "laws", "as": "xlsx"})
    book: CalamineWorkbook = opened(BytesIO(answer.content))
    rows = book.get_sheet_by_index(0).to_python()
    assert rows[1][:4] == ["2026-06-10", "集中宣传月", "法律、法规", "现场宣传、咨询"] and rows[1][8] == 300
    assert not [row for row in rows if "另一次" in row]
    again = client.get(reverse("desk:publicity"), {"topic": "laws", "as": "xlsx"})
    assert again.content == answer.content, "the same bytes whenever asked for"


def test_the_figures_count_what_was_done_by_its_way(wushan: Place) -> None:
    entered(wushan)
    entered(wushan, way="media")
    entered(wushan, way="media", on=date(2025, 6, 10))
    planned(wushan)
    told = Asked(liaison(wushan), wushan.law, date(2026, 1, 1), TODAY)
    counted = {bar.key: bar.n for bar in FIGURES["publicity"].counted(told, None) if bar.n}
    assert counted == {"media": 1, "on_site": 1}


def test_the_list_costs_no_more_for_more(wushan: Place) -> None:
    client, address = signed_in(wushan.user(Role.LIAISON)), reverse("desk:publicity")
    entered(wushan, title="第一次")
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for n in range(12):
        entered(wushan, title=f"又一次{n}")
    with CaptureQueriesContext(connection) as many:
        page = client.get(address).content.decode()
    assert "第一次" in page and "又一次11" in page and len(many) <= len(few)


def test_the_record_on_paper_names_no_supervisor(wushan: Place) -> None:
    term = appoint(wushan)
    made = done(planned(wushan), wushan, link="https://example.org/a")
    perform(acts.note_taking_part, made, liaison(wushan), who=[term.number])
    told = str(paper.printed(made))
    assert "参加的社会监督员：1人" in told and "发放材料" in told and term.user.first_name not in told
    assert paper.pdf_of(made).startswith(b"%PDF") and paper.word_of(made) == paper.word_of(made)
