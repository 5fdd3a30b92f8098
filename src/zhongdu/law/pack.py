"""Reading a pack: a measure as data, checked as a whole.

A pack is a folder with ``measure.toml`` (the measure, its clauses, its rules) and ``cases.toml``
(sentences with an expected outcome). Every mistake is told with file, line and key, and nothing
is half-loaded: :func:`read` gives a :class:`Pack` or raises :class:`BadPack` with all of them.
"""

import hashlib
import re
import tomllib
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from zhongdu.calendar import Schedule, reckon
from zhongdu.law.address import Address, BadAddress
from zhongdu.law.heads import Head, Instrument, Tension
from zhongdu.law.shapes import Clause, Rule, Timed
from zhongdu.law.speaking import sentence
from zhongdu.law.toml_lines import Keys, line_of, lines_of
from zhongdu.law.vocabulary import Concept, vocabulary

T = TypeVar("T", bound=BaseModel)


@dataclass(frozen=True)
class Mistake:
    """One thing wrong with a pack."""

    file: str
    line: int
    key: str
    says: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.key}: {self.says}"


class BadPack(ValueError):
    """A pack with mistakes; ``mistakes`` lists every one of them."""

    def __init__(self, mistakes: list[Mistake]) -> None:
        super().__init__("\n".join(map(str, mistakes)))
        self.mistakes = mistakes


@dataclass(frozen=True)
class Bound:
    """A concept bound by a pack: the rule, where it came from and what it is called."""

    name: str
    concept: Concept
    rule: Any  # a Rule of the concept's shape
    address: Address
    pack: str

    @property
    def key(self) -> str:
        """For a family's member, its key: ``breach`` of ``ending.ground.breach``."""
        return self.name.rpartition(".")[2] if self.concept.each else ""

    @property
    def label(self) -> str:
        return self.rule.label or self.concept.says

    @property
    def addresses(self) -> tuple[Address, ...]:
        return (self.address, *(Address.parse(text, self.pack) for text in self.rule.also))


@dataclass(frozen=True)
class Pack:
    """A measure as data, compiled: immutable, and known by the hash of its document."""

    head: Head
    clauses: dict[Address, Clause]
    rules: dict[str, Bound]
    instruments: dict[str, Instrument]
    tensions: tuple[Tension, ...]
    text: str
    folder: Path | None = None

    @property
    def code(self) -> str:
        return self.head.code

    @cached_property
    def version(self) -> str:
        return version_of(self.text)

    @cached_property
    def concepts(self) -> frozenset[str]:
        """The concepts it binds; of a family, the family's own name."""
        return frozenset(bound.concept.name for bound in self.rules.values())

    @property
    def ends(self) -> date | None:
        """The last day of the measure's validity, where it has one and it can be known."""
        validity = self.rules.get("measure.validity")
        if not validity or not validity.rule.span or not self.head.since:
            return None
        return reckon(validity.rule.span, self.head.since, Schedule.of()).last  # a term: no days off to know

    def resting_on(self, address: Address) -> list[Bound]:
        return [bound for bound in self.rules.values() if address in bound.addresses]


def version_of(text: str) -> str:
    """The first twelve hex digits of a document's SHA-256."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def read(folder: Path) -> Pack:
    """Read and check the pack in a folder. Raises :class:`BadPack`."""
    path = folder / "measure.toml"
    return compile_pack(text_of(path), str(path), folder)


def text_of(path: Path) -> str:
    """The text of a pack's file. Raises :class:`BadPack`."""
    try:
        return path.read_text("utf-8-sig")  # Windows Notepad puts a mark in front
    except OSError:
        raise BadPack([Mistake(str(path), 1, "—", "读不到这个文件。")]) from None
    except UnicodeDecodeError:
        raise BadPack([Mistake(str(path), 1, "—", "不是 UTF-8 编码的文本。")]) from None


