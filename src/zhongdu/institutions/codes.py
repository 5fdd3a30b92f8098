"""A code that somebody from outside wrote down: what it can be, and whom it means in a territory."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from zhongdu.institutions import practitioners
from zhongdu.institutions.models import Institution, Practitioner
from zhongdu.institutions.practitioner_rules import wrong_code as wrong_practitioner
from zhongdu.institutions.rules import wrong_code as wrong_institution
from zhongdu.institutions.rules import wrong_credit_code

_MANY = 2_000  # codes a statement, within every database's limit of parameters
_CREDIT = 18  # characters of a unified social credit code; no national code has so many


def wrong(code: str) -> str:
    """Why this is neither a national code of an institution or a practitioner nor a credit code; "" when it is one."""
    if len(code) == _CREDIT:
        return wrong_credit_code(code)
    if code.startswith(("D", "N", "HY", "HJ")):
        return wrong_practitioner(code)
    return wrong_institution(code)


def meant(bureau: Any, codes: Collection[str]) -> dict[str, Institution | Practitioner]:
    """Whom codes mean in a bureau's territory. One that was merged means what it leads to; a credit code means an
    institution only where no other has the same."""
    found: dict[str, Institution | Practitioner] = {}
    for some in _pieces(codes):
        found |= _institutions(bureau, some) | _of_credit(bureau, some)
        found |= practitioners.of_codes(bureau, some)
    return found


def _institutions(bureau: Any, codes: list[str]) -> dict[str, Institution]:
    rows = _within(bureau).filter(code__in=codes).order_by("id")
    return {row.code: row.merged_into or row for row in rows}


def _of_credit(bureau: Any, codes: list[str]) -> dict[str, Institution]:
    holders: dict[str, dict[int, Institution]] = defaultdict(dict)
    whole = [code for code in codes if len(code) == _CREDIT]
    for row in _within(bureau).filter(credit_code__in=whole).order_by("id"):
        root = row.merged_into or row
        holders[row.credit_code][root.pk] = root
    return {code: next(iter(roots.values())) for code, roots in holders.items() if len(roots) == 1}


def _within(bureau: Any) -> Any:
    rows = Institution.objects.filter(bureau__path__startswith=bureau.path)
    return rows.select_related("bureau", "merged_into__bureau")


def _pieces(codes: Iterable[str]) -> Iterator[list[str]]:
    whole = sorted(set(codes))
    for start in range(0, len(whole), _MANY):
        yield whole[start : start + _MANY]
