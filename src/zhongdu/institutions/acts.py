"""The list of institutions, brought in whole: all of it or none."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import IO, Annotated, Any

from zhongdu import files
from zhongdu.acts.inputs import Says, Upload
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act
from zhongdu.bureaus.queries import Office
from zhongdu.files.sniffing import XLSX
from zhongdu.institutions import history, workbook
from zhongdu.institutions.access import end_access, give_access, give_link, join
from zhongdu.institutions.bringing_practitioners import import_practitioners
from zhongdu.institutions.changing import change_particulars, change_practitioner
from zhongdu.institutions.checking import (
    ask_self_checks,
    begin_self_check,
    read_self_check,
    send_self_check,
    send_self_check_back,
)
from zhongdu.institutions.contracting import change_contractor_term, end_contractor, register_contractor
from zhongdu.institutions.enquiring import (
    accept_filing,
    ask_institutions,
    excuse_filing,
    extend_filing,
    send_filing,
    send_filing_back,
)
from zhongdu.institutions.merging import (
    let_duplicate_go,
    let_practitioner_go,
    merge,
    merge_practitioner,
    take_in_duplicate,
    take_in_practitioner,
    tell_apart,
    tell_practitioners_apart,
    unmerge,
    unmerge_practitioner,
)
from zhongdu.institutions.models import Former, Institution
from zhongdu.institutions.rules import COLUMNS, Line, check_all
from zhongdu.institutions.stopping import answer_stopped_fraud, report_stopped_fraud
from zhongdu.kit.workbooks import BadList, Mistake, NotAList
from zhongdu.scope.models import Bureau
from zhongdu.scope.roles import Role

__all__ = [
    "accept_filing",
    "answer_stopped_fraud",
    "ask_institutions",
    "ask_self_checks",
    "begin_self_check",
    "change_contractor_term",
    "change_particulars",
    "change_practitioner",
    "end_access",
    "end_contractor",
    "excuse_filing",
    "extend_filing",
    "give_access",
    "give_link",
    "import_list",
    "import_practitioners",
    "join",
    "let_duplicate_go",
    "let_practitioner_go",
    "merge",
    "merge_practitioner",
    "read_self_check",
    "register_contractor",
    "report_stopped_fraud",
    "send_filing",
    "send_filing_back",
    "send_self_check",
    "send_self_check_back",
    "take_in_duplicate",
    "take_in_practitioner",
    "tell_apart",
    "tell_practitioners_apart",
    "unmerge",
    "unmerge_practitioner",
]

MANY = 2_000  # rows a statement, within every database's limit of parameters
NOTHING = "一家也没有导入"
_UNDATED = ("since", "until", "longitude", "latitude")  # what changes without a former entry
_KEPT = (
    "name",
    "kind",
    "credit_code",
    "address",
    "licence",
    "legal_person",
    "bureau_id",
    "since",
    "until",
    "longitude",
    "latitude",
    "holds_since",
)


@act(on=Office, by=(Role.CASE_OFFICER, Role.LIAISON, Role.SYSTEM_ADMIN, Role.SYSTEM))
def import_list(
    office: Office,
    deed: Doing,
    *,
    file: Annotated[Upload, Says("机构名单", hint="Excel工作簿（.xlsx），按模板的表头", accept="workbook")],
    as_of: Annotated[
        date | None, Says("名单是哪一天的情况", hint="不填就是今天；有变化的，从这一天起改，原来的登记留着")
    ] = None,
) -> None:
    """导入医药机构名单

    Take in a list of designated institutions: new codes are added, known ones brought up to date, and what the
    list leaves out stays. Every row is checked first; one mistake, and nothing is taken in.
    """
    upload: Any = file
    day = as_of or deed.on
    if day > deed.on:
        deed.refuse("not_yet", "还没有到这一天。", beside="as_of")
    lines = _read(upload, deed)
    known = _known(lines)
    homes = _Homes(office.bureau)
    if wrong := _not_to_be_changed(lines, known, office):
        raise BadList(wrong, COLUMNS, NOTHING)
    new, changed, formers, late = _sorted(lines, known, homes, day)
    if late:
        raise BadList(late, COLUMNS, NOTHING)
    Former.objects.bulk_create(formers, batch_size=MANY)
    Institution.objects.bulk_create(
        [*new, *changed], batch_size=MANY, update_conflicts=True, unique_fields=["code"], update_fields=_KEPT
    )
    upload.seek(0)
    kept = _kept(upload, office, deed)
    deed.note(
        rows=len(lines), new=len(new), changed=len(changed), same=len(lines) - len(new) - len(changed),
        file=kept.public_id, sm3=kept.blob_id,
    )  # fmt: skip


def _read(upload: IO[bytes], deed: Doing) -> list[Line]:
    try:
        lines, mistakes = check_all(workbook.SHEET.rows(upload))
    except NotAList as wrong:
        deed.refuse("not_a_list", str(wrong), beside="file")
    if mistakes:
        raise BadList(mistakes, COLUMNS, NOTHING)
    return lines


def _kept(upload: Any, office: Office, deed: Doing) -> Any:
    """The workbook itself stays with the bureau's docket: what was brought in can be looked up."""
    try:
        return files.store(
            upload,
            owner=office.number,
            kind="institution_list",
            allow=frozenset({XLSX}),
            added_by=deed.by.user_id,
        )
    except files.FileRefused as refused:
        deed.refuse("file_refused", str(refused), beside="file")


