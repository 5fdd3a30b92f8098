"""A clause as pages cite it, and the page that opens its words."""

from typing import NamedTuple

from zhongdu.law.address import Address
from zhongdu.law.saying import short_cite
from zhongdu.law.shelves import shelf


class Citation(NamedTuple):
    label: str  # 第六条第（四）项
    title: str  # 《…办法》第六条第（四）项：what it says
    url: str  # "" where no pack on the shelf has the clause


def cite(text: str) -> Citation:
    """The citation of an address. Raises ``BadAddress`` for what is none."""
    address = Address.parse(text)
    books = shelf()
    clause = books.clause(address)
    title = books.cite(address) + (f"：{clause.gist}" if clause else "")
    return Citation(
        short_cite(books, address), title, f"/law/{address.code}/{address.path}/" if clause else ""
    )
