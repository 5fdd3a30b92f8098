"""From material to evidence: what others brought stays material until two officers of the team take it up."""

from typing import Annotated, Any

from zhongdu import files, vault
from zhongdu.acts.inputs import Says
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act
from zhongdu.files import copies
from zhongdu.files.models import Attachment
from zhongdu.inspections.attaching import KINDS, named
from zhongdu.inspections.measuring import words
from zhongdu.inspections.models import Evidence, Inspection, Record
from zhongdu.inspections.queries import written
from zhongdu.inspections.team import on_duty
from zhongdu.scope.roles import Role

State, Source = Inspection.State, Evidence.Source
BROUGHT = "inspection_material"
MATERIAL_KINDS = [*KINDS]


# --- what a lead brought, handed to the team ------------------------------------------------------------


def _of_the_lead(inspection: Inspection, law: Any) -> list[tuple[str, str]]:
    """What came with the lead, by name, less what the team has already."""
    if inspection.lead is None:
        return []
    had = set(files.attached(inspection.number, BROUGHT).values_list("blob_id", flat=True))
    all_ = files.attached(inspection.lead.number, "evidence").prefetch_related("copies")
    rows = [row for row in all_ if not had & {row.blob_id, *(copy.blob_id for copy in row.copies.all())}]
    return [(row.public_id, name) for row, name in named(rows)]


@act(
    on=Inspection, when=[State.PLANNED, State.UNDER_WAY], by=(Role.CASE_OFFICER, Role.DISCIPLINE_OFFICER), reach="territory",
    under=["evidence.verified"], provided=lambda inspection, law: "" if _of_the_lead(inspection, law) else "线索没有可交的材料。",
    tells="交给检查组的是材料，不是证据。先看一遍：能认出反映人的（声音、字迹、拍到本人）不要交。有遮盖副本的交副本，照片去掉拍摄信息；文件换成编号，不带原名和上传人。",
)  # fmt: skip
def hand_over_material(
    inspection: Inspection,
    deed: Doing,
    *,
    pieces: Annotated[list[str], Says("交哪几件", options=_of_the_lead, people=True)],
    checked: Annotated[bool, Says("我看过了，认不出反映人")] = False,
) -> None:
    """把线索的材料交给检查组

    Chosen pieces that came with the lead go to the team, without the name they had and without who brought them.
    """
    if inspection.lead is None or not checked:
        deed.refuse("look_first", "请先看过，认不出反映人的才能交。", beside="checked")
    first = files.attached(inspection.number, BROUGHT).count()
    rows = (
        files.attached(inspection.lead.number, "evidence").filter(public_id__in=pieces).order_by("sort", "pk")
    )
    deed.note(files=[_handed(inspection, row, place, deed) for place, row in enumerate(rows, first + 1)])


def _handed(inspection: Inspection, row: Attachment, place: int, deed: Doing) -> list[str]:
    """The masked copy where there is one, a picture without what the camera wrote into it where there is none."""
    try:
        going = copies.to_pass_on(row, added_by=deed.by.user_id)
    except files.FileRefused as refused:
        deed.refuse(refused.code, refused.message, beside="pieces")
    copy = files.share(going, owner=inspection.number)
    ending = going.blob.media_type.rpartition("/")[2]
    vault.put(copy.vault_owner, {"file_name": f"材料{place}.{ending}"}, history=False)
    copy.kind, copy.added_by, copy.sort = BROUGHT, deed.by.user_id, place
    copy.save(update_fields=["kind", "added_by", "sort"])
    return [copy.public_id, copy.blob_id]


# --- taken up by two ------------------------------------------------------------------------------------


def _taken(inspection: Inspection) -> set[str]:
    rows = inspection.all_evidence.exclude(state=Evidence.State.REJECTED)
    return {row.file or f"record:{row.record_id}" for row in rows}


def material(inspection: Inspection) -> list[tuple[Attachment, str]]:
    """Every file the team has, in order, evidence or not."""
    owners = [inspection.number, *(each.number for each in inspection.sealings.select_related("docket"))]
    rows = Attachment.objects.filter(
        owner__in=owners, kind__in=MATERIAL_KINDS, erased_at=None
    ).select_related("blob")
    return named(list(rows.order_by("added_at", "pk")))


