"""What is asked of the machine is done once, tells how far it is, and shows its result to whoever asked."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from world import Place
from zhongdu import files
from zhongdu.acts.refusal import Refused
from zhongdu.calendar import clock
from zhongdu.duties.sweep import sweep
from zhongdu.jobs import working
from zhongdu.jobs.models import Job
from zhongdu.jobs.working import RESULT, Run, job, start, take_up_again, work
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db(transaction=True)
PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"


@job("试印")
def printing(run: Run, *, pages: int) -> None:
    for page in range(pages):
        run.at(page, pages, f"第{page + 1}页")
    run.give(PDF, "试印.pdf")
    run.lead_to("/desk/board/")


@job("不让做")
def refusing(run: Run) -> None:
    raise Refused("no", "现在不能做。")


@job("坏了")
def breaking(run: Run) -> None:
    raise ValueError("张三的身份证号")


@pytest.fixture(autouse=True)
def known_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(working, "_OFTEN", 0)


def asked(place: Place, kind: Any, **told: Any) -> Job:
    made = start(kind, bureau=place.bureau, by=place.officer(Role.RECRUITER), **told)
    return Job.objects.get(pk=made.pk)


def browser(place: Place, role: Role) -> Client:
    client = Client()
    client.force_login(place.user(role), backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_a_job_is_done_and_its_result_waits(wushan: Place) -> None:
    done = asked(wushan, printing, pages=3)
    assert (done.state, done.done, done.total) == (Job.State.DONE, 3, 3)
    page = browser(wushan, Role.RECRUITER).get(reverse("desk:job", kwargs={"number": done.number}))
    assert "下载 试印.pdf" in page.content.decode() and "查看结果" in page.content.decode()


def test_the_result_comes_as_it_was_made_under_its_name(wushan: Place) -> None:
    done = asked(wushan, printing, pages=1)
    file = files.attached(done.owner, RESULT).get().public_id
    address = reverse("desk:job_result", kwargs={"number": done.number, "file": file})
    answer = browser(wushan, Role.RECRUITER).get(address)
    assert b"".join(answer.streaming_content) == PDF and answer["Content-Disposition"].startswith(
        "attachment"
    )
    assert browser(wushan, Role.DECIDER).get(address).status_code == 404


def test_nobody_else_sees_a_job(wushan: Place) -> None:
    done = asked(wushan, printing, pages=1)
    other = browser(wushan, Role.DECIDER)
    assert other.get(reverse("desk:job", kwargs={"number": done.number})).status_code == 404
    assert done.number not in other.get(reverse("desk:jobs")).content.decode()
    assert done.number in browser(wushan, Role.RECRUITER).get(reverse("desk:jobs")).content.decode()


def test_what_is_refused_says_why(wushan: Place) -> None:
    assert (asked(wushan, refusing).state, asked(wushan, refusing).says) == (Job.State.FAILED, "现在不能做。")


def test_what_breaks_tells_nothing_of_people(wushan: Place, caplog: pytest.LogCaptureFixture) -> None:
    failed = asked(wushan, breaking)
    assert failed.state == Job.State.FAILED and "请再试一次" in failed.says
    assert "张三" not in failed.says + caplog.text and "ValueError" in caplog.text


def test_a_job_that_is_over_is_not_done_again(wushan: Place) -> None:
    done = asked(wushan, printing, pages=1)
    work.call(done.number)
    assert files.attached(done.owner, RESULT).count() == 1


def test_what_a_dead_worker_left_is_done_anew(wushan: Place) -> None:
    done = asked(wushan, printing, pages=1)
    Job.objects.filter(pk=done.pk).update(state=Job.State.WORKING, ended_at=None)
    assert take_up_again() == 1
    done.refresh_from_db()
    assert done.state == Job.State.DONE and files.attached(done.owner, RESULT).count() == 1


def test_progress_alone_is_asked_for_while_it_runs(wushan: Place) -> None:
    done = asked(wushan, printing, pages=2)
    Job.objects.filter(pk=done.pk).update(state=Job.State.WORKING, done=1, ended_at=None)
    address = reverse("desk:job", kwargs={"number": done.number})
    client = browser(wushan, Role.RECRUITER)
    part = client.get(address, headers={"HX-Request": "true"}).content.decode()
    assert "1 / 2" in part and 'hx-trigger="every 1s"' in part and "<html" not in part
    Job.objects.filter(pk=done.pk).update(state=Job.State.DONE, ended_at=clock.now())
    assert client.get(address, headers={"HX-Request": "true"})["HX-Refresh"] == "true"


def test_results_are_kept_for_a_week(wushan: Place) -> None:
    done = asked(wushan, printing, pages=1)
    sweep(clock.today() + timedelta(days=7))
    assert files.attached(done.owner, RESULT).exists()
    sweep(clock.today() + timedelta(days=9))
    assert not files.attached(done.owner, RESULT).exists()
    assert Job.objects.filter(pk=done.pk).exists(), "that it was done is remembered"
