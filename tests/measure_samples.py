"""A sample object for every page of measures, and the matters of measures for the matrix of acts."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.contrib.auth.models import User

from sampling import Sample, file_of, of
from watching import photo
from zhongdu import files
from zhongdu.acts.models import acting
from zhongdu.calendar import clock
from zhongdu.law import drafting
from zhongdu.law.shelves import shelf
from zhongdu.measures.consulting import STAMPED
from zhongdu.measures.models import Consultation, Document, Draft
from zhongdu.measures.shelving import edition_of
from zhongdu.record.keeping import open_docket

Maker = Callable[..., Any]

MEASURES: dict[str, Callable[[Any], Sample]] = {
    "public:law": lambda w: Sample(),
    "public:measure": lambda w: Sample({"code": "beijing"}),
    "public:clause": lambda w: Sample({"code": "beijing", "clause": "6.4"}),
    "desk:measures": lambda w: Sample(),
    "desk:doubts": lambda w: Sample(),
    "desk:measure_text": lambda w: Sample({"code": "beijing"}),
    "desk:draft": lambda w: of(w.draft),
    "desk:draft_changes": lambda w: of(w.draft),
    "desk:draft_check": lambda w: of(w.draft),
    "desk:draft_replies": lambda w: of(w.draft),
    "desk:write_rule": lambda w: of(w.draft),
    "desk:write_case": lambda w: of(w.draft),
    "desk:draft_pack": lambda w: of(w.draft),
    "desk:consultation": lambda w: of(w.consultation),
    "desk:consultation_notice": lambda w: of(w.consultation),
    "desk:reply_sheet": lambda w: of(w.consultation),
    "desk:draft_digest": lambda w: of(w.consultation.draft),
    "desk:consultation_file": lambda w: file_of(w.consultation, STAMPED),
    "desk:consultation_preview": lambda w: file_of(w.consultation, STAMPED),
}


def makers(made: Maker) -> dict[str, Maker]:
    """How the matrix makes a matter of each kind, in a state."""

    def draft(bureau: Any, state: str = "writing") -> Draft:
        user, code = User.objects.create(username=uuid4().hex), f"x{uuid4().hex[:8]}"
        head = {"title": "示例", "short": "示例", "issuer": bureau.code, "issuer_name": bureau.name}
        text = drafting.begun(shelf().packs["hunan"], code=code, **head)
        return made(Draft, bureau, state, code=code, title="示例", base="hunan", text=text, begun_by=user)

    def consultation(bureau: Any, state: str = "waiting") -> Consultation:
        today = clock.today()
        over = {"replied_on": today, "has_comments": False} if state == "replied" else {}
        edition = edition_of(shelf().statute("shaoxing"))
        return made(
            Consultation, bureau, state, draft=draft(bureau), edition=edition, sent_on=today,
            until=today + timedelta(days=9), **over,
        )  # fmt: skip

    return {"measures.draft": draft, "measures.consultation": consultation}


def _made(kind: type[Any], bureau: Any, state: str, **fields: Any) -> Any:
    with acting():
        return kind.objects.create(
            docket=open_docket(kind.kind(), bureau), bureau=bureau, state=state, **fields
        )


def of_measures(world: Any) -> None:
    """The text of the city's measure, a draft of its own, and what its district was asked about it."""
    with acting():
        Document.objects.create(
            code="beijing",
            bureau=world.beijing.bureau,
            text="第一条 示例。",
            sha256="0" * 64,
            brought_on=clock.today(),
        )
    of_kind = makers(_made)
    world.draft = of_kind["measures.draft"](world.beijing.bureau)
    world.consultation = of_kind["measures.consultation"](world.beijing.bureau, "replied")
    files.store(photo(), owner=world.consultation.number, kind=STAMPED)
