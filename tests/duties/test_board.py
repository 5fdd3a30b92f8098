"""The board: rows nobody can hide or delete, the overdue first, each by its clause, each to whom it concerns."""

from datetime import date

import pytest
from django.urls import reverse

from watching import appoint, signed_in, supervisor
from world import Place
from zhongdu.acts.performing import perform
from zhongdu.bureaus import acts as bureaus
from zhongdu.calendar import clock
from zhongdu.duties import board
from zhongdu.duties.opening import open_duty
from zhongdu.duties.sweep import sweep
from zhongdu.leads import acts as leads
from zhongdu.leads.queries import Lead
from zhongdu.scope.actor import ANYONE
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 11)


def brought(place: Place, on: date = TODAY, **more: object) -> Lead:
    term = appoint(place)
    with clock.on(on):
        return perform(leads.file_lead, term, supervisor(term), words="…", **more)


def target(place: Place, n: int) -> None:
    chief = place.officer(Role.DECIDER)
    perform(bureaus.set_target, place.office, chief, concept="lead.answer", n=n, unit="days")


def text(place: Place, role: Role = Role.CASE_OFFICER, **query: str) -> str:
    with clock.on(TODAY):
        answer = signed_in(place.user(role)).get(reverse("desk:board"), query)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.clauses("wushan:10")
def test_overdue_comes_first_and_what_has_no_number_last(wushan: Place) -> None:
    timeless = brought(wushan)
    target(wushan, 5)
    # The fifth day after 2 March is a Saturday: the target rolls to Monday, the 9th.
    late, due_today = brought(wushan, date(2026, 3, 2)), brought(wushan, date(2026, 3, 6))
    soon, later = brought(wushan, TODAY), brought(wushan, TODAY)
    officer = wushan.officer(Role.CASE_OFFICER)
    rows = board.due_for(officer, TODAY)
    assert [row.duty.docket.number for row in rows] == [
        each.number for each in (late, due_today, soon, later, timeless)
    ]
    assert [row.when for row in rows] == ["overdue", "today", "month", "month", "no_number"]
    assert [row.late for row in rows] == [True, False, False, False, False]
    shown = text(wushan).partition("<h2")[2]  # below the tabs
    assert shown.index("逾期2天") < shown.index("今天到期") < shown.index("没有期限")
    assert board.counts(board.visible(officer), TODAY) == {
        "overdue": 1, "owed_now": 0, "today": 1, "month": 2, "later": 0, "no_number": 1, "met": 0, "late": 0, "missed": 0, "void": 0,
    }  # fmt: skip


@pytest.mark.clauses("wushan:10")
def test_a_row_says_whose_to_whom_by_which_clause_and_that_the_target_is_the_bureaus_own(
    wushan: Place,
) -> None:
    target(wushan, 5)
    lead = brought(wushan, date(2026, 3, 2))
    shown = text(wushan)
    for piece in (
        "第十条",
        "应当",
        "巫山县医疗保障局",
        "对社会监督员",
        "本局目标",
        "2026年3月2日",
        lead.number,
    ):
        assert piece in shown, piece
    assert lead.user.first_name not in shown
    assert "暂定" not in shown


def test_what_was_met_says_by_what_and_when_and_if_it_was_late(wushan: Place) -> None:
    target(wushan, 5)
    lead = brought(wushan, date(2026, 3, 2))
    officer = wushan.officer(Role.CASE_OFFICER)
    with clock.on(TODAY):
        perform(leads.take_up, lead, officer)
        perform(leads.answer, lead, officer, outcome="not_proved", words="…")
    assert lead.number not in text(wushan)
    shown = text(wushan, when="met")
    assert lead.number in shown and "逾期办结" in shown and "由“答复处理结果”" in shown


def test_the_level_above_sees_its_territory_and_the_level_below_does_not(hunan: Place) -> None:
    changsha = hunan.below("430100", "长沙市医疗保障局", "city")
    lead = brought(changsha)
    assert lead.number in text(hunan) and lead.number in text(changsha)
    above = brought(hunan)
    assert above.number not in text(changsha)
    assert lead.number in text(hunan, bureau="430100") and above.number not in text(hunan, bureau="430100")
    assert not board.due_for(hunan.officer(Role.CASE_OFFICER), TODAY)[1:]  # only its own is for it to do


def test_a_withheld_matter_takes_its_duties_with_it(hunan: Place) -> None:
    changsha = hunan.below("430100", "长沙市医疗保障局", "city")
    lead = brought(changsha, against="430100")
    open_duty(lead.docket, changsha.law, "lead.explanation", on=TODAY, deed="x", bureau=changsha.bureau)
    for role in (Role.CASE_OFFICER, Role.DECIDER, Role.AUDITOR, Role.LIAISON):
        person = changsha.officer(role)
        assert not board.visible(person).filter(docket=lead.docket).exists()
        assert sum(board.counts(board.visible(person).filter(docket=lead.docket), TODAY).values()) == 0
        assert lead.number not in text(changsha, role)
    assert lead.number in text(hunan)


