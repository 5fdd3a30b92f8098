"""A visit a bureau asks for: assigned, taken on, recorded, printed; who may, and what is refused."""

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from pypdf import PdfReader

from zhongdu import files, vault
from zhongdu.acts.allowing import may_now
from zhongdu.acts.models import Refusal
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.calendar import clock
from zhongdu.duties.models import Duty
from zhongdu.fieldwork import acts, checklists
from zhongdu.fieldwork.papers import record_of
from zhongdu.fieldwork.queries import Visit
from zhongdu.record.models import Event
from zhongdu.scope.roles import Role

ANNEX_2 = {"other_goods": "存在", "two_prices": "一致", "inducement": "不存在", "own_card": "是"}


def in_a_week():
    return clock.today() + timedelta(days=7)


def assign(place, appointment, institution, checklist, /, *, by=None, **more):
    inputs = {
        "institution": institution.code,
        "way": "open",
        "checklist": checklist,
        "due": in_a_week(),
        **more,
    }
    return perform(acts.assign_visit, appointment, by or place.officer(Role.CASE_OFFICER), **inputs)


def record(visit, me, **more):
    inputs = {"done_at": clock.now(), "answers": ANNEX_2, "signature": "张示例", **more}
    return perform(acts.record_visit, visit, me, **inputs)


def refused(act, subject, by, **inputs) -> Refused:
    with pytest.raises(Refused) as caught:
        perform(act, subject, by, **inputs)
    return caught.value


def photo() -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "#335577").save(out, "JPEG")
    return SimpleUploadedFile("现场.jpg", out.getvalue(), "image/jpeg")


def words_of(pdf: bytes) -> str:
    return (
        "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
        .replace("\n", "")
        .replace(" ", "")
    )


@pytest.fixture
def accepted(shaoxing, serving, institution, himself):
    """A visit under Shaoxing's annex 2 that the supervisor has taken on: (visit, the supervisor)."""
    appointment = serving(shaoxing)
    visit = assign(shaoxing, appointment, institution(shaoxing), "checklist.annex2")
    me = himself(appointment)
    return perform(acts.accept_visit, visit, me), me


# --- the whole of it -----------------------------------------------------------------------------------


@pytest.mark.clauses("shaoxing:4.4", "shaoxing:7", "shaoxing:annex2")
def test_the_whole_of_an_assigned_visit_under_annex_2(shaoxing, serving, institution, himself):
    appointment, pharmacy = serving(shaoxing), institution(shaoxing)
    visit = assign(shaoxing, appointment, pharmacy, "checklist.annex2", words="请看看收银台")
    assert (visit.state, visit.work, visit.checklist_version) == ("assigned", "assigned", 1)
    me = himself(appointment)
    visit = perform(acts.accept_visit, visit, me)
    visit = record(visit, me, notes={"other_problems": "有赠品"}, signature="张 示例")
    assert (visit.state, visit.trouble, visit.answers) == ("done", True, ANNEX_2)
    first, last = (
        Event.objects.filter(docket=visit.docket).earliest("seq"),
        Event.objects.filter(docket=visit.docket).latest("seq"),
    )
    assert {"shaoxing:4.4", "shaoxing:7", "shaoxing:annex2"} <= {*first.clauses}
    assert "shaoxing:annex2" in last.clauses
    assert last.data["trouble"] == ["other_goods"]


@pytest.mark.clauses("shaoxing:annex2")
def test_the_printed_record_is_annex_2_to_the_letter(accepted):
    visit, me = accepted
    visit = record(visit, me, notes={"other_problems": "收银台旁有赠品。"})
    said = words_of(record_of(visit))
    for line in (
        "医保社会监督员巡查情况登记表", "一、单位名称", "示例大药房", "二、地点", "示例路1号", "三、巡检查时间", "四、巡检查内容",
        "1、是否存在销售食品、日用品、化妆品的情况？", "A:存在", "B:不存在", "2、药品的医保价格和现金价格是否一致？",
        "3、是否存在通过促销、抽奖、赠送礼品等方式诱导参保人员购药的行为？", "4、参保人员是否持本人的医保卡配药？",
        "5、其他问题", "收银台旁有赠品。", "巡检查人员签名：", "张示例",
    ):  # fmt: skip
        assert line in said
    assert "尚未生效" in said  # a draft, in force for demonstration


