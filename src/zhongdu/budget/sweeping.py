"""The bureau's standing duty to have a budget for the year."""

from datetime import date
from typing import Any

from zhongdu.budget.queries import drafted
from zhongdu.duties.standing import Standing, standing
from zhongdu.law.governing import Law


@standing("budget.drafting")
def budget_is_drafted(bureau: Any, law: Law, today: date) -> Standing:
    """Every fund whose books the bureau keeps has a budget of the year that went to finance."""
    return Standing(met=drafted(bureau, today.year))
