"""What may be done to a bureau: posts given and ended, a liaison named, targets of its own, standing duties."""

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any

from django.contrib.auth import get_user_model
from django.db.models import Q

from zhongdu.acts.inputs import Says
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act, follows
from zhongdu.bureaus import kept
from zhongdu.bureaus.models import Office, Statement
from zhongdu.bureaus.owing import explain_missed as explain_missed
from zhongdu.bureaus.owing import remind_of_owed as remind_of_owed
from zhongdu.duties.models import Duty, Target
from zhongdu.duties.opening import meet, open_duty, void
from zhongdu.duties.standing import is_owed, is_the_agencys, met_among
from zhongdu.law.governing import governing
from zhongdu.law.shelves import shelf
from zhongdu.scope.models import Post, Practice
from zhongdu.scope.practices import PRACTICES
from zhongdu.scope.roles import POSTS, Role, clash


def _people(office: Office, law: Any) -> list[tuple[str, str]]:
    """Those who hold any post at the bureau, by name."""
    posts = Post.objects.filter(bureau=office.bureau, until=None).select_related("user").order_by("user_id")
    return list({str(post.user_id): post.user.get_full_name() for post in posts}.items())


def _open_posts(office: Office, law: Any) -> list[tuple[str, str]]:
    posts = Post.objects.filter(bureau=office.bureau, until=None).select_related("user")
    return [(str(post.pk), f"{post.user.get_full_name()}·{Role(post.role).label}") for post in posts]


@act(on=Office, by=(Role.SECURITY_ADMIN, Role.DECIDER, Role.SYSTEM))
def give_post(
    office: Office,
    deed: Doing,
    *,
    username: Annotated[str, Says("登录名", hint="此人在系统里的登录名", plain=True, most=150)],
    role: Annotated[
        str, Says("角色", options=lambda office, law: [(role.value, role.label) for role in POSTS])
    ],
    certificate: Annotated[str, Says("执法证号", hint="检查人员必填", plain=True, most=40)] = "",
    certificate_until: Annotated[
        date | None, Says("执法证有效期到", hint="过期的执法证不能用于检查。")
    ] = None,
) -> None:
    """任命岗位

    Give somebody a role at this bureau, unless it would make him check himself.
    """
    user = get_user_model().objects.filter(username=username).first()
    if user is None:
        deed.refuse("nobody_of_that_name", "没有这个登录名，请先由系统管理员开户。", beside="username")
    if Role(role) is Role.INSPECTOR and not certificate:
        deed.refuse("no_certificate", "检查人员要有执法证，请填证号。", beside="certificate")
    held = {Role(post.role) for post in Post.objects.filter(user=user, bureau=office.bureau, until=None)}
    if Role(role) in held:
        deed.refuse("already_held", "此人已在本局担任这一角色。", beside="role")
    if why := clash(held, Role(role)):
        deed.refuse("roles_exclude", f"此人已有的岗位与它不能兼任：{why}。", beside="role")
    Post.objects.create(
        user=user, bureau=office.bureau, role=role, certificate=certificate, certificate_until=certificate_until, since=deed.on
    )  # fmt: skip
    deed.note(user=user.pk)


def _inspectors(office: Office, law: Any) -> list[tuple[str, str]]:
    posts = Post.objects.filter(bureau=office.bureau, role=Role.INSPECTOR, until=None).select_related("user")
    return [(str(post.pk), post.user.get_full_name()) for post in posts.order_by("id")]


@act(on=Office, by=(Role.SECURITY_ADMIN, Role.DECIDER), under=["inspection.papers_shown"])
def record_certificate(
    office: Office,
    deed: Doing,
    *,
    post: Annotated[str, Says("检查人员", options=_inspectors, people=True)],
    certificate: Annotated[str, Says("执法证号", plain=True, most=40)],
    certificate_until: Annotated[date, Says("有效期到", hint="过期的执法证不能用于检查。")],
) -> None:
    """登记执法证

    An inspector's certificate is issued or renewed: its number and until when it is valid.
    """
    held = Post.objects.get(pk=int(post))
    held.certificate, held.certificate_until = certificate, certificate_until
    held.save(update_fields=["certificate", "certificate_until"])


@act(on=Office, by=(Role.SECURITY_ADMIN, Role.DECIDER))
def end_post(
    office: Office,
    deed: Doing,
    *,
    post: Annotated[str, Says("岗位", options=_open_posts, people=True)],
    reason: Annotated[str, Says("原因", most=200)],
) -> None:
    """免去岗位

    A post ends today; what was done in it stays on the record.
    """
    ended = Post.objects.get(pk=int(post))
    ended.until = deed.on
    ended.save(update_fields=["until"])


@act(on=Office, by=Role.DECIDER, under="liaison", meets=["liaison"], where="liaison")
def name_liaison(
    office: Office,
    deed: Doing,
    *,
    person: Annotated[str, Says("联络员", options=_people, people=True)],
) -> None:
    """指定联络员

    Name the one person supervisors turn to; whoever was named before steps down.
    """
    before = Post.objects.filter(bureau=office.bureau, role=Role.LIAISON, until=None)
    before.exclude(user_id=person).update(until=deed.on)
    Post.objects.get_or_create(
        user_id=int(person), bureau=office.bureau, role=Role.LIAISON, until=None, defaults={"since": deed.on}
    )


@act(on=Office, by=Role.DECIDER)
def set_target(
    office: Office,
    deed: Doing,
    *,
    concept: Annotated[str, Says("义务", options=lambda office, law: promptly(law))],
    n: Annotated[int, Says("目标天数")],
    unit: Annotated[
        str, Says("怎样计算", options=lambda office, law: Target._meta.get_field("unit").choices)
    ],
) -> None:
    """设定本局办理目标

    Where the law says only 及时 the bureau may set itself a number; it is always shown as the bureau's own.
    """
    if n < 1:
        deed.refuse("not_a_target", "目标至少是 1。", beside="n")
    Target.objects.update_or_create(bureau=office.bureau, concept=concept, defaults={"n": n, "unit": unit})
    deed.cite(deed.law.rule(concept))


