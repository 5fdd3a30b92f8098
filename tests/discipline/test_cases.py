"""A complaint becomes a case, the person is told and heard, somebody else decides; each measure has its own end."""

from datetime import date, timedelta

import pytest
from django.test import Client

from watching import photo, signed_in, supervisor
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.calendar import clock
from zhongdu.discipline import acts
from zhongdu.discipline.models import Breach, Complaint
from zhongdu.duties.sweep import sweep
from zhongdu.record.models import Event
from zhongdu.record.verifying import breaks
from zhongdu.scope.actor import ANYONE
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db
UNIT, CONTACT = "示例告状药房", "13800001111"
DAY = date(2026, 6, 1)
GIFTS = {
    "wushan": "discipline.no_gifts", "shaoxing": "discipline.no_extortion", "hunan": "discipline.gifts",
    "beijing": "discipline.gifts",
}  # fmt: skip
GROUNDS = {
    "wushan": ("ending.ground.breach", "wushan:11.1"), "beijing": ("ending.ground.breach", "beijing:14.1"),
    "hunan": ("ending.ground.breach", "hunan:9.1"), "shaoxing": ("ending.ground.extortion", "shaoxing:13"),
}  # fmt: skip


def refused(act, subject, by, **inputs) -> Refused:
    with pytest.raises(Refused) as caught:
        perform(act, subject, by, **inputs)
    return caught.value


@pytest.fixture
def home(request):
    place = request.getfixturevalue(request.param)
    home = place.below("430100", "长沙市医疗保障局", "city") if request.param == "hunan" else place
    home.user(Role.DISCIPLINE_OFFICER)
    return home


everywhere = pytest.mark.parametrize("home", ["wushan", "shaoxing", "hunan", "beijing"], indirect=True)


def code_of(home) -> str:
    return home.law.statute.code


def watching(home):
    return home.officer(Role.DISCIPLINE_OFFICER)


def opened(home, one, **more) -> Breach:
    given = {"items": [GIFTS[code_of(home)]], "conduct_on": DAY, "words": "录像与投诉一致", **more}
    return perform(acts.open_breach, one, watching(home), **given)


def told(home, one, **more) -> Breach:
    return perform(
        acts.tell_person, opened(home, one, **more), watching(home), words="有人说您收了东西",
        answer_by=clock.today() + timedelta(days=5),
    )  # fmt: skip


def heard(home, one, **more) -> Breach:
    return perform(acts.answer_breach, told(home, one, **more), supervisor(one), words="我付了钱，有小票")


def decide(home, breach, by=None, **inputs):
    given = {"words": "录像清楚，认定收受", **inputs}
    return perform(acts.decide_breach, breach, by or home.officer(Role.DECIDER), **given)


# --- to its end -------------------------------------------------------------------------------------------


@everywhere
@pytest.mark.clauses(
    "wushan:9.2", "wushan:9.6", "wushan:11.1", "shaoxing:13", "hunan:8.2", "hunan:9.1", "beijing:9.2", "beijing:14.1"
)  # fmt: skip
def test_established_on_a_ground_the_appointment_ends_at_once(home, serving):
    one = serving(home)
    breach = heard(home, one)
    more = {"graveness": "多次索要，影响恶劣"} if code_of(home) == "hunan" else {}
    decide(home, breach, outcome="ended", **more)
    one.refresh_from_db()
    breach.refresh_from_db()
    ground, clause = GROUNDS[code_of(home)]
    assert (one.state, one.ground, breach.ground) == ("ended", ground, ground)
    event = Event.objects.get(docket=one.docket, act="roster.end_after_hearing")
    assert clause in event.clauses and event.actor["role"] == "system"
    assert one.public_cancellation == (code_of(home) == "shaoxing")
    page = signed_in(one.user).get(f"/my/breaches/{breach.number}/").content.decode()
    assert "成立，终止聘任" in page and f"/law/{clause.replace(':', '/')}/" in page
    assert not list(breaks())


@everywhere
def test_not_established_changes_nothing(home, serving):
    one = serving(home)
    breach = heard(home, one)
    decide(home, breach, outcome="not_established")
    one.refresh_from_db()
    breach.refresh_from_db()
    assert (one.state, breach.state, breach.ground) == ("serving", "decided", "")


