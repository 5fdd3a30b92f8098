"""Making somebody a supervisor: the appointment, its renewal, and the person's way in."""

from datetime import date, timedelta
from typing import Annotated, Any

from django.contrib.auth import get_user_model
from django.db.models import F, Q

from zhongdu import vault
from zhongdu.acts.inputs import Says
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import Opens, act
from zhongdu.calendar import clock
from zhongdu.duties.opening import meet, open_duty
from zhongdu.messages.telling import told
from zhongdu.record.keeping import random_number
from zhongdu.recruitment.queries import Application, ready_to_appoint
from zhongdu.roster import people
from zhongdu.roster.models import Appointment, Counter, SpentCode
from zhongdu.roster.queries import answer_of, list_is_public, style_of
from zhongdu.roster.rules import spoken
from zhongdu.scope.roles import Role

State = Appointment.State


@told("appointment.granted")
@act(
    on=Application,
    creates=Appointment,
    moves={
        Application.State.ACCEPTED: Application.State.APPOINTED,
        Application.State.CLEARED: Application.State.APPOINTED,
    },
    by=(Role.DECIDER, Role.RECRUITER),
    at="level.recruiting",
    under=("appointment.letter", "term.length"),
    provided=ready_to_appoint,
    opens=[Opens("term.length", since="since", due="until")],
)
def appoint(
    application: Any,
    deed: Doing,
    *,
    since: Annotated[date, Says("聘任之日", hint="聘期从这一天起算，聘书上印的就是这一天")],
) -> Appointment:
    """聘任

    Grant a term: letter, badge where the law has one, an account; the term is kept as it is granted now.
    """
    if says := too_early(application, since):
        deed.refuse(
            "before_the_notice_ends", says, under=deed.law.find("public_notice.period"), beside="since"
        )
    user = _known(application)
    if (
        user
        and Appointment.objects.filter(user=user, bureau=application.bureau, state=State.SERVING).exists()
    ):
        deed.refuse("already_serving", "此人已是本局在聘的社会监督员，不必再聘；期满可以续聘。")
    made = _grant(deed, application.bureau, since, user=user, application=application)
    _introduce(deed, application.number, made)
    return made


def too_early(application: Any, since: date) -> str:
    """Why somebody cannot be appointed from a day that lies in their public notice; "" where it does not."""
    if application.notice_ends_on and since <= application.notice_ends_on:
        return f"公示到{spoken(application.notice_ends_on)}才结束，聘任之日应在这以后。"
    return ""


def _may_renew(appointment: Appointment, law: Any) -> str:
    if appointment.resigning_on:
        return "本人已申请终止聘任，先办结申请再说续聘。"
    if appointment.not_renewing_on:
        return "已经决定期满不续聘，要续聘的先撤回那个决定。"
    return "这次聘任已经续聘过了。" if hasattr(appointment, "followed_by") else ""


@told("appointment.renewed")
@act(
    on=Appointment,
    creates=Appointment,
    when=[State.SERVING],
    by=(Role.DECIDER, Role.RECRUITER),
    at="level.recruiting",
    under=("term.renewal", "appointment.letter", "term.length"),
    where="term.renewal",
    provided=_may_renew,
    tells="新的聘期从这一期届满的第二天起算，按今天施行的办法另发聘书。",
    opens=[Opens("term.length", since="since", due="until")],
)
def renew(
    appointment: Appointment,
    deed: Doing,
    *,
    reason: Annotated[str, Says("续聘的理由", hint="如：工作需要、履职情况", words=True, most=1000)] = "",
) -> Appointment:
    """续聘

    A new term from the day after this one ends, under the law as it stands today, with papers of its own.
    """
    since = appointment.until + timedelta(days=1)
    made = _grant(deed, appointment.bureau, since, user=appointment.user, follows=appointment)
    _introduce(deed, appointment.number, made)
    return made


def _grant(deed: Doing, bureau: Any, since: date, *, user: Any, **whence: Any) -> Appointment:
    """Numbers, term and account of a new appointment, and the publicity its law asks for."""
    law = deed.law
    term = law.last_day("term.length", since)
    if term is None:
        deed.refuse("no_term", "办法里的聘期还空着，填好之前不能聘任。", under=law.find("term.length"))
    badge = law.find("appointment.badge")
    letter = _number("letter", bureau, since.year)
    made = deed.open(
        Appointment,
        bureau,
        State.SERVING,
        user=user or get_user_model().objects.create_user(letter),  # no password yet, and nothing personal
        letter_number=letter,
        badge_number=_number("badge", bureau, since.year) if badge else None,
        verify_code=new_code(),
        since=since,
        until=term.last,
        measure=law.statute.code,
        measure_version=law.statute.pack.version,
        demonstration=law.demonstration,
        **whence,
    )
    deed.note(letter=letter, until=term.last.isoformat())
    if badge:
        deed.cite(badge)
        deed.note(badge=made.badge_number)
    if list_is_public(law):
        # The public list is read from the appointments themselves: the name stands there from this moment.
        deed.cite(law.rule("appointment.list_public"))
        open_duty(made.docket, law, "appointment.list_public", on=deed.on, deed=deed.id)
        meet(made.docket, "appointment.list_public", on=deed.on, deed=deed.id)
    return made