def promptly(law: Any) -> list[tuple[str, str]]:
    """The duties the governing law binds without a number."""
    words = (
        "lead.answer", "lead.explanation", "suggestion.answer", "forwarded.answer", "grave_event.upward",
        "service.protection", "reward.payment",
    )  # fmt: skip
    found = [law.find(word) for word in words]
    return [
        (bound.name, f"{bound.label}（{_cited(bound, law)}）")
        for bound in found
        if bound and bound.rule.span is None
    ]


def _cited(bound: Any, law: Any) -> str:
    """The clause; with the name of its text where that is not the bureau's own measure."""
    own = bound.address.code == law.statute.code
    return str(bound.address.citation if own else shelf().cite(bound.address))


def _practices(office: Office, law: Any) -> list[tuple[str, str]]:
    return [
        (f"{each.name}={value}", f"{each.says}：{meaning}")
        for each in PRACTICES.values()
        for value, meaning in each.options.items()
    ]


@act(on=Office, by=Role.DECIDER, tells="这是本局自己的做法，不是办法的要求；以后随时可以另选。")
def choose_practice(
    office: Office, deed: Doing, *, practice: Annotated[str, Says("怎样做", options=_practices)]
) -> None:
    """选定本局做法

    Where the law leaves a bureau free it settles its own way; screens say that the way is the bureau's.
    """
    name, _, value = practice.partition("=")
    Practice.objects.update_or_create(bureau=office.bureau, name=name, defaults={"value": value})


@act(on=Office, by=(Role.SYSTEM_ADMIN, Role.DECIDER))
def publish_hotline(
    office: Office, deed: Doing, *, hotline: Annotated[str, Says("投诉举报电话", plain=True, most=40)]
) -> None:
    """公布投诉举报电话

    The number stands on every public page of the bureau.
    """
    office.bureau.hotline = hotline
    office.bureau.save(update_fields=["hotline"])


def _to_state(office: Office, law: Any) -> list[tuple[str, str]]:
    """The standing duties of this bureau that nothing in the record shows."""
    return [(each, law.rule(each).label) for each in kept.STATED if is_owed(office.bureau, law, each)]


@act(
    on=Office, by=Role.DECIDER, under=kept.STATED,
    provided=lambda office, law: "" if _to_state(office, law) else "没有要由本局自己说明的义务。",
    tells="记录里看不出来的义务，由局负责人具名说明；过了本局定的时间要重新说明。",
)  # fmt: skip
def state_kept(
    office: Office,
    deed: Doing,
    *,
    duty: Annotated[str, Says("哪一项", options=_to_state)],
    words: Annotated[str, Says("怎样做到的", hint="写具体的事：做了什么、什么时候", words=True, most=2000)],
) -> None:
    """说明履行情况

    The head says by name how a duty is kept that no other act would show.
    """
    deed.cite(deed.law.rule(duty))
    Statement.objects.create(bureau=office.bureau, concept=duty, on=deed.on, deed=deed.id)


@act(on=Office, by=Role.SYSTEM)
def find_owing(
    office: Office,
    deed: Doing,
    *,
    concept: Annotated[str, Says("义务", plain=True)],
    due: Annotated[date | None, Says("期限")] = None,
) -> None:
    """常设义务开始计欠

    The sweep found that a standing duty of the bureau is not met.
    """
    bound = deed.law.rule(concept)
    deed.cite(bound)
    role = Role.AGENCY_OFFICER if is_the_agencys(bound.rule) else ""
    open_duty(office.docket, deed.law, concept, on=deed.on, deed=deed.id, due=due, role=role, standing=True)


@act(on=Office, by=Role.SYSTEM)
def find_met(
    office: Office,
    deed: Doing,
    *,
    concept: Annotated[str, Says("义务", plain=True)],
    due: Annotated[date | None, Says("期限")] = None,
) -> None:
    """常设义务已履行

    The sweep found that a standing duty of the bureau is met: the one owed until just this day, no other year's.
    """
    deed.cite(deed.law.rule(concept))
    meet(office.docket, concept, on=deed.on, deed=deed.id, among=Q(due=due))


@act(on=Office, by=Role.SYSTEM)
def find_over(office: Office, deed: Doing, *, concept: Annotated[str, Says("义务", plain=True)]) -> None:
    """常设义务不再适用

    The law over the bureau has changed: nothing lays this on it any more. The row stays and says so.
    """
    void(office.docket, concept, on=deed.on, deed=deed.id)


def settling(*concepts: str) -> Callable[[Any, Any], None]:
    """What follows an act by which a standing duty may be met: where it was owed and now is, the bureau's docket says
    so at once, and not only the next night. For a room's ``acts.py``: ``follows(hold_meeting)(settling("symposium"))``."""

    def follow(deed: Any, matter: Any) -> None:
        rows = Duty.objects.open().filter(bureau=matter.bureau_id, standing=True, concept__in=concepts)
        law = governing(matter.bureau, deed.on)
        owed = [row for row in rows.order_by("id") if is_owed(matter.bureau, law, row.concept)]
        for row in met_among(owed, matter.bureau, law, deed.on):
            office = Office.objects.get(bureau=matter.bureau_id)
            deed.then(find_met, office, concept=row.concept, due=row.due)

    return follow


follows(publish_hotline)(settling("hotline", "supervision.mechanism"))
follows(give_post)(settling("liaison", "deliberation"))
follows(state_kept)(settling(*kept.STATED))
