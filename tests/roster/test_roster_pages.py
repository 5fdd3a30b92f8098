"""The roster's pages, whole: what each face shows, to whom, and what it keeps to itself."""

import io
from datetime import timedelta
from urllib.parse import urlparse

import pytest
from appointed_people import DAY, accept, appoint, fresh, sign_in, supervisor
from django.contrib.auth.models import User
from django.urls import reverse
from pypdf import PdfReader

from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.calendar import clock
from zhongdu.duties.sweep import sweep
from zhongdu.record.models import Event
from zhongdu.recruitment import receipts
from zhongdu.roster import acts, printing
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db


def page(response) -> str:
    return response.content.decode()


def words(pdf: bytes) -> str:
    return (
        "".join(one.extract_text() for one in PdfReader(io.BytesIO(pdf)).pages)
        .replace("\n", "")
        .replace(" ", "")
    )


def scanned(client, made):
    """What a phone's camera opens: the address in the code, without signing in."""
    return client.get(urlparse(printing.verify_url(made)).path)


def officer(client, place, role=Role.RECRUITER):
    client.force_login(place.user(role))
    return client


# --- papers ------------------------------------------------------------------------------------------


@pytest.mark.clauses("wushan:5", "hunan:6/2", "beijing:6.5", "shaoxing:11")
@pytest.mark.parametrize(
    ("where", "issuer", "until"),
    [
        ("wushan", "巫山县医疗保障局", "2028年3月16日"),
        ("changsha", "长沙市医疗保障局", "2029年3月16日"),
        ("beijing", "北京市医疗保障局", "2029年3月16日"),
        ("shaoxing", "绍兴市医疗保障局", "2029年3月16日"),
    ],
)
def test_the_letter_says_who_by_whom_and_for_how_long(request, where, issuer, until):
    made = appoint(request.getfixturevalue(where), name="欧阳建国")
    printed = words(printing.letter(made))
    for part in ("聘书", "欧阳建国", issuer, made.letter_number, "2026年3月16日", until, made.verify_code):
        assert part in printed, part


@pytest.mark.clauses("shaoxing:annex1", "shaoxing:10")
def test_shaoxings_badge_follows_its_annex(shaoxing):
    made = appoint(shaoxing, name="欧阳建国")
    pdf = printing.badge(made)
    printed = words(pdf)
    for part in ("医保社会监督员工作证", "姓名：欧阳建国", f"编号：{made.badge_number}", "绍兴市医疗保障局"):
        assert part in printed, part
    assert "有效期：2026年3月—2029年3月" in printed and "有效期：有效期" not in printed
    assert "出示工作证" in printed
    assert len(list(PdfReader(io.BytesIO(pdf)).pages[0].images)) >= 1, "the photograph"


@pytest.mark.clauses("hunan:6/2")
def test_hunans_badge_has_its_own_title_and_wushan_has_none(changsha, wushan):
    assert "社会监督员证" in words(printing.badge(appoint(changsha)))
    assert printing.badge(appoint(wushan)) is None


@pytest.mark.clauses("shaoxing:notice")
def test_papers_and_pages_under_a_draft_say_so(client, shaoxing, wushan):
    made = appoint(shaoxing)
    for pdf in (printing.letter(made), printing.badge(made)):
        assert "示范施行" in words(pdf)
    assert "示范施行" in page(scanned(client, made))
    assert "示范施行" in page(sign_in(client, made).get(reverse("phone:me")))
    assert "示范施行" not in words(printing.letter(appoint(wushan)))


def test_papers_are_for_the_holder_and_the_bureaus_officers(client, shaoxing, wushan):
    made, other = appoint(shaoxing), appoint(wushan)
    address = reverse("phone:letter", kwargs={"number": made.number})
    assert client.get(address).status_code == 302, "strangers sign in first"
    assert sign_in(client, other).get(address).status_code == 404
    response = sign_in(client, made).get(address)
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    assert "no-store" in response["Cache-Control"]
    assert client.get(reverse("phone:badge", kwargs={"number": made.number})).status_code == 200
    assert client.get(reverse("phone:portrait", kwargs={"number": made.number})).status_code == 200

    desk = {"number": made.number}
    officer(client, shaoxing)
    for name in ("letter", "badge", "portrait"):
        assert client.get(reverse(f"desk:{name}", kwargs=desk)).status_code == 200
    assert client.get(reverse("desk:badge", kwargs={"number": made.number})).status_code == 200
    officer(client, wushan)
    assert client.get(reverse("desk:letter", kwargs=desk)).status_code == 404