def document_of(text: str, file: str) -> dict[str, Any]:
    """The TOML in a text. Raises :class:`BadPack` with the line and what is wrong there."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        spot = re.search(r"\(at line (\d+), column (\d+)\)$", str(error))
        where = f"第{spot[2]}列" if spot else "文件末尾"
        twice = "twice" in str(error) or "overwrite" in str(error)
        says = "这一项在前面已经写过。" if twice else f"{where}不合 TOML 的写法。"
        line = int(spot[1]) if spot else text.count("\n") + 1
        raise BadPack([Mistake(file, line, "—", says)]) from None
    except RecursionError:
        raise BadPack([Mistake(file, 1, "—", "嵌套得太深，读不了。")]) from None


def compile_pack(text: str, file: str = "measure.toml", folder: Path | None = None) -> Pack:
    """Check a pack's document and make it a :class:`Pack`. Raises :class:`BadPack`."""
    return _Compiler(document_of(text, file), text, file, folder).pack()


def citations(name: str, rule: Rule) -> list[tuple[Keys, str]]:
    """Every clause a rule names, with the keys under which it is written."""
    path: Keys = tuple(name.split("."))
    named: list[tuple[Keys, str]] = [((*path, "clause"), rule.clause)]
    named += [((*path, "also", place), text) for place, text in enumerate(rule.also)]
    for place, question in enumerate(getattr(rule, "questions", ())):
        if question.clause:
            named.append(((*path, "questions", place, "clause"), question.clause))
    return named


