"""The shapes of rules that pay: scales of rewards, and how one is shared. Part of :mod:`zhongdu.law.shapes`."""

from typing import Literal

from pydantic import Field, model_validator

from zhongdu.law.rule import Rule, Shape, Switch, Text, Whole


class Segment(Shape):
    """A stretch of the case value, and what is paid of it."""

    up_to_fen: Whole | None = Field(default=None, ge=1)
    """Up to this case value, included, in fen; the last segment has none."""
    rate_bp: Whole = Field(ge=0, le=10_000)
    """What is paid of it, in basis points: 500 is 5 %."""


class Grade(Shape):
    """A level of a lead, or a kind of body it is about, with a share of the case value of its own."""

    name: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    """Its key: level_1, person …"""
    label: Text
    """一级, 参保个人 … as officers choose it."""
    says: str = ""
    """Which leads belong here, in Chinese."""
    rate_bp: Whole | None = Field(default=None, ge=0, le=10_000)
    """One share of the whole case value, in basis points: 500 is 5 %."""
    segments: tuple[Segment, ...] = ()
    """Or a share for each stretch of the case value, from the lowest up."""
    floor_fen: Whole = Field(default=0, ge=0)
    """What it comes to at least, in fen; 0: this level has no floor of its own."""

    @model_validator(mode="after")
    def one_way_to_reckon(self) -> "Grade":
        if (self.rate_bp is None) != bool(self.segments):
            raise ValueError("rate_bp（一个比例）与 segments（分段比例）写一种，只写一种")
        ends = [segment.up_to_fen for segment in self.segments[:-1]]
        known = [end for end in ends if end is not None]
        if self.segments and (self.segments[-1].up_to_fen or ends != sorted({*known})):
            raise ValueError("segments 从低到高写，每段写 up_to_fen（到多少为止，含本数），最后一段不写")
        return self


class Scale(Rule):
    """What a reward comes to: a share of the case value. Amounts are whole fen, shares basis points (1 % is 100).

    Each product is rounded by itself (``rounding``), then the level's floor is taken, then the uplift. The limits over
    all of it are a rule of their own (``reward.limits``).
    """

    grades: tuple[Grade, ...] = Field(min_length=1)
    """The levels to choose from; a scale that knows none has one."""
    cumulative: Switch = True
    """Segments count each for its own stretch; false: the share of the stretch the value ends in counts for all of it."""
    insider_bp: Whole = Field(default=0, ge=0, le=10_000)
    """How much is added where the reporter works, or worked, for the body reported: 2000 is a fifth."""
    rounding: Literal["half_up", "down", "up"] = "half_up"
    """How a product comes to whole fen: half_up 四舍五入, down 舍去, up 进位."""
    case_value: str = ""
    """What counts as the case value, in Chinese."""

    @model_validator(mode="after")
    def more_is_never_paid_less(self) -> "Scale":
        names = [grade.name for grade in self.grades]
        if len({*names}) < len(names):
            raise ValueError("grades 里有两级用了同一个 name")
        for grade in () if self.cumulative else self.grades:
            rates = [segment.rate_bp for segment in grade.segments]
            if rates != sorted(rates):
                raise ValueError(
                    "整个案值按一个比例算的（cumulative = false），比例要从低到高，否则案值多了奖金反而少"
                )
        return self


class Sharing(Rule):
    """To whom a reward goes where several brought the same case."""

    among: Literal["first", "equally", "by_order", "by_weight"]
    """first 只奖最先举报的 · equally 平均 · by_order 按先后、按 weights 的比例 · by_weight 按办案人员认定的贡献."""
    weights: tuple[Whole, ...] = ()
    """For by_order: the parts of the first, the second …; who comes after the last has no part."""

    @model_validator(mode="after")
    def order_has_weights(self) -> "Sharing":
        if (self.among == "by_order") != bool(self.weights) or any(each < 1 for each in self.weights):
            raise ValueError("按先后分（by_order）的要写 weights，每个至少是 1；别的不写")
        return self
