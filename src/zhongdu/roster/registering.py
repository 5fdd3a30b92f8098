"""The register (台账): taken out for a stated purpose, and taken over from paper, all of it or none."""

import re
from collections.abc import Sequence
from datetime import date
from typing import IO, Annotated, Any

from django.contrib.auth import get_user_model
from django.db.models import Q

from zhongdu import files, vault
from zhongdu.acts.inputs import Says, Upload
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import Opens, act
from zhongdu.bureaus.queries import Office
from zhongdu.files.sniffing import XLSX
from zhongdu.kit.workbooks import BadList, Mistake, NotAList
from zhongdu.law.governing import Law, governing
from zhongdu.record.keeping import random_number
from zhongdu.roster import people, register
from zhongdu.roster.ending import let_term_end
from zhongdu.roster.models import Appointment, Counter
from zhongdu.roster.register import SHEET, Line
from zhongdu.scope.roles import Role

State = Appointment.State
NOTHING = "一个人也没有登记"
WHOLE_FOR = (Role.DECIDER, Role.RECRUITER)  # who may take personal columns out unmasked
SCOPES = {"serving": "只要在聘的", "all": "在聘的和已经终止的"}


# --- taken out -----------------------------------------------------------------------------------------


def _columns(office: Any, law: Law) -> list[tuple[str, str]]:
    return list(register.columns(law).items())


def _personal(office: Any, law: Law) -> list[tuple[str, str]]:
    return list(register.personal(law).items())


def _scopes(office: Any, law: Law) -> list[tuple[str, str]]:
    return list(SCOPES.items())


@act(on=Office, by=(Role.RECRUITER, Role.DECIDER, Role.LIAISON), under=("register", "pool"))
def export_register(
    office: Office,
    deed: Doing,
    *,
    scope: Annotated[str, Says("哪些人", options=_scopes)],
    columns: Annotated[list[str], Says("要哪些列", options=_columns)],
    purpose: Annotated[
        str, Says("做什么用", hint="印在台账上面：谁在什么时候为了什么导出", words=True, most=200)
    ],
    whole: Annotated[
        list[str] | None,
        Says("哪些列不打码", hint="不选的个人信息都打码；选了就等于逐人查看，同样留痕", options=_personal),
    ] = None,
) -> None:
    """导出台账

    Who took which columns of whom, and for what; personal ones are masked unless they were asked for by name.
    """
    if whole and deed.capacity.role not in WHOLE_FOR:
        deed.refuse(
            "not_your_columns", "不打码的列只有选聘人员和局负责人可以导出，请改为打码。", beside="whole"
        )


# --- taken over from paper -----------------------------------------------------------------------------


@act(
    on=Office,
    by=(Role.RECRUITER, Role.DECIDER, Role.SYSTEM),
    at="level.recruiting",
    under=("register", "pool"),
)
def import_register(
    office: Office,
    deed: Doing,
    *,
    file: Annotated[Upload, Says("台账", hint="Excel工作簿（.xlsx），按模板的表头", accept="workbook")],
) -> None:
    """补录台账

    Those who were appointed on paper: numbers and terms as their letters have them. Every row is checked first;
    one mistake, and nobody is taken in.
    """
    upload: Any = file
    lines = read(upload, office, deed.on)
    for line in lines:
        made = deed.then(
            take_in, office, letter_number=line.letter_number, badge_number=line.badge_number, since=line.since,
            until=line.until, line=line.person,
        )  # fmt: skip
        if line.until < deed.on:
            deed.then(let_term_end, made)
    upload.seek(0)
    try:
        kept = files.store(
            upload, owner=office.number, kind="register", allow=frozenset({XLSX}), added_by=deed.by.user_id
        )
    except files.FileRefused as refused:
        deed.refuse("file_refused", str(refused), beside="file")
    over = sum(line.until < deed.on for line in lines)
    deed.note(rows=len(lines), over=over, file=kept.public_id, sm3=kept.blob_id)


