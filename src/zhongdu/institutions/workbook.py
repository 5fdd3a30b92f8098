"""Lists of institutions as Excel workbooks: what one looks like, and the template to fill in."""

import io

import xlsxwriter

from zhongdu.institutions.rules import COLUMNS, NEEDED
from zhongdu.kit import workbooks

SHEET = workbooks.Sheet(
    columns=COLUMNS,
    needed=NEEDED,
    other_names={
        "code": ("机构代码", "国家医保代码", "医保编码", "定点医药机构编码", "定点医药机构代码"),
        "name": ("机构名称", "单位名称", "定点医药机构名称"),
        "kind": ("机构类别", "机构类型", "类型"),
        "credit_code": ("信用代码", "社会信用代码"),
        "address": ("机构地址", "详细地址"),
        "since": ("定点起日", "定点开始日期", "定点起始日期", "协议开始日期"),
        "until": ("定点止日", "定点结束日期", "定点终止日期", "协议结束日期"),
    },
)


def template() -> bytes:
    """An empty workbook with the head, text cells for the codes, and a sheet that says how to fill it in."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        head = book.add_format(workbooks.HEAD)
        text, day = book.add_format({"num_format": "@"}), book.add_format({"num_format": "yyyy-mm-dd"})
        sheet = book.add_worksheet("机构名单")
        for at, (name, label) in enumerate(COLUMNS.items()):
            width = {"name": 32, "address": 40, "credit_code": 24}.get(name, 16)
            sheet.set_column(at, at, width, day if name in {"since", "until"} else text)
            sheet.write(0, at, label, head)
        sheet.freeze_panes(1, 0)
        notes = book.add_worksheet("填写说明")
        notes.set_column(0, 0, 90)
        for at, line in enumerate(_NOTES):
            notes.write(at, 0, line)
    return out.getvalue()


_NOTES = (
    "医保机构代码：必填，12位。H（医疗机构）或P（药店）＋6位区划代码＋5位顺序号。",
    "名称：必填。",
    "类别：可以不填，系统按代码第1位判断；填了就要与代码一致。",
    "统一社会信用代码：可以不填；填了要18位，系统核对校验位。请保持文本格式。",
    "定点起、定点止：写成2026-01-31的样子，没有就空着。",
    "再次导入时，代码相同的机构按新表更新，表里没有的机构不变。",
    "只要有一行有错，整张表都不导入，并逐行说明错在哪里。",
)
