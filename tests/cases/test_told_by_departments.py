"""What departments tell: keyed in, as a list; matched by any code we know; acted upon by what really follows."""

import io
from collections.abc import Iterator
from datetime import date
from typing import Any

import casework as at
import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from watching import institution, practitioner, signed_in
from world import Place
from zhongdu import vault
from zhongdu.acts.models import acting
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.calendar import clock
from zhongdu.cases import acts, queries
from zhongdu.cases.informing import SHEET
from zhongdu.cases.models import Case, DepartmentNotice
from zhongdu.duties.models import Duty
from zhongdu.institutions import acts as institutions
from zhongdu.institutions.queries import dossier_of
from zhongdu.kit.workbooks import BadList, NotAList
from zhongdu.record.models import Event
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db
START = date(2026, 6, 10)
CREDIT = "91430100MA00000003"
REVOKED = "执照、许可证或者登记证书被吊销"
STRUCK_OFF = "执业证书被吊销、注销"


@pytest.fixture
def town() -> Place:
    clock.travel_to(START)
    return at.town()


def refusal(*given: Any, **more: Any) -> Refused:
    with pytest.raises(Refused) as raised:
        perform(*given, **more)
    return raised.value


def workbook(*rows: tuple[str, ...]) -> SimpleUploadedFile:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for at_, row in enumerate([tuple(SHEET.columns.values()), *rows]):
            sheet.write_row(at_, 0, row)
    return SimpleUploadedFile("list.xlsx", out.getvalue())


def told(town: Place, code: str, what: str = "penalty", **more: Any) -> DepartmentNotice:
    given = {
        "department": "department.health",
        "document": "示卫健罚〔2026〕1号",
        "happened_on": START,
        **more,
    }
    return perform(acts.enter_notice, town.office, at.inspector(town), what=what, code=code, **given)


def afresh(notice: DepartmentNotice) -> DepartmentNotice:
    return DepartmentNotice.objects.select_related("docket", "bureau").get(pk=notice.pk)


# --- taken in ---------------------------------------------------------------------------------------------


@pytest.mark.clauses("city:12/4", "city:12/3", "city:12/2")
def test_a_departments_list_is_taken_in_whole_or_not_at_all(town: Place) -> None:
    code = institution(town).code
    good = ("市场监管部门", REVOKED, code, "示市监罚1号", "2026-06-01", "注销登记", "")
    with pytest.raises(BadList) as wrong:
        bad = ("气象部门", "下雨", "P0", "", "明天", "字" * 5_001, "号" * 65)
        perform(acts.import_notices, town.office, at.inspector(town), file=workbook(good, bad))
    assert {one.column for one in wrong.value.mistakes} == {*SHEET.columns}
    assert not DepartmentNotice.objects.exists()
    perform(acts.import_notices, town.office, at.inspector(town), file=workbook(good))
    with pytest.raises(BadList, match="已经登记过"):
        perform(acts.import_notices, town.office, at.inspector(town), file=workbook(good))
    notice = DepartmentNotice.objects.get()
    assert vault.read(notice.number, "notice_words") == {"notice_words": "注销登记"}
    assert refusal(acts.dismiss_notice, notice, at.inspector(town), words="x").code == "licence_gone"
    perform(acts.hand_notice, notice, at.inspector(town), words="转经办机构")
    assert [row.institution.code for row in queries.licences_revoked(town.bureau) if row.institution] == [
        code
    ]


@pytest.mark.clauses("city:12/3", "city:12/4")
def test_a_code_means_an_institution_a_person_or_a_credit_code_of_one(town: Place) -> None:
    shop, other = institution(town), institution(town, "示例第二药房")
    doctor = practitioner(town, shop)
    with acting():
        shop.credit_code = CREDIT
        shop.save()
    by_code, by_person = told(town, shop.code), told(town, doctor.code.lower(), "certificate")
    assert (by_code.institution, by_person.practitioner, by_person.institution) == (shop, doctor, None)
    assert told(town, CREDIT).institution == shop
    with acting():
        other.credit_code = CREDIT
        other.save()
    two = told(town, CREDIT, document="示卫健罚〔2026〕2号")
    assert two.state == "unmatched" and two.institution is None  # two have it: an officer looks
    perform(
        institutions.merge, dossier_of(other), town.officer(Role.CASE_OFFICER), into=shop.code, why="同一家"
    )
    one = told(town, CREDIT, document="示卫健罚〔2026〕3号")
    assert one.institution == shop and told(town, other.code).institution == shop


