"""Records (笔录): composed on the spot, read back, signed by both sides or the refusal noted; then never changed.

The whole text is one value in the vault whose commitment stands in the chain. What is wrong in it is put right by a
further record that names the first.
"""

import json
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Annotated, Any

from zhongdu import vault
from zhongdu.acts.inputs import Says, Upload
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act
from zhongdu.inspections.attaching import SCAN, keep
from zhongdu.inspections.models import Inspection, Record
from zhongdu.inspections.queries import written
from zhongdu.inspections.team import OFFICERS, enough, in_time, of_the_team
from zhongdu.kit import signing
from zhongdu.scope.roles import Role

State, Kind, Ending = Inspection.State, Record.Kind, Record.Ending
LONGEST = 60_000  # characters of a whole record
SIGNATURES = 8 * signing.LONGEST
TOLD = "检查人员已表明身份、出示执法证，告知：有权申请回避，有权陈述、申辩；应当如实回答、提供资料，不得拒绝、阻碍。"


@dataclass(frozen=True)
class Text:
    """All that a record says: fixed word for word once it is sealed."""

    place: str
    person: str  # the inspected or questioned person
    position: str = ""
    told: str = TOLD  # what the person was told of their rights
    told_them: bool = False
    seen: str = ""  # of a site record: what was looked at and found
    asked: list[list[str]] = field(default_factory=list)  # of questioning: [question, answer], in order
    said: str = ""  # what the person says to the whole of it, after it was read back

    @classmethod
    def read(cls, sent: str) -> "Text":
        told = json.loads(sent)
        return cls(**{name: told[name] for name in cls.__dataclass_fields__ if name in told})

    def written(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)


def _records(inspection: Any, law: Any) -> list[tuple[str, str]]:
    return [(str(row.pk), str(row)) for row in inspection.records.all()]


@act(
    on=Inspection, when=[State.UNDER_WAY, State.REPORTED], by=Role.INSPECTOR, reach="shared", under=["inspection.record"],
    meets=["inspection.record"], tells="封存以后一个字也不能改；写错了的，另做一份更正笔录。",
)  # fmt: skip
def seal_record(
    inspection: Inspection,
    deed: Doing,
    *,
    kind: Annotated[str, Says("哪种笔录", options=lambda inspection, law: Kind.choices)],
    began_at: Annotated[datetime, Says("开始时间")],
    ended_at: Annotated[datetime, Says("结束时间")],
    officers: Annotated[list[str], OFFICERS],
    text: Annotated[str, Says("笔录全文", words=True, secret="record_text", most=LONGEST)],
    ending: Annotated[str, Says("被检查人员", options=lambda inspection, law: Ending.choices)],
    signatures: Annotated[str, Says("签名", secret="record_signatures", most=SIGNATURES)] = "",
    reason: Annotated[str, Says("为什么没有签名盖章", words=True, secret="inspection_words", most=1000)] = "",
    witness: Annotated[str, Says("见证人", secret="inspected_person", most=60)] = "",
    corrects: Annotated[str, Says("更正哪一份", options=_records)] = "",
    scan: Annotated[list[Upload] | None, Says("盖章、签字的纸质笔录", accept="evidence")] = None,
) -> None:
    """做笔录

    The record as it was read back and signed, or why it was not; from now on it stands as it is.
    """
    of_the_team(inspection, deed)
    if not in_time(inspection, began_at, ended_at):
        deed.refuse("wrong_time", "开始、结束时间先后相接，在出示证件之后、现在以前。", beside="began_at")
    there = enough(inspection, deed, officers, began_at, ended_at)
    _complete(Text.read(text), kind, deed)
    _signed(there, ending, json.loads(signatures or "{}"), reason, scan, deed)
    kept = keep(inspection, deed, scan, SCAN, beside="scan")
    number = inspection.records.count() + 1
    Record.objects.create(
        inspection=inspection, number=number, kind=kind, began_at=began_at, ended_at=ended_at, ending=ending,
        officers=there, corrects_id=int(corrects) if corrects else None, scan=kept[0].public_id if kept else "",
        at=inspection.docket.length + 1,
    )  # fmt: skip
    deed.note(record=number)


def _complete(text: Text, kind: str, deed: Doing) -> None:
    bound = deed.law.find("inspection.record")
    if not text.place or not text.person:
        deed.refuse("who_and_where", "请写明地点和被检查人员。", under=bound, beside="text")
    if kind == Kind.QUESTIONING and not any(question and answer for question, answer in text.asked):
        deed.refuse("nothing_asked", "询问笔录要有问有答。", under=bound, beside="text")
    if kind == Kind.SITE and not text.seen:
        deed.refuse("nothing_seen", "现场检查笔录要写检查情况。", under=bound, beside="text")
    if not text.told_them:
        deed.refuse("not_told", "请先表明身份、告知权利，再做笔录。", under=bound, beside="text")


def _signed(
    there: list[int], ending: str, drawn: dict[str, str], reason: str, scan: Any, deed: Doing
) -> None:
    """Who signed: the officers always, on the screen or on the paper that was scanned; the other side, or why not."""
    bound = deed.law.find("inspection.record")
    if ending == Ending.STAMPED and not scan:
        deed.refuse("no_scan", "盖章的，请附盖了章的纸质笔录。", under=bound, beside="scan")
    if ending == Ending.SIGNED and not signing.is_drawn(drawn.get("person")):
        deed.refuse(
            "not_signed",
            "请被检查人员签名；拒不签名的，选“拒绝签名、盖章”并写明原因。",
            under=bound,
            beside="signatures",
        )
    if ending == Ending.REFUSED:
        noted = deed.law.find("inspection.refusal_noted") or bound
        if not reason.strip():
            deed.refuse("why_not_signed", "拒不签名、盖章的，请写明原因。", under=noted, beside="reason")
        deed.cite(*filter(None, [deed.law.find("inspection.refusal_noted")]))
    unsigned = [number for number in there if not signing.is_drawn(drawn.get(str(number)))]
    if unsigned and not scan:
        deed.refuse("officers_sign", "在场的检查人员都要签名。", under=bound, beside="signatures")


# --- reading it again ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Sealed:
    """A record as it was sealed."""

    row: Record
    text: Text
    signatures: dict[str, str]
    reason: str
    witness: str


def sealed(record: Record) -> Sealed:
    """A record with its words and signatures, from the event that fixed them."""
    said = written(record.inspection, [record.at], ("text", "signatures", "reason", "witness"))
    return Sealed(
        row=record,
        text=Text.read(said.get((record.at, "text"), '{"place": "", "person": ""}')),
        signatures=json.loads(said.get((record.at, "signatures")) or "{}"),
        reason=said.get((record.at, "reason"), ""),
        witness=said.get((record.at, "witness"), ""),
    )


# --- the draft -------------------------------------------------------------------------------------------
# What is being written is no act and changes nothing: it is kept at every change, and gone when the record is sealed.


def _owner(inspection: Inspection, user_id: int | None) -> str:
    return f"record:{inspection.number}:{user_id or 0}"


def draft(inspection: Inspection, user_id: int | None) -> dict[str, Any]:
    """What somebody has written so far."""
    kept: dict[str, Any] = vault.read(_owner(inspection, user_id), "record_draft").get("record_draft") or {}
    return kept


def keep_draft(inspection: Inspection, user_id: int | None, values: dict[str, Any]) -> None:
    vault.put(_owner(inspection, user_id), {"record_draft": values}, history=False)


def forget_draft(inspection: Inspection, user_id: int | None) -> None:
    vault.erase(_owner(inspection, user_id))
