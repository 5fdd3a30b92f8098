"""Documents never lie: what they name is there, and what is there they name.

``.venv/bin/python tests/docs_reading.py`` writes the README's tables of commands and sign-ins anew.
"""

import re
from pathlib import Path

import pytest
from django.apps import apps

import docs_reading as reading
from docs_reading import DOCUMENTS, PACKAGE, ROOT
from zhongdu.acts.models import Matter
from zhongdu.cli import registry
from zhongdu.law.shapes import SHAPES, ClauseKind, Level, Strength
from zhongdu.law.shelves import shelf
from zhongdu.scope.roles import Role

README, ENGLISH = reading.README, ROOT / "README.en.md"
DOCS = ROOT / "docs"
DECISIONS = sorted((DOCS / "decisions").glob("*.md"))
LONGEST_DECISION = 25  # lines

each_document = pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))


@each_document
def test_what_stands_between_backticks_is_there(document: Path) -> None:
    assert {word: says for word in reading.spans(document) if (says := reading.wrong(word))} == {}


@each_document
def test_commands_in_code_blocks_are_ours(document: Path) -> None:
    lines = [line for line in reading.block_lines(document) if line.startswith("./zhongdu")]
    assert {line: says for line in lines if (says := reading.wrong_command(line))} == {}


@each_document
def test_options_of_pytest_are_known(document: Path, pytestconfig: pytest.Config) -> None:
    lines = [line for line in [*reading.spans(document), *reading.block_lines(document)] if "pytest " in line]
    for option in {word for line in lines for word in line.split() if word.startswith("--")}:
        pytestconfig.getoption(option)  # raises ValueError for one that nobody declared


@each_document
def test_links_and_pictures_lead_somewhere(document: Path) -> None:
    targets = reading.links(document)
    assert [target for target in targets if not (document.parent / target).exists()] == []


@pytest.mark.parametrize(
    "word",
    [
        "./zhongdu nothing", "./zhongdu verify --fast", "./zhongdu verify twice", "ZHONGDU_NOTHING", "/nothing/",
        "desk:nothing", "beijing:99", "law/<code>/nothing.toml", "var/nothing", "acts.performing.nothing",
        "Deed.nothing", "public_notice.nothing", "no_such_word_anywhere",
    ],
)  # fmt: skip
def test_what_is_not_there_is_told(word: str) -> None:
    assert reading.wrong(word)


# --- what must be named ------------------------------------------------------------------------------


def test_the_readme_lists_every_command() -> None:
    assert reading.section(README, "commands") == reading.commands_table()


def test_the_english_readme_lists_every_command() -> None:
    registry.discover()
    named = [
        re.sub(r"`|\./zhongdu ", "", row[0]) for row in reading.rows(reading.section(ENGLISH, "commands"))
    ]
    assert sorted(named) == sorted(registry.COMMANDS)


def test_the_readme_lists_the_demonstration_sign_ins() -> None:
    assert reading.section(README, "sign-ins") == reading.sign_ins_table()


def test_the_readmes_name_every_measure() -> None:
    for document in (README, ENGLISH):
        text = document.read_text("utf-8")
        assert [code for code in shelf().packs if f"`{code}`" not in text] == []


def test_operators_are_told_every_environment_variable() -> None:
    told = {
        row[0].strip("`"): row[1] for row in tables(DOCS / "operators.md") if row[0].startswith("`ZHONGDU_")
    }
    read = reading.variables()
    assert sorted(told) == sorted(read)
    defaults = {name: default for name, default in read.items() if default}
    assert {name: told[name] for name, default in defaults.items() if f"`{default}`" not in told[name]} == {}


# --- the glossary ------------------------------------------------------------------------------------


def tables(document: Path) -> list[list[str]]:
    """The rows of every table of a document."""
    found = re.findall(r"(?:^\|.*\n)+", document.read_text("utf-8"), flags=re.M)
    return [row for table in found for row in reading.rows(table)]


def entries() -> list[list[str]]:
    return [row for row in tables(DOCS / "glossary.md") if len(row) == 4]


def test_every_entry_of_the_glossary_has_four_parts() -> None:
    assert [row for row in tables(DOCS / "glossary.md") if len(row) != 4 or not all(row)] == []


def test_no_term_has_two_entries() -> None:
    terms = [row[0] for row in entries()]
    assert sorted(terms) == sorted(set(terms))


def test_every_term_is_defined_where_the_glossary_says() -> None:
    places = {row[0]: re.findall(r"`([^`]+)`", row[3]) for row in entries()}
    assert [term for term, named in places.items() if not named] == []
    lost = {
        (term, name)
        for term, named in places.items()
        for name in named
        if not (reading.is_code(name) or reading.is_of_the_law(name) or reading.is_path(name))
    }
    assert lost == set()


def test_the_glossary_has_every_word_of_the_domain() -> None:
    terms = {part for row in entries() for part in re.split(r"[、／（）]", row[0])}
    kinds = [model for model in apps.get_models() if issubclass(model, Matter)]
    wanted = {kind.label for kind in kinds} | {role.label for role in Role}
    wanted |= {word.label for words in (Strength, ClauseKind) for word in words}
    assert kinds and sorted(wanted - terms) == []
    english = " ".join(row[3] for row in entries())
    assert [shape.__name__ for shape in SHAPES.values() if f"shapes.{shape.__name__}`" not in english] == []
    assert all(level.label in (DOCS / "glossary.md").read_text("utf-8") for level in Level)


# --- the handbook ------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", sorted((DOCS / "handbook").glob("*.md")), ids=lambda path: path.stem)
def test_what_the_handbook_tells_people_to_press_stands_on_a_screen(page: Path) -> None:
    buttons = re.findall(r"【(.+?)】", page.read_text("utf-8"))
    assert buttons and [words for words in buttons if words not in reading.screens()] == []


# --- the decisions -----------------------------------------------------------------------------------


def test_decisions_are_numbered_without_gaps_or_doubles() -> None:
    numbers = [path.name[:4] for path in DECISIONS]
    assert DECISIONS and numbers == [f"{n:04}" for n in range(1, len(numbers) + 1)]


@pytest.mark.parametrize("decision", DECISIONS, ids=lambda path: path.stem)
def test_a_decision_is_short_and_whole(decision: Path) -> None:
    lines = decision.read_text("utf-8").rstrip("\n").splitlines()
    assert len(lines) <= LONGEST_DECISION
    assert re.match(rf"# {int(decision.name[:4])}\. \S", lines[0])
    assert [line for line in lines if line.startswith("**")] != []
    for part in ("**Context.**", "**Decision.**", "**Consequences.**"):
        assert sum(line.startswith(part) for line in lines) == 1, f"{part} stands once"


# --- the tour ----------------------------------------------------------------------------------------


def test_the_tour_knows_every_room_and_file_of_a_room() -> None:
    tour = (DOCS / "tour.md").read_text("utf-8")
    rooms = [path.parent.name for path in PACKAGE.glob("*/models.py") if apps_room(path.parent.name)]
    assert [room for room in rooms if f"`{room}`" not in tour] == []


def apps_room(name: str) -> bool:
    from django.conf import settings

    return f"zhongdu.{name}" in settings.ROOMS
