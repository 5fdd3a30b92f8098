"""A second person looks at what the first found, where a bureau wants two."""

from collections.abc import Iterable

from zhongdu import vault
from zhongdu.acts.performing import Doing
from zhongdu.recruitment import options
from zhongdu.recruitment.models import Application
from zhongdu.recruitment.queries import findings_of
from zhongdu.recruitment.rules import AGREES, DISAGREES


def second(deed: Doing, application: Application, views: Iterable[str], reasons: Iterable[str]) -> None:
    """Keep what the second person thinks of each finding; a view that differs says why."""
    findings, why = findings_of(application), options.by_condition(reasons)
    for name, view in options.by_condition(views).items():
        finding, reason = findings[name], why.get(name, "").strip()
        bound = deed.law.rule(name)
        if finding.by_id == deed.by.user_id:
            deed.refuse("same_reviewer", f"“{bound.label}”是您自己审核的，要由另一个人复核。", beside=name)
        if view == DISAGREES and not reason:
            deed.refuse(
                "why_different", f"“{bound.label}”不同意审核意见，请写明理由。", under=bound, beside=name
            )
        deed.cite(bound)
        finding.second_id, finding.second_on, finding.agreed = deed.by.user_id, deed.on, view == AGREES
        finding.save()
        vault.put(finding.second_owner, {"words": reason})
