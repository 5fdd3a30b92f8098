"""Lists of many rows are a job: its page tells how far it is, and what came of it."""

import io

import openpyxl
import pytest
from django.core.files.base import ContentFile
from listing import book, row

from watching import signed_in
from zhongdu import files
from zhongdu.institutions import import_page
from zhongdu.institutions.jobs import BROUGHT
from zhongdu.institutions.models import Institution
from zhongdu.jobs.models import Job
from zhongdu.jobs.working import RESULT
from zhongdu.scope.roles import Role


@pytest.fixture
def sent(wushan, monkeypatch, django_capture_on_commit_callbacks):
    """Send a list to the import page, whose job the worker does at once."""
    monkeypatch.setattr(import_page, "AT_ONCE", 2)
    desk = signed_in(wushan.user(Role.CASE_OFFICER))

    def send(*rows, **more):
        with django_capture_on_commit_callbacks(execute=True):
            answer = desk.post(
                f"/desk/offices/{wushan.office.number}/institutions/import/", {"file": book(*rows), **more}
            )
        assert answer.status_code == 302
        return desk, Job.objects.get()

    return send


def test_many_rows_are_a_job(sent):
    desk, job = sent(row(1), row(2), row(3), as_of="2026-01-01")
    assert (job.state, job.says, job.leads_to) == (
        "done",
        "已导入：新增3家，更新0家，没有变化0家。",
        "/desk/institutions/",
    )
    assert Institution.objects.filter(holds_since="2026-01-01").count() == 3
    assert not files.attached(job.owner, BROUGHT)
    assert "查看结果" in desk.get(f"/desk/jobs/{job.number}/").content.decode()


def test_mistakes_come_back_marked(sent):
    _, job = sent(row(1), row(2, credit_code="1"), row(3))
    assert job.state == "failed" and "1处要改" in job.says and not Institution.objects.exists()
    [marked] = files.attached(job.owner, RESULT)
    with files.original(marked) as content:
        sheet = openpyxl.load_workbook(io.BytesIO(content.read())).active
    assert "应为18位" in sheet.cell(3, sheet.max_column).value and sheet.cell(2, 1).value == "P50023700001"


def test_a_few_rows_come_back_marked_in_the_page(wushan):
    desk = signed_in(wushan.user(Role.CASE_OFFICER))
    answer = desk.post(
        f"/desk/offices/{wushan.office.number}/institutions/import/", {"file": book(row(1, credit_code="1"))}
    )
    said = answer.content.decode()
    assert answer.status_code == 422 and 'download="要改的地方.xlsx"' in said


def test_what_is_no_workbook_is_told_on_the_page(wushan):
    desk = signed_in(wushan.user(Role.CASE_OFFICER))
    said = desk.post(
        f"/desk/offices/{wushan.office.number}/institutions/import/", {"file": ContentFile(b"x", "a.xlsx")}
    ).content.decode()
    assert ".xlsx" in said and not Job.objects.exists()
