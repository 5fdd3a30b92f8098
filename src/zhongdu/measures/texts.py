"""The words beside the rules: a bureau brings its measure's own document."""

import hashlib
from typing import Annotated, Any

from zhongdu.acts.inputs import Says, Upload
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act
from zhongdu.bureaus.queries import Office
from zhongdu.law.documents import NoText, text_in
from zhongdu.law.heads import Head
from zhongdu.law.shelves import shelf
from zhongdu.law.wording import take_apart
from zhongdu.measures.models import Document
from zhongdu.scope.models import Bureau
from zhongdu.scope.roles import Role

LARGEST = 20 * 1024 * 1024  # bytes; a measure is a few pages, a scan is no text


def _measures(office: Office, law: Any) -> list[tuple[str, str]]:
    return [(s.code, s.title) for s in shelf().statutes if s.pack.head.about != "base"]


@act(
    on=Office,
    by=(Role.DECIDER, Role.LEGAL_REVIEWER, Role.SYSTEM),
    tells="导入以后，每一页引用这部办法的条款，点开都能看到原文。再导入一次，就以新的为准。",
)
def import_text(
    office: Office,
    deed: Doing,
    *,
    code: Annotated[str, Says("办法", options=_measures)],
    document: Annotated[
        Upload, Says("办法原文", hint="文本（.txt）、Word（.docx）或带文字层的 PDF", accept="texts")
    ],
) -> None:
    """导入办法原文

    The measure's own document is taken apart into its clauses; what could not be placed is listed on its page.
    """
    if why := _not_ours(office, deed, shelf().packs[code].head):
        deed.refuse("not_ours", why, beside="code")
    content = _bytes(deed, document)
    try:
        text = text_in(content)
    except NoText as no:
        deed.refuse("no_text", str(no), beside="document")
    found = take_apart(text)
    if not any(piece.sort == "clause" for piece in found.pieces):
        deed.refuse("no_clauses", "没有找到“第一条”，分不出条款，请确认是办法的原文。", beside="document")
    digest = hashlib.sha256(content).hexdigest()
    Document.objects.create(code=code, bureau=office.bureau, text=text, sha256=digest, brought_on=deed.on)
    deed.note(sha256=digest, placed=len(found.placed), unplaced=len(found.unplaced))


def _not_ours(office: Office, deed: Doing, head: Head) -> str:
    """Why a bureau may not say what this measure's words are; "" where it may."""
    issuer = Bureau.objects.filter(code=head.issuer, until=None).first() if head.issuer else None
    if deed.capacity.role is Role.SYSTEM or issuer == office.bureau:
        return ""
    if issuer:
        return f"这部办法由{issuer.name}印发，原文由它导入。"
    governs = head.code in {statute.code for statute in deed.law.statutes}
    return "" if governs else "这部办法没有在本局施行，原文由施行它的局导入。"


def _bytes(deed: Doing, upload: Any) -> bytes:
    if (upload.size or 0) > LARGEST:
        deed.refuse("too_large", "文件太大，办法原文不应超过20MB。", beside="document")
    return b"".join(upload.chunks())
