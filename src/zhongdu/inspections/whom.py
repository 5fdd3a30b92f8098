"""Of several who are inspected, which one something was asked of, or which one stood in the way."""

from typing import Any

from zhongdu import vault
from zhongdu.acts.inputs import Says
from zhongdu.acts.performing import Doing
from zhongdu.inspections.models import Inspection, Respondent
from zhongdu.inspections.queries import respondents


def whom(inspection: Inspection, law: Any) -> list[tuple[str, str]]:
    """The inspected, a person's name masked."""
    return [
        (str(each.row.pk), vault.masked("inspected_person", each.name) if each.is_person else each.name)
        for each in respondents(inspection)
    ]


def asked_whom(label: str) -> Says:
    return Says(label, hint="只有一个被检查对象的，不用选。", options=whom, people=True)


def meant(inspection: Inspection, deed: Doing, chosen: str) -> Respondent:
    """The one chosen, or the only one; refused where there are several and none was chosen."""
    rows = {str(row.pk): row for row in inspection.respondents.all()}
    if not chosen and len(rows) > 1:
        deed.refuse("which_one", "这次检查有几个被检查对象，请选是哪一个。", beside="respondent")
    return rows[chosen] if chosen else next(iter(rows.values()))
