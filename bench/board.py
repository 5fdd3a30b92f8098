"""履职看板的每一面和Excel：一百个局的省与十个局的省各要多少毫秒，每个局二百项、二千项义务时，及前者是后者的几倍。

As officers open it, through the whole application but no network. Two provinces in one database, one with a hundred
bureaus beneath it and one with ten, every bureau with as many duties: leads (some against the bureau, so that need to
know subtracts), visits and its own office's, nine of ten met, the days spread over two years; each docket with an event
that cites its clause. ``bureau_…`` is one of the bureaus beneath looking at its own. Written in bulk, since what is measured is
reading. A ratio near ten means that a page costs what its rows cost; above it, that something grows worse than its rows.
"""

import random
import sys
from datetime import timedelta
from statistics import median
from time import perf_counter

from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client

from zhongdu.acts.models import acting
from zhongdu.bureaus.opening import open_office
from zhongdu.calendar import clock
from zhongdu.duties.models import Duty
from zhongdu.leads.models import Lead
from zhongdu.record.keeping import append_first, open_dockets
from zhongdu.record.models import Docket
from zhongdu.scope.models import Bureau, Post
from zhongdu.scope.roles import Role

MANY, FEW = 100, 10
SIZES = (200, 2_000)  # duties a bureau
WARM_UP, TURNS, AT_ONCE = 1, 5, 500
DUTIES = (
    ("leads.lead", "lead.answer", "fund-regulation:35/2"),
    ("leads.lead", "lead.explanation", "guidance-2024:whole"),
    ("fieldwork.visit", "work.record", "volunteer-rules:19"),
    ("bureaus.office", "hotline", "fund-regulation:35/2"),
)
FACES = {
    "rows": "/desk/board/",
    "met": "/desk/board/?when=met",
    "standing": "/desk/board/standing/",
    "bureaus_and_heat": "/desk/board/bureaus/",
    "clauses": "/desk/board/clauses/",
    "months": "/desk/board/months/",
    "excel": "/desk/board/board.xlsx?when=overdue",
}


def measure() -> dict[str, float]:
    settings.ALLOWED_HOSTS = ["*"]
    settings.STATIC_ROOT.mkdir(exist_ok=True)
    many, few = province("43", MANY), province("44", FEW)
    readers = {"100": signed_in(many[0]), "10": signed_in(few[0]), "bureau": signed_in(many[1])}
    speaker = User.objects.create(username="speaker")
    figures: dict[str, float] = {}
    made = 0
    for size in SIZES:
        begun = perf_counter()
        for bureau in (*many[1:], *few[1:]):
            for first in range(made, size, AT_ONCE):
                bring(bureau, speaker, first, min(AT_ONCE, size - first))
        made = size
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # as a database in service has done by itself
        print(f"{size}: {perf_counter() - begun:.0f} s", file=sys.stderr)
        figures |= asked(readers, size)
    return figures


def province(code: str, n: int) -> list[Bureau]:
    """A province and so many bureaus beneath it, the province first."""
    day = clock.today() - timedelta(days=3000)
    top = Bureau.objects.create(
        code=f"{code}0000", name=f"测试省{code}医疗保障局", level="province", since=day
    )
    made = [top] + [
        Bureau.objects.create(
            code=f"{code}{at:04}", name=f"测试市{code}{at}医疗保障局", level="city", since=day, parent=top
        )
        for at in range(1, n + 1)
    ]
    for bureau in made:
        open_office(bureau)
    return made


def signed_in(bureau: Bureau) -> Client:
    user = User.objects.create(username=f"bench-{bureau.code}")
    Post.objects.create(user=user, bureau=bureau, role=Role.DECIDER, since=bureau.since)
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def bring(bureau: Bureau, speaker: User, first: int, count: int) -> None:
    """So many more duties of one bureau, each on a docket of its own."""
    today, chance = clock.today(), random.Random(f"{bureau.code} {first}")
    for at, (kind, concept, clause) in enumerate(DUTIES):
        dockets = open_dockets(kind, bureau, count // len(DUTIES) + (at < count % len(DUTIES)))
        if kind == Lead.kind():
            rows = [
                Lead(
                    docket=docket, bureau=bureau, user=speaker, filed_on=today,
                    against=bureau if chance.random() < 0.02 else None,
                )
                for docket in dockets
            ]  # fmt: skip
            with acting():
                Lead.objects.bulk_create(rows)
        append_first(
            [(docket, {}) for docket in dockets], on=today - timedelta(days=chance.randrange(300)), deed="bench",
            act="leads.file_lead", actor={"user": speaker.pk, "role": "supervisor", "bureau": bureau.code},
            measure="national", version="bench", clauses=[clause],
        )  # fmt: skip
        Duty.objects.bulk_create([duty(docket, bureau, concept, clause, chance) for docket in dockets])


def duty(docket: Docket, bureau: Bureau, concept: str, clause: str, chance: random.Random) -> Duty:
    since = clock.today() - timedelta(days=chance.randrange(700))
    due = since + timedelta(days=30) if chance.random() < 0.8 else None
    met = since + timedelta(days=chance.randrange(1, 40)) if chance.random() < 0.9 else None
    return Duty(
        docket=docket, kind=docket.kind, concept=concept, clause=clause, says="示例", strength="must", bureau=bureau,
        since=since, due=due, source="target" if due else "none", opened_by="bench", met_on=met, met_by="bench" if met else "",
    )  # fmt: skip


def asked(readers: dict[str, Client], size: int) -> dict[str, float]:
    """The median milliseconds of each face for each reader, and how many times the ten bureaus' the hundred's is."""
    taken: dict[tuple[str, str], list[float]] = {}
    for turn in range(WARM_UP + TURNS):
        for face, address in FACES.items():
            for who, client in readers.items():
                if face == "bureaus_and_heat" and who == "bureau":
                    continue  # there is nothing below it
                begun = perf_counter()
                if (answer := client.get(address)).status_code != 200:
                    raise RuntimeError(f"{address} answered {answer.status_code}")
                if turn >= WARM_UP:
                    taken.setdefault((face, who), []).append((perf_counter() - begun) * 1000)
    figures = {f"{face}_{who}x{size}_ms": round(median(each), 1) for (face, who), each in taken.items()}
    return figures | {
        f"{face}_x{size}_ratio_100_to_10": round(median(taken[face, "100"]) / median(taken[face, "10"]), 2)
        for face in FACES
    }
