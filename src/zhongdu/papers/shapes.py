"""What each paper is made of. Every word printed is here; ``None``, ``""`` and a missing key all mean: leave it blank.

Wherever a string stands for running text, its line breaks are kept. A paper with ``demonstration`` says that sentence on
every page, at the head and across it: the paper of a draft that is only being tried out.
"""

from datetime import date
from typing import NotRequired, Required, TypedDict

from .pictures import Ink


class Verify(TypedDict):
    label: str  # under the code: 扫码核验
    url: str  # in the code, and printed for whoever cannot scan


class Paper(TypedDict, total=False):
    dated: Required[date]  # the day of the file
    demonstration: str | None
    verify: Verify | None


class Strong(TypedDict):
    strong: str  # a name or a term that must stand out and not be broken between lines


Words = str | list[str | Strong]  # a paragraph, plain or in pieces


class Letter(Paper, total=False):
    """聘书: A4 across, one page whatever the length of its text."""

    title: Required[str]
    number: str  # with its label: 编号：…
    body: Required[list[Words]]
    issuer: Required[str]
    issued: Required[date | str]
    note: str  # small, at the foot


class Field(TypedDict):
    label: str
    value: str | date | None


class Badge(Paper, total=False):
    """工作证: 70 by 100 mm, face and back; fields in the order given."""

    title: Required[str]
    photo: bytes | None
    photo_label: str  # where no photograph is: 照片
    fields: Required[list[Field]]
    issuer: Required[str]
    notes: list[str]  # on the back


class Sign(TypedDict, total=False):
    label: Required[str]  # 签字：
    names: list[str]
    drawn: Ink | None  # what was drawn in the place of a name
    date: str | date  # blank form: 年　月　日


class Cell(TypedDict, total=False):
    """A label, a value, or both (then they are two cells); ``photo`` makes a cell of a photograph labelled so."""

    label: str
    value: str | list[str] | date | None
    photo: bytes | None
    span: int  # columns of the value (or of the photograph or of a label alone), 1
    rows: int  # rows of it, 1
    align: str  # "left" for a story that starts at the top, also when it is short
    sign: Sign  # a line to sign at the foot of the value


class Row(TypedDict):
    cells: list[Cell]
    height: NotRequired[float]  # at least, mm


class Application(Paper, total=False):
    """报名表: a table of cells, so that another bureau's form is only other data."""

    title: Required[str]
    number: str
    columns: Required[list[float]]  # shares of the width
    rows: Required[list[Row]]
    foot: str


class Option(TypedDict):
    label: str  # A: 存在
    chosen: bool


class Question(TypedDict):
    text: str
    options: list[Option]
    remark: NotRequired[str]


class Item(TypedDict, total=False):
    label: Required[str]
    value: str | date | None
    questions: list[Question]
    wide: bool  # the value under its label, with room to write
    height: float  # at least, mm


class Record(Paper, total=False):
    """巡查情况登记表: numbered items, some of them questions with boxes."""

    title: Required[str]
    number: str
    items: Required[list[Item]]
    sign: Required[Sign]
    foot: str


class Heading(TypedDict):
    heading: int  # 1 一、 2 （一） 3 1. 4 （1）: the level gives the face, the number is in the text
    text: str
    rest: NotRequired[str]  # what follows in the same paragraph, in the face of the text


class Table(TypedDict):
    columns: list[str]
    widths: NotRequired[list[float]]  # shares of the width
    rows: list[list[str]]


class Bar(TypedDict):
    label: str
    length: int  # in hundredths of the longest
    says: str  # the figure, beside it


class Bars(TypedDict):
    title: str
    bars: list[Bar]


class Notice(Paper, total=False):
    """公告、公示、答复: GB/T 9704-2012."""

    mark: str  # 发文机关标志, red, over its line; without it the paper begins at its title
    number: str  # 发文字号
    title: Required[str | list[str]]  # as lines, where the breaks matter
    addressee: str
    body: Required[list[str | Heading | dict[str, Table] | dict[str, Bars]]]  # {"table": …}, {"chart": …}
    attachments: list[str]
    issuer: Required[str]
    issued: Required[date | str]
    note: str  # 附注, in brackets under the date
    copies: str  # 抄送机关
    printed: str  # 印发机关 and 印发日期
    printed_on: str | date


class Listing(Paper, total=False):
    """名册、名单: a table on A4 whose head comes back on every page."""

    title: Required[str]
    note: str  # a line under the title
    columns: Required[list[str]]
    widths: list[float]  # shares of the width
    rows: Required[list[list[str]]]
    height: float  # of a row at least, mm: room to sign
    foot: str


PAPERS: dict[str, type] = {
    "letter": Letter,
    "badge": Badge,
    "application": Application,
    "record": Record,
    "notice": Notice,
    "listing": Listing,
}
