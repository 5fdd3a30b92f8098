"""What a rule of a pack may look like: one shape for each type of concept.

The field descriptions below are the pack's manual (``zhongdu measure schema`` prints them).
A rule says its clause once; which concepts rest on a clause is derived from that.
"""

from enum import StrEnum
from typing import Any, Literal

from pydantic import Field, model_validator

from zhongdu.calendar import Period as Span
from zhongdu.calendar import Unit
from zhongdu.law.media import MEDIA
from zhongdu.law.rule import Day as Day
from zhongdu.law.rule import Rule as Rule
from zhongdu.law.rule import Shape as Shape
from zhongdu.law.rule import Strength as Strength
from zhongdu.law.rule import Switch as Switch
from zhongdu.law.rule import Text as Text
from zhongdu.law.rule import Trust as Trust
from zhongdu.law.rule import Whole as Whole
from zhongdu.law.sanction_shapes import Sanction
from zhongdu.law.scale_shapes import Scale, Sharing


class Timed(Rule):
    """A rule with a period: a number and a unit, or 及时 (promptly: the law has no number)."""

    n: Whole | None = Field(default=None, ge=1)
    """How many units."""
    unit: Unit | None = None
    """hours, days (calendar), working_days, months or years."""
    start: str = ""
    """The event the period runs from, in Chinese; its own day is not counted."""
    rolls: Switch | None = None
    """Whether a last day that is a day off moves to the next working day. Without it: a period rolls, a term and hours do not."""
    counts: Literal["after", "before"] = "after"
    """"before": the period is reckoned back from its event."""
    promptly: Switch = False
    """及时 and the like: bound, but without a number of the law's."""
    blank: Switch = False
    """The text leaves the number empty: nothing can run until it is filled in."""
    excludes: str = ""
    """What is not counted, in Chinese."""

    @model_validator(mode="after")
    def one_way_to_say_it(self) -> "Timed":
        if (self.n is None) != (self.unit is None):
            raise ValueError("n（数）与 unit（单位）要写就一起写")
        if self.rolls and self.unit is Unit.HOURS:
            raise ValueError("按小时计算的期限不顺延（rolls），这一项不写")
        if (self.n is not None) + self.promptly + self.blank > 1:
            raise ValueError("n、promptly（及时）、blank（留空）三者只能写一个")
        return self

    @property
    def span(self) -> Span | None:
        """The period to reckon with, or none where the law has no number."""
        if self.n is None or self.unit is None:
            return None
        return Span(self.n, self.unit, bool(self.rolls), self.counts)


class Period(Timed):
    """A period or a term."""

    @model_validator(mode="after")
    def says_something(self) -> "Period":
        if not (self.n or self.promptly or self.blank):
            raise ValueError("期限要写 n 与 unit，或 promptly = true（及时），或 blank = true（原文留空）")
        return self


class Bounds(Rule):
    """A number with its limits. 以上、以下、以内、届满 include the number; 不满、超过、以外 do not."""

    min: Whole | None = None
    """The least, included."""
    max: Whole | None = None
    """The most, included."""
    of: str = ""
    """What is counted, in Chinese: 人, 周岁, 次."""

    @model_validator(mode="after")
    def has_a_limit(self) -> "Bounds":
        if self.min is None and self.max is None:
            raise ValueError("要写 min（至少）或 max（至多）")
        return self

    def holds(self, number: int) -> bool:
        return (self.min is None or number >= self.min) and (self.max is None or number <= self.max)


class Choice(Rule):
    """One of the values the vocabulary offers; or, where the text is ambiguous, the readings it allows."""

    value: str = ""
    """The value, one of the vocabulary's."""
    readings: dict[str, str] = {}
    """Ambiguous: value = what it would mean, in Chinese. The bureau chooses one, by name, once."""

    @model_validator(mode="after")
    def value_or_readings(self) -> "Choice":
        if bool(self.value) == bool(self.readings):
            raise ValueError("要么写 value，要么（原文有歧义时）写 readings，二者只能写一个")
        return self


class Level(StrEnum):
    """The four levels of bureaus; a unit without a code of its own has the level it is given."""

    NATION = "nation"
    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"

    @property
    def label(self) -> str:
        return {"nation": "国家", "province": "省级", "city": "市级", "county": "县（区）级"}[self.value]


