"""Joint inspections: inspectors asked to go along on a visit, their answer, and what they note on the spot."""

from collections.abc import Iterable
from typing import Annotated, Any

from django.db.models import Q

from zhongdu.acts.inputs import Says
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act, follows
from zhongdu.calendar import clock
from zhongdu.discipline.queries import is_tied
from zhongdu.fieldwork.models import Joining, Visit
from zhongdu.fieldwork.queries import joinings_of
from zhongdu.institutions.queries import Institution
from zhongdu.messages.telling import tell, told
from zhongdu.scope.models import Post
from zhongdu.scope.roles import Role

_State, _Visit = Joining.State, Visit.State
ACTIVE = (_State.ASKED, _State.CONFIRMED)
OFFICERS = (Role.CASE_OFFICER, Role.LIAISON)
# What the measures call it: the bureau may ask, and a supervisor takes part in what it arranges.
ASKING = ("joint_activity", "task.activities", "task.join_work", "task.other_activities")
_MOST = 200  # inspectors to choose from


# --- who may be asked --------------------------------------------------------------------------------


def candidates(subject: Any, law: Any) -> list[tuple[str, str]]:
    """The inspectors of a bureau, of those above it and of those right below it, its own first: (post, who)."""
    home, today = subject.bureau, clock.today()
    above = home.path.strip("/").split("/")[:-1]
    posts = Post.objects.filter(
        Q(until=None) | Q(until__gte=today),
        Q(bureau=home) | Q(bureau__parent=home) | Q(bureau__code__in=above),
        Q(bureau__until=None) | Q(bureau__until__gte=today),
        role=Role.INSPECTOR, since__lte=today,
    )  # fmt: skip
    rows = posts.select_related("user", "bureau").order_by("bureau__path", "id")[:_MOST]
    ordered = sorted(rows, key=lambda post: post.bureau_id != home.pk)
    return [(str(post.pk), f"{_called(post.user)}（{post.bureau.name}）") for post in ordered]


def _called(user: Any) -> str:
    return str(user.get_full_name() or user.get_username())


def stands_back(user_id: int, institution: Institution) -> bool:
    """Whether an inspector has an interest in an institution, as far as this system knows: one declared, or one for
    which they stood back before."""
    before = Joining.objects.filter(user_id=user_id, recused=True)
    same = Q(visit__institution=institution)
    if institution.credit_code:
        same |= Q(visit__institution__credit_code=institution.credit_code)
    return before.filter(same).exists() or is_tied(user_id, institution)


INSPECTORS = Says(
    "请哪些检查人员同行",
    hint="联合检查才选；只有选定的人会知道。对方确认以后，监督员能看到是谁同行。",
    options=candidates,
    people=True,
)


def ask_along(visit: Visit, deed: Doing, posts: Iterable[str]) -> None:
    """Ask the inspectors in these posts to go along, each by an invitation of their own."""
    asked = {*Joining.objects.filter(visit=visit, state__in=ACTIVE).values_list("user_id", flat=True)}
    for post in Post.objects.filter(pk__in=[int(each) for each in posts]).select_related("user", "bureau"):
        name = _called(post.user)
        if post.user_id in asked:
            deed.refuse("asked_already", f"{name}已经在同行名单里。", beside="inspectors")
        if post.user_id == visit.user_id:
            deed.refuse("the_same_person", "监督员本人不能同时作为检查人员同行。", beside="inspectors")
        if stands_back(post.user_id, visit.institution):
            says = f"{name}与这家机构有利害关系，应当回避，请另选一位检查人员。"
            deed.refuse("recusal", says, under=deed.law.find("recusal"), beside="inspectors")
        asked.add(post.user_id)
        made = deed.open(Joining, post.bureau, _State.ASKED, visit=visit, user=post.user)
        tell("work.joining", post.user_id, post.bureau, docket=made.docket, occasion=deed.id)
    deed.cite(*filter(None, map(deed.law.find, ASKING)))


# --- the officer asks, and asks no more --------------------------------------------------------------


def _was_assigned(visit: Visit, law: Any) -> str:
    return "" if visit.work == Visit.Work.ASSIGNED else "这是监督员自己安排的巡查。"


