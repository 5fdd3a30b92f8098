"""From a verified lead to the payment: who decides, above whom, until when, and who may know who reported."""

from datetime import date, timedelta

import granting_rewards as at
import pytest

from watching import appoint, institution, photo, supervisor
from world import Place
from zhongdu import vault
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.bureaus import acts as bureaus
from zhongdu.calendar import clock
from zhongdu.duties.models import Duty
from zhongdu.duties.sweep import sweep
from zhongdu.fieldwork import acts as fieldwork
from zhongdu.fieldwork import checklists
from zhongdu.leads import acts as leads
from zhongdu.leads.queries import Lead
from zhongdu.record.models import Event
from zhongdu.record.verifying import breaks
from zhongdu.rewards import acts, queries
from zhongdu.rewards.models import Reward
from zhongdu.rewards.rules import UNMET, read
from zhongdu.scope.actor import Actor
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db


def refused(*args: object, **given: object) -> str:
    with pytest.raises(Refused) as why:
        perform(*args, **given)  # type: ignore[arg-type]
    return why.value.code


# --- considering ---------------------------------------------------------------------------------------
@pytest.mark.clauses("wushan:12", "shaoxing:9", "beijing:13")
@pytest.mark.parametrize("name", ["wushan", "shaoxing", "beijing"])
def test_what_proved_true_is_owed_a_word_about_its_reward(name: str, request: pytest.FixtureRequest) -> None:
    place = request.getfixturevalue(name)
    lead = at.verified(place)
    owed = Duty.objects.open().get(docket=lead.docket, concept="reward")
    assert owed.clause == {"wushan": "wushan:12", "shaoxing": "shaoxing:9", "beijing": "beijing:13"}[name]
    assert owed.owed_to == lead.user
    assert list(queries.unconsidered(at.clerk(place))) == [lead]
    reward = at.considered(place, lead)
    owed.refresh_from_db()
    assert (owed.met_on, reward.state, reward.user) == (clock.today(), "considered", lead.user)
    assert not queries.unconsidered(at.clerk(place)).exists()


@pytest.mark.parametrize(
    ("outcome", "counts"), [("proved", True), ("partly", True), ("not_proved", False), ("unclear", False)]
)
def test_only_what_proved_true_is_considered(wushan: Place, outcome: str, counts: bool) -> None:
    lead = at.verified(wushan, outcome=outcome)
    assert Duty.objects.open().filter(docket=lead.docket, concept="reward").exists() == counts
    if counts:
        at.considered(wushan, lead)
    else:
        assert refused(acts.consider_reward, lead, at.clerk(wushan), findings=at.all_met(wushan)) == "not_now"


def test_a_lead_has_one_reward_and_each_condition_one_finding(wushan: Place) -> None:
    lead, officer = at.verified(wushan), at.clerk(wushan)
    whole = at.all_met(wushan)
    assert len(whole) == 4
    for wrong in (
        {},
        {**whole, "reward.condition.other": "符合"},
        dict.fromkeys(whole, "也许"),
        dict(list(whole.items())[1:]),
    ):
        assert refused(acts.consider_reward, lead, officer, findings=wrong) in {
            "not_each_condition",
            "bad_input",
        }
    at.considered(wushan, lead)
    assert refused(acts.consider_reward, lead, officer, findings=whole) == "not_now"


@pytest.mark.clauses("wushan:12")
def test_what_does_not_meet_a_condition_is_refused_with_its_reason_and_may_be_asked_again(
    wushan: Place,
) -> None:
    reward = at.considered(wushan, concrete=UNMET)
    assert refused(acts.compute_reward, reward, at.clerk(wushan), **at.OWN) == "not_now"
    assert not queries.mine(at.reporter(reward)).exists()  # nothing is certain yet
    reward = perform(acts.refuse_reward, reward, at.clerk(wushan), words="线索没有说明是哪一天。")
    assert [each.words for each in queries.told(reward)] == ["线索没有说明是哪一天。"]
    assert "reward-rules:4" in Event.objects.filter(docket=reward.docket).latest("seq").clauses
    assert list(queries.mine(at.reporter(reward))) == [reward]
    reward = perform(
        acts.reopen_reward, reward, at.clerk(wushan), findings=at.all_met(wushan), reason="本人补充了日期。"
    )
    assert at.computed(wushan, reward).state == "computed"


