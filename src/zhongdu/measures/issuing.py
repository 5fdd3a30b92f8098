"""From a finished draft to a measure: legality review, issue, filing."""

from datetime import date
from typing import Annotated, Any

from zhongdu.acts.inputs import Says
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act
from zhongdu.law import drafting
from zhongdu.measures.models import DRAFTERS, Draft
from zhongdu.measures.shelving import sound_draft
from zhongdu.scope.roles import Role

State = Draft.State
_STARTS = {"issue": "自印发之日起", "publication": "自公布之日起", "date": "自指定的日子起"}


@act(
    on=Draft,
    by=Role.LEGAL_REVIEWER,
    moves={State.WRITING: State.REVIEWED, State.CONSULTED: State.REVIEWED},
    tells="审核的人不能是起草的人。通过以后稿子不能再改，要改就退回。",
)
def pass_review(
    draft: Draft,
    deed: Doing,
    *,
    opinion: Annotated[
        str,
        Says(
            "审核意见",
            hint="权限、程序、内容是否合法；发现的不一致怎样处理的",
            words=True,
            plain=True,
            most=10_000,
        ),
    ],
    unasked: Annotated[str, Says("没有征求意见的理由", hint="征求过意见的不填", words=True, most=2000)] = "",
) -> None:
    """合法性审核通过

    Somebody other than its drafter finds the draft lawful: in competence, procedure and content.
    """
    if draft.begun_by_id == deed.by.user_id:
        deed.refuse("own_draft", "合法性审核要由起草人以外的人来做。")
    if not draft.consultations.exists() and not unasked:
        deed.refuse("never_asked", "这部稿子没有征求过意见，请写明理由。", beside="unasked")
    sound_draft(draft, deed)


@act(on=Draft, by=(*DRAFTERS,), moves={State.REVIEWED: State.CONSULTED})
def send_back(
    draft: Draft, deed: Doing, *, reason: Annotated[str, Says("要改什么", words=True, most=4000)]
) -> None:
    """退回修改

    A reviewed draft goes back to be changed, and has to be reviewed anew.
    """


@act(
    on=Draft,
    by=Role.DECIDER,
    moves={State.REVIEWED: State.ISSUED},
    grave=True,
    tells="印发以后内容不能再改。施行是另一个动作：“施行办法”，从哪天起由您定。",
)
def issue(
    draft: Draft,
    deed: Doing,
    *,
    number: Annotated[str, Says("文号", hint="如 海医保发〔2027〕3号", plain=True, most=60)],
    signed: Annotated[date, Says("成文日期")],
    starts: Annotated[str, Says("从什么时候起施行", options=lambda draft, law: [*_STARTS.items()])],
    printed: Annotated[date | None, Says("印发日期", hint="与成文日期相同的不填")] = None,
    day: Annotated[date | None, Says("指定的日子", hint="“自指定的日子起”才填")] = None,
) -> None:
    """印发办法

    The measure gets its number and its dates; signing, printing and commencement each have their own.
    """
    if printed and printed < signed:
        deed.refuse("printed_before_signed", "印发日期不能早于成文日期。", beside="printed")
    if (starts == "date") != (day is not None):
        deed.refuse("which_day", "“自指定的日子起”要填哪一天，别的不填。", beside="day")
    commences: dict[str, Any] = {"on": starts, **({"day": day} if day else {})}
    draft.text = drafting.with_head(
        draft.text, status="in_force", number=number, signed=signed, printed=printed, commences=commences
    )
    sound_draft(draft, deed)


@act(on=Draft, by=DRAFTERS, when=[State.ISSUED])
def record_filing(
    draft: Draft,
    deed: Doing,
    *,
    filed_on: Annotated[date, Says("备案日期")],
    filing_number: Annotated[str, Says("备案号或回执号", plain=True, most=60)],
) -> None:
    """登记备案

    The issued measure was filed with whoever keeps such files; the receipt's number is kept.
    """
    if filed_on > deed.on:
        deed.refuse("not_yet", "备案日期不能在今天以后。", beside="filed_on")
    draft.filed_on, draft.filing_number = filed_on, filing_number
