"""The shape of a rule that punishes: what is returned, how much is fined, what is suspended. Part of :mod:`zhongdu.law.shapes`."""

from typing import Literal

from pydantic import Field, model_validator

from zhongdu.law.rule import Rule, Switch, Text, Whole

Respondent = Literal[
    "medical_institution", "pharmacy", "practitioner", "agency", "contractor", "insured", "person"
]


class Sanction(Rule):
    """What an article lays on whoever does what it forbids. Ranges are (least, most), both included."""

    label: Text
    """The kind of conduct in a few words."""
    of: tuple[Respondent, ...] = Field(min_length=1)
    """Whom it can be laid on."""
    punishes: tuple[str, ...] = ()
    """The violations it punishes, by their concepts; empty: an officer says whether it does."""
    fraud: Switch = False
    """Whether the conduct is fraud (骗取)."""
    refund: Switch = False
    """Whether what was lost or taken is returned (责令退回)."""
    base: str = ""
    """What a fine is a multiple of, in Chinese."""
    times: tuple[Whole, ...] = ()
    """The fine as multiples of the base."""
    fine_yuan: tuple[Whole, ...] = ()
    """Or the fine in yuan."""
    fine_may: Switch = False
    """可以处…罚款: the text leaves it open whether to fine at all."""
    fine_when: str = ""
    """Only where this is so, in Chinese: 拒不改正的."""
    suspends: str = ""
    """What may be suspended."""
    suspends_of: tuple[Respondent, ...] = ()
    """Whose; empty: of everybody it can be laid on."""
    months: tuple[Whole, ...] = ()
    """For how many months."""
    suspend_when: str = ""
    """Only where this is so, in Chinese."""
    bars: str = ""
    """What a person is barred from."""
    bars_years: Whole | None = None
    """For how many years."""
    others: tuple[str, ...] = ()
    """What others decide: the agency, the authority of a licence."""
    only_fund: str = ""
    """Only where the money came out of this fund, by its key."""

    @model_validator(mode="after")
    def ranges_are_ranges(self) -> "Sanction":
        for name in ("times", "fine_yuan", "months"):
            found = getattr(self, name)
            if found and (len(found) != 2 or not 1 <= found[0] <= found[1]):
                raise ValueError(f"{name} 写 [最少, 最多]，含本数")
        if bool(self.times) != bool(self.base and not self.fine_yuan):
            raise ValueError("times（几倍）要写 base（什么的几倍），fine_yuan（多少元）与它只写一种")
        if bool(self.months) != bool(self.suspends) or (self.bars_years is None) != (not self.bars):
            raise ValueError("months 与 suspends、bars_years 与 bars 要写就一起写")
        return self
