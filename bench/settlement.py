"""每秒答多少次“能不能结算”，与同一服务器的空页面相比；办完一件处理，各进程的下一次答复对不对。

Two thousand institutions with agreements, two server processes, two clients that keep several connections open and
ask for one code after another. Rounds of the empty page and of answers take turns, so that whatever else the
machine does falls on both; the median round counts, and of each round its 99th percentile.
Then one institution's payments are stopped and restored again and again, and after each act every connection, over
all processes, asks for it: one answer that is not that of the last act is one too many.
"""

import json
import os
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from hashlib import sha256
from http.client import HTTPConnection
from pathlib import Path
from statistics import median, quantiles
from subprocess import PIPE, Popen
from sys import executable
from typing import Any

from _bureaus import found_bureaus
from django.conf import settings

from zhongdu.acts.models import acting
from zhongdu.acts.performing import perform
from zhongdu.agreements import acts
from zhongdu.agreements.models import Agreement, Text
from zhongdu.bureaus.opening import open_office
from zhongdu.calendar import clock
from zhongdu.cli.postgres import free_port
from zhongdu.cli.server import HOST, serving, wait_until_ready
from zhongdu.inspections.models import Inspection, Obstacle, Respondent
from zhongdu.institutions.queries import Institution
from zhongdu.record.keeping import open_dockets
from zhongdu.scope.actor import Actor, Stand
from zhongdu.scope.roles import Role

INSTITUTIONS, WORKERS, CLIENTS, ROUNDS, SECONDS, ACTS, CONNECTIONS = 2_000, 2, 2, 5, 3, 20, 24
SECRET = "s" * 64


def measure() -> dict[str, float]:
    _, cities = found_bureaus()
    bureau = cities[0]
    codes = sign_agreements(bureau)
    perform(
        acts.issue_settlement_key, open_office(bureau), who(bureau, Role.SYSTEM_ADMIN), name="bench", number="bench",
        digest=sha256(SECRET.encode()).hexdigest(),
    )  # fmt: skip
    port = free_port()
    settings.WORKERS = WORKERS
    settings.STATIC_ROOT.mkdir(exist_ok=True)
    beside = [str(Path(__file__).parent), *filter(None, [os.environ.get("PYTHONPATH")])]
    os.environ["PYTHONPATH"] = os.pathsep.join(beside)
    with serving(port, "_with_empty:application") as server:
        wait_until_ready(server, port)
        empty, answers = rounds(port, codes)
        wrong, processes, asked = after_each_act(port, bureau, codes[0])
    rate = {
        name: median(round_[0] for round_ in found)
        for name, found in (("empty", empty), ("answers", answers))
    }
    late = {
        name: median(round_[1] for round_ in found)
        for name, found in (("empty", empty), ("answers", answers))
    }
    return {
        "answers_per_second": round(rate["answers"]),
        "empty_per_second": round(rate["empty"]),
        "answers_beside_empty": round(rate["answers"] / rate["empty"], 3),
        "answers_p99_ms": round(late["answers"], 2),
        "empty_p99_ms": round(late["empty"], 2),
        "processes_asked": processes,
        "answers_after_acts": asked,
        "wrong_after_acts": wrong,
    }


def who(bureau: Any, role: Role) -> Actor:
    return Actor(posts=(Stand(role, bureau.pk, bureau.path, bureau.level),))


def sign_agreements(bureau: Any) -> list[str]:
    """Straight into the database: how they came about is not what is measured."""
    today = clock.today()
    codes = [f"H{n:011d}" for n in range(INSTITUTIONS)]
    with acting():
        text = Text.objects.create(
            bureau=bureau, kind="other", version=1, title="bench", body="bench", since=today
        )
        Institution.objects.bulk_create(
            [Institution(code=code, name=code, kind="medical_institution", bureau=bureau) for code in codes],
            batch_size=500,
        )
        dockets = open_dockets(Agreement.kind(), bureau, INSTITUTIONS)
        rows = Institution.objects.filter(code__in=codes).order_by("code")
        Agreement.objects.bulk_create(
            [
                Agreement(
                    docket=docket, bureau=bureau, state="in_term", institution=one, name=one.name, sort="other", text=text,
                    applied_on=today, signed_on=today, since=today, until=today + timedelta(days=364),
                )
                for docket, one in zip(dockets, rows, strict=True)
            ],
            batch_size=500,
        )  # fmt: skip
    return codes


