"""A pack brought to the desk: what another installation drafted, or what was written as files, is worked on here."""

import zipfile
from io import BytesIO
from typing import Annotated, Any

from zhongdu.acts.inputs import Says, Upload
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act
from zhongdu.bureaus.queries import Office
from zhongdu.law import drafting
from zhongdu.law.cases import cases_in
from zhongdu.law.pack import BadPack, compile_pack
from zhongdu.law.shelves import shelf
from zhongdu.measures.models import DRAFTERS, Draft

LARGEST = 4 * 1024 * 1024  # bytes, unpacked; the largest pack that ships has a twentieth of that


@act(
    on=Office,
    creates=Draft,
    by=DRAFTERS,
    tells="带来的办法数据成为本局的稿子，从起草开始；文号、日期要重新填。不影响现行办法。",
)
def bring_draft(
    office: Office,
    deed: Doing,
    *,
    pack: Annotated[Upload, Says("办法数据", hint="从“检查和案例”下载的压缩包（.zip）", accept="packs")],
) -> Draft:
    """带来办法数据

    A pack with its cases becomes a draft of this bureau's, as it stands.
    """
    text, cases = _unpacked(deed, pack)
    code, about = _known(deed, text, cases)
    if code in shelf().packs or code in shelf().instruments or Draft.objects.filter(code=code).exists():
        deed.refuse("code_taken", f"代码“{code}”已经有办法在用。", beside="pack")
    return deed.open(
        Draft, office.bureau, Draft.State.WRITING, code=code, title=about.title, base=about.extends,
        text=drafting.taken_over(text, issuer=office.bureau.code, issuer_name=office.bureau.name), cases=cases,
        begun_by_id=deed.by.user_id,
    )  # fmt: skip


def _unpacked(deed: Doing, upload: Any) -> tuple[str, str]:
    """The two documents of a pack that was zipped as it is downloaded."""
    try:
        with zipfile.ZipFile(BytesIO(b"".join(upload.chunks()))) as packed:
            names = {info.filename.rpartition("/")[2]: info for info in packed.infolist()}
            if sum(info.file_size for info in names.values()) > LARGEST:
                deed.refuse("too_large", "文件太大，不像是办法数据。", beside="pack")
            texts = [
                packed.read(names[name]).decode() if name in names else ""
                for name in ("measure.toml", "cases.toml")
            ]
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, UnicodeDecodeError):
        deed.refuse("no_pack", "读不了这个文件，请用“检查和案例”里下载的压缩包。", beside="pack")
    if not texts[0]:
        deed.refuse("no_pack", "压缩包里没有 measure.toml。", beside="pack")
    return texts[0], texts[1]


def _known(deed: Doing, text: str, cases: str) -> tuple[str, Any]:
    """The measure's code and head, where its document and its cases can be read."""
    try:
        code = str(drafting.read_document(text).get("code", ""))
        pack = compile_pack(text, f"{code}.toml")
        cases_in(cases, "cases.toml")
    except BadPack as bad:
        deed.refuse("not_sound", f"办法数据读不出来：{bad.mistakes[0]}", beside="pack")
    except ValueError:
        deed.refuse("no_pack", "measure.toml 不是 TOML 文件。", beside="pack")
    if pack.head.extends not in shelf().packs:
        deed.refuse("no_base", f"它的依据“{pack.head.extends}”这里没有。", beside="pack")
    return code, pack.head
