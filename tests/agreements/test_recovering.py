"""What the agency demands back: by fund, due, said and found, in parts, let go, changed and paid back; never what it refused."""

import random
from datetime import date, timedelta
from html import unescape
from typing import Any

import agreeing as at
import pytest
from django.db import IntegrityError
from django.db.models import Sum
from django.urls import reverse

from watching import at_institution, institution_actor, photo, signed_in
from world import Place
from zhongdu.acts.models import acting
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.agreements import acts, paper
from zhongdu.agreements.models import Claim, Dispute, Handling, Payment, Repayment, Slip
from zhongdu.calendar import clock
from zhongdu.duties.models import Duty
from zhongdu.figures.charts import FIGURES, Asked
from zhongdu.messages.models import Message
from zhongdu.scope.models import Practice
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db
START = date(2026, 6, 10)
BASIC, AID = "fund.kind.employees", "fund.kind.assistance"


@pytest.fixture(autouse=True)
def day() -> None:
    clock.travel_to(START)


def demanded(place: Place, **funds: str) -> Handling:
    return at.decided(place, at.signed(place), "recover", recovered={BASIC: "1000", **funds})


def refusal(*given: Any, **more: Any) -> Refused:
    with pytest.raises(Refused) as raised:
        perform(*given, **more)
    return raised.value


def claim(handling: Handling, fund: str = BASIC) -> Claim:
    return Claim.objects.get(measure__handling=handling, fund=fund)


def pay(place: Place, handling: Handling, amount: str, voucher: str, fund: str = BASIC) -> Handling:
    perform(
        acts.record_recovered, at.afresh(handling), place.officer(Role.ACCOUNTANT), claim=str(claim(handling, fund).pk),
        amount=amount, paid_on=clock.today(), voucher=voucher,
    )  # fmt: skip
    return at.afresh(handling)


def appealed(place: Place, handling: Handling, effect: str, **more: Any) -> Dispute:
    made = perform(
        acts.receive_dispute, handling, place.officer(Role.CASE_OFFICER), received_on=clock.today(), words="不服。"
    )  # fmt: skip
    judge = place.officer(Role.LEGAL_REVIEWER)
    perform(acts.take_up_dispute, made, judge)
    given = {"effect": effect, "words": "查明了。", "unmediated": "机构不愿意调解。"} | more
    return perform(acts.decide_dispute, at.afresh(made), judge, **given)


def running(handling: Handling, concept: str = "agreement.recovery") -> Duty | None:
    return Duty.objects.open().filter(docket=handling.docket, concept=concept).first()


@pytest.mark.clauses("fund-regulation:13/1", "city:28")
def test_each_fund_has_its_own_claim_due_by_the_bureaus_own_way(city: Place) -> None:
    handling = demanded(city, **{AID: "0.01"})
    rows = [(row.fund, row.fen, row.due_on) for row in Claim.objects.order_by("id")]
    assert rows == [(BASIC, 1000_00, date(2026, 7, 10)), (AID, 1, date(2026, 7, 10))]
    assert handling.measures.get().fen == 1000_01
    duty = running(handling)
    assert duty and (duty.due, duty.clause, duty.role) == (date(2026, 7, 10), "", Role.AGENCY_OFFICER)
    printed = "".join(map(str, paper.handling_printed(handling)["body"]))
    assert (
        "2026年7月10日以前（含当日）退回财政专户（职工基本医疗保险基金（含生育保险））1,000.00元" in printed
    )
    assert "医疗保障基金使用监督管理条例》第十三条第一款" in printed


def test_the_regulation_gives_what_the_measures_list_does_not_name(city: Place, beijing_: Place) -> None:
    """A list that ends with 等 takes no way from the agency; where the law has one of the kind, there are not two of it."""
    from zhongdu.agreements.handling import measures

    kinds = [bound.rule.does for bound in measures(city.law)]
    assert "recovery" in kinds and kinds.count("ending") == 1 == kinds.count("refusal")
    assert [bound.name for bound in measures(beijing_.law)] == [
        bound.name for bound in beijing_.law.family("agreement.measure")
    ]


@pytest.fixture
def beijing_(db: None) -> Place:
    from world import place

    return place("110000", "北京市医疗保障局", "city", "beijing")


@pytest.mark.parametrize(
    ("typed", "code"), [({}, "asked_for"), ({BASIC: "0"}, "nothing"), ({BASIC: "一百"}, "not_money")]
)
def test_what_is_demanded_is_an_amount_for_a_fund(city: Place, typed: dict[str, str], code: str) -> None:
    handling = at.heard(city, at.signed(city), "recover")
    wrong = refusal(acts.decide_handling, handling, at.agency(city), words="清楚。", recovered=typed)
    assert wrong.code == code and "recovered" in wrong.fields and not Claim.objects.exists()
    unknown = refusal(acts.decide_handling, handling, at.agency(city), words="清楚。", recovered={"x": "1"})
    assert "recovered" in unknown.fields


