"""Files that stand on the docket of an agreement's matters: proofs of a rectification, what a statement brings."""

from typing import Any

from zhongdu import files
from zhongdu.acts.performing import Doing

PROOFS, STATEMENT, MONEY, MOST = "rectification", "statement", "money", 10
_KINDS = (STATEMENT, PROOFS, MONEY)


def keep(matter: Any, deed: Doing, uploads: Any, kind: str = PROOFS) -> None:
    """Attach files to a matter, all or none; the record keeps their fingerprints."""
    if len(uploads) > MOST:
        deed.refuse("too_many_files", f"一次最多{MOST}个文件。", beside="proofs")
    kept, first = [], files.attached(matter.number, kind).count()
    for place, upload in enumerate(uploads, first):
        try:
            one = files.store(upload, owner=matter.number, kind=kind, added_by=deed.by.user_id, sort=place)
        except files.FileRefused as refused:
            deed.refuse(refused.code, refused.message, beside="proofs")
        kept.append([one.public_id, one.blob.sm3])
    if kept:
        deed.note(files=kept)


def kept_of(matter: Any) -> list[tuple[str, str]]:
    """(name, public number) of what was brought, in the order it came."""
    rows = [row for kind in _KINDS for row in files.attached(matter.number, kind)]
    names = files.names(rows)
    return [(names[each.public_id] or "未命名的文件", each.public_id) for each in rows]


def one(matter: Any, public_id: str) -> Any:
    for kind in _KINDS:
        if found := files.attached(matter.number, kind).filter(public_id=public_id).first():
            return found
    return None
