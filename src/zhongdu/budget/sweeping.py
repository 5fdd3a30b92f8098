"""The bureau's standing duty to have a budget for the year."""

from datetime import date
from typing import Any

from zhongdu.budget.queries import drafted
from zhongdu.duties.standing import Standing, standing
from zhongdu.law.governing import Law


@standing("budget.drafting")
def budget_is_drafted(bureau: Any, law: Law, today: date) -> Standing:
    """Every fund the measure's article speaks of, whose books the bureau keeps, has a budget that went to finance."""
    met = drafted(bureau, today.year, law.rule("budget.drafting").rule.wants.split())
    return Standing(met, shown=f"{today.year}年预算已报送" if met else f"{today.year}年预算还没有都报送")