def _known(lines: Sequence[Line]) -> dict[str, Institution]:
    found: dict[str, Institution] = {}
    for start in range(0, len(lines), MANY):
        codes = [line.code for line in lines[start : start + MANY]]
        rows = Institution.objects.select_related("bureau").filter(code__in=codes)
        found |= {row.code: row for row in rows}
    return found


def _not_to_be_changed(lines: Iterable[Line], known: dict[str, Institution], office: Office) -> list[Mistake]:
    return [
        Mistake(
            line.row, "code", f"这家机构由{known[line.code].bureau.name}管理，不能由本局导入。", line.code
        )
        for line in lines
        if line.code in known and not known[line.code].bureau.is_within(office.bureau)
    ]


def _sorted(
    lines: Iterable[Line], known: dict[str, Institution], homes: "_Homes", day: date
) -> tuple[list[Institution], list[Institution], list[Former], list[Mistake]]:
    """Those to add and those to bring up to date, what those were before, and lines that are older than what is known.
    What an empty cell leaves unsaid stays as it was known."""
    new, changed, formers, late = [], [], list[Former](), list[Mistake]()
    for line in lines:
        before = known.get(line.code)
        fields = _fields(line, before, homes)
        if before is None:
            new.append(Institution(code=line.code, **fields, holds_since=day))
        elif what := history.changed(before, fields):
            if says := history.too_old(before, day):
                late.append(Mistake(line.row, what[0].removesuffix("_id"), says, str(fields[what[0]])))
            if kept := history.former(before, day):
                formers.append(kept)
            changed.append(Institution(code=line.code, **fields, holds_since=day))
        elif any(getattr(before, name) != fields[name] for name in _UNDATED):
            changed.append(Institution(code=line.code, **fields, holds_since=before.holds_since))
    return new, changed, formers, late


def _fields(line: Line, before: Institution | None, homes: "_Homes") -> dict[str, Any]:
    fields: dict[str, Any] = {"name": line.name, "kind": line.kind}
    for name in ("credit_code", "address", "licence", "legal_person"):
        fields[name] = getattr(line, name) or (getattr(before, name) if before else "")
    fields["bureau_id"] = before.bureau_id if before else homes.of(line.division)
    days = line if line.since or line.until or not before else before
    where = (line.stands.longitude, line.stands.latitude) if line.stands else (None, None)
    stands = {
        name: Decimal(str(now)) if now is not None else getattr(before, name, None)
        for name, now in zip(("longitude", "latitude"), where, strict=True)
    }
    return fields | {"since": days.since, "until": days.until} | stands


class _Homes:
    """Which bureau manages an institution: the one of its division below the office, else the office's own."""

    def __init__(self, bureau: Bureau) -> None:
        self.own: int = bureau.pk
        below = Bureau.objects.filter(path__startswith=bureau.path, until=None).order_by("-path")
        self.by_division = {each.division_id or each.code: each.pk for each in below}

    def of(self, division: str) -> int:
        city = f"{division[:4]}00"
        return self.by_division.get(division, self.by_division.get(city, self.own))
