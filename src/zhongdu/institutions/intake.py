"""The lists that can be brought in, as their page and their job speak of them."""

from collections.abc import Mapping
from dataclasses import dataclass

from zhongdu.acts.registry import Act
from zhongdu.institutions import workbook
from zhongdu.institutions.acts import import_list, import_practitioners
from zhongdu.kit.workbooks import Sheet


@dataclass(frozen=True)
class Intake:
    """A list that can be brought in."""

    act: Act
    sheet: Sheet
    title: str
    above: tuple[str, str]  # the page it belongs to: what it is called, its name
    template: str  # the page that gives the empty workbook
    says: str
    counts: str  # what to tell when it is done, of what the act noted


LISTS: Mapping[str, Intake] = {
    intake.act.verb: intake
    for intake in (
        Intake(
            act=import_list,
            sheet=workbook.SHEET,
            title="导入医药机构名单",
            above=("医药机构", "desk:institutions"),
            template="desk:institutions_template",
            says="“医保机构代码”和“名称”必填，其余可以空着。有变化的从名单那一天起改，原来的登记按日期留着。",
            counts="已导入：新增{new}家，更新{changed}家，没有变化{same}家。",
        ),
        Intake(
            act=import_practitioners,
            sheet=workbook.PEOPLE,
            title="导入医师药师名单",
            above=("医师药师", "desk:practitioners"),
            template="desk:practitioners_template",
            says="“国家医保编码”“姓名”“执业机构代码”必填，其余可以空着。一人在几家机构执业，就写几行。有变化的从名单那一天起改，原来的登记按日期留着。",
            counts="已导入：新增{new}人，更新{changed}人，没有变化{same}人。",
        ),
    )
}