class _Compiler:
    """One walk over the document, gathering every mistake on the way."""

    def __init__(self, document: dict[str, Any], text: str, file: str, folder: Path | None) -> None:
        self.document, self.text, self.file, self.folder = document, text, file, folder
        self.lines = lines_of(text)
        self.rules: dict[str, Bound] = {}
        self.mistakes: list[Mistake] = []

    def pack(self) -> Pack:
        document = dict(self.document)
        head = self._shape(Head, {k: document.pop(k) for k in [*document] if k in Head.model_fields}, ())
        self.code = head.code if head else str(self.document.get("code", "x"))
        if head and self.folder and self.folder.resolve().name != head.code:
            self._wrong(("code",), f"与文件夹名“{self.folder.resolve().name}”不一致，二者应当相同。")
        instruments = self._each(Instrument, document, "instrument")
        clauses = {
            address: clause
            for path, clause in self._each(Clause, document, "clause").items()
            if (address := self._address(path, ("clause", path)))
        }
        tensions = self._tensions(document.pop("tension", []))
        self._walk(document, ())
        self._cited(head, clauses, instruments, tensions)
        if self.mistakes or head is None:
            raise BadPack(sorted(self.mistakes, key=lambda m: m.line))
        clauses = dict(sorted(clauses.items()))
        return Pack(head, clauses, self.rules, instruments, tuple(tensions.values()), self.text, self.folder)

    def _each(self, shape: type[T], document: dict[str, Any], key: str) -> dict[str, T]:
        """The tables ``[key.<name>]`` by their names."""
        tables = document.pop(key, {})
        if not isinstance(tables, dict):
            self._wrong((key,), f'应是一张张表，写作 [{key}."…"]。')
            return {}
        made = {name: self._shape(shape, table, (key, name)) for name, table in tables.items()}
        return {name: value for name, value in made.items() if value}

    def _tensions(self, tables: Any) -> dict[int, Tension]:
        """By their place in the document, which leads to the line of a mistake."""
        if not isinstance(tables, list):
            self._wrong(("tension",), "每处不一致写一段，用双方括号 [[tension]]。")
            return {}
        made = {place: self._shape(Tension, table, ("tension", place)) for place, table in enumerate(tables)}
        return {place: tension for place, tension in made.items() if tension}

    def _walk(self, table: dict[str, Any], path: tuple[str, ...]) -> None:
        """Go down until a table is a concept's; what stands in it besides deeper concepts is the rule."""
        rest = {}
        for key, value in table.items():
            if isinstance(value, dict) and leads_somewhere((*path, key)):
                self._walk(value, (*path, key))
            else:
                rest[key] = value
        found = bindable(path)
        if not found:
            for key in rest:
                self._wrong((*path, key), _unknown((*path, key)))
        elif rest or not table:
            self._bind(found, rest, path)

    def _bind(self, concept: Concept, table: dict[str, Any], path: tuple[str, ...]) -> None:
        if concept.each and not re.fullmatch(r"[a-z][a-z0-9_]*", path[-1]):
            self._wrong(path, f"“{path[-1]}”不能作名字：只用小写英文字母、数字和下划线，以字母开头。")
            return
        if "rolls" not in table and issubclass(concept.shape, Timed):
            table = {**table, "rolls": concept.kind != "term" and table.get("unit") != "hours"}
        rule = self._shape(concept.shape, table, path)
        if rule is None:
            return
        for key, value in _chosen(rule):
            if concept.options and value not in concept.options:
                self._wrong((*path, *key), f"“{value}”不行，应是 {'、'.join(concept.options)} 之一。")
        if address := self._address(rule.clause, (*path, "clause")):
            name = ".".join(path)
            self.rules[name] = Bound(name, concept, rule, address, self.code)

    def _cited(
        self,
        head: Head | None,
        clauses: dict[Address, Clause],
        instruments: dict[str, Instrument],
        tensions: dict[int, Tension],
    ) -> None:
        """Every clause named must be one of the pack's (or, in a base, of an instrument of it)."""
        named: list[tuple[Keys, str]] = []
        if head and head.commences and head.commences.clause:
            named.append((("commences", "clause"), head.commences.clause))
        for name, bound in self.rules.items():
            named += citations(name, bound.rule)[1:]
            self._registered(bound.address, (*name.split("."), "clause"), clauses, instruments)
        named += [(("tension", place, "clause"), tension.clause) for place, tension in tensions.items()]
        for path, text in named:
            if address := self._address(text, path):
                self._registered(address, path, clauses, instruments)

    def _registered(
        self, address: Address, path: Keys, clauses: dict[Address, Clause], instruments: dict[str, Instrument]
    ) -> None:
        if address.code == self.code and address not in clauses:
            missing = f'[clause."{address.path}"]'
            self._wrong(path, f"本办法没有登记{address.citation}（{address.path}），请先写 {missing}。")
        elif self.document.get("about") == "base" and address.code not in {self.code, *instruments}:
            self._wrong(path, f"没有名为“{address.code}”的文件，请先写 [instrument.{address.code}]。")

    def _address(self, text: str, path: Keys) -> Address | None:
        try:
            return Address.parse(text, self.code)
        except BadAddress as error:
            self._wrong(path, str(error))
            return None

    def _shape(self, shape: type[T], value: Any, path: Keys) -> T | None:
        try:
            return shape.model_validate(value)
        except ValidationError as errors:
            for error in errors.errors():
                self._wrong((*path, *error["loc"]), sentence(error, shape))
            return None

    def _wrong(self, path: Keys, says: str) -> None:
        key = ".".join(str(part) for part in path)
        self.mistakes.append(Mistake(self.file, line_of(self.lines, path), key, says))


def bindable(path: tuple[str, ...]) -> Concept | None:
    """The concept a table at this path binds: a word itself, or a member of the family above it."""
    words = vocabulary()
    found, family = words.get(".".join(path)), words.get(".".join(path[:-1]))
    if found and not found.each:
        return found
    return family if family and family.each else None


def leads_somewhere(path: tuple[str, ...]) -> bool:
    """Whether a concept stands at this path or below it."""
    name = ".".join(path)
    return bool(bindable(path)) or any(word == name or word.startswith(name + ".") for word in vocabulary())


def _unknown(path: tuple[str, ...]) -> str:
    name = ".".join(path)
    if leads_somewhere(path):
        return f"应是一张表，写作 [{name}]。"
    near = get_close_matches(name, [*vocabulary(), *Head.model_fields], n=1)
    return "没有这个概念" + (f"，是不是“{near[0]}”？" if near else "；可用的见 ./zhongdu measure schema。")


def _chosen(rule: Rule) -> list[tuple[Keys, str]]:
    """The values a rule takes from the vocabulary's options, with the keys they stand under."""
    value, readings = getattr(rule, "value", ""), getattr(rule, "readings", {})
    return [(("value",), value)] * bool(value) + [(("readings", reading), reading) for reading in readings]