@pytest.mark.parametrize("home", ["wushan", "beijing", "shaoxing"], indirect=True)
@pytest.mark.clauses("wushan:11.1", "beijing:14.1", "shaoxing:13")
def test_where_it_must_end_a_reprimand_is_not_enough(home, serving):
    breach = heard(home, serving(home))
    no = refused(
        acts.decide_breach, breach, home.officer(Role.DECIDER), outcome="admonished", words="下不为例"
    )
    assert (no.code, str(no.clause)) == ("must_end", GROUNDS[code_of(home)][1])
    assert (
        "成立就应当终止"
        in signed_in(home.user(Role.DECIDER)).get(f"/desk/breaches/{breach.number}/").content.decode()
    )


@pytest.mark.parametrize("home", ["hunan"], indirect=True)
@pytest.mark.clauses("hunan:8.1", "hunan:8.4", "hunan:9.1")
def test_in_the_province_it_may_end_only_when_grave(home, serving):
    one = serving(home)
    breach = heard(home, one, items=["discipline.within_duties", "discipline.retaliation"])
    no = refused(acts.decide_breach, breach, home.officer(Role.DECIDER), outcome="ended", words="收受")
    assert (no.code, str(no.clause)) == ("not_shown_to_be_grave", "hunan:9.1")
    decide(home, breach, outcome="admonished")
    one.refresh_from_db()
    assert one.state == "serving"
    page = signed_in(one.user).get(f"/my/breaches/{breach.number}/").content.decode()
    assert "批评教育" in page and "本局做法" in page


@pytest.mark.parametrize("home", ["shaoxing"], indirect=True)
@pytest.mark.clauses("shaoxing:12")
def test_what_names_no_ground_ends_nothing(home, serving):
    one = serving(home)
    breach = heard(home, one, items=["discipline.integrity"])
    no = refused(acts.decide_breach, breach, home.officer(Role.DECIDER), outcome="ended", words="收受")
    assert no.code == "no_ground"
    decide(home, breach, outcome="admonished")
    one.refresh_from_db()
    assert one.state == "serving"


@everywhere
@pytest.mark.clauses("wushan:13", "shaoxing:13", "hunan:8.5", "beijing:10")
def test_what_breaks_the_law_is_transferred(home, serving):
    one = serving(home)
    breach = heard(home, one)
    more = {"graveness": "数额大"} if code_of(home) == "hunan" else {}
    decide(home, breach, outcome="ended", transfer=True, **more)
    breach.refresh_from_db()
    event = Event.objects.get(docket=breach.docket, act="discipline.decide_breach")
    assert breach.transferred and str(home.law.rule("breach.transfer").address) in event.clauses
    again = heard(home, serving(home, "李示例"))
    assert refused(
        acts.decide_breach, again, home.officer(Role.DECIDER), outcome="not_established", words="没有", transfer=True
    ).fields.keys() == {"transfer"}  # fmt: skip


@pytest.mark.parametrize("home", ["beijing"], indirect=True)
@pytest.mark.clauses("beijing:9.4", "beijing:9.6")
def test_whatever_the_article_says_can_be_found_broken(home, serving):
    items = ["discipline.harassment", "media.approval", "recusal"]
    one = serving(home)
    decide(home, heard(home, one, items=items), outcome="ended")
    one.refresh_from_db()
    assert one.state == "ended"


def test_substance_is_judged_by_the_day_of_the_conduct(beijing, serving):
    one = serving(beijing)
    before = date(2025, 12, 1)  # the measure was printed later in that month
    given = {"items": ["discipline.gifts"], "conduct_on": before, "words": "收受"}
    no = refused(acts.open_breach, one, watching(beijing), **given)
    assert no.code == "no_such_item_then" and "items" in no.fields
    tomorrow = clock.today() + timedelta(days=1)
    assert (
        "conduct_on"
        in refused(acts.open_breach, one, watching(beijing), **{**given, "conduct_on": tomorrow}).fields
    )


# --- told and heard ---------------------------------------------------------------------------------------


def test_nobody_is_decided_upon_before_being_heard(wushan, serving):
    one = serving(wushan)
    for breach in (opened(wushan, one), told(wushan, one)):
        no = refused(acts.decide_breach, breach, wushan.officer(Role.DECIDER), outcome="ended", words="收受")
        assert no.code == "wrong_state"


def test_the_person_learns_of_it_when_told_and_not_before(wushan, serving):
    one = serving(wushan)
    breach = opened(wushan, one)
    me = signed_in(one.user)
    assert me.get(f"/my/breaches/{breach.number}/").status_code == 404
    perform(
        acts.tell_person, breach, watching(wushan), words="有人说您收了东西", answer_by=clock.today() + timedelta(days=5)
    )  # fmt: skip
    page = me.get(f"/my/breaches/{breach.number}/").content.decode()
    assert "有人说您收了东西" in page and "录像与投诉一致" not in page
    assert "件违纪处理等您陈述意见" in me.get("/my/").content.decode()
    assert signed_in(serving(wushan, "李示例").user).get(f"/my/breaches/{breach.number}/").status_code == 404


