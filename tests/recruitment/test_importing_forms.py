"""Paper forms in bulk: every row checked first, then all or none; on the desk, as a job, on the command line."""

import base64
import io
import re
from datetime import date

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from paper_forms import CONSENT, book, row
from recruiting import TODAY, applied, id_number, notice, review_all

from zhongdu import files, vault
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.calendar import clock
from zhongdu.cli import importing as command_line
from zhongdu.cli.registry import Finding
from zhongdu.jobs.models import Job
from zhongdu.kit.workbooks import BadList
from zhongdu.record.models import Event
from zhongdu.record.verifying import breaks
from zhongdu.recruitment import acts, bringing, receipts
from zhongdu.recruitment.importing import handouts
from zhongdu.recruitment.models import Application
from zhongdu.recruitment.queries import particulars_of
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db


def bring(place, under, *rows, by=None, batch="b1", file=None, **more):
    return perform(
        acts.import_applications, under, by or place.officer(Role.RECRUITER),
        file=file or book(place, under, *rows, **more), consent=CONSENT, batch=batch,
    )  # fmt: skip


def mistakes(place, under, *rows, **more) -> list[tuple[int, str, str]]:
    with pytest.raises(BadList) as bad:
        bring(place, under, *rows, **more)
    assert not Application.objects.exists()
    return [(one.row, one.column, one.says) for one in bad.value.mistakes]


@pytest.mark.clauses("wushan:4/1.1", "wushan:annex2")
def test_each_paper_form_becomes_an_application_with_its_own_docket(wushan) -> None:
    under = notice(wushan)
    clock.travel_to(date(2026, 10, 8))
    bring(wushan, under, row(wushan, under, 2), row(wushan, under, 4, received_on=date(2026, 9, 30)))
    one, two = Application.objects.order_by("id")
    assert (one.state, one.submitted_on, two.submitted_on) == ("submitted", TODAY, date(2026, 9, 30))
    kept = particulars_of(one)
    assert (kept["sex"], kept["born"], kept["ethnicity"]) == ("女", "1983-05-01", "土家族")
    assert kept["consent"] == {"text": CONSENT, "at": TODAY.isoformat(), "on_paper": True}
    assert kept["signed_on"] == TODAY.isoformat() and "photo" not in kept
    first = Event.objects.get(docket=one.docket_id)
    assert (first.seq, first.act, first.actor["role"]) == (1, "recruitment.import_applications", "recruiter")
    assert "wushan:4/1.1" in first.clauses and first.data["state"] == "submitted"
    assert list(breaks()) == []
    recorded = str(list(Event.objects.values_list("data", flat=True)))
    assert id_number(sequence="002") not in recorded and CONSENT not in recorded
    assert list(vault.find("name", kept["name"])) == [one.number]
    assert not files.attached(under.number).exists()  # the workbook is not kept


def test_what_was_imported_goes_on_like_any_other(wushan) -> None:
    under = notice(wushan)
    bring(wushan, under, row(wushan, under))
    person = review_all(wushan, Application.objects.get())
    assert perform(acts.accept, person, wushan.officer(Role.RECRUITER)).state == "accepted"


def test_each_has_a_receipt_code_of_its_own_that_works(wushan) -> None:
    under = notice(wushan)
    bring(wushan, under, row(wushan, under, 2), row(wushan, under, 4))
    one, two = handouts(under, "b1")
    assert one.code != two.code and (one.row, two.row) == (2, 3)
    assert Application.objects.get(receipt=receipts.token(one.code)).number == one.number
    assert one.code not in str(list(Event.objects.values_list("data", flat=True)))
    follow = Client().post(
        reverse("public:follow"), {"code": one.code, "tail": id_number(sequence="002")[-4:]}
    )
    assert follow.status_code == 302 and one.number in follow["Location"]
    assert handouts(under, "another") == []


