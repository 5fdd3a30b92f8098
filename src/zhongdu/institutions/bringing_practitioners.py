"""The list of practitioners, brought in whole: all of it or none."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Annotated, Any

from zhongdu.acts.inputs import Says, Upload
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act
from zhongdu.bureaus.queries import Office
from zhongdu.institutions import history, workbook
from zhongdu.institutions import practitioner_rules as rules
from zhongdu.institutions.models import FormerPractitioner, Institution, Practitioner, Workplace
from zhongdu.kit.workbooks import BadList, Mistake, NotAList
from zhongdu.record.chain import sm3
from zhongdu.scope.roles import Role

MANY = 2_000  # rows a statement, within every database's limit of parameters
NOTHING = "一人也没有导入"
_FACTS = ("name", "kind", "title", "licence", "holds_since")


@act(on=Office, by=(Role.CASE_OFFICER, Role.LIAISON, Role.AGENCY_OFFICER, Role.SYSTEM_ADMIN, Role.SYSTEM))
def import_practitioners(
    office: Office,
    deed: Doing,
    *,
    file: Annotated[
        Upload, Says("医师药师名单", hint="Excel工作簿（.xlsx），按模板的表头", accept="workbook")
    ],
    as_of: Annotated[
        date | None, Says("名单是哪一天的情况", hint="不填就是今天；有变化的，从这一天起改，原来的登记留着")
    ] = None,
) -> None:
    """导入医师药师名单

    Take in a list of practitioners and where each works: new codes are added, known ones brought up to date, and what
    the list leaves out stays. Every row is checked first; one mistake, and nothing is taken in.
    """
    upload: Any = file
    day = as_of or deed.on
    if day > deed.on:
        deed.refuse("not_yet", "还没有到这一天。", beside="as_of")
    content = upload.read()
    upload.seek(0)
    lines = _read(upload, deed)
    places = _places(lines, office)
    known = _known(lines)
    people, new, changed, formers = _people(lines, known, places, day)
    FormerPractitioner.objects.bulk_create(formers, batch_size=MANY)
    Practitioner.objects.bulk_create(
        [*new, *changed], batch_size=MANY, update_conflicts=True, unique_fields=["code"], update_fields=_FACTS
    )
    opened, mended = _workplaces(lines, people, places)
    Workplace.objects.bulk_create(opened, batch_size=MANY)
    Workplace.objects.bulk_update(mended, ["since", "until"], batch_size=MANY)
    # The workbook itself is not kept: agencies' lists carry numbers of identity cards that nothing here needs.
    deed.note(
        rows=len(lines), new=len(new), changed=len(changed), same=len(known) - len(changed),
        places=len(opened), sm3=sm3(content),
    )  # fmt: skip


def _read(upload: Any, deed: Doing) -> list[rules.Line]:
    try:
        lines, mistakes = rules.check_all(workbook.PEOPLE.rows(upload))
    except NotAList as wrong:
        deed.refuse("not_a_list", str(wrong), beside="file")
    if mistakes:
        raise BadList(mistakes, rules.COLUMNS, NOTHING)
    return lines


def _places(lines: Sequence[rules.Line], office: Office) -> dict[str, Institution]:
    """The institutions the list names; a mistake for each that is not on the bureau's own list."""
    found: dict[str, Institution] = {}
    for codes in _pieces({line.institution for line in lines}):
        rows = Institution.objects.select_related("bureau").filter(code__in=codes)
        found |= {row.code: row for row in rows if row.bureau.is_within(office.bureau)}
    says = "本局的医药机构名单里没有这家机构，请先导入机构。"
    if strangers := [
        Mistake(line.row, "institution", says, line.institution)
        for line in lines
        if line.institution not in found
    ]:
        raise BadList(strangers, rules.COLUMNS, NOTHING)
    return found


def _known(lines: Sequence[rules.Line]) -> dict[str, Practitioner]:
    found: dict[str, Practitioner] = {}
    for codes in _pieces({line.code for line in lines}):
        found |= {row.code: row for row in Practitioner.objects.filter(code__in=codes)}
    return found


def _people(
    lines: Iterable[rules.Line], known: dict[str, Practitioner], places: dict[str, Institution], day: date
) -> tuple[dict[str, Practitioner], list[Practitioner], list[Practitioner], list[FormerPractitioner]]:
    """Everybody on the list by code; those to add; those to bring up to date, and what those were before. An empty cell
    leaves what was known; what is known of a later day is not overwritten."""
    people: dict[str, Practitioner] = {}
    new, changed, late = [], dict[str, Practitioner](), list[Mistake]()
    formers: list[FormerPractitioner] = []
    for line in lines:
        person = people.get(line.code) or known.get(line.code)
        if person is None:
            bureau = places[line.institution].bureau
            person = Practitioner(
                code=line.code, name=line.name, kind=line.kind, bureau=bureau, holds_since=day
            )
            new.append(person)
        people[line.code] = person
        facts = {
            "name": line.name, "kind": line.kind, "title": line.title or person.title,
            "licence": line.licence or person.licence,
        }  # fmt: skip
        if what := history.changed(person, facts):
            if says := history.too_old(person, day):
                late.append(Mistake(line.row, what[0], says, facts[what[0]]))
            if kept := history.former(person, day):
                formers.append(kept)
            for name in what:
                setattr(person, name, facts[name])
            person.holds_since = day
            if line.code in known:
                changed[line.code] = person
    if late:
        raise BadList(late, rules.COLUMNS, NOTHING)
    return people, new, list(changed.values()), formers


def _workplaces(
    lines: Iterable[rules.Line], people: dict[str, Practitioner], places: dict[str, Institution]
) -> tuple[list[Workplace], list[Workplace]]:
    """The workplaces to open and those whose days change. Who comes back after an end begins anew."""
    latest: dict[tuple[int, int], Workplace] = {}
    for ids in _pieces({person.pk for person in people.values()}):
        for row in Workplace.objects.filter(practitioner__in=ids).order_by("since", "id"):
            latest[row.practitioner_id, row.institution_id] = row
    opened, mended = [], []
    for line in sorted(lines, key=lambda line: (line.since is not None, line.since)):
        person, place = people[line.code], places[line.institution]
        row = latest.get((person.pk, place.pk))
        if row is None or (row.until and line.since and line.since > row.until):
            row = Workplace(practitioner=person, institution=place, since=line.since, until=line.until)
            latest[person.pk, place.pk] = row
            opened.append(row)
        elif (line.since or line.until) and (line.since, line.until) != (row.since, row.until):
            row.since, row.until = line.since or row.since, line.until
            if row.pk:
                mended.append(row)
    return opened, mended


def _pieces(of: set[Any]) -> Iterable[list[Any]]:
    whole = sorted(of)
    for start in range(0, len(whole), MANY):
        yield whole[start : start + MANY]