def test_no_paper_is_printed_once_the_appointment_is_over(client, wushan):
    made = appoint(wushan)
    clock.travel_to(made.until)
    address = reverse("phone:letter", kwargs={"number": made.number})
    assert sign_in(client, made).get(address).status_code == 200
    clock.travel_to(made.until + timedelta(days=1))
    assert sign_in(client, made).get(address).status_code == 403


# --- verifying ---------------------------------------------------------------------------------------


@pytest.mark.clauses("wushan:5", "beijing:14.5")
def test_the_code_tells_what_the_paper_is_worth_now(client, wushan):
    made = appoint(wushan, since=DAY + timedelta(days=1), name="欧阳建国", phone="13800001111")
    assert "尚未生效" in page(scanned(client, made))
    clock.travel_to(made.since)
    said = page(scanned(client, made))
    assert "<h1>有效</h1>" in said and "欧阳建国" in said and made.letter_number in said
    assert "13800001111" not in said and "退休" not in said
    clock.travel_to(made.until)
    assert "<h1>有效</h1>" in page(scanned(client, made))
    clock.travel_to(made.until + timedelta(days=1))
    assert "<h1>已到期</h1>" in page(scanned(client, made))
    sweep(clock.today())
    assert "<h1>已到期</h1>" in page(scanned(client, made))


@pytest.mark.parametrize("where", ["wushan", "shaoxing", "beijing"])
def test_of_who_serves_no_more_the_code_tells_no_name(client, request, where):
    made = appoint(request.getfixturevalue(where), name="欧阳建国")
    clock.travel_to(made.until + timedelta(days=1))
    said = page(scanned(client, made))
    assert "<h1>已到期</h1>" in said and made.letter_number in said
    assert "欧阳" not in said and "建国" not in said


def test_the_answer_is_of_this_minute_and_leaves_nothing_behind(client, wushan):
    made = appoint(wushan)
    answer = scanned(client, made)
    assert "核验时间" in page(answer) and f"{clock.now():%H:%M}" in page(answer)
    assert answer["Cache-Control"] == "no-store" and answer["X-Robots-Tag"] == "noindex"
    assert not answer.cookies and "Set-Cookie" not in answer


def test_reissued_papers_verify_and_the_lost_ones_are_void(client, wushan):
    made = appoint(wushan, name="欧阳建国")
    lost = urlparse(printing.verify_url(made)).path
    perform(acts.reissue_papers, made, wushan.officer(Role.RECRUITER), reason="遗失")
    now = fresh(made)
    assert now.letter_number == made.letter_number and now.until == made.until
    assert "<h1>有效</h1>" in page(scanned(client, now))
    said = client.get(lost)
    assert said.status_code == 200 and "<h1>已作废</h1>" in page(said) and "补发" in page(said)
    assert "欧阳" not in page(said) and made.letter_number not in page(said)
    event = Event.objects.get(docket=made.docket, act="roster.reissue_papers")
    assert "遗失" not in str(event.data) and now.verify_code not in str(event.data)


def test_papers_that_are_worth_nothing_are_not_reissued(wushan):
    made = appoint(wushan)
    clock.travel_to(made.until + timedelta(days=1))
    with pytest.raises(Refused, match="不再补发"):
        perform(acts.reissue_papers, made, wushan.officer(Role.RECRUITER), reason="遗失")
    with pytest.raises(Refused):
        perform(acts.reissue_papers, made, supervisor(made), reason="遗失")


def test_where_the_list_is_not_public_the_name_is_masked(client, shaoxing):
    said = page(scanned(client, appoint(shaoxing, name="欧阳建国")))
    assert "欧阳*国" in said and "欧阳建国" not in said


