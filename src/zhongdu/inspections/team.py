"""The team: named, asked about conflicts of interest, replaced where somebody stands back; and its papers shown."""

from collections.abc import Iterable
from datetime import datetime
from itertools import pairwise
from typing import Annotated, Any

from django.db.models import Q

from zhongdu.acts.inputs import Says
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import Opens, act
from zhongdu.calendar import clock
from zhongdu.discipline.queries import is_tied
from zhongdu.inspections.models import PLANNERS, Inspection, Member, Papers, Sealing
from zhongdu.inspections.rules import Certificate, certificate_wrong, is_at_home, too_few
from zhongdu.messages.telling import tell
from zhongdu.scope.models import Post
from zhongdu.scope.roles import Role

State = Inspection.State
CONFLICTS = [("none", "没有利害关系"), ("recuse", "有利害关系，我回避")]


# --- who may go -----------------------------------------------------------------------------------------


def candidates(inspection: Inspection, law: Any) -> list[tuple[str, str]]:
    """The inspectors of the bureau that inspects and of those below it, who are not at home where it crosses."""
    today = clock.today()
    posts = Post.objects.filter(
        Q(until=None) | Q(until__gte=today), bureau__path__startswith=inspection.bureau.path, role=Role.INSPECTOR, since__lte=today
    )  # fmt: skip
    rows = posts.select_related("user", "bureau").order_by("bureau__path", "id")[:200]
    return [
        (str(post.pk), f"{called(post.user)}（{post.bureau.name}）")
        for post in rows
        if not _at_home(inspection, post)
    ]


def _at_home(inspection: Inspection, post: Post) -> bool:
    if inspection.assigned_by is None or inspection.given != Inspection.Given.CROSSED:
        return False
    return is_at_home(post.bureau.path, inspection.home.path, inspection.assigned_by.path)


def called(user: Any) -> str:
    return str(user.get_full_name() or user.get_username())


def is_of_the_team(inspection: Inspection, user_id: int | None) -> bool:
    return inspection.members.filter(user_id=user_id or 0, state=Member.State.CLEAR).exists()


def of_the_team(inspection: Inspection, deed: Doing) -> None:
    """Only those of the team may do it: refuse everybody else."""
    if not is_of_the_team(inspection, deed.by.user_id):
        deed.refuse("not_of_the_team", "这一步由检查组的人办，您不在检查组里。")


def fit_now(inspection: Inspection, user_id: int | None) -> bool:
    """Whether somebody is of the team and has shown a certificate that is valid today."""
    mine = inspection.members.filter(user_id=user_id or 0, state=Member.State.CLEAR).first()
    return mine is not None and mine.papers_at(clock.now()) is not None


def on_duty(inspection: Inspection, deed: Doing) -> None:
    """What the team does in the inspection is done by those who have shown a valid certificate: refuse everybody else."""
    of_the_team(inspection, deed)
    if not fit_now(inspection, deed.by.user_id):
        says = "您还没有在这次检查中出示有效的执法证，请先办“后来加入的人出示证件”。"
        deed.refuse("no_valid_certificate", says, under=deed.law.find("inspection.papers_shown"))


def _cleared(inspection: Inspection, law: Any) -> list[tuple[str, str]]:
    """Those of the team who are free of interests, by their number in the team."""
    going = inspection.members.filter(state=Member.State.CLEAR).select_related("user")
    return [(str(each.user_id), called(each.user)) for each in going]


def present(inspection: Inspection, law: Any) -> list[tuple[str, str]]:
    """Those of the team who have shown their certificates. Whether a certificate was still valid when something was
    done is asked of that moment (``enough``): what was done yesterday may be written down today."""
    shown = set(inspection.members.filter(papers__isnull=False).values_list("user_id", flat=True))
    return [(number, name) for number, name in _cleared(inspection, law) if int(number) in shown]