def test_a_second_look_at_the_lead_holds_the_reward_and_may_end_it(wushan: Place) -> None:
    reward = at.considered(wushan)
    other, me = wushan.officer(Role.CASE_OFFICER, "other"), at.reporter(reward)
    waiting = at.verified(wushan)
    for lead in (reward.lead, waiting):
        perform(leads.say_unanswered, lead, supervisor_of(lead), words="没有说怎样处理。")
        perform(leads.take_second_look, lead, other)
    assert refused(acts.compute_reward, reward, at.clerk(wushan), **at.OWN) == "not_now"
    for lead in (reward.lead, waiting):
        perform(leads.answer_again, lead, other, outcome="not_proved", words="再查，查无实据。")
    assert refused(acts.compute_reward, reward, at.clerk(wushan), **at.OWN) == "not_now"
    assert not Duty.objects.open().filter(concept="reward").exists()
    assert not queries.mine(me).exists()
    perform(acts.refuse_reward, reward, at.clerk(wushan), words="再查以后，查无实据。")


def supervisor_of(lead: Lead) -> Actor:
    return Actor(user_id=lead.user_id, roles=frozenset({Role.ANYONE, Role.SUPERVISOR}))


def test_merged_leads_are_answered_as_one_and_each_is_owed_a_word(hunan: Place) -> None:
    one, two = (
        perform(leads.file_lead, term, supervisor(term), words="同一件事")
        for term in (appoint(hunan), appoint(hunan))
    )
    one = perform(leads.take_up, one, at.clerk(hunan))
    perform(leads.merge_into, two, at.clerk(hunan), into=one.number, reason="说的是同一家")
    perform(leads.answer, one, at.clerk(hunan), outcome="proved", words="属实。")
    assert Duty.objects.open().filter(concept="reward").count() == 2
    both = [at.considered(hunan, Lead.objects.get(pk=each.pk)) for each in (one, two)]
    perform(bureaus.choose_practice, hunan.office, at.chief(hunan), practice="rewards.sharing=equally")
    given = {"value": "10000.01", "source": "一号", "grade": "level_1"}
    at.computed(
        hunan, both[0], **given, others=[both[1].number]
    )  # no institution of the list: the merging says it
    assert [each.fen for each in Reward.objects.order_by("lead_id")] == [250_00, 250_00]


def test_leads_of_assigned_work_count_unless_the_bureau_has_it_otherwise(beijing: Place) -> None:
    term, shop = appoint(beijing), institution(beijing)
    visit = perform(
        fieldwork.assign_visit, term, at.clerk(beijing), institution=shop.code, way="open",
        checklist=checklists.offered(beijing.law, beijing.bureau, "pharmacy")[0].name,
        due=clock.today() + timedelta(days=7),
    )  # fmt: skip
    lead = at.verified(beijing, term, visit=visit.number)
    reward = at.considered(beijing, lead)
    assert reward.assigned
    perform(
        bureaus.choose_practice,
        beijing.office,
        at.chief(beijing),
        practice="rewards.assigned_work=not_counted",
    )
    assert refused(acts.compute_reward, reward, at.clerk(beijing), **at.OWN) == "not_now"
    own = at.considered(beijing)  # not from assigned work
    assert at.computed(beijing, own).state == "computed"


# --- reckoning -----------------------------------------------------------------------------------------
@pytest.mark.clauses("hunan:10.4")
def test_hunan_asks_for_the_level_and_the_amount_cites_its_clauses(hunan: Place) -> None:
    reward, officer = at.considered(hunan), at.clerk(hunan)
    given = {"value": "123456.78", "source": "处罚决定一号"}
    assert refused(acts.compute_reward, reward, officer, **given) == "which_grade"
    assert refused(acts.compute_reward, reward, officer, **given, grade="level_9") == "bad_input"
    reward = at.computed(hunan, reward, **given, grade="level_2")
    assert (reward.case_fen, reward.fen, reward.total_fen) == (12_345_678, 370_370, 370_370)
    assert [(line.fen, line.clause) for line in read(reward.lines)] == [
        (12_345_678, ""),
        (370_370, "hunan:10.4"),
    ]
    event = Event.objects.filter(docket=reward.docket).latest("seq")
    assert {"hunan:10.4", "reward-rules:whole"} <= set(event.clauses)


