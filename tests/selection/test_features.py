"""What an application tells of its group by itself."""

from datetime import date
from typing import Any

import pytest

from zhongdu.selection.features import FEATURES, UNKNOWN, derive, groups

OFFERED = groups(["东城区", "西城区"], ["人大代表", "政协委员"])


def told(marks: tuple[str, ...] = (), **facts: Any) -> dict[str, str]:
    return derive(
        facts, on=date(2026, 9, 28), offered=OFFERED, marks=marks, institutions={"示例药房"}, bureaus={"示例市医疗保障局"}
    )  # fmt: skip


@pytest.mark.parametrize(
    ("facts", "feature", "group"),
    [
        ({"employer": "示例药房"}, "origin", "定点医药机构"),
        ({"employer": "示例市医疗保障局基金监管科"}, "origin", "医保部门"),
        ({"employer": "示例中学"}, "origin", "社会公众"),
        ({"born": "1986-09-28"}, "age_band", "40至49岁"),
        ({"born": "1986-09-29"}, "age_band", "40岁以下"),
        ({"born": "1966-09-28"}, "age_band", "60岁以上"),
        ({}, "age_band", UNKNOWN),
        ({"id_number": "50023719830501002X"}, "sex", "女"),
        ({"id_number": "50023719830501001X"}, "sex", "男"),
        ({"address": "北京市西城区示例路1号"}, "region", "西城区"),
        ({"address": "示例路1号"}, "region", UNKNOWN),
        ({"experience": "执业律师"}, "profession", "法律"),
        ({"employer": "退休医师"}, "work", "退休"),
    ],
)
def test_a_group_follows_from_what_was_filled_in(facts: dict[str, str], feature: str, group: str) -> None:
    assert told(**facts)[feature] == group


def test_the_preferences_found_in_review_are_categories() -> None:
    assert told(("政协委员",))["category"] == "政协委员"
    assert told()["category"] == "社会公众"


def test_every_feature_has_a_group() -> None:
    assert told().keys() == FEATURES.keys()


def test_a_group_the_bureau_does_not_use_is_unknown() -> None:
    offered = {**OFFERED, "profession": ["医药", "非医药"]}
    found = derive({}, on=date(2026, 9, 28), offered=offered, marks=(), institutions=(), bureaus=())
    assert found["profession"] == UNKNOWN
