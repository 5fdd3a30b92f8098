"""A list of institutions brought in: from a workbook, all or none, on the desk and on the command line."""

import io
from datetime import date

import openpyxl
import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from listing import CREDIT, HEAD, book, bring, row

from zhongdu import files
from zhongdu.acts.models import OutsideAct
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.cli import importing as command_line
from zhongdu.cli.registry import Finding
from zhongdu.institutions import workbook
from zhongdu.institutions.acts import import_list
from zhongdu.institutions.models import Institution
from zhongdu.institutions.queries import for_choice, named
from zhongdu.kit.workbooks import BadList, NotAList
from zhongdu.record.models import Event
from zhongdu.scope.roles import Role


def test_a_list_is_taken_in_whole(wushan):
    bring(
        wushan,
        row(1, credit_code=CREDIT, address="示例路1号", since=date(2024, 1, 31), until="2026年1月30日"),
        row(2, "示例医院", "H"),
    )
    one, two = Institution.objects.order_by("id")
    assert (one.code, one.kind, one.credit_code, one.since, one.until) == (
        "P50023700001",
        "pharmacy",
        CREDIT,
        date(2024, 1, 31),
        date(2026, 1, 30),
    )
    assert (two.kind, two.bureau, two.since) == ("medical_institution", wushan.bureau, None)
    event = Event.objects.get(docket=wushan.office.docket, act=import_list.name)
    assert (event.data["rows"], event.data["new"], event.data["changed"]) == (2, 2, 0)
    [kept] = files.attached(wushan.office.number, "institution_list")
    assert event.data["sm3"] == kept.blob_id


def test_again_it_brings_up_to_date_and_forgets_nothing(wushan):
    bring(wushan, row(1, address="老路1号", since="2024-01-01"), row(2), row(3))
    bring(wushan, row(1, "改了名的药店"), row(2), row(4))
    assert Institution.objects.count() == 4
    one = Institution.objects.get(code="P50023700001")
    assert (one.name, one.address, one.since) == ("改了名的药店", "老路1号", date(2024, 1, 1))
    told = Event.objects.filter(act=import_list.name).latest("seq").data
    assert (told["new"], told["changed"], told["same"]) == (1, 1, 1)


def test_one_mistake_and_nothing_is_taken_in(wushan):
    with pytest.raises(BadList) as bad:
        bring(wushan, row(1), row(2, credit_code="91110000600037341M"), ["X1", ""])
    assert [(m.row, m.column) for m in bad.value.mistakes] == [(3, "credit_code"), (4, "code"), (4, "name")]
    assert "第3行" in bad.value.says and not Institution.objects.exists()
    assert (
        not files.attached(wushan.office.number) and not Event.objects.filter(act=import_list.name).exists()
    )


def test_numbers_that_excel_made_of_codes_are_told(wushan):
    with pytest.raises(BadList) as bad:
        bring(wushan, row(1, credit_code=911100006000373412))
    assert "数字格式" in bad.value.mistakes[0].says


def test_titles_above_the_head_other_names_of_columns_and_empty_rows(wushan):
    head = ["序号", "机构名称 *", "医保机构代码（12位）", "联系人"]
    bring(
        wushan,
        [1, "甲店", "P50023700001", "某"],
        ["", "", "", ""],
        [2, "乙店", "P50023700002", ""],
        head=head,
        above=[["某县机构名单"], []],
    )
    assert list(Institution.objects.order_by("code").values_list("name", flat=True)) == ["甲店", "乙店"]


@pytest.mark.parametrize(
    ("upload", "says"),
    [
        (SimpleUploadedFile("a.xlsx", b"hello"), ".xlsx"),
        (book(head=["名称", "地址"]), "医保机构代码"),
        (book(), "没有内容"),
        (book(row(1), head=["医保机构代码", "名称", "机构名称"]), "出现了两次"),
    ],
)
def test_what_is_no_list(upload, says, wushan):
    with pytest.raises(Refused) as no:
        perform(import_list, wushan.office, wushan.officer(Role.LIAISON), file=upload)
    assert says in no.value.fields["file"]


