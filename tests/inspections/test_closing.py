"""The report, what it stands on, and to whom the result goes."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from inspecting import City, begun, copied, fresh, record, refused, show, taken_up, team
from test_sealed_on_the_spot import seal

from zhongdu.acts.models import acting
from zhongdu.acts.performing import perform
from zhongdu.calendar import clock
from zhongdu.inspections import acts, queries
from zhongdu.inspections.closing import allegations
from zhongdu.inspections.paper import OF_INSPECTION
from zhongdu.leads import acts as leads
from zhongdu.leads.filing import CHANNELS
from zhongdu.messages.models import Message
from zhongdu.scope.actor import SYSTEM
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db


def reported(city: City, outcome: str = "proved", **more: Any) -> tuple[Any, Any, Any]:
    made, one, two = begun(city)
    made = taken_up(copied(record(made, one, two), one, two), one, two)
    given = {
        "outcomes": {made.allegations[0]: outcome}, "amounts": {made.allegations[0]: "1,234.50"}, "words": "查明属实。", "proposes": "case",
    }  # fmt: skip
    perform(acts.write_report, made, one, **{**given, **more})
    return fresh(made), one, two


def closed(city: City, outcome: str = "case") -> Any:
    made, *_ = reported(city)
    return perform(
        acts.close_inspection,
        made,
        city.east.officer(Role.DECIDER),
        outcome=outcome,
        words="本局查了你店3月的结算，发现问题，将立案审查。",
    )


def test_a_report_waits_for_the_record(city: City) -> None:
    made, one, _ = begun(city)
    assert refused(lambda: perform(acts.write_report, made, one)).code == "not_now"


def test_what_is_found_true_stands_on_evidence(city: City) -> None:
    made, one, two = begun(city)
    made = copied(record(made, one, two), one, two)
    given = {"outcomes": {made.allegations[0]: "proved"}, "words": "属实。", "proposes": "case"}
    wrong = refused(lambda: perform(acts.write_report, made, one, **given))
    assert (wrong.code, str(wrong.clause)) == ("no_evidence", "penalty-law:46/2")
    given["outcomes"] = {made.allegations[0]: "not_proved"}
    given["proposes"] = "nothing"
    assert perform(acts.write_report, made, one, **given).state == "reported"


def test_amounts_are_kept_to_the_fen(city: City) -> None:
    made, *_ = reported(city)
    (finding,) = queries.findings(made)
    assert (finding.allegation, finding.fen) == (made.allegations[0], 123450)
    assert refused(lambda: reported_again(made, city, "12.345")).code == "no_amount"


def reported_again(made: Any, city: City, amount: str) -> Any:
    one = city.inspector(city.east, "one")
    given = {
        "outcomes": {made.allegations[0]: "proved"},
        "amounts": {made.allegations[0]: amount},
        "words": "属实。",
        "proposes": "case",
    }
    return perform(acts.write_report, made, one, **given)


def test_every_allegation_gets_its_finding(city: City) -> None:
    made, one, two = begun(city)
    made = record(made, one, two)
    assert (
        refused(
            lambda: perform(
                acts.write_report, made, one, outcomes={"x": "proved"}, words="。", proposes="case"
            )
        ).code
        == "a_finding_each"
    )


def test_nothing_sealed_is_left_behind(city: City) -> None:
    sealing, one, two = seal(city)
    made = taken_up(copied(record(fresh(sealing.inspection), one, two), one, two), one, two)
    perform(
        acts.write_report,
        made,
        one,
        outcomes={made.allegations[0]: "proved"},
        words="属实。",
        proposes="case",
    )
    closing = {"outcome": "case", "words": "将立案审查。"}
    assert (
        refused(
            lambda: perform(acts.close_inspection, fresh(made), city.east.officer(Role.DECIDER), **closing)
        ).code
        == "not_now"
    )


def test_the_head_sends_a_report_back_and_the_team_goes_on(city: City) -> None:
    made, *_ = reported(city)
    back = perform(acts.send_back, made, city.east.officer(Role.DECIDER), words="再核对4月。")
    assert back.state == "under_way" and back.reported_on is None


def test_what_is_to_become_a_case_waits_until_one_is_opened(city: City) -> None:
    made, head = closed(city), city.east.officer(Role.DECIDER)
    assert list(queries.to_become_cases(head)) == [made]
    perform(acts.note_case, fresh(made), SYSTEM, case="AAAA-BBBB", handled_by=city.east.bureau.code)
    assert list(queries.to_become_cases(head)) == []
    assert (
        refused(
            lambda: perform(
                acts.note_case, fresh(made), SYSTEM, case="CCCC-DDDD", handled_by=city.east.bureau.code
            )
        ).code
        == "not_now"
    )


def test_the_result_comes_back_to_the_lead_for_whoever_answers_it(city: City) -> None:
    by = city.east.officer(Role.CASE_OFFICER)
    lead = perform(
        leads.enter_lead,
        city.east.office,
        by,
        channel=CHANNELS[0][0],
        received_on=clock.today(),
        words="刷卡套现。",
        institution=city.shop.name,
    )
    perform(leads.take_up, lead, by)
    made = perform(
        acts.inspect_lead, fresh(lead), by, title="结算检查", way="inspection.way.special", words="查。"
    )
    one, two = city.inspector(city.east, "one"), city.inspector(city.east, "two")
    show(team(made, by, one, two), one, two)
    record(fresh(made), one, two)
    names = [name for name, _ in allegations(made, city.east.law)]
    perform(
        acts.write_report,
        fresh(made),
        one,
        outcomes=dict.fromkeys(names, "not_proved"),
        words="没有发现。",
        proposes="nothing",
    )
    perform(
        acts.close_inspection,
        fresh(made),
        city.east.officer(Role.DECIDER),
        outcome="nothing",
        words="没有发现问题。",
    )
    last = fresh(lead).docket.events.order_by("-seq").first()
    assert (last.act, last.data["result"]) == ("leads.note_inspection_result", "没有发现违法违规")
    assert fresh(lead).state == "taken_up"  # it still waits for its answer
    assert Message.objects.filter(kind="work.lead_inspected", user_id=by.user_id).exists()


def test_what_ends_here_opens_no_case(city: City) -> None:
    made = closed(city, outcome="agreement")
    assert (
        refused(
            lambda: perform(
                acts.note_case, fresh(made), SYSTEM, case="AAAA-BBBB", handled_by=city.east.bureau.code
            )
        ).code
        == "not_to_a_case"
    )


def test_the_public_reads_what_was_reviewed_and_nothing_else(city: City) -> None:
    made, head = closed(city, outcome="agreement"), city.east.officer(Role.DECIDER)
    words = "对一家定点零售药店的结算开展检查，已转经办机构处理。"
    assert (
        refused(lambda: perform(acts.publish_result, fresh(made), head, public_words=words)).code
        == "not_reviewed"
    )
    assert words not in Client().get("/inspections/").content.decode()
    perform(acts.publish_result, fresh(made), head, public_words=words, reviewed=True)
    page = Client().get("/inspections/").content.decode()
    assert words in page and made.title not in page and city.shop.name not in page


@pytest.mark.parametrize("what", ["report", "result"])
def test_the_papers_of_the_end_print(city: City, what: str) -> None:
    made = closed(city)
    printed = OF_INSPECTION[what](made, "1")
    assert printed.pdf().startswith(b"%PDF") and printed.docx().startswith(b"PK")
    assert "示范施行" in printed.data["demonstration"]


@pytest.mark.clauses("city:8.3", "city:9/1")
def test_nothing_demanded_is_left_open_when_it_is_reported_on_and_closed(city: City) -> None:
    """The inspected have to give it: that they did not is noted; what is not needed any more is demanded no more."""
    made, one, two = begun(city)
    made = taken_up(copied(record(made, one, two), one, two), one, two)
    given = {
        "things": "台账\n明细",
        "until": clock.today(),
        "receiver": "示例店长",
        "officers": [str(one.user_id), str(two.user_id)],
    }
    made = perform(acts.demand_documents, made, one, **given)
    report = {"outcomes": {made.allegations[0]: "proved"}, "words": "属实。", "proposes": "case"}
    assert "第1次要求的第1项资料" in refused(lambda: perform(acts.write_report, made, one, **report)).sentence
    first, second = (str(item.pk) for item in made.demands.get().items.all())
    perform(acts.note_documents, fresh(made), one, things=[first], given="not", words="说找不到。")
    assert (
        "第1次要求的第2项资料"
        in refused(lambda: perform(acts.write_report, fresh(made), one, **report)).sentence
    )
    perform(acts.note_documents, fresh(made), one, things=[second], given="dropped", words="系统里查到了。")
    done = perform(acts.write_report, fresh(made), one, **report)
    with acting():  # as it was left before this was asked for
        made.demands.get().items.filter(pk=int(first)).update(given="waiting", settled_on=None)
    closing = {"outcome": "case", "words": "将立案审查。"}
    assert (
        "退回补充检查"
        in refused(
            lambda: perform(acts.close_inspection, fresh(done), city.east.officer(Role.DECIDER), **closing)
        ).sentence
    )
    with acting():
        made.demands.get().items.filter(pk=int(first)).update(given="not", settled_on=clock.today())
    perform(acts.close_inspection, fresh(done), city.east.officer(Role.DECIDER), **closing)
    desk = Client()
    desk.force_login(User.objects.get(pk=one.user_id))
    page = desk.get(f"/desk/inspections/{done.number}/").text
    assert (
        "已逐项登记" in page
        and "不再要求" in page
        and "没有提供" in page
        and "还有" not in page.partition("要求提供的资料")[2][:400]
    )