def test_what_is_written_freely_is_sealed_and_what_is_chosen_is_not(accepted):
    visit, me = accepted
    visit = record(visit, me, notes={"other_problems": "店员李某说不要紧"}, place="示例路2号")
    kept = vault.read(visit.number, "visit_words", "visit_place", "signature")
    assert kept == {
        "visit_words": {"other_problems": "店员李某说不要紧"},
        "visit_place": "示例路2号",
        "signature": "张示例",
    }
    shown = str(Event.objects.filter(docket=visit.docket).latest("seq").data) + str(visit.answers)
    assert "李某" not in shown and "张示例" not in shown and "存在" in shown


def test_photographs_stay_with_the_visit_and_their_hashes_with_its_docket(accepted):
    visit, me = accepted
    visit = record(visit, me, photos=[photo()])
    [kept] = files.attached(visit.number)
    assert Event.objects.filter(docket=visit.docket).latest("seq").data["photos"] == [
        [kept.public_id, kept.blob_id]
    ]


def test_no_trouble_where_no_answer_means_it(accepted):
    visit, me = accepted
    assert not record(visit, me, answers={**ANNEX_2, "other_goods": "不存在"}).trouble


# --- duties ----------------------------------------------------------------------------------------------


@pytest.mark.clauses("beijing:8.6/1", "beijing:8.6")
def test_in_beijing_the_supervisor_owes_the_work_by_its_day_and_a_record_of_it(
    beijing, serving, institution, himself
):
    appointment = serving(beijing)
    visit = assign(beijing, appointment, institution(beijing), "checklist.general")
    [work] = Duty.objects.filter(docket=visit.docket)
    assert (work.clause, work.due, work.person_id, work.is_open()) == (
        "beijing:8.6/1",
        in_a_week(),
        appointment.user_id,
        True,
    )
    me = himself(appointment)
    visit = perform(acts.accept_visit, visit, me)
    owed = Duty.objects.get(docket=visit.docket, concept="work.record")
    assert (owed.person_id, owed.due) == (appointment.user_id, None)
    answers = {
        q.name: q.options[0]
        for q in beijing.law.rule("checklist.general").rule.questions
        if q.kind == "choice"
    }
    visit = record(visit, me, answers=answers)
    assert not Duty.objects.open().filter(docket=visit.docket).exists()


@pytest.mark.clauses("hunan:7.4", "wushan:6.8", "wushan:8.2", "shaoxing:4.4")
@pytest.mark.parametrize(
    ("where", "clause"), [("hunan", "hunan:7.4"), ("wushan", "wushan:6.8"), ("shaoxing", "shaoxing:4.4")]
)
def test_elsewhere_it_is_owed_under_what_the_measure_says_of_work_asked_for(
    where, clause, request, serving, institution
):
    place = request.getfixturevalue(where)
    home = place.below("430100", "长沙市医疗保障局", "city") if where == "hunan" else place
    visit = assign(
        home,
        serving(home),
        institution(home),
        checklists.offered(home.law, home.bureau, "pharmacy")[0].name,
    )
    [work] = Duty.objects.filter(docket=visit.docket)
    assert (work.clause, work.due) == (clause, in_a_week())
    if where == "wushan":
        assert "wushan:8.2" in Event.objects.get(docket=visit.docket).clauses


def test_work_given_back_or_called_off_is_owed_no_more(beijing, serving, institution, himself):
    appointment, pharmacy = serving(beijing), institution(beijing)
    given_back = assign(beijing, appointment, pharmacy, "checklist.general")
    given_back = perform(acts.decline_visit, given_back, himself(appointment), words="这几天出门")
    called_off = assign(beijing, appointment, pharmacy, "checklist.general")
    called_off = perform(acts.cancel_visit, called_off, beijing.officer(Role.LIAISON), words="改期")
    assert (given_back.state, called_off.state) == ("declined", "cancelled")
    assert not Duty.objects.open().filter(docket__in=[given_back.docket, called_off.docket]).exists()


# --- who may ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", [Role.CASE_OFFICER, Role.LIAISON])
def test_who_assigns(role, wushan, serving, institution):
    assert assign(wushan, serving(wushan), institution(wushan), "checklist.general", by=wushan.officer(role))


@pytest.mark.parametrize("role", [Role.RECRUITER, Role.DECIDER, Role.DISCIPLINE_OFFICER])
def test_others_who_see_supervisors_do_not_assign(role, wushan, serving, institution):
    appointment, pharmacy = serving(wushan), institution(wushan)
    with pytest.raises(Refused) as no:
        assign(wushan, appointment, pharmacy, "checklist.general", by=wushan.officer(role))
    assert no.value.code == "not_your_role"
    assert not Visit.objects.exists() and Refusal.objects.get().code == "not_your_role"


