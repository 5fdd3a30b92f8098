"""Reading a pack: a measure as data, checked as a whole.

A pack is a folder with ``measure.toml`` (the measure, its clauses, its rules) and ``cases.toml``
(sentences with an expected outcome). Every mistake is told with file, line and key, and nothing
is half-loaded: :func:`read` gives a :class:`Pack` or raises :class:`BadPack` with all of them.
"""

import hashlib
import tomllib
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, Field, ValidationError

from zhongdu.law.address import Address, BadAddress
from zhongdu.law.shapes import Clause, Shape, Text, Timed, Trust
from zhongdu.law.speaking import sentence
from zhongdu.law.toml_lines import Keys, line_of, lines_of
from zhongdu.law.vocabulary import Concept, vocabulary

T = TypeVar("T", bound=BaseModel)


class Commences(Shape):
    on: Literal["issue", "publication", "date"]
    """issue 自印发之日 · publication 自公布之日 · date: a day named in the text."""
    day: date | None = None
    """For on = "date"."""
    clause: str = ""
    """The clause that says so."""


class Instrument(Shape):
    """A law, regulation or rule that the base takes clauses from, or that a measure cites."""

    title: Text
    """Its full title."""
    rank: Literal[
        "law",
        "administrative_regulation",
        "party_regulation",
        "department_rule",
        "judicial_interpretation",
        "normative_document",
    ]
    """法律、行政法规、党内法规、部门规章、司法解释、规范性文件."""
    number: str = ""
    """国务院令第735号 and the like."""
    effective_from: date | None = None
    effective_to: date | None = None
    """After this day it has lapsed."""
    replaced_by: str = ""
    """The instrument that took its place."""
    source: str = ""
    """Where it was read."""
    trust: Trust = Trust.UNVERIFIED
    checked_on: date | None = None


class Tension(Shape):
    """Where this text and another disagree and somebody has to choose."""

    clause: Text
    """The clause of this measure."""
    against: Text
    """The clause it disagrees with: "beijing:6.4" style, or of an instrument of the base."""
    says: Text
    """The disagreement in one Chinese sentence."""
    bites: str = ""
    """The concept it touches: shown wherever that rule is used."""
    trust: Trust = Trust.TEXT


class Head(Shape):
    """What a pack says of the measure itself."""

    code: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    """A short name in ASCII, the folder's own: beijing."""
    title: Text
    """The measure's full title."""
    short: Text
    """What people call it on a screen."""
    about: Literal["base", "supervisors", "fund"]
    """What it regulates."""
    status: Literal["in_force", "draft"]
    """draft: may only be put in force for demonstration."""
    rank: Literal["base", "local_rule", "normative_document"] = "normative_document"
    number: str = ""
    """文号."""
    issuer: str = ""
    """The issuing bureau's division code (GB/T 2260)."""
    issuer_name: str = ""
    """The issuing bureau's name, as papers print it."""
    signed: date | None = None
    """成文日期."""
    printed: date | None = None
    """印发日期, where it differs."""
    commences: Commences | None = None
    extends: str = ""
    """The pack whose rules speak where this one is silent."""
    source: str = ""
    """The document it was made from."""


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

    @property
    def version(self) -> str:
        """The first twelve hex digits of the document's SHA-256."""
        return hashlib.sha256(self.text.encode()).hexdigest()[:12]

    def resting_on(self, address: Address) -> list[Bound]:
        return [bound for bound in self.rules.values() if address in bound.addresses]


def read(folder: Path) -> Pack:
    """Read and check the pack in a folder. Raises :class:`BadPack`."""
    path = folder / "measure.toml"
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadPack([Mistake(str(path), 1, "—", f"读不了这个文件（{type(error).__name__}）。")]) from None
    return compile_pack(text, str(path), folder)


def compile_pack(text: str, file: str = "measure.toml", folder: Path | None = None) -> Pack:
    """Check a pack's document and make it a :class:`Pack`. Raises :class:`BadPack`."""
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = int(str(error).partition("line ")[2].partition(",")[0] or text.count("\n") + 1)
        raise BadPack([Mistake(file, line, "—", f"不是合格的 TOML：{error}。")]) from None
    return _Compiler(document, text, file, folder).pack()


