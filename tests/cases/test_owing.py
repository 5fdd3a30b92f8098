"""What is owed and what came in: every sum to the fen, fund by fund; late fines, plans, and no more than is owed."""

import io
from datetime import date, timedelta

import casework as at
import pytest
from django.db import IntegrityError
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import load_workbook

from world import Place
from zhongdu.acts.models import acting
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.calendar import clock
from zhongdu.cases import acts, paper, queries, register
from zhongdu.cases.models import Case, Claim, Payment
from zhongdu.cases.owing import surcharge
from zhongdu.claims import reading
from zhongdu.duties.models import Duty
from zhongdu.scope.models import Practice
from zhongdu.scope.roles import Role

START, DUE = date(2026, 6, 10), date(2026, 6, 25)
DAYS = st.integers(-20, 60).map(lambda n: DUE + timedelta(days=n))


@given(
    st.integers(1, 10**9), st.lists(st.tuples(DAYS, st.integers(1, 10**8)), max_size=5), st.integers(-5, 80)
)
def test_a_surcharge_never_passes_the_fine_and_never_shrinks_with_time(fine, payments, late) -> None:
    kept, left = [], fine
    for day, fen in sorted(payments):
        fen = min(fen, left)
        left -= fen
        kept += [(day, fen)] if fen else []
    now, _ = surcharge(fine, DUE, kept, DUE + timedelta(days=late), 3)
    later, _ = surcharge(fine, DUE, kept, DUE + timedelta(days=late + 1), 3)
    assert 0 <= now <= later <= fine
    if late <= 0:
        assert now == 0


def test_three_per_cent_a_day_of_what_is_unpaid() -> None:
    fine = 10_000_00
    assert surcharge(fine, DUE, [], DUE + timedelta(days=1), 3)[0] == 300_00
    assert surcharge(fine, DUE, [(DUE, fine)], DUE + timedelta(days=9), 3)[0] == 0
    half = [(DUE + timedelta(days=3), 5_000_00)]  # two whole days, then half of it for three
    fen, lines = surcharge(fine, DUE, half, DUE + timedelta(days=5), 3)
    assert fen == 2 * 300_00 + 3 * 150_00 and [line.days for line in lines] == [2, 3]
    assert surcharge(fine, DUE, [], DUE + timedelta(days=400), 3)[0] == fine


# --- by acts ------------------------------------------------------------------------------------------------


@pytest.fixture
def town(db) -> Place:
    clock.travel_to(START)
    return at.town()


def refusal(*given, **more) -> Refused:
    with pytest.raises(Refused) as raised:
        perform(*given, **more)
    return raised.value


def paying(
    place: Place, decision, sort: str, amount: str, voucher: str, paid_on: date = START, fund: str = ""
):
    claim = decision.claims.get(sort=sort, **({"fund": fund} if fund else {}))
    by = place.officer(Role.ACCOUNTANT)
    given = {"claim": str(claim.pk), "amount": amount, "paid_on": paid_on, "voucher": voucher}
    return perform(acts.record_payment, decision, by, **given)


def two_funds(place: Place):
    case = at.proved(place)
    case = perform(acts.set_loss, case, at.inspector(place), fund="fund.kind.civil_servants", amount="0.01")
    return at.served(place, at.decided(place, at.ready(place, at.reviewed(place, at.reported(place, case)))))


@pytest.mark.clauses("city:28")
def test_refunds_go_back_to_their_own_funds_and_fines_to_the_treasury(town: Place) -> None:
    made = two_funds(town)
    owed = {(claim.sort, claim.fund): claim.fen for claim in made.claims.all()}
    assert owed == {
        ("refund", at.FUND): 10_000_00, ("refund", "fund.kind.civil_servants"): 1, ("fine", ""): 15_000_00,
    }  # fmt: skip
    made = paying(town, made, "refund", "10000", "示转1", fund=at.FUND)
    paying(town, made, "fine", "15000", "示库1")
    rows = register.claims(at.chief(town))
    sums = {each.account: each for each in reading.sums(rows, reading.fund_labels(town.law))}
    treasury = sums.pop("国库")
    assert (treasury.owed, treasury.paid, treasury.open) == (15_000_00, 15_000_00, 0)
    basic, other = (
        sums["财政专户（职工基本医疗保险基金（含生育保险））"],
        sums["财政专户（公务员医疗补助资金）"],
    )
    assert (basic.paid, basic.open, other.paid, other.open) == (10_000_00, 0, 0, 1)
    came = queries.paid_between(town.bureau, START, START)
    assert {(row.claim.fund, row.fen) for row in came} == {(at.FUND, 10_000_00), ("", 15_000_00)}


