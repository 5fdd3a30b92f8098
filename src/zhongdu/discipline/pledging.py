"""What a supervisor promises before the first task, and what they declare of their interests."""

import re
from typing import Annotated, Any
from unicodedata import normalize

from zhongdu import vault
from zhongdu.acts.inputs import Says
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act
from zhongdu.bureaus.queries import Office
from zhongdu.discipline import queries
from zhongdu.discipline.models import Declaration, Interest, Undertaking, Wording
from zhongdu.discipline.rules import same_body, wording
from zhongdu.institutions.queries import named
from zhongdu.record.chain import sm3
from zhongdu.roster.queries import Appointment, names
from zhongdu.scope.roles import Role

SERVING = [Appointment.State.SERVING]
NONE, SOME = "none", "some"


@act(on=Office, by=Role.DECIDER, tells="以后签署的承诺书会用新的文字；已经签过的照旧有效。")
def word_undertaking(
    office: Office,
    deed: Doing,
    *,
    text: Annotated[
        str,
        Says(
            "本局补充的内容", hint="接在办法的各项之后；留空就是不再补充。", words=True, plain=True, most=4000
        ),
    ] = "",
) -> None:
    """补充承诺书的文字

    What this bureau adds to the undertaking its supervisors sign.
    """
    Wording.objects.create(bureau=office.bureau, text=text, since=deed.on)


def text_for(appointment: Appointment, law: Any) -> str:
    """The undertaking as somebody would sign it today."""
    return wording(law, appointment.bureau.name, queries.added_wording(appointment.bureau))


def _news(appointment: Appointment, law: Any) -> str:
    last = queries.signed(appointment)
    current = last is not None and last.version == _version(text_for(appointment, law))
    return "您已经签过这份承诺书。" if current else ""


def _version(text: str) -> str:
    return sm3(text.encode())


@act(
    on=Appointment,
    when=SERVING,
    by=Role.SUPERVISOR,
    under=["discipline"],
    provided=_news,
    tells="保密和纪律是办法的要求；签承诺书是本局的做法，请看清楚再签。",
)
def sign_undertaking(
    appointment: Appointment,
    deed: Doing,
    *,
    interests: Annotated[
        str,
        Says(
            "您或者近亲属，与辖区里的医院、药店有没有利害关系？",
            hint="例如在那里工作、有股份，或者与它是竞争对手。",
            options=lambda subject, law: [(NONE, "没有"), (SOME, "有，签完以后逐项申报")],
            secret="interest_kind",
        ),
    ],
    signature: Annotated[str, Says("签名", hint="写您的姓名，与聘书上的一致。", secret="signature", most=60)],
) -> None:
    """签署承诺书

    The promise to keep secrets and discipline, signed by name in the words of the day.
    """
    known = names([appointment])[appointment.number]
    if known and not _same_name(signature, known):
        deed.refuse("not_the_name", "签名要写您本人的姓名，与聘书上的一致。", beside="signature")
    text = text_for(appointment, deed.law)
    signed = Undertaking.objects.create(
        appointment=appointment, text=text, version=_version(text), measure=deed.law.statute.code, signed_on=deed.on
    )  # fmt: skip
    deed.cite(*deed.law.family("discipline"))
    deed.note(version=signed.version)
    if interests == NONE:
        _confirm(appointment, deed)


def _same_name(signed: str, known: str) -> bool:
    """Blanks and kinds of dots do not count."""
    return _bare(signed) == _bare(known)


def _bare(name: str) -> str:
    return re.sub(r"[\s·•・.]", "", normalize("NFKC", name))


# --- interests ------------------------------------------------------------------------------------------------


@act(
    on=Appointment,
    when=SERVING,
    by=Role.SUPERVISOR,
    under="recusal",
    tells="说明加密保存；派任务的人只知道您与那一家有关系，不知道别的。",
)
def declare_interest(
    appointment: Appointment,
    deed: Doing,
    *,
    kind: Annotated[
        str,
        Says("哪一种", options=lambda subject, law: Interest.Kind.choices, secret="interest_kind"),
    ],
    body: Annotated[
        str,
        Says(
            "哪一家", hint="医院、药店或公司的全名，也可以写医保机构代码。", secret="interest_body", most=120
        ),
    ],
    detail: Annotated[
        str,
        Says(
            "要说明的", hint="例如谁在那里做什么。可以不写。", words=True, secret="interest_detail", most=500
        ),
    ] = "",
) -> None:
    """申报一项利害关系

    One body the supervisor is tied to; from now on no work there without somebody looking.
    """
    made = Interest.objects.create(user_id=appointment.user_id, since=deed.on)
    told = {
        "interest_kind": kind,
        "interest_body": body,
        "interest_detail": detail,
        "interest_code": _code(body, appointment),
    }
    vault.put(made.owner, {field: value for field, value in told.items() if value})
    deed.note(interest=made.pk)
    _confirm(appointment, deed)


def _code(body: str, appointment: Appointment) -> str:
    """The code of the one institution of the list that the words name; "" where the list has no such."""
    found = [
        each for each in named(appointment.bureau, body) if body == each.code or same_body(body, each.name)
    ]
    return found[0].code if len(found) == 1 else ""


def _live(appointment: Appointment, law: Any) -> list[tuple[str, str]]:
    return [
        (str(each.interest.pk), f"{each.kind}：{each.body}")
        for each in queries.interests_of(appointment.user_id)
    ]


def _has_any(appointment: Appointment, law: Any) -> str:
    return "" if queries.interests_of(appointment.user_id) else "您没有申报过利害关系。"


@act(on=Appointment, when=SERVING, by=Role.SUPERVISOR, under="recusal", provided=_has_any)
def end_interest(
    appointment: Appointment,
    deed: Doing,
    *,
    interest: Annotated[str, Says("哪一项不再有了", options=_live, people=True)],
    reason: Annotated[str, Says("从什么时候起、为什么", words=True, secret="interest_detail", most=500)],
) -> None:
    """去掉一项利害关系

    An interest that is over; what was declared stays on the record.
    """
    Interest.objects.filter(pk=int(interest), user_id=appointment.user_id).update(until=deed.on)
    _confirm(appointment, deed)


@act(
    on=Appointment,
    when=SERVING,
    by=Role.SUPERVISOR,
    under="recusal",
    tells="每年确认一次是本局的做法；有变化随时可以改。",
)
def confirm_interests(
    appointment: Appointment,
    deed: Doing,
    *,
    complete: Annotated[bool, Says("以上就是全部，没有遗漏")],
) -> None:
    """确认利害关系没有变化

    Nothing is missing from what was declared, on this day.
    """
    if not complete:
        deed.refuse("not_complete", "有遗漏的，请先申报，再来确认。", beside="complete")
    _confirm(appointment, deed)


def _confirm(appointment: Appointment, deed: Doing) -> None:
    Declaration.objects.update_or_create(user_id=appointment.user_id, defaults={"confirmed_on": deed.on})
