"""Who reads what of a docket: names and words for the officers whose matter it is; what is sealed, nobody."""

from typing import Any

import pytest

from watching import appoint, supervisor
from zhongdu.acts.performing import perform
from zhongdu.bureaus import acts as bureaus
from zhongdu.calendar import clock
from zhongdu.kit.matters import entries
from zhongdu.kit.parts import Entry
from zhongdu.recruitment import acts as recruitment
from zhongdu.recruitment.queries import Notice
from zhongdu.roster import acts as roster
from zhongdu.scope.actor import ANYONE, SYSTEM
from zhongdu.scope.roles import Role

REASON = "示例：地方小，只要这么多人。"


def told(lines: list[Entry]) -> str:
    return " ".join(f"{line.who} {line.act} {line.details}" for line in lines)


@pytest.fixture
def notice(beijing: Any) -> Notice:
    """An open notice, which everybody may see, whose docket has an officer's name and words."""
    recruiter = beijing.officer(Role.RECRUITER)
    drafted = perform(
        recruitment.draft_notice, beijing.office, recruiter, title="示例公告", body="示例", quota=3,
        channels=["channel.open"], opens_on=clock.today(), closes_on=clock.today(), departure=REASON,
    )  # fmt: skip
    return perform(recruitment.publish_notice, drafted, recruiter)


def test_officers_whose_matter_it_is_see_who_and_what_was_written(beijing: Any, notice: Any) -> None:
    seen = told(entries(notice, beijing.officer(Role.DECIDER)))
    assert "示例选聘人员" in seen and REASON in seen


def test_officers_of_another_bureau_see_what_everybody_sees(wushan: Any, notice: Any) -> None:
    for actor in (wushan.officer(Role.RECRUITER), ANYONE):
        lines = entries(notice, actor)
        assert [line.act for line in lines] == ["起草选聘公告", "发布公告"]
        assert not any(line.details for line in lines)
        assert "示例" not in told(lines), "neither a name nor a word"


def test_the_bureau_above_reads_along(beijing: Any) -> None:
    district = beijing.below("110108", "海淀区医疗保障局")
    perform(bureaus.publish_hotline, district.office, district.officer(Role.DECIDER), hotline="12393")
    assert "示例局负责人" in told(entries(district.office, beijing.officer(Role.DECIDER)))
    assert "示例局负责人" not in told(entries(beijing.office, district.officer(Role.DECIDER)))


def test_what_the_system_did_is_told_in_full_too(beijing: Any) -> None:
    perform(bureaus.find_owing, beijing.office, SYSTEM, concept="liaison")
    assert entries(beijing.office, beijing.officer(Role.AUDITOR))[-1].details == [("义务", "liaison")]


def test_a_particular_that_changed_is_not_told_by_the_timeline(beijing: Any) -> None:
    """It is masked everywhere, and looking at it is an act; the docket must not be the way round."""
    appointment = appoint(beijing)
    perform(
        roster.report_change, appointment, supervisor(appointment), field="phone", value="13912345678",
        changed_on=clock.today(),
    )  # fmt: skip
    lines = entries(appointment, beijing.officer(Role.RECRUITER))
    assert "联系电话" in told(lines), "which one changed is no secret"
    assert "13912345678" not in told(lines)
