"""亮证: a code that is worth something while its holder holds it out, and nothing as a picture."""

import re
from datetime import timedelta

import pytest
from appointed_people import appoint, fresh, sign_in, supervisor
from django.test import Client

from watching import institution, sworn
from zhongdu.acts.performing import perform
from zhongdu.bureaus import acts as bureaus
from zhongdu.calendar import clock
from zhongdu.fieldwork import acts as fieldwork
from zhongdu.fieldwork import checklists
from zhongdu.roster import acts, live
from zhongdu.roster.live import Shown
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db
JUST_NOW, OLD = "刚刚由本人手机出示", "这是先前的截图，请让本人当面重新出示"


def scan(appointment, token, client=None):
    answer = (client or Client()).get(f"/v/{appointment.verify_code}/{token}/")
    return answer, answer.content.decode()


def token(appointment, ago=0, visit=""):
    at = clock.now() - timedelta(seconds=ago)
    return live.made(appointment.verify_code, Shown(at, visit))


def visit_of(place, appointment, way="open", own=False):
    shop = institution(place, "惠民大药房")
    checklist = checklists.offered(place.law, place.bureau, "pharmacy")[0].name
    told = {"institution": shop.code, "way": way, "checklist": checklist}
    if own:
        return perform(fieldwork.choose_visit, appointment, supervisor(appointment), **told)
    visit = perform(
        fieldwork.assign_visit, appointment, place.officer(Role.CASE_OFFICER), due=clock.today() + timedelta(days=7), **told
    )  # fmt: skip
    return perform(fieldwork.accept_visit, visit, supervisor(appointment))


# --- the token ---------------------------------------------------------------------------------------


def test_what_was_made_is_read_and_nothing_else_is(monkeypatch):
    at = clock.now().replace(microsecond=0)
    for shown in (Shown(at), Shown(at, "Q9GC-8R2H")):
        made = live.made("K7Q4-93TX", shown)
        assert live.read("K7Q4-93TX", made) == live.read("k7q493tx", made) == shown
        assert live.read("K7Q4-93TY", made) is None  # of other papers
        assert live.read("K7Q4-93TX", made[:-1] + ("A" if made[-1] != "A" else "B")) is None
    later = live.made("K7Q4-93TX", Shown(at)).replace(f"{int(at.timestamp()):08x}", "7fffffff")
    assert live.read("K7Q4-93TX", later) is None
    for rubbish in ("", ".", "zz", "0" * 8 + ".", "00000000.ABCDEFGHIJKL"):
        assert live.read("K7Q4-93TX", rubbish) is None


@pytest.mark.parametrize(("ago", "is_fresh"), [(-31, False), (-5, True), (0, True), (90, True), (91, False)])
def test_fresh_for_its_period_and_what_a_page_takes_to_open(ago, is_fresh):
    now = clock.now()
    assert Shown(now - timedelta(seconds=ago)).is_fresh(now, timedelta(seconds=60)) is is_fresh


# --- on the phone ------------------------------------------------------------------------------------


@pytest.mark.clauses("shaoxing:10", "shaoxing:annex1")
def test_the_badge_on_the_phone_shows_a_code_that_leads_to_just_now(shaoxing, client):
    mine = appoint(shaoxing)
    page = sign_in(client, mine).get("/my/badge/").content.decode()
    assert "亮证" in page and "王秀英" in page and mine.badge_number in page and "<svg" in page
    assert 'data-live="/my/badge/"' in page and 'http-equiv="refresh" content="60"' in page
    assert "<script>" not in page and " style=" not in page and "第十条" in page
    card = client.get("/my/card/").content.decode()
    assert 'data-live="/my/badge/"' in card and 'href="/my/badge/"' in card


@pytest.mark.clauses("beijing:6.5", "wushan:5")
@pytest.mark.parametrize("where", ["beijing", "wushan"])
def test_where_there_is_no_badge_it_is_the_letter_that_is_shown(where, request, client):
    page = sign_in(client, appoint(request.getfixturevalue(where))).get("/my/badge/").content.decode()
    assert "出示聘书" in page and "亮证" not in page and "工作证" not in page


def test_how_often_it_changes_is_the_bureaus_own_way(shaoxing, client):
    mine = appoint(shaoxing)
    chief = shaoxing.officer(Role.DECIDER)
    perform(bureaus.choose_practice, shaoxing.office, chief, practice="roster.badge_every=30")
    assert 'data-live-every="30"' in sign_in(client, mine).get("/my/badge/").content.decode()
    assert JUST_NOW in scan(mine, token(mine, 50))[1] and OLD in scan(mine, token(mine, 70))[1]


def test_after_the_end_there_is_no_code_to_show(shaoxing, client):
    mine = appoint(shaoxing)
    _end(shaoxing, mine)
    page = sign_in(client, fresh(mine)).get("/my/badge/").content.decode()
    assert "data-live" not in page and "不能出示" in page


# --- scanned -----------------------------------------------------------------------------------------


@pytest.mark.clauses("shaoxing:10", "hunan:6/2")
def test_scanned_at_once_it_is_in_force_and_was_shown_just_now(shaoxing):
    mine = appoint(shaoxing)
    answer, page = scan(mine, token(mine, 2))
    assert answer.status_code == 200 and answer["Cache-Control"] == "no-store"
    assert "现在有效" in page and f"{JUST_NOW} {clock.now():%H:%M}"[:10] in page
    assert re.search(rf"{JUST_NOW} \d\d:\d\d", page) and "正在进行的巡查" not in page


