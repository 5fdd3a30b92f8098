"""The papers a respondent gets before the decision: each when it is due, with its rights, their last days and clauses."""

import io
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import casework as at
import pytest
from django.urls import reverse
from docx import Document
from pypdf import PdfReader

from watching import signed_in
from world import Place
from zhongdu.acts.performing import perform
from zhongdu.calendar import clock
from zhongdu.cases import acts, notices
from zhongdu.cases.models import Case
from zhongdu.scope.models import Practice
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db
START = date(2026, 6, 10)


@pytest.fixture
def town() -> Place:
    clock.travel_to(START)
    return at.town()


def text(case: Case, what: str) -> str:
    read = PdfReader(io.BytesIO(notices.pdf(case, what)))
    return "".join(page.extract_text() for page in read.pages).replace("\n", "")


def words(case: Case, what: str) -> str:
    return "".join(each.text for each in Document(io.BytesIO(notices.word(case, what))).paragraphs)


def titles(case: Case) -> list[str]:
    return [title for _, title in notices.printable(case)]


def test_each_is_there_when_it_is_due_and_not_before(town: Place) -> None:
    assert titles(at.checking(town)) == []
    case = at.ordered(town, at.proved(town))
    assert titles(case) == ["责令改正通知书"]
    case = at.reviewed(town, at.reported(town, case))
    assert titles(case) == ["责令改正通知书", "行政处罚事先告知书"]


def test_the_order_says_what_until_when_and_by_which_clause(town: Place) -> None:
    case = at.ordered(town, at.filed(town))
    for said in (text(case, "correction"), words(case, "correction")):
        assert "停止串换，改正结算。" in said and "2026年6月10日以前（含当日）改正" in said
        assert "第二十八条第一款" in said and "示例惠民大药房" in said


def test_before_it_is_handed_over_the_notice_counts_from_its_receipt(town: Place) -> None:
    said = text(at.reviewed(town), "notice")
    assert "罚款15,000.00元" in said and "责令退回" in said and "证据证明" in said
    assert "收到本告知书之日起5天以内提出" in said and "收到本告知书之日起五个工作日以内" in said.replace(
        "5个", "五个"
    )
    assert "第四十四条" in said and "第六十三条" in said


def test_once_received_it_names_the_last_days(town: Place) -> None:
    said = text(at.notified(town), "notice")
    assert "到2026年6月15日为止" in said and "到2026年6月17日为止" in said


def test_where_there_is_no_right_to_be_heard_none_is_promised(town: Place) -> None:
    Practice.objects.create(bureau=town.bureau, name="cases.hearing_from", value="5000_100000")
    said = text(at.reviewed(town), "notice")
    assert "陈述、申辩" in said and "要求听证" not in said


def test_the_hearing_is_called_with_place_time_and_who_presides(town: Place) -> None:
    case = perform(acts.ask_hearing, at.notified(town), at.inspector(town), asked_on=START)
    officer = town.officer(Role.HEARING_OFFICER)
    when = datetime(2026, 6, 30, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
    given = {
        "hearing_at": when,
        "place": "示例市医保局三楼",
        "officer": str(officer.user_id),
        "notified_on": START,
    }
    said = text(perform(acts.call_hearing, case, at.inspector(town), **given), "hearing")
    assert "2026年6月30日09时30分" in said and "示例市医保局三楼" in said and officer.name in said


def test_whoever_reads_the_case_prints_it_and_nobody_else(town: Place, hunan: Any) -> None:
    case = at.ordered(town, at.filed(town))

    def asked(user: Any, what: str, kind: str) -> int:
        url = reverse("desk:case_paper", kwargs={"number": case.number, "what": what, "kind": kind})
        return int(signed_in(user).get(url).status_code)

    chief = town.user(Role.DECIDER)
    assert asked(chief, "correction", "pdf") == asked(chief, "correction", "docx") == 200
    assert asked(chief, "notice", "pdf") == asked(chief, "nothing", "pdf") == 404
    assert asked(hunan.user(Role.DECIDER), "correction", "pdf") == 404
