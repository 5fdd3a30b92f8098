"""The registry of commands: declare, find, describe, run.

A command's name is one or more words (``measure list``), its help one line of Chinese. Its arguments
are argparse's own and reach the function by keyword. What it returns is the exit code: nothing or 0
when all is well, 1 when something was found or refused, 2 when it was called wrongly.
"""

import argparse
import importlib
import os
import pkgutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn, TypeVar

from zhongdu.cli.terminal import columns

OK, FOUND, MISUSED, BROKEN, INTERRUPTED = 0, 1, 2, 70, 130
FIRST = {"test", "up"}  # what a newcomer looks for stands at the top of the help

Run = TypeVar("Run", bound=Callable[..., int | None])


class Finding(Exception):
    """Ends a command with one clear sentence on stderr and exit code 1."""


class Misuse(Exception):
    """The line could not be understood: a sentence and exit code 2."""


@dataclass(frozen=True)
class Argument:
    flags: tuple[str, ...]
    options: dict[str, Any]


@dataclass(frozen=True)
class Command:
    """What ``@command`` was told, and the function it stood on."""

    name: str
    help: str
    run: Callable[..., int | None]
    arguments: tuple[Argument, ...] = ()
    django: bool = False
    passes: bool = False


COMMANDS: dict[str, Command] = {}


def argument(*flags: str, **options: Any) -> Argument:
    """One argument, spelt as for ``ArgumentParser.add_argument``; its ``help`` is Chinese."""
    return Argument(flags, options)


def command(
    name: str, help: str, *arguments: Argument, django: bool = False, passes: bool = False
) -> Callable[[Run], Run]:
    """Declare a command. ``django``: set Django up before it runs (models can be imported inside the
    function only). ``passes``: the function takes ``rest``, the words after the name, unparsed."""

    def register(run: Run) -> Run:
        if name in COMMANDS:
            raise RuntimeError(f"command {name!r} is declared twice")
        COMMANDS[name] = Command(name, help, run, arguments, django, passes)
        return run

    return register


def discover() -> None:
    """Import every topic file of this package, so that its commands register themselves."""
    package = importlib.import_module("zhongdu.cli")
    for module in pkgutil.iter_modules(package.__path__):
        if not module.name.startswith("_"):
            importlib.import_module(f"zhongdu.cli.{module.name}")


def main(line: Sequence[str] | None = None) -> int:
    """Run one command line and return its exit code."""
    words = list(sys.argv[1:] if line is None else line)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhongdu.settings")
    discover()
    try:
        code = dispatch(words)
        sys.stdout.flush()
        return code
    except Misuse as misuse:
        return complain(str(misuse), MISUSED)
    except Finding as finding:
        return complain(str(finding), FOUND)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:  # the reader of our output (`| head`) has gone: nothing to tell it
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    except Exception as error:
        if os.environ.get("ZHONGDU_DEBUG"):
            raise
        if sentence := said_for_people(error):
            return complain(sentence, FOUND)
        return complain(
            f"命令没有完成（{type(error).__name__}：{error}）。设 ZHONGDU_DEBUG=1 再运行一次，可以看到经过。",
            BROKEN,
        )


def said_for_people(error: Exception) -> str:
    """Our own errors carry a sentence; a database that lacks tables or columns means one thing."""
    if type(error).__module__.startswith("zhongdu."):
        return str(getattr(error, "sentence", error))
    signs = ("no such table", "no such column", "unable to open database", "does not exist")
    if type(error).__module__ == "django.db.utils" and any(sign in str(error) for sign in signs):
        return "数据库还没有建立，或者比程序旧，请先运行 ./zhongdu up。"
    return "这里要有人在终端里输入。" if isinstance(error, EOFError) else ""


def complain(sentence: str, code: int) -> int:
    print(sentence, file=sys.stderr)
    return code


def dispatch(words: list[str]) -> int:
    found, rest = find(words)
    if found is None:
        return describe(words)
    if found.passes and not asks_help(rest[:1]):
        arguments: dict[str, Any] = {"rest": rest}
    else:
        arguments = parse(found, rest)
    if found.django:
        import django

        django.setup()
    return found.run(**arguments) or OK


def find(words: list[str]) -> tuple[Command | None, list[str]]:
    """The command with the longest name that begins the line, and the words after its name."""
    for length in range(len(words), 0, -1):
        if found := COMMANDS.get(" ".join(words[:length])):
            return found, words[length:]
    return None, words


def asks_help(words: Sequence[str]) -> bool:
    return "-h" in words or "--help" in words


def describe(words: list[str]) -> int:
    """List every command, or those of a group (``measure``): wanted with --help, a misuse without."""
    group = "".join(f"{word} " for word in words if not word.startswith("-"))
    listed = [each for each in COMMANDS.values() if each.name.startswith(group)]
    if not listed:
        raise Misuse(f"没有“{group.strip()}”这个命令。用 ./zhongdu --help 查看全部命令。")
    rows = sorted(listed, key=lambda each: (each.name not in FIRST, each.name))
    print("用法：./zhongdu <命令> [参数]\n")
    print("\n".join(columns([(f"  {each.name}", each.help) for each in rows])))
    print("\n每个命令的参数：./zhongdu <命令> --help")
    return OK if not words or asks_help(words) else MISUSED


# --- argparse, speaking Chinese ------------------------------------------------------------------

CHINESE = {
    "usage: ": "用法：",
    "positional arguments": "参数",
    "options": "选项",
    "show this help message and exit": "显示这份说明",
    "the following arguments are required: %s": "缺少参数：%s",
    "unrecognized arguments: %s": "不认识的参数：%s",
    "argument %(argument_name)s: %(message)s": "参数 %(argument_name)s：%(message)s",
    "invalid %(type)s value: %(value)r": "不能识别 %(value)r",
    "invalid choice: %(value)r (choose from %(choices)s)": "没有 %(value)r，可选：%(choices)s",
    "expected one argument": "需要一个值",
    "expected at least one argument": "至少需要一个值",
    "expected at most one argument": "至多一个值",
    "not allowed with argument %s": "不能与 %s 同时使用",
    "ignored explicit argument %r": "不需要值 %r",
    "ambiguous option: %(option)s could match %(matches)s": "%(option)s 不明确，可能是 %(matches)s",
    "one of the arguments %s is required": "需要下列参数之一：%s",
}
# argparse asks gettext for its words, and gettext has no Chinese for them.
argparse._ = lambda text: CHINESE.get(text, text)  # type: ignore[attr-defined]


class Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise Misuse(f"{message}。用法见 {self.prog} --help")


def parse(found: Command, rest: list[str]) -> dict[str, Any]:
    parser = Parser(prog=f"./zhongdu {found.name}", description=found.help)
    for each in found.arguments:
        parser.add_argument(*each.flags, **each.options)
    return vars(parser.parse_args(rest))