@pytest.mark.clauses("city:20/1", "city:28")
def test_what_was_refused_or_taken_off_a_deposit_is_nothing_that_comes_in(city: Place) -> None:
    of = at.institution(city)
    handling = at.decided(city, at.signed(city, of), "refusal", "deposit", refused="300", deducted="200")
    assert not Claim.objects.exists() and running(handling) is None
    assert refusal(
        acts.record_recovered, handling, city.officer(Role.ACCOUNTANT), claim="1", amount="1", paid_on=START, voucher="示1"
    ).code == "not_now"  # fmt: skip
    for client, face in (
        (signed_in(at_institution(city, of).user), "institution"),
        (signed_in(city.user(Role.AGENCY_OFFICER)), "desk"),
    ):
        page = client.get(reverse(f"{face}:handling", kwargs={"number": handling.number})).text
        assert "不是追回" in page and "不用另缴" in page and "要退回的" not in page


@pytest.mark.clauses("fund-regulation:13/1", "city:28")
def test_the_institution_says_what_it_paid_and_it_counts_once_it_was_found(city: Place) -> None:
    of = at.institution(city)
    handling = at.decided(city, at.signed(city, of), "recover", recovered={BASIC: "1000"})
    mine = signed_in(at_institution(city, of).user)
    assert "退回违规费用" in mine.get(reverse("institution:home")).text
    url = reverse("institution:do", kwargs={"act": "agreements.say_paid", "number": handling.number})
    given = {"claim": str(claim(handling).pk), "paid_on": "2026-06-10", "voucher": "示付1"}
    answer = mine.post(url, {"key": "a", "seen": "", **given, "amount": "1000.01", "proofs": photo()})
    assert answer.status_code == 200 and "还欠1,000.00元" in answer.text
    assert (
        mine.post(url, {"key": "b", "seen": "", **given, "amount": "600", "proofs": photo()}).status_code
        == 302
    )
    assert claim(handling).paid_fen == 0
    looks = running(handling, "agreement.slip")
    assert looks and (looks.role, looks.due) == (Role.ACCOUNTANT, date(2026, 6, 15))
    page = mine.get(reverse("institution:handling", kwargs={"number": handling.number})).text
    assert "等着核对" in page and "还有1,000.00元没有退回" in page
    payer = city.officer(Role.ACCOUNTANT)
    slip = {"slip": str(Slip.objects.get().pk)}
    assert "arrived_on" in refusal(acts.check_slip, handling, payer, **slip, found="arrived").fields
    assert "words" in refusal(acts.check_slip, handling, payer, **slip, found="missing").fields
    perform(acts.check_slip, at.afresh(handling), payer, **slip, found="missing", words="账上没有这一笔。")
    assert claim(handling).open_fen == 1000_00 and running(handling, "agreement.slip") is None
    assert (
        mine.post(
            url, {"key": "c", "seen": "", **given, "amount": "600", "proofs": photo("white")}
        ).status_code
        == 302
    )
    slip = {"slip": str(Slip.objects.get(found="waiting").pk)}
    perform(acts.check_slip, at.afresh(handling), payer, **slip, found="arrived", arrived_on=START)
    assert (claim(handling).paid_fen, Payment.objects.get().voucher) == (600_00, "示付1")
    again = {**given, "key": "d", "seen": "", "amount": "1", "proofs": photo("silver")}
    assert "已经告知过" in mine.post(url, again).text
    pay(city, handling, "400", "示2")
    assert running(handling) is None and "退回违规费用" not in mine.get(reverse("institution:home")).text


@pytest.mark.clauses("city:28")
def test_nothing_more_comes_in_than_is_owed(city: Place) -> None:
    handling = pay(city, demanded(city), "400", "示1")
    payer, told = city.officer(Role.ACCOUNTANT), {"claim": str(claim(handling).pk), "paid_on": START}
    assert (
        refusal(acts.record_recovered, handling, payer, **told, amount="600.01", voucher="示2").code
        == "too_much"
    )
    assert (
        refusal(acts.record_recovered, handling, payer, **told, amount="1", voucher="示1").code
        == "voucher_used"
    )
    early = told | {"paid_on": START - timedelta(days=1)}
    assert (
        refusal(acts.record_recovered, handling, payer, **early, amount="1", voucher="示2").code
        == "wrong_day"
    )
    assert (
        refusal(acts.record_recovered, handling, at.agency(city), **told, amount="1", voucher="示2").code
        == "not_your_role"
    )
    with acting(), pytest.raises(IntegrityError):
        Claim.objects.update(paid_fen=1000_01)


