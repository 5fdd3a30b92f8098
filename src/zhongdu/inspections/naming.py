"""Whom an inspection is of: named as each kind is known, a person's particulars in the vault alone."""

from dataclasses import dataclass
from typing import Any

from zhongdu.acts.inputs import Says
from zhongdu.acts.performing import Doing
from zhongdu.inspections.models import Respondent
from zhongdu.institutions.queries import (
    Contractor,
    Institution,
    Practitioner,
    contractors,
    named,
    practitioners,
)
from zhongdu.scope.models import Bureau

Kind = Respondent.Kind


def kinds(subject: Any, law: Any) -> list[tuple[str, str]]:
    return list(Kind.choices)


def agencies(subject: Any, law: Any) -> list[tuple[str, str]]:
    """The bureaus whose agency may be inspected: one's own, and those below."""
    below = Bureau.objects.filter(path__startswith=subject.bureau.path, until=None).order_by("path")[:300]
    return [(bureau.code, f"{bureau.name}的经办机构") for bureau in below]


KIND = Says("检查谁", options=kinds)
INSTITUTION = Says(
    "哪家医药机构", hint="名录中的名称或医保机构代码；查医师、药师的，填其所在机构。", plain=True, most=120
)
UNIT = Says(
    "单位名称",
    hint="查承办单位、第三方机构的填；登记过的按名称、信用代码或者编号对上。",
    plain=True,
    most=120,
)
AGENCY = Says("哪个局的经办机构", hint="查经办机构的选。", options=agencies)
PERSON = Says(
    "个人姓名",
    hint="查医师、药师、参保人员的填，医师、药师也可以填国家医保编码，和名录对上；加密保存。",
    secret="inspected_person",
    most=60,
)
IDENTITY = Says("证件号码", hint="知道就填；加密保存。", secret="inspected_id", most=30)


@dataclass(frozen=True)
class Named:
    """Somebody as they were named: the row's fields, the bureau that manages them, and the one to be kept unaware."""

    fields: dict[str, Any]
    home: Bureau
    against: Bureau | None
    says: str


def named_by(
    deed: Doing, bureau: Bureau, kind: str, institution: str, unit: str, agency_of: str, person: str
) -> Named:
    """Whom the inputs mean, in the territory of a bureau; a refusal beside the field that is wrong."""
    where = _institution(deed, bureau, institution) if institution else None
    home, against = where.bureau if where else bureau, None
    practitioner: Practitioner | None = None
    contractor: Contractor | None = None
    if kind == Kind.INSTITUTION and where is None:
        deed.refuse("which_institution", "请写明是哪家医药机构。", beside="institution")
    elif kind in Respondent.PEOPLE:
        if not person:
            deed.refuse("who", "请写明是谁。", beside="person")
        if kind == Kind.PRACTITIONER and where is None:
            deed.refuse("which_institution", "请写明医师、药师在哪家机构。", beside="institution")
        if where is not None and kind == Kind.PRACTITIONER:
            practitioner = _practitioner(deed, bureau, where, person)
    elif kind == Kind.CONTRACTOR:
        if not unit:
            deed.refuse("which_unit", "请写明单位名称。", beside="unit")
        contractor = _contractor(deed, bureau, unit)
        unit = contractor.name if contractor else unit
    elif kind == Kind.AGENCY:
        if not agency_of:
            deed.refuse("which_agency", "请选是哪个局的经办机构。", beside="agency_of")
        home = Bureau.objects.get(code=agency_of)
        unit = f"{home.name}医疗保障经办机构"
        against = home if home.pk != bureau.pk else None
    of_a_unit = kind in (Kind.AGENCY, Kind.CONTRACTOR)
    fields = {
        "kind": kind, "institution": None if of_a_unit else where, "unit": unit if of_a_unit else "",
        "practitioner": practitioner, "contractor": contractor,
    }  # fmt: skip
    says = unit if of_a_unit else where.name if where else Kind(kind).label
    return Named(fields, home, against, says)


def _practitioner(deed: Doing, bureau: Bureau, where: Institution, said: str) -> Practitioner | None:
    """Whom of an institution's list somebody means; none where nobody on it is called so."""
    at_work = set(practitioners.at(where, deed.on).values_list("pk", flat=True))
    found = [
        each
        for each in practitioners.named(bureau, said)
        if each.pk in at_work and said.upper() in {each.name.upper(), *practitioners.codes_of(each)}
    ]
    if len(found) > 1:
        deed.refuse("which_practitioner", "这家机构有几位同名的，请填国家医保编码。", beside="person")
    return found[0] if found else None


def _contractor(deed: Doing, bureau: Bureau, said: str) -> Contractor | None:
    """Which registered unit somebody means; none where it is not registered."""
    found = contractors.named(bureau, said)
    exact = [each for each in found if said in (each.name, each.credit_code, each.number)]
    if len(exact) > 1:
        deed.refuse("which_unit", "登记了几家同名的，请填编号或者统一社会信用代码。", beside="unit")
    return exact[0] if exact else None


def _institution(deed: Doing, bureau: Bureau, said: str) -> Institution:
    found = named(bureau, said)
    if len(found) != 1:
        says = "本局辖区的名录里没有这家机构，请核对。" if not found else "有几家都符合，请写医保机构代码。"
        deed.refuse("which_institution", says, beside="institution")
    return found[0]
