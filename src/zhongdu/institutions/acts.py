"""The list of institutions, brought in whole: all of it or none."""

from collections.abc import Iterable, Sequence
from typing import IO, Annotated, Any

from zhongdu import files
from zhongdu.acts.inputs import Says, Upload
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act
from zhongdu.bureaus.queries import Office
from zhongdu.files.sniffing import XLSX
from zhongdu.institutions import workbook
from zhongdu.institutions.bringing_practitioners import import_practitioners
from zhongdu.institutions.models import Institution
from zhongdu.institutions.rules import COLUMNS, Line, check_all
from zhongdu.kit.workbooks import BadList, Mistake, NotAList
from zhongdu.scope.models import Bureau
from zhongdu.scope.roles import Role

__all__ = ["import_list", "import_practitioners"]

MANY = 2_000  # rows a statement, within every database's limit of parameters
_NOTHING = "一家也没有导入"
_KEPT = ("name", "kind", "credit_code", "address", "bureau_id", "since", "until")


@act(on=Office, by=(Role.CASE_OFFICER, Role.LIAISON, Role.SYSTEM_ADMIN, Role.SYSTEM))
def import_list(
    office: Office,
    deed: Doing,
    *,
    file: Annotated[Upload, Says("机构名单", hint="Excel工作簿（.xlsx），按模板的表头", accept="workbook")],
) -> None:
    """导入医药机构名单

    Take in a list of designated institutions: new codes are added, known ones brought up to date, and what the
    list leaves out stays. Every row is checked first; one mistake, and nothing is taken in.
    """
    upload: Any = file
    lines = _read(upload, deed)
    known = _known(lines)
    homes = _Homes(office.bureau)
    if strangers := [
        Mistake(
            line.row, "code", f"这家机构由{known[line.code].bureau.name}管理，不能由本局导入。", line.code
        )
        for line in lines
        if line.code in known and not known[line.code].bureau.is_within(office.bureau)
    ]:
        raise BadList(strangers, COLUMNS, _NOTHING)
    new, changed = _sorted(lines, known, homes)
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
        raise BadList(mistakes, COLUMNS, _NOTHING)
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


def _sorted(
    lines: Iterable[Line], known: dict[str, Institution], homes: "_Homes"
) -> tuple[list[Institution], list[Institution]]:
    """Those to add and those to bring up to date. What an empty cell leaves unsaid stays as it was known."""
    new, changed = [], []
    for line in lines:
        before = known.get(line.code)
        fields: dict[str, Any] = {
            "name": line.name,
            "kind": line.kind,
            "credit_code": line.credit_code or (before.credit_code if before else ""),
            "address": line.address or (before.address if before else ""),
            "bureau_id": before.bureau_id if before else homes.of(line.division),
            "since": line.since,
            "until": line.until,
        }
        if before and not (line.since or line.until):
            fields |= {"since": before.since, "until": before.until}
        if before is None:
            new.append(Institution(code=line.code, **fields))
        elif any(getattr(before, name) != value for name, value in fields.items()):
            changed.append(Institution(code=line.code, **fields))
    return new, changed


class _Homes:
    """Which bureau manages an institution: the one of its division below the office, else the office's own."""

    def __init__(self, bureau: Bureau) -> None:
        self.own: int = bureau.pk
        below = Bureau.objects.filter(path__startswith=bureau.path, until=None).order_by("-path")
        self.by_division = {each.division_id or each.code: each.pk for each in below}

    def of(self, division: str) -> int:
        city = f"{division[:4]}00"
        return self.by_division.get(division, self.by_division.get(city, self.own))