def test_in_parts_the_next_of_them_is_due_and_pressed_for(city: Place) -> None:
    of = at.institution(city)
    handling = at.decided(city, at.signed(city, of), "recover", recovered={BASIC: "1000"})
    account = at_institution(city, of)
    given = {
        "claim": str(claim(handling).pk),
        "plan": "2026-07-01 400\n2026-08-01 600",
        "words": "资金紧张。",
    }
    perform(acts.agree_parts, handling, at.agency(city), **given)
    assert running(handling).due == date(2026, 7, 1)
    handling = pay(city, handling, "400", "示1")
    assert running(handling).due == date(2026, 8, 1)
    clock.travel_to(date(2026, 8, 1))
    assert refusal(acts.press_for_payment, handling, at.agency(city), words="请退。").code == "not_now"
    clock.travel_to(date(2026, 8, 2))
    perform(acts.press_for_payment, handling, at.agency(city), words="请马上退回。")
    assert Message.objects.filter(user=account.user, kind="institution.notice").exists()
    page = signed_in(city.user(Role.ACCOUNTANT)).get(reverse("desk:agency_recoveries")).text
    assert "600.00元" in page and "逾期" in page
    with acting():
        Practice.objects.create(bureau=city.bureau, name="agreements.recover_in_parts", value="off")
    assert "不分期" in refusal(acts.agree_parts, at.afresh(handling), at.agency(city), **given).sentence


def test_what_cannot_be_had_is_let_go_by_the_head_and_never_counts_as_paid(city: Place) -> None:
    handling = pay(city, demanded(city), "400", "示1")
    given = {
        "claim": str(claim(handling).pk),
        "amount": "600",
        "basis": "示医保〔2026〕1号",
        "words": "机构注销。",
    }
    assert refusal(acts.write_off_recovery, handling, at.agency(city), **given).code == "not_your_role"
    perform(acts.write_off_recovery, handling, city.officer(Role.DECIDER), **given)
    row = claim(handling)
    assert (row.paid_fen, row.waived_fen, row.open_fen) == (400_00, 600_00, 0) and running(handling) is None


@pytest.mark.clauses("city:22")
def test_what_a_dispute_lowers_goes_back_to_the_fen(city: Place) -> None:
    handling = pay(city, demanded(city, **{AID: "5"}), "1000", "示1")
    with pytest.raises(Refused) as more:
        appealed(city, handling, "changed", recovered={BASIC: "1000"})
    assert more.value.code == "not_less"
    dispute = Dispute.objects.get()
    given = {
        "effect": "changed",
        "words": "多算了。",
        "unmediated": "不愿意。",
        "recovered": {BASIC: "700.01"},
    }
    perform(acts.decide_dispute, at.afresh(dispute), city.officer(Role.LEGAL_REVIEWER), **given)
    row, back = claim(handling), Repayment.objects.get()
    assert (row.fen, row.paid_fen, back.fen, back.due_on) == (700_01, 700_01, 299_99, date(2026, 7, 10))
    assert claim(handling, AID).open_fen == 5_00 and handling.measures.get().fen == 705_01
    assert running(handling, "agreement.repayment").role == Role.ACCOUNTANT
    page = unescape(
        signed_in(city.user(Role.ACCOUNTANT))
        .get(reverse("desk:handling", kwargs={"number": handling.number}))
        .text
    )
    assert "要退还机构的" in page and "不计息" in page
    told = {"repayment": str(back.pk), "repaid_on": START, "voucher": "示退1", "proofs": [photo()]}
    perform(acts.pay_back_recovered, at.afresh(handling), city.officer(Role.ACCOUNTANT), **told)
    assert running(handling, "agreement.repayment") is None


@pytest.mark.clauses("city:22")
def test_a_handling_withdrawn_demands_nothing_and_gives_back_all(city: Place) -> None:
    handling = pay(city, demanded(city), "400", "示1")
    appealed(city, handling, "withdrawn")
    handling, row = at.afresh(handling), claim(handling)
    assert (handling.state, row.fen, row.open_fen, Repayment.objects.get().fen) == ("withdrawn", 0, 0, 400_00)
    assert running(handling) is None and running(handling, "agreement.repayment")
    told = {
        "repayment": str(Repayment.objects.get().pk),
        "repaid_on": START,
        "voucher": "示退1",
        "proofs": [photo()],
    }
    perform(acts.pay_back_recovered, handling, city.officer(Role.ACCOUNTANT), **told)
    assert not Duty.objects.open().filter(docket=handling.docket).exists()


