"""What the inputs of a case's acts offer: violations, articles, officers, funds."""

from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q

from zhongdu.calendar import clock
from zhongdu.cases.models import Case
from zhongdu.cases.rules import offered
from zhongdu.law.governing import Law, governing
from zhongdu.law.pack import Bound
from zhongdu.law.shelves import shelf
from zhongdu.scope.models import Post
from zhongdu.scope.roles import Role

Options = list[tuple[str, str]]


def cited(bound: Bound) -> str:
    """A rule as an option says it: its label and its clause."""
    return f"{bound.label}（{shelf().cite(bound.address)}）"


def family(name: str, *, citing: bool = True) -> Any:
    """The members of a family as options."""

    def options(subject: Any, law: Law) -> Options:
        return [(each.name, cited(each) if citing else each.label) for each in law.family(name)]

    return options


violations = family("violation", citing=False)
evidence_kinds = family("evidence.kind", citing=False)
outcomes = family("case.decision")
funds = family("fund.kind", citing=False)


def law_of_conduct(case: Case) -> Law:
    """Substance is judged by the law of the day the conduct ended."""
    return governing(case.bureau, case.conduct_until)


def sanctions_of(case: Case) -> list[Bound]:
    """The articles that may be laid on this respondent for this conduct."""
    return offered(law_of_conduct(case).family("sanction"), case.kinds, case.violations)


def sanctions(case: Any, law: Law) -> Options:
    return [(each.name, cited(each)) for each in sanctions_of(case)]


def leniency(case: Any, law: Law) -> Options:
    return [(each.name, cited(each)) for each in law_of_conduct(case).family("leniency")]


def people(*roles: Role, certified: bool = False) -> Any:
    """The people of the matter's bureau in any of these roles, as options."""

    def options(subject: Any, law: Law) -> Options:
        rows = posts(subject.bureau, *roles)
        if certified:
            rows = rows.exclude(certificate="")
        found = {post.user_id: post for post in rows.select_related("user")}
        return [(str(user), _named(post, certified)) for user, post in found.items()]

    return options


def handling(case: Any, law: Law) -> Options:
    """Those who handle a case now, as options."""
    return [(str(user), name) for user, name in people_named(case.handlers).items()]


def people_named(ids: Any) -> dict[int, str]:
    rows = get_user_model().objects.filter(pk__in=[each for each in ids if each]).order_by("pk")
    return {user.pk: user.get_full_name() or user.get_username() for user in rows}


def posts(bureau: Any, *roles: Role) -> Any:
    """The posts that are open today."""
    today = clock.today()
    open_ = Q(until=None) | Q(until__gte=today)
    return Post.objects.filter(open_, bureau=bureau, role__in=roles, since__lte=today).order_by("id")


def _named(post: Post, certified: bool) -> str:
    name = post.user.get_full_name() or post.user.get_username()
    return f"{name}（执法证 {post.certificate}）" if certified else name