class Levels(Rule):
    """Whose business it is: bureaus of which levels."""

    levels: tuple[Level, ...] = Field(min_length=1)
    """nation, province, city, county."""


class Duty(Timed):
    """What somebody owes. With ``every`` or ``kept`` it is a standing duty, checked by the sweep."""

    holder: Literal["bureau", "agency", "institution", "supervisor", "department", "government"] = "bureau"
    """Who owes it."""
    role: str = ""
    """Which officer of the holder, by the vocabulary of roles."""
    levels: tuple[Level, ...] = ()
    """Only bureaus of these levels owe it; empty: the bureau that governs the matter."""
    every: Literal["", "year", "regularly", "as_needed"] = ""
    """A standing duty to do something as often as this."""
    kept: Switch = False
    """A standing duty to keep something so: a person named, a list public."""
    at_least: Whole = Field(default=1, ge=1)
    """How many times in each ``every``."""
    wants: str = ""
    """What satisfies it where measures differ: person, department; everybody; entries of a catalogue, a space between them
    (fund.kind.employees fund.kind.residents)."""
    until: Day | None = None
    """A last day that the text itself names."""


class Ground(Rule):
    """A ground on which something ends."""

    label: Text
    """What the ground is called on screens and papers."""
    raised_by: Literal[
        "finding", "own_request", "term_over", "untrue_particulars", "fund_misuse", "notice_of_inability",
        "suspensions", "licence_revoked", "obstruction",
    ] = "finding"  # fmt: skip
    """What raises it: an officer's finding, or an event the system knows."""
    proved_by: tuple[str, ...] = ()
    """The violations (concepts) whose penalty, once served, puts this ground before the officer."""
    grave: Switch = False
    """Only where the circumstances are grave: the officer says why they are."""
    by_fact: Switch = False
    """Takes effect by the fact itself, without a decision."""
    needs: tuple[Literal["consent"], ...] = ()
    """What must be there first: the bureau's consent."""
    breaches: tuple[str, ...] = ()
    """The discipline whose breach it is: concepts, or a whole family ("discipline")."""
    effects: tuple[
        Literal["letter_recalled", "letter_void", "badge_void", "public_cancellation", "may_transfer"], ...
    ] = ()
    """What follows by itself when an appointment ends on it."""


class Condition(Rule):
    """A condition of eligibility, or a preference."""

    label: Text
    """The condition in a few words."""
    how: Literal["computed", "declared", "judged", "preference"]
    """computed from the form · declared by the person · judged by an officer · preference: marks, never excludes."""
    test: Literal["", "age", "citizenship", "background"] = ""
    """For computed conditions: what is computed."""
    min: Whole | None = None
    """For ages: the least in full years, included."""
    max: Whole | None = None
    """For ages: the most in full years, included."""
    options: tuple[str, ...] = ()
    """For preferences and backgrounds: the groups named."""
    readings: dict[str, str] = {}
    """Ambiguous: how = what it would mean, in Chinese (for instance condition or preference)."""

    @model_validator(mode="after")
    def computed_has_a_test(self) -> "Condition":
        if (self.how == "computed") != bool(self.test in {"age", "citizenship"}):
            raise ValueError('how = "computed" 的条件要写 test（age 或 citizenship），其他的不写这两种')
        return self


class Channel(Rule):
    """A way into the register."""

    label: Text
    """公开选聘, 定向选聘, 特邀聘任 …"""
    route: Literal["open", "targeted", "invited", "recommended", "self_nominated"]
    """Which route the system takes: an open notice, units that recommend, an invitation, through the district, one's own."""
    needs_notice: Switch = True
    """Whether an open notice must stand before one may apply this way."""
    units: tuple[str, ...] = ()
    """The units named: 人大机关, 政协机关 …"""
    coordinated_by: tuple[Level, ...] = ()
    """Bureaus of these levels bring the units together for the bureau above them that recruits."""


class Item(Rule):
    """One entry of a catalogue: a kind of violation, a duty, a discipline, a power, a measure."""

    label: Text
    """The entry in a few words; the official words where a form or catalogue must carry them."""
    group: str = ""
    """Which part of the catalogue."""
    of: str = ""
    """Whom it concerns: medical_institution, pharmacy, insured, agency, bureau, other."""
    items: tuple[str, ...] = ()
    """Parts named one by one."""


