"""Recording what review found of each condition."""

from collections.abc import Iterable

from zhongdu import vault
from zhongdu.acts.performing import Doing
from zhongdu.recruitment import options, rules
from zhongdu.recruitment.models import Application, Finding
from zhongdu.recruitment.queries import looks_of


def find(
    deed: Doing,
    application: Application,
    verdicts: Iterable[str],
    reasons: Iterable[str],
    marks: Iterable[str],
) -> None:
    """Check each verdict against what follows from the facts today, and keep it with its reason."""
    why, marked = options.by_condition(reasons), options.marked(marks)
    looks = {each.name: each for each in looks_of(application, deed.law, deed.on)}
    for name, verdict in options.by_condition(verdicts).items():
        each, reason = looks[name], why.get(name, "").strip()
        _may_be_found(deed, each, verdict, reason)
        deed.cite(each.bound)
        _keep(deed, application, each, verdict, reason, marked.get(name, []))


def _may_be_found(deed: Doing, each: rules.Look, verdict: str, reason: str) -> None:
    label = each.bound.label
    if verdict not in each.choices:
        says = f"“{label}”{each.says}，不能这样认定。"
        deed.refuse("not_a_finding", says, under=each.bound, beside=each.name)
    if verdict == rules.DEPARTS:
        deed.depart(each.bound, reason, f"“{label}”不合一般要求（{each.says}）。", beside=each.name)
    if verdict == rules.UNMET and not each.is_preference and not reason:
        deed.refuse("why_unmet", f"“{label}”认定为不符合，请写明理由。", under=each.bound, beside=each.name)


def _keep(
    deed: Doing, application: Application, each: rules.Look, verdict: str, reason: str, marks: list[str]
) -> None:
    before = Finding.objects.filter(application=application, condition=each.name).first()
    words = {"words": reason, "review_marks": marks}
    if (
        before
        and before.verdict == verdict
        and {"words": "", "review_marks": [], **vault.read(before.owner)} == words
    ):
        return  # saved again as it was: it stays its reviewer's, and so does the second look at it
    finding, _ = Finding.objects.update_or_create(
        application=application,
        condition=each.name,
        defaults={
            "clause": str(each.bound.address),
            "verdict": verdict,
            "reasoned": bool(reason),
            "by_id": deed.by.user_id or 0,  # a recruiter has an account
            "on": deed.on,
            "second": None,
            "second_on": None,
            "agreed": None,
        },
    )
    vault.put(finding.owner, words)
