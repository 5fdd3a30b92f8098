"""The pages of a selection: what each shows, to whom, and what becomes of wrong input."""

from typing import Any

import pytest
from choosing import afresh, applied, gathered, numbers, opened, prepared, proposed, score
from django.test import Client
from django.urls import reverse

from world import Place
from zhongdu.scope.roles import Role
from zhongdu.selection import sealing
from zhongdu.selection.models import Score, Selection

pytestmark = pytest.mark.django_db


def browser(place: Place, role: Role, name: str = "") -> Client:
    client = Client()
    client.force_login(place.user(role, name), backend="django.contrib.auth.backends.ModelBackend")
    return client


def at(page: str, selection: Selection) -> str:
    return reverse(f"desk:{page}", kwargs={"number": selection.number})


@pytest.fixture
def selection(wushan: Any) -> Selection:
    for _ in range(6):
        applied(wushan)
    return gathered(wushan, opened(wushan))


def test_criteria_are_offered_in_the_words_of_the_law(wushan: Any, selection: Selection) -> None:
    page = browser(wushan, Role.RECRUITER).get(at("set_criteria", selection)).content.decode()
    assert 'value="综合素养"' in page and "本局的做法" in page


def test_wrong_criteria_come_back_as_typed(wushan: Any, selection: Selection) -> None:
    sent = {"name": ["专业", "素养"], "weight": ["六十", "40"], "most": ["10", "10"]}
    answer = browser(wushan, Role.RECRUITER).post(at("set_criteria", selection), sent)
    assert "权重和满分填整数" in answer.content.decode() and 'value="六十"' in answer.content.decode()
    assert not selection.criteria.exists()


def test_wrong_ranges_come_back_as_typed(wushan: Any, selection: Selection) -> None:
    desk = browser(wushan, Role.RECRUITER)
    answer = desk.post(at("set_ranges", selection), {"least:sex=女": "三", "most:origin=医保部门": "0"})
    page = answer.content.decode()
    assert "请填整数" in page and 'value="三"' in page and 'name="most:origin=医保部门" value="0"' in page
    assert not selection.ranges.exists()
    answer = desk.post(
        at("set_ranges", selection), {"least:profession=法律": "3", "most:profession=其他": "0"}, follow=True
    )
    assert "可把下限改为" in answer.content.decode() and selection.ranges.count() == 2


def test_groups_are_corrected_on_the_list(wushan: Any, selection: Selection) -> None:
    first = selection.candidates.first()
    desk = browser(wushan, Role.RECRUITER)
    desk.post(
        at("correct_groups", selection),
        {f"{first.number}:profession": "法律", f"{first.number}:sex": "未归类"},
    )
    first.refresh_from_db()
    assert first.groups["profession"] == "法律" and first.groups["sex"] != "未归类"
    page = desk.post(at("correct_groups", selection), {f"{first.number}:profession": "魔法"}).content.decode()
    assert "没有这一组" in page


def test_a_sheet_keeps_what_is_right_and_says_what_is_wrong(wushan: Any, selection: Selection) -> None:
    selection = prepared(wushan, selection, reviewers=("评审甲",))
    desk = browser(wushan, Role.CASE_OFFICER, "评审甲")
    first, second, third, *_ = selection.candidates.all()
    sent = {
        f"{first.number}:0": "9", f"{first.number}:1": "8", f"{second.number}:0": "11", f"{third.number}:0": "½",
        "intent": "hand_in",
    }  # fmt: skip
    page = desk.post(at("hand_in_scores", selection), sent).content.decode()
    assert page.count("请填0到10的整数") == 2 and 'value="11"' in page
    assert Score.objects.get(candidate=first).points == [9, 8]
    assert not selection.reviewers.get().handed_in_at
    page = desk.post(
        at("hand_in_scores", selection), {**sent, f"{second.number}:0": "", f"{third.number}:0": ""}
    ).content.decode()
    assert "没有打完分" in page


def test_nobody_sees_points_before_all_have_handed_in(wushan: Any, selection: Selection) -> None:
    selection = prepared(wushan, selection)
    sheet = selection.reviewers.first()
    Score.objects.create(reviewer=sheet, candidate=selection.candidates.first(), points=[7, 3])
    desk = browser(wushan, Role.DECIDER)
    assert desk.get(at("hand_in_scores", selection)).status_code == 403
    other = browser(wushan, Role.CASE_OFFICER, "评审乙")
    assert 'value="7"' not in other.get(at("hand_in_scores", selection)).content.decode()
    assert desk.get(at("sealed_selection", selection)).status_code == 404
    assert browser(wushan, Role.CASE_OFFICER, "旁人").get(at("selection", selection)).status_code == 403
    assert "请您评分" in other.get(at("selection", selection)).content.decode()


def test_the_sealed_file_names_nobody(wushan: Any, selection: Selection) -> None:
    selection = prepared(wushan, selection)
    score(wushan, selection)
    selection = proposed(wushan, selection)
    answer = browser(wushan, Role.DECIDER).get(at("sealed_selection", selection))
    text = answer.content.decode()
    assert list(sealing.differences(sealing.read(text))) == []
    assert "示例" not in text and "1380000" not in text and answer["Cache-Control"] == "private, no-store"


def test_an_amendment_shows_first_what_it_changes(wushan: Any, selection: Selection) -> None:
    selection = prepared(wushan, selection, ranges=("sex=女=0-1",))
    score(wushan, selection)
    selection = proposed(wushan, selection)
    sent = {
        "out": numbers(selection, "chosen")[0],
        "into": numbers(selection, "reserve")[0],
        "intent": "look",
    }
    page = browser(wushan, Role.DECIDER).post(at("amend_proposal", selection), sent).content.decode()
    assert "换人以后" in page and f'value="{sent["out"]}"' in page
    assert sent["out"] in numbers(afresh(selection), "chosen")


def test_a_proposal_waits_for_every_sheet(wushan: Any, selection: Selection) -> None:
    selection = prepared(wushan, selection)
    page = browser(wushan, Role.RECRUITER).post(at("propose_selection", selection)).content.decode()
    assert "还没有交评分表的" in page