def test_what_a_code_cannot_be_is_said_beside_it(town: Place) -> None:
    shop, doctor = institution(town), practitioner(town)
    wrong = refusal(acts.enter_notice, town.office, at.inspector(town), department="department.health", what="other",
                    code="H1", document="1", happened_on=START)  # fmt: skip
    assert (wrong.code, list(wrong.fields)) == ("bad_code", ["code"]) and "12位" in wrong.sentence
    for what, code in (("deceased", shop.code), ("licence", doctor.code)):
        wrong = refusal(acts.enter_notice, town.office, at.inspector(town), department="department.health", what=what,
                        code=code, document="1", happened_on=START)  # fmt: skip
        assert (wrong.code, list(wrong.fields)) == ("does_not_fit", ["what"])
    wrong = refusal(acts.enter_notice, town.office, at.inspector(town), department="department.health", what="other",
                    code=shop.code, document="1", happened_on=date(2026, 6, 11))  # fmt: skip
    assert (wrong.code, list(wrong.fields)) == ("in_the_future", ["happened_on"])


def test_who_is_not_on_the_list_stays_to_be_placed_by_hand(town: Place, beijing: Place) -> None:
    elsewhere = institution(beijing)
    notice = told(town, "D430100000001", "certificate")
    assert notice.state == "unmatched" and notice.practitioner is None
    assert told(town, elsewhere.code).state == "unmatched"  # another territory's is nobody here
    assert refusal(acts.hand_notice, notice, at.inspector(town), words="x").code == "wrong_state"
    for whom, code in (
        ("X", "bad_code"),
        (elsewhere.code, "not_on_the_list"),
        (institution(town).code, "does_not_fit"),
    ):
        assert refusal(acts.place_notice, notice, at.inspector(town), whom=whom, words="x").code == code
    doctor = practitioner(town, institution(town), code="D430100000009")
    placed = perform(
        acts.place_notice, notice, at.inspector(town), whom=doctor.code, words="姓名、证书号都对"
    )
    assert (placed.state, placed.practitioner, placed.code) == ("received", doctor, "D430100000001")
    nobody = DepartmentNotice.objects.get(state="unmatched")
    assert perform(acts.dismiss_notice, nobody, at.inspector(town), words="不是本辖区的").outcome == "nothing"


def test_a_long_list_costs_a_handful_of_statements(town: Place, django_assert_max_num_queries: Any) -> None:
    shops = [institution(town, f"示例第{n}药房") for n in range(60)]

    def rows(first: int, last: int) -> Iterator[tuple[str, ...]]:
        for n in range(first, last):
            yield ("卫生健康部门", "受到行政处罚", shops[n].code, f"示罚{n}号", "2026-06-01", "", "")

    officer = at.inspector(town)
    with django_assert_max_num_queries(90):
        perform(acts.import_notices, town.office, officer, file=workbook(*rows(0, 30)))
    assert DepartmentNotice.objects.count() == 30
    with django_assert_max_num_queries(90):
        perform(acts.import_notices, town.office, officer, file=workbook(*rows(30, 60), *()))


# --- acted upon -------------------------------------------------------------------------------------------


@pytest.mark.clauses("city:12/3", "city:12/4")
def test_a_notice_becomes_a_case_with_its_clock_and_its_origin(town: Place) -> None:
    doctor = practitioner(town, institution(town), name="周示例")
    notice = told(town, doctor.code, "practitioner")
    case = perform(
        acts.open_case_from_notice, notice, at.inspector(town), violations=[at.SWAPPING], found_on=START,
        conduct_until=START, words="见通报",
    )  # fmt: skip
    assert (case.source, case.respondent, case.state) == ("handed", "practitioner", "checking")
    assert vault.read(case.number, "respondent_name") == {"respondent_name": "周示例"}
    assert Duty.objects.open().filter(docket=case.docket, concept="clock.filing_check").exists()
    notice = afresh(notice)
    assert (notice.state, notice.outcome, notice.opened) == ("acted", "case", case.number)
    assert Event.objects.filter(docket=case.docket).latest("seq").data["from"] == notice.number
    assert "周示例" not in str(list(Event.objects.values_list("data", flat=True)))
    assert perform(acts.file_case, case, at.chief(town), **filing(town)).state == Case.State.INVESTIGATING


def filing(town: Place) -> dict[str, Any]:
    officers = [str(at.inspector(town, which).user_id) for which in (1, 2)]
    return {"case_number": "示医保立〔2026〕9号", "officers": officers, "reason": "符合条件。"}