@pytest.mark.clauses("beijing:11", "beijing:8.6/1")
def test_a_district_sends_the_citys_supervisors_where_the_law_shares_them(beijing, serving, institution):
    district = beijing.below("110101", "东城区医疗保障局")
    appointment, pharmacy = serving(beijing), institution(district)
    visit = assign(district, appointment, pharmacy, "checklist.general")
    assert visit.bureau == district.bureau
    assert "beijing:11" in Event.objects.get(docket=visit.docket).clauses
    assert Visit.objects.visible_to(beijing.officer(Role.LIAISON)).filter(pk=visit.pk).exists()
    elsewhere = beijing.below("110102", "西城区医疗保障局")
    assert not Visit.objects.visible_to(elsewhere.officer(Role.LIAISON)).exists()


@pytest.mark.clauses("beijing:11")
def test_a_district_sends_them_to_its_own_institutions_only(beijing, serving, institution):
    district, other = beijing.below("110101", "东城区医疗保障局"), beijing.below("110102", "西城区医疗保障局")
    with pytest.raises(Refused) as no:
        assign(district, serving(beijing), institution(other), "checklist.general")
    assert no.value.code == "no_such_institution"


def test_where_the_law_shares_nobody_a_county_does_not_find_the_citys_supervisors(
    hunan, serving, institution
):
    city = hunan.below("430100", "长沙市医疗保障局", "city")
    county = city.below("430102", "芙蓉区医疗保障局")
    with pytest.raises(Refused) as no:
        assign(county, serving(city), institution(county), "checklist.general")
    assert no.value.code == "not_there"


def test_only_the_one_who_was_asked_takes_it_on(wushan, serving, institution, himself):
    visit = assign(wushan, serving(wushan), institution(wushan), "checklist.general")
    assert refused(acts.accept_visit, visit, himself(serving(wushan, "李示例"))).code == "not_there"
    assert refused(acts.accept_visit, visit, wushan.officer(Role.CASE_OFFICER)).code == "not_your_role"


def test_who_no_longer_serves_is_not_sent(wushan, serving, institution):
    from zhongdu.acts.models import acting

    appointment = serving(wushan)
    appointment.state, appointment.ended_on, appointment.ground, appointment.papers = (
        "ended",
        clock.today(),
        "x",
        "expired",
    )
    with acting():
        appointment.save()
    with pytest.raises(Refused) as no:
        assign(wushan, appointment, institution(wushan), "checklist.general")
    assert no.value.code == "wrong_state"


def test_the_buttons_follow_the_state(accepted, shaoxing):
    visit, me = accepted
    assert {act.verb for act in may_now(visit, me)} == {"decline_visit", "record_visit"}
    asked = {act.verb for act in may_now(visit, shaoxing.officer(Role.CASE_OFFICER))}
    assert asked == {"cancel_visit", "urge_visit", "extend_visit", "ask_inspectors"}
    done = record(visit, me)
    of_this_room = {act.verb for act in may_now(done, me) if act.name.startswith("fieldwork.")}
    assert of_this_room == {"add_version", "add_original"}, "what another phone brings"
    assert not list(may_now(done, shaoxing.officer(Role.CASE_OFFICER)))


# --- recusal ---------------------------------------------------------------------------------------------


@pytest.mark.clauses("wushan:9.6", "hunan:8.4", "beijing:9.3")
@pytest.mark.parametrize(
    ("where", "clause"), [("wushan", "wushan:9.6"), ("hunan", "hunan:8.4"), ("beijing", "beijing:9.3")]
)
def test_nobody_is_sent_to_their_own_employer(where, clause, request, serving, institution):
    place = request.getfixturevalue(where)
    home = place.below("430100", "长沙市医疗保障局", "city") if where == "hunan" else place
    appointment = serving(home, employer="示例连锁 药店（有限公司）")
    with pytest.raises(Refused) as no:
        assign(home, appointment, institution(home, "示例连锁药店有限公司"), "checklist.general")
    assert (no.value.code, str(no.value.clause)) == ("recusal", clause)
    assert assign(home, appointment, institution(home, "别的药店"), "checklist.general")


@pytest.mark.clauses("wushan:9.6")
def test_a_supervisor_says_there_is_an_interest(wushan, serving, institution, himself):
    appointment = serving(wushan)
    visit = assign(wushan, appointment, institution(wushan), "checklist.general")
    visit = perform(acts.decline_visit, visit, himself(appointment), recuses=True)
    assert visit.state == "declined"
    assert "wushan:9.6" in Event.objects.filter(docket=visit.docket).latest("seq").clauses


