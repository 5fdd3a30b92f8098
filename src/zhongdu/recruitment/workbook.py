"""The workbooks of recruitment: the template for paper forms, and the list of receipt codes to hand out."""

import io
from collections.abc import Iterable, Iterator

import xlsxwriter

from zhongdu.kit.workbooks import HEAD
from zhongdu.law.pack import Bound
from zhongdu.recruitment.importing import Handout
from zhongdu.recruitment.intake import CONSENT, RECEIVED, SIGNED, UNIT, WAY, Intake
from zhongdu.recruitment.rules import spoken

_ROWS = 2_000  # the rows of the template that offer choices
_LONGEST_LIST = 255  # characters: what Excel takes as a list of choices
_WIDE = {"experience": 40, "address": 28, "employer": 24, "id_number": 22, "school": 20}


def template(intake: Intake) -> bytes:
    """An empty workbook with the columns of the law's form, its choices, and a sheet that explains each with its clause."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        head, text = (
            book.add_format(HEAD),
            book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"}),
        )
        day = book.add_format({"num_format": "yyyy-mm-dd", "valign": "top"})
        sheet = book.add_worksheet("纸质报名表")
        days, choices = _days(intake), _choices(intake)
        for at, (name, label) in enumerate(intake.sheet.columns.items()):
            sheet.set_column(at, at, _WIDE.get(name, 14), day if name in days else text)
            sheet.write(0, at, label, head)
            listed = choices.get(name, ())
            if listed and len(",".join(listed)) <= _LONGEST_LIST:
                message = {
                    "validate": "list",
                    "source": list(listed),
                    "error_title": "请从列表里选",
                    "error_message": "、".join(listed)[:250],
                }
                sheet.data_validation(1, at, _ROWS, at, message)
        sheet.freeze_panes(1, 0)
        sheet.set_row(0, 48)
        notes = book.add_worksheet("填写说明")
        notes.set_column(0, 0, 30, text)
        notes.set_column(1, 1, 70, text)
        notes.set_column(2, 2, 44, text)
        for at, line in enumerate([("列", "怎么填", "依据"), *_explained(intake), *_NOTES]):
            notes.write_row(at, 0, line, text if at else head)
    return out.getvalue()


_NOTES = (
    ("照片", "这张表不收照片，照片随纸质表存档；需要电子照片的，用“退回补充”请本人上传。", ""),
    ("整张表", "先检查全部各行；有一处不对，一份也不导入，并逐行逐列说明怎么改。", ""),
    ("存放", "这张表里都是个人信息，录入以后请按本局规定保管或者销毁，不要用即时通讯工具传来传去。", ""),
)  # fmt: skip


def receipt_list(handouts: Iterable[Handout]) -> bytes:
    """The receipt codes of a batch, one a row, to cut apart and hand out."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        head, text = book.add_format(HEAD), book.add_format({"num_format": "@"})
        sheet = book.add_worksheet("回执号")
        sheet.set_column(0, 3, 24, text)
        sheet.write_row(0, 0, ["原表第几行", "姓名", "报名编号", "回执号"], head)
        for at, each in enumerate(handouts, start=1):
            sheet.write_row(at, 0, [str(each.row), each.name, each.number, each.code], text)
    return out.getvalue()


def _days(intake: Intake) -> set[str]:
    return {RECEIVED, SIGNED, *(each.name for each in intake.typed if each.kind == "date")}


def _choices(intake: Intake) -> dict[str, tuple[str, ...]]:
    return (
        {WAY: tuple(way.label for way in intake.window.ways)}
        | {each.name: each.options for each in intake.typed if each.kind == "choice"}
        | dict.fromkeys(intake.confirmed, ("是",))
    )


def _explained(intake: Intake) -> Iterator[tuple[str, str, str]]:
    """(column, how to fill it in, the clause)."""
    questions, window = intake.questions, intake.window
    columns, form = intake.sheet.columns, _cited(questions.form)
    written = _cited(intake.law.find("application.in_writing"))
    yield (
        columns[RECEIVED],
        f"收到纸质表的那天，在{spoken(window.opens_on)}到{spoken(window.closes_on)}之间，写成2026-01-31的样子。",
        written,
    )
    yield (
        columns[WAY],
        "从列表里选；这次只有一种方式的，可以空着。",
        "；".join(_cited(way) for way in window.ways),
    )
    if intake.by_units:
        yield columns[UNIT], "由单位推荐的必填。", ""
    for each in intake.typed:
        needed = "必填。" if each.required else "可以空着。"
        chosen = f"只能是：{'、'.join(each.options)}。" if each.kind == "choice" else ""
        own = (
            "18位，保持文本格式；性别、出生日期由它读出，不用另填。"
            if each.kind == "id_number"
            else each.hint
        )
        yield each.label, f"{needed}{chosen}{own}", form if each in questions.fields else ""
    declared = {bound.name: bound for bound in questions.declared}
    for name, label in intake.confirmed.items():
        says = "纸质表上有本人的声明、签字才填“是”。"
        if name == CONSENT:
            says = "本人在纸质的告知同意书上签了字才填“是”；原文在导入时照录，随每份报名保存。"
        yield label, says, _cited(declared[name]) if name in declared else ""
    yield columns[SIGNED], "本人在纸质表和告知同意书上签字的那天。", ""


def _cited(bound: Bound | None) -> str:
    return bound.address.citation if bound else ""
