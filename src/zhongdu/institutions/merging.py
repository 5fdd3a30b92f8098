"""One institution that stands on the list under two codes: both records are kept, and one leads to the other."""

from typing import Annotated, Any

from zhongdu.acts.inputs import Says
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act
from zhongdu.institutions.dossiers import dossier_of
from zhongdu.institutions.models import Apart, Dossier, Institution
from zhongdu.scope.roles import Role

_State = Dossier.State
_MERGERS = (Role.CASE_OFFICER, Role.LIAISON)


@act(
    on=Dossier,
    moves={_State.OPEN: _State.MERGED},
    by=_MERGERS,
    reach="territory",
    grave=True,
    tells="并入以后，名单里只剩另一家；两边的编号和记录都在，查到这一家会转到那一家。并错了可以拆开。",
)
def merge(
    dossier: Dossier,
    deed: Doing,
    *,
    into: Annotated[str, Says("并入哪一家", hint="那一家的医保机构代码", plain=True, most=12)],
    why: Annotated[str, Says("为什么是同一家", words=True, most=1000)],
) -> None:
    """并入另一家

    This code and another stand for one institution. Both dockets and all records stay; whoever comes to this one is
    led to the other.
    """
    goal = _other(dossier, deed, into, beside="into")
    if goal.merged_into_id:
        deed.refuse("merged_itself", f"{goal.name}自己已经并入另一家，请填那一家的代码。", beside="into")
    if Institution.objects.filter(merged_into=dossier.institution_id).exists():
        deed.refuse("has_duplicates", "有别的机构并入了这一家，请先把它们拆开。")
    _lead(dossier, goal)
    deed.then(take_in_duplicate, dossier_of(goal), code=dossier.institution.code)


@act(on=Dossier, moves={_State.MERGED: _State.OPEN}, by=_MERGERS, reach="territory")
def unmerge(
    dossier: Dossier,
    deed: Doing,
    *,
    why: Annotated[str, Says("为什么拆开", words=True, most=1000)],
) -> None:
    """拆开，仍是两家

    The two were not one after all: each stands on the list again with its own records.
    """
    goal = dossier.institution.merged_into
    assert goal is not None
    _lead(dossier, None)
    deed.note(apart_from=goal.code)
    deed.then(let_duplicate_go, dossier_of(goal), code=dossier.institution.code)


@act(on=Dossier, by=Role.SYSTEM)
def take_in_duplicate(
    dossier: Dossier, deed: Doing, *, code: Annotated[str, Says("并入的代码", plain=True, most=12)]
) -> None:
    """另一代码并入

    Another code was found to be this institution's.
    """


@act(on=Dossier, by=Role.SYSTEM)
def let_duplicate_go(
    dossier: Dossier, deed: Doing, *, code: Annotated[str, Says("拆出的代码", plain=True, most=12)]
) -> None:
    """另一代码拆出

    Another code was not this institution's after all.
    """


@act(on=Dossier, when=[_State.OPEN], by=_MERGERS, reach="territory")
def tell_apart(
    dossier: Dossier,
    deed: Doing,
    *,
    other: Annotated[str, Says("另一家", hint="那一家的医保机构代码", plain=True, most=12)],
    why: Annotated[str, Says("为什么不是同一家", hint="如同一法人的两个院区", words=True, most=1000)],
) -> None:
    """不是同一家

    Two institutions that look like one are two, and are not proposed again as duplicates.
    """
    found = _other(dossier, deed, other, beside="other")
    one, two = sorted([dossier.institution_id, found.pk])
    Apart.objects.get_or_create(one_id=one, other_id=two)


def _other(dossier: Dossier, deed: Doing, code: str, *, beside: str) -> Institution:
    """The other institution somebody means, in a territory they act in."""
    found = Institution.objects.select_related("bureau").filter(code=code.strip().upper()).first()
    if found is None or not _within(found, deed):
        deed.refuse("no_such_institution", "名单里没有这个代码，请核对。", beside=beside)
    if found.pk == dossier.institution_id:
        deed.refuse("the_same", "填的就是这一家自己的代码。", beside=beside)
    return found


def _within(found: Institution, deed: Doing) -> bool:
    return bool(Institution.objects.visible_to(deed.by).filter(pk=found.pk).exists())


def _lead(dossier: Dossier, goal: Any) -> None:
    institution = dossier.institution
    institution.merged_into = goal
    institution.save(update_fields=["merged_into"])
