"""线索列表、按词查找（少见的词、常见的词、两个词）、打开一条，在一千条和十万条时各要多少毫秒，及与一千条之比。

The desk as a province's officer opens it, through the whole application (middleware, gate, query, words out of the vault,
template) but no network. Fourteen cities; every lead has a docket with its event, sealed words, a duty and its place in
the index, written in bulk, since what is measured is reading; every tenth still waits. A common word stands in half of
all leads, a rare one in some dozens, however many there are. Each page is asked for in turn with the others; the median
counts. ``lists_million`` is the same with a million leads more.
"""

import random
import sys
from datetime import timedelta
from statistics import median
from time import perf_counter

from _bureaus import CITIES, found_bureaus, signed_in
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.urls import reverse

from zhongdu import vault
from zhongdu.acts.models import acting
from zhongdu.calendar import clock
from zhongdu.duties.models import Duty
from zhongdu.kit import lists
from zhongdu.kit.sealed import seal
from zhongdu.leads import searching
from zhongdu.leads.models import Lead
from zhongdu.record.keeping import append_first, open_dockets
from zhongdu.scope.models import Bureau
from zhongdu.scope.roles import Role

SIZES, AT_ONCE, MANY = (1_000, 100_000), 50, 500
WARM_UP, TURNS = 3, 15
COMMON, RARE, RARELY = "药店", "洗衣粉", 20
CHARACTERS = (
    "医保卡刷药品换挂床住院病人票据结算虚开诊所买卖日用品身份证冒名检查收费项目重复超标准分解护理床位耗材目录"
)


def measure() -> dict[str, float]:
    settings.ALLOWED_HOSTS = ["*"]
    settings.STATIC_ROOT.mkdir(exist_ok=True)
    province, cities = found_bureaus()
    client, speaker = signed_in(province, Role.CASE_OFFICER), User.objects.create(username="speaker")
    figures: dict[str, dict[str, float]] = {}
    made = 0
    for size in SIZES:
        begun = perf_counter()
        first_rare = max(size // RARELY, 1)
        while made < size:
            made += bring(cities, speaker, made, min(AT_ONCE, size - made), first_rare)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # as a database in service has done by itself
        print(f"{size}: {perf_counter() - begun:.0f} s", file=sys.stderr)
        figures[f"{size // 1000}k"] = in_turns(client, pages(cities[3], client.session[SESSION_KEY]))
    first = next(iter(figures.values()))
    return {f"{name}_{at}_ms": round(each[name], 1) for at, each in figures.items() for name in each} | {
        f"{name}_ratio_{at}": round(each[name] / first[name], 2)
        for at, each in list(figures.items())[1:]
        for name in each
    }


def bring(cities: list[Bureau], speaker: User, first: int, count: int, rarely: int) -> int:
    """So many more leads of one city, as filing and answering would have left them."""
    city, today, chance = cities[first // AT_ONCE % CITIES], clock.today(), random.Random(first)
    dockets = open_dockets(Lead.kind(), city, count)
    chance.shuffle(dockets)  # they come sorted by number
    waits = {docket.pk: at % 10 == 0 for at, docket in enumerate(dockets)}
    rows = [
        Lead(
            docket=docket, bureau=city, user=speaker, filed_on=today - timedelta(days=at % 900),
            **({} if waits[docket.pk] else {"state": "answered", "answered_on": today, "outcome": "proved"}),
        )
        for at, docket in enumerate(dockets)
    ]  # fmt: skip
    with acting():
        Lead.objects.bulk_create(rows, batch_size=MANY)
    told = {
        docket.number: {
            "narrative": narrative(chance, (first + at) % rarely == 0),
            "event_place": f"示例路{first + at}号",
        }
        for at, docket in enumerate(dockets)
    }
    fixed = vault.put_first(told)
    said = [
        (docket, {"state": "filed", "vault": {"words": list(fixed[docket.number]["narrative"])}})
        for docket in dockets
    ]
    append_first(
        said, on=today, deed="bench", act="leads.file_lead", actor={"user": speaker.pk, "role": "supervisor", "bureau": city.code},
        measure="national", version="bench", clauses=[],
    )  # fmt: skip
    Duty.objects.bulk_create(
        [
            Duty(
                docket=docket, kind=docket.kind, concept="lead.answer", clause="hunan:7.3", says="答复", strength="must",
                bureau=city, since=today, due=today + timedelta(days=30), source="target", opened_by="bench",
                **({} if waits[docket.pk] else {"met_on": today, "met_by": "bench"}),
            )
            for docket in dockets
        ],
        batch_size=MANY,
    )  # fmt: skip
    searching.index([lead.pk for lead in rows])
    return count


def narrative(chance: random.Random, is_rare: bool) -> str:
    """Some eighty characters with the common word in every other lead."""
    words = "".join(chance.choices(CHARACTERS, k=70))
    common = f"在{COMMON}看到" if chance.random() < 0.5 else ""
    return f"{words[:30]}，{common}{words[30:]}。{'有人卖' + RARE if is_rare else ''}"


def pages(city: Bureau, reader: str) -> dict[str, str]:
    """The address of each page that is measured; "last" is where a reader who pages to the end arrives."""
    listed = reverse("desk:leads")

    def looking(words: str) -> str:
        return f"{listed}?q={seal(words, f'{listed} {reader}')}"

    answered = Lead.objects.filter(state="answered").order_by("id").values_list("id", flat=True)[lists.SIZE]
    last = lists.make_cursor(Lead, lists.keys_of(Lead.objects.all(), ("-id",)), False, [answered])
    middle = Lead.objects.select_related("docket").order_by("id")[Lead.objects.count() // 2]
    return {
        "first": listed,
        "last": f"{listed}?done=1&cursor={last}",
        "rare_word": looking(RARE),
        "common_word": looking(COMMON),
        "common_word_last": f"{looking(COMMON)}&cursor={last}",
        "two_words": looking(f"{COMMON} {RARE}"),
        "common_word_waiting": f"{looking(COMMON)}&state=filed",
        "common_word_of_a_city": f"{looking(COMMON)}&of={city.code}",
        "no_such_word": looking("暗访"),
        "by_number": looking(middle.number),
        "open": reverse("desk:lead", kwargs={"number": middle.number}),
    }


def in_turns(client: Client, addresses: dict[str, str]) -> dict[str, float]:
    """The median milliseconds of each page."""
    taken: dict[str, list[float]] = {name: [] for name in addresses}
    for turn in range(WARM_UP + TURNS):
        for name, address in addresses.items():
            begun = perf_counter()
            answer = client.get(address)
            finds_nothing = name in ("no_such_word", "two_words", "common_word_of_a_city", "common_word_last")
            if answer.status_code != 200 or not (finds_nothing or b"/desk/leads/" in answer.content):
                raise RuntimeError(f"{address} answered {answer.status_code}")
            if turn >= WARM_UP:
                taken[name].append((perf_counter() - begun) * 1000)
    return {name: median(each) for name, each in taken.items()}