@pytest.mark.clauses("beijing:13")
def test_where_no_text_has_a_share_the_bureau_names_its_own_and_its_document(beijing: Place) -> None:
    reward, officer = at.considered(beijing), at.clerk(beijing)
    assert refused(acts.compute_reward, reward, officer, value="1", source="一号", rate="3") == "no_basis"
    for wrong in ({"rate": "三"}, {"rate": "101"}, {"value": "一万"}):
        assert refused(acts.compute_reward, reward, officer, **at.OWN | wrong) == "not_an_amount"
    reward = at.computed(beijing, reward)
    assert (reward.fen, reward.lines[1]["clause"]) == (1_500_00, "")
    assert "示例县举报奖励细则" in reward.lines[1]["says"]


def test_several_reporters_of_one_case_are_reckoned_in_one_deed_and_add_up(hunan: Place) -> None:
    rewards = at.same_case(hunan)
    given = {"value": "10000.01", "source": "一号", "grade": "level_1"}
    others = [each.number for each in rewards[1:]]
    assert refused(acts.compute_reward, rewards[0], at.clerk(hunan), **given, others=others) == "first_only"
    perform(bureaus.choose_practice, hunan.office, at.chief(hunan), practice="rewards.sharing=by_weight")
    assert (
        refused(acts.compute_reward, rewards[0], at.clerk(hunan), **given, others=others, parts="5、3")
        == "wrong_parts"
    )
    at.computed(hunan, rewards[0], **given, others=others, parts="5、3、1")
    split = [each.fen for each in Reward.objects.order_by("lead_id")]
    assert (split, sum(split)) == ([277_78, 166_67, 55_55], 500_00)
    assert {each.state for each in Reward.objects.all()} == {"computed"}
    assert (
        Reward.objects.get(pk=rewards[2].pk).lines[-1]["says"] == "3 人举报，按各人的贡献分：先后第 3 位，1/9"
    )
    # whoever sends one back sends all back; what is told already cannot be sent back
    perform(acts.send_back, fresh(rewards[1]), at.checker(hunan), reason="案值写错了。")
    assert {each.state for each in Reward.objects.all()} == {"considered"}
    assert {each.fen for each in Reward.objects.all()} == {None}
    at.computed(hunan, fresh(rewards[0]), **given, others=others, parts="1 1 1")
    at.told(hunan, at.approved(hunan, fresh(rewards[2])))
    assert refused(acts.send_back, fresh(rewards[0]), at.checker(hunan), reason="…") == "others_are_told"


def fresh(reward: Reward) -> Reward:
    return Reward.objects.select_related("docket", "bureau").get(pk=reward.pk)


# --- two approvals -------------------------------------------------------------------------------------
@pytest.mark.clauses("wushan:12", "hunan:10.4")
def test_three_people_reckon_check_and_approve(wushan: Place) -> None:
    reward = at.computed(wushan)
    one = at.clerk(wushan)
    both = wushan.officer(Role.DECIDER, "both")
    wushan.user(Role.LEGAL_REVIEWER, "both")
    assert refused(acts.check_reward, reward, one) == "same_person"
    assert refused(acts.approve_reward, reward, both) == "wrong_state"
    reward = perform(acts.check_reward, reward, both)
    assert refused(acts.approve_reward, reward, both) == "same_person"
    reward = perform(acts.approve_reward, reward, at.chief(wushan))
    assert len({reward.computed_by, reward.checked_by, reward.approved_by}) == 3
    assert reward.approved_on == clock.today()


@pytest.mark.clauses("wushan:12")
def test_a_reward_for_a_lead_on_the_bureaus_own_people_is_decided_above_it(wushan: Place) -> None:
    below = wushan.below("500237001", "巫山县示例分局")
    term = appoint(below)
    lead = perform(
        leads.file_lead, term, supervisor(term), words="窗口人员伪造单据", against=below.bureau.code
    )
    assert lead.bureau == wushan.bureau
    lead = perform(leads.take_up, lead, at.clerk(wushan))
    lead = perform(leads.answer, lead, at.clerk(wushan), outcome="proved", words="属实。")
    reward = at.considered(wushan, lead)
    accused = below.officer(Role.DECIDER)
    for actor in (accused, below.officer(Role.CASE_OFFICER), below.officer(Role.ACCOUNTANT)):
        assert not Reward.objects.visible_to(actor).exists()
    reward = at.approved(wushan, at.computed(wushan, reward))
    assert reward.state == "approved"


