"""``./zhongdu import``: lists that bureaus keep in Excel, brought in through the same acts as on the desk."""

from pathlib import Path
from typing import TYPE_CHECKING

from zhongdu.cli.registry import Finding, argument, command
from zhongdu.cli.terminal import columns

if TYPE_CHECKING:
    from zhongdu.scope.actor import Actor


@command(
    "import institutions",
    "导入医药机构名单（Excel工作簿）",
    argument("file", metavar="FILE.xlsx", type=Path, help="名单"),
    argument("--bureau", required=True, metavar="CODE", help="导入到哪个医保局，写它的代码"),
    argument("--by", metavar="USER", help="由谁导入，写登录名；不写则记为系统"),
    django=True,
)
def import_institutions(file: Path, bureau: str, by: str | None) -> None:
    from django.core.files import File

    from zhongdu.acts.performing import perform
    from zhongdu.acts.refusal import Refused
    from zhongdu.bureaus.opening import open_office
    from zhongdu.institutions.acts import BadList, import_list
    from zhongdu.record.models import Event
    from zhongdu.scope.models import Bureau

    home = Bureau.objects.filter(code=bureau).first()
    if home is None:
        raise Finding(f"没有代码为“{bureau}”的医保局。")
    if not file.is_file():
        raise Finding(f"没有找到文件“{file}”。")
    office = open_office(home)
    try:
        with file.open("rb") as content:
            perform(import_list, office, _actor(by), file=File(content, file.name))
    except BadList as bad:
        print("\n".join(_table(bad)))
        raise Finding(f"名单有{len(bad.mistakes)}处要改，一家也没有导入。") from None
    except Refused as refused:
        raise Finding(refused.fields.get("file", refused.sentence)) from None
    told = Event.objects.filter(docket=office.docket_id, act=import_list.name).latest("seq").data
    print(f"已导入{told['rows']}家：新增{told['new']}，更新{told['changed']}，没有变化{told['same']}。")


@command(
    "import supervisors",
    "补录台账：以前用纸质聘书聘任的监督员（Excel工作簿）",
    argument("file", metavar="FILE.xlsx", type=Path, help="台账，表头同工作台上的模板"),
    argument("--bureau", required=True, metavar="CODE", help="登记到哪个医保局，写它的代码"),
    argument("--by", metavar="USER", help="由谁登记，写登录名；不写则记为系统"),
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
    if not file.is_file():
        raise Finding(f"没有找到文件“{file}”。")
    office = open_office(home)
    try:
        with file.open("rb") as content:
            perform(import_register, office, _actor(by), file=File(content, file.name))
    except BadList as bad:
        lines = [(str(one.row), column, one.says) for column, one in bad.shown]
        print("\n".join(columns([("行", "列", "怎么改"), *lines])))
        raise Finding(f"台账有{len(bad.mistakes)}处要改，{bad.nothing}。") from None
    except Refused as refused:
        raise Finding(refused.fields.get("file", refused.sentence)) from None
    told = Event.objects.filter(docket=office.docket_id, act=import_register.name).latest("seq").data
    print(f"已登记{told['rows']}人，其中聘期已经届满的{told['over']}人。")


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


def _table(bad: Exception) -> list[str]:
    from zhongdu.institutions.rules import COLUMNS

    mistakes = getattr(bad, "mistakes", ())
    return columns([("行", "列", "怎么改"), *((str(m.row), COLUMNS[m.column], m.says) for m in mistakes)])
