"""A bureau's own lists: begun, taken into use edition by edition, retired."""

from typing import Annotated, Any

from zhongdu.acts.inputs import Says
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act
from zhongdu.bureaus.queries import Office
from zhongdu.calendar import clock
from zhongdu.fieldwork import checklists, drafting
from zhongdu.fieldwork.models import ListDraft, OwnEdition, OwnList
from zhongdu.scope.roles import Role

MAKERS = (Role.CASE_OFFICER, Role.LIAISON, Role.DECIDER)
_List = OwnList.State
FROM_NOTHING = "nothing"


def _patterns(office: Any, law: Any) -> list[tuple[str, str]]:
    offered = checklists.offered(law, office.bureau)
    return [(FROM_NOTHING, "从头写起"), *((bound.name, f"照“{bound.rule.title}”改") for bound in offered)]


@act(
    on=Office,
    creates=OwnList,
    by=MAKERS,
    tells="这是本局自己的清单，不是办法的表式；写好题目、启用以后，派巡查时就可以选它。",
)
def draft_list(
    office: Office,
    deed: Doing,
    *,
    title: Annotated[str, Says("清单的名字", plain=True, most=60)],
    kinds: Annotated[list[str], Says("用于哪类机构", options=lambda office, law: list(drafting.FOR.items()))],
    pattern: Annotated[str, Says("从哪里写起", options=_patterns)] = FROM_NOTHING,
) -> OwnList:
    """另拟一张清单

    A list of the bureau's own is begun, from nothing or from one there is.
    """
    made = deed.open(OwnList, office.bureau, _List.DRAFT, title=title)
    bound = next((b for b in checklists.offered(deed.law, office.bureau) if b.name == pattern), None)
    questions = [drafting.raw_of(question) for question in bound.rule.questions] if bound else []
    ListDraft.objects.create(of=made, kinds=kinds, questions=questions, saved_at=clock.now())
    return made


def _is_new(own: OwnList, law: Any) -> str:
    made = checklists.draft_made(own)
    if made.rule is None:
        return made.says
    last = own.editions.last()
    same = last and {**last.rule, "version": 0} == {**made.rule.model_dump(mode="json"), "version": 0}
    return "题目没有改动，不用再启用。" if same else ""


@act(
    on=OwnList,
    moves={_List.DRAFT: _List.IN_USE, _List.IN_USE: _List.IN_USE, _List.RETIRED: _List.IN_USE},
    by=MAKERS,
    under="checklist.general",
    provided=_is_new,
    tells="以后派的巡查按新的题目填；已经派出的，仍按派出时的题目填。",
)
def take_into_use(own: OwnList, deed: Doing) -> None:
    """启用

    The questions as they stand become the next edition; visits already begun keep theirs.
    """
    own.version = (own.editions.values_list("version", flat=True).last() or 0) + 1
    rule = checklists.draft_made(own, own.version).rule
    if rule is None:
        deed.refuse("not_ready", "题目还没有写好。")
    OwnEdition.objects.create(of=own, version=own.version, rule=rule.model_dump(mode="json"), since=deed.on)
    deed.note(version=own.version, questions=len(rule.questions))


@act(
    on=OwnList,
    moves={_List.IN_USE: _List.RETIRED},
    by=MAKERS,
    grave=True,
    tells="以后派巡查不能再选它；已经派出的照旧。",
)
def retire_list(own: OwnList, deed: Doing) -> None:
    """停用

    The list is not offered any more; visits already begun keep it.
    """
