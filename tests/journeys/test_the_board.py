"""The province looks at its cities: worst first, then where it burns, by clause, by month, and the rows behind."""

from datetime import date, timedelta
from typing import Any

import pytest
from lives import enter, expect, on, onward

from world import Place, place
from zhongdu.duties import overview_pages
from zhongdu.duties.models import Duty
from zhongdu.record.keeping import open_docket
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db(transaction=True)
TODAY = date(2026, 3, 11)
KEPT = ("liaison", "hotline", "register", "supervision.mechanism")
OWED = ("lead.answer", "suggestion.answer", "symposium", "register", "briefing")


@pytest.fixture
def hunan(transactional_db: None) -> Place:
    on(TODAY)
    province = place("430000", "湖南省医疗保障局", "province", "hunan")
    for n in range(1, 7):
        city = province.below(f"4300{n}0", f"示例{n}市医疗保障局", "city")
        for at in range(3 * n):
            word = OWED[at % (1 + n % 5)]
            rule, due = city.law.rule(word), TODAY + timedelta(days=at - 2 * n if n < 6 else at)
            met = due + timedelta(days=at % 3 - 1) if due < TODAY and at % 2 else None
            Duty.objects.create(
                docket=open_docket("bureaus.office", city.bureau), concept=word, clause=str(rule.address), says=rule.label,
                strength=rule.rule.strength, bureau=city.bureau, since=due - timedelta(days=40), due=due, opened_by="x",
                met_on=met, met_by="y" if met else "",
            )  # fmt: skip
        for at, word in enumerate(KEPT[n - 3 :] if n > 2 else ()):
            rule, since = city.law.rule(word), TODAY - timedelta(days=5 + 40 * at + 9 * n)
            Duty.objects.create(
                docket=open_docket("bureaus.office", city.bureau), concept=word, clause=str(rule.address), says=rule.label,
                strength=rule.rule.strength, bureau=city.bureau, since=since, opened_by="x", standing=True,
            )  # fmt: skip
    return province


@pytest.mark.clauses("hunan:10.2")
def test_a_province_sees_where_it_burns_and_opens_the_rows(hunan: Place, visitor: Any, step: Any) -> None:
    for kind in ("desktop", "phone"):
        desk = enter(visitor, kind, hunan.user(Role.DECIDER).username)
        desk.goto("/desk/board/bureaus/")
        expect(desk.get_by_text("7个局，5个有逾期，4个现在就欠着常设义务。")).to_be_visible()
        step(desk, f"逐局 {kind}")
        desk.get_by_role("heading", name="常设义务哪里没有做到").scroll_into_view_if_needed()
        step(desk, f"常设义务哪里没有做到 {kind}")
        onward(desk.get_by_role("link", name="欠着1项"))
        expect(desk.get_by_role("heading", name="现在就欠着")).to_be_visible()
        step(desk, f"一个局现在欠着的 {kind}")
        desk.go_back()
        onward(desk.get_by_role("link", name="逾期3项").first)
        expect(desk.get_by_role("heading", name="逾期")).to_be_visible()
        step(desk, f"一个局的逾期 {kind}")
        onward(desk.get_by_role("link", name="逐条"))
        expect(desk.get_by_role("link", name="第十条第（二）项").first).to_be_visible()
        step(desk, f"逐条 {kind}")
        onward(desk.get_by_role("link", name="逐月"))
        expect(desk.get_by_text("2026年3月")).to_be_visible()
        step(desk, f"逐月 {kind}")


def test_a_long_file_is_made_beside_the_page(
    hunan: Place, visitor: Any, step: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(overview_pages, "AT_ONCE", 20)
    for kind in ("desktop", "phone"):
        desk = enter(visitor, kind, hunan.user(Role.DECIDER).username)
        desk.goto("/desk/board/")
        onward(desk.get_by_role("link", name="Excel"))
        expect(desk.get_by_text("这份表比较长")).to_be_visible()
        step(desk, f"比较长的表 {kind}")
        onward(desk.get_by_role("button", name="开始做"))
        expect(desk.get_by_role("link", name="下载 履职看板20260311.xlsx")).to_be_visible()
        step(desk, f"做好了 {kind}")
        desk.goto("/desk/messages/")
        expect(desk.get_by_text("您要的一份文件做好了，保留七天。").first).to_be_visible()
        step(desk, f"消息 {kind}")
