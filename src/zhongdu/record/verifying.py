"""Reading the record back: every chain and every seal, and the first link that does not hold."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from zhongdu.record.chain import EMPTY, root
from zhongdu.record.keeping import heads
from zhongdu.record.models import Docket, Event, Seal
from zhongdu.vault.safe import Commitment, broken


@dataclass(frozen=True)
class Break:
    """Where the record does not hold, and a sentence that says how."""

    where: str
    says: str

    def __str__(self) -> str:
        return f"{self.where}：{self.says}"


def breaks() -> Iterator[Break]:
    """Every break of the record: dockets in the order they were opened, then seals."""
    seen: set[int] = set()
    rows = Event.objects.select_related("docket").order_by("docket_id", "seq").iterator(chunk_size=2000)
    for docket, events in groupby(rows, key=lambda event: event.docket):
        seen.add(docket.pk)
        if found := _broken_chain(docket, events):
            yield found
    for docket in Docket.objects.exclude(length=0).order_by("pk").iterator(chunk_size=2000):
        if docket.pk not in seen:
            yield Break(docket.number, f"应有 {docket.length} 条留痕，一条也不在了。")
    yield from _broken_seals()


def _broken_chain(docket: Docket, events: Iterator[Event]) -> Break | None:
    """The first event of a docket that is not what its hash, or the event before, says it is."""
    prev, seq = EMPTY, 0
    for event in events:
        seq += 1
        if event.seq != seq:
            return Break(docket.number, f"第 {seq} 条留痕不在了。")
        if event.prev != prev:
            return Break(docket.number, f"第 {seq} 条留痕接不上前一条。")
        if event.reckoned() != event.hash:
            return Break(docket.number, f"第 {seq} 条留痕的内容被改过。")
        if gone := broken(Commitment(*pair) for pair in event.data.get("vault", {}).values()):
            return Break(docket.number, f"第 {seq} 条留痕所指的原文（保险箱第 {gone[0].entry_id} 号）被改过或不在了。")
        prev = event.hash
    if (docket.length, docket.head) != (seq, prev):
        return Break(docket.number, f"卷宗记着 {docket.length} 条留痕，实有 {seq} 条，或末条不符。")
    return None


def _broken_seals() -> Iterator[Break]:
    prev = EMPTY
    for seal in Seal.objects.all():
        where = f"封印 {seal.day}"
        if seal.prev != prev or seal.reckoned() != seal.hash:
            yield Break(where, "封印本身被改过，或缺了前一枚。")
        leaves = list(heads(seal.until))
        if (len(leaves), root(leaves)) != (seal.size, seal.root):
            yield Break(where, f"封存时的 {seal.size} 卷与现在的 {len(leaves)} 卷对不上。")
        prev = seal.hash