def test_an_unknown_code_gets_the_same_page_and_a_typed_one_is_forgiven(client, wushan):
    made = appoint(wushan)
    unknown = client.get(reverse("public:verify", kwargs={"code": "K7Q4-93TX-2M8P-W6HD"}))
    assert unknown.status_code == 404 and "查无此证" in page(unknown)
    typed = made.verify_code.replace("-", " ").lower()
    response = client.get(reverse("public:verify_start"), {"code": typed}, follow=True)
    assert "<h1>有效</h1>" in page(response)
    assert client.get(reverse("public:verify_start"), {"code": " "}).status_code == 200


# --- the public list ---------------------------------------------------------------------------------


@pytest.mark.clauses("wushan:5", "hunan:6/2", "beijing:6.5")
def test_the_list_is_public_only_where_the_measure_says_so_and_says_no_more(
    client, wushan, changsha, beijing, shaoxing
):
    for place in (wushan, changsha, beijing, shaoxing):
        appoint(place, name=f"司马{place.bureau.name[0]}", phone="13800001111")
    front = page(client.get(reverse("public:supervisors")))
    for place in (wushan, changsha, beijing):
        assert place.bureau.name in front
        listed = page(client.get(reverse("public:bureau_supervisors", kwargs={"code": place.bureau.code})))
        assert (
            f"司马{place.bureau.name[0]}" in listed and "13800001111" not in listed and "退休" not in listed
        )
    assert shaoxing.bureau.name not in front
    assert client.get(reverse("public:bureau_supervisors", kwargs={"code": "330600"})).status_code == 404


@pytest.mark.clauses("wushan:5", "hunan:6/2", "beijing:6.5")
@pytest.mark.parametrize("where", ["wushan", "changsha", "beijing"])
def test_the_whole_list_prints_with_names_and_days_alone(client, request, where):
    place = request.getfixturevalue(where)
    for n in "一二":
        appoint(place, name=f"司马{n}", phone="")
    address = reverse("public:supervisors_paper", kwargs={"code": place.bureau.code})
    answer = client.get(address)
    printed = words(answer.content)
    assert answer["Content-Type"] == "application/pdf"
    assert "司马一" in printed and "司马二" in printed and "2026年3月16日" in printed
    assert "退休" not in printed and "-2026-" not in printed, "no unit, no number of a letter"


def test_there_is_no_list_to_print_where_none_is_public_or_nobody_serves(client, shaoxing, wushan):
    appoint(shaoxing)
    for place in (shaoxing, wushan):
        address = reverse("public:supervisors_paper", kwargs={"code": place.bureau.code})
        assert client.get(address).status_code == 404


@pytest.mark.clauses("wushan:5")
def test_who_has_ended_leaves_the_list_on_the_day_after(client, wushan):
    made = appoint(wushan, name="司马光")
    address = reverse("public:bureau_supervisors", kwargs={"code": "500237"})
    clock.travel_to(made.until)
    assert "司马光" in page(client.get(address))
    clock.travel_to(made.until + timedelta(days=1))
    assert "司马光" not in page(client.get(address))


@pytest.mark.clauses("shaoxing:13")
def test_a_cancellation_is_announced_where_the_measure_says_so(client, shaoxing, beijing):
    struck, ended = appoint(shaoxing, name="司马光"), appoint(beijing, name="诸葛明")
    perform(
        acts.end_appointment,
        struck,
        shaoxing.officer(Role.DECIDER),
        ground="ending.ground.extortion",
        conduct_on=DAY,
        facts="收受礼品，经查实。",
    )
    perform(
        acts.end_appointment,
        ended,
        beijing.officer(Role.DECIDER),
        ground="ending.ground.breach",
        conduct_on=DAY,
        facts="未经同意接受采访。",
    )
    announced = page(client.get(reverse("public:cancellations")))
    assert "司马光" in announced and "诸葛明" not in announced and "收受礼品" not in announced
    assert "<h1>已作废</h1>" in page(scanned(client, struck))


# --- the desk ----------------------------------------------------------------------------------------