@pytest.mark.parametrize("seed", range(6))
def test_whatever_is_paid_changed_and_undone_it_adds_up(city: Place, seed: int) -> None:
    chance = random.Random(seed)
    handling, top = demanded(city), 1000_00
    for step in range(4):
        row = claim(handling)
        if row.open_fen and chance.random() < 0.8:
            handling = pay(city, handling, f"{chance.randint(1, row.open_fen) / 100:.2f}", f"示{step}")
        if chance.random() < 0.5 and top > 100:
            top = chance.randrange(100, top)
            appealed(city, at.afresh(handling), "changed", recovered={BASIC: f"{top / 100:.2f}"})
        if chance.random() < 0.4 and (back := Repayment.objects.filter(repaid_on=None).first()):
            told = {
                "repayment": str(back.pk),
                "repaid_on": START,
                "voucher": f"退{step}",
                "proofs": [photo()],
            }
            perform(acts.pay_back_recovered, at.afresh(handling), city.officer(Role.ACCOUNTANT), **told)
        adds_up(handling)
    appealed(city, at.afresh(handling), "withdrawn")
    adds_up(handling)
    came, back_ = (kind.objects.aggregate(fen=Sum("fen"))["fen"] or 0 for kind in (Payment, Repayment))
    assert came == back_


def adds_up(handling: Handling) -> None:
    row = claim(handling)
    came = sum(row.payments.values_list("fen", flat=True))
    assert came == row.paid_fen + sum(row.repayments.values_list("fen", flat=True))
    assert row.fen >= row.paid_fen + row.waived_fen and row.open_fen >= 0


@pytest.mark.clauses("fund-regulation:13/1")
def test_what_came_back_stands_in_the_figures_by_fund_and_opens_its_rows(city: Place) -> None:
    handling = pay(city, demanded(city, **{AID: "5"}), "300", "示转1")
    pay(city, handling, "5", "示转2", AID)
    asked = Asked(city.officer(Role.AGENCY_OFFICER), city.law, START, START)
    found = FIGURES["given_back"]
    assert {bar.key: bar.fen for bar in found.counted(asked, None)} == {BASIC: 300_00, AID: 5_00}
    [behind] = found.behind(asked, None, AID) or []
    assert behind.claim.measure.handling == handling


def test_what_was_found_by_mistake_may_be_said_again(city: Place) -> None:
    of = at.institution(city)
    handling = at.decided(city, at.signed(city, of), "recover", recovered={BASIC: "1000"})
    payer, who = city.officer(Role.ACCOUNTANT), at_institution(city, of)
    with acting():
        slip = claim(handling).slips.create(fen=1000_00, paid_on=START, voucher="示付1", said_on=START)
    perform(acts.check_slip, handling, payer, slip=str(slip.pk), found="arrived", arrived_on=START)
    assert running(handling) is None
    given = {"payment": str(Payment.objects.get().pk), "words": "看错了一行。"}
    perform(acts.take_back_recovered, at.afresh(handling), payer, **given)
    slip.refresh_from_db()
    assert (slip.found, claim(handling).open_fen) == ("missing", 1000_00) and running(handling)
    assert Message.objects.filter(user=who.user, kind="institution.changed").exists()
    pay(city, handling, "400", "示2")
    appealed(city, at.afresh(handling), "changed", recovered={BASIC: "100"})
    again = {"payment": str(Payment.objects.get().pk), "words": "看错了。"}
    assert refusal(acts.take_back_recovered, at.afresh(handling), payer, **again).code == "owed_back"


def test_what_arrives_after_it_was_withdrawn_is_here_all_the_same_and_goes_back(city: Place) -> None:
    of = at.institution(city)
    handling = at.decided(city, at.signed(city, of), "recover", recovered={BASIC: "1000"})
    given = {
        "claim": str(claim(handling).pk),
        "amount": "600",
        "paid_on": START,
        "voucher": "示付1",
        "proofs": [photo()],
    }
    perform(acts.say_paid, handling, institution_actor(at_institution(city, of)), **given)
    appealed(city, at.afresh(handling), "changed", recovered={BASIC: "100"})
    looks = running(handling, "agreement.slip")
    appealed(city, at.afresh(handling), "withdrawn")
    assert looks and running(handling, "agreement.slip")
    slip = {"slip": str(Slip.objects.get().pk), "found": "arrived", "arrived_on": START}
    perform(acts.check_slip, at.afresh(handling), city.officer(Role.ACCOUNTANT), **slip)
    assert (claim(handling).paid_fen, Repayment.objects.get().fen) == (0, 600_00)
    assert running(handling, "agreement.repayment") and not running(handling, "agreement.slip")
    adds_up(handling)