class _Compiler:
    """One walk over the document, gathering every mistake on the way."""

    def __init__(self, document: dict[str, Any], text: str, file: str, folder: Path | None) -> None:
        self.document, self.text, self.file, self.folder = document, text, file, folder
        self.lines = lines_of(text)
        self.mistakes: list[Mistake] = []

    def pack(self) -> Pack:
        document = dict(self.document)
        head = self._shape(Head, {k: document.pop(k) for k in [*document] if k in Head.model_fields}, ())
        self.code = head.code if head else str(self.document.get("code", "x"))
        if head and self.folder and self.folder.name != head.code:
            self._wrong(("code",), f"与文件夹名“{self.folder.name}”不一致，二者应当相同。")
        instruments = self._each(Instrument, document.pop("instrument", {}), "instrument")
        self.codes = {self.code, *instruments}
        clauses = self._clauses(document.pop("clause", {}))
        tensions = [
            shape
            for position, value in enumerate(document.pop("tension", []))
            if (shape := self._shape(Tension, value, ("tension", position)))
        ]
        rules: dict[str, Bound] = {}
        self._walk(document, (), rules)
        self._cited(rules, clauses)
        if self.mistakes or head is None:
            raise BadPack(sorted(self.mistakes, key=lambda m: m.line))
        return Pack(head, clauses, rules, instruments, tuple(tensions), self.text, self.folder)

    def _clauses(self, tables: dict[str, Any]) -> dict[Address, Clause]:
        clauses: dict[Address, Clause] = {}
        for path, table in tables.items():
            if not (shape := self._shape(Clause, table, ("clause", path))):
                continue
            try:
                clauses[Address.parse(path, self.code)] = shape
            except BadAddress as error:
                self._wrong(("clause", path), str(error))
        return dict(sorted(clauses.items()))

    def _walk(self, table: dict[str, Any], path: tuple[str, ...], rules: dict[str, Bound]) -> None:
        """Go down until a table is a concept's; what stands in it besides deeper concepts is the rule."""
        words = vocabulary()
        deeper = {
            key
            for key, value in table.items()
            if isinstance(value, dict) and self._leads_somewhere(".".join((*path, key)))
        }
        for key in (key for key in table if key in deeper):  # in the order of the document
            self._walk(table[key], (*path, key), rules)
        rest = {key: value for key, value in table.items() if key not in deeper}
        if not rest:
            return
        name = ".".join(path)
        found = words.get(name)
        family = words.get(".".join(path[:-1]))
        if found and not found.each:
            self._bind(name, found, rest, path, rules)
        elif family and family.each:
            self._bind(name, family, rest, path, rules)
        else:
            for key in rest:
                whole = ".".join((*path, key))
                near = get_close_matches(whole, [*words, *Head.model_fields], n=1)
                self._wrong(
                    (*path, key),
                    "没有这个概念"
                    + (f"，是不是“{near[0]}”？" if near else "；可用的概念见 zhongdu measure schema。"),
                )

    def _leads_somewhere(self, name: str) -> bool:
        words = vocabulary()
        parent = words.get(name.rpartition(".")[0])
        return any(word == name or word.startswith(name + ".") for word in words) or bool(
            parent and parent.each
        )

    def _bind(
        self, name: str, concept: Concept, table: dict[str, Any], path: Keys, rules: dict[str, Bound]
    ) -> None:
        if "rolls" not in table and issubclass(concept.shape, Timed):
            table = {**table, "rolls": concept.kind != "term" and table.get("unit") != "hours"}
        rule = self._shape(concept.shape, table, path)
        if rule is None:
            return
        value = getattr(rule, "value", "")
        if concept.options and value and value not in concept.options:
            self._wrong((*path, "value"), f"“{value}”不行，应是 {'、'.join(concept.options)} 之一。")
        for reading in getattr(rule, "readings", {}) if concept.options else ():
            if reading not in concept.options:
                self._wrong(
                    (*path, "readings", reading), f"“{reading}”不行，应是 {'、'.join(concept.options)} 之一。"
                )
        try:
            address = Address.parse(rule.clause, self.code)
        except BadAddress as error:
            self._wrong((*path, "clause"), str(error))
            return
        rules[name] = Bound(name, concept, rule, address, self.code)

    def _cited(self, rules: dict[str, Bound], clauses: dict[Address, Clause]) -> None:
        """Every clause a rule names must be a clause of the pack (or of an instrument of the base)."""
        for name, bound in rules.items():
            path = tuple(name.split("."))
            named = [("clause", bound.rule.clause), *(("also", text) for text in bound.rule.also)]
            named += [("questions", q.clause) for q in getattr(bound.rule, "questions", ()) if q.clause]
            for key, text in named:
                try:
                    address = Address.parse(text, self.code)
                except BadAddress as error:
                    self._wrong((*path, key), str(error))
                    continue
                if address.code == self.code and address not in clauses:
                    self._wrong(
                        (*path, key),
                        f'本办法没有登记 {address.citation}（{address.path}）这一条款；请先写 [clause."{address.path}"]。',
                    )
                elif self.document.get("about") == "base" and address.code not in self.codes:
                    self._wrong(
                        (*path, key), f"没有名为“{address.code}”的文件；请先写 [instrument.{address.code}]。"
                    )

    def _each(self, shape: type[T], tables: dict[str, Any], key: str) -> dict[str, T]:
        made = {name: self._shape(shape, table, (key, name)) for name, table in tables.items()}
        return {name: value for name, value in made.items() if value}

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
