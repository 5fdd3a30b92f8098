"""What a pack says besides its rules: the measure itself, the instruments it cites, where texts disagree.

The field descriptions are part of the pack's manual, as in :mod:`zhongdu.law.shapes`.
"""

from datetime import date
from typing import Literal

from pydantic import Field, model_validator

from zhongdu.law.shapes import Day, Shape, Text, Trust


class Commences(Shape):
    on: Literal["issue", "publication", "date"]
    """issue 自印发之日 · publication 自公布之日 · date: a day named in the text."""
    day: Day | None = None
    """For on = "date"."""
    clause: str = ""
    """The clause that says so."""

    @model_validator(mode="after")
    def a_date_has_its_day(self) -> "Commences":
        if (self.on == "date") != (self.day is not None):
            raise ValueError('on = "date" 的要写 day（哪一天），其他的不写')
        return self


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
    effective_from: Day | None = None
    effective_to: Day | None = None
    """After this day it has lapsed."""
    replaced_by: str = ""
    """The instrument that took its place."""
    source: str = ""
    """Where it was read."""
    trust: Trust = Trust.UNVERIFIED
    checked_on: Day | None = None

    def lapsed(self, on: date | None) -> bool:
        """Whether it has run out by a day; without a day, whether another has taken its place."""
        return on > self.effective_to if on and self.effective_to else bool(self.replaced_by)


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
    signed: Day | None = None
    """成文日期."""
    printed: Day | None = None
    """印发日期, where it differs."""
    commences: Commences | None = None
    extends: str = ""
    """The pack whose rules speak where this one is silent."""
    source: str = ""
    """The document it was made from."""

    @property
    def since(self) -> date | None:
        """The day it took effect, where the document lets it be known."""
        return (self.commences and self.commences.day) or self.printed or self.signed

    @property
    def takes_effect(self) -> date | None:
        """The day it takes effect, where the document alone tells: when it was made public it does not."""
        told = self.commences is not None and self.commences.on != "publication"
        return self.since if told else None

    @model_validator(mode="after")
    def a_base_stands_alone(self) -> "Head":
        if self.about == "base" and self.extends:
            raise ValueError('about = "base" 的是别人的依据，自己不写 extends')
        return self
