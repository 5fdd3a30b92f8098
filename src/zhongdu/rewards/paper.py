"""The approval form on paper: conditions, derivation, amount in figures and in formal numerals, three places to sign."""

from typing import Any

from zhongdu import papers
from zhongdu.calendar import clock
from zhongdu.kit.matters import band
from zhongdu.law.governing import Law, governing
from zhongdu.law.money import capital, yuan
from zhongdu.law.reliance import rests_on
from zhongdu.law.shelves import shelf
from zhongdu.rewards import showing
from zhongdu.rewards.models import Reward

TITLE = "举报奖励审批表"
_COLUMNS = [26.0, 54.0, 26.0, 54.0]  # mm


def approval_form(reward: Reward) -> bytes:
    """The form as PDF. Who reported is not on it: whoever signs decides on the case and not on the person."""
    return papers.render("application", printed(reward), title=f"{TITLE} {reward.number}")


@rests_on("reward", "reward.condition", "reward.scale", "reward.limits", kind="paper")
def printed(reward: Reward) -> dict[str, Any]:
    """All that stands on it."""
    law = governing(reward.bureau, clock.today())
    return {
        "dated": clock.today(),
        "title": TITLE,
        "number": f"编号：{reward.number}",
        "columns": _COLUMNS,
        "rows": [
            _pair("办理单位", reward.bureau.name, "线索编号", reward.lead.number),
            _pair("反映的对象", showing.title(reward.lead), "查证结果", reward.lead.get_outcome_display()),
            _wide("给予奖励的条件", _conditions(reward, law)),
            _wide("核算过程", _derivation(reward)),
            _wide("奖励金额", _amount(reward)),
            *(_signed(label, who) for label, who in _signatures(reward)),
        ],
        "foot": "\n".join(
            ["举报人的身份依法保密，本表不写姓名。", *(f"{says}。" for says in showing.doubts(law))]
        ),
        "demonstration": band(law) or None,
    }


def _pair(label: str, value: str, other: str, second: str) -> dict[str, Any]:
    return {"cells": [{"label": label, "value": value}, {"label": other, "value": second}]}


def _wide(label: str, lines: list[str]) -> dict[str, Any]:
    return {"cells": [{"label": label, "value": lines, "span": 3, "align": "left"}]}


def _conditions(reward: Reward, law: Law) -> list[str]:
    cite = shelf().cite
    return [
        f"{bound.label}：{found}（{cite(bound.address)}）"
        for bound, found, _ in showing.findings(reward, law)
    ]


def _derivation(reward: Reward) -> list[str]:
    said = []
    for row in showing.derivation(reward):
        basis = f"（{shelf().cite(row.clause)}）" if row.clause else "（本局做法）" if row.own else ""
        said.append(f"{row.says}：{row.amount}{basis}")
    return said or ["尚未核算"]


def _amount(reward: Reward) -> list[str]:
    if reward.fen is None:
        return ["尚未核算"]
    return [f"{yuan(reward.fen)}（人民币{capital(reward.fen)}）"]


def _signatures(reward: Reward) -> list[tuple[str, str]]:
    """Who did it on the platform, for the signature by hand beside it."""
    done = {fact.label: str(fact.value) for fact in showing.steps_of(reward)}
    if reward.approved_above:
        return [("核算意见", done.get("核算", "")), ("上级批复", reward.approved_above)]
    return [(f"{step}意见", done.get(step, "")) for step in ("核算", "复核", "审定")]


def _signed(label: str, who: str) -> dict[str, Any]:
    value = f"平台上的办理人：{who}" if who else ""
    sign = {"label": "签字：", "date": "　　年　　月　　日"}
    return {
        "cells": [{"label": label, "value": value, "span": 3, "align": "left", "sign": sign}],
        "height": 22.0,
    }