def _introduce(deed: Doing, number: str, made: Appointment) -> None:
    """The appointment learns who it is about from the docket before it."""
    known = people.particulars(number)
    deed.keep(made, known, index=people.found_by(known))
    people.carry_photo(number, made.number)


def new_code() -> str:
    """What a QR code carries: sixteen random signs, which no guessing finds and which tell nothing."""
    return f"{random_number()}-{random_number()}"


def _number(kind: str, bureau: Any, year: int) -> str:
    """The next number of a kind in the bureau's style. One that stands on a paper issued before is passed over."""
    style = style_of(bureau, kind)
    while True:
        number = style.number(bureau.code, year, _next(kind, bureau, year))
        if not Appointment.objects.filter(**{f"{kind}_number": number}).exists():
            return number


def _next(kind: str, bureau: Any, year: int) -> int:
    """The next serial of a kind in a year. The row is moved before it is read, so no two get one number."""
    mine = {"bureau": bureau, "kind": kind, "year": year}
    if not (row := Counter.objects.filter(**mine)).update(last=F("last") + 1):
        Counter.objects.get_or_create(**mine)
        row.update(last=F("last") + 1)
    return int(row.values_list("last", flat=True).get())


def _known(application: Any) -> Any:
    """The account of the same person from an earlier appointment."""
    number = vault.read(application.number, "id_number").get("id_number", "")
    owners = vault.find("id_number", number) if number else []
    on_paper = Q(docket__number__in=owners, entered_on__isnull=False)
    earlier = Appointment.objects.filter(Q(application__person=application.person) | on_paper).order_by("-id")
    return next((found.user for found in earlier.select_related("user")[:1]), None)


# --- lost papers ---------------------------------------------------------------------------------------


def _still_worth_something(appointment: Appointment, law: Any) -> str:
    if answer_of(appointment, clock.today()) in {"valid", "not_yet"}:
        return ""
    return "聘期已经届满，不再补发。"


@told("appointment.letter")
@act(
    on=Appointment,
    when=[State.SERVING],
    by=(Role.DECIDER, Role.RECRUITER),
    provided=_still_worth_something,
    tells="办法没有规定补发，这是平台的做法：编号和聘期不变，换一个核验码。原来的聘书、证件扫码从此显示“已作废”，请重新打印发给本人。",
)
def reissue_papers(
    appointment: Appointment,
    deed: Doing,
    *,
    reason: Annotated[str, Says("补发的原因", hint="如：遗失、损坏、照片换新", most=200)],
) -> None:
    """补发聘书证件

    The papers get a new code to be verified by; whoever scans the old ones is told that they are void.
    """
    SpentCode.objects.create(code=appointment.verify_code, appointment=appointment, spent_on=deed.on)
    appointment.verify_code = new_code()


# --- the way in --------------------------------------------------------------------------------------


def _not_yet_in(application: Any, law: Any) -> str:
    made = getattr(application, "appointment", None)
    if made is None:
        return "还没有办理聘任。"
    if made.user.has_usable_password():
        return "登录已经开通。忘了密码，请联系聘任您的医保局重置登录。"
    return ""


@act(on=Application, when=[Application.State.APPOINTED], by=Role.APPLICANT, provided=_not_yet_in)
def activate(application: Any, deed: Doing) -> None:
    """开通登录

    The person appointed opens the account by receipt code. The password itself is an account matter: the
    page sets it in the same transaction, and neither record nor vault ever holds it.
    """


@told("sign_in.reset")
@act(
    on=Appointment,
    by=(Role.RECRUITER, Role.DECIDER),
    tells="原来的密码和已经登录的设备随即失效，本人凭报名回执号重新设密码；从纸质台账补录的，凭新发的开通码。",
)
def reset_sign_in(appointment: Appointment, deed: Doing) -> None:
    """重置登录

    The password stops working and every session ends; the person opens the account anew by receipt code.
    """
    appointment.user.set_unusable_password()
    appointment.user.save(update_fields=["password"])