@pytest.mark.clauses("city:28")
def test_nothing_more_comes_in_than_is_owed_and_a_voucher_pays_once(town: Place) -> None:
    made = paying(town, at.served(town), "fine", "5000", "示库1")
    claim = str(made.claims.get(sort="fine").pk)
    given = {"claim": claim, "paid_on": START, "voucher": "示库2"}
    accountant = town.officer(Role.ACCOUNTANT)
    assert refusal(acts.record_payment, made, accountant, amount="10000.01", **given).code == "too_much"
    assert (
        refusal(acts.record_payment, made, accountant, amount="1", **{**given, "voucher": "示库1"}).code
        == "voucher_used"
    )
    assert refusal(acts.record_payment, made, at.chief(town), amount="1", **given).code == "not_your_role"
    with acting(), pytest.raises(IntegrityError):
        Claim.objects.filter(pk=int(claim)).update(paid_fen=15_000_01)


def test_a_fine_in_two_parts_is_met_when_both_have_come_and_then_the_case_closes(town: Place) -> None:
    made = at.served(town)
    fine = str(made.claims.get(sort="fine").pk)
    plan = "2026-07-10 10000\n2026-08-10 5000"
    made = perform(acts.agree_instalments, made, at.chief(town), claim=fine, plan=plan, reason="经营困难")
    paying_duty = Duty.objects.get(docket=made.docket, concept="clock.fine_payment")
    assert paying_duty.due == date(2026, 8, 10)
    made = paying(town, made, "refund", "10000", "示转1")
    made = paying(town, made, "fine", "10000", "示库1")
    case = Case.objects.get(pk=made.case_id)
    closing = {"archive_number": "2026-1", "words": "已履行"}
    assert refusal(acts.close_case, case, at.inspector(town), **closing).code == "not_now"
    clock.travel_to(date(2026, 8, 1))
    paying(town, made, "fine", "5000", "示库2", date(2026, 8, 1))
    paying_duty.refresh_from_db()
    assert paying_duty.met_on == date(2026, 8, 1)
    assert perform(acts.close_case, case, at.inspector(town), **closing).state == Case.State.CLOSED
    assert sum(Payment.objects.values_list("fen", flat=True)) == 25_000_00


@pytest.mark.clauses("penalty-law:66/2")
def test_what_goes_back_to_a_fund_is_no_fine(town: Place) -> None:
    """The article on fines lets nobody pay it in parts and sets it no day: both are the bureau's own way, and say so."""
    with acting():
        Practice.objects.create(bureau=town.bureau, name="cases.refund_within", value="30")
    made = at.decided(town)
    with acting():
        Practice.objects.update(value="60")  # what the paper told is what counts
    assert "应退回的基金，自收到本决定书之日起30日内（期限由本局确定）" in str(paper.printed(made)["body"])
    made = at.served(town, made)
    due = {claim.sort: claim.due_on for claim in made.claims.all()}
    assert due == {"refund": date(2026, 7, 10), "fine": DUE}
    refund, fine = (str(made.claims.get(sort=sort).pk) for sort in ("refund", "fine"))
    told = {"plan": "2026-07-10 4000\n2026-08-10 6000", "reason": "经营困难"}
    head = at.chief(town)
    assert "claim" in refusal(acts.agree_instalments, made, head, claim=refund, **told).fields
    assert "claim" in refusal(acts.agree_refund_in_parts, made, head, claim=fine, **told).fields
    made = perform(acts.agree_refund_in_parts, made, head, claim=refund, **told)
    event = made.docket.events.latest("seq")
    assert event.clauses == [] and made.claims.get(sort="refund").due_on == date(2026, 8, 10)
    assert Duty.objects.get(docket=made.docket, concept="clock.fine_payment").due == DUE
    with acting():
        Practice.objects.create(bureau=town.bureau, name="cases.refund_in_parts", value="off")
    again = refusal(acts.agree_refund_in_parts, made, head, claim=refund, **told)
    assert again.code == "not_now" and "本局做法" in again.sentence


