"""The lines of a register: whoever the one who asked may see, cell by cell, masked where it was not asked otherwise."""

from collections.abc import Iterator, Mapping
from typing import Any

from zhongdu import vault
from zhongdu.law.governing import Law
from zhongdu.law.vocabulary import concept
from zhongdu.roster.models import Appointment
from zhongdu.roster.queries import law_as_granted, pool_of
from zhongdu.roster.register import OFFICIAL
from zhongdu.scope.actor import Actor

AT_ONCE = 500  # rows a query, within every database's limit of parameters
BY_HAND = "补录"


def rows_of(actor: Actor, bureau: Any, scope: str) -> Any:
    """The appointments of a bureau and of those below it that an officer may see."""
    rows = pool_of(actor).filter(bureau__path__startswith=bureau.path)
    return rows.filter(state=Appointment.State.SERVING) if scope == "serving" else rows


def lines(rows: Any, columns: Mapping[str, str], whole: set[str]) -> Iterator[list[str]]:
    """A row of cells for each appointment, read from the vault so many at a time."""
    fields = [name for name in columns if name not in OFFICIAL]
    fields += ["appointed_how"] if "channel" in columns else []
    says = _Words()
    for part in _parts(rows):
        known = vault.read_many([row.number for row in part], fields)
        for row in part:
            yield [_cell(row, name, known[row.number], whole, says) for name in columns]


def _parts(rows: Any) -> Iterator[list[Appointment]]:
    rows = rows.select_related("docket", "bureau", "application").order_by("pk")
    last = 0
    while part := list(rows.filter(pk__gt=last)[:AT_ONCE]):
        yield part
        last = part[-1].pk


def _cell(row: Appointment, name: str, known: Mapping[str, Any], whole: set[str], says: "_Words") -> str:
    match name:
        case "letter_number" | "badge_number":
            return getattr(row, name) or ""
        case "since" | "until" | "ended_on":
            day = getattr(row, name)
            return day.isoformat() if day else ""
        case "bureau":
            return str(row.bureau)
        case "state":
            return row.get_state_display()
        case "ground":
            return says(row, row.ground)
        case "channel":
            applied = says(row, row.application.channel) if row.application else ""
            return applied or str(known.get("appointed_how", ""))
        case "note":
            return BY_HAND if row.entered_on else ""
    value = known.get(name, "")
    return value if name == "name" or name in whole else vault.masked(name, value)


class _Words:
    """What a ground or a channel is called in the measure an appointment was granted under; each asked once."""

    def __init__(self) -> None:
        self.laws: dict[tuple[str, str], Law] = {}

    def __call__(self, row: Appointment, name: str) -> str:
        if not name:
            return ""
        known = (row.measure, row.measure_version)
        law = self.laws[known] = self.laws.get(known) or law_as_granted(row)
        bound = law.find(name)
        return bound.label if bound else concept(name).says