def enough(
    inspection: Inspection, deed: Doing, officers: Iterable[str], *moments: datetime, beside: str = "officers"
) -> list[int]:
    """Those present, as numbers; refused where they are fewer than the law asks for, where the actor is not among them,
    or somebody had at one of these moments not shown a valid certificate."""
    there = _as_many(deed, officers, beside)
    rows = inspection.members.filter(user_id__in=there).select_related("user").prefetch_related("papers")
    for member in rows:
        for moment in moments:
            if member.papers_at(moment) is None:
                says = f"{called(member.user)}在{moment.astimezone(clock.CHINA):%-m月%-d日%H:%M}以前没有出示过当天有效的执法证，不能参加；出示以后再办。"
                bound = deed.law.find("inspection.papers_shown")
                deed.refuse("no_valid_certificate", says, under=bound, beside=beside)
    return there


def _as_many(deed: Doing, officers: Iterable[str], beside: str = "officers") -> list[int]:
    there = [int(each) for each in dict.fromkeys(officers)]
    bound = deed.law.rule("inspection.officers")
    if too_few(len(there), bound.rule.min):
        deed.refuse("too_few", f"应当有{bound.rule.min}名以上检查人员在场。", under=bound, beside=beside)
    if deed.by.user_id not in there:
        deed.refuse("not_there", "您自己也要在场。", beside=beside)
    return there


def in_time(inspection: Inspection, *moments: datetime) -> bool:
    """Whether things happened one after the other, since the papers were shown and not in the future. Times are typed
    to the minute."""
    if inspection.began_at is None:
        return False
    line = [inspection.began_at.replace(second=0, microsecond=0), *moments, clock.now()]
    return all(one <= two for one, two in pairwise(line))


OFFICERS = Says("在场的检查人员", options=present, people=True)


# --- named, asked, replaced -----------------------------------------------------------------------------


@act(
    on=Inspection, when=[State.PLANNED, State.UNDER_WAY], by=PLANNERS, under=["inspection.officers"],
    tells="选定的人会收到通知，先各自说明有没有利害关系。",
)  # fmt: skip
def name_team(
    inspection: Inspection,
    deed: Doing,
    *,
    posts: Annotated[list[str], Says("检查人员", options=candidates, people=True)],
    leader: Annotated[str, Says("由谁负责", hint="不选就是第一位。", options=candidates, people=True)] = "",
) -> None:
    """组成检查组

    Inspectors are named, each to say before the start whether they have an interest in the inspected.
    """
    chosen = list(dict.fromkeys([*([leader] if leader else []), *posts]))
    rows = {
        str(post.pk): post
        for post in Post.objects.filter(pk__in=[int(each) for each in chosen]).select_related("user")
    }
    has_leader = inspection.members.filter(leads=True, state__in=Member.GOING).exists()
    for place, pk in enumerate(chosen):
        post = rows[pk]
        if inspection.members.filter(user=post.user).exists():
            deed.refuse("named_already", f"{called(post.user)}已经在检查组的名单里。", beside="posts")
        if _is_tied(inspection, post.user_id):
            says = f"{called(post.user)}申报过与被检查对象的利害关系，应当回避，请另选一位。"
            deed.refuse("recusal", says, under=deed.law.find("inspection.recusal"), beside="posts")
        _named(inspection, deed, post, leads=place == 0 and not has_leader)
    deed.note(named=[post.user_id for post in rows.values()])


def _named(inspection: Inspection, deed: Doing, post: Post, *, leads: bool) -> None:
    Member.objects.create(inspection=inspection, user=post.user, post=post, leads=leads)
    tell("work.inspection", post.user_id, inspection.bureau, docket=inspection.docket, occasion=deed.id)


def _is_tied(inspection: Inspection, user_id: int) -> bool:
    bodies = [
        row.institution for row in inspection.respondents.select_related("institution") if row.institution
    ]
    return any(is_tied(user_id, body) for body in bodies)


def _somebody_asked(inspection: Inspection, law: Any) -> str:
    asked = inspection.members.filter(state=Member.State.ASKED).exists()
    return "" if asked else "检查组的人都已经说明过了。"


