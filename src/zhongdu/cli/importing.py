"""``./zhongdu import``: lists that bureaus keep in Excel, brought in through the same acts as on the desk."""

from pathlib import Path
from typing import TYPE_CHECKING

from zhongdu.cli.registry import Finding, argument, command
from zhongdu.cli.terminal import columns

if TYPE_CHECKING:
    from zhongdu.kit.workbooks import BadList
    from zhongdu.scope.actor import Actor

_BY = argument("--by", metavar="USER", help="由谁导入，写登录名；不写则记为系统")


@command(
    "import institutions",
    "导入医药机构名单（Excel工作簿）",
    argument("file", metavar="FILE.xlsx", type=Path, help="名单"),
    argument("--bureau", required=True, metavar="CODE", help="导入到哪个医保局，写它的代码"),
    _BY,
    django=True,
)
def import_institutions(file: Path, bureau: str, by: str | None) -> None:
    from django.core.files import File

    from zhongdu.acts.performing import perform
    from zhongdu.acts.refusal import Refused
    from zhongdu.bureaus.opening import open_office
    from zhongdu.institutions.acts import import_list
    from zhongdu.kit.workbooks import BadList
    from zhongdu.record.models import Event
    from zhongdu.scope.models import Bureau

    home = Bureau.objects.filter(code=bureau).first()
    if home is None:
        raise Finding(f"没有代码为“{bureau}”的医保局。")
    _there(file)
    office, actor = open_office(home), _actor(by)
    try:
        with file.open("rb") as content:
            perform(import_list, office, actor, file=File(content, file.name))
    except BadList as bad:
        raise _told(bad) from None
    except Refused as refused:
        raise Finding(refused.fields.get("file", refused.sentence)) from None
    told = Event.objects.filter(docket=office.docket_id, act=import_list.name).latest("seq").data
    print(f"已导入{told['rows']}家：新增{told['new']}，更新{told['changed']}，没有变化{told['same']}。")


@command(
    "import supervisors",
    "补录台账：以前用纸质聘书聘任的监督员（Excel工作簿）",
    argument("file", metavar="FILE.xlsx", type=Path, help="台账，表头同工作台上的模板"),
    argument("--bureau", required=True, metavar="CODE", help="登记到哪个医保局，写它的代码"),
    _BY,
    django=True,
)
def import_supervisors(file: Path, bureau: str, by: str | None) -> None:
    from django.core.files import File

    from zhongdu.acts.performing import perform
    from zhongdu.acts.refusal import Refused
    from zhongdu.bureaus.opening import open_office
    from zhongdu.kit.workbooks import BadList
    from zhongdu.record.models import Event
    from zhongdu.roster.acts import import_register
    from zhongdu.scope.models import Bureau

    home = Bureau.objects.filter(code=bureau).first()
    if home is None:
        raise Finding(f"没有代码为“{bureau}”的医保局。")
    _there(file)
    office = open_office(home)
    try:
        with file.open("rb") as content:
            perform(import_register, office, _actor(by), file=File(content, file.name))
    except BadList as bad:
        raise _told(bad) from None
    except Refused as refused:
        raise Finding(refused.fields.get("file", refused.sentence)) from None
    told = Event.objects.filter(docket=office.docket_id, act=import_register.name).latest("seq").data
    print(f"已登记{told['rows']}人，其中聘期已经届满的{told['over']}人。")


@command(
    "import applications",
    "导入纸质报名表（Excel工作簿，按公告页上的模板填写）",
    argument("file", metavar="FILE.xlsx", type=Path, help="汇总的纸质报名表"),
    argument("--notice", required=True, metavar="N", help="报的是哪份选聘公告，写它的编号"),
    _BY,
    argument("--consent", metavar="FILE.txt", type=Path, help="纸质告知同意书的原文；不写则是平台的隐私告知"),
    argument("--receipts", metavar="OUT.xlsx", type=Path, help="回执号清单写到哪里；不写则写在FILE旁边"),
    argument("--marked", metavar="OUT.xlsx", type=Path, help="有错时，把标出错处的表写到哪里"),
    django=True,
)
def import_applications(
    file: Path, notice: str, by: str | None, consent: Path | None, receipts: Path | None, marked: Path | None
) -> None:
    from uuid import uuid4

    from django.core.files import File

    from zhongdu.acts.performing import perform
    from zhongdu.acts.refusal import Refused
    from zhongdu.calendar import clock
    from zhongdu.kit.workbooks import BadList
    from zhongdu.law.governing import governing
    from zhongdu.recruitment.acts import import_applications as bring_in
    from zhongdu.recruitment.consent import privacy_notice
    from zhongdu.recruitment.importing import handouts, intake_of
    from zhongdu.recruitment.queries import Notice
    from zhongdu.recruitment.workbook import receipt_list

    matter = Notice.objects.select_related("docket", "bureau").filter(docket__number=notice).first()
    if matter is None:
        raise Finding(f"没有编号为“{notice}”的选聘公告。")
    _there(file)
    law, actor, batch = governing(matter.bureau, clock.today()), _actor(by), uuid4().hex
    words = _read(consent) if consent else privacy_notice(law, matter.bureau.name)
    try:
        with file.open("rb") as content:
            perform(bring_in, matter, actor, file=File(content, file.name), consent=words, batch=batch)
    except BadList as bad:
        if marked:
            sheet = intake_of(matter, law).sheet
            with file.open("rb") as content:
                marked.write_bytes(sheet.marked(sheet.rows(content), bad.mistakes))
        raise _told(bad) from None
    except Refused as refused:
        raise Finding(refused.fields.get("file", refused.sentence)) from None
    found, goal = handouts(matter, batch), receipts or file.with_name(f"{file.stem}-回执号.xlsx")
    goal.write_bytes(receipt_list(found))
    print(f"已导入{len(found)}份。回执号在“{goal}”，请交给本人。")


def _there(file: Path) -> Path:
    if not file.is_file():
        raise Finding(f"没有找到文件“{file}”。")
    return file


def _read(file: Path) -> str:
    try:
        return _there(file).read_text("utf-8")
    except UnicodeDecodeError:
        raise Finding(f"“{file}”不是UTF-8编码的文本，请另存为UTF-8再试。") from None


def _actor(by: str | None) -> "Actor":
    from django.contrib.auth.models import User

    from zhongdu.calendar import clock
    from zhongdu.scope.actor import SYSTEM, officer

    if by is None:
        return SYSTEM
    user = User.objects.filter(username=by, is_active=True).first()
    if user is None:
        raise Finding(f"没有登录名为“{by}”的用户。")
    return officer(user, clock.today())


def _told(bad: "BadList") -> Finding:
    """Every mistake by row and column on the screen; the sentence that ends the command."""
    rows = [(str(one.row), bad.columns[one.column], one.says) for one in bad.mistakes]
    print("\n".join(columns([("行", "列", "怎么改"), *rows])))
    return Finding(f"名单有{len(bad.mistakes)}处要改，{bad.nothing}。")
