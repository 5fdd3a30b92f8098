"""Other platforms connected and stopped; their tasks taken in, given to somebody, given back."""

from datetime import date
from secrets import choice, token_hex
from typing import Annotated, Any

from zhongdu import vault
from zhongdu.acts.inputs import Says
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act
from zhongdu.bureaus.queries import Office
from zhongdu.calendar import clock
from zhongdu.cases.queries import departments
from zhongdu.fieldwork import acts as fieldwork
from zhongdu.fieldwork.queries import Visit
from zhongdu.messages.telling import told
from zhongdu.platforms.models import Errand, Platform
from zhongdu.roster.queries import names, serving
from zhongdu.scope.roles import Role

ADMINS = (Role.SYSTEM_ADMIN, Role.DECIDER)
OFFICERS = (Role.LIAISON, Role.CASE_OFFICER)
_Platform, _Errand = Platform.State, Errand.State
_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"
_WEBHOOK = Says("结果推送到哪个网址", hint="对方接收结果的接口；不填，就由对方自己来取", plain=True, most=300)

_DEPARTMENT = Says(
    "哪个部门的系统",
    hint="卫生健康、市场监管等部门自己的系统选；选了才能送部门信息，并且只能以这个部门的名义",
    options=departments,
)


@act(
    on=Office,
    creates=Platform,
    by=ADMINS,
    under="visit.platform_tasks",
    tells="接通以后显示一次密钥，请当面或者用安全的方式交给对方；以后只能换，不能再看。",
)
def connect_platform(
    office: Office,
    deed: Doing,
    *,
    name: Annotated[str, Says("平台名称", plain=True, most=60)],
    digest: Annotated[str, Says("签名算法", options=lambda office, law: Platform.Digest.choices)],
    webhook: Annotated[str, _WEBHOOK] = "",
    department: Annotated[str, _DEPARTMENT] = "",
) -> Platform:
    """接通外部平台

    Another platform may push tasks to this bureau, each request signed with a secret of its own; a department's own
    system may send what that department has to tell, and in no other's name.
    """
    _sound(deed, webhook)
    if bound := deed.law.find(department) if department.startswith("department.") else None:
        deed.cite(bound)
    key = "".join(choice(_LETTERS) for _ in range(12))
    made = deed.open(
        Platform, office.bureau, _Platform.ACTIVE, name=name, key=key, digest=digest, webhook=webhook, department=department,
    )  # fmt: skip
    deed.keep(made, {"platform_secret": token_hex(32)})
    return made


def _sound(deed: Doing, webhook: str) -> None:
    if webhook and not webhook.startswith(("https://", "http://")):
        deed.refuse("no_address", "网址要以 https:// 或 http:// 开头。", beside="webhook")


@act(
    on=Platform,
    when=[_Platform.ACTIVE],
    by=ADMINS,
    grave=True,
    tells="原来的密钥立即作废，对方换上新密钥之前不能再推送任务。",
)
def renew_secret(platform: Platform, deed: Doing) -> None:
    """换密钥

    The old secret stops working at once; the new one is shown once.
    """
    deed.keep(platform, {"platform_secret": token_hex(32)})


@act(on=Platform, when=[_Platform.ACTIVE], by=ADMINS)
def change_webhook(platform: Platform, deed: Doing, *, webhook: Annotated[str, _WEBHOOK] = "") -> None:
    """改推送网址

    Where results are sent from now on; empty: the platform fetches them.
    """
    _sound(deed, webhook)
    platform.webhook = webhook


@act(on=Platform, moves={_Platform.ACTIVE: _Platform.STOPPED}, by=ADMINS, grave=True)
def stop_platform(platform: Platform, deed: Doing, *, reason: Annotated[str, Says("原因", most=200)]) -> None:
    """停用平台

    Nothing more comes in from it, and nothing goes out to it.
    """
    vault.erase(platform.number, "platform_secret")


@act(on=Platform, creates=Errand, when=[_Platform.ACTIVE], by=Role.SYSTEM, under="visit.platform_tasks")
def take_errand(
    platform: Platform,
    deed: Doing,
    *,
    outside: Annotated[str, Says("对方编号", plain=True, most=64)],
    institution: Annotated[str, Says("医药机构", plain=True, most=120)],
    due: Annotated[date, Says("完成期限")],
    words: Annotated[str, Says("任务内容", words=True, most=2000)] = "",
) -> Errand:
    """收到外来任务

    A platform pushed a task; the same number a second time is the same task.
    """
    if due < deed.on:
        deed.refuse("due_in_the_past", "完成期限不能早于今天。", beside="due")
    return deed.open(
        Errand,
        platform.bureau,
        _Errand.WAITING,
        platform=platform,
        outside=outside,
        institution=institution,
        due=due,
    )


def _supervisors(errand: Any, law: Any) -> list[tuple[str, str]]:
    found = list(serving(errand.bureau, clock.today()))
    called = names(found)
    return [(row.number, f"{called[row.number]}（{row.letter_number}）") for row in found]


@told("work.new")
@act(
    on=Errand,
    creates=Visit,
    moves={_Errand.WAITING: _Errand.ASSIGNED},
    by=OFFICERS,
    under=["visit.platform_tasks", "work.kind.assigned", "work.assigning"],
)
def assign_errand(
    errand: Errand,
    deed: Doing,
    *,
    supervisor: Annotated[str, Says("派给谁", options=_supervisors, people=True)],
    institution: Annotated[
        str,
        Says("医药机构", hint="对方写的名称不准的，在这里改成本地名单里的名称或者代码", plain=True, most=120),
    ],
    way: Annotated[str, Says("方式", options=fieldwork.ways)],
    checklist: Annotated[str, Says("按哪张清单", options=fieldwork.lists)],
    due: Annotated[date, Says("完成期限")],
) -> Visit:
    """派给监督员

    The task becomes a visit asked of a supervisor, on the terms of every other.
    """
    appointment = next(row for row in serving(errand.bureau, deed.on) if row.number == supervisor)
    visit = fieldwork.asked_for(appointment, deed, institution, way=way, checklist=checklist, due=due)
    errand.visit = visit
    return visit


@act(on=Errand, moves={_Errand.WAITING: _Errand.RETURNED}, by=OFFICERS)
def return_errand(
    errand: Errand,
    deed: Doing,
    *,
    reason: Annotated[str, Says("退回的原因", hint="对方会看到", plain=True, most=300)],
) -> None:
    """退回任务

    The bureau cannot have it done; the platform is told why.
    """
