"""Django's own management commands, for those who know them."""

from zhongdu.cli.registry import command


@command("manage", "运行 Django 自带的管理命令，例如 ./zhongdu manage migrate", passes=True)
def manage(rest: list[str]) -> None:
    from django.core.management import execute_from_command_line

    execute_from_command_line(["./zhongdu manage", *rest])