@act(
    on=Visit,
    when=[_Visit.ASSIGNED, _Visit.ACCEPTED],
    by=OFFICERS,
    under=ASKING,
    provided=_was_assigned,
    tells="对方会在自己的工作台上看到。暗访计划也只有选定的人能看到。",
)
def ask_inspectors(visit: Visit, deed: Doing, *, inspectors: Annotated[list[str], INSPECTORS]) -> None:
    """请检查人员同行

    One or more inspectors are asked to go along on the visit.
    """
    ask_along(visit, deed, inspectors)


def _asked(visit: Any, law: Any) -> list[tuple[str, str]]:
    return [
        (str(each.pk), f"{_called(each.user)}（{each.bureau.name}，{each.get_state_display()}）")
        for each in joinings_of(visit)
        if each.state in ACTIVE
    ]


def _somebody_asked(visit: Visit, law: Any) -> str:
    going = Joining.objects.filter(visit=visit, state__in=ACTIVE).exists()
    return "" if going else "没有请检查人员同行。"


@act(on=Visit, when=[_Visit.ASSIGNED, _Visit.ACCEPTED], by=OFFICERS, provided=_somebody_asked)
def release_inspector(
    visit: Visit,
    deed: Doing,
    *,
    inspector: Annotated[str, Says("哪一位不再同行", options=_asked, people=True)],
) -> None:
    """不再请检查人员同行

    An inspector is asked along no more.
    """
    deed.then(call_off_joining, Joining.objects.get(pk=int(inspector), visit=visit))


# --- the inspector answers ---------------------------------------------------------------------------


@act(
    on=Joining,
    moves={_State.ASKED: _State.CONFIRMED},
    by=Role.INSPECTOR,
    under=ASKING,
    tells="确认以后，监督员会看到您同行。与这家机构有利害关系的，请选“不能同行”并回避。",
)
def confirm_joining(joining: Joining, deed: Doing) -> None:
    """确认同行

    The inspector will go along.
    """


def _is_under_way(joining: Joining, law: Any) -> str:
    begun = joining.visit.state in (_Visit.ACCEPTED, _Visit.DONE)
    return "" if begun else "这次巡查还没有开始，或者已经不再进行。"


@act(on=Joining, when=[_State.CONFIRMED], by=Role.INSPECTOR, under=ASKING, provided=_is_under_way)
def note_joining(
    joining: Joining,
    deed: Doing,
    *,
    words: Annotated[
        str, Says("现场看到的情况", hint="给医保局工作人员看，监督员看不到。", words=True, most=2000)
    ],
) -> None:
    """记下现场情况

    What the inspector saw on the spot, for officers; the supervisor's own record stays theirs.
    """


@act(
    on=Joining,
    moves={_State.ASKED: _State.DECLINED, _State.CONFIRMED: _State.DECLINED},
    by=Role.INSPECTOR,
    grave=True,
    tells="安排巡查的工作人员会看到原因；没有去成的，也在这里说明。",
)
def decline_joining(
    joining: Joining,
    deed: Doing,
    *,
    recuses: Annotated[bool, Says("我与这家单位有利害关系，应当回避")] = False,
    words: Annotated[str, Says("不能同行的原因", hint="写一句就可以。", words=True, most=500)] = "",
) -> None:
    """不能同行

    The inspector cannot go, or did not; or stands back, and is then not asked again about this institution.
    """
    if recuses:
        deed.cite(*filter(None, [deed.law.find("recusal")]))
        joining.recused = True
    elif not words:
        deed.refuse("no_reason", "请写一句原因，好让对方另作安排。", beside="words")


# --- what follows by itself --------------------------------------------------------------------------


@told("work.joining_off")
@act(on=Joining, moves=dict.fromkeys(ACTIVE, _State.CALLED_OFF), by=Role.SYSTEM)
def call_off_joining(joining: Joining, deed: Doing) -> None:
    """不再同行

    The bureau asks no more, or the visit is over for other reasons.
    """


def end_with(act_: Any, *states: str) -> None:
    """Invitations in these states end with a visit by one of its acts."""

    @follows(act_)
    def _ended(deed: Doing, visit: Visit) -> None:
        for joining in joinings_of(visit):
            if joining.state in states:
                deed.then(call_off_joining, joining)
