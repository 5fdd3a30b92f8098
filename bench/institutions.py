"""导入十万家机构的名单要多少时间，与 python-calamine 只读同一个文件相比；十万家里翻页、查找，与一千家相比。

Two offices: a small city with a thousand institutions and a large one with a hundred thousand, each brought in from a
workbook by the act itself. The large list comes in new, then again unchanged, then with every tenth address changed (so
that ten thousand former particulars are kept). Pages are the desk's own, asked for by an officer; medians count.
"""

import io
from collections.abc import Callable
from datetime import timedelta
from statistics import median
from time import perf_counter

import python_calamine
import xlsxwriter
from _bureaus import found_bureaus, signed_in
from django.conf import settings
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from zhongdu.acts.performing import perform
from zhongdu.bureaus.opening import open_office
from zhongdu.calendar import clock
from zhongdu.institutions.acts import import_list
from zhongdu.institutions.models import Former, Institution
from zhongdu.institutions.rules import COLUMNS
from zhongdu.scope.actor import SYSTEM
from zhongdu.scope.models import Bureau
from zhongdu.scope.roles import Role

FEW, MANY, ROUNDS = 1_000, 100_000, 7
PAGES = {"list": {}, "search": {"q": "和平 药房"}, "code": {"q": "P43020005"}}


def measure() -> dict[str, float]:
    settings.ALLOWED_HOSTS = ["*"]
    _, cities = found_bureaus()
    small, large = cities[:2]
    content = workbook(large.code, MANY)
    bare = seconds(
        lambda: python_calamine.load_workbook(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    )
    bring_in(small, workbook(small.code, FEW))
    new = seconds(lambda: bring_in(large, content))
    same = seconds(lambda: bring_in(large, content))
    changed = seconds(lambda: bring_in(large, workbook(large.code, MANY, every=10)))
    if Institution.objects.count() != FEW + MANY or Former.objects.count() != MANY // 10:
        raise RuntimeError("the lists did not come in as they should")
    figures = {
        "rows": MANY, "bare_calamine_seconds": round(bare, 2), "import_new_seconds": round(new, 2),
        "import_beside_bare": round(new / bare, 1), "again_unchanged_beside_bare": round(same / bare, 1),
        "again_a_tenth_changed_beside_bare": round(changed / bare, 1),
    }  # fmt: skip
    few, many = asked(small), asked(large)
    for name in PAGES:
        figures[f"{name}_ms_of_a_thousand"] = round(few[name] * 1000, 1)
        figures[f"{name}_a_hundred_thousand_beside_a_thousand"] = round(many[name] / few[name], 2)
    return figures


def bring_in(bureau: Bureau, content: bytes) -> None:
    file, day = SimpleUploadedFile("list.xlsx", content), clock.today()
    as_of = day if Institution.objects.filter(bureau=bureau).exists() else day - timedelta(days=30)
    perform(import_list, open_office(bureau), SYSTEM, file=file, as_of=as_of)


def asked(bureau: Bureau) -> dict[str, float]:
    client = signed_in(bureau, Role.CASE_OFFICER)
    found = {name: median(page(client, query) for _ in range(ROUNDS)) for name, query in PAGES.items()}
    User.objects.filter(username="bench").update(username=f"bench-{bureau.code}")
    return found


def page(client: Client, query: dict[str, str]) -> float:
    def get() -> None:
        answer = client.get("/desk/institutions/", query)
        if answer.status_code != 200:
            raise RuntimeError(f"the list answers {answer.status_code}")

    return seconds(get)


def workbook(division: str, rows: int, every: int = 0) -> bytes:
    """Pharmacies on streets of a few names; every so many of them moved."""
    streets = ("和平", "建设", "人民", "解放", "中山", "东风", "新华", "胜利", "光明", "文化")
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, list(COLUMNS.values()))
        for row in range(rows):
            street = streets[row % len(streets)]
            cells = {
                "code": f"P{division}{row:05}", "name": f"示例{street}路药房第{row}店",
                "address": f"{street}路{row}号" + ("之一" if every and row % every == 0 else ""),
            }  # fmt: skip
            sheet.write_row(row + 1, 0, [cells.get(name, "") for name in COLUMNS])
    return out.getvalue()


def seconds(deed: Callable[[], object]) -> float:
    begun = perf_counter()
    deed()
    return perf_counter() - begun
