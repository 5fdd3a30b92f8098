"""Promises about the house as a whole, read from its files: what nobody would notice one file at a time."""

import ast
import re
from pathlib import Path

from django.core.management import call_command
from django.template.engine import Engine
from django.template.utils import get_app_template_dirs
from django.urls import URLPattern, URLResolver, get_resolver

from zhongdu.kit import pages

SOURCES = Path(__file__).parents[1] / "src" / "zhongdu"
TEMPLATES = sorted(SOURCES.glob("**/templates/**/*.*"))
OURS = [path for path in SOURCES.rglob("*") if path.suffix in {".py", ".html", ".svg", ".txt", ".typ"}]
SIGNING_IN = "allauth."  # its few pages are let through by name in web/urls.py
LONGEST_FILE = 500


def name_of(template: Path) -> str:
    """``templates/kit/list.html`` is known as ``kit/list.html``."""
    return template.as_posix().rpartition("/templates/")[2]


def every_pattern(patterns: list[URLPattern | URLResolver]) -> list[URLPattern]:
    found = []
    for each in patterns:
        if str(each.pattern).startswith("api/"):
            continue  # each operation of an interface says who may ask, see below
        found += every_pattern(each.url_patterns) if isinstance(each, URLResolver) else [each]
    return found


def test_every_address_has_declared_who_may_open_it() -> None:
    declared = {page.view for page in pages.declared()}
    patterns = every_pattern(get_resolver().url_patterns)
    undeclared = [
        str(each.pattern)
        for each in patterns
        if each.callback not in declared and not each.callback.__module__.startswith(SIGNING_IN)
    ]
    assert patterns
    assert undeclared == []


def test_every_operation_of_an_interface_says_who_may_ask() -> None:
    from zhongdu.api import platforms, settlement

    operations = [
        operation
        for api in (platforms.api, settlement.api)
        for router in api._get_bound_routers()
        for view in router.path_operations.values()
        for operation in view.operations
    ]
    assert operations and all(operation.auth_callbacks for operation in operations)


def test_no_template_is_unused() -> None:
    named = "|".join(pattern for path in OURS for pattern in names_in(path))
    unused = [
        name_of(template)
        for template in TEMPLATES
        if not re.fullmatch(named, name_of(template)) and not stands_before_a_librarys(template)
    ]
    assert unused == []


def names_in(path: Path) -> set[str]:
    """What may be names of templates in a file, as patterns: ``f"kit/{face}.html"`` names a page of any face.

    A paper is named by the stem of its file, in Python only.
    """
    quoted = set(re.findall(r"""["']([\w./{}-]+)["']""", path.read_text()))
    whole = {re.sub(r"\\{.*?\\}", "[^/]+", re.escape(name)) for name in quoted if name.endswith(".html")}
    papers = {
        rf"papers/{re.escape(name)}\.typ" for name in quoted if path.suffix == ".py" and name.isidentifier()
    }
    return whole | papers


def stands_before_a_librarys(template: Path) -> bool:
    """Whether Django or a library asks for this name itself."""
    name = name_of(template)
    if re.fullmatch(r"(400|403|403_csrf|404|500)\.html", name):
        return True
    folders = [folder for folder in get_app_template_dirs("templates") if "site-packages" in str(folder)]
    return any((Path(folder) / name).exists() for folder in folders)


def test_every_template_can_be_read() -> None:
    engine = Engine.get_default()
    for template in TEMPLATES:
        if template.suffix == ".html":
            engine.get_template(name_of(template))


def test_no_place_is_named_in_code() -> None:
    """The law is data: a place's name belongs in ``law/``, and to the made-up ones of the demo."""
    place = re.compile("北京|绍兴|巫山|湖南|重庆|wushan|shaoxing|hunan|beijing", re.I)
    named = {
        str(path.relative_to(SOURCES)): found
        for path in OURS
        if not path.is_relative_to(SOURCES / "demo") and "migrations" not in path.parts
        if (found := sorted(set(place.findall(what_runs(path)))))
    }
    assert named == {}


def what_runs(path: Path) -> str:
    """The text of a file; of Python its names and values, so that a remark may give an example."""
    if path.suffix != ".py":
        return path.read_text()
    tree = ast.parse(path.read_text())
    remarks = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    said = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in remarks:
            said.append(node.value)
        said += [
            getattr(node, field)
            for field in ("id", "name", "attr", "arg")
            if isinstance(getattr(node, field, None), str)
        ]
    return "\n".join(said)


def test_no_file_holds_two_ideas() -> None:
    tests = Path(__file__).parent
    long = {
        str(path.relative_to(tests.parent)): count
        for folder in (SOURCES, tests)
        for path in folder.rglob("*.py")
        if "migrations" not in path.parts and (count := len(path.read_text().splitlines())) > LONGEST_FILE
    }
    assert long == {}


def test_django_finds_nothing_wrong() -> None:
    call_command("check", fail_level="WARNING")
