"""The command line: ``./zhongdu <command>``, each command one function in a topic file beside this one.

    @command("measure show", "显示一部办法的内容", argument("code", help="办法代码"))
    def show(code: str) -> int | None: ...

Any file of this package that declares commands is found by itself; nothing is listed twice.
"""

from zhongdu.cli.registry import Finding, argument, command, main

__all__ = ["Finding", "argument", "command", "main"]
