"""A decision is told to the public after somebody else has read it; and what was told is taken back when it falls."""

import re
from typing import Annotated, Any

from zhongdu import vault
from zhongdu.acts.inputs import Says
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act
from zhongdu.cases.models import HANDLERS, CreditEntry, Decision, Exposure
from zhongdu.duties.opening import meet
from zhongdu.scope.roles import Role

State, Credit = Exposure.State, CreditEntry.State
CORRECTION = "clock.penalty_correction"
_NUMBERS = re.compile(r"\d{17}[\dXx]|1[3-9]\d{9}")
WRITERS = (*HANDLERS, Role.CASE_OFFICER)


def personal_in(decision: Decision, text: str) -> str:
    """What of a text is somebody's own, in a sentence; "" where nothing is."""
    if _NUMBERS.search(text):
        return "里面有身份证号或者手机号，请去掉。"
    name = vault.read(decision.case.number, "respondent_name").get("respondent_name", "")
    if decision.case.is_person and name and name in text:
        return "里面有当事人的姓名，个人不公开姓名，请改成“某某”。"
    return ""


TITLE = Says("标题", plain=True, most=120)
TEXT = Says(
    "公开的内容",
    hint="公众会原样看到。不写个人的姓名、证件号、电话、病情。",
    words=True,
    plain=True,
    most=5000,
)


@act(on=Decision, creates=Exposure, when=[Decision.State.SERVED], by=WRITERS, under="exposure")
def propose_exposure(
    decision: Decision, deed: Doing, *, title: Annotated[str, TITLE], text: Annotated[str, TEXT]
) -> Exposure:
    """提出曝光

    A typical case is written up for the public; another officer reads it before it goes out.
    """
    if why := personal_in(decision, title):
        deed.refuse("personal", why, beside="title")
    if why := personal_in(decision, text):
        deed.refuse("personal", why, beside="text")
    return deed.open(
        Exposure,
        decision.bureau,
        State.PROPOSED,
        decision=decision,
        title=title,
        text=text,
        written_by=deed.by.user_id,
    )


@act(
    on=Exposure, moves={State.PROPOSED: State.PUBLISHED}, by=[Role.DECIDER, *WRITERS], under="exposure",
    tells="发布以后，公众网站上马上看得到。",
)  # fmt: skip
def publish_exposure(
    exposure: Exposure,
    deed: Doing,
    *,
    checked: Annotated[bool, Says("我已逐句看过，没有个人信息，与决定书一致")],
) -> None:
    """审核并发布

    Somebody other than who wrote it answers for what the public reads.
    """
    if deed.by.user_id == exposure.written_by:
        deed.refuse("same_person", "起草的人不能自己审核，请由另一位同事审核。")
    if not checked:
        deed.refuse("not_checked", "请逐句看过再发布。", beside="checked")
    if exposure.decision.state != Decision.State.SERVED:
        deed.refuse("no_decision", "这个决定已经撤销，不能曝光。")
    exposure.reviewed_by, exposure.published_on = deed.by.user_id, deed.on


@act(on=Exposure, moves={State.PROPOSED: State.REJECTED}, by=[Role.DECIDER, *WRITERS], under="exposure")
def reject_exposure(
    exposure: Exposure,
    deed: Doing,
    *,
    reason: Annotated[str, Says("理由", words=True, secret="case_opinion")],
) -> None:
    """不予曝光

    It does not go out, or is written anew.
    """


@act(
    on=Exposure,
    moves={State.PUBLISHED: State.WITHDRAWN},
    by=[Role.DECIDER, *WRITERS],
    under=["exposure", CORRECTION],
)
def withdraw_exposure(
    exposure: Exposure,
    deed: Doing,
    *,
    reason: Annotated[str, Says("撤回的理由", hint="公众会看到。", plain=True, words=True, most=300)],
) -> None:
    """撤回并说明理由

    What was published is taken back, and the public is told why.
    """
    exposure.withdrawn_on, exposure.why_withdrawn = deed.on, reason
    corrected(exposure.decision, deed, but=exposure)


def is_public(decision: Decision, but: Any = None) -> bool:
    """Whether something of a decision still stands before the public or others."""
    shown = Exposure.objects.filter(decision=decision, state=State.PUBLISHED)
    known = CreditEntry.objects.filter(decision=decision, state__in=[Credit.LISTED, Credit.REPAIRING])
    if isinstance(but, Exposure):
        shown = shown.exclude(pk=but.pk)
    if isinstance(but, CreditEntry):
        known = known.exclude(pk=but.pk)
    return shown.exists() or known.exists()


def corrected(decision: Decision, deed: Doing, but: Any) -> None:
    """When nothing of it stands any more, what the law asked for within three working days is done."""
    if not is_public(decision, but):
        meet(decision.docket, CORRECTION, on=deed.on, deed=deed.id)
