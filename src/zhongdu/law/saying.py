"""What a rule says, in a Chinese sentence: for pages, refusals and the command line."""

from zhongdu.calendar import describe
from zhongdu.law.address import Address
from zhongdu.law.library import Shelf
from zhongdu.law.money import percent, yuan
from zhongdu.law.pack import Bound
from zhongdu.law.scale_shapes import Grade, Scale, Sharing
from zhongdu.law.scales import ROUNDED
from zhongdu.law.shapes import (
    Bounds,
    Channel,
    Checklist,
    Choice,
    Cited,
    Condition,
    Duty,
    Form,
    Ground,
    Item,
    Levels,
    Timed,
)

_HOLDERS = {
    "bureau": "医保局", "agency": "经办机构", "institution": "定点医药机构", "supervisor": "社会监督员",
    "department": "有关部门", "government": "政府",
}  # fmt: skip
_EVERY = {"year": "每年", "regularly": "定期", "as_needed": "按需要"}
_EFFECTS = {
    "letter_recalled": "收回聘书", "letter_void": "聘书作废", "badge_void": "证件作废",
    "public_cancellation": "公告取消资格", "may_transfer": "涉嫌违法的移交",
}  # fmt: skip
SHARED = {
    "first": "只奖励最先举报的人", "equally": "平均分给各举报人", "by_order": "按举报先后分",
    "by_weight": "按各人的贡献分",
}  # fmt: skip
_HOW = {
    "computed": "由系统计算",
    "declared": "由本人声明",
    "judged": "由工作人员判断",
    "preference": "优先条件",
}


def says(bound: Bound) -> str:
    """The rule's content without its clause and strength; "" for a rule that has no more than those."""
    rule = bound.rule
    parts: list[str] = []
    if isinstance(rule, Duty):
        parts.append(f"由{_HOLDERS[rule.holder]}履行")
        if rule.every:
            parts.append(_EVERY[rule.every] + (f"至少 {rule.at_least} 次" if rule.every == "year" else ""))
    if isinstance(rule, Timed):
        parts += _period(rule)
    elif isinstance(rule, Bounds):
        parts.append(_bounds(rule.min, rule.max, rule.of))
    elif isinstance(rule, Choice):
        parts.append(_readings(rule.readings))
    elif isinstance(rule, Levels):
        parts.append("、".join(level.label for level in rule.levels) + "医疗保障部门")
    elif isinstance(rule, Ground):
        parts += ["情节严重的"] if rule.grave else []
        parts += ["无须另作决定"] if rule.by_fact else []
        parts += ["须经同意"] if rule.needs else []
        parts += [_EFFECTS[effect] for effect in rule.effects]
    elif isinstance(rule, Condition):
        parts.append(_HOW[rule.how])
        parts += [_bounds(rule.min, rule.max, "周岁")] if rule.test == "age" else []
        parts += ["、".join(rule.options)] if rule.options else []
        parts.append(_readings(rule.readings))
    elif isinstance(rule, Channel):
        parts += ["、".join(rule.units)] if rule.units else []
        parts += (
            [f"由{'、'.join(level.label for level in rule.coordinated_by)}协调"]
            if rule.coordinated_by
            else []
        )
    elif isinstance(rule, Item):
        parts += ["、".join(rule.items)] if rule.items else []
    elif isinstance(rule, Form):
        parts.append("、".join(field.label for field in rule.fields) if rule.fields else "所见文本没有附表")
    elif isinstance(rule, Checklist):
        parts.append("；".join(question.text for question in rule.questions))
    elif isinstance(rule, Scale):
        parts += [_scale(grade) for grade in rule.grades]
        parts += [f"内部人员举报上浮{percent(rule.insider_bp)}"] if rule.insider_bp else []
        parts.append(ROUNDED[rule.rounding])
    elif isinstance(rule, Sharing):
        parts.append(SHARED[rule.among])
        parts += [f"比例 {'∶'.join(map(str, rule.weights))}"] if rule.weights else []
    elif isinstance(rule, Cited):
        parts.append("、".join(f"《{title.strip('《》')}》" for title in rule.to))
    return "，".join(part for part in parts if part)


def short_cite(shelf: Shelf, bound_or_address: object) -> str:
    """第六条第（四）项 for a measure's clause; with the title before it for another instrument's."""
    address = (
        bound_or_address if isinstance(bound_or_address, Address) else Address.parse(str(bound_or_address))
    )
    pack = shelf.packs.get(address.code)
    return address.citation if pack and pack.head.about != "base" else shelf.cite(address)


def _scale(grade: Grade) -> str:
    """一级：案值的 5%，不少于 400.00 元."""
    if grade.rate_bp is not None:
        share = f"案值的{percent(grade.rate_bp)}"
    else:
        share = "、".join(
            f"{f'至{yuan(each.up_to_fen)}' if each.up_to_fen else '其余'}{percent(each.rate_bp)}"
            for each in grade.segments
        )
    return f"{grade.label}：{share}" + (f"，不少于{yuan(grade.floor_fen)}" if grade.floor_fen else "")


def _readings(readings: dict[str, str]) -> str:
    return "有歧义，由本局选定一种理解：" + "；或者".join(readings.values()) if readings else ""


def _period(rule: Timed) -> list[str]:
    if rule.blank:
        return ["原文留空，填好之前不能适用"]
    if rule.promptly:
        return ["及时（法律没有规定天数）"]
    if rule.span is None:
        return []
    start = f"自{rule.start}起" if rule.start and rule.counts == "after" else rule.start
    return [start, describe(rule.span), f"不计入：{rule.excludes}" if rule.excludes else ""]


def _bounds(least: int | None, most: int | None, of: str) -> str:
    if least is not None and most is not None:
        return f"{least} 至 {most} {of}（含本数）"
    return f"不少于 {least} {of}" if least is not None else f"不超过 {most} {of}"