def test_a_row_links_only_to_what_its_reader_may_open(wushan: Place) -> None:
    lead = brought(wushan)
    address = reverse("desk:lead", kwargs={"number": lead.number})
    assert address in text(wushan, Role.CASE_OFFICER)
    auditor = text(wushan, Role.AUDITOR)  # sees that something is owed, and no more
    assert lead.number in auditor and address not in auditor


def test_a_person_reads_what_they_owe_and_are_owed(wushan: Place) -> None:
    term = appoint(wushan)
    lead = perform(leads.file_lead, term, supervisor(term), words="…")
    mine = board.for_person(supervisor(term))
    assert (mine.owe, [row.duty.docket.number for row in mine.owed]) == ([], [lead.number])
    assert mine.owed[0].url == reverse("phone:lead", kwargs={"number": lead.number})
    open_duty(lead.docket, wushan.law, "lead.answer", on=TODAY, deed="x", person=term.user)
    assert [row.holder for row in board.for_person(supervisor(term)).owe] == ["您"]
    assert board.for_person(supervisor(appoint(wushan))) == board.Mine([], [])
    assert board.for_person(ANYONE) == board.Mine([], [])


def test_who_owes_something_by_name_is_starred_to_others(wushan: Place) -> None:
    lead = brought(wushan)
    lead.user.first_name = "欧阳明月"
    lead.user.save()
    open_duty(lead.docket, wushan.law, "lead.answer", on=TODAY, deed="x", person=lead.user)
    shown = text(wushan)
    assert "欧阳明月" not in shown and "欧阳*月" in shown


def test_what_is_due_for_an_officer_is_what_their_posts_read(wushan: Place) -> None:
    lead = brought(wushan)
    assert [row.duty.docket.number for row in board.due_for(wushan.officer(Role.CASE_OFFICER), TODAY)] == [
        lead.number
    ]
    assert board.due_for(wushan.officer(Role.RECRUITER), TODAY) == []
    assert len(board.due_for(wushan.officer(Role.CASE_OFFICER), TODAY, 0)) == 0


@pytest.mark.clauses("beijing:12", "hunan:10.1")
@pytest.mark.parametrize("measure", ["beijing", "hunan"])
def test_a_missing_liaison_stands_on_the_board_until_one_is_named(request, measure: str) -> None:
    place: Place = request.getfixturevalue(measure)
    if measure == "hunan":
        place = place.below("430100", "长沙市医疗保障局", "city")
    sweep(TODAY)
    clause = {"beijing": "第十二条", "hunan": "第十条第（一）项"}[measure]
    assert clause in text(place, concept="liaison")
    chief = place.officer(Role.DECIDER)
    with clock.on(TODAY):
        perform(bureaus.name_liaison, place.office, chief, person=str(chief.user_id))
    assert clause in text(place, concept="liaison", when="met")
    assert "由“指定联络员”" in text(place, concept="liaison", when="met")


def test_a_long_board_is_paged_and_no_row_is_lost(wushan: Place) -> None:
    lead = brought(wushan)
    for n in range(119):
        due = None if n % 3 else date(2026, 3, 1 + n % 28)
        open_duty(lead.docket, wushan.law, "lead.answer", on=date(2026, 3, 1), deed=f"d{n}", due=due)
    client, seen, address = signed_in(wushan.user(Role.CASE_OFFICER)), 0, reverse("desk:board")
    import re

    while address:
        shown = client.get(address).content.decode()
        seen += shown.count(">线索</a><br>")
        more = re.search(r'rel="next" href="([^"]+)"', shown)
        address = reverse("desk:board") + more[1].replace("&amp;", "&") if more else ""
    assert seen == 120


def test_an_empty_board_says_so(wushan: Place) -> None:
    assert "这里没有义务" in text(wushan)
    assert "没有符合条件的义务" in text(wushan, concept="liaison")


def test_a_supervisor_cannot_open_the_board(wushan: Place) -> None:
    assert signed_in(appoint(wushan).user).get(reverse("desk:board")).status_code == 403


def test_what_one_deed_opened_for_many_is_one_row_of_what_is_due(wushan: Place) -> None:
    terms = [appoint(wushan) for _ in range(3)]
    for term in terms[:2]:
        open_duty(term.docket, wushan.law, "lead.answer", on=TODAY, deed="one", due=date(2026, 3, 20))
    open_duty(terms[2].docket, wushan.law, "lead.answer", on=TODAY, deed="another", due=date(2026, 3, 20))
    rows = board.due_for(wushan.officer(Role.CASE_OFFICER), TODAY)
    assert [row.like for row in rows] == [2, 1]
    with clock.on(TODAY):
        home = signed_in(wushan.user(Role.CASE_OFFICER)).get(reverse("desk:home")).content.decode()
    assert "，2件" in home and terms[0].number not in home and terms[2].number in home
