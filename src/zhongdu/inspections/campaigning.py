"""Campaigns: drawn from a sealed seed so that anybody can draw again, or named by a list; sent out with nobody at home."""

from datetime import date
from secrets import token_hex
from typing import Annotated, Any

from zhongdu import vault
from zhongdu.acts.inputs import Says
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act
from zhongdu.bureaus.queries import Office
from zhongdu.inspections.models import Campaign, Inspection, Respondent
from zhongdu.inspections.opening import ALLEGATIONS, SPECIAL, WORDS
from zhongdu.inspections.rules import crossing_plan
from zhongdu.institutions.queries import Institution, listed
from zhongdu.rounds.queries import commit, eligible, file_of
from zhongdu.scope.models import Bureau
from zhongdu.scope.roles import Role

State = Campaign.State
BY = (Role.CASE_OFFICER, Role.DECIDER)
MOST = 100  # inspections of one campaign
TITLE = Says("名称", hint="如：第四季度定点药店专项检查", plain=True, most=120)
CROSSED = Says("交叉检查：由下级局互查，都不查自己管的")
DUE = Says("到哪天以前查完", hint="本局自己定，不是法定期限。")
HOW = "plain"  # by lot alone: everybody has the same chance


def _kinds(subject: Any, law: Any) -> list[tuple[str, str]]:
    return list(Institution.Kind.choices)


@act(
    on=Office, creates=Campaign, by=BY, at="level.inspecting", where="inspection.way", under=["inspection.way.special", "inspection.target"],
    tells="种子现在定下并公布哈希，抽取以后公开，谁都能照着重算。派出以前，只有您和局负责人看得到。",
)  # fmt: skip
def plan_campaign(
    office: Office,
    deed: Doing,
    *,
    title: Annotated[str, TITLE],
    kinds: Annotated[list[str], Says("查哪类机构", options=_kinds)],
    wanted: Annotated[int, Says("抽几家")],
    crossed: Annotated[bool, CROSSED] = False,
    allegations: Annotated[list[str] | None, ALLEGATIONS] = None,
    due: Annotated[date, DUE],
    words: Annotated[str, WORDS],
) -> Campaign:
    """组织专项检查行动

    Many are inspected at once, drawn by lot; crossed between districts where the law lets this bureau do so.
    """
    if not 1 <= wanted <= MOST:
        deed.refuse("how_many", f"抽1到{MOST}家。", beside="wanted")
    _in_order(office.bureau, deed, due, crossed)
    secret = token_hex(32)
    made = deed.open(
        Campaign, office.bureau, State.PLANNED, title=title, kinds=kinds, wanted=wanted, crossed=crossed, allegations=allegations or [],
        due=due, commitment=commit(secret), planned_by=deed.by.user_id or 0,
    )  # fmt: skip
    deed.keep(made, {"inspection_seed": secret})
    deed.note(commitment=made.commitment)
    return made


def _in_order(bureau: Bureau, deed: Doing, due: date, crossed: bool) -> None:
    if due < deed.on:
        deed.refuse("due_in_the_past", "完成期限不能早于今天。", beside="due")
    if crossed:
        _may_cross(bureau, deed)


@act(
    on=Office, creates=Campaign, by=BY, at="level.inspecting", where="inspection.way", under=["inspection.way.special", "inspection.target"],
    tells="名单上的每家开一次检查；派出以前，只有您和局负责人看得到。",
)  # fmt: skip
def name_campaign(
    office: Office,
    deed: Doing,
    *,
    title: Annotated[str, TITLE],
    source: Annotated[
        str, Says("名单从哪来", hint="如：智能监控疑点名单，文号或者日期", plain=True, most=120)
    ],
    codes: Annotated[str, Says("查哪几家", hint="医保机构代码，一行一个", words=True, plain=True, most=5000)],
    crossed: Annotated[bool, CROSSED] = False,
    allegations: Annotated[list[str] | None, ALLEGATIONS] = None,
    due: Annotated[date, DUE],
    words: Annotated[str, WORDS],
) -> Campaign:
    """按名单组织检查

    Many are inspected at once because a list names them: what the screening of data found, what came from above.
    """
    _in_order(office.bureau, deed, due, crossed)
    found, unknown = listed(office.bureau, codes)
    if unknown:
        deed.refuse("unknown", f"本局名单里没有：{'、'.join(unknown[:5])}。", beside="codes")
    if not 1 <= len(found) <= MOST:
        deed.refuse("how_many", f"请写1到{MOST}家的代码。", beside="codes")
    made = deed.open(
        Campaign, office.bureau, State.DRAWN, title=title, kinds=sorted({each.kind for each in found}), wanted=len(found),
        crossed=crossed, allegations=allegations or [], due=due, source=source, planned_by=deed.by.user_id or 0,
        file={"drawn": [each.code for each in found]},
    )  # fmt: skip
    deed.note(source=source, named=len(found))
    return made