def test_officers_find_by_whole_name_and_by_what_ends_soon(client, wushan, beijing):
    made = appoint(wushan, name="司马光")
    appoint(wushan, name="诸葛明", since=DAY + timedelta(days=300))
    appoint(beijing, name="司马光")
    listed = officer(client, wushan).get(reverse("desk:appointments"))
    assert page(listed).count("司马光") == 1 and "诸葛明" in page(listed)
    found = page(client.post(reverse("desk:find_supervisor"), {"who": "司马光"}))
    assert made.letter_number in found and "诸葛明" not in found and found.count(made.letter_number) == 1
    assert made.letter_number not in page(client.post(reverse("desk:find_supervisor"), {"who": "司马"}))

    clock.travel_to(made.until - timedelta(days=30))
    soon = (clock.today() + timedelta(days=30)).isoformat()
    ending = page(officer(client, wushan).get(reverse("desk:appointments"), {"soon": soon}))
    assert "司马光" in ending and "诸葛明" not in ending


@pytest.mark.clauses("beijing:14.4")
def test_those_who_asked_to_leave_are_one_pile(client, beijing):
    asking = appoint(beijing, name="司马光")
    appoint(beijing, name="诸葛明")
    perform(acts.resign, asking, supervisor(asking), reason="家事")
    pile = page(officer(client, beijing).get(reverse("desk:appointments"), {"state": "resigning"}))
    assert "司马光" in pile and "诸葛明" not in pile


def test_particulars_are_masked_until_somebody_looks_by_name(client, wushan):
    made = appoint(wushan, phone="13800001111")
    address = reverse("desk:appointment", kwargs={"number": made.number})
    shown = page(officer(client, wushan).get(address))
    assert "138****1111" in shown and "13800001111" not in shown and "11010119600307704X" not in shown

    ask = reverse("desk:do", kwargs={"act": "roster.unmask", "number": made.number})
    assert (
        client.post(ask, {"field": "phone", "purpose": "电话核实身份", "seen": "", "key": "a"}).status_code
        == 302
    )
    shown = page(client.get(address))
    assert "13800001111" in shown and "11010119600307704X" not in shown
    event = Event.objects.get(docket=made.docket, act="roster.unmask")
    assert event.data["field"] == "phone" and event.actor["user"] == wushan.user(Role.RECRUITER).pk
    assert "13800001111" not in page(officer(client, wushan, Role.DECIDER).get(address)), (
        "seen by who asked alone"
    )


@pytest.mark.clauses("hunan:9", "wushan:11")
def test_the_page_says_whether_the_measure_must_or_may_end(client, wushan, changsha):
    must, may = appoint(wushan), appoint(changsha)
    said = page(officer(client, wushan).get(reverse("desk:appointment", kwargs={"number": must.number})))
    assert "<strong>应当</strong>" in said and "违反工作纪律（第九条）" in said
    said = page(officer(client, changsha).get(reverse("desk:appointment", kwargs={"number": may.number})))
    assert "<strong>可以</strong>" in said


def test_an_appointment_is_made_on_the_common_page_of_acts(client, wushan):
    application = accept(wushan)
    address = reverse("desk:do", kwargs={"act": "roster.appoint", "number": application.number})
    form = officer(client, wushan).get(address)
    assert "聘任之日" in page(form)
    wrong = client.post(address, {"since": "", "seen": "", "key": "a"})
    assert wrong.status_code == 200 and "请填写" in page(wrong)
    assert client.post(address, {"since": DAY.isoformat(), "seen": "", "key": "b"}).status_code == 302
    assert application.appointment.since == DAY


def test_who_may_open_what(client, wushan):
    made = appoint(wushan)
    agency = officer(client, wushan, Role.AGENCY_OFFICER)
    assert agency.get(reverse("desk:appointments")).status_code == 403
    assert agency.get(reverse("phone:me")).status_code == 403
    assert sign_in(client, made).get(reverse("desk:appointments")).status_code == 403
    client.logout()
    assert client.get(reverse("phone:me")).status_code == 302


# --- the phone ---------------------------------------------------------------------------------------


def test_my_page_shows_my_badge_my_term_and_what_binds_me(client, shaoxing):
    made = appoint(shaoxing, name="司马光", phone="13800001111")
    said = page(sign_in(client, made).get(reverse("phone:me")))
    for part in (
        "司马光",
        made.badge_number,
        "13800001111",
        "<svg",
        "医保社会监督员工作证",
        "第十三条",
        "告知不能继续履职",
    ):
        assert part in said, part


