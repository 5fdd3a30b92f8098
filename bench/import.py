"""读并检查十万行纸质报名表要多少时间，与 python-calamine 只读同一个文件相比；录入一千份又要多少。

The workbook is what an officer would bring: Beijing's form, every row right in itself. Checking reads every cell, every
ID number and every condition, and nobody twice; the bare reader lays the same cells out as Python values and no more.
Bringing in makes a docket, an application, the vault's entries and an event of each row, all in one act. Reading and
checking alternate with the bare reading, and the median round counts.
"""

import io
from collections.abc import Callable
from datetime import date, timedelta
from statistics import median
from time import perf_counter

import python_calamine
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

from zhongdu.acts.performing import perform
from zhongdu.bureaus.opening import open_office
from zhongdu.calendar import clock
from zhongdu.law.governing import governing
from zhongdu.law.shelves import shelf
from zhongdu.measures import acts as measures
from zhongdu.recruitment import acts
from zhongdu.recruitment.importing import intake_of
from zhongdu.recruitment.intake import Intake
from zhongdu.recruitment.queries import Notice
from zhongdu.scope.actor import SYSTEM, Actor, Stand
from zhongdu.scope.models import Bureau
from zhongdu.scope.roles import Role
from zhongdu.vault.identity import check_digit

ROWS, WRITTEN, ROUNDS = 100_000, 1_000, 3


def measure() -> dict[str, float]:
    notice = published()
    intake = intake_of(notice, governing(notice.bureau, clock.today()))
    content = workbook(intake, ROWS)
    bare, checked = [], []
    for _ in range(ROUNDS):
        bare.append(
            seconds(
                lambda: python_calamine.load_workbook(io.BytesIO(content)).get_sheet_by_index(0).to_python()
            )
        )
        checked.append(seconds(lambda: check(intake, content)))
    written = seconds(lambda: bring_in(notice, workbook(intake, WRITTEN)))
    return {
        "rows": ROWS,
        "read_and_check_seconds": round(median(checked), 2),
        "bare_calamine_seconds": round(median(bare), 2),
        "check_beside_bare": round(median(checked) / median(bare), 2),
        "applications_written_per_second": round(WRITTEN / written, 1),
    }


def check(intake: Intake, content: bytes) -> None:
    lines, mistakes = intake.check(intake.sheet.rows(io.BytesIO(content)), clock.today())
    if len(lines) != ROWS or mistakes:
        raise RuntimeError(f"{len(lines)} lines, {mistakes[:3]}")


def bring_in(notice: Notice, content: bytes) -> None:
    file = SimpleUploadedFile("forms.xlsx", content)
    perform(acts.import_applications, notice, SYSTEM, file=file, consent="同意。", batch="bench")


def published() -> Notice:
    """An open notice of a city under Beijing's measure."""
    bureau = Bureau.objects.create(code="110000", name="测试局", level="city", since=date(2020, 1, 1))
    office = open_office(bureau)
    posts = tuple(
        Stand(role, bureau.pk, bureau.path, bureau.level) for role in (Role.DECIDER, Role.RECRUITER)
    )
    officer, today = Actor(posts=posts), clock.today()
    perform(
        measures.commence, office, officer, code="beijing", since=shelf().statute("beijing").pack.head.signed
    )
    drafted = perform(
        acts.draft_notice, office, officer, title="测试", body="测试", quota=30, channels=["channel.open"],
        opens_on=today - timedelta(days=1), closes_on=today + timedelta(days=30),
    )  # fmt: skip
    return perform(acts.publish_notice, drafted, officer)  # type: ignore[no-any-return]


def workbook(intake: Intake, rows: int) -> bytes:
    """Made-up people, each with an ID number of their own that checks."""
    given = {each.name: (each.options[0] if each.options else "示例") for each in intake.typed}
    given |= dict.fromkeys(intake.confirmed, "是") | {"phone": "13800000000"}
    out, today = io.BytesIO(), clock.today().isoformat()
    with xlsxwriter.Workbook(out, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, list(intake.sheet.columns.values()))
        for row in range(rows):
            born = date(1960, 1, 1) + timedelta(days=row // 900)
            first = f"110101{born:%Y%m%d}{row % 900:03d}"
            cells = given | {
                "received_on": today, "form_signed_on": today, "id_number": first + check_digit(first), "channel": "公开选聘",
            }  # fmt: skip
            sheet.write_row(row + 1, 0, [cells.get(name, "") for name in intake.sheet.columns])
    return out.getvalue()


def seconds(deed: Callable[[], object]) -> float:
    begun = perf_counter()
    deed()
    return perf_counter() - begun