@pytest.mark.parametrize(
    ("change", "column", "says"),
    [
        ({"id_number": id_number()[:-1] + "0"}, "id_number", "校验码"),
        ({"id_number": 500237198305010000}, "id_number", "数字格式"),
        ({"id_number": ""}, "id_number", "请填写身份证号"),
        ({"phone": "123"}, "phone", "手机号码"),
        ({"name": "张3"}, "name", "姓名里只有文字"),
        ({"ethnicity": ""}, "ethnicity", "请填写民族"),
        ({"received_on": ""}, "received_on", "请填写收到日期"),
        ({"received_on": "上周"}, "received_on", "看不出是哪一天"),
        ({"received_on": date(2026, 9, 27), "form_signed_on": date(2026, 9, 27)}, "received_on", "报名从2026年9月28日"),
        ({"received_on": date(2026, 10, 1)}, "received_on", "不能晚于今天"),
        ({"form_signed_on": ""}, "form_signed_on", "请填写本人签字日期"),
        ({"consent": ""}, "consent", "同意处理个人信息"),
        ({"declaration": "否"}, "declaration", "诚信声明"),
        ({"eligibility.politics": ""}, "eligibility.politics", "第三条第（一）项"),
        ({"channel": "推荐"}, "channel", "公开选聘"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_by_row_and_column_and_none_is_taken_in(wushan, change, column, says) -> None:
    under = notice(wushan)
    found = mistakes(wushan, under, row(wushan, under, 6), row(wushan, under, 4, **change))
    assert (3, column) in [(at, where) for at, where, _ in found]
    assert says in next(said for at, where, said in found if where == column)
    assert not Application.objects.exists()
    assert not Event.objects.filter(act=acts.import_applications.name).exists()


@pytest.mark.clauses("beijing:4.1", "beijing:6.2")
def test_what_the_law_forbids_is_told_with_its_clause(beijing) -> None:
    under = notice(beijing)
    found = mistakes(beijing, under, row(beijing, under, citizenship="其他"))
    assert "第四条第（一）项" in next(says for _, column, says in found if column == "citizenship")
    old = row(beijing, under, id_number=id_number("19550928"))  # 71 today: a departure may still be made
    bring(beijing, under, old)
    assert Application.objects.get().state == "submitted"


def test_nobody_twice_in_the_file_nor_beside_those_who_have_applied(wushan) -> None:
    under = notice(wushan)
    [(at, column, says)] = mistakes(wushan, under, row(wushan, under), row(wushan, under, name="示例乙"))
    assert (at, column) == (3, "id_number") and "第2行" in says
    applied(wushan, under)
    with pytest.raises(BadList) as bad:
        bring(wushan, under, row(wushan, under, 6), row(wushan, under, 2))
    assert [(one.row, one.column) for one in bad.value.mistakes] == [(3, "id_number")]
    assert "已经报名" in bad.value.mistakes[0].says and Application.objects.count() == 1


@pytest.mark.clauses("wushan:4/1.2")
def test_who_is_recommended_comes_with_the_unit(wushan) -> None:
    under = notice(wushan, channels=["channel.open", "channel.targeted"])
    found = mistakes(wushan, under, row(wushan, under, channel="定向选聘"), row(wushan, under, 4))
    assert [(at, column) for at, column, _ in found] == [(2, "unit"), (3, "channel")]
    long = row(wushan, under, channel="定向选聘", unit="示" * 61)
    assert "最多60个字" in mistakes(wushan, under, long)[0][2]
    bring(
        wushan,
        under,
        row(wushan, under, channel="定向选聘", unit="示例机关"),
        row(wushan, under, 4, channel="公开选聘"),
    )
    assert list(Application.objects.order_by("id").values_list("channel", "unit")) == [
        ("channel.targeted", "示例机关"), ("channel.open", ""),
    ]  # fmt: skip


def test_after_the_last_day_what_came_in_time_is_still_taken_in(wushan) -> None:
    under = notice(wushan)
    clock.travel_to(date(2026, 11, 2))
    under = perform(acts.close_notice, under, wushan.officer(Role.RECRUITER))
    bring(wushan, under, row(wushan, under))
    late = row(wushan, under, 4, received_on=date(2026, 11, 1), form_signed_on=date(2026, 11, 1))
    with pytest.raises(BadList):
        bring(wushan, under, late, batch="b2")
    assert Application.objects.count() == 1


@pytest.mark.parametrize("role", [Role.DECIDER, Role.SYSTEM_ADMIN, Role.LIAISON])
def test_who_may_not(wushan, role) -> None:
    under = notice(wushan)
    with pytest.raises(Refused) as no:
        bring(wushan, under, row(wushan, under), by=wushan.officer(role))
    assert no.value.code in {"not_your_role", "not_yours"} and not Application.objects.exists()


def test_hundreds_of_rows_take_few_statements(wushan, django_assert_max_num_queries) -> None:
    under = notice(wushan)
    file = book(wushan, under, *(row(wushan, under, serial) for serial in range(1, 301)))
    with django_assert_max_num_queries(90):
        bring(wushan, under, file=file)
    assert Application.objects.count() == 300 and list(breaks()) == []


# --- the desk


def desk(place, role: Role = Role.RECRUITER) -> Client:
    client = Client()
    client.force_login(place.user(role), backend="django.contrib.auth.backends.ModelBackend")
    return client


def address(under) -> str:
    return reverse("desk:import_applications", kwargs={"number": under.number})


def carried(page: str) -> "openpyxl.Workbook":
    [data] = re.findall(r"base64,([A-Za-z0-9+/=]+)", page)
    return openpyxl.load_workbook(io.BytesIO(base64.b64decode(data)))


def test_the_template_has_the_columns_of_the_form_and_comes_back(wushan) -> None:
    under, client = notice(wushan), desk(wushan)
    answer = client.get(reverse("desk:paper_forms_template", kwargs={"number": under.number}))
    made = openpyxl.load_workbook(io.BytesIO(answer.content))
    sheet, notes = made.worksheets
    labels = [cell.value for cell in sheet[1]]
    assert {"收到日期", "姓名", "身份证号", "主要工作经历", "诚信声明", "本人签字日期"} <= set(labels)
    assert (
        "照片" not in labels and "性别" not in labels
    )  # the one stays on paper, the other stands in the ID number
    assert sheet.column_dimensions["E"].width and sheet.data_validations.dataValidation
    told = {line[0].value: (line[1].value, line[2].value) for line in notes.iter_rows()}
    assert "第三条第（一）项" in told["声明：" + wushan.law.rule("eligibility.politics").label][1]
    assert "照片随纸质表存档" in told["照片"][0]
    names = {
        label: name for name, label in bringing.importing.intake_of(under, wushan.law).sheet.columns.items()
    }
    sheet.append([row(wushan, under)[names[label]] if names[label] != "channel" else "" for label in labels])
    out = io.BytesIO()
    made.save(out)
    bring(wushan, under, file=SimpleUploadedFile("a.xlsx", out.getvalue()))
    assert Application.objects.count() == 1


def test_a_few_are_brought_in_at_once_and_the_codes_lie_in_the_page_alone(wushan) -> None:
    under, client = notice(wushan), desk(wushan)
    page = client.get(address(under)).content.decode()
    assert "谁在收集" in page and "下载模板" in page
    typed = {"consent": CONSENT, "key": "k1"}
    first = client.post(address(under), typed | {"file": book(wushan, under, row(wushan, under))})
    [handout] = handouts(under, "k1")
    assert first["Cache-Control"] == "no-store" and handout.code in first.content.decode()
    assert carried(first.content.decode()).active["D2"].value == handout.code
    again = client.post(address(under), typed | {"file": book(wushan, under, row(wushan, under))})
    assert handout.code in again.content.decode() and Application.objects.count() == 1
    assert not Job.objects.exists() and not files.attached(under.number).exists()


def test_mistakes_come_back_as_a_table_and_as_a_marked_workbook_that_can_be_mended(wushan) -> None:
    under, client = notice(wushan), desk(wushan)
    wrong = book(wushan, under, row(wushan, under, phone="1"), row(wushan, under, 4))
    page = client.post(address(under), {"consent": CONSENT, "file": wrong, "key": "k"})
    said = page.content.decode()
    assert page.status_code == 422 and "第2行" in said and "一份也没有导入" in said and CONSENT in said
    marked = carried(said)
    sheet = marked.active
    assert "联系电话：" in sheet.cell(2, sheet.max_column).value and not sheet.cell(3, sheet.max_column).value
    at = [cell.value for cell in sheet[1]].index("联系电话") + 1
    sheet.cell(2, at).value = "13800000001"
    out = io.BytesIO()
    marked.save(out)
    done = client.post(
        address(under),
        {"consent": CONSENT, "file": SimpleUploadedFile("b.xlsx", out.getvalue()), "key": "k2"},
    )
    assert done.status_code == 200 and Application.objects.count() == 2


def test_no_file_no_list_no_consent(wushan) -> None:
    under, client = notice(wushan), desk(wushan)
    assert "field-errors" in client.post(address(under), {"consent": CONSENT}).content.decode()
    nothing = SimpleUploadedFile("a.xlsx", b"hello")
    said = client.post(address(under), {"consent": CONSENT, "file": nothing, "key": "k"}).content.decode()
    assert ".xlsx" in said and CONSENT in said
    without = {"consent": "", "file": book(wushan, under, row(wushan, under)), "key": "k"}
    assert "请填写纸质表所附" in client.post(address(under), without).content.decode()
    headless = book(wushan, under, row(wushan, under), without=("id_number",))
    said = client.post(address(under), {"consent": CONSENT, "file": headless, "key": "k"}).content.decode()
    assert "至少要有这些列" in said and "身份证号" in said
    assert not Application.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_many_are_a_job_whose_result_is_the_codes_and_whose_workbook_is_erased(wushan, monkeypatch) -> None:
    monkeypatch.setattr(bringing, "AT_ONCE", 1)
    under, client = notice(wushan), desk(wushan)
    many = book(wushan, under, row(wushan, under, 2), row(wushan, under, 4))
    asked = client.post(address(under), {"consent": CONSENT, "file": many, "key": "k"})
    job = Job.objects.get()
    assert asked["Location"] == reverse("desk:job", kwargs={"number": job.number})
    assert (job.state, job.says) == (Job.State.DONE, "已导入2份，请把回执号交给本人")
    [result] = files.attached(job.owner)
    codes = openpyxl.load_workbook(io.BytesIO(files.original(result).read())).active
    assert codes["D2"].value == handouts(under, job.number)[0].code and Application.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_a_job_that_finds_mistakes_gives_the_marked_workbook(wushan, monkeypatch) -> None:
    monkeypatch.setattr(bringing, "AT_ONCE", 1)
    under, client = notice(wushan), desk(wushan)
    many = book(wushan, under, row(wushan, under, 2), row(wushan, under, 4, phone="1"))
    client.post(address(under), {"consent": CONSENT, "file": many, "key": "k"})
    job = Job.objects.get()
    assert job.state == Job.State.FAILED and "第3行" in job.says and not Application.objects.exists()
    [result] = files.attached(job.owner)
    assert files.names([result])[result.public_id] == "要改的地方.xlsx"
    assert (
        "下载 要改的地方.xlsx"
        in client.get(reverse("desk:job", kwargs={"number": job.number})).content.decode()
    )


def test_who_may_not_is_told_before_choosing_a_file(wushan, shaoxing) -> None:
    under = notice(wushan)
    said = desk(shaoxing).get(address(under)).content.decode()  # a notice is everybody's, importing is not
    assert "现在不能办" in said and 'type="file"' not in said
    assert desk(wushan, Role.DECIDER).get(address(under)).status_code == 403
    page = desk(wushan).get(reverse("desk:notice", kwargs={"number": under.number})).content.decode()
    assert address(under) in page


# --- the command line


def test_on_the_command_line(wushan, tmp_path, capsys) -> None:
    under, path = notice(wushan), tmp_path / "a.xlsx"
    path.write_bytes(book(wushan, under, row(wushan, under)).read())
    user = wushan.user(Role.RECRUITER)
    command_line.import_applications(path, under.number, user.username, None, None, None)
    assert "已导入1份" in capsys.readouterr().out
    codes = openpyxl.load_workbook(tmp_path / "a-回执号.xlsx").active
    assert Application.objects.get().receipt == receipts.token(codes["D2"].value)
    assert Event.objects.get(docket=under.docket, act=acts.import_applications.name).actor["user"] == user.pk
    assert particulars_of(Application.objects.get())["consent"]["text"].startswith("谁在收集")


def test_the_command_says_what_is_wrong(wushan, tmp_path, capsys) -> None:
    under, path, marked = notice(wushan), tmp_path / "a.xlsx", tmp_path / "marked.xlsx"
    path.write_bytes(book(wushan, under, row(wushan, under, phone="1")).read())
    with pytest.raises(Finding, match="1处要改，一份也没有导入"):
        command_line.import_applications(path, under.number, None, None, None, marked)
    assert "联系电话" in capsys.readouterr().out and marked.exists()
    words = tmp_path / "consent.txt"
    words.write_bytes("同意".encode("gb18030"))
    with pytest.raises(Finding, match="UTF-8"):
        command_line.import_applications(path, under.number, None, words, None, None)
    with pytest.raises(Finding, match="没有编号"):
        command_line.import_applications(path, "0000-0000", None, None, None, None)
    with pytest.raises(Finding, match="没有登录名"):
        command_line.import_applications(path, under.number, "nobody", None, None, None)
    with pytest.raises(Finding, match="没有找到文件"):
        command_line.import_applications(tmp_path / "none.xlsx", under.number, None, None, None, None)
    assert not Application.objects.exists()
