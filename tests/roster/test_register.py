"""The register out to Excel and in from paper; the pool of a province; the way in of whoever was appointed on paper."""

import io
from datetime import date, timedelta

import openpyxl
import pytest
import xlsxwriter
from appointed_people import DAY, accept, appoint, fresh
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from zhongdu import files, vault
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.cli import importing as command_line
from zhongdu.cli.registry import Finding
from zhongdu.duties.models import Duty
from zhongdu.jobs.models import Job
from zhongdu.kit.workbooks import BadList
from zhongdu.record.models import Event
from zhongdu.record.verifying import breaks
from zhongdu.roster import acts, register, register_desk
from zhongdu.roster.models import Appointment
from zhongdu.scope.roles import Role

HEAD = list(register.SHEET.columns.values())
ID_NUMBER = "110101196003077041"
ONE = timedelta(days=1)


def book(*rows, head=HEAD, above=()) -> SimpleUploadedFile:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as made:
        sheet, day = made.add_worksheet(), made.add_format({"num_format": "yyyy-mm-dd"})
        for at, row in enumerate([*above, head, *rows]):
            for column, cell in enumerate(row):
                if isinstance(cell, date):
                    sheet.write_datetime(at, column, cell, day)
                else:
                    sheet.write(at, column, cell)
    return SimpleUploadedFile("台账.xlsx", out.getvalue())


def row(serial: int, **more):
    cells = {
        "name": f"老王{serial}", "letter_number": f"巫医监聘{serial:03}", "since": date(2025, 3, 1),
        "until": "2027年2月28日", "phone": f"1391111{serial:04}", **more,
    }  # fmt: skip
    return [cells.get(column, "") for column in register.SHEET.columns]


def bring(place, *rows, by=None, **more):
    return perform(
        acts.import_register, place.office, by or place.officer(Role.RECRUITER), file=book(*rows, **more)
    )


at_once = pytest.mark.django_db(transaction=True)  # a job begins when its transaction is over


def page(response):
    return response.content.decode()


# --- in from paper -------------------------------------------------------------------------------------


@pytest.mark.clauses("wushan:5", "hunan:10.1")
def test_who_was_appointed_on_paper_is_taken_in_as_the_letter_has_it(wushan):
    bring(
        wushan,
        row(
            1, id_number=ID_NUMBER, employer="示例中学", position="教师", channel="定向选聘", born="1960年3月"
        ),
        row(2, since=date(2022, 5, 1), until=date(2024, 4, 30), badge_number="证002"),
    )
    one, two = Appointment.objects.select_related("docket", "user").order_by("id")
    assert (one.state, one.letter_number, one.until, one.entered_on) == (
        "serving",
        "巫医监聘001",
        date(2027, 2, 28),
        DAY,
    )
    assert (one.measure, one.application) == ("wushan", None)
    assert vault.read(one.number, "name", "position", "born", "appointed_how") == {
        "name": "老王1", "position": "教师", "born": "1960年3月", "appointed_how": "定向选聘",
    }  # fmt: skip
    assert not one.user.has_usable_password() and one.user.username == "巫医监聘001"
    assert Duty.objects.open().get(docket=one.docket).due == one.until
    assert (two.state, two.ground, two.ended_on) == ("ended", "ending.ground.term_over", date(2024, 5, 1))
    assert two.papers == "expired", "a term already over is entered as over"
    told = Event.objects.get(docket=wushan.office.docket, act="roster.import_register").data
    assert (told["rows"], told["over"]) == (2, 1) and "老王" not in str(told)
    assert "老王" not in str(Event.objects.filter(docket=one.docket).first().data)
    assert files.attached(wushan.office.number, "register").count() == 1
    assert list(breaks()) == []


def test_a_term_keeps_its_own_measure_or_else_todays(beijing):
    """Beijing's measure is in force since the end of 2025: an older letter comes under the one there is."""
    bring(beijing, row(1, since=date(2024, 1, 1), until=date(2026, 12, 31)))
    made = Appointment.objects.get()
    event = Event.objects.filter(docket=made.docket).first()
    assert made.measure == event.data["granted_under"] == "beijing" and event.data["as_usual"] is False