def test_after_the_end_my_page_still_opens_and_says_so(client, wushan):
    made = appoint(wushan)
    perform(acts.step_down, made, supervisor(made))
    said = page(sign_in(client, made).get(reverse("phone:me")))
    assert "已终止" in said and "已作废" in said and "我的聘书（PDF）" not in said
    assert client.get(reverse("phone:appointment", kwargs={"number": made.number})).status_code == 200


@pytest.mark.clauses("beijing:7")
def test_a_change_is_reported_from_the_phone_with_its_mistakes_beside_the_field(client, beijing):
    made = appoint(beijing)
    common = reverse("phone:do", kwargs={"act": "roster.report_change", "number": made.number})
    address = sign_in(client, made).get(common)["Location"]
    assert address == reverse("phone:report_change", kwargs={"number": made.number})
    assert 'value="退休"' in page(client.get(address)), "what is known stands there"
    typed = {"phone": "12345", "employer": "示例大学", "changed_on": DAY.isoformat(), "key": "a"}
    wrong = client.post(address, typed)
    assert wrong.status_code == 200 and "手机号码" in page(wrong) and "12345" in page(wrong)
    assert not Event.objects.filter(docket=made.docket, act="roster.report_change").exists(), "all or none"
    assert client.post(address, typed | {"phone": "139 0000 2222", "key": "b"}).status_code == 302
    said = page(client.get(reverse("phone:me")))
    assert "13900002222" in said and "示例大学" in said
    assert Event.objects.filter(docket=made.docket, act="roster.report_change").count() == 2


@pytest.mark.clauses("beijing:7")
def test_several_changes_reported_late_are_each_marked_late_where_one_looks(client, beijing):
    made = appoint(beijing)
    clock.travel_to(DAY + timedelta(days=60))
    address = reverse("phone:report_change", kwargs={"number": made.number})
    assert "20个工作日" in page(sign_in(client, made).get(address))
    typed = {"phone": "13900002222", "address": "新居", "changed_on": DAY.isoformat(), "key": "a"}
    client.post(address, typed)
    assert page(client.get(reverse("phone:me"))).count("逾期办结") == 2
    client.force_login(beijing.user(Role.DECIDER))
    assert "逾期办结" in page(client.get(reverse("desk:appointment", kwargs={"number": made.number})))


def test_a_report_without_anything_new_or_by_whoever_has_ended_is_refused(client, wushan):
    made = appoint(wushan)
    address = reverse("phone:report_change", kwargs={"number": made.number})
    known = {"employer": "退休", "changed_on": DAY.isoformat(), "key": "a"}
    assert "没有哪一项" in page(sign_in(client, made).post(address, known))
    perform(acts.step_down, made, supervisor(made))
    assert client.post(address, known | {"employer": "新单位"}).status_code == 409


# --- the first sign-in -------------------------------------------------------------------------------


def test_an_appointed_person_opens_the_account_by_receipt_and_signs_in(client, wushan):
    made = appoint(wushan, phone="13800001111")
    address = reverse("public:activate", kwargs={"number": made.application.number})
    assert client.get(address).status_code == 404, "without the receipt there is no such matter"

    session = client.session
    session[receipts.SESSION] = [made.application.number]
    session.save()
    common = reverse("public:do", kwargs={"act": "roster.activate", "number": made.application.number})
    assert client.get(common)["Location"] == address, "no other page of this act"
    assert made.letter_number in page(client.get(address))
    unlike = client.post(address, {"first": "watch-over-9", "again": "watch-over-8"})
    assert "两遍输入的不一样" in page(unlike)
    assert not User.objects.get(pk=made.user_id).has_usable_password()
    assert client.post(address, {"first": "12345678", "again": "12345678"}).status_code == 200, "too plain"
    done = client.post(address, {"first": "watch-over-9", "again": "watch-over-9"}, follow=True)
    assert made.letter_number in page(done)
    assert Event.objects.filter(docket=made.application.docket, act="roster.activate").exists()
    assert "watch-over-9" not in str(list(Event.objects.values_list("data", flat=True)))

    client.logout()
    assert client.login(username=made.letter_number, password="watch-over-9")
    client.logout()
    assert client.login(username="13800001111", password="watch-over-9")
    session = client.session
    session[receipts.SESSION] = [made.application.number]
    session.save()
    assert client.get(address).status_code == 409, "only once"
    assert fresh(made).state == "serving"
