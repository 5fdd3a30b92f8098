"""Lists of institutions and practitioners as Excel workbooks: what each looks like, and the template to fill in."""

import io
from collections.abc import Iterable, Sequence

import xlsxwriter

from zhongdu.institutions import practitioner_rules
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
        "licence": ("执业许可证编号", "医疗机构执业许可证", "药品经营许可证", "许可证号"),
        "legal_person": ("法人代表", "法人", "法定代表人姓名"),
        "since": ("定点起日", "定点开始日期", "定点起始日期", "协议开始日期"),
        "until": ("定点止日", "定点结束日期", "定点终止日期", "协议结束日期"),
        "longitude": ("东经", "lng", "lon"),
        "latitude": ("北纬", "lat"),
        "datum": ("坐标系统", "坐标类型"),
    },
)


PEOPLE = workbooks.Sheet(
    columns=practitioner_rules.COLUMNS,
    needed=practitioner_rules.NEEDED,
    other_names={
        "code": ("医保编码", "国家编码", "医师代码", "药师代码", "医保医师代码", "医保药师代码", "人员编码"),
        "name": ("人员姓名", "医师姓名", "药师姓名"),
        "kind": ("人员类别", "人员类型", "类型"),
        "title": ("专业技术职称", "技术职称", "职称等级", "专业技术职务"),
        "licence": ("执业证书编码", "执业证书号", "资格证书编号"),
        "institution": ("医保机构代码", "机构代码", "执业机构编码", "定点医药机构编码"),
        "since": ("执业起日", "执业开始日期", "开始日期"),
        "until": ("执业止日", "执业结束日期", "结束日期"),
    },
)


def template() -> bytes:
    """An empty list of institutions."""
    return workbooks.empty("机构名单", COLUMNS, {"name": 32, "address": 40, "credit_code": 24}, _NOTES)


def people_template() -> bytes:
    """An empty list of practitioners."""
    return workbooks.empty("医师药师名单", PEOPLE.columns, {"licence": 24, "code": 20}, _PEOPLE_NOTES)


def table(title: str, head: Sequence[str], lines: Iterable[Sequence[str]]) -> bytes:
    """A list as it goes out: every cell text, so that no code loses its digits and no formula runs."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        bold, text = book.add_format(workbooks.HEAD), book.add_format({"num_format": "@", "text_wrap": True})
        sheet = book.add_worksheet(title)
        sheet.set_column(0, max(len(head) - 1, 0), 24, text)
        sheet.freeze_panes(1, 0)
        sheet.write_row(0, 0, head, bold)
        for at, line in enumerate(lines, start=1):
            for place, cell in enumerate(line):
                sheet.write_string(at, place, cell, text)
    return out.getvalue()


_NOTES = (
    "医保机构代码：必填，12位。H（医疗机构）或P（药店）＋6位区划代码＋5位顺序号。",
    "名称：必填。",
    "类别：可以不填，系统按代码第1位判断；填了就要与代码一致。",
    "统一社会信用代码：可以不填；填了要18位，系统核对校验位。请保持文本格式。",
    "许可证编号、法定代表人：可以不填。许可证是医疗机构执业许可证或者药品经营许可证。",
    "定点起、定点止：写成2026-01-31的样子，没有就空着。",
    "经度、纬度：可以不填，要填就一起填，写成109.87900、31.07400的样子。坐标系写CGCS2000（不写就是它，和GPS的坐标一样）或者GCJ-02（网上地图抄来的坐标，系统自动换算）。",
    "再次导入时，代码相同的机构按新表更新，空着的格和表里没有的机构不变；原来的登记按日期留着。",
    "只要有一行有错，整张表都不导入，并逐行说明错在哪里。",
)

_PEOPLE_NOTES = (
    "国家医保编码：必填。医师D、护士N各13位，药师HY、技术人员HJ各14位：字母＋6位区划代码＋6位顺序号。",
    "姓名：必填。",
    "类别：可以不填，系统按编码的字母判断；填了就要与编码一致。",
    "职称：可以不填，如主治医师。",
    "执业证书编号：可以不填。请保持文本格式。",
    "执业机构代码：必填，12位医保机构代码，要先在医药机构名单里。一人在几家机构执业，就写几行。",
    "执业起、执业止：写成2026-01-31的样子，没有就空着。",
    "身份证号、手机号不需要，表里有也不会读取，表也不保存。",
    "再次导入时，编码相同的人按新表更新，空着的格和表里没有的人不变；原来的登记按日期留着。",
    "只要有一行有错，整张表都不导入，并逐行说明错在哪里。",
)
