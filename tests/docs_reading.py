"""Reading the documents: what they name, and whether this repository has it.

A document's promise is kept word by word: whatever stands between backticks is a command, a path, an environment
variable, an address of a page, a clause, a concept of the law, or a name of the code, and each kind is looked up
where it lives. Angle brackets stand for anything: ``law/<code>/measure.toml`` is kept by any measure.
"""

import ast
import importlib
import re
import shlex
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from django.urls import Resolver404, resolve

from zhongdu.cli import registry
from zhongdu.kit import pages
from zhongdu.law.address import Address, BadAddress
from zhongdu.law.shelves import shelf
from zhongdu.law.vocabulary import vocabulary

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
PACKAGE = ROOT / "src" / "zhongdu"
DOCUMENTS = sorted({*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")})
PROGRAMS = [
    ROOT / "zhongdu", ROOT / "pyproject.toml", ROOT / "package.json", ROOT / ".gitignore", ROOT / ".ci" / "run",
    *sorted(PACKAGE.rglob("*.py")), *sorted(PACKAGE.rglob("*.toml")), *sorted(PACKAGE.rglob("*.html")),
    *sorted((ROOT / "law").rglob("*.toml")), *sorted((ROOT / "assets").rglob("*.mjs")),
    *(path for path in sorted((ROOT / "tests").rglob("*.py")) if not path.name.startswith(("test_docs", "docs_"))),
]  # fmt: skip


# --- what a document says ----------------------------------------------------------------------------


def spans(document: Path) -> list[str]:
    """Everything between single backticks, outside code blocks and what is made from the code."""
    text = re.sub(
        r"```.*?```|<!-- sign-ins -->.*?<!-- /sign-ins -->", "", document.read_text("utf-8"), flags=re.S
    )
    return re.findall(r"`([^`\n]+)`", text)


def block_lines(document: Path) -> Iterator[str]:
    """The lines of the code blocks, without their remarks."""
    for block in re.findall(r"```\w*\n(.*?)```", document.read_text("utf-8"), flags=re.S):
        yield from (line.partition("  #")[0].strip() for line in block.splitlines())


def links(document: Path) -> list[str]:
    """The targets of links and pictures that lie in the repository."""
    targets = re.findall(r"\]\(([^)\s]+)\)|src=\"([^\"]+)\"", document.read_text("utf-8"))
    found = [one or other for one, other in targets]
    return [target.partition("#")[0] for target in found if not re.match(r"\w+:|#", target)]


def section(document: Path, name: str) -> str:
    """What stands between ``<!-- name -->`` and ``<!-- /name -->``."""
    found = re.search(rf"<!-- {name} -->\n(.*?)<!-- /{name} -->", document.read_text("utf-8"), flags=re.S)
    assert found, f"{document.name} has no section <!-- {name} -->"
    return found[1].strip()


def rows(table: str) -> list[list[str]]:
    """The cells of a Markdown table's rows, without its head."""
    lines = [line.strip().strip("|") for line in table.splitlines() if line.strip().startswith("|")]
    return [[cell.strip() for cell in line.split(" | ")] for line in lines[2:]]


# --- whether it is so --------------------------------------------------------------------------------


def wrong(word: str) -> str:
    """What is wrong with a word between backticks; "" where it is as the document says."""
    for pattern, check in KINDS:
        if re.match(pattern, word):
            return check(word)
    known = (is_path, is_of_the_law, is_code, is_word, is_phrase)
    return "" if any(is_so(word) for is_so in known) else "nothing is called so"


def wrong_command(line: str) -> str:
    words = [word for word in shlex.split(line)[1:] if word not in {"|", "head"}]
    if words in (["--help"], []):
        return ""
    registry.discover()
    found, rest = registry.find(words)
    if found is None:
        return "no such command"
    flags = {flag for each in found.arguments for flag in each.flags} | {"--help"}
    strange = [word for word in rest if word.startswith("-") and word.partition("=")[0] not in flags]
    if strange and not found.passes:
        return f"the command has no {strange}"
    most = sum(not each.flags[0].startswith("-") for each in found.arguments)
    given = positional(rest, found)
    return f"too many words: {given}" if len(given) > most and not found.passes else ""


def positional(rest: list[str], found: registry.Command) -> list[str]:
    """The words that are neither flags nor a flag's value."""
    takes = {
        flag for each in found.arguments for flag in each.flags if each.options.get("action") != "store_true"
    }
    return [
        word
        for before, word in zip(["", *rest], rest, strict=False)
        if not word.startswith("-") and not (before.startswith("-") and before in takes)
    ]


def wrong_variable(word: str) -> str:
    return "" if word.partition("=")[0] in variables() else "no such environment variable"


def wrong_address_of_a_page(word: str) -> str:
    declared = {f"/{page.path}" for page in pages.declared()}
    like = re.compile(re.sub(r"<[^>]*>", "<[^>]*>", word) + "$")
    if any(like.match(path) for path in declared):
        return ""
    try:
        resolve(word)
    except Resolver404:
        kept_for_developers = (
            word == "/styleguide/" and "styleguide/" in (PACKAGE / "kit" / "styleguide.py").read_text()
        )
        return "" if kept_for_developers else "no such page"
    return ""


def wrong_clause(word: str) -> str:
    try:
        return "" if shelf().clause(Address.parse(word)) else "no pack has this clause"
    except BadAddress as bad:
        return str(bad)


def wrong_page_name(word: str) -> str:
    return "" if word in {page.full_name for page in pages.declared()} else "no page has this name"


KINDS: list[tuple[str, Callable[[str], str]]] = [
    (r"\./zhongdu( |$)", wrong_command),
    (r"ZHONGDU_", wrong_variable),
    (r"/[\w-]*", wrong_address_of_a_page),
    (r"(public|phone|desk|any):", wrong_page_name),
    (r"[a-z-]+:\d", wrong_clause),
]


def is_path(word: str) -> bool:
    pattern = re.sub(r"<[^>]*>", "*", word).rstrip("/")
    if re.search(r"[\s()\"'@:]", pattern) or not re.search(r"[/.]", word):
        return False
    if re.match("var(/|$)", pattern):  # not in the repository: made where it runs
        return all(
            f'"{part}"' in KEPT
            for part in pattern.removeprefix("var").removeprefix("/").partition("/")[0].split("*")
            if part
        )
    return any(next(folder.glob(pattern), None) for folder in (ROOT, ROOT / "src", PACKAGE)) or (
        "/" not in pattern and next(PACKAGE.rglob(pattern), None) is not None
    )


KEPT = "".join(
    (PACKAGE / name).read_text() for name in ("settings.py", "places.py", "law/shelves.py")
).replace("zhongdu.sqlite3", '"zhongdu.sqlite3"')


def is_of_the_law(word: str) -> bool:
    """A concept of the vocabulary, a member of a family that some pack binds, or the code of a pack."""
    return word in vocabulary() or any(
        word in pack.rules or word == pack.code for pack in shelf().packs.values()
    )


def is_code(word: str) -> bool:
    """A module, or a name in one, with or without ``zhongdu.`` before it: ``acts.performing.perform``."""
    name = re.sub(r"\(.*\)$", "", word).removeprefix("@").removeprefix("zhongdu.")
    if not re.fullmatch(r"\w+(\.\w+)*", name):
        return False
    if leads_to("zhongdu." + name):
        return True
    owner, _, rest = name.partition(".")
    return bool(rest) and any(has(found, rest) for found in classes().get(owner, ()))


def leads_to(name: str) -> bool:
    parts = name.split(".")
    for end in range(len(parts), 0, -1):
        try:
            found = importlib.import_module(".".join(parts[:end]))
        except ModuleNotFoundError:
            continue
        return has(found, ".".join(parts[end:]))
    return False


def has(found: object, path: str) -> bool:
    for part in filter(None, path.split(".")):
        fields = {field.name for field in getattr(getattr(found, "_meta", None), "get_fields", tuple)()}
        declared = {*getattr(found, "__annotations__", {}), *getattr(found, "model_fields", {}), *fields}
        if not hasattr(found, part) and part not in declared:
            return False
        found = getattr(found, part, None)
    return True


@cache
def classes() -> dict[str, list[object]]:
    """Every class of the package by its bare name."""
    found: dict[str, list[object]] = {}
    for path in PACKAGE.rglob("*.py"):
        if "migrations" in path.parts or path.name == "__main__.py":
            continue
        names = [node.name for node in ast.parse(path.read_text()).body if isinstance(node, ast.ClassDef)]
        if names:
            module = importlib.import_module(".".join(path.relative_to(ROOT / "src").with_suffix("").parts))
            for name in names:
                found.setdefault(name, []).append(getattr(module, name))
    return found


def is_word(word: str) -> bool:
    """A single word, or a short phrase of code, that stands in the programs to the letter."""
    return re.fullmatch(r"[\w.,:/-]+", word) is not None and bool(
        re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", programs())
    )


def is_phrase(word: str) -> bool:
    """A piece of code or a line for the shell: each of its names is one of ours, or its libraries'."""
    names = re.findall(r"(?<![\w.])[A-Za-z_][\w.]*", word)
    return (
        bool(names)
        and re.search(r"[\[\](){}=\"@]|^pytest ", word) is not None
        and all(is_code(name) or is_word(name) for name in names)
    )


@cache
def programs() -> str:
    return "\n".join(path.read_text("utf-8") for path in PROGRAMS)


@cache
def screens() -> str:
    """All that pages can say: their templates, and the Chinese in the code behind them."""
    return "\n".join(path.read_text("utf-8") for kind in ("*.html", "*.py") for path in PACKAGE.rglob(kind))


# --- environment variables ---------------------------------------------------------------------------


@cache
def variables() -> dict[str, str | None]:
    """Every environment variable of ours that the programs read, with its default where that is written out."""
    found: dict[str, str | None] = {}
    for path in [*PACKAGE.rglob("*.py"), ROOT / "tests" / "conftest.py"]:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"choice", "switch"}:
                found |= chosen(node)
            elif isinstance(node, ast.Constant) and re.fullmatch(r"ZHONGDU_[A-Z_]+", str(node.value)):
                found.setdefault(node.value, None)
    return found


def chosen(call: ast.Call) -> dict[str, str | None]:
    """``choice("HOSTS", "127.0.0.1")`` reads ``ZHONGDU_HOSTS``; a name made in a loop stands for each it is made of."""
    from django.conf import settings

    name, default = call.args[0], call.args[1] if len(call.args) > 1 else None
    text = default.value if isinstance(default, ast.Constant) and isinstance(default.value, str) else None
    if isinstance(name, ast.Constant):
        return {f"ZHONGDU_{name.value}": text}
    if isinstance(name, ast.JoinedStr) and isinstance(first := name.values[0], ast.Constant):
        return {f"ZHONGDU_{first.value}{role.upper()}": text for role in settings.FONT_MAP}
    return {}


# --- what is made from the code ----------------------------------------------------------------------


def commands_table() -> str:
    registry.discover()
    listed = sorted(registry.COMMANDS.values(), key=lambda each: (each.name not in registry.FIRST, each.name))
    lines = [f"| `./zhongdu {each.name}` | {each.help} |" for each in listed]
    return "\n".join(["| 命令 | 做什么 |", "|---|---|", *lines])


def sign_ins_table() -> str:
    from zhongdu import demo

    lines = [f"| `{account}` | `{password}` | {who} |" for account, password, who in demo.sign_ins()]
    return "\n".join(["| 账号 | 密码 | 身份 |", "|---|---|---|", *lines])


def rewrite() -> None:
    """Write the README's tables anew."""
    text = README.read_text("utf-8")
    for name, table in (("commands", commands_table()), ("sign-ins", sign_ins_table())):
        text = re.sub(rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)", rf"\1{table}\n\2", text, flags=re.S)
    README.write_text(text, "utf-8")


if __name__ == "__main__":
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhongdu.settings")
    django.setup()
    rewrite()