# --- bad input -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wrong", "field", "code"),
    [
        ({"due": -1}, "due", "due_in_the_past"),
        ({"due": 5000}, "due", "due_after_the_term"),
        ({"institution": "没有这家"}, "institution", "no_such_institution"),
        ({"institution": "示例"}, "institution", "which_institution"),
        ({"checklist": "checklist.medical"}, "checklist", "wrong_checklist"),
        ({"checklist": "checklist.invented"}, "checklist", "bad_input"),
        ({"way": "secretly"}, "way", "bad_input"),
    ],
)
def test_what_cannot_be_assigned(wrong, field, code, shaoxing, serving, institution):
    pharmacy = institution(shaoxing)
    institution(shaoxing, "示例诊所", "H")
    if "due" in wrong:
        wrong = {"due": clock.today() + timedelta(days=wrong["due"])}
    with pytest.raises(Refused) as no:
        assign(shaoxing, serving(shaoxing), pharmacy, "checklist.annex2", **wrong)
    assert no.value.code == code and field in no.value.fields
    assert not Visit.objects.exists()


def test_a_name_or_a_part_of_one_is_enough_where_it_is_the_only_one(shaoxing, serving, institution):
    appointment, pharmacy = serving(shaoxing), institution(shaoxing, "和平路示例药店")
    institution(shaoxing, "和平路示例药店分店")
    assert (
        assign(shaoxing, appointment, pharmacy, "checklist.annex2", institution="和平路示例药店").institution
        == pharmacy
    )
    assert (
        assign(shaoxing, appointment, pharmacy, "checklist.annex2", institution="分店").institution
        != pharmacy
    )


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"answers": {**ANNEX_2, "other_goods": "也许"}}, "other_goods"),
        ({"answers": {"other_goods": "存在"}}, "two_prices"),
        ({"answers": {**ANNEX_2, "invented": "是"}}, "invented"),
        ({"notes": {"other_problems": "长" * 2001}}, "other_problems"),
        ({"signature": "李示例"}, "signature"),
        ({"done_at": timedelta(hours=1)}, "done_at"),
        ({"done_at": timedelta(days=-2)}, "done_at"),
        ({"photos": [SimpleUploadedFile("a.jpg", b"not a picture")]}, "photos"),
    ],
)
def test_what_cannot_be_recorded(wrong, field, accepted):
    visit, me = accepted
    if "done_at" in wrong:
        wrong = {"done_at": clock.now() + wrong["done_at"]}
    with pytest.raises(Refused) as no:
        record(visit, me, **wrong)
    assert field in no.value.fields
    visit.refresh_from_db()
    assert (
        visit.state == "accepted"
        and not vault.read(visit.number, "signature")
        and not files.attached(visit.number)
    )


def test_a_double_tap_records_once(accepted):
    visit, me = accepted
    first, second = record(visit, me, key="tap"), record(visit, me, key="tap")
    assert first.pk == second.pk
    assert Event.objects.filter(docket=visit.docket, act=acts.record_visit.name).count() == 1
    assert (
        refused(acts.record_visit, visit, me, done_at=clock.now(), answers=ANNEX_2, signature="张示例").code
        == "wrong_state"
    )


def test_giving_work_back_needs_a_word(accepted):
    visit, me = accepted
    assert refused(acts.decline_visit, visit, me).fields
    assert perform(acts.decline_visit, visit, me, words="身体不舒服").state == "declined"


# --- the checklist stays as it was -----------------------------------------------------------------------


def test_a_visit_follows_its_checklist_as_it_read_when_the_visit_began(accepted, monkeypatch):
    """The law moves on while a visit is under way: its questions stay."""
    visit, me = accepted
    from zhongdu.law.governing import compiled
    from zhongdu.law.models import Commencement, Edition

    edition = Edition.objects.get(code="shaoxing")
    text = edition.text.replace(
        'name = "own_card", text = "参保人员是否持本人的医保卡配药？"',
        'name = "new_one", text = "新的一题？"',
    )
    later = Edition.objects.create(
        code="shaoxing", version="later", title=edition.title, text=text, base=edition.base
    )
    Commencement.objects.update(edition=later)
    assert "new_one" in {q.name for q in compiled(later).rule("checklist.annex2").rule.questions}
    assert record(visit, me).state == "done"
