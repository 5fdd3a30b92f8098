"""One institution, or one person, that stands on the list under two codes: both entries are kept, and one leads to the
other. What is done is the same for both; how it is asked and what it is called is each one's own."""

from dataclasses import dataclass
from typing import Annotated, Any, ClassVar

from zhongdu.acts.inputs import Says
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act
from zhongdu.institutions.dossiers import dossier_of
from zhongdu.institutions.models import (
    Apart,
    ApartPractitioners,
    Dossier,
    Institution,
    Practitioner,
    PractitionerDossier,
)
from zhongdu.scope.roles import Role

_State = Dossier.State
_PersonState = PractitionerDossier.State
_MERGERS = (Role.CASE_OFFICER, Role.LIAISON)
_TAKEN = Says("并入的代码", plain=True, most=14)
_LET_GO = Says("拆出的代码", plain=True, most=14)


@dataclass(frozen=True)
class _Listed:
    """An entry about to be merged or told apart, and how its kind is spoken of."""

    whom: Any
    deed: Doing

    KINDS: ClassVar[dict[type[Any], tuple[str, type[Any]]]] = {
        Institution: ("家", Apart),
        Practitioner: ("位", ApartPractitioners),
    }

    @property
    def counted(self) -> str:
        return self.KINDS[type(self.whom)][0]

    def other(self, code: str, *, beside: str) -> Any:
        """The other entry somebody means, in a territory they act in."""
        rows = type(self.whom).objects.select_related("bureau")
        found = rows.visible_to(self.deed.by).filter(code=code.strip().upper()).first()
        if found is None:
            self.deed.refuse("not_on_the_list", "名单里没有这个代码，请核对。", beside=beside)
        if found.pk == self.whom.pk:
            self.deed.refuse("the_same", f"填的就是这一{self.counted}自己的代码。", beside=beside)
        return found

    def merge(self, into: str) -> Any:
        """Lead this entry to another; gives the other's dossier."""
        goal = self.other(into, beside="into")
        if goal.merged_into_id:
            says = f"{goal.name}自己已经并入另一{self.counted}，请填那一{self.counted}的代码。"
            self.deed.refuse("merged_itself", says, beside="into")
        if not any(goal.bureau.path.startswith(post.path) for post in self.deed.by.posts):
            says = f"{goal.name}由{goal.bureau.name}管理，请两地的上级局办理。"
            self.deed.refuse("managed_elsewhere", says, beside="into")
        if type(self.whom).objects.filter(merged_into=self.whom).exists():
            self.deed.refuse("has_duplicates", f"有别的代码并入了这一{self.counted}，请先把它们拆开。")
        self._lead(goal)
        return dossier_of(goal)

    def unmerge(self) -> Any:
        """Let it stand by itself again; gives the dossier of what it was merged into."""
        goal = self.whom.merged_into
        self._lead(None)
        self.deed.note(apart_from=goal.code)
        return dossier_of(goal)

    def tell_apart(self, other: str) -> None:
        one, two = sorted([self.whom.pk, self.other(other, beside="other").pk])
        self.KINDS[type(self.whom)][1].objects.get_or_create(one_id=one, other_id=two)

    def _lead(self, goal: Any) -> None:
        self.whom.merged_into = goal
        self.whom.save(update_fields=["merged_into"])


# --- institutions -----------------------------------------------------------------------------------------


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
    deed.then(take_in_duplicate, _Listed(dossier.whom, deed).merge(into), code=dossier.whom.code)


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
    deed.then(let_duplicate_go, _Listed(dossier.whom, deed).unmerge(), code=dossier.whom.code)


@act(on=Dossier, by=Role.SYSTEM)
def take_in_duplicate(dossier: Dossier, deed: Doing, *, code: Annotated[str, _TAKEN]) -> None:
    """另一代码并入

    Another code was found to be this institution's.
    """


@act(on=Dossier, by=Role.SYSTEM)
def let_duplicate_go(dossier: Dossier, deed: Doing, *, code: Annotated[str, _LET_GO]) -> None:
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
    _Listed(dossier.whom, deed).tell_apart(other)


# --- practitioners ----------------------------------------------------------------------------------------


@act(
    on=PractitionerDossier,
    moves={_PersonState.OPEN: _PersonState.MERGED},
    by=_MERGERS,
    reach="territory",
    grave=True,
    tells="并入以后，两个编码的结算结果一样：任何一个正在中止服务的，两个都不予结算，马上生效。记录都在，并错了可以拆开。",
)
def merge_practitioner(
    dossier: PractitionerDossier,
    deed: Doing,
    *,
    into: Annotated[str, Says("并入哪个编码", hint="此人以后用的国家医保编码", plain=True, most=14)],
    why: Annotated[
        str, Says("为什么是同一个人", hint="怎样核对的：执业证书、所在机构证明", words=True, most=1000)
    ],
) -> None:
    """并入另一编码

    This code and another are one person's. Both answer for settlement, and what holds either back holds both.
    """
    goal = _Listed(dossier.whom, deed).merge(into)
    deed.then(take_in_practitioner, goal, code=dossier.whom.code)


@act(
    on=PractitionerDossier,
    moves={_PersonState.MERGED: _PersonState.OPEN},
    by=_MERGERS,
    reach="territory",
    tells="拆开以后，每个编码只按自己的处理结算，马上生效。",
)
def unmerge_practitioner(
    dossier: PractitionerDossier,
    deed: Doing,
    *,
    why: Annotated[str, Says("为什么拆开", words=True, most=1000)],
) -> None:
    """拆开，仍是两个人

    The two were not one after all: each code answers for itself again.
    """
    deed.then(let_practitioner_go, _Listed(dossier.whom, deed).unmerge(), code=dossier.whom.code)


@act(on=PractitionerDossier, by=Role.SYSTEM)
def take_in_practitioner(dossier: PractitionerDossier, deed: Doing, *, code: Annotated[str, _TAKEN]) -> None:
    """另一编码并入

    Another code was found to be this person's.
    """


@act(on=PractitionerDossier, by=Role.SYSTEM)
def let_practitioner_go(dossier: PractitionerDossier, deed: Doing, *, code: Annotated[str, _LET_GO]) -> None:
    """另一编码拆出

    Another code was not this person's after all.
    """


@act(on=PractitionerDossier, when=[_PersonState.OPEN], by=_MERGERS, reach="territory")
def tell_practitioners_apart(
    dossier: PractitionerDossier,
    deed: Doing,
    *,
    other: Annotated[str, Says("另一位", hint="那一位的国家医保编码", plain=True, most=14)],
    why: Annotated[str, Says("为什么不是同一个人", hint="如同名的两位医师", words=True, most=1000)],
) -> None:
    """不是同一个人

    Two who look like one are two, and are not proposed again as duplicates.
    """
    _Listed(dossier.whom, deed).tell_apart(other)
