"""A short file comes at once, a long one by a job: the same bytes, for whoever asked alone, gone after a week; and in either
only what its reader may know of."""

from collections.abc import Iterator
from datetime import date, timedelta
from types import SimpleNamespace
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse

from watching import appoint, signed_in, supervisor
from world import Place
from zhongdu import files
from zhongdu.acts.performing import perform
from zhongdu.calendar import clock
from zhongdu.duties import overview_pages, taking_out
from zhongdu.duties.models import Duty
from zhongdu.duties.sweep import sweep
from zhongdu.jobs import working
from zhongdu.jobs.models import Job
from zhongdu.jobs.working import RESULT, work
from zhongdu.leads import acts as leads
from zhongdu.messages.models import Message
from zhongdu.record.keeping import open_docket
from zhongdu.scope.models import Post
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db(transaction=True)
TODAY = date(2026, 3, 11)
SHORT = 5


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(overview_pages, "AT_ONCE", SHORT)
    clock.travel_to(TODAY)
    yield


@pytest.fixture
def city(hunan: Place) -> Place:
    made = hunan.below("430100", "长沙市医疗保障局", "city")
    owed(made, SHORT)
    return made


def owed(place: Place, n: int) -> None:
    rule = place.law.rule("lead.answer")
    for at in range(n):
        Duty.objects.create(
            docket=open_docket("bureaus.office", place.bureau), concept="lead.answer", clause=str(rule.address), says=rule.label,
            strength="must", bureau=place.bureau, since=TODAY, due=TODAY + timedelta(days=at), opened_by="x",
        )  # fmt: skip


def address(**query: str) -> str:
    return f"{reverse('desk:board_workbook')}?{urlencode(query)}"


def made_by_a_job(client: Client, **query: str) -> tuple[Job, bytes]:
    answer = client.post(address(**query))
    made = Job.objects.latest("pk")
    assert answer["Location"] == reverse("desk:job", kwargs={"number": made.number})
    assert made.state == Job.State.DONE, made.says
    return made, client.get(result(made)).getvalue()


def result(made: Job) -> str:
    file = files.attached(made.owner, RESULT).get().public_id
    return reverse("desk:job_result", kwargs={"number": made.number, "file": file})


def test_a_short_file_comes_at_once_and_a_long_one_is_asked_for(city: Place) -> None:
    client = signed_in(city.user(Role.DECIDER))
    assert client.get(address())["Content-Disposition"].startswith("attachment")
    owed(city, 1)
    page = client.get(address(when="open"))
    assert page.status_code == 200 and "一共 6 项" in page.content.decode()
    assert not Job.objects.exists(), "looking starts nothing"
    assert client.get(address(when="met"))["Content-Disposition"].startswith("attachment"), (
        "what is asked for is short"
    )


def test_both_ways_make_the_same_bytes(city: Place) -> None:
    client = signed_in(city.user(Role.DECIDER))
    at_once = client.get(address(concept="lead.answer")).content
    made, later = made_by_a_job(client, concept="lead.answer")
    assert later == at_once and made.says == "共5项。"
    assert made.told == {"query": "concept=lead.answer"}


def test_whoever_asked_is_told_and_nobody_else_gets_it(hunan: Place, city: Place) -> None:
    client = signed_in(city.user(Role.DECIDER))
    made, _ = made_by_a_job(client)
    [told] = Message.objects.filter(kind="jobs.file_ready")
    assert told.user == city.user(Role.DECIDER)
    for other in (city.user(Role.LIAISON), hunan.user(Role.DECIDER)):
        assert signed_in(other).get(result(made)).status_code == 404
    sweep(TODAY + timedelta(days=7))
    assert files.attached(made.owner, RESULT).exists()
    sweep(TODAY + timedelta(days=8))
    assert not files.attached(made.owner, RESULT).exists(), "kept for a week"


def test_what_is_withheld_is_in_neither(hunan: Place, city: Place) -> None:
    term = appoint(city)
    lead = perform(leads.file_lead, term, supervisor(term), words="…", against="430100")
    for place, knows in ((city, False), (hunan, True)):
        asked = taking_out.Asked(place.officer(Role.DECIDER), "", TODAY)
        assert asked.rows.filter(docket=lead.docket).exists() == knows
        made, content = made_by_a_job(signed_in(place.user(Role.DECIDER)))
        assert made.says == f"共{asked.rows.count()}项。"
        assert content == asked.workbook()


def test_a_job_writes_what_its_asker_may_know_of_when_it_is_made(
    city: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever holds no post any more when the job begins gets no file."""
    user = city.user(Role.DECIDER)
    client = signed_in(user)
    monkeypatch.setattr(
        working, "work", SimpleNamespace(enqueue=lambda number: None)
    )  # no worker is free yet
    client.post(address())
    Post.objects.filter(user=user).delete()
    made = Job.objects.latest("pk")
    work.call(made.number)
    made.refresh_from_db()
    assert made.state == Job.State.FAILED and "没有任职" in made.says
    assert not files.attached(made.owner, RESULT).exists()
    assert not Message.objects.filter(kind="jobs.file_ready").exists()