def test_without_a_bureau_above_on_the_platform_its_letter_decides(wushan: Place) -> None:
    term, watcher = appoint(wushan), wushan.officer(Role.DISCIPLINE_OFFICER)
    lead = perform(
        leads.file_lead, term, supervisor(term), words="局里有人伪造单据", against=wushan.bureau.code
    )
    lead = perform(leads.take_up, lead, watcher)
    lead = perform(leads.answer, lead, watcher, outcome="proved", words="属实。")
    reward = perform(acts.consider_reward, lead, watcher, findings=at.all_met(wushan))
    for actor in (at.clerk(wushan), at.checker(wushan), at.chief(wushan), at.payer(wushan)):
        assert not Reward.objects.visible_to(actor).exists()
    reward = perform(acts.compute_reward, reward, watcher, **at.OWN)
    assert refused(acts.check_reward, reward, wushan.officer(Role.DISCIPLINE_OFFICER, "second")) == "not_now"
    letter = {"bureau": "示例市医疗保障局", "letter": "示例批复一号", "scan": [photo()]}
    assert (
        refused(
            acts.note_approval_above, reward, watcher, **letter, approved_on=clock.today() + timedelta(days=1)
        )
        == "in_the_future"
    )
    reward = perform(acts.note_approval_above, reward, watcher, **letter, approved_on=clock.today())
    assert (reward.state, reward.approved_above) == ("approved", "示例市医疗保障局 示例批复一号")
    reward = perform(acts.tell_reporter, reward, watcher, told_on=clock.today())
    reward = perform(acts.claim_reward, reward, at.reporter(reward), **at.PAYEE)
    assert perform(acts.pay_reward, reward, watcher, paid_on=clock.today(), voucher="P-1").state == "paid"


def test_a_bureaus_letter_is_no_way_round_its_own_two_approvals(wushan: Place) -> None:
    letter = {"bureau": "示例市医疗保障局", "letter": "一号", "scan": [photo()], "approved_on": clock.today()}
    assert refused(acts.note_approval_above, at.computed(wushan), at.clerk(wushan), **letter) == "not_now"


def test_nobody_decides_on_a_reward_of_their_own(wushan: Place) -> None:
    reward = at.computed(wushan)
    wushan.user(Role.LEGAL_REVIEWER, reward.user.username)
    me = wushan.officer(Role.LEGAL_REVIEWER, reward.user.username)
    assert refused(acts.check_reward, reward, me) == "own_reward"


# --- told, claimed, paid, lapsed -----------------------------------------------------------------------
@pytest.mark.clauses("wushan:12", "shaoxing:9")
def test_told_claimed_and_paid(wushan: Place) -> None:
    reward = at.told(wushan)
    me = at.reporter(reward)
    assert queries.waiting_for(me) == 1
    reward = perform(acts.claim_reward, reward, me, **at.PAYEE)
    owed = Duty.objects.open().get(docket=reward.docket, concept="reward.payment")
    assert (owed.owed_to, owed.clause) == (reward.user, "fund-regulation:35/2")
    assert (
        refused(acts.pay_reward, reward, at.clerk(wushan), paid_on=clock.today(), voucher="P-1")
        == "not_your_role"
    )
    assert (
        refused(
            acts.pay_reward,
            reward,
            at.payer(wushan),
            paid_on=clock.today() - timedelta(days=1),
            voucher="P-1",
        )
        == "wrong_day"
    )
    reward = perform(acts.pay_reward, reward, at.payer(wushan), paid_on=clock.today(), voucher="P-1")
    owed.refresh_from_db()
    assert (reward.state, reward.voucher, owed.met_on) == ("paid", "P-1", clock.today())
    assert not list(breaks())