@pytest.mark.parametrize(
    ("told", "column", "says"),
    [
        ({"name": ""}, "姓名", "请填写姓名"),
        ({"letter_number": ""}, "聘书编号", "请填写聘书编号"),
        ({"until": "后年"}, "聘期止", "看不出是哪一天"),
        ({"until": date(2024, 1, 1)}, "聘期止", "聘期起以后"),
        ({"phone": "12"}, "联系电话", "手机号码"),
        ({"id_number": ID_NUMBER[:-1] + "2"}, "身份证号", "校验码"),
        ({"id_number": 110101196003077040.0}, "身份证号", "数字格式"),
        ({"state": "解聘"}, "状态", "中途终止的"),
        ({"letter_number": "巫医监聘009"}, "聘书编号", "与第2行重复"),
        ({"employer": "长" * 200}, "工作单位", "太长了"),
    ],
)
def test_one_mistake_and_nobody_is_taken_in(client, wushan, told, column, says):
    client.force_login(wushan.user(Role.RECRUITER))
    address = reverse("desk:import_register", kwargs={"number": wushan.office.number})
    answer = client.post(address, {"file": book(row(9), row(1, **told)), "key": "k"})
    assert answer.status_code == 422
    assert "第3行" in page(answer) and column in page(answer) and says in page(answer)
    assert not Appointment.objects.exists()


def test_numbers_given_out_and_people_who_serve_are_not_taken_in_twice(wushan):
    bring(wushan, row(1, id_number=ID_NUMBER, badge_number="证001"))
    for told, column in (
        ({"letter_number": "巫医监聘001", "phone": "13922220000"}, "letter_number"),
        ({"letter_number": "另一号", "badge_number": "证001"}, "badge_number"),
        ({"letter_number": "另一号", "id_number": ID_NUMBER}, "id_number"),
        ({"letter_number": "另一号", "phone": "13911110001"}, "phone"),
    ):
        with pytest.raises(BadList) as bad:
            bring(wushan, row(2, **told))
        assert [one.column for one in bad.value.mistakes] == [column]
    assert Appointment.objects.count() == 1


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04nonsense", b"name,phone\n"])
def test_what_is_no_register_is_told_so(client, wushan, content):
    client.force_login(wushan.user(Role.RECRUITER))
    address = reverse("desk:import_register", kwargs={"number": wushan.office.number})
    answer = client.post(address, {"file": SimpleUploadedFile("a.xlsx", content), "key": "k"})
    assert answer.status_code in {200, 422} and not Appointment.objects.exists()


def test_a_number_of_our_own_pattern_is_never_given_out_again(wushan):
    bring(
        wushan,
        row(1, letter_number=f"500237-{DAY.year}-0001"),
        row(2, letter_number=f"500237-{DAY.year}-0002"),
    )
    assert appoint(wushan).letter_number == f"500237-{DAY.year}-0003"


def test_somebody_known_on_paper_keeps_the_account_when_appointed_again(wushan):
    bring(wushan, row(1, id_number=ID_NUMBER, since=date(2022, 1, 1), until=date(2023, 12, 31)))
    earlier = Appointment.objects.get()
    applied = accept(wushan)
    vault.put(applied.number, {"id_number": ID_NUMBER})
    again = perform(acts.appoint, applied, wushan.officer(Role.DECIDER), since=DAY)
    assert again.user_id == earlier.user_id


def test_only_where_one_recruits_and_only_those_who_recruit(beijing):
    district = beijing.below("110108", "海淀区医疗保障局")
    for place, who in ((beijing, Role.CASE_OFFICER), (beijing, Role.LIAISON), (district, Role.DECIDER)):
        with pytest.raises(Refused):
            bring(place, row(1), by=place.officer(who))
    assert not Appointment.objects.exists()


@at_once
def test_a_long_register_is_taken_in_beside_the_request(client, wushan, monkeypatch):
    monkeypatch.setattr(register_desk, "MANY", 3)
    client.force_login(wushan.user(Role.RECRUITER))
    address = reverse("desk:import_register", kwargs={"number": wushan.office.number})
    answer = client.post(address, {"file": book(*map(row, range(1, 5))), "key": "k"})
    job = Job.objects.get()
    assert answer["Location"] == reverse("desk:job", kwargs={"number": job.number})
    assert job.state == "done" and job.says.startswith("已登记4人")
    assert not files.attached(job.owner, "given").exists(), (
        "the file itself stays with the bureau's docket alone"
    )


def test_the_template_can_be_filled_in_and_brought_back(client, wushan):
    client.force_login(wushan.user(Role.RECRUITER))
    empty = client.get(reverse("desk:register_template")).content
    sheet = openpyxl.load_workbook(io.BytesIO(empty)).worksheets[0]
    head = [cell.value for cell in sheet[1]]
    assert "姓名*" in head and "聘书编号*" in head
    bring(wushan, row(1), head=head, above=[["巫山县社会监督员台账"], []])
    assert Appointment.objects.count() == 1