def test_a_picture_of_it_later_says_that_it_is_one(shaoxing):
    mine = appoint(shaoxing)
    visit = visit_of(shaoxing, sworn(mine))
    _, page = scan(mine, token(mine, 600, visit.number))
    assert OLD in page and JUST_NOW not in page and "现在有效" not in page and "惠民大药房" not in page


def test_no_more_is_told_of_the_person_than_the_printed_code_tells(shaoxing):
    mine = appoint(shaoxing)
    printed = Client().get(f"/v/{mine.verify_code}/").content.decode()
    _, page = scan(mine, token(mine))
    facts = re.compile(r"<dl class=\"facts\">.*?</dl>", re.DOTALL)
    assert facts.search(page)[0] == facts.search(printed)[0]


def test_made_by_somebody_else_it_is_unknown_like_any_other(shaoxing):
    mine = appoint(shaoxing)
    forged, page = scan(mine, token(mine)[:-4] + "AAAA")
    assert forged.status_code == 404 and "查无此证" in page and mine.letter_number not in page
    unknown = Client().get("/v/AAAA-BBBB-CCCC-DDDD/").content.decode()
    own = re.compile(
        r'<p class="answer-at">.*?</p>|value="/v/[^"]*"|name="csrf[^>]*>'
    )  # the address and the time
    assert own.sub("", page) == own.sub("", unknown)


def test_whoever_serves_no_more_shows_nothing_valid_however_fresh(shaoxing):
    mine = appoint(shaoxing)
    made = token(mine)
    _end(shaoxing, mine)
    _, page = scan(mine, made)
    assert "已作废" in page and JUST_NOW not in page and "现在有效" not in page


def test_papers_that_were_replaced_are_void_in_this_way_too(shaoxing):
    mine = appoint(shaoxing)
    made, old = token(mine), mine.verify_code
    perform(acts.reissue_papers, mine, shaoxing.officer(Role.RECRUITER), reason="遗失")
    page = Client().get(f"/v/{old}/{made}/").content.decode()
    assert "已作废" in page and JUST_NOW not in page


# --- on a visit --------------------------------------------------------------------------------------


@pytest.mark.clauses("shaoxing:7", "shaoxing:10", "shaoxing:14")
def test_on_an_open_visit_the_institution_learns_that_it_is_expected(shaoxing, client):
    mine = sworn(appoint(shaoxing))
    visit = visit_of(shaoxing, mine)
    browser = sign_in(client, mine)
    assert f"/my/visits/{visit.number}/badge/" in browser.get(f"/my/visits/{visit.number}/").content.decode()
    page = browser.get(f"/my/visits/{visit.number}/badge/").content.decode()
    assert "亮证" in page and "惠民大药房" in page
    _, told = scan(mine, token(mine, 3, visit.number))
    assert "正在进行的巡查" in told and "惠民大药房" in told and f"受{shaoxing.bureau.name}指派" in told
    assert visit.number not in re.sub(r'href="[^"]*"|action="[^"]*"|value="[^"]*"', "", told)


def test_chosen_by_oneself_it_says_so(shaoxing):
    mine = sworn(appoint(shaoxing))
    visit = visit_of(shaoxing, mine, own=True)
    _, told = scan(mine, token(mine, 3, visit.number))
    assert "自己安排" in told and "不是医保局指派的任务" in told and "惠民大药房" in told


@pytest.mark.clauses("shaoxing:7", "shaoxing:13")
def test_of_a_covert_visit_it_never_speaks(shaoxing, client):
    mine = sworn(appoint(shaoxing))
    visit = visit_of(shaoxing, mine, way="covert")
    browser = sign_in(client, mine)
    assert "亮证" not in browser.get(f"/my/visits/{visit.number}/").content.decode()
    assert browser.get(f"/my/visits/{visit.number}/badge/").status_code == 404
    _, told = scan(mine, token(mine, 3, visit.number))  # even if somebody had such a code
    assert JUST_NOW in told and "惠民大药房" not in told and "正在进行的巡查" not in told


def test_nobody_shows_the_visit_of_another_or_one_that_is_not_under_way(shaoxing, client):
    mine, other = (
        sworn(appoint(shaoxing)),
        appoint(shaoxing, name="李示例", phone="13900000009", person="other"),
    )
    visit = visit_of(shaoxing, mine)
    assert sign_in(client, other).get(f"/my/visits/{visit.number}/badge/").status_code == 404
    assert "惠民大药房" not in scan(other, token(other, 1, visit.number))[1]
    perform(fieldwork.cancel_visit, visit, shaoxing.officer(Role.CASE_OFFICER), words="改日")
    assert sign_in(client, mine).get(f"/my/visits/{visit.number}/badge/").status_code == 404
    assert "惠民大药房" not in scan(mine, token(mine, 1, visit.number))[1]


def _end(place, appointment):
    perform(
        acts.end_appointment, appointment, place.officer(Role.DECIDER), ground="ending.ground.tipping_off",
        conduct_on=clock.today(), facts="把检查的日子告诉了药店",
    )  # fmt: skip
