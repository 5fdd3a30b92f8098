"""The credit entries made known to one department, as the workbook it is handed: what was shared with it and nothing else."""

import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from typing import Any

import xlsxwriter
from django.http import Http404, HttpRequest, HttpResponse

from zhongdu.calendar import clock
from zhongdu.cases import queries
from zhongdu.cases.crediting import sharing
from zhongdu.cases.models import READERS, CreditEntry
from zhongdu.cases.showing import day
from zhongdu.kit.pages import page
from zhongdu.kit.workbooks import HEAD, MEDIA_TYPE
from zhongdu.law.governing import governing
from zhongdu.law.reliance import rests_on
from zhongdu.scope.actor import Actor
from zhongdu.scope.models import Bureau

COLUMNS = (
    "当事人",
    "统一社会信用代码",
    "决定书文号",
    "违法行为",
    "决定之日",
    "联合惩戒对象",
    "状态",
    "记入之日",
    "修复或者撤回之日",
)
_MOST = 20_000  # entries of a workbook


def known_to(actor: Actor, to: str) -> list[CreditEntry]:
    """The entries an officer may see that were shared with a department, the ended ones too: it must learn that they ended."""
    rows = CreditEntry.objects.visible_to(actor).select_related(
        "decision__case__institution",
        "decision__case__docket",
        "decision__case__bureau",
        "decision__proposal",
    )
    return [row for row in rows.order_by("id")[:_MOST] if to in row.known_to]


@rests_on("credit", "department.joint_discipline", kind="paper")
@page(
    face="desk", path="desk/credit-lists/<str:to>/", name="credit_list", may=frozenset(READERS), methods=("GET",)
)  # fmt: skip
def credit_list(request: HttpRequest, to: str) -> HttpResponse:
    """What a department was told, as a workbook; people's names masked, and who took it out named in it."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    home = Bureau.objects.get(pk=actor.posts[0].bureau_id)
    called = dict(sharing(None, governing(home, clock.today()))).get(to)
    if called is None:
        raise Http404("没有这个部门。")
    rows = known_to(actor, to)
    named = queries.respondents_of([row.decision.case for row in rows])
    lines = [_line(row, named[row.decision.case.number]) for row in rows]
    mark = f"{actor.name} {clock.today():%Y-%m-%d} 导出；个人姓名打码，需要的按规定另行提供"
    content = workbook(f"{home.name}向{called}共享的信用信息", mark, lines, clock.today())
    headers = {
        "Content-Disposition": 'attachment; filename="credit.xlsx"',
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(content, content_type=MEDIA_TYPE, headers=headers)


def _line(row: CreditEntry, name: str) -> list[str]:
    decision, institution = row.decision, row.decision.case.institution
    return [
        name, institution.credit_code if institution else "", decision.paper_number,
        queries.said(decision, set(decision.case.violations)), day(decision.decided_on), "是" if row.joint else "否",
        row.get_state_display(), day(row.listed_on), day(row.ended_on),
    ]  # fmt: skip


def workbook(title: str, mark: str, lines: Iterable[Sequence[str]], today: date) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        book.set_properties({"title": title, "created": datetime.combine(today, time())})
        head: Any = book.add_format(HEAD)
        cell = book.add_format({"border": 1, "text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet("信用信息")
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(2)
        sheet.set_column(0, len(COLUMNS) - 1, 20)
        sheet.write_string(0, 0, title)
        sheet.write_string(1, 0, mark)
        sheet.write_row(2, 0, COLUMNS, head)
        for at, line in enumerate(lines, 3):
            for place, value in enumerate(line):
                sheet.write_string(at, place, value, cell)
    return out.getvalue()
