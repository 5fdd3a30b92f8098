"""Objections to people on public notice: raised by anybody, settled by the bureau."""

from typing import Any

from zhongdu import files
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import Act
from zhongdu.recruitment.models import Application, Objection
from zhongdu.recruitment.queries import is_over
from zhongdu.recruitment.rules import spoken
from zhongdu.vault.identity import BadNumber, read_phone

MOST_FILES = 5


def raise_one(
    deed: Doing, application: Application, receipt: str, phone: str, signed: bool, evidence: list[Any]
) -> Objection:
    """An objection with its evidence; only while the public notice runs."""
    if is_over(application):
        bound = deed.law.rule("public_notice.period")
        deed.refuse(
            "notice_over",
            f"公示已于{spoken(application.notice_ends_on)}结束，发现问题可以向本局反映线索。",
            under=bound,
        )
    if phone:
        _readable(deed, phone)
    if len(evidence) > MOST_FILES:
        deed.refuse("too_many_files", f"证据材料一次最多{MOST_FILES}个文件。", beside="evidence")
    objection = deed.open(
        Objection, application.bureau, Objection.State.OPEN, receipt=receipt, application=application,
        raised_on=deed.on, signed=signed,
    )  # fmt: skip
    deed.note(evidence=[_stored(deed, objection, upload, at) for at, upload in enumerate(evidence)])
    return objection


def _readable(deed: Doing, phone: str) -> None:
    try:
        read_phone(phone)
    except BadNumber as bad:
        deed.refuse("bad_phone", bad.message, beside="phone")


def _stored(deed: Doing, objection: Objection, upload: Any, at: int) -> list[str]:
    try:
        kept = files.store(upload, owner=objection.number, kind="evidence", sort=at)
    except files.FileRefused as refused:
        deed.refuse(refused.code, refused.message, beside="evidence")
    return [kept.public_id, kept.blob.sm3]


def settle(deed: Doing, objection: Objection, outcome: str, refuse: Act) -> None:
    """Write the outcome down; upheld, the person it is about is refused in the same deed."""
    objection.state = outcome
    application = objection.application
    if outcome == Objection.State.UPHELD and refuse.starts_from(application.state):
        deed.then(refuse, application, reason="公示期间有人提出异议，经核实异议成立。")