class Remedy(Item):
    """A way in which an agency answers a breach of an agreement."""

    does: Literal[
        "", "talk", "rectification", "withholding", "refusal", "recovery", "deposit", "quota", "people", "suspension",
        "ending", "referral",
    ] = ""  # fmt: skip
    """What it does, so that the system can follow it; without it: recorded, and followed by people."""
    grave: Switch = False
    """Only where the circumstances are grave: the officer says why they are."""


class Account(Rule):
    """One account of a chart of accounts."""

    code: Text
    """Its number, by which vouchers name it."""
    label: Text
    """As the books call it."""
    element: Literal["asset", "liability", "balance", "income", "expenditure"]
    """What it is part of; balance: the fund's net assets."""
    way: Literal["", "income", "special", "expenditure"] = ""
    """Which of the separate lines its money stands on (收支两条线); only for money."""
    purpose: Literal["", "carry_over", "interest", "recovered"] = ""
    """What the books themselves need it for: where a year's surplus goes, where interest and recovered money are entered."""


class Field_(Shape):
    """A field of a form."""

    name: Text
    """Its key in the vault: name, sex, id_number …"""
    label: Text
    """As the official form prints it."""
    kind: Literal["line", "words", "date", "choice", "phone", "id_number", "photo", "signature", "check"] = (
        "line"
    )
    """What is typed there."""
    options: tuple[str, ...] = ()
    """For choices."""
    required: Switch = True
    """Whether it must be filled in."""
    read_from_id: Switch = False
    """Filled from the ID number where that is given (birth date, sex)."""
    hint: str = ""
    """A word of help beside it."""


class Form(Rule):
    """An official form, to the letter."""

    title: Text
    """As the form prints it."""
    complete: Switch = True
    """false: the document does not reproduce its form; the fields are then the platform's own and say so."""
    fields: tuple[Field_, ...] = ()
    """In the order of the form."""
    layout: tuple[tuple[str, ...], ...] = ()
    """The rows of the printed table, by field names."""
    declaration_title: str = ""
    """The heading of the declaration."""
    declaration: tuple[str, ...] = ()
    """The declaration, line by line, in the official words."""


class OnlyIf(Shape):
    """When a question is asked at all: an earlier one was answered so."""

    question: Text
    """The earlier question's key."""
    answers: tuple[Text, ...] = Field(min_length=1)
    """Any of these answers."""


class Question(Shape):
    """A question of a checklist."""

    name: Text
    """Its key."""
    text: Text
    """As the form prints it."""
    clause: str = ""
    """The clause it asks after; without it the checklist's own."""
    kind: Literal[
        "choice", "choices", "words", "number", "trace_code", "photo", "sound", "video", "place"
    ] = "choice"
    """What is answered: one option, several, words, a number, a drug's trace code of 20 digits, photographs, sound,
    video, the place where one stands."""
    options: tuple[str, ...] = ()
    """For choices, in the order of the form."""
    trouble: tuple[str, ...] = ()
    """Which answers mean trouble."""
    required: Switch = True
    """Whether it must be answered, where it is asked."""
    only_if: OnlyIf | None = None
    """Asked only after an earlier question was answered so; without it, always."""
    min: Whole | None = None
    """For numbers: the least, included. For photographs and recordings: how many at least, where there are any."""
    max: Whole | None = None
    """For numbers: the most, included. For photographs and recordings: how many at most."""
    hint: str = ""
    """A word of help beside it."""

    @model_validator(mode="after")
    def options_fit_the_kind(self) -> "Question":
        if (self.kind in {"choice", "choices"}) != bool(self.options):
            raise ValueError("选择题（choice、choices）要写 options，别的题不写")
        if not {*self.trouble} <= {*self.options}:
            raise ValueError("trouble 里的答案要在 options 里")
        if (self.min is not None or self.max is not None) and self.kind not in {"number", *MEDIA}:
            raise ValueError("只有数字题（number）、照片题和录音录像题（photo、sound、video）可以写 min、max")
        return self

    @model_validator(mode="after")
    def as_many_as_can_be_brought(self) -> "Question":
        if self.kind in MEDIA and not 1 <= self.least <= self.most <= MEDIA[self.kind].limit:
            raise ValueError(f"照片、录音、录像题的份数从1到{MEDIA[self.kind].limit}，最少的不能多于最多的")
        return self

    @property
    def least(self) -> int:
        """How many photographs or recordings there are at least, where there are any."""
        return 1 if self.min is None else self.min

    @property
    def most(self) -> int:
        """How many photographs or recordings there are at most."""
        return max(MEDIA[self.kind].usual, self.least) if self.max is None else self.max