def _to_take_up(inspection: Inspection, law: Any) -> list[tuple[str, str]]:
    taken = _taken(inspection)
    pieces = [(row.public_id, f"{name}（{KINDS[row.kind].label}）") for row, name in material(inspection)]
    records = [(f"record:{row.pk}", str(row)) for row in inspection.records.all()]
    return [(key, says) for key, says in (*pieces, *records) if key not in taken]


def kinds(subject: Any, law: Any) -> list[tuple[str, str]]:
    return [(bound.name, bound.label) for bound in law.family("evidence.kind")]


@act(
    on=Inspection, when=[State.UNDER_WAY, State.REPORTED], by=Role.INSPECTOR, reach="shared", under=["evidence.verified"],
    provided=lambda inspection, law: "" if _to_take_up(inspection, law) else "没有还没收作证据的材料。",
    tells="您提取以后，由检查组另一人核对；核对通过才是证据。以非法手段取得的，不得作为证据。",
)  # fmt: skip
def propose_evidence(
    inspection: Inspection,
    deed: Doing,
    *,
    piece: Annotated[str, Says("哪一件材料", options=_to_take_up, people=True)],
    kind: Annotated[str, Says("属于哪一种证据", options=kinds)],
    shows: Annotated[str, words("证明什么")],
    obtained: Annotated[
        str,
        words("怎样取得的", "谁、何时、在哪里、原件在哪里。社会监督员或者群众提供的，写怎样重新提取、固定。"),
    ],
) -> None:
    """提取一件证据

    One officer takes a piece out of the material: which kind of evidence, what it shows, how it was obtained.
    """
    on_duty(inspection, deed)
    record = piece.partition("record:")[2]
    source = Source.RECORD if record else _source(piece)
    if bound := deed.law.find(kind):
        deed.cite(bound)
    number = inspection.all_evidence.count() + 1
    Evidence.objects.create(
        inspection=inspection, number=number, kind=kind, source=source, file="" if record else piece,
        record=Record.objects.get(pk=int(record)) if record else None, first=deed.by.user_id or 0,
        at=inspection.docket.length + 1,
    )  # fmt: skip
    deed.note(evidence=number)


def _source(piece: str) -> Evidence.Source:
    return KINDS[Attachment.objects.get(public_id=piece).kind]


def _proposed(inspection: Inspection, law: Any) -> list[tuple[str, str]]:
    """What waits to be checked, by what it is and what it is to prove."""
    rows = list(inspection.all_evidence.filter(state=Evidence.State.PROPOSED).select_related("record"))
    said = written(inspection, [row.at for row in rows], ("shows",))
    names = {row.public_id: name for row, name in material(inspection)}
    found = []
    for row in rows:
        bound = law.find(row.kind)
        piece = str(row.record) if row.record else names.get(row.file, "")
        shows = said.get((row.at, "shows"), "")
        found.append(
            (
                str(row.number),
                f"证据{row.number}（{bound.label if bound else row.kind}）：{piece}，证明{shows[:60]}",
            )
        )
    return found


@act(
    on=Inspection, when=[State.UNDER_WAY, State.REPORTED], by=Role.INSPECTOR, reach="shared", under=["evidence.verified"],
    provided=lambda inspection, law: "" if _proposed(inspection, law) else "没有等着核对的证据。",
    tells="核对的人不能就是提取的人。",
)  # fmt: skip
def check_evidence(
    inspection: Inspection,
    deed: Doing,
    *,
    evidence: Annotated[str, Says("核对哪一件", options=_proposed, people=True)],
    holds: Annotated[str, Says("核对结果", options=lambda inspection, law: [("taken_up", "属实，收作证据"), ("rejected", "不收")])],
    checked: Annotated[str, words("与什么核对的、结果怎样", "如：与收银系统原始记录逐笔核对，一致。")],
) -> None:  # fmt: skip
    """核对证据

    Another officer checks the piece against something else: only then it is evidence.
    """
    on_duty(inspection, deed)
    row = inspection.all_evidence.get(number=int(evidence))
    if row.first == deed.by.user_id:
        deed.refuse(
            "ones_own",
            "这件是您提取的，请检查组另一人核对。",
            under=deed.law.find("inspection.officers"),
            beside="evidence",
        )
    row.state, row.second, row.checked_at = holds, deed.by.user_id, inspection.docket.length + 1
    row.taken_on = deed.on if holds == Evidence.State.TAKEN_UP else None
    row.save()