@pytest.mark.clauses("city:12/4")
def test_an_inspection_that_came_of_it_hides_the_notice_too(town: Place) -> None:
    shop, planner = institution(town), at.inspector(town)
    notice = told(town, shop.code)
    way = next(bound.name for bound in town.law.family("inspection.way"))
    made = perform(
        acts.inspect_notice,
        notice,
        planner,
        institution=shop.code,
        title="核实通报的情形",
        way=way,
        words="看一看",
    )
    assert (made.origin, made.respondents.get().institution) == ("told", shop)
    assert afresh(notice).inspection == made
    rows = DepartmentNotice.objects.filter(pk=notice.pk)
    assert rows.visible_to(planner).exists()
    assert rows.visible_to(at.chief(town)).exists()
    assert not rows.visible_to(at.inspector(town, 2)).exists()
    assert not rows.visible_to(town.officer(Role.CASE_OFFICER)).exists()


@pytest.mark.clauses("city:12/3")
def test_the_agency_reads_what_was_handed_to_it_and_nothing_else(town: Place) -> None:
    agency = town.officer(Role.AGENCY_OFFICER)
    notice = told(town, institution(town).code)
    client = signed_in(town.user(Role.AGENCY_OFFICER))
    page = reverse("desk:departmentnotice", kwargs={"number": notice.number})
    assert client.get(page).status_code == 404
    assert "部门信息" not in str(queries.waiting_for_officer(agency))
    perform(acts.hand_notice, notice, at.inspector(town), words="按协议处理")
    assert client.get(page).status_code == 200
    assert [label for label, _, _ in queries.waiting_for_officer(agency)] == ["部门信息转来待办"]
    listed = client.get(reverse("desk:outward")).content.decode()
    assert notice.number in listed and "移送" not in listed.split("<table")[0].split("tabs")[-1]
    assert refusal(acts.settle_notice, afresh(notice), at.inspector(town), words="x").code == "not_your_role"
    done = perform(acts.settle_notice, afresh(notice), agency, words="没有履行中的协议")
    assert done.state == "acted" and queries.waiting_for_officer(agency) == []


def test_what_waits_stands_on_the_officers_desk(town: Place) -> None:
    told(town, institution(town).code)
    told(town, "P99999999999")
    piles = {label: n for label, n, _ in queries.waiting_for_officer(at.inspector(town))}
    assert piles == {"部门信息待处理": 1, "部门信息没有对上": 1}
    assert queries.waiting_for_officer(town.officer(Role.LEGAL_REVIEWER)) == []


# --- the page of a list -----------------------------------------------------------------------------------


def test_a_list_is_brought_in_on_its_page_and_what_is_wrong_is_marked(town: Place) -> None:
    at.inspector(town)
    desk = signed_in(town.user(Role.INSPECTOR, f"inspector-1-{town.bureau.code}"))
    listed = desk.get(reverse("desk:outward"), {"kind": "departmentnotice"}).content.decode()
    page = reverse("desk:import_notices", args=[town.office.number])
    assert page in listed and "登记部门信息" in listed
    good = ("卫生健康部门", "受到行政处罚", institution(town).code, "示罚1号", "2026-06-01", "", "")
    unknown = ("卫生健康部门", STRUCK_OFF, "D430100000001", "示撤1号", "2026-06-01", "", "")
    sent = {"file": workbook(good, ("", *unknown[1:])), "key": "a" * 32}
    bad = desk.post(page, sent)
    assert bad.status_code == 422 and not DepartmentNotice.objects.exists()
    assert "第3行" in bad.content.decode() and "要改的地方.xlsx" in bad.content.decode()
    done = desk.post(page, {"file": workbook(good, unknown), "key": "b" * 32}, follow=True).content.decode()
    assert "已收下2件，其中1件没有对上" in done and DepartmentNotice.objects.count() == 2


def test_the_empty_list_says_what_may_be_written(town: Place) -> None:
    at.inspector(town)
    desk = signed_in(town.user(Role.INSPECTOR, f"inspector-1-{town.bureau.code}"))
    template = SimpleUploadedFile("t.xlsx", desk.get(reverse("desk:notices_template")).content)
    with pytest.raises(NotAList, match="没有内容"):
        list(SHEET.rows(template))
    assert signed_in(town.user(Role.AUDITOR)).get(reverse("desk:notices_template")).status_code == 403


def test_what_was_merged_meanwhile_becomes_a_case_against_the_one_that_stands(town: Place) -> None:
    shop, other = institution(town), institution(town, "示例第二药房")
    notice = told(town, other.code)
    perform(
        institutions.merge, dossier_of(other), town.officer(Role.CASE_OFFICER), into=shop.code, why="同一家"
    )
    case = perform(
        acts.open_case_from_notice, notice, at.inspector(town), violations=[at.SWAPPING], found_on=START,
        conduct_until=START, words="见通报",
    )  # fmt: skip
    assert case.institution == shop
