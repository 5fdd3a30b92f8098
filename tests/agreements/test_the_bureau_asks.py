"""What the bureau asks during an inspection and what the agency does meet: each hears of it as a duty with a day."""

from datetime import timedelta
from typing import Any

import agreeing as at
import pytest
from django.urls import reverse
from test_settlement import STOP, answer, key

from watching import signed_in
from world import Place
from zhongdu.acts.models import acting
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.agreements import acts
from zhongdu.agreements.models import Agreement, Hold
from zhongdu.calendar import clock
from zhongdu.duties.models import Duty
from zhongdu.inspections import acts as inspections
from zhongdu.inspections import paper
from zhongdu.inspections.models import Inspection
from zhongdu.scope.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.clauses("city:9/2", "fund-regulation:30/1")]
LATER = timedelta(days=7)


@pytest.fixture
def agreement(city: Place) -> Agreement:
    return at.signed(city)


@pytest.fixture
def inspection(city: Place, agreement: Agreement) -> Any:
    """Of the institution, under way; it does not cooperate, and that is on the record."""
    number = at.obstructed(city, agreement.institution)
    return Inspection.objects.select_related("docket", "bureau").get(docket__number=number)


def asked(city: Place, inspection: Any, **more: Any) -> Any:
    """The head asks the agency to suspend."""
    given = {
        "institution": str(inspection.respondents.get().pk), "suspected": True, "chief": True, "since": clock.today(),
        "review_on": clock.today() + LATER, "words": "涉嫌虚假结算，拒不提供。", "choice": "按条例办。",
    }  # fmt: skip
    perform(
        inspections.suspend_settlement, at.afresh(inspection), city.officer(Role.DECIDER), **{**given, **more}
    )
    return inspection.holds.latest("id")


def stopped(city: Place, agreement: Agreement, inspection: Any) -> None:
    perform(
        acts.stop_settlement, at.afresh(agreement), at.agency(city), inspection=inspection.number, since=clock.today(),
        review_on=clock.today() + LATER, way="approved", approval="示例医保批〔2026〕3号", **STOP,
    )  # fmt: skip


def ended(city: Place, inspection: Any, hold: Any, **more: Any) -> None:
    given = {"hold": str(hold.pk), "ended_on": clock.today(), "words": "账册已经提供。"} | more
    perform(inspections.resume_settlement, at.afresh(inspection), city.officer(Role.DECIDER), **given)


def closed(city: Place, inspection: Any, outcome: str = "nothing") -> None:
    with acting():
        Inspection.objects.filter(pk=inspection.pk).update(state="reported", reported_on=clock.today())
    perform(
        inspections.close_inspection,
        at.afresh(inspection),
        city.officer(Role.DECIDER),
        outcome=outcome,
        words="查完了。",
    )


def owed(matter: Any, concept: str) -> list[tuple[str, Any]]:
    rows = Duty.objects.open().filter(docket=matter.docket, concept=f"settlement.{concept}")
    return [(row.role, row.due) for row in rows]


def test_the_agency_hears_of_the_request_and_meets_it_by_stopping(
    city: Place, agreement: Agreement, inspection: Any
) -> None:
    since = clock.today() + timedelta(days=2)
    asked(city, inspection, since=since)
    assert owed(agreement, "request") == [(Role.AGENCY_OFFICER, since)]
    note = agreement.docket.events.get(act="agreements.note_request")
    assert "fund-regulation:30/1" in note.clauses
    stopped(city, agreement, inspection)
    assert owed(agreement, "request") == []
    assert Hold.objects.get(kind="not_cooperating").inspection == inspection.number


def test_what_is_stopped_already_is_not_asked_for_again(
    city: Place, agreement: Agreement, inspection: Any
) -> None:
    stopped(city, agreement, inspection)
    asked(city, inspection)
    assert owed(agreement, "request") == []


def test_the_head_looks_again_on_the_day_that_was_named(city: Place, inspection: Any) -> None:
    hold = asked(city, inspection)
    assert owed(inspection, "suspension") == [(Role.DECIDER, clock.today() + LATER)]
    next_time = clock.today() + 3 * LATER
    perform(
        inspections.go_on_suspending, at.afresh(inspection), city.officer(Role.DECIDER), hold=str(hold.pk),
        review_on=next_time, words="仍不提供。",
    )  # fmt: skip
    assert owed(inspection, "suspension") == [(Role.DECIDER, next_time)]
    ended(city, inspection, hold)
    assert owed(inspection, "suspension") == []


def test_the_bureaus_word_has_the_agency_restore_and_there_is_a_letter(
    city: Place, agreement: Agreement, inspection: Any
) -> None:
    hold, token = asked(city, inspection), key(city)
    stopped(city, agreement, inspection)
    assert not answer(agreement.institution.code, token)["may_settle"]
    with pytest.raises(Refused) as early:
        perform(acts.restore_settlement, at.afresh(agreement), at.agency(city), words="账给了。")
    assert early.value.code == "not_now" and "以医保局的通知为准" in early.value.sentence
    head, clerk = signed_in(city.user(Role.DECIDER)), signed_in(city.user(Role.AGENCY_OFFICER))
    given = {"number": inspection.number, "what": "resumption", "n": hold.pk, "kind": "pdf"}
    letter_url = reverse("desk:inspection_paper", kwargs=given)
    assert head.get(letter_url).status_code == 404
    ended(city, inspection, hold)
    assert head.get(letter_url).content.startswith(b"%PDF")
    page = clerk.get(reverse("desk:agreement", kwargs={"number": agreement.number})).content.decode()
    assert "应当恢复结算" in page
    assert owed(agreement, "restoring") == [(Role.AGENCY_OFFICER, clock.today())]
    perform(acts.restore_settlement, at.afresh(agreement), at.agency(city), words="按医保局的函恢复。")
    assert owed(agreement, "restoring") == [] and owed(agreement, "suspension") == []
    assert answer(agreement.institution.code, token)["may_settle"]
    letter = paper.resumption(at.afresh(inspection), str(hold.pk)).data
    said = "".join(letter["body"])
    assert (
        letter["title"] == "关于恢复医疗保障基金结算的函"
        and "账册已经提供" in said
        and "第九条第二款" in said
    )


def test_asked_no_more_before_the_agency_stopped_nothing_is_owed(
    city: Place, agreement: Agreement, inspection: Any
) -> None:
    ended(city, inspection, asked(city, inspection))
    assert owed(agreement, "request") == [] and owed(agreement, "restoring") == []


def test_what_the_agency_stopped_alone_does_not_outlive_the_inspection(
    city: Place, agreement: Agreement, inspection: Any
) -> None:
    stopped(city, agreement, inspection)
    closed(city, inspection)
    assert owed(agreement, "restoring") == [(Role.AGENCY_OFFICER, clock.today())]
    with pytest.raises(Refused) as over:
        perform(
            acts.keep_settlement_suspended, at.afresh(agreement), at.agency(city), review_on=clock.today() + LATER,
            words="还没有给。",
        )  # fmt: skip
    assert over.value.code == "not_now" and "办结" in over.value.sentence
    perform(acts.restore_settlement, at.afresh(agreement), at.agency(city), words="检查办结。")
    assert answer(agreement.institution.code, key(city))["may_settle"]


def test_where_a_case_follows_and_the_bureau_still_asks_it_goes_on(
    city: Place, agreement: Agreement, inspection: Any
) -> None:
    asked(city, inspection)
    stopped(city, agreement, inspection)
    closed(city, inspection, "case")
    assert owed(agreement, "restoring") == []
    assert owed(inspection, "suspension") == [(Role.DECIDER, clock.today() + LATER)]