@act(
    on=Inspection, when=[State.PLANNED, State.UNDER_WAY], by=Role.INSPECTOR, reach="shared", under=["inspection.recusal"],
    provided=_somebody_asked, tells="与被检查对象有直接利害关系，或者有其他关系可能影响公正的，应当回避。回避以后您不再看到这次检查。",
)  # fmt: skip
def say_conflict(
    inspection: Inspection,
    deed: Doing,
    *,
    conflict: Annotated[str, Says("您与被检查对象", options=lambda inspection, law: CONFLICTS)],
    words: Annotated[str, Says("什么关系", hint="回避的写一句；封存保存，不给同事看。", words=True, secret="conflict_words", most=500)] = "",
) -> None:  # fmt: skip
    """说明有无利害关系

    Each of the team says before the start whether they are free of interests; who is not stands back.
    """
    mine = inspection.members.filter(user_id=deed.by.user_id or 0, state=Member.State.ASKED).first()
    if mine is None:
        deed.refuse("not_asked", "这次检查没有请您说明。")
    if conflict == "recuse" and not words:
        deed.refuse("what_interest", "请写一句是什么关系。", beside="words")
    mine.state = Member.State.RECUSED if conflict == "recuse" else Member.State.CLEAR
    mine.save(update_fields=["state"])
    if conflict == "recuse":
        _next_leader(inspection)
        if inspection.planned_by:
            tell(
                "work.inspection_gap",
                inspection.planned_by,
                inspection.bureau,
                docket=inspection.docket,
                occasion=deed.id,
            )


def _going(inspection: Inspection, law: Any) -> list[tuple[str, str]]:
    rows = inspection.members.filter(state__in=Member.GOING).select_related("user")
    return [(str(each.pk), called(each.user)) for each in rows]


@act(
    on=Inspection, when=[State.PLANNED, State.UNDER_WAY], by=PLANNERS, under=["inspection.officers"],
    provided=lambda inspection, law: "" if _going(inspection, law) else "检查组还没有人。",
)  # fmt: skip
def replace_member(
    inspection: Inspection,
    deed: Doing,
    *,
    member: Annotated[str, Says("谁不去了", options=_going, people=True)],
    post: Annotated[str, Says("换成谁", hint="可以不换。", options=candidates, people=True)] = "",
    words: Annotated[str, Says("原因", words=True, secret="inspection_words", most=500)],
) -> None:
    """替换检查人员

    Somebody of the team cannot go, or is asked to stand back by the inspected; another takes the place.
    """
    gone = inspection.members.get(pk=int(member))
    leads, gone.state, gone.leads = gone.leads, Member.State.REPLACED, False
    gone.save(update_fields=["state", "leads"])
    deed.note(gone=gone.user_id)
    if post:
        other = Post.objects.select_related("user").get(pk=int(post))
        if inspection.members.filter(user=other.user).exists():
            deed.refuse("named_already", f"{called(other.user)}已经在名单里，或者已经回避。", beside="post")
        if _is_tied(inspection, other.user_id):
            deed.refuse(
                "recusal",
                f"{called(other.user)}应当回避，请另选一位。",
                under=deed.law.find("inspection.recusal"),
                beside="post",
            )
        _named(inspection, deed, other, leads=leads)
    elif leads:
        _next_leader(inspection)


def _next_leader(inspection: Inspection) -> None:
    if inspection.members.filter(leads=True, state__in=Member.GOING).exists():
        return
    Member.objects.filter(inspection=inspection, leads=True).update(leads=False)
    if first := inspection.members.filter(state__in=Member.GOING).order_by("id").first():
        first.leads = True
        first.save(update_fields=["leads"])


# --- the papers are shown -------------------------------------------------------------------------------


def _ready(inspection: Inspection, law: Any) -> str:
    if inspection.members.filter(state=Member.State.ASKED).exists():
        return "检查组还有人没有说明有无利害关系。"
    bound = law.find("inspection.officers")
    going = inspection.members.filter(state=Member.State.CLEAR).count()
    if bound and too_few(going, bound.rule.min):
        return f"检查组至少要{bound.rule.min}人，现在有{going}人。"
    return "" if going else "检查组还没有人。"