def test_a_late_fine_grows_is_demanded_and_goes_to_court_in_its_time(town: Place) -> None:
    made, officer = at.served(town), at.inspector(town)
    assert refusal(acts.add_surcharge, made, officer).code == "not_now"
    clock.travel_to(date(2026, 6, 27))
    made = perform(acts.add_surcharge, made, officer)
    assert made.claims.get(sort="surcharge").fen == 2 * 450_00
    made = perform(acts.demand_payment, made, officer, served_on=date(2026, 6, 27))
    demand = Duty.objects.get(docket=made.docket, concept="clock.demand")
    assert demand.due == date(2026, 7, 10)
    clock.travel_to(date(2026, 7, 13))
    early = refusal(acts.apply_to_court, made, officer, applied_on=date(2026, 7, 13))
    assert early.code == "outside_the_window" and str(early.clause) == "coercion-law:53"
    clock.travel_to(date(2026, 12, 14))
    made = perform(acts.apply_to_court, made, officer, applied_on=date(2026, 12, 14))
    made = perform(acts.add_surcharge, made, officer)
    assert made.claims.get(sort="surcharge").fen == 15_000_00  # not more than the fine


def test_what_cannot_be_had_is_written_off_and_never_counts_as_paid(town: Place) -> None:
    made = at.served(town)
    fine = made.claims.get(sort="fine")
    perform(
        acts.write_off,
        made,
        at.chief(town),
        claim=str(fine.pk),
        amount="15000",
        basis="示法执〔2026〕1号",
        reason="终结执行",
    )
    fine.refresh_from_db()
    assert (fine.paid_fen, fine.waived_fen, fine.open_fen) == (0, 15_000_00, 0)


@pytest.mark.clauses("city:28")
def test_the_register_is_a_workbook_that_adds_up(town: Place) -> None:
    made = paying(town, at.served(town), "fine", "5000.05", "示库1")
    rows = list(register.claims(at.chief(town)).order_by("id"))
    sums = reading.sums(register.claims(at.chief(town)), reading.fund_labels(town.law))
    lines = [
        [row.decision.paper_number, "", "", "", row.fen, row.paid_fen, row.waived_fen, row.open_fen, "", ""]
        for row in rows
    ]
    book = load_workbook(io.BytesIO(register.workbook("台账", "示例", lines, sums)))
    first, second = (book.get_sheet_by_index(at_).to_python() for at_ in (0, 1))
    assert [line[0] for line in first[3:]] == [made.paper_number] * 2
    assert sum(line[5] for line in first[3:]) == sum(line[2] for line in second[1:]) == 5000.05


def test_no_page_ranks_fines() -> None:
    """What is fined must be nobody's merit: no list is ordered or grouped by it but the accounts' own sums."""
    from pathlib import Path

    import zhongdu.cases

    room = Path(zhongdu.cases.__file__).parent
    for path in room.rglob("*.py"):
        text = path.read_text()
        assert 'order_by("-fen' not in text and 'order_by("fine' not in text and 'by=("-fen' not in text, path


def test_a_payment_entered_wrongly_is_taken_back_and_the_clock_runs_again(town: Place) -> None:
    made = paying(town, at.served(town), "fine", "15000", "示库1")
    duty = Duty.objects.filter(docket=made.docket, concept="clock.fine_payment")
    assert duty.get().met_on == START
    payer, wrong = town.officer(Role.ACCOUNTANT), {"reason": "记到别的决定上了"}
    row = Payment.objects.get()
    assert (
        refusal(acts.take_back_payment, made, at.chief(town), payment=str(row.pk), **wrong).code
        == "not_your_role"
    )
    made = perform(acts.take_back_payment, made, payer, payment=str(row.pk), **wrong)
    fine = made.claims.get(sort="fine")
    assert (fine.paid_fen, fine.open_fen, Payment.objects.count()) == (0, 15_000_00, 0)
    assert Duty.objects.open().get(docket=made.docket, concept="clock.fine_payment").due == DUE
    made = paying(town, made, "fine", "15000", "示库1")  # the same slip, where it belongs
    assert not Duty.objects.open().filter(docket=made.docket, concept="clock.fine_payment").exists()