def test_a_cell_far_out_does_not_exhaust_the_machine(wushan):
    """The reader lays out every cell up to the furthest: one stray cell would ask for half a terabyte."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as made:
        sheet = made.add_worksheet()
        sheet.write_row(0, 0, HEAD)
        sheet.write(1_048_575, 16_383, "x")
    with pytest.raises(NotAList, match="XFD1048576"):
        list(workbook.SHEET.rows(io.BytesIO(out.getvalue())))


@pytest.mark.parametrize("role", [Role.RECRUITER, Role.DECIDER, Role.AUDITOR])
def test_who_may_not(role, wushan):
    with pytest.raises(Refused) as no:
        bring(wushan, row(1), by=wushan.officer(role))
    assert no.value.code == "not_your_role" and not Institution.objects.exists()


def test_another_bureaus_list_is_not_ones_own(wushan, hunan):
    with pytest.raises(Refused) as no:
        bring(wushan, row(1), by=hunan.officer(Role.CASE_OFFICER))
    assert no.value.code in {"not_there", "not_your_territory"}


def test_each_goes_to_the_bureau_of_its_division(hunan):
    city = hunan.below("430100", "长沙市医疗保障局", "city")
    county = city.below("430102", "芙蓉区医疗保障局")
    bring(hunan, row(1, division="430102"), row(2, division="430103"), row(3, division="430300"))
    homes = list(Institution.objects.order_by("code").values_list("bureau__code", flat=True))
    assert homes == ["430102", "430100", "430000"]
    assert Institution.objects.visible_to(county.officer(Role.CASE_OFFICER)).count() == 1
    assert Institution.objects.visible_to(city.officer(Role.CASE_OFFICER)).count() == 2


def test_an_institution_of_another_bureau_is_not_taken_over(hunan):
    city, other = (
        hunan.below("430100", "长沙市医疗保障局", "city"),
        hunan.below("430200", "株洲市医疗保障局", "city"),
    )
    bring(city, row(1, division="430100"))
    with pytest.raises(BadList) as bad:
        bring(other, row(1, "改名", division="430100"))
    assert "长沙市" in bad.value.mistakes[0].says


def test_many_rows_take_few_statements(wushan, django_assert_max_num_queries):
    rows = [row(serial) for serial in range(1, 6001)]
    with django_assert_max_num_queries(130):
        bring(wushan, *rows)
    assert Institution.objects.count() == 6000


def test_nobody_writes_institutions_but_through_an_act(wushan):
    bring(wushan, row(1))
    with pytest.raises(OutsideAct):
        Institution.objects.update(name="x")


# --- finding one -----------------------------------------------------------------------------------------


def test_finding_by_words_or_code(wushan):
    bring(wushan, row(1, "和平路大药房"), row(2, "和平路大药房二店"), row(3, "示例医院", "H"))
    assert [each.name for each in for_choice(wushan.bureau, "大药房 和平")] == [
        "和平路大药房",
        "和平路大药房二店",
    ]
    assert [each.name for each in named(wushan.bureau, "和平路大药房")] == ["和平路大药房"]
    assert [each.name for each in named(wushan.bureau, "h50023700003")] == ["示例医院"]
    assert len(named(wushan.bureau, "和平")) == 2 and named(wushan.bureau, "  ") == []


# --- the desk --------------------------------------------------------------------------------------------


@pytest.fixture
def desk(wushan) -> Client:
    client = Client()
    client.force_login(wushan.user(Role.CASE_OFFICER))
    return client


def test_the_template_opens_and_comes_back(wushan, desk):
    answer = desk.get("/desk/institutions-template/")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert [cell.value for cell in sheet[1]] == HEAD
    sheet.append(row(1))
    out = io.BytesIO()
    sheet.parent.save(out)
    done = desk.post(
        f"/desk/offices/{wushan.office.number}/institutions/import/",
        {"file": SimpleUploadedFile("a.xlsx", out.getvalue())},
        follow=True,
    )
    assert "新增1家" in done.content.decode() and "从未巡查" in done.content.decode()


def test_mistakes_stand_in_a_table_by_row_and_column(wushan, desk):
    page = desk.post(
        f"/desk/offices/{wushan.office.number}/institutions/import/",
        {"file": book(row(1), row(2, credit_code="1"))},
    )
    said = page.content.decode()
    assert (
        page.status_code == 422
        and "第3行" in said
        and "统一社会信用代码" in said
        and "一家也没有导入" in said
    )


def test_no_file(wushan, shaoxing, desk):
    assert (
        "field-errors"
        in desk.post(f"/desk/offices/{wushan.office.number}/institutions/import/", {}).content.decode()
    )
    assert desk.post(f"/desk/offices/{shaoxing.office.number}/institutions/import/", {}).status_code == 404


def test_who_may_not_import_is_told_before_choosing_a_file(wushan):
    client = Client()
    client.force_login(wushan.user(Role.AUDITOR))
    said = client.get(f"/desk/offices/{wushan.office.number}/institutions/import/").content.decode()
    assert "您没有这个角色" in said and 'type="file"' not in said


def test_the_bureaus_own_page_leads_to_this_one(wushan, desk):
    said = desk.get(f"/desk/offices/{wushan.office.number}/").content.decode()
    assert f"/desk/offices/{wushan.office.number}/institutions/import/" in said


def test_the_list_filters_and_one_page_each(wushan, desk):
    bring(wushan, row(1, "甲药店"), row(2, "乙医院", "H"))
    assert "乙医院" not in desk.get("/desk/institutions/", {"kind": "pharmacy"}).content.decode()
    assert "甲药店" in desk.get("/desk/institutions/", {"visited": "never"}).content.decode()
    assert "没有符合条件" in desk.get("/desk/institutions/", {"visited": "once"}).content.decode()
    assert "P50023700001" in desk.get("/desk/institutions/P50023700001/").content.decode()
    assert desk.get("/desk/institutions/P50023700009/").status_code == 404


def test_other_territories_are_not_seen(wushan, hunan):
    bring(wushan, row(1))
    client = Client()
    client.force_login(hunan.user(Role.CASE_OFFICER))
    assert client.get("/desk/institutions/P50023700001/").status_code == 404
    assert "还没有医药机构" in client.get("/desk/institutions/").content.decode()


# --- the command line ------------------------------------------------------------------------------------


def test_on_the_command_line(wushan, tmp_path, capsys):
    path = tmp_path / "a.xlsx"
    path.write_bytes(book(row(1)).read())
    user = wushan.user(Role.CASE_OFFICER)
    command_line.import_institutions(path, "500237", user.username)
    assert "新增1" in capsys.readouterr().out
    assert Event.objects.get(act=import_list.name).actor["user"] == user.pk
    path.write_bytes(book(row(1, "改名")).read())
    command_line.import_institutions(path, "500237", None)
    assert Event.objects.filter(act=import_list.name).latest("seq").actor["role"] == "system"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("999999", None), "没有代码"),
        (("500237", "nobody"), "没有登录名"),
        (("500237", None), "1处要改"),
    ],
)
def test_the_command_says_what_is_wrong(arguments, says, wushan, tmp_path, capsys):
    path = tmp_path / "a.xlsx"
    path.write_bytes(book(row(1, credit_code="1")).read())
    with pytest.raises(Finding, match=says):
        command_line.import_institutions(path, *arguments)
    with pytest.raises(Finding, match="没有找到文件"):
        command_line.import_institutions(tmp_path / "none.xlsx", "500237", None)