def read(upload: IO[bytes], office: Office, today: date) -> list[Line]:
    """The lines of a register, all of them right. Raises :class:`BadList`, or ``NotAList`` said as one."""
    try:
        lines, mistakes = register.check_all(SHEET.rows(upload), today)
    except NotAList as wrong:
        raise BadList([Mistake(1, "name", str(wrong))], SHEET.columns, NOTHING) from None
    mistakes += _known_already(lines, office)
    if mistakes:
        raise BadList(sorted(mistakes, key=lambda one: one.row), SHEET.columns, NOTHING)
    return lines


def _known_already(lines: Sequence[Line], office: Office) -> list[Mistake]:
    """Numbers that are given out already, and people who serve already."""
    found = []
    numbers = {line.letter_number for line in lines} | {line.badge_number for line in lines}
    taken = _taken(sorted(numbers - {""}))
    serving = Appointment.objects.filter(bureau=office.bureau, state=State.SERVING)
    for line in lines:
        if line.letter_number in taken:
            found.append(Mistake(line.row, "letter_number", "这个编号已经用过了。", line.letter_number))
        if line.badge_number in taken:
            found.append(Mistake(line.row, "badge_number", "这个编号已经用过了。", line.badge_number))
        for column in ("id_number", "phone"):
            value = line.person.get(column)
            if value and serving.filter(docket__number__in=vault.find(column, value)).exists():
                found.append(Mistake(line.row, column, "此人已是本局在聘的社会监督员。", ""))
                break
    return found


def _taken(numbers: Sequence[str]) -> set[str]:
    taken: set[str] = set()
    for start in range(0, len(numbers), 500):
        part = numbers[start : start + 500]
        rows = Appointment.objects.filter(Q(letter_number__in=part) | Q(badge_number__in=part))
        taken |= {
            number for pair in rows.values_list("letter_number", "badge_number") for number in pair if number
        }
    return taken


@act(
    on=Office,
    creates=Appointment,
    by=Role.SYSTEM,
    under=("register", "pool", "term.length"),
    opens=[Opens("term.length", since="since", due="until")],
)
def take_in(
    office: Office,
    deed: Doing,
    *,
    letter_number: Annotated[str, Says("聘书编号", plain=True, most=40)],
    since: Annotated[date, Says("聘任之日")],
    until: Annotated[date, Says("聘期届满")],
    line: Annotated[dict[str, str], Says("本人信息", secret="register_line")],
    badge_number: Annotated[str, Says("证件编号", plain=True, most=40)] = "",
) -> Appointment:
    """补录已聘的监督员

    The term stays as it was granted on paper, under the measure in force on its first day, else today's.
    """
    bureau = office.bureau
    then = governing(bureau, since)
    law = deed.law if then.statute.pack.head.about == "base" else then
    made = deed.open(
        Appointment,
        bureau,
        State.SERVING,
        user=_same_person(line) or get_user_model().objects.create_user(letter_number),
        letter_number=letter_number,
        badge_number=badge_number or None,
        verify_code=f"{random_number()}-{random_number()}",
        since=since,
        until=until,
        measure=law.statute.code,
        measure_version=law.statute.pack.version,
        demonstration=law.demonstration,
        entered_on=deed.on,
    )
    deed.keep(made, line, index=people.found_by(line))
    usual = law.last_day("term.length", since)
    deed.note(granted_under=law.statute.code, as_usual=bool(usual and usual.last == until))
    _keep_ahead(bureau, letter_number)
    return made


def _same_person(line: dict[str, str]) -> Any:
    """The account of somebody known by the same ID number from another term."""
    owners = vault.find("id_number", line["id_number"]) if line.get("id_number") else []
    earlier = Appointment.objects.filter(docket__number__in=owners).select_related("user").order_by("-id")
    return next((found.user for found in earlier[:1]), None)


def _keep_ahead(bureau: Any, number: str) -> None:
    """A number of the platform's own style given out on paper: our own count goes on after it."""
    found = re.fullmatch(rf"{re.escape(bureau.code)}-(\d{{4}})-(\d{{4,6}})", number)
    if found is None:
        return
    counter, _ = Counter.objects.get_or_create(bureau=bureau, kind="letter", year=int(found[1]))
    Counter.objects.filter(pk=counter.pk, last__lt=int(found[2])).update(last=int(found[2]))