@act(
    on=Inspection, moves={State.PLANNED: State.UNDER_WAY}, by=Role.INSPECTOR, reach="shared",
    under=["inspection.officers", "inspection.papers_shown"], provided=_ready, opens=[Opens("inspection.record")],
    tells="到了现场，表明身份、出示证件，检查从这时开始。执法证过期或者没有登记有效期的，不能开始。",
)  # fmt: skip
def show_papers(
    inspection: Inspection,
    deed: Doing,
    *,
    shown_at: Annotated[datetime, Says("出示证件的时间")],
    officers: Annotated[list[str], Says("谁出示了证件", options=_cleared, people=True)],
    words: Annotated[str, Says("向谁出示、对方怎样说", hint="如：向店长出示，对方核对后表示知道。", words=True, secret="inspection_words", most=1000)],
) -> None:  # fmt: skip
    """出示证件，开始检查

    On the spot the team says who they are and shows their certificates; from now on it is an inspection.
    """
    of_the_team(inspection, deed)
    there = _as_many(deed, officers)
    if shown_at > clock.now() or clock.day_of(shown_at) < clock.day_of(inspection.docket.opened_at):
        deed.refuse("wrong_time", "时间在安排检查之后、现在以前。", beside="shown_at")
    _shown(inspection, deed, there, shown_at)
    inspection.began_at = shown_at


def _shown(inspection: Inspection, deed: Doing, users: list[int], shown_at: datetime) -> None:
    """Keep the certificates as they were shown; refuse one that could not be shown on that day."""
    numbers = []
    for member in inspection.members.filter(user_id__in=users).select_related("user", "post"):
        number, until = member.post.certificate, member.post.certificate_until
        if wrong := certificate_wrong(
            Certificate(called(member.user), number, until), clock.day_of(shown_at)
        ):
            bound = deed.law.find("inspection.papers_shown")
            deed.refuse("no_valid_certificate", wrong, under=bound, beside="officers")
        Papers.objects.create(member=member, certificate=number, until=until, shown_at=shown_at)
        numbers.append(number)
    deed.note(certificates=numbers)


def _to_show(inspection: Inspection, law: Any) -> list[tuple[str, str]]:
    """Those who cannot take part yet, or no more: named later, or with a certificate that is no longer valid."""
    return [
        (number, name) for number, name in _cleared(inspection, law) if not fit_now(inspection, int(number))
    ]


def _still_to_show(inspection: Inspection, law: Any) -> str:
    if inspection.state == State.CLOSED and not inspection.sealings.filter(state__in=Sealing.OPEN).exists():
        return "检查已经办结。"
    return "" if _to_show(inspection, law) else "检查组的人都已经出示有效的执法证。"


@act(
    on=Inspection, when=[State.UNDER_WAY, State.REPORTED, State.CLOSED], by=Role.INSPECTOR, reach="shared",
    under=["inspection.papers_shown"], provided=_still_to_show,
    tells="检查开始以后才加入的、开始时不在场的、执法证换发了的，到了现场先出示证件；从出示时起才能参加检查。",
)  # fmt: skip
def show_papers_later(
    inspection: Inspection,
    deed: Doing,
    *,
    shown_at: Annotated[datetime, Says("出示证件的时间")],
    officers: Annotated[list[str], Says("谁出示了证件", options=_to_show, people=True)],
    words: Annotated[str, Says("向谁出示、对方怎样说", words=True, secret="inspection_words", most=1000)],
) -> None:
    """后来加入的人出示证件

    Who joins while the inspection is under way, or holds a new certificate, shows it before taking part.
    """
    of_the_team(inspection, deed)
    if not in_time(inspection, shown_at):
        deed.refuse("wrong_time", "时间在检查开始以后、现在以前。", beside="shown_at")
    _shown(inspection, deed, [int(each) for each in officers], shown_at)


# --- a name is looked at --------------------------------------------------------------------------------


@act(on=Inspection, by=Inspection.readers, reach="shared", under=["inspection.secrecy"])
def unmask(
    inspection: Inspection,
    deed: Doing,
    *,
    field: Annotated[str, Says("查看什么", options=lambda inspection, law: [("inspected", "被检查的个人的姓名、证件号码")])],
    reason: Annotated[str, Says("为什么需要看", hint="留在记录里。", words=True, most=500)],
) -> None:  # fmt: skip
    """查看被检查的个人

    A person's name and number are masked; each opening is recorded, and lasts a quarter of an hour.
    """