def test_an_account_that_is_none_is_asked_for_again_and_may_be_put_right(wushan: Place) -> None:
    reward = at.told(wushan)
    me = at.reporter(reward)
    assert refused(acts.claim_reward, reward, me, **at.PAYEE | {"account": "6222-请问"}) == "wrong_account"
    reward = perform(acts.claim_reward, reward, me, **at.PAYEE | {"account": "6222 0202 0011 2233"})
    perform(acts.query_account, reward, at.payer(wushan), words="银行退回了，请核对账号。")
    assert queries.told(reward)[-1].words == "银行退回了，请核对账号。"
    perform(acts.correct_account, reward, me, **at.PAYEE)
    assert vault.read(reward.number, "payee_account") == {"payee_account": at.ACCOUNT}
    assert not list(breaks())


@pytest.mark.clauses("hunan:10.4")
def test_the_period_to_claim_runs_from_the_notice_and_then_lapses(wushan: Place) -> None:
    with clock.on(date(2026, 3, 2)):
        reward = at.told(wushan)
        assert reward.claim_until == date(
            2026, 5, 6
        )  # two months end on 2 May, a holiday: the next working day
    sweep(date(2026, 5, 6))
    reward = fresh(reward)
    assert reward.state == "told"
    with clock.on(date(2026, 5, 7)):  # the night before, the sweep has not come yet
        assert refused(acts.claim_reward, reward, at.reporter(reward), **at.PAYEE) == "too_late"
    sweep(date(2026, 5, 7))
    reward = fresh(reward)
    assert reward.state == "lapsed"
    assert "reward-rules:whole" in Event.objects.filter(docket=reward.docket).latest("seq").clauses


def test_on_the_last_day_it_can_still_be_claimed(wushan: Place) -> None:
    with clock.on(date(2026, 3, 2)):
        reward = at.told(wushan)
    with clock.on(date(2026, 5, 6)):
        assert perform(acts.claim_reward, reward, at.reporter(reward), **at.PAYEE).state == "claimed"


def test_the_day_of_the_notice_lies_between_the_decision_and_today(wushan: Place) -> None:
    reward, officer = at.approved(wushan), at.clerk(wushan)
    for day in (clock.today() + timedelta(days=1), clock.today() - timedelta(days=1)):
        assert refused(acts.tell_reporter, reward, officer, told_on=day) == "wrong_day"


def test_nobody_has_to_take_it(wushan: Place) -> None:
    reward = at.told(wushan)
    reward = perform(acts.waive_reward, reward, at.reporter(reward))
    assert (reward.state, refused(acts.claim_reward, reward, at.reporter(reward), **at.PAYEE)) == (
        "waived",
        "wrong_state",
    )


# --- who reported --------------------------------------------------------------------------------------
@pytest.mark.clauses("wushan:12")
def test_whoever_holds_the_receipt_code_of_the_lead_claims_without_an_account(wushan: Place) -> None:
    reward = at.told(
        wushan,
        at.approved(wushan, at.computed(wushan, at.considered(wushan, at.by_code(at.verified(wushan))))),
    )
    assert reward.user is None
    them = at.anonymous(reward)
    assert list(queries.mine(them)) == [reward]
    assert perform(acts.claim_reward, reward, them, **at.PAYEE).state == "claimed"
    event = Event.objects.filter(docket=reward.docket).latest("seq")
    assert event.actor["user"] is None
    assert at.ACCOUNT not in str(event.data) and "示例收款人" not in str(event.data)


def test_who_comes_to_the_counter_is_entered_by_an_officer(wushan: Place) -> None:
    reward = at.told(wushan)
    reward = perform(acts.record_claim, reward, at.clerk(wushan), proof="核对身份证原件", **at.PAYEE)
    assert (reward.state, reward.claimed_on) == ("claimed", clock.today())


def test_a_stranger_finds_no_reward_and_before_the_decision_nor_does_the_reporter(
    wushan: Place, shaoxing: Place
) -> None:
    reward = at.computed(wushan)
    for actor in (at.reporter(reward), at.clerk(shaoxing), supervisor(appoint(wushan))):
        assert not Reward.objects.visible_to(actor).exists()
    reward = at.told(wushan, at.approved(wushan, reward))
    assert refused(acts.claim_reward, reward, supervisor(appoint(wushan)), **at.PAYEE) == "not_there"