def test_time_to_answer_is_given(wushan, serving):
    breach = opened(wushan, serving(wushan))
    no = refused(acts.tell_person, breach, watching(wushan), words="收受", answer_by=clock.today())
    assert no.fields.keys() == {"answer_by"}


def test_the_person_answers_with_papers_and_may_add_until_it_is_decided(wushan, serving):
    one = serving(wushan)
    breach = told(wushan, one)
    perform(acts.answer_breach, breach, supervisor(one), words="我付了钱", attached=[photo()])
    perform(acts.answer_breach, breach, supervisor(one), words="小票在这里")
    page = signed_in(wushan.user(Role.DECIDER)).get(f"/desk/breaches/{breach.number}/").content.decode()
    assert "我付了钱" in page and "小票在这里" in page and "/files/" in page
    decide(wushan, breach, outcome="not_established")
    assert refused(acts.answer_breach, breach, supervisor(one), words="还有").code == "wrong_state"


def test_silence_lets_it_go_on_the_day_after(wushan, serving):
    one = serving(wushan)
    breach = told(wushan, one)
    sweep(clock.today() + timedelta(days=5))
    breach.refresh_from_db()
    assert breach.state == "told"
    sweep(clock.today() + timedelta(days=6))
    breach.refresh_from_db()
    assert (breach.state, breach.heard) == ("heard", "silent")
    perform(acts.answer_breach, breach, supervisor(one), words="刚看到")
    breach.refresh_from_db()
    assert breach.heard == "written"


def test_spoken_words_are_written_down(wushan, serving):
    breach = told(wushan, serving(wushan))
    tomorrow = clock.today() + timedelta(days=1)
    assert (
        "heard_on"
        in refused(acts.record_hearing, breach, watching(wushan), heard_on=tomorrow, words="x").fields
    )
    done = perform(acts.record_hearing, breach, watching(wushan), heard_on=clock.today(), words="本人承认。")
    assert (done.state, done.heard) == ("heard", "in_person")


# --- who does what ----------------------------------------------------------------------------------------


def test_who_investigated_does_not_decide(wushan, serving):
    one = serving(wushan)
    wushan.user(Role.DISCIPLINE_OFFICER, "both")
    both = wushan.officer(Role.DECIDER, "both")
    breach = perform(acts.open_breach, one, both, items=[GIFTS["wushan"]], conduct_on=DAY, words="录像")
    perform(acts.tell_person, breach, both, words="收受", answer_by=clock.today() + timedelta(days=5))
    perform(acts.answer_breach, breach, supervisor(one), words="我付了钱")
    no = refused(acts.decide_breach, breach, both, outcome="ended", words="收受")
    assert no.code == "one_person_twice"
    decide(wushan, breach, outcome="ended")


@pytest.mark.parametrize("role", [Role.RECRUITER, Role.LIAISON, Role.CASE_OFFICER])
def test_others_of_the_bureau_do_not_see_it(wushan, serving, role):
    breach = opened(wushan, serving(wushan))
    assert signed_in(wushan.user(role)).get(f"/desk/breaches/{breach.number}/").status_code == 403


# --- complaints -------------------------------------------------------------------------------------------


def complain(place, **more):
    given = {"whom": "上周来的那位", "words": "看完要了两盒保健品", "unit": UNIT, "contact": CONTACT, **more}
    return perform(acts.complain, place.office, ANYONE, receipt=f"r-{Complaint.objects.count()}", **given)


def test_an_institution_complains_without_signing_in_and_follows_by_code(wushan):
    visitor = Client()
    url = f"/bureaus/{wushan.bureau.code}/complain/"
    assert "平台提供的做法" in visitor.get(url).content.decode()
    empty = visitor.post(url, {"whom": "", "words": "", "unit": UNIT}).content.decode()
    assert "请填写投诉哪位监督员" in empty and UNIT in empty and not Complaint.objects.exists()
    page = visitor.post(url, {"whom": "上周来的", "words": "要了东西", "unit": UNIT, "proof": [photo()]})
    made = Complaint.objects.get()
    code = page.content.decode().partition('receipt-code-big">')[2].partition("<")[0]
    assert page["Cache-Control"] == "no-store" and made.receipt not in code
    other = Client()
    assert other.get(f"/complaints/{made.number}/").status_code == 404
    assert "没有找到" in other.post("/complaints/", {"code": "AAAA-BBBB-CCCC-DDDD"}).content.decode()
    assert other.post("/complaints/", {"code": code.lower()}).url == f"/complaints/{made.number}/"
    perform(acts.examine_complaint, made, wushan.officer(Role.DISCIPLINE_OFFICER))
    perform(acts.answer_complaint, made, wushan.officer(Role.DISCIPLINE_OFFICER), words="查过了，已付钱。")
    assert "查过了，已付钱。" in other.get(f"/complaints/{made.number}/").content.decode()


