"""Paper forms brought in from a workbook: all rows checked first, then all or none."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from zhongdu import vault
from zhongdu.acts.inputs import Says, Upload
from zhongdu.acts.performing import Doing, Opening
from zhongdu.acts.registry import act
from zhongdu.kit.workbooks import BadList, Mistake, NotAList
from zhongdu.law.governing import Law
from zhongdu.record.chain import sm3
from zhongdu.record.models import Event
from zhongdu.recruitment import particulars, receipts
from zhongdu.recruitment.intake import Intake, Line, Window
from zhongdu.recruitment.models import Application, Notice
from zhongdu.recruitment.receiving import FOUND_BY
from zhongdu.scope.roles import Role

NOTHING = "一份也没有导入"
_MANY = 500  # persons a query
_Notice = Notice.State


@act(
    on=Notice,
    when=[_Notice.OPEN, _Notice.CLOSED],
    by=(Role.RECRUITER, Role.SYSTEM),
    at="level.recruiting",
    under=["application.in_writing", "application.form"],
    tells="先检查全部各行，有一处不对就一份也不导入；截止以后也可以录入，但收到日期要在报名期内。",
)
def import_applications(
    notice: Notice,
    deed: Doing,
    *,
    file: Annotated[
        Upload, Says("纸质报名表汇总", hint="Excel工作簿（.xlsx），按模板的表头", accept="workbook")
    ],
    consent: Annotated[
        str,
        Says("纸质表所附告知同意书的原文", hint="报名人签字同意的是哪段话，照录下来", words=True, most=5000),
    ],
    batch: Annotated[str, Says("批次", plain=True, most=64)],
) -> None:
    """导入纸质报名表

    Paper forms that came in under a notice become applications, each with its own docket and receipt code. Every
    row is checked first, within the workbook and against those who have applied; one mistake, and none is taken in.
    """
    upload: Any = file
    content = upload.read()
    upload.seek(0)
    lines = _read(upload, deed, notice)
    deed.cite(*(way for way in ways_of(notice, deed.law) if way.name in {line.channel for line in lines}))
    many = [_opening(notice, line, consent, batch) for line in lines]
    deed.open_many(Application, notice.bureau, Application.State.SUBMITTED, many, index=FOUND_BY)
    # The workbook itself is not kept: what it says of people is in the vault. Its hash tells which one it was.
    deed.note(rows=len(lines), sm3=sm3(content))


def ways_of(notice: Notice, law: Law) -> tuple[Any, ...]:
    return tuple(bound for bound in law.family("channel") if bound.name in notice.channels)


def intake_of(notice: Notice, law: Law) -> Intake:
    """The workbook that answers a notice."""
    return Intake(law, Window(notice.opens_on, notice.closes_on, ways_of(notice, law)))


def _read(upload: Any, deed: Doing, notice: Notice) -> list[Line]:
    intake = intake_of(notice, deed.law)
    try:
        lines, mistakes = intake.check(intake.sheet.rows(upload), deed.on)
    except NotAList as wrong:
        deed.refuse("not_a_list", str(wrong), beside="file")
    mistakes += _who_have_applied(notice, lines)
    if mistakes:
        raise BadList(sorted(mistakes, key=lambda one: one.row), intake.sheet.columns, NOTHING)
    return lines


def _who_have_applied(notice: Notice, lines: Sequence[Line]) -> list[Mistake]:
    """Those among them who have a live application to this notice already."""
    rows = {_person(line): line for line in lines}
    tokens, found = list(rows), set[str]()
    for start in range(0, len(tokens), _MANY):
        live = Application.objects.filter(
            notice=notice, person__in=tokens[start : start + _MANY], state__in=Application.LIVE
        )
        found |= set(live.values_list("person", flat=True))
    says = "此人已经报名这次选聘，请从表里删去这一行。"
    return [Mistake(rows[person].row, "id_number", says, rows[person].id_number) for person in found]


def _person(line: Line) -> str:
    return vault.token("id_number", line.id_number)


def _opening(notice: Notice, line: Line, consent: str, batch: str) -> Opening:
    given = {"text": consent, "at": line.signed_on.isoformat(), "on_paper": True}
    return Opening(
        fields={
            "receipt": receipts.token(receipts.drawn(batch, line.row)), "notice": notice, "channel": line.channel,
            "unit": line.unit, "person": _person(line), "submitted_on": line.received_on,
        },
        kept={
            **particulars.kept({**line.values, "signed_on": line.signed_on.isoformat()}), "consent": given,
        },
        notes={"row": line.row, "channel": line.channel, "notice": notice.number, "on_paper": True},
    )  # fmt: skip


@dataclass(frozen=True)
class Handout:
    """What a person whose paper form was brought in is given: whose it is, its number, its receipt code."""

    row: int
    number: str
    name: str
    code: str


def handouts(notice: Notice, batch: str) -> list[Handout]:
    """The receipt codes of a batch, to be handed out; none where there is no such batch."""
    done = Event.objects.filter(
        docket=notice.docket_id, act=import_applications.name, data__batch=batch
    ).first()
    if done is None:
        return []
    opened = Event.objects.filter(deed=done.deed, data__has_key="row").select_related("docket").order_by("id")
    names = vault.read_many([event.docket.number for event in opened], ["name"])
    return [
        Handout(
            event.data["row"], event.docket.number, names[event.docket.number].get("name", ""),
            receipts.drawn(batch, event.data["row"]),
        )
        for event in opened
    ]  # fmt: skip
