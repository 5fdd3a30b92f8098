"""A person's name or number seen whole: an act with its reason, over after a quarter of an hour."""

from typing import Annotated, Any

from zhongdu.acts.inputs import Says
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act
from zhongdu.cases.models import READERS, Case

_FIELDS = [("respondent_name", "当事人姓名"), ("respondent_id", "身份证号")]


@act(on=Case, by=READERS)
def unmask(
    case: Case,
    deed: Doing,
    *,
    field: Annotated[str, Says("看哪一项", options=lambda subject, law: _FIELDS)],
    reason: Annotated[str, Says("为什么需要看", words=True, most=500)],
) -> Any:
    """查看当事人身份

    Who looked, at what and why stands on the docket.
    """
    if not case.is_person:
        deed.refuse("nobody_masked", "这个案件的当事人不是个人。")
