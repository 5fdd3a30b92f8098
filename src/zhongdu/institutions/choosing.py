"""Which institutions a bureau means when it asks several at once: all of a kind, or those whose codes it names."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q

from zhongdu.acts.performing import Doing
from zhongdu.institutions.models import Institution
from zhongdu.institutions.queries import listed, within

MOST = 2_000  # institutions at once: more of them are asked in parts


def kinds(subject: Any, law: Any) -> list[tuple[str, str]]:
    return list(Institution.Kind.choices)


def chosen(office: Any, deed: Doing, kinds: Sequence[str], codes: str) -> list[Institution]:
    """The institutions meant, once each; a refusal beside the field that names none of the bureau's territory."""
    if bool(codes.strip()) == bool(kinds):
        deed.refuse("whom", "请选一类机构，或者写几家的代码，二者选一。", beside="kinds")
    if codes.strip():
        found, unknown = listed(office.bureau, codes)
        if unknown:
            deed.refuse("unknown", f"本局名单里没有：{'、'.join(unknown[:5])}。", beside="codes")
        if len(found) > MOST:
            deed.refuse("too_many", f"一次最多{MOST}家，请分几次。", beside="codes")
        return found
    today = Q(until=None) | Q(until__gte=deed.on)
    meant = list(within(office.bureau).filter(today, kind__in=kinds).order_by("name", "id")[: MOST + 1])
    if not meant:
        deed.refuse("nobody", "本局名单里还没有这一类机构。", beside="kinds")
    if len(meant) > MOST:
        deed.refuse("too_many", f"一次最多{MOST}家，请分几次。", beside="kinds")
    return meant