def test_the_command_line_does_the_same(wushan, tmp_path, capsys):
    good, bad = tmp_path / "good.xlsx", tmp_path / "bad.xlsx"
    good.write_bytes(book(row(1)).read())
    bad.write_bytes(book(row(2, until="后年")).read())
    command_line.import_supervisors(good, "500237", None)
    assert "已登记1人" in capsys.readouterr().out
    with pytest.raises(Finding, match="1处要改"):
        command_line.import_supervisors(bad, "500237", None)
    assert "看不出是哪一天" in capsys.readouterr().out
    with pytest.raises(Finding):
        command_line.import_supervisors(good, "999999", None)


CELLS = st.one_of(
    st.none(),
    st.text(max_size=60),
    st.floats(allow_nan=False, allow_infinity=False),
    st.dates(),
    st.booleans(),
)


@given(st.lists(st.dictionaries(st.sampled_from(list(register.SHEET.columns)), CELLS), max_size=4))
def test_whatever_stands_in_the_cells_is_either_right_or_told(found):
    lines, mistakes = register.check_all(list(enumerate(found, start=2)), DAY)
    assert {line.row for line in lines}.isdisjoint({one.row for one in mistakes})
    assert {line.row for line in lines} | {one.row for one in mistakes} == set(range(2, 2 + len(found)))
    assert all(line.since < line.until and line.person["name"] for line in lines)


# --- the way in ----------------------------------------------------------------------------------------


def test_a_code_from_the_bureau_opens_the_account_once(client, wushan):
    bring(wushan, row(1))
    made = Appointment.objects.get()
    client.force_login(wushan.user(Role.RECRUITER))
    address = reverse("desk:give_way_in", kwargs={"number": made.number})
    assert "发开通码" in page(client.get(address))
    said = page(client.post(address))
    code = said.split('receipt-code-big code">')[1].split("<")[0]
    assert code not in str(list(Event.objects.values_list("data", flat=True)))
    person, opened = Client(), {"first": "watch-over-9", "again": "watch-over-9"}
    assert "开通码不对" in page(
        person.post(reverse("public:come_in"), {"code": "2222-2222-2222-2222", **opened})
    )
    assert "两遍输入的不一样" in page(
        person.post(reverse("public:come_in"), {"code": code, **opened, "again": "x"})
    )
    done = person.post(
        reverse("public:come_in"), {"code": code.lower().replace("-", " "), **opened}, follow=True
    )
    assert made.letter_number in page(done)
    assert "开通码不对" in page(Client().post(reverse("public:come_in"), {"code": code, **opened}))


def test_who_applied_here_comes_in_by_receipt_and_by_no_other_code(wushan):
    made = appoint(wushan)
    with pytest.raises(Refused) as refused:
        perform(acts.give_way_in, made, wushan.officer(Role.RECRUITER), hashed="x")
    assert "报名回执号" in refused.value.says


# --- out to Excel --------------------------------------------------------------------------------------


def export(client, place, role=Role.RECRUITER, **more):
    client.force_login(place.user(role))
    address = reverse("desk:export_register", kwargs={"number": place.office.number})
    typed = {
        "scope": "serving", "columns": ["name", "phone", "employer", "letter_number", "since", "until", "state"],
        "purpose": "年度归档", "key": "k", **more,
    }  # fmt: skip
    return client.post(address, typed)


def sheet_of(job):
    kept = files.attached(job.owner, "result").get()
    return list(openpyxl.load_workbook(files.original(kept)).worksheets[0].iter_rows(values_only=True))


@at_once
@pytest.mark.clauses("hunan:10.1")
def test_the_register_has_what_was_asked_for_masked_and_says_whose_copy_it_is(client, changsha):
    appoint(changsha, name="欧阳春梅", phone="13800001111")
    appoint(changsha, name="李建国")
    answer = export(client, changsha)
    job = Job.objects.get()
    assert answer["Location"] == reverse("desk:job", kwargs={"number": job.number}) and job.state == "done", (
        job.says
    )
    title, mark, head, *lines = sheet_of(job)
    assert title[0] == "长沙市医疗保障局医保基金社会监督员台账"
    assert "示例选聘人员" in mark[0] and "年度归档" in mark[0] and "2026-03-16" in mark[0]
    assert head == ("序号", "姓名", "联系电话", "工作单位", "聘书编号", "聘期起", "聘期止", "状态")
    assert lines[0][:4] == (1, "欧阳春梅", "138****1111", "****") and lines[0][7] == "在聘"
    event = Event.objects.get(docket=changsha.office.docket, act="roster.export_register")
    assert "hunan:10.1" in event.clauses and "年度归档" not in str(event.data)


