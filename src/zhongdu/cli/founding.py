"""The first bureau and the first people of an empty installation; everything after is done on the desk."""

import getpass
import os

from zhongdu.cli.registry import argument, command
from zhongdu.scope.roles import POSTS

_LEVELS = ("nation", "province", "city", "county")


@command(
    "bureau add",
    "设立一个医保局",
    argument("code", help="行政区划代码；没有代码的单位自拟，如 上级代码-简称"),
    argument("name", help="名称"),
    argument("level", choices=_LEVELS, help="层级"),
    argument("--above", default="", help="上级局的代码"),
    django=True,
)
def add_bureau(code: str, name: str, level: str, above: str) -> None:
    from zhongdu.bureaus.opening import found

    bureau = found(code=code, name=name, level=level, above=above)
    print(
        f"已设立{bureau.name}（{bureau.code}）。下一步：./zhongdu officer add 登录名 姓名 {bureau.code} decider"
    )


@command(
    "officer add",
    "开立一个工作人员账号并任命岗位",
    argument("username", help="登录名"),
    argument("name", help="姓名"),
    argument("bureau", help="医保局代码"),
    argument("role", choices=[role.value for role in POSTS], help="角色"),
    argument("--certificate", default="", help="执法证号（检查人员）"),
    django=True,
)
def add_officer(username: str, name: str, bureau: str, role: str, certificate: str) -> None:
    from zhongdu.bureaus.opening import engage

    password = os.environ.get("ZHONGDU_PASSWORD") or getpass.getpass("设一个密码（至少 8 位）：")
    post = engage(
        username=username, name=name, bureau=bureau, role=role, certificate=certificate, password=password
    )
    print(f"{name}现任{post.bureau.name}{post.get_role_display()}，登录名 {username}。")
