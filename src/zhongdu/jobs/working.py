"""Declaring jobs, asking for them, and doing them. A room's jobs stand in its ``jobs.py``.

::

    @job("成批制发聘书")
    def print_papers(run: Run, *, numbers: list[str]) -> None:
        for done, number in enumerate(numbers):
            run.at(done, len(numbers), "正在印制")
            ...
        run.give(pdf, "聘书.pdf")

    started = start(print_papers, bureau=bureau, by=actor, numbers=[...])

A job may be done twice, should the machine die in its middle: what it changes, it changes by acts with a key.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.module_loading import autodiscover_modules
from django_tasks import task

from zhongdu import files
from zhongdu.acts.refusal import Refused
from zhongdu.calendar import clock
from zhongdu.files.sniffing import DOCUMENTS
from zhongdu.jobs.models import Job
from zhongdu.messages.telling import tell
from zhongdu.record.keeping import random_number
from zhongdu.scope.actor import Actor, officer

RESULT = "result"
_OFTEN = 0.5  # seconds between two notes of progress
_LARGEST = 512 * 1024 * 1024  # bytes of a result: our own printing, not anybody's upload
_RESULTS = DOCUMENTS | {"application/zip", "application/json", "text/plain"}
State = Job.State

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Kind:
    """A job as it was declared."""

    name: str
    title: str
    function: Callable[..., None]
    tells: str = ""  # what whoever asked is told once it is done, beside the job's own page


KINDS: dict[str, Kind] = {}


def job(title: str, *, tells: str = "") -> Callable[[Callable[..., None]], Kind]:
    """Declare a job; its arguments must be plain data, for they wait in the database."""

    def declare(function: Callable[..., None]) -> Kind:
        name = ".".join([*function.__module__.split(".")[-2:-1], function.__name__])
        KINDS[name] = Kind(name, title, function, tells)
        return KINDS[name]

    return declare


@dataclass
class Run:
    """A job in progress, as its function sees it."""

    job: Job
    noted: float = field(default=0.0)

    @property
    def by(self) -> Actor:
        """Who asked, with the posts they hold today."""
        user = get_user_model().objects.get(pk=self.job.asked_by_id)
        return officer(user, clock.today())

    def at(self, done: int, total: int = 0, says: str = "") -> None:
        """How far it is, written down now and then: ``done`` of ``total``, and a few words."""
        if done and done != total and monotonic() - self.noted < _OFTEN:
            return
        self.noted = monotonic()
        self.job.done, self.job.total, self.job.says = done, total or self.job.total, says[:300]
        Job.objects.filter(pk=self.job.pk).update(done=done, total=self.job.total, says=self.job.says)

    def give(self, content: bytes, name: str) -> None:
        """A file for whoever asked, under the name they will save it by."""
        file = ContentFile(content, name=name)
        files.store(
            file, owner=self.job.owner, kind=RESULT, allow=_RESULTS, limit=_LARGEST, added_by=self.job.asked_by_id
        )  # fmt: skip

    def lead_to(self, address: str) -> None:
        """The page on which the outcome is looked at."""
        self.job.leads_to = address


def start(kind: Kind, *, bureau: Any, by: Actor, **told: Any) -> Job:
    """Ask for a job; it begins as soon as this transaction is over and a worker is free."""
    if by.user_id is None:
        raise TypeError("only somebody signed in asks for a job")
    made = Job.objects.create(
        number=random_number(), kind=kind.name, title=kind.title, bureau=bureau, asked_by_id=by.user_id,
        told=told, asked_at=clock.now(),
    )  # fmt: skip
    transaction.on_commit(lambda: work.enqueue(made.number))
    return made


@task()
def work(number: str) -> None:
    """Do one job to its end, whatever that is; its page tells how it went."""
    autodiscover_modules("acts", "jobs")
    found = Job.objects.select_related("bureau").get(number=number)
    claimed = Job.objects.filter(pk=found.pk, state=State.WAITING)
    if not claimed.update(state=State.WORKING, began_at=clock.now()):
        return  # done already, or in somebody else's hands
    run = Run(found)
    try:
        KINDS[found.kind].function(run, **found.told)
    except Refused as refused:
        _end(found, State.FAILED, refused.sentence)
    except Exception as error:
        # The kind of error only: its text could carry somebody's particulars.
        log.error("the job %s failed: %s", found.kind, type(error).__name__)
        _end(
            found,
            State.FAILED,
            getattr(error, "sentence", "") or "没有做完，请再试一次；还是不行，请联系系统管理员。",
        )
    else:
        _end(found, State.DONE, found.says)
        if words := KINDS[found.kind].tells:
            tell(words, found.asked_by_id, found.bureau, occasion=found.number)


def _end(job: Job, state: str, says: str) -> None:
    job.state, job.says, job.ended_at = state, says[:300], clock.now()
    if state == State.DONE:
        job.done = job.total
    job.save(update_fields=["state", "says", "ended_at", "done", "leads_to"])


def take_up_again() -> int:
    """Queue anew what a worker that died left in its middle; called before the only worker starts. How many."""
    left = list(Job.objects.filter(state__in=[State.WORKING, State.WAITING]).order_by("pk"))
    for each in left:
        Job.objects.filter(pk=each.pk).update(state=State.WAITING, done=0, began_at=None)
        for half in files.attached(each.owner, RESULT):
            files.erase(half)
        work.enqueue(each.number)
    return len(left)
