"""Reading the record back: every chain and every seal, and the first link that does not hold."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Exists, OuterRef

from zhongdu.record.chain import EMPTY, root
from zhongdu.record.keeping import head
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
    """Every break of the record: dockets in the order they were opened, emptied ones, then seals."""
    rows = Event.objects.select_related("docket").order_by("docket_id", "seq").iterator(chunk_size=2000)
    for docket, events in groupby(rows, key=lambda event: event.docket):
        if says := _broken_chain(docket, events):
            yield Break(docket.number, says)
    written = Exists(Event.objects.filter(docket=OuterRef("pk")))
    for docket in Docket.objects.filter(~written).exclude(length=0).order_by("pk").iterator():
        yield Break(docket.number, f"应有 {docket.length} 条留痕，一条也不在了。")
    yield from _broken_seals()


def _broken_chain(docket: Docket, events: Iterator[Event]) -> str:
    """What is wrong with the first event that is not what its hash, or the event before, says it is."""
    prev, seq = EMPTY, 0
    for seq, event in enumerate(events, start=1):
        if event.seq != seq:
            return f"第 {seq} 条留痕不在了。"
        if event.prev != prev:
            return f"第 {seq} 条留痕接不上前一条。"
        if event.reckoned() != event.hash:
            return f"第 {seq} 条留痕的内容被改过。"
        if gone := broken(Commitment(*pair) for pair in event.data.get("vault", {}).values()):
            return f"第 {seq} 条留痕所指的原文（保险箱第 {gone[0].entry_id} 号）被改过或不在了。"
        prev = event.hash
    if (docket.length, docket.head) != (seq, prev):
        return f"卷宗记着 {docket.length} 条留痕，实有 {seq} 条，或末条不符。"
    return ""


def _broken_seals() -> Iterator[Break]:
    """Every seal against the heads of its night, in one walk through the events."""
    events = Event.objects.order_by("pk").values_list("pk", "docket__number", "seq", "hash").iterator()
    event = next(events, None)
    heads: dict[str, str] = {}
    prev = EMPTY
    for seal in Seal.objects.all():
        if seal.prev != prev or seal.reckoned() != seal.hash:
            yield Break(f"封印 {seal.day}", "封印本身被改过，或缺了前一枚。")
        while event and event[0] <= seal.upto:
            heads[event[1]] = head(*event[1:])
            event = next(events, None)
        if (len(heads), root(list(heads.values()))) != (seal.size, seal.root):
            yield Break(f"封印 {seal.day}", f"封存时的 {seal.size} 卷与现在的 {len(heads)} 卷对不上。")
        prev = seal.hash
