"""What is done under the powers of the law, each by an act of its own with time, people and clause; and who helps."""

from datetime import date, datetime
from typing import Annotated, Any

from zhongdu.acts.inputs import Says, Upload
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act
from zhongdu.inspections.attaching import keep
from zhongdu.inspections.models import Inspection, Measure, ThirdParty
from zhongdu.inspections.team import OFFICERS, enough, in_time, of_the_team, on_duty
from zhongdu.scope.roles import Role

State = Inspection.State
POWER = "inspection.power."
TAKEN_AT = Says("时间")
MATERIAL = Says(
    "附上照片、录音、录像、复印件", hint="是现场取得的；收作证据还要两人核对。", accept="evidence"
)


def words(label: str, hint: str = "") -> Says:
    return Says(label, hint=hint, words=True, secret="inspection_words", most=5000)


def taken(
    inspection: Inspection, deed: Doing, power: str, taken_at: datetime, officers: list[str], material: Any
) -> None:
    """Note a measure: by at least as many as the law asks for, since the papers were shown and not in the future."""
    of_the_team(inspection, deed)
    if not in_time(inspection, taken_at):
        deed.refuse("wrong_time", "时间在出示证件之后、现在以前。", beside="taken_at")
    there = enough(inspection, deed, officers, taken_at)
    Measure.objects.create(
        inspection=inspection, power=POWER + power, taken_at=taken_at, officers=there, at=inspection.docket.length + 1
    )  # fmt: skip
    keep(inspection, deed, material, "inspection_spot")


@act(
    on=Inspection, when=[State.UNDER_WAY], by=Role.INSPECTOR, reach="shared", under=["inspection.power.entry"]
)
def enter_premises(
    inspection: Inspection,
    deed: Doing,
    *,
    taken_at: Annotated[datetime, TAKEN_AT],
    officers: Annotated[list[str], OFFICERS],
    words: Annotated[str, words("进了哪里、看了什么", "写地点和看到的情况。")],
    material: Annotated[list[Upload] | None, MATERIAL] = None,
) -> None:
    """进入现场检查

    The team goes in and looks.
    """
    taken(inspection, deed, "entry", taken_at, officers, material)


@act(
    on=Inspection,
    when=[State.UNDER_WAY],
    by=Role.INSPECTOR,
    reach="shared",
    under=["inspection.power.copying"],
)
def copy_material(
    inspection: Inspection,
    deed: Doing,
    *,
    taken_at: Annotated[datetime, TAKEN_AT],
    officers: Annotated[list[str], OFFICERS],
    words: Annotated[str, words("查阅、复制了什么，怎样录音录像照相的", "写明原件在哪里、谁提供的。")],
    material: Annotated[list[Upload] | None, MATERIAL] = None,
) -> None:
    """查阅、复制，录音、录像、照相

    Papers are looked through and copied; what is seen is photographed or recorded.
    """
    taken(inspection, deed, "copying", taken_at, officers, material)


@act(
    on=Inspection, when=[State.UNDER_WAY], by=Role.INSPECTOR, reach="shared", under=["inspection.power.questioning"],
    tells="问答写在询问笔录里；这里登记问了谁。",
)  # fmt: skip
def question_people(
    inspection: Inspection,
    deed: Doing,
    *,
    taken_at: Annotated[datetime, TAKEN_AT],
    officers: Annotated[list[str], OFFICERS],
    person: Annotated[str, Says("问了谁", secret="inspected_person", most=60)],
    words: Annotated[str, words("问了什么事")],
    material: Annotated[list[Upload] | None, MATERIAL] = None,
) -> None:
    """询问有关人员

    Somebody is questioned; what they say goes into a record of its own.
    """
    taken(inspection, deed, "questioning", taken_at, officers, material)


@act(
    on=Inspection,
    when=[State.UNDER_WAY],
    by=Role.INSPECTOR,
    reach="shared",
    under=["inspection.power.other", "inspection.by_law"],
)
def take_other_measure(
    inspection: Inspection,
    deed: Doing,
    *,
    basis: Annotated[str, Says("依据哪部法律法规的哪一条", plain=True, most=120)],
    taken_at: Annotated[datetime, TAKEN_AT],
    officers: Annotated[list[str], OFFICERS],
    words: Annotated[str, words("做了什么")],
    material: Annotated[list[Upload] | None, MATERIAL] = None,
) -> None:
    """采取法律法规规定的其他措施

    Another law gives another power: which one is written down.
    """
    taken(inspection, deed, "other", taken_at, officers, material)


# --- third parties --------------------------------------------------------------------------------------


def _sorts(inspection: Any, law: Any) -> list[tuple[str, str]]:
    return list(ThirdParty.Sort.choices)


@act(
    on=Inspection, when=[State.PLANNED, State.UNDER_WAY], by=(Role.CASE_OFFICER, Role.DECIDER, Role.DISCIPLINE_OFFICER), reach="own",
    under=["inspection.power.third_parties", "inspection.secrecy"],
    tells="第三方只协助，不单独检查，不出示执法证，不在笔录上代替检查人员签名。签了合同和保密承诺、说明了没有利害关系，才能聘请。",
)  # fmt: skip
def engage_third_party(
    inspection: Inspection,
    deed: Doing,
    *,
    sort: Annotated[str, Says("哪一类", options=_sorts)],
    name: Annotated[str, Says("单位名称，或者专业人员所在单位", plain=True, most=120)],
    contract: Annotated[str, Says("合同或者委托书编号", plain=True, most=60)],
    secrecy_on: Annotated[date, Says("签保密承诺的日期")],
    until: Annotated[date, Says("聘到哪天")],
    free: Annotated[bool, Says("与被检查对象没有利害关系，已经书面说明")] = False,
    words: Annotated[str, words("请他们做什么", "如：核对进销存。专业人员的姓名也写在这里。")],
) -> None:
    """聘请第三方协助

    A commercial insurer, an accounting firm or an expert helps, under contract, bound to secrecy and free of interests.
    """
    if not free:
        deed.refuse(
            "not_free",
            "有利害关系的，或者没有书面说明的，不能聘请。",
            under=deed.law.find("inspection.recusal"),
            beside="free",
        )
    if secrecy_on > deed.on:
        deed.refuse(
            "not_signed_yet",
            "先签保密承诺，再聘请。",
            under=deed.law.find("inspection.secrecy"),
            beside="secrecy_on",
        )
    if until < deed.on:
        deed.refuse("in_the_past", "聘期不能早于今天。", beside="until")
    ThirdParty.objects.create(
        inspection=inspection, sort=sort, name=name, contract=contract, secrecy_on=secrecy_on, until=until,
        at=inspection.docket.length + 1,
    )  # fmt: skip


def _engaged(inspection: Inspection, law: Any) -> list[tuple[str, str]]:
    return [(str(each.pk), each.name) for each in inspection.third_parties.all()]


@act(
    on=Inspection, when=[State.UNDER_WAY], by=Role.INSPECTOR, reach="shared", under=["inspection.power.third_parties"],
    provided=lambda inspection, law: "" if _engaged(inspection, law) else "没有聘请第三方。",
)  # fmt: skip
def take_in_opinion(
    inspection: Inspection,
    deed: Doing,
    *,
    third: Annotated[str, Says("哪一家出具的", options=_engaged)],
    words: Annotated[str, words("出具了什么、结论是什么")],
    material: Annotated[list[Upload], Says("附上", accept="evidence")],
) -> None:
    """收下第三方的意见

    What a third party found comes in as material: an opinion becomes evidence only when two officers take it up.
    """
    on_duty(inspection, deed)
    keep(inspection, deed, material, "inspection_third")
