"""A year without the symposium: the head says why, it leaves the day's work and stays missed, and the level above reads it."""

from datetime import date
from typing import Any

import pytest
from lives import enter, expect, offer, on, onward, sure

from world import Place, place
from zhongdu.duties.sweep import sweep
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db(transaction=True)
BEFORE, TODAY = date(2025, 9, 1), date(2026, 1, 12)


@pytest.fixture
def levels(transactional_db: None) -> tuple[Place, Place]:
    on(BEFORE)
    province = place("430000", "湖南省医疗保障局", "province", "hunan")
    city = province.below("430100", "长沙市医疗保障局", "city")
    sweep(BEFORE)
    on(TODAY)
    sweep(TODAY)
    return province, city


@pytest.mark.clauses("hunan:10.3")
def test_a_missed_year_is_explained_by_its_head(levels: tuple[Place, Place], visitor: Any, step: Any) -> None:
    province, city = levels
    for kind in ("desktop", "phone"):
        desk = enter(visitor, kind, city.user(Role.DECIDER).username)
        expect(desk.get_by_role("heading", name="待办")).to_be_visible()
        if kind == "desktop":
            expect(desk.get_by_text("逾期12天")).to_be_visible()
            onward(desk.locator("main .cards a").first)
            offer(desk, "说明未履行")
            step(desk, f"说明未履行 {kind}")
            sure(desk, "说明未履行")
            expect(desk.locator(".field-wrong").first).to_be_visible()
            desk.get_by_label("每年召开一次全体座谈会（2025年12月31日以前）").check()
            desk.get_by_label("为什么没有履行").fill("机构改革，秋天以后没有会场。")
            desk.get_by_label("后来怎样补的").fill("2026年1月9日补开了一次，监督员都到了。")
            sure(desk, "说明未履行")
            desk.goto("/desk/")
            expect(desk.get_by_text("逾期12天")).to_have_count(0)
        desk.goto("/desk/board/?when=missed")
        expect(desk.locator("table.records th[scope=row]")).to_have_count(1)
        step(desk, f"未履行已说明 {kind}")
        above = enter(visitor, kind, province.user(Role.DECIDER).username)
        above.goto("/desk/board/standing/?bureau=430100")
        expect(above.get_by_text("机构改革，秋天以后没有会场。")).to_be_visible()
        step(above, f"上级看常设 {kind}")
