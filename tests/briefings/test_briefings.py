"""What is sent to supervisors: to all or some, who has read it, who is reminded; and bulletins with their figures."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from watching import appoint, photo, signed_in, supervisor
from world import Place
from world import place as settled
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.briefings import acts, paper
from zhongdu.briefings.models import Briefing, Opened
from zhongdu.briefings.rules import Figures
from zhongdu.bureaus import acts as bureaus
from zhongdu.calendar import clock
from zhongdu.duties.models import Duty
from zhongdu.duties.sweep import sweep
from zhongdu.fund import acts as books
from zhongdu.messages.models import Message
from zhongdu.record.models import Event
from zhongdu.record.verifying import breaks
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today() -> None:
    clock.travel_to(date(2026, 6, 10))


def refused(act: Any, subject: Any, by: Any, **inputs: Any) -> str:
    with pytest.raises(Refused) as caught:
        perform(act, subject, by, **inputs)
    return caught.value.code


def drafted(place: Place, **more: Any) -> Briefing:
    told = {"sort": "document", "title": "关于加强巡查的通知", "body": "请按通知办理。"} | more
    return perform(acts.draft_briefing, place.office, place.officer(Role.LIAISON), **told)


def told_to(term: Any) -> list[str]:
    return list(Message.objects.filter(user=term.user_id).order_by("id").values_list("kind", flat=True))


def opened(term: Any, briefing: Briefing) -> Any:
    return signed_in(term.user).get(reverse("phone:briefing", kwargs={"number": briefing.number}))


# --- documents and briefings -----------------------------------------------------------------------------


@pytest.mark.clauses("hunan:10.1", "hunan:10")
def test_what_is_owed_promptly_is_owed_from_its_making_until_it_is_sent(hunan: Place) -> None:
    city = hunan.below("430100", "长沙市医疗保障局", "city")
    term, made = appoint(city), drafted(city)
    duty = Duty.objects.get(docket=made.docket)
    assert (duty.concept, duty.clause, duty.due, duty.met_on) == ("briefing", "hunan:10.1", None, None)
    perform(acts.send_briefing, made, city.officer(Role.LIAISON), everybody=True)
    duty.refresh_from_db()
    assert duty.met_on == clock.today() and told_to(term) == ["briefing.sent"]
    assert "hunan:10.1" in Event.objects.get(docket=made.docket, act="briefings.send_briefing").clauses
    dropped = drafted(city)
    perform(acts.drop_briefing, dropped, city.officer(Role.LIAISON), reason="不发了")
    assert Duty.objects.get(docket=dropped.docket).void_on == clock.today()
    assert list(breaks()) == []


def test_where_no_measure_asks_for_it_nothing_is_owed(wushan: Place) -> None:
    appoint(wushan)
    assert not Duty.objects.filter(docket=drafted(wushan).docket).exists()


def test_only_those_it_was_sent_to_can_read_it_and_opening_it_is_the_receipt(wushan: Place) -> None:
    one, other = appoint(wushan), appoint(wushan)
    liaison, made = wushan.officer(Role.LIAISON), drafted(wushan, files=[photo()])
    assert opened(one, made).status_code == 404, "a draft is nobody's"
    assert refused(acts.send_briefing, made, liaison) == "nobody"
    perform(acts.send_briefing, made, liaison, who=[one.number])
    assert opened(other, made).status_code == 404 and told_to(other) == []
    assert not Opened.objects.exists()
    page = opened(one, made).content.decode()
    assert "请按通知办理。" in page and "现场.jpg" in page
    assert Opened.objects.get().copy.user_id == one.user_id
    opened(one, made)
    assert Opened.objects.count() == 1
    desk = signed_in(wushan.user(Role.LIAISON))
    page = desk.get(reverse("desk:briefing", kwargs={"number": made.number})).content.decode()
    assert "<strong>1</strong>／1人看过" in page
    perform(acts.send_briefing, made, liaison, everybody=True)
    assert told_to(other) == ["briefing.sent"] and told_to(one) == ["briefing.sent"]


def test_files_are_read_by_whom_it_was_sent_to_and_nobody_else(wushan: Place) -> None:
    one, other, liaison = appoint(wushan), appoint(wushan), wushan.officer(Role.LIAISON)
    made = drafted(wushan, files=[photo()])
    perform(acts.send_briefing, made, liaison, who=[one.number])
    from zhongdu.files import attached

    file = attached(made.number, "briefing").get()
    address = reverse("phone:briefing_file", kwargs={"number": made.number, "file": file.public_id})
    assert signed_in(one.user).get(address).status_code == 200
    assert signed_in(other.user).get(address).status_code == 404
    perform(acts.withdraw_briefing, made, liaison, reason="附件不对")
    assert signed_in(one.user).get(address).status_code == 404
    page = opened(one, made).content.decode()
    assert "附件不对" in page and "请按通知办理。" not in page and told_to(one)[-1] == "briefing.withdrawn"


def test_those_who_have_not_read_are_reminded_by_hand_and_once_by_the_night(wushan: Place) -> None:
    one, other = appoint(wushan), appoint(wushan)
    liaison, made = wushan.officer(Role.LIAISON), drafted(wushan)
    perform(acts.send_briefing, made, liaison, everybody=True)
    opened(one, made)
    perform(acts.remind_unread, made, liaison)
    assert told_to(other) == ["briefing.sent", "briefing.unread"] and told_to(one) == ["briefing.sent"]
    for days in (6, 7, 8, 20):
        sweep(date(2026, 6, 10) + timedelta(days=days))
    assert told_to(other).count("briefing.unread") == 2 and told_to(one) == ["briefing.sent"]
    opened(other, made)
    assert refused(acts.remind_unread, made, liaison) == "not_now"


def test_a_bureau_may_choose_not_to_be_reminded_for(wushan: Place) -> None:
    term, made = appoint(wushan), drafted(wushan)
    perform(acts.send_briefing, made, wushan.officer(Role.LIAISON), everybody=True)
    perform(
        bureaus.choose_practice, wushan.office, wushan.officer(Role.DECIDER), practice="briefings.remind=no"
    )
    sweep(date(2026, 6, 25))
    assert told_to(term) == ["briefing.sent"]


def test_something_must_be_said(wushan: Place) -> None:
    assert (
        refused(
            acts.draft_briefing, wushan.office, wushan.officer(Role.LIAISON), sort="document", title="空的"
        )
        == "empty"
    )


# --- bulletins -------------------------------------------------------------------------------------------

PERIOD = {"since": date(2026, 4, 1), "until": date(2026, 5, 31)}
TYPED = {
    "fund": "职工基本医疗保险基金", "income": "1,000.50", "expenditure": "900", "balance": "5000", "source": "财务科报表",
}  # fmt: skip


def bulletin(place: Place, **more: Any) -> Briefing:
    told = {"title": "四、五月基金运行通报", "body": "智能审核已经上线。", **PERIOD, **more}
    return perform(acts.draft_bulletin, place.office, place.officer(Role.LIAISON), **told)


@pytest.mark.clauses("wushan:6.7")
def test_a_bulletin_with_its_source_is_told_under_the_clause_that_has_them_hear_it(wushan: Place) -> None:
    term, liaison, made = appoint(wushan), wushan.officer(Role.LIAISON), bulletin(wushan)
    assert refused(acts.send_briefing, made, liaison, everybody=True) == "not_now", "no figures yet"
    assert refused(acts.enter_figures, made, liaison, **TYPED | {"income": "约一千"}) == "not_money"
    perform(acts.enter_figures, made, liaison, **TYPED, recovered="12.30", rewards="3")
    perform(acts.enter_figures, made, liaison, **TYPED | {"income": "2000"})
    now = Figures.read(Briefing.objects.get().figures)
    assert [(fund.income, fund.surplus) for fund in now.funds] == [(200_000, 110_000)], "the same fund again"
    assert (now.recovered, now.rewards) == (1_230, 300)
    sent = perform(acts.send_briefing, made, liaison, everybody=True)
    assert "wushan:6.7" in Event.objects.get(docket=made.docket, act="briefings.send_briefing").clauses
    page = opened(term, sent).content.decode()
    assert all(
        word in page for word in ("2,000.00", "来源：财务科报表", "追回基金", "智能审核已经上线", "<svg")
    )
    assert refused(acts.enter_figures, sent, liaison, **TYPED) == "wrong_state"
    pdf = signed_in(term.user).get(reverse("phone:bulletin_paper", kwargs={"number": sent.number}))
    assert pdf.content.startswith(b"%PDF") and pdf.content == paper.pdf_of(sent)
    body = str(paper.printed(sent)["body"])
    assert all(word in body for word in ("2,000.00", "1,100.00", "12.30元", "财务科报表"))
    [chart] = [
        part["chart"] for part in paper.printed(sent)["body"] if isinstance(part, dict) and "chart" in part
    ]
    assert [(bar["label"], bar["length"]) for bar in chart["bars"]] == [
        ("收入", 40),
        ("支出", 18),
        ("期末结余", 100),
    ]
    assert paper.word_of(sent) == paper.word_of(sent)


@pytest.mark.parametrize(
    ("since", "until", "code"),
    [
        (date(2026, 5, 1), date(2026, 4, 30), "ends_before_it_begins"),
        (date(2025, 12, 1), date(2026, 1, 31), "two_years"),
    ],
)
def test_a_period_that_is_none_is_refused(wushan: Place, since: date, until: date, code: str) -> None:
    told = {"title": "通报", "since": since, "until": until}
    assert refused(acts.draft_bulletin, wushan.office, wushan.officer(Role.LIAISON), **told) == code


def test_figures_come_from_the_books_of_the_period_alone(db: None) -> None:
    there = settled("330300", "示例市医疗保障局", "city", "city")
    keeper, chief = there.officer(Role.ACCOUNTANT), there.officer(Role.DECIDER)
    clock.travel_to(date(2026, 3, 31))
    book = perform(
        books.open_book, there.office, keeper, fund="fund.kind.employees", name="职工基本医疗保险基金",
        special_account="示例银行", since=date(2026, 3, 1),
    )  # fmt: skip
    for month_no, income, back in ((3, "700", ""), (4, "1000", "30.50"), (5, "200", "")):
        day = date(2026, month_no, 28)
        clock.travel_to(day)
        month = book.months.get(first=day.replace(day=1))
        lines = [("收入", "ordinary", ["101 借 " + income, "401 贷 " + income]), ("支付", "ordinary", ["501 借 10", "103 贷 10"])]  # fmt: skip
        lines += [("退回", "recovered", [f"102 借 {back}", f"409 贷 {back}"])] if back else []
        for summary, kind, told in lines:
            perform(
                books.prepare_voucher,
                month,
                keeper,
                day=day,
                kind=kind,
                summary=summary,
                source="单据",
                lines=told,
            )
        waiting = [str(pk) for pk in month.vouchers.values_list("pk", flat=True)]
        perform(books.post_vouchers, month, chief, vouchers=waiting)
        if month_no < 5:
            clock.travel_to(date(2026, month_no + 1, 1))
            perform(books.close_month, month, chief)
    made = bulletin(there)
    assert refused(acts.take_from_books, made, there.officer(Role.LIAISON)) == "not_your_role"
    perform(acts.take_from_books, made, chief)
    told = Figures.read(Briefing.objects.get().figures)
    [fund] = told.funds
    assert (fund.income, fund.expenditure) == (1_230_50, 20_00), "April and May, not March"
    assert fund.balance == 700_00 + 1_000_00 + 200_00 + 30_50 - 30_00
    assert fund.source == "本局基金账（5月未结账）" and told.recovered == 30_50 and told.rewards == 0
    perform(acts.change_period, made, chief, since=date(2026, 4, 1), until=date(2026, 5, 20))
    assert Briefing.objects.get().figures == {}, "they were of other days"
    assert refused(acts.take_from_books, made, chief) == "not_whole_months"
    perform(acts.change_period, made, chief, since=date(2026, 5, 1), until=date(2026, 5, 31))
    perform(acts.take_from_books, made, chief)
    assert Figures.read(Briefing.objects.get().figures).funds[0].income == 200_00, "May alone"
    perform(acts.clear_figures, made, chief)
    assert Briefing.objects.get().figures == {}
    assert refused(acts.change_period, made, chief, since=date(2026, 5, 1), until=date(2025, 5, 31)) == "ends_before_it_begins"  # fmt: skip


def test_without_books_they_are_keyed_in(wushan: Place) -> None:
    assert refused(acts.take_from_books, bulletin(wushan), wushan.officer(Role.DECIDER)) == "not_now"


def test_the_supervisor_may_do_nothing_to_it(wushan: Place) -> None:
    term, made = appoint(wushan), drafted(wushan)
    perform(acts.send_briefing, made, wushan.officer(Role.LIAISON), everybody=True)
    assert refused(acts.withdraw_briefing, made, supervisor(term), reason="x") == "not_your_role"