class Checklist(Rule):
    """What is looked at on a visit."""

    title: Text
    """As the form prints it."""
    version: Whole = Field(default=1, ge=1)
    """Counted up when its questions change."""
    kinds: tuple[Literal["medical_institution", "pharmacy"], ...] = ("medical_institution", "pharmacy")
    """Which kinds of institution it is for."""
    head: tuple[str, ...] = ()
    """The heading lines of the printed record."""
    questions: tuple[Question, ...] = Field(min_length=1)
    """In the order of the form."""
    signature: str = ""
    """The words of the signature line."""
    official: Switch = False
    """Whether its words are those of an official form, to the letter."""

    @model_validator(mode="after")
    def questions_follow_one_another(self) -> "Checklist":
        before: dict[str, Question] = {}
        for question in self.questions:
            if question.name in before:
                raise ValueError(f"有两道题都叫 {question.name}，请改一个名字")
            if asked := question.only_if:
                earlier = before.get(asked.question)
                if earlier is None or not {*asked.answers} <= {*earlier.options}:
                    raise ValueError(f"{question.name} 的 only_if 要指前面一道选择题和它的选项")
            before[question.name] = question
        return self


class Document(Rule):
    """A paper that is issued: a letter of appointment, a badge."""

    title: Text
    """As the paper prints it."""
    fields: tuple[tuple[str, str], ...] = ()
    """(key, printed label) in order: name 姓名, number 编号, validity 有效期 …"""
    validity: str = ""
    """How the validity is printed, with {from_year} {from_month} {until_year} {until_month}."""
    words: str = ""
    """The body, with {name} {bureau} {from} {until} {title}; the platform's own where the measure has none."""
    photo: Switch = False
    """Whether it carries the photograph."""
    issuer: str = ""
    """How the issuing bureau is printed, with {bureau}."""


class Cited(Rule):
    """A rule that refers to another text."""

    to: tuple[str, ...] = Field(min_length=1)
    """The texts, by their titles or the short names of instruments of the base."""


SHAPES: dict[str, type[Rule]] = {
    "norm": Rule,
    "period": Period,
    "term": Period,
    "bounds": Bounds,
    "choice": Choice,
    "levels": Levels,
    "duty": Duty,
    "ground": Ground,
    "condition": Condition,
    "channel": Channel,
    "item": Item,
    "remedy": Remedy,
    "account": Account,
    "form": Form,
    "checklist": Checklist,
    "document": Document,
    "scale": Scale,
    "sharing": Sharing,
    "sanction": Sanction,
    "cited": Cited,
}


class ClauseKind(StrEnum):
    RULE = "rule"
    PROCEDURE = "procedure"
    DUTY = "duty"
    RIGHT = "right"
    PROHIBITION = "prohibition"
    GROUND = "ground"
    CATALOGUE = "catalogue"
    FORM = "form"
    DECLARATORY = "declaratory"

    @property
    def label(self) -> str:
        return {
            "rule": "规则",
            "procedure": "程序",
            "duty": "义务",
            "right": "权利",
            "prohibition": "禁止",
            "ground": "事由",
            "catalogue": "目录",
            "form": "表式",
            "declaratory": "宣示",
        }[self.value]


class Clause(Shape):
    """What the pack says of a clause. The words themselves are imported by a bureau from its own document."""

    gist: Text
    """What it says, in our own words; official wording only where a form, catalogue or certificate must carry it."""
    kind: ClauseKind
    """rule, procedure, duty, right, prohibition, ground, catalogue, form or declaratory."""


def jsonable(rule: Rule) -> dict[str, Any]:
    """The rule as plain data, without what it leaves unsaid."""
    return rule.model_dump(mode="json", exclude_defaults=True)
