"""The particulars of one institution or one practitioner, changed by hand: from which day, and what was before stays
known."""

from datetime import date
from typing import Annotated, Any

from zhongdu.acts.inputs import Says
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act
from zhongdu.institutions import history
from zhongdu.institutions.models import Dossier, PractitionerDossier
from zhongdu.institutions.rules import wrong_credit_code
from zhongdu.scope.models import Bureau
from zhongdu.scope.roles import Role

KEEPERS = (Role.CASE_OFFICER, Role.LIAISON, Role.AGENCY_OFFICER)


def _bureaus(dossier: Any, law: Any) -> list[tuple[str, str]]:
    """The bureaus an entry can be managed by: those of its own line, and those beside and below."""
    top = dossier.bureau.parent or dossier.bureau
    rows = Bureau.objects.filter(path__startswith=top.path, until=None).order_by("path")
    return [(each.code, each.name) for each in rows]


@act(
    on=Dossier,
    when=[Dossier.State.OPEN],
    by=KEEPERS,
    reach="territory",
    tells="只填有变化的，其余空着。原来的登记按日期留着，用旧名称也查得到。",
)
def change_particulars(
    dossier: Dossier,
    deed: Doing,
    *,
    from_day: Annotated[date, Says("自哪天起", hint="变更登记生效的日子")],
    name: Annotated[str, Says("名称", plain=True, most=120)] = "",
    address: Annotated[str, Says("地址", plain=True, most=200)] = "",
    credit_code: Annotated[str, Says("统一社会信用代码", plain=True, most=18)] = "",
    licence: Annotated[
        str, Says("许可证编号", hint="医疗机构执业许可证或药品经营许可证", plain=True, most=40)
    ] = "",
    legal_person: Annotated[str, Says("法定代表人", plain=True, most=60)] = "",
    bureau: Annotated[str, Says("管理的医保局", options=_bureaus)] = "",
) -> None:
    """变更登记

    An institution's name, address, codes, licence, legal person or managing bureau become others from a day on.
    """
    if credit_code and (says := wrong_credit_code(credit_code.upper())):
        deed.refuse("bad_input", says, beside="credit_code")
    told = {
        "name": name, "address": address, "credit_code": credit_code.upper(), "licence": licence,
        "legal_person": legal_person,
    }  # fmt: skip
    _change(dossier, deed, from_day, told, bureau)


@act(
    on=PractitionerDossier,
    when=[PractitionerDossier.State.OPEN],
    by=KEEPERS,
    reach="territory",
    tells="只填有变化的，其余空着。原来的登记按日期留着。在哪里执业、编码换了，不在这里改：执业机构随名单更新，换了编码的办“并入另一编码”。",
)
def change_practitioner(
    dossier: PractitionerDossier,
    deed: Doing,
    *,
    from_day: Annotated[date, Says("自哪天起", hint="变更登记生效的日子")],
    name: Annotated[str, Says("姓名", most=60)] = "",
    title: Annotated[str, Says("职称", plain=True, most=40)] = "",
    licence: Annotated[str, Says("执业证书编号", plain=True, most=40)] = "",
    bureau: Annotated[str, Says("管理的医保局", options=_bureaus)] = "",
) -> None:
    """变更登记

    A practitioner's name, title, licence or managing bureau become others from a day on.
    """
    _change(dossier, deed, from_day, {"name": name, "title": title, "licence": licence}, bureau)


def _change(dossier: Any, deed: Doing, from_day: date, told: dict[str, str], bureau: str) -> None:
    """What is told holds from a day on; what held before is kept with its days."""
    if from_day > deed.on:
        deed.refuse("not_yet", "还没有到这一天，到了再变更。", beside="from_day")
    whom = dossier.whom
    before = type(whom).objects.select_for_update().get(pk=whom.pk)
    if says := history.too_old(before, from_day):
        deed.refuse("too_old", says, beside="from_day")
    fields: dict[str, Any] = {field: value for field, value in told.items() if value}
    if bureau:
        fields["bureau_id"] = Bureau.objects.get(code=bureau).pk
    changes = history.changed(before, fields)
    if not changes:
        deed.refuse("nothing_changes", "和现在的登记一样，没有变化。")
    if kept := history.former(before, from_day):
        kept.save()
    for field in changes:
        setattr(before, field, fields[field])
    before.holds_since = from_day
    before.save(update_fields=[*changes, "holds_since"])
    if "bureau_id" in changes:
        dossier.bureau_id = fields["bureau_id"]
    deed.note(changed=changes)