@at_once
def test_whole_columns_are_asked_for_by_name_and_not_by_everybody(client, wushan):
    appoint(wushan, phone="13800001111")
    assert "选聘人员和局负责人" in page(export(client, wushan, role=Role.LIAISON, whole=["phone"]))
    assert not Job.objects.exists()
    export(client, wushan, whole=["phone"])
    assert sheet_of(Job.objects.get())[3][2:4] == ("13800001111", "****")
    event = Event.objects.get(docket=wushan.office.docket, act="roster.export_register")
    assert event.data["whole"] == ["phone"]


def test_columns_are_called_as_the_local_form_calls_them(wushan, beijing):
    assert register.columns(wushan.law)["born"] == "出生日期"
    assert "school" in register.columns(wushan.law) and "experience" not in register.columns(wushan.law)
    assert {"name", "phone", "letter_number"} <= set(register.columns(beijing.law))
    assert "name" not in register.personal(wushan.law) and "letter_number" not in register.personal(
        wushan.law
    )


@at_once
def test_no_purpose_no_register_and_no_formula_in_a_cell(client, wushan):
    assert "请填写做什么用" in page(export(client, wushan, purpose=" "))
    made = accept(wushan, name="=HYPERLINK(1)")
    perform(acts.appoint, made, wushan.officer(Role.DECIDER), since=DAY)
    export(client, wushan)
    kept = files.attached(Job.objects.get().owner, "result").get()
    cell = openpyxl.load_workbook(files.original(kept)).worksheets[0]["B4"]
    assert cell.data_type == "s" and cell.value == "=HYPERLINK(1)"


@at_once
def test_those_who_ended_come_along_when_asked_for_with_their_ground(client, wushan):
    made = appoint(wushan)
    told = {"conduct_on": DAY, "facts": "经查实。"}
    perform(acts.end_appointment, made, wushan.officer(Role.DECIDER), ground="ending.ground.breach", **told)
    export(client, wushan, scope="all", columns=["name", "state", "ended_on", "ground"])
    assert sheet_of(Job.objects.get())[3][2:] == ("已终止", "2026-03-16", "违反工作纪律（第九条）")


# --- the pool ------------------------------------------------------------------------------------------


@pytest.mark.clauses("hunan:3", "hunan:10.1")
def test_a_province_sees_its_cities_in_one_list_and_a_city_only_its_own(client, hunan, changsha):
    zhuzhou = hunan.below("430200", "株洲市医疗保障局", "city")
    for place, name in ((changsha, "王秀英"), (changsha, "李建国"), (zhuzhou, "赵春梅")):
        appoint(place, name=name)
    client.force_login(hunan.user(Role.DECIDER))
    said = page(client.get(reverse("desk:pool")))
    for part in (
        "王秀英",
        "李建国",
        "赵春梅",
        "长沙市医疗保障局",
        "株洲市医疗保障局",
        "合计在聘 <strong>3</strong>",
    ):
        assert part in said, part
    only = page(client.get(reverse("desk:pool") + "?of=430200"))
    assert "赵春梅" in only and "王秀英" not in only
    client.force_login(changsha.user(Role.DECIDER))
    said = page(client.get(reverse("desk:pool")))
    assert "王秀英" in said and "赵春梅" not in said and "株洲市" not in said
    client.force_login(hunan.user(Role.ACCOUNTANT))
    assert client.get(reverse("desk:pool")).status_code == 403


@at_once
@pytest.mark.clauses("hunan:3")
def test_a_province_takes_out_the_register_of_all_its_cities(client, hunan, changsha):
    appoint(changsha)
    export(client, hunan, columns=["name", "bureau"])
    assert sheet_of(Job.objects.get())[3] == (1, "王秀英", "长沙市医疗保障局")


def test_an_empty_pool_says_what_to_do(client, wushan):
    client.force_login(wushan.user(Role.RECRUITER))
    said = page(client.get(reverse("desk:pool")))
    assert "库里还没有人" in said and "补录台账" in said


def test_the_list_is_narrowed_by_bureau_and_by_a_whole_number(client, hunan, changsha):
    made = appoint(changsha)
    other = appoint(hunan.below("430200", "株洲市医疗保障局", "city"))
    client.force_login(hunan.user(Role.DECIDER))
    for asked in ("of=430100", f"number={made.letter_number}"):
        said = page(client.get(f"{reverse('desk:appointments')}?{asked}"))
        assert made.letter_number in said and f"/{other.number}/" not in said
    assert fresh(made).state == "serving"
