"""Recusal by each measure's own test: at once where an interest is enough, by a second officer's judgement elsewhere."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from watching import institution, signed_in, supervisor
from zhongdu.acts.models import acting
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.calendar import clock
from zhongdu.discipline import acts, queries
from zhongdu.discipline.models import RecusalQuestion
from zhongdu.fieldwork import acts as fieldwork
from zhongdu.fieldwork.queries import Visit
from zhongdu.leads import acts as leads
from zhongdu.record.verifying import breaks
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db
State = RecusalQuestion.State


def refused(act, subject, by, **inputs) -> Refused:
    with pytest.raises(Refused) as caught:
        perform(act, subject, by, **inputs)
    return caught.value


def inputs(shop, way="open"):
    return {
        "institution": shop.code, "way": way, "checklist": "checklist.general", "due": clock.today() + timedelta(days=7),
    }  # fmt: skip


def assign(place, one, shop, way="open"):
    return perform(fieldwork.assign_visit, one, place.officer(Role.CASE_OFFICER), **inputs(shop, way))


def declare(one, body, kind="kin", detail="妻子在那里上班"):
    return perform(acts.declare_interest, one, supervisor(one), kind=kind, body=body, detail=detail)


def ask(place, one, shop):
    return perform(acts.ask_recusal, one, place.officer(Role.CASE_OFFICER), institution=shop.code)


def judge(place, question, outcome, role=Role.DECIDER):
    return perform(
        acts.judge_recusal, question, place.officer(role), outcome=outcome, reason="药店由店长管，她不经手。"
    )


# --- what ties somebody to an institution -----------------------------------------------------------------


@pytest.mark.parametrize("kind", ["employer", "past_employer", "shares", "kin", "competitor", "other"])
@pytest.mark.clauses("wushan:9.6")
def test_an_interest_of_any_kind_bars_at_once_where_it_is_enough(wushan, serving, kind):
    one, shop = serving(wushan), institution(wushan, "示例惠民大药房")
    declare(one, "示例 惠民大药房（有限公司）", kind)
    no = refused(fieldwork.assign_visit, one, wushan.officer(Role.CASE_OFFICER), **inputs(shop))
    assert (no.code, str(no.clause)) == ("recusal", "wushan:9.6")
    assert "妻子" not in no.sentence and "近亲属" not in no.sentence
    assert (
        refused(acts.ask_recusal, one, wushan.officer(Role.CASE_OFFICER), institution=shop.code).code
        == "barred"
    )
    assert assign(wushan, one, institution(wushan, "别的药店"))


def test_a_branch_of_the_same_legal_person_counts(wushan, serving):
    one, shop, other = serving(wushan), institution(wushan, "惠民一店"), institution(wushan, "惠民二店")
    with acting():
        type(shop).objects.filter(pk__in=[shop.pk, other.pk]).update(credit_code="91500237MA5U0000XX")
    other.refresh_from_db()
    declare(one, "惠民一店", "employer")
    assert queries.recusal(one, other, wushan.law) == "barred"
    assert queries.recusal(one, institution(wushan, "惠民三店"), wushan.law) == ""


def test_it_is_found_by_code_whatever_the_list_calls_it_later(wushan, serving):
    one, shop = serving(wushan), institution(wushan, "旧名字药房")
    declare(one, shop.code)
    with acting():
        type(shop).objects.filter(pk=shop.pk).update(name="新名字药房")
    shop.refresh_from_db()
    assert queries.recusal(one, shop, wushan.law) == "barred"


def test_going_there_by_oneself_is_barred_too(wushan, serving):
    one, shop = serving(wushan), institution(wushan)
    declare(one, shop.name)
    given = {"institution": shop.code, "way": "open", "checklist": "checklist.general"}
    assert refused(fieldwork.choose_visit, one, supervisor(one), **given).code == "recusal"


# --- judged by another ------------------------------------------------------------------------------------


@pytest.mark.clauses("beijing:9.3", "hunan:8.4")
@pytest.mark.parametrize("where", ["beijing", "hunan"])
def test_somebody_else_judges_whether_it_may_impair(where, request, serving):
    place = request.getfixturevalue(where)
    home = place.below("430100", "长沙市医疗保障局", "city") if where == "hunan" else place
    one, shop = serving(home), institution(home)
    declare(one, shop.name)
    assert (
        refused(fieldwork.assign_visit, one, home.officer(Role.CASE_OFFICER), **inputs(shop)).code
        == "recusal"
    )
    question = ask(home, one, shop)
    assert (
        refused(fieldwork.assign_visit, one, home.officer(Role.CASE_OFFICER), **inputs(shop)).code
        == "recusal"
    )
    judged = judge(home, question, State.CLEARED)
    assert judged.judged_by != judged.asked_by
    assert assign(home, one, shop).state == Visit.State.ASSIGNED
    assert not list(breaks())


def test_judged_to_be_recused_stays_barred(beijing, serving):
    one, shop = serving(beijing), institution(beijing)
    declare(one, shop.name)
    judge(beijing, ask(beijing, one, shop), State.RECUSED)
    assert (
        refused(fieldwork.assign_visit, one, beijing.officer(Role.CASE_OFFICER), **inputs(shop)).code
        == "recusal"
    )


def test_a_new_interest_needs_a_new_judgement(beijing, serving):
    one, shop = serving(beijing), institution(beijing)
    declare(one, shop.name)
    judge(beijing, ask(beijing, one, shop), State.CLEARED)
    assert queries.recusal(one, shop, beijing.law) == ""
    declare(one, shop.name, "shares", "买了股份")
    assert queries.recusal(one, shop, beijing.law) == "to_judge"


def test_who_asks_does_not_judge(beijing, serving):
    one, shop = serving(beijing), institution(beijing)
    declare(one, shop.name)
    beijing.user(Role.LIAISON, "both")
    both = beijing.officer(Role.DECIDER, "both")
    question = perform(acts.ask_recusal, one, both, institution=shop.code)
    no = refused(acts.judge_recusal, question, both, outcome="cleared", reason="没事")
    assert no.code == "ones_own_question"
    assert judge(beijing, question, State.CLEARED, Role.DISCIPLINE_OFFICER).state == State.CLEARED


def test_it_waits_for_who_judges_and_not_for_who_asked(beijing, serving):
    one, shop = serving(beijing), institution(beijing)
    declare(one, shop.name)
    ask(beijing, one, shop)
    waits = {
        role: "回避待判断" in signed_in(beijing.user(role)).get("/desk/").content.decode()
        for role in (Role.CASE_OFFICER, Role.LIAISON, Role.DECIDER, Role.DISCIPLINE_OFFICER)
    }
    assert [role for role, there in waits.items() if there] == [Role.DECIDER, Role.DISCIPLINE_OFFICER]


def test_a_reason_is_written(beijing, serving):
    one, shop = serving(beijing), institution(beijing)
    declare(one, shop.name)
    question = ask(beijing, one, shop)
    no = refused(acts.judge_recusal, question, beijing.officer(Role.DECIDER), outcome="cleared")
    assert no.fields == {"reason": "请填写。"}


@pytest.mark.parametrize(
    ("body", "code"), [("没有这一家", "which_institution"), ("示例乙药房", "nothing_to_judge")]
)
def test_what_there_is_nothing_to_ask_about(beijing, serving, body, code):
    one = serving(beijing)
    institution(beijing, "示例乙药房")
    assert refused(acts.ask_recusal, one, beijing.officer(Role.CASE_OFFICER), institution=body).code == code


def test_it_is_asked_once_at_a_time(beijing, serving):
    one, shop = serving(beijing), institution(beijing)
    declare(one, shop.name)
    ask(beijing, one, shop)
    again = refused(acts.ask_recusal, one, beijing.officer(Role.LIAISON), institution=shop.code)
    assert again.code == "against_a_constraint" and "不必重复" in again.says


# --- who learns of it -------------------------------------------------------------------------------------


def test_only_who_asked_and_who_judges_see_the_question(beijing, serving):
    one, shop, colleague = serving(beijing), institution(beijing), serving(beijing, "李示例")
    declare(one, shop.name)
    question = ask(beijing, one, shop)
    desk = f"/desk/recusals/{question.number}/"
    seen = {
        role: signed_in(beijing.user(role)).get(desk).status_code
        for role in (Role.CASE_OFFICER, Role.LIAISON, Role.DECIDER, Role.DISCIPLINE_OFFICER, Role.RECRUITER)
    }
    assert seen == {
        Role.CASE_OFFICER: 200, Role.LIAISON: 404, Role.DECIDER: 200, Role.DISCIPLINE_OFFICER: 200, Role.RECRUITER: 403,
    }  # fmt: skip
    for each in (one, colleague):  # a plan to go there is not told to who is tied to the place
        assert signed_in(each.user).get(f"/my/recusals/{question.number}/").status_code == 404


def test_a_bureau_below_that_shares_the_supervisor_asks_and_reads_the_answer(beijing, serving):
    district = beijing.below("110108", "海淀区医疗保障局")
    one, shop = serving(beijing), institution(district)
    declare(one, shop.name)
    question = ask(district, one, shop)
    assert (question.bureau, question.asked_by) == (beijing.bureau, district.user(Role.CASE_OFFICER).pk)
    url = f"/desk/recusals/{question.number}/"
    assert signed_in(district.user(Role.CASE_OFFICER)).get(url).status_code == 200
    assert signed_in(district.user(Role.DECIDER)).get(url).status_code == 404
    with pytest.raises(Refused):  # the supervisor's own bureau judges
        judge(district, question, State.CLEARED)
    judge(beijing, question, State.CLEARED)
    assert assign(district, one, shop).bureau == district.bureau


def test_what_the_interest_is_only_the_judge_reads(beijing, serving):
    one, shop = serving(beijing), institution(beijing)
    declare(one, shop.name)
    question = ask(beijing, one, shop)
    asker = signed_in(beijing.user(Role.CASE_OFFICER)).get(f"/desk/recusals/{question.number}/")
    judge_ = signed_in(beijing.user(Role.DECIDER)).get(f"/desk/recusals/{question.number}/")
    assert "妻子" not in asker.content.decode() and "妻子在那里上班" in judge_.content.decode()


def test_a_supervisor_who_asked_sees_the_answer_and_not_the_reason(beijing, serving):
    one, shop = serving(beijing), institution(beijing)
    declare(one, shop.name)
    question = perform(acts.ask_recusal, one, supervisor(one), institution=shop.code, words="我只是去买药")
    judge(beijing, question, State.RECUSED)
    page = signed_in(one.user).get(f"/my/recusals/{question.number}/").content.decode()
    assert "应当回避" in page and "我只是去买药" in page and "不经手" not in page


# --- pages of assigning -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("where", "to_judge"), [("wushan", False), ("beijing", True)])
def test_whom_to_ask_does_not_offer_the_recused(where, to_judge, request, serving):
    place = request.getfixturevalue(where)
    one, other, shop = serving(place), serving(place, "李示例"), institution(place)
    declare(one, shop.name)
    page = signed_in(place.user(Role.CASE_OFFICER)).get(f"/desk/assigning/?institution={shop.code}")
    text = page.content.decode()
    assert f'value="{other.number}"' in text and f'value="{one.number}"' not in text
    assert (one.number in text) == ("先判断是否回避" in text) == to_judge, (
        "barred: not there; in doubt: to be judged"
    )
    assert "近亲属" not in text


def test_the_page_of_assigning_says_so_before_anything_is_typed(beijing, serving):
    one, shop = serving(beijing), institution(beijing)
    declare(one, shop.name)
    desk = signed_in(beijing.user(Role.CASE_OFFICER))
    page = desk.get(f"/desk/appointments/{one.number}/assign/?institution={shop.code}").content.decode()
    assert "请另一人判断是否回避" in page and ">指定</button>" not in page


def test_a_page_of_supervisors_costs_no_query_for_each(beijing, serving):
    shop = institution(beijing)
    for name in ("甲", "乙", "丙"):
        declare(serving(beijing, f"{name}示例"), shop.name)
    desk = signed_in(beijing.user(Role.CASE_OFFICER))
    desk.get(f"/desk/assigning/?institution={shop.code}")
    with CaptureQueriesContext(connection) as few:
        desk.get(f"/desk/assigning/?institution={shop.code}")
    for name in "丁戊己庚辛壬":
        declare(serving(beijing, f"{name}示例"), shop.name)
    with CaptureQueriesContext(connection) as many:
        desk.get(f"/desk/assigning/?institution={shop.code}")
    assert len(many) <= len(few)


# --- discovered later -------------------------------------------------------------------------------------


def test_an_interest_declared_later_marks_the_visit_and_the_lead(beijing, serving):
    one, shop = serving(beijing), institution(beijing)
    visit = assign(beijing, one, shop)
    lead = perform(leads.file_lead, one, supervisor(one), words="看到串换", institution=shop.name)
    desk = signed_in(beijing.user(Role.CASE_OFFICER))
    for url in (f"/desk/visits/{visit.number}/", f"/desk/leads/{lead.number}/"):
        assert "与这家机构有利害关系" not in desk.get(url).content.decode()
    declare(one, shop.name)
    for url in (f"/desk/visits/{visit.number}/", f"/desk/leads/{lead.number}/"):
        page = desk.get(url).content.decode()
        assert "与这家机构有利害关系" in page and "妻子" not in page and "近亲属" not in page
    assert visit.number in desk.get("/desk/discipline/?kind=tied").content.decode()
    judge(beijing, ask(beijing, one, shop), State.CLEARED)
    assert visit.number not in desk.get("/desk/discipline/?kind=tied").content.decode()


def test_a_covert_plan_does_not_leak_by_its_doubt(beijing, serving):
    one, shop = serving(beijing), institution(beijing)
    visit = assign(beijing, one, shop, way="covert")
    declare(one, shop.name)
    for role, there in ((Role.CASE_OFFICER, True), (Role.DECIDER, True), (Role.LIAISON, False)):
        page = signed_in(beijing.user(role)).get("/desk/discipline/?kind=tied").content.decode()
        assert (visit.number in page) == there, role
