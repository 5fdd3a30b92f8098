"""Where else a public notice was put before the public, and the proof of it."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from zhongdu import files
from zhongdu.acts.performing import Doing
from zhongdu.record.chain import sm3
from zhongdu.recruitment.models import Application, Outlet

PROOF = "posting_proof"
MOST_FILES = 5


def enter(deed: Doing, application: Application, kind: str, where: str, on: date, proof: list[Any]) -> None:
    """Enter an outlet of the list a person is on. Over a whole list in one deed it is entered once, and stands on
    every docket."""
    outlet = Outlet.objects.filter(number=deed.id).first()
    if outlet is None:
        if application.posted_on and not application.posted_on <= on <= deed.on:
            says = "要在公示发布之日以后，也不能晚于今天；更早就发布了的，公示发布之日应当填那一天。"
            deed.refuse("not_posted_then", says, beside="on")
        if Outlet.objects.filter(posting=application.posting, kind=kind, where=where).exists():
            deed.refuse(
                "entered_already", "这份公示已经登记过这一处，补证明请用“补充发布证明”。", beside="where"
            )
        outlet = Outlet.objects.create(
            number=deed.id, posting=application.posting, kind=kind, where=where, on=on
        )
    prove(deed, outlet, proof)


def prove(deed: Doing, outlet: Outlet, proof: list[Any]) -> None:
    """Keep screenshots and photographs of an outlet; the same file twice is one proof."""
    if len(proof) > MOST_FILES:
        deed.refuse("too_many_files", f"证明材料一次最多{MOST_FILES}个文件。", beside="proof")
    kept = [_kept(deed, outlet, upload) for upload in proof]
    deed.note(outlet=outlet.number, proof=[[each.public_id, each.blob_id] for each in kept])


def _kept(deed: Doing, outlet: Outlet, upload: Any) -> Any:
    upload.seek(0)
    digest = sm3(upload.read())
    upload.seek(0)
    if before := files.attached(outlet.owner, PROOF).filter(blob_id=digest).first():
        return before
    try:
        return files.store(upload, owner=outlet.owner, kind=PROOF, added_by=deed.by.user_id)
    except files.FileRefused as refused:
        deed.refuse(refused.code, refused.message, beside="proof")


def of_posting(posting: str) -> list[Outlet]:
    return list(Outlet.objects.filter(posting=posting))


def of_postings(postings: Iterable[str]) -> dict[str, list[Outlet]]:
    """The outlets of many lists, in one query."""
    found: dict[str, list[Outlet]] = {posting: [] for posting in postings}
    for outlet in Outlet.objects.filter(posting__in=found):
        found[outlet.posting].append(outlet)
    return found
