"""A draft is sent to the lower bureaus for comment: each owes a stamped written reply by a day, even "no comment"."""

from datetime import date
from typing import Annotated, Any

from django.db.models import QuerySet

from zhongdu import files
from zhongdu.acts.inputs import Says, Upload
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act
from zhongdu.duties.opening import open_duty
from zhongdu.law import drafting
from zhongdu.law.governing import Law, compiled
from zhongdu.measures.models import ANSWERING, DRAFTERS, Consultation, Draft
from zhongdu.measures.shelving import edition_of, sound_draft
from zhongdu.scope.models import Bureau
from zhongdu.scope.roles import Role

REPLY = "measure.consultation"
STAMPED = "consultation_reply"  # what the scan of a reply is kept as
State = Draft.State


def whom(draft: Draft) -> "QuerySet[Bureau]":
    """The bureaus a draft is sent to: those just below, of the levels its own notice names where it names any."""
    below = Bureau.objects.filter(parent=draft.bureau, until=None).order_by("path")
    levels = drafting.rule_of(draft.text, REPLY).get("levels", ())
    return below.filter(level__in=levels) if levels else below


def _bureaus(draft: Draft, law: Any) -> list[tuple[str, str]]:
    return [(str(each.pk), each.name) for each in whom(draft)]


@act(
    on=Draft,
    by=DRAFTERS,
    moves={State.WRITING: State.CONSULTING, State.CONSULTED: State.CONSULTING},
    under=[REPLY],
    tells="稿子按现在的样子发给选定的下级局。到期没有回复的，会一直显示在看板上。",
)
def consult(
    draft: Draft,
    deed: Doing,
    *,
    bureaus: Annotated[list[str], Says("发给哪些局", options=_bureaus)],
    until: Annotated[date, Says("什么时候以前反馈", hint="到这一天为止，含当天")],
    notice: Annotated[
        str,
        Says(
            "通知正文",
            hint="写明稿子、反馈的办法和期限；没有意见也要书面反馈",
            words=True,
            plain=True,
            most=4000,
        ),
    ],
) -> None:
    """征求意见

    The draft is sent to lower bureaus as it stands; each owes a stamped written reply, even without comment.
    """
    if not bureaus:
        deed.refuse(
            "nobody_asked", "请至少选一个局；没有下级局的，不用征求意见，直接送合法性审核。", beside="bureaus"
        )
    if until <= deed.on:
        deed.refuse("too_soon", "反馈截止日要在今天以后。", beside="until")
    asked = list(Bureau.objects.filter(pk__in=bureaus).order_by("path"))
    draft.text = drafting.with_consultation(draft.text, until, notice, sorted({each.level for each in asked}))
    statute = sound_draft(draft, deed)
    edition, law = edition_of(statute), Law((statute,), demonstration=False, readings={})
    for bureau in asked:
        made = deed.open(
            Consultation, bureau, Consultation.State.WAITING, draft=draft, edition=edition, sent_on=deed.on, until=until
        )  # fmt: skip
        open_duty(made.docket, law, REPLY, on=deed.on, deed=deed.id, due=until, bureau=bureau)
    deed.cite(law.rule(REPLY))
    deed.note(version=edition.version, asked=len(asked))


@act(
    on=Consultation,
    by=ANSWERING,
    moves={Consultation.State.WAITING: Consultation.State.REPLIED},
    under=[REPLY],
    meets=[REPLY],
    tells="盖章的书面回复扫描上传；没有意见，也要有盖章的书面回复。过了截止日仍可以回复，会注明迟了几天。",
)
def reply(
    consultation: Consultation,
    deed: Doing,
    *,
    answer: Annotated[
        str, Says("有没有意见", options=lambda each, law: [("comments", "有意见"), ("none", "没有意见")])
    ],
    stamped: Annotated[Upload, Says("盖章的书面回复", hint="PDF 或照片", accept="evidence")],
    words: Annotated[
        str,
        Says("意见", hint="一条一条写，写明是第几条；没有意见的不填", words=True, most=10_000),
    ] = "",
) -> None:
    """回复意见

    A bureau answers in writing under its stamp: its comments, or that it has none.
    """
    if answer == "comments" and not words:
        deed.refuse("no_comments", "选了“有意见”，请把意见写下来。", beside="words")
    if answer == "none" and words:
        deed.refuse("comments_after_all", "选了“没有意见”，却写了意见，请改选“有意见”。", beside="answer")
    try:
        kept = files.store(
            stamped,  # type: ignore[arg-type]
            owner=consultation.number,
            kind=STAMPED,
            added_by=deed.by.user_id,
            allow=files.DOCUMENTS | files.PICTURES,
        )
    except files.FileRefused as refused:
        deed.refuse("bad_file", refused.message, beside="stamped")
    consultation.replied_on, consultation.has_comments = deed.on, answer == "comments"
    deed.cite(compiled(consultation.edition).rule(REPLY))
    deed.note(file=kept.public_id, sm3=kept.blob_id)


@act(on=Draft, by=DRAFTERS, moves={State.CONSULTING: State.CONSULTED})
def close_consultation(
    draft: Draft,
    deed: Doing,
    *,
    taken: Annotated[
        str,
        Says("意见汇总和采纳情况", hint="哪些意见采纳了，哪些没有、为什么", words=True, most=10_000),
    ],
) -> None:
    """结束征求意见

    What was said is summed up: what was taken up, what was not and why. Who has not replied still owes it.
    """
    waiting = draft.consultations.filter(state=Consultation.State.WAITING, until__gte=deed.on)
    if late := waiting.first():
        deed.refuse("not_over", f"还没到截止日（{late.until}），{late.bureau.name}还没有回复，请等一等。")


@act(
    on=Draft,
    by=DRAFTERS,
    grave=True,
    moves={state: State.WITHDRAWN for state in State if state not in {State.ISSUED, State.WITHDRAWN}},
)
def withdraw_draft(
    draft: Draft,
    deed: Doing,
    *,
    reason: Annotated[str, Says("为什么撤回", words=True, most=2000)],
) -> None:
    """撤回办法稿

    The draft is given up; whoever was asked about it owes nothing any more.
    """
    for asked in draft.consultations.filter(state=Consultation.State.WAITING).select_related(
        "docket", "bureau"
    ):
        deed.then(call_off, asked)


@act(
    on=Consultation,
    by=Role.SYSTEM,
    moves={Consultation.State.WAITING: Consultation.State.CALLED_OFF},
    closes=True,
)
def call_off(consultation: Consultation, deed: Doing) -> None:
    """不再征求意见

    The draft was withdrawn before this bureau replied.
    """
