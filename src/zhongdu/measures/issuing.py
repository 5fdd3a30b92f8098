"""From a finished draft to a measure: legality review, issue, filing."""

from datetime import date
from typing import Annotated, Any

from zhongdu.acts.inputs import Says
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act
from zhongdu.law import drafting
from zhongdu.measures.drafting import change_title, drop_clause, drop_rule, write_clause, write_rule
from zhongdu.measures.models import DRAFTERS, Draft
from zhongdu.measures.shelving import sound_draft
from zhongdu.measures.trying import drop_case, write_case
from zhongdu.record.models import Event
from zhongdu.scope.roles import Role

State = Draft.State
WRITING = (change_title, write_clause, drop_clause, write_rule, drop_rule, write_case, drop_case)
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
    if deed.by.user_id in writers(draft):
        deed.refuse("own_draft", "您写过这部稿子，合法性审核要由没有动过笔的人来做。")
    if not draft.consultations.exists() and not unasked:
        deed.refuse("never_asked", "这部稿子没有征求过意见，请写明理由。", beside="unasked")
    sound_draft(draft, deed)


def writers(draft: Draft) -> set[int]:
    """Whoever began the draft or wrote in it since."""
    wrote = Event.objects.filter(docket=draft.docket_id, act__in=[each.name for each in WRITING])
    return {draft.begun_by_id, *wrote.values_list("actor__user", flat=True)}


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
    if signed > deed.on:
        deed.refuse("not_signed_yet", "成文日期不能在今天以后。", beside="signed")
    if printed and printed < signed:
        deed.refuse("printed_before_signed", "印发日期不能早于成文日期。", beside="printed")
    if (starts == "date") != (day is not None):
        deed.refuse("which_day", "“自指定的日子起”要填哪一天，别的不填。", beside="day")
    commences: dict[str, Any] = {"on": starts, **({"day": day} if day else {})}
    draft.text = drafting.with_head(
        draft.text, status="in_force", number=number, signed=signed, printed=printed, commences=commences
    )
    sound_draft(draft, deed)


_FILED_ON = Says("备案日期")
_FILING_NUMBER = Says("备案号或回执号", plain=True, most=60)


@act(
    on=Draft, by=DRAFTERS, when=[State.ISSUED],
    provided=lambda draft, law: "已经登记过备案，要改请用“更正备案”。" if draft.filed_on else "",
)  # fmt: skip
def record_filing(
    draft: Draft, deed: Doing, *, filed_on: Annotated[date, _FILED_ON], filing_number: Annotated[str, _FILING_NUMBER]
) -> None:  # fmt: skip
    """登记备案

    The issued measure was filed with whoever keeps such files; the receipt's number is kept.
    """
    _file(draft, deed, filed_on, filing_number)


@act(
    on=Draft, by=DRAFTERS, when=[State.ISSUED], exceptional=True,
    provided=lambda draft, law: "" if draft.filed_on else "还没有登记备案。",
)  # fmt: skip
def correct_filing(
    draft: Draft,
    deed: Doing,
    *,
    filed_on: Annotated[date, _FILED_ON],
    filing_number: Annotated[str, _FILING_NUMBER],
    reason: Annotated[str, Says("为什么更正", words=True, plain=True, most=1000)],
) -> None:
    """更正备案

    Day or number was entered wrongly: both are entered anew, with the reason; what stood before stays on the record.
    """
    if (filed_on, filing_number) == (draft.filed_on, draft.filing_number):
        deed.refuse("nothing_changed", "和原来登记的一样，没有要更正的。", beside="filing_number")
    deed.note(before=[f"{draft.filed_on:%Y-%m-%d}", draft.filing_number])
    _file(draft, deed, filed_on, filing_number)


def _file(draft: Draft, deed: Doing, filed_on: date, filing_number: str) -> None:
    signed = drafting.read_document(draft.text).get("signed")
    if filed_on > deed.on:
        deed.refuse("not_yet", "备案日期不能在今天以后。", beside="filed_on")
    if signed and filed_on < signed:
        deed.refuse("before_it_was_signed", f"备案日期不能早于成文日期（{signed}）。", beside="filed_on")
    draft.filed_on, draft.filing_number = filed_on, filing_number
