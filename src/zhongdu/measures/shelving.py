"""From a draft to the shelf: checked whole, kept by its hash, and written beside this installation's packs."""

from typing import NoReturn

from zhongdu.acts.performing import Doing
from zhongdu.law import shelves
from zhongdu.law.cases import cases_in, failures
from zhongdu.law.checking import Checked, check_draft
from zhongdu.law.library import Statute
from zhongdu.law.models import Commencement, Edition
from zhongdu.law.shelves import schedule, shelf
from zhongdu.measures.models import Draft


def checked(draft: Draft) -> Checked:
    """The draft as the packs are checked: its shape, what it names, what every such measure needs."""
    return check_draft(draft.text, draft.code, shelf())


def statute_of(draft: Draft) -> Statute | None:
    """The draft as it would speak over its base; none while it cannot be read."""
    found = checked(draft)
    return shelf().of(found.pack) if found.pack and not found.mistakes else None


def sound_draft(draft: Draft, deed: Doing) -> Statute:
    """The draft as a statute, or a refusal that says where it is wrong."""
    found = checked(draft)
    if found.pack is None or found.mistakes:
        _wrong(deed, found)
    statute = shelf().of(found.pack)
    if wrong := failures(cases_in(draft.cases, "cases.toml"), statute, schedule()):
        deed.refuse("cases_fail", f"稿子的案例没有都通过：{wrong[0].says}请改规则或者改案例。")
    return statute


def _wrong(deed: Doing, found: Checked) -> NoReturn:
    first = found.mistakes[0]
    more = f"等{len(found.mistakes)}处" if len(found.mistakes) > 1 else ""
    deed.refuse("not_sound", f"稿子检查没有通过：{first.key}：{first.says}{more}请先改好。")


def edition_of(statute: Statute) -> Edition:
    """The text as it stands, kept for ever under its hash."""
    base = edition_of(statute.base) if statute.base else None
    return Edition.objects.get_or_create(
        code=statute.code, version=statute.pack.version, base=base,
        defaults={"title": statute.title, "text": statute.pack.text},
    )[0]  # fmt: skip


def put_on_the_shelf(edition: Edition) -> None:
    """Write a measure made on the desk where the shelf finds it, so that its clauses open like all others."""
    cases = Draft.objects.filter(code=edition.code).values_list("cases", flat=True).first()
    shelves.put(edition.code, measure=edition.text, **({"cases": cases} if cases else {}))


def lacking() -> list[Edition]:
    """The measures made on the desk that governed, as far as this machine's shelf lacks their newest text."""
    made = Draft.objects.values("code")
    rows = Commencement.objects.filter(edition__code__in=made).select_related("edition").order_by("id")
    newest = {row.edition.code: row.edition for row in rows}
    packs = shelf().packs
    return [each for code, each in newest.items() if code not in packs or packs[code].version != each.version]


def restore() -> list[str]:
    """Put on the shelf of this machine what it lacks."""
    found = lacking()
    for edition in found:
        put_on_the_shelf(edition)
    return [edition.code for edition in found]