def test_sending_the_same_form_twice_is_one_complaint(wushan):
    visitor, url = Client(), f"/bureaus/{wushan.bureau.code}/complain/"
    for _ in range(2):
        visitor.post(url, {"whom": "那位", "words": "要了东西", "code": "K7Q4-93TX-2M8P-WAHE"})
    assert Complaint.objects.count() == 1


@pytest.mark.clauses("hunan:11")
def test_where_the_measure_has_them_watch_the_page_says_by_which_clause(hunan):
    city = hunan.below("430100", "长沙市医疗保障局", "city")
    assert "/law/hunan/11/" in Client().get("/bureaus/430100/complain/").content.decode()
    made = complain(city)
    assert Event.objects.get(docket=made.docket).clauses == ["hunan:11"]


def test_who_complained_is_sealed_until_opened_by_a_recorded_act(wushan):
    made = complain(wushan)
    desk = signed_in(wushan.user(Role.DISCIPLINE_OFFICER))
    page = desk.get(f"/desk/complaints/{made.number}/").content.decode()
    assert "看完要了两盒保健品" in page and UNIT not in page and CONTACT not in page
    perform(
        acts.unmask, made, wushan.officer(Role.DISCIPLINE_OFFICER), field="complainant", reason="核实经过"
    )
    assert CONTACT in desk.get(f"/desk/complaints/{made.number}/").content.decode()
    head = signed_in(wushan.user(Role.DECIDER)).get(f"/desk/complaints/{made.number}/").content.decode()
    assert UNIT not in head and CONTACT not in head


@pytest.mark.parametrize("role", [Role.RECRUITER, Role.LIAISON, Role.CASE_OFFICER, Role.INSPECTOR])
def test_a_complaint_is_nobody_elses(wushan, role):
    made = complain(wushan)
    assert signed_in(wushan.user(role)).get(f"/desk/complaints/{made.number}/").status_code == 403


def test_a_complaint_becomes_a_case_and_the_person_never_learns_whose(wushan, serving):
    one = serving(wushan)
    made = complain(wushan)
    officer = watching(wushan)
    perform(acts.examine_complaint, made, officer)
    given = {
        "letter": one.letter_number,
        "items": [GIFTS["wushan"]],
        "conduct_on": DAY,
        "words": f"{UNIT}说的属实",
    }
    assert "letter" in refused(acts.open_case, made, officer, **{**given, "letter": "没有这个"}).fields
    assert "items" in refused(acts.open_case, made, officer, **{**given, "items": []}).fields
    breach = perform(acts.open_case, made, officer, **given)
    made.refresh_from_db()
    assert (made.state, breach.complaint_id, breach.user_id) == ("case", made.pk, one.user_id)
    perform(acts.tell_person, breach, officer, words="有人反映", answer_by=clock.today() + timedelta(days=5))
    page = signed_in(one.user).get(f"/my/breaches/{breach.number}/").content.decode()
    for word in (UNIT, CONTACT, made.number):
        assert word not in page
    perform(acts.answer_breach, breach, supervisor(one), words="我付了钱")
    decide(wushan, breach, outcome="ended")
    visitor = Client()
    session = visitor.session
    session["receipts"] = [made.number]
    session.save()
    page = visitor.get(f"/complaints/{made.number}/").content.decode()
    assert "作出了决定" in page and "终止" not in page


def test_a_bureau_without_a_discipline_officer_is_told_to_name_one(wushan):
    complain(wushan)
    page = signed_in(wushan.user(Role.DECIDER)).get("/desk/discipline/?kind=complaint").content.decode()
    assert "本局还没有纪检人员" in page
    wushan.user(Role.DISCIPLINE_OFFICER)
    page = signed_in(wushan.user(Role.DECIDER)).get("/desk/discipline/?kind=complaint").content.decode()
    assert "本局还没有纪检人员" not in page
