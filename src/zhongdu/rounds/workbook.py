"""A round's results as a workbook, to be sorted and printed."""

import io
from collections.abc import Sequence

import xlsxwriter

from zhongdu.kit.workbooks import HEAD
from zhongdu.rounds.results import Line, Tally

_WORDS = {"trouble": "发现问题", "fine": "未发现问题", "waiting": "还没有看", "gone": "没有去成"}


def results(title: str, lines: Sequence[Line], tallies: Sequence[Tally]) -> bytes:
    """Two sheets: every institution with what troubled, every question with how it was answered."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        book.set_properties({"title": title})
        head, wrapped = book.add_format(HEAD), book.add_format({"text_wrap": True, "valign": "top"})
        _institutions(book.add_worksheet("各家情况"), lines, head, wrapped)
        _questions(book.add_worksheet("各题情况"), tallies, head, wrapped)
    return out.getvalue()


def _institutions(
    sheet: xlsxwriter.worksheet.Worksheet, lines: Sequence[Line], head: object, wrapped: object
) -> None:
    sheet.set_column(0, 0, 6)
    sheet.set_column(1, 6, 24, wrapped)
    sheet.write_row(
        0,
        0,
        [
            "次序",
            "机构",
            "医保机构代码",
            "监督员",
            "结果",
            "有问题的项目",
            "开始以来的线索（各方面反映的，三条起）",
        ],
        head,
    )
    sheet.freeze_panes(1, 0)
    for at, line in enumerate(lines, start=1):
        institution = line.stop.institution
        who = "、".join(name for _, name in line.visits)
        sheet.write_row(
            at, 0, [line.stop.place, institution.name, institution.code, who, _WORDS[line.word], "\n".join(line.troubles), line.leads or ""]
        )  # fmt: skip


def _questions(
    sheet: xlsxwriter.worksheet.Worksheet, tallies: Sequence[Tally], head: object, wrapped: object
) -> None:
    sheet.set_column(0, 1, 36, wrapped)
    sheet.set_column(2, 5, 14)
    sheet.write_row(0, 0, ["清单", "题目", "回答", "次数", "有问题", "本题答了几次"], head)
    sheet.freeze_panes(1, 0)
    rows = [
        [tally.checklist, tally.text, answer, number, "是" if bad else "", tally.asked]
        for tally in tallies
        for answer, number, bad in tally.answers
    ]
    for at, row in enumerate(rows, start=1):
        sheet.write_row(at, 0, row)