def _may_cross(bureau: Bureau, deed: Doing) -> None:
    rule, level = deed.law.find("inspection.assigned"), deed.law.find("level.assigning_inspections")
    if rule is None:
        deed.refuse("not_in_this_law", f"《{deed.law.statute.title}》没有交叉检查。", beside="crossed")
    if level and bureau.level not in level.rule.levels:
        whose = "、".join(one.label for one in level.rule.levels)
        deed.refuse("not_your_level", f"交叉检查由{whose}医疗保障部门组织。", under=level, beside="crossed")
    deed.cite(rule)


@act(
    on=Campaign,
    moves={State.PLANNED: State.DRAWN},
    by=BY,
    under=["inspection.way.special", "inspection.target"],
)
def draw_campaign(campaign: Campaign, deed: Doing) -> None:
    """随机抽取

    The seed decides; it is opened now, and with it anybody can draw again.
    """
    seed = str(vault.read(campaign.number, "inspection_seed").get("inspection_seed", ""))
    risk = dict.fromkeys(eligible(campaign, deed.on).values_list("code", flat=True), 0)
    campaign.file = file_of(HOW, risk, seed, campaign.commitment, campaign.wanted)
    if not campaign.file["drawn"]:
        deed.refuse("nothing_to_draw", "辖区里没有这类机构，先导入机构名单。")
    deed.note(
        seed=seed, inputs_sm3=campaign.file["inputs_sm3"], drawn=len(campaign.file["drawn"]), of=len(risk)
    )


@act(
    on=Campaign, moves={State.DRAWN: State.SENT}, by=BY, under=["inspection.way.special", "inspection.officers"],
    tells="每家开一次检查，由各局组成检查组。检查仍然保密，到出示证件为止。",
)  # fmt: skip
def send_out(campaign: Campaign, deed: Doing) -> None:
    """派出

    An inspection for each that was drawn or named; crossed, each by a bureau that does not manage it.
    """
    found = {
        each.code: each
        for each in Institution.objects.filter(code__in=campaign.file["drawn"]).select_related("bureau")
    }
    drawn = [found[code] for code in campaign.file["drawn"] if code in found]
    plan = _plan(campaign, drawn, deed)
    bureaus = {each.path: each for each in Bureau.objects.filter(path__in=set(plan.values()))}
    origin = Inspection.Origin.LISTED if campaign.is_named else Inspection.Origin.DRAWN
    for each in drawn:
        goes = bureaus[plan[each.code]]
        given = Inspection.Given.CROSSED if campaign.crossed else Inspection.Given.OWN
        made = deed.open(
            Inspection, goes, Inspection.State.PLANNED, title=campaign.title, way=SPECIAL, origin=origin, given=given,
            assigned_by=campaign.bureau if campaign.crossed else None, home=each.bureau, campaign=campaign,
            allegations=campaign.allegations, planned_by=deed.by.user_id or 0, due=campaign.due,
        )  # fmt: skip
        Respondent.objects.create(inspection=made, at=1, kind=Respondent.Kind.INSTITUTION, institution=each)


def _plan(campaign: Campaign, drawn: list[Institution], deed: Doing) -> dict[str, str]:
    """``{institution's code: path of the bureau that goes there}``."""
    if not campaign.crossed:
        return {each.code: campaign.bureau.path for each in drawn}
    _may_cross(campaign.bureau, deed)
    below = (
        Bureau.objects.filter(parent=campaign.bureau, until=None)
        .order_by("path")
        .values_list("path", flat=True)
    )
    plan = crossing_plan([(each.code, each.bureau.path) for each in drawn], below, campaign.bureau.path)
    if not plan:
        says = "下级局不够：总有一家只能由管它的局来查，请不要交叉。"
        deed.refuse("at_home", says, under=deed.law.find("inspection.assigned"))
    return plan


@act(
    on=Campaign,
    moves={State.PLANNED: State.DROPPED, State.DRAWN: State.DROPPED},
    by=BY,
    grave=True,
    closes=True,
)
def drop_campaign(
    campaign: Campaign, deed: Doing, *, words: Annotated[str, Says("作罢的原因", words=True, secret="inspection_words", most=500)]
) -> None:  # fmt: skip
    """作罢

    Given up before anybody was sent; what was drawn stays on the record.
    """
