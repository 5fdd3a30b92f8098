"""监督员名单第一页、最后一页和筛选页在一千人和十万人时各要多少毫秒，及两者之比。

The list of the desk as a province's officer opens it, through the whole application (middleware, gate, query, names out of
the vault, template) but no network. Fourteen cities; rows are written straight into the tables, since what is measured is
reading. Each page is asked for in turn with the others; the median counts.
"""

from datetime import timedelta
from statistics import median
from time import perf_counter

from _bureaus import CITIES, found_bureaus, signed_in
from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.urls import reverse

from zhongdu.acts.models import acting
from zhongdu.calendar import clock
from zhongdu.kit import lists
from zhongdu.record.models import Docket
from zhongdu.roster.models import Appointment
from zhongdu.scope.models import Bureau
from zhongdu.scope.roles import Role
from zhongdu.vault.models import Entry
from zhongdu.vault.safe import _seal  # many at a time: no act wrote these rows

FEW, MANY, AT_ONCE = 1_000, 100_000, 5_000
WARM_UP, TURNS = 3, 15


def measure() -> dict[str, float]:
    settings.ALLOWED_HOSTS = ["*"]
    settings.STATIC_ROOT.mkdir(exist_ok=True)
    province, cities = found_bureaus()
    client = signed_in(province, Role.DECIDER)
    figures: dict[str, dict[str, float]] = {}
    made = 0
    for size in (FEW, MANY):
        while made < size:
            made += appoint(cities, made, min(AT_ONCE, size - made))
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # as a database in service has done by itself
        figures[f"{size // 1000}k"] = in_turns(client, pages(cities[3]))
    few, many = figures.values()
    return {f"{name}_{at}_ms": round(each[name], 1) for at, each in figures.items() for name in each} | {
        f"{name}_ratio": round(many[name] / few[name], 2) for name in few
    }


def appoint(cities: list[Bureau], first: int, count: int) -> int:
    """So many more supervisors, every ninth of them ended, their terms spread over three years."""
    today, serials = clock.today(), range(first, first + count)
    users = User.objects.bulk_create([User(username=f"s{at}", password="!") for at in serials])
    dockets = Docket.objects.bulk_create(
        [
            Docket(
                number=f"B{at:08}", kind=Appointment.kind(), bureau=cities[at % CITIES], opened_at=clock.now()
            )
            for at in serials
        ]
    )
    rows = [
        Appointment(
            docket=docket, bureau=docket.bureau, user=user, letter_number=f"430000-2026-{at:06}", verify_code=f"b{at}",
            since=today - timedelta(days=at * 7 % 1090), until=today + timedelta(days=1096 - at * 7 % 1090), measure="x",
            measure_version="y", **(ended(today) if at % 9 == 0 else {}),
        )
        for at, docket, user in zip(serials, dockets, users, strict=True)
    ]  # fmt: skip
    with acting():
        Appointment.objects.bulk_create(rows)
    Entry.objects.bulk_create(
        [_seal(docket.number, "name", 1, f"测试{at}") for at, docket in zip(serials, dockets, strict=True)]
    )
    return count


def ended(today: object) -> dict[str, object]:
    return {"state": "ended", "ended_on": today, "ground": "ending.ground.other", "papers": "void"}


def pages(city: Bureau) -> dict[str, str]:
    """The address of each page that is measured; the last one is where a reader who pages to the end arrives."""
    listed = reverse("desk:appointments")
    at = Appointment.objects.order_by("id").values_list("id", flat=True)[lists.SIZE]
    last = lists.make_cursor(Appointment, lists.keys_of(Appointment.objects.all(), ("-id",)), False, [at])
    soon = (clock.today() + timedelta(days=90)).isoformat()
    number = Appointment.objects.order_by("id").values_list("letter_number", flat=True)[
        Appointment.objects.count() // 2
    ]
    return {
        "first": listed,
        "last": f"{listed}?cursor={last}",
        "of_a_city": f"{listed}?of={city.code}&state=ended",
        "ending_soon": f"{listed}?soon={soon}",
        "by_number": f"{listed}?number={number}",
        "pool": reverse("desk:pool"),
    }


def in_turns(client: Client, addresses: dict[str, str]) -> dict[str, float]:
    """The median milliseconds of each page."""
    taken: dict[str, list[float]] = {name: [] for name in addresses}
    for turn in range(WARM_UP + TURNS):
        for name, address in addresses.items():
            begun = perf_counter()
            answer = client.get(address)
            if answer.status_code != 200 or b"B0" not in answer.content:
                raise RuntimeError(f"{address} answered {answer.status_code}")
            if turn >= WARM_UP:
                taken[name].append((perf_counter() - begun) * 1000)
    return {name: median(each) for name, each in taken.items()}