def rounds(port: int, codes: list[str]) -> tuple[list[tuple[float, float]], list[tuple[float, float]]]:
    """(requests a second, 99th percentile in milliseconds) of each round, of the empty page and of answers."""
    paths = [f"/api/v1/settlement/{code}" for code in codes]
    know_all(port, codes)
    ask(port, paths, seconds=1)
    ask(port, ["/empty/"], seconds=1)
    empty, answers = [], []
    for _ in range(ROUNDS):
        empty.append(ask(port, ["/empty/"], SECONDS))
        answers.append(ask(port, paths, SECONDS))
    return empty, answers


def know_all(port: int, codes: list[str]) -> None:
    """Every process works each answer out once, before anything is measured: over enough connections to reach them all."""
    for _ in range(CONNECTIONS):
        line = HTTPConnection(HOST, port, timeout=30)
        for at in range(0, len(codes), 1000):
            asked = json.dumps({"codes": codes[at : at + 1000]})
            headers = {"Authorization": f"Bearer bench.{SECRET}", "Content-Type": "application/json"}
            line.request("POST", "/api/v1/settlement", asked, headers)
            if (answer := line.getresponse()).status != 200:
                raise RuntimeError(f"the bulk question was answered {answer.status}")
            answer.read()
        line.close()


def ask(port: int, paths: list[str], seconds: float) -> tuple[float, float]:
    """Clients in processes of their own, so that they wait for no lock of ours."""
    asked = json.dumps({"port": port, "paths": paths, "seconds": seconds, "token": f"bench.{SECRET}"})
    command = [executable, str(Path(__file__).parent / "_asking.py")]
    clients = [Popen(command, stdin=PIPE, stdout=PIPE, text=True) for _ in range(CLIENTS)]
    with ThreadPoolExecutor(CLIENTS) as pool:
        told = [json.loads(out) for out, _ in pool.map(lambda each: each.communicate(asked), clients)]
    taken = [one for each in told for one in each["milliseconds"]]
    return len(taken) / seconds, quantiles(taken, n=100)[98]


def after_each_act(port: int, bureau: Any, code: str) -> tuple[int, int, int]:
    """How many answers were not those of the last act; how many processes were asked; how many answers there were."""
    open_ = [HTTPConnection(HOST, port, timeout=30) for _ in range(CONNECTIONS)]
    processes = {got(each, "/process/") for each in open_}
    agreement = Agreement.objects.select_related("docket", "bureau").get(institution__code=code)
    chief, today, wrong = who(bureau, Role.DECIDER), clock.today(), 0
    inspection = obstructed(bureau, agreement.institution)
    for turn in range(ACTS):
        stops = turn % 2 == 0
        if stops:
            perform(
                acts.stop_settlement, agreement, chief, inspection=inspection, suspicion="bench", refused="bench", since=today,
                review_on=today, way="approved",
            )  # fmt: skip
        else:
            perform(acts.restore_settlement, agreement, chief, words="bench")
        for each in open_:
            wrong += json.loads(got(each, f"/api/v1/settlement/{code}"))["may_settle"] is stops
    return wrong, len(processes), ACTS * CONNECTIONS


def obstructed(bureau: Any, institution: Any) -> str:
    """The number of an inspection under way with which the institution does not cooperate: only then may payments stop."""
    with acting():
        [docket] = open_dockets(Inspection.kind(), bureau, 1)
        made = Inspection.objects.create(
            docket=docket, bureau=bureau, home=bureau, title="bench", state=Inspection.State.UNDER_WAY,
            way="inspection.way.special", planned_by=0, began_at=clock.now(),
        )  # fmt: skip
        one = Respondent.objects.create(inspection=made, at=1, kind="institution", institution=institution)
        Obstacle.objects.create(
            inspection=made, respondent=one, sort="refused", happened_at=clock.now(), at=2
        )
    return str(made.number)


def got(connection: HTTPConnection, path: str) -> str:
    connection.request("GET", path, headers={"Authorization": f"Bearer bench.{SECRET}"})
    answer = connection.getresponse()
    if answer.status != 200:
        raise RuntimeError(f"{path} answered {answer.status}")
    return answer.read().decode()
