"""A selection from its opening to appointed people, as acts: who may, what is refused, what the record holds."""

import json
from typing import Any

import pytest
from choosing import afresh, applied, done, gathered, numbers, opened, prepared, proposed, reviewer, score
from recruiting import TODAY, notice

from watching import institution
from zhongdu import files
from zhongdu.acts.models import acting
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.calendar import clock
from zhongdu.duties.sweep import sweep
from zhongdu.jobs.models import Job
from zhongdu.record.chain import sm3
from zhongdu.record.models import Event
from zhongdu.record.verifying import breaks
from zhongdu.recruitment import acts as recruitment
from zhongdu.recruitment import queries as recruited
from zhongdu.recruitment.models import Application, Finding
from zhongdu.scope.actor import officer
from zhongdu.scope.roles import Role
from zhongdu.selection import acts, jobs, scoring, sealing
from zhongdu.selection.models import Score, Selection
from zhongdu.selection.queries import SEALED

pytestmark = pytest.mark.django_db


def refused(act: Any, subject: Any, by: Any, **inputs: Any) -> Refused:
    with pytest.raises(Refused) as told:
        perform(act, subject, by, **inputs)
    return told.value


@pytest.fixture
def pool(wushan: Any) -> list[Application]:
    return [applied(wushan) for _ in range(7)]


def file_of(selection: Selection) -> dict[str, Any]:
    return json.loads(files.original(files.attached(selection.number, SEALED).last()).read())


@pytest.mark.clauses("wushan:4/1.1", "wushan:4/2")
def test_the_best_of_a_pool_are_chosen_and_confirmed(wushan: Any, pool: list[Application]) -> None:
    selection = prepared(wushan, gathered(wushan, opened(wushan)), ranges=("origin=医保部门=0-0",))
    score(wushan, selection)
    selection = proposed(wushan, selection)
    assert len(numbers(selection, "chosen")) == 3 and len(numbers(selection, "reserve")) == 2
    best = sorted(selection.candidates.all(), key=lambda c: (-c.score, c.drawn))
    assert {c.number for c in best[:3]} == set(numbers(selection, "chosen"))
    assert list(sealing.differences(file_of(selection))) == []
    assert sm3(selection.seed.encode()) == selection.commitment
    refused_too_few = refused(acts.confirm_selection, selection, wushan.officer(Role.DECIDER))
    assert refused_too_few.code == "departure_needs_a_reason"
    perform(acts.confirm_selection, selection, wushan.officer(Role.DECIDER), departure="县域小。")
    told = {a.number: a.selected for a in Application.objects.filter(candidacies__selection=selection)}
    assert sorted(told.values()) == ["chosen"] * 3 + ["held"] * 2 + ["reserve"] * 2
    assert done(wushan, jobs.tell_others, Role.DECIDER, number=selection.number).state == Job.State.DONE
    assert Application.objects.filter(selected="passed_over").count() == 2
    assert list(breaks()) == []


def test_who_is_in_a_selection_goes_no_further_before_its_end(beijing: Any) -> None:
    under = notice(beijing)
    people = [applied(beijing, under) for _ in range(4)]
    selection = gathered(beijing, opened(beijing, under, places=2, reserves=1))
    recruiter = beijing.officer(Role.RECRUITER)
    held = Application.objects.get(pk=people[0].pk)
    assert (
        refused(recruitment.post_for_public_notice, held, recruiter, posted_on=TODAY).code == "not_selected"
    )
    selection = prepared(beijing, selection)
    score(beijing, selection)
    selection = proposed(beijing, selection)
    perform(acts.confirm_selection, selection, beijing.officer(Role.DECIDER))
    done(beijing, jobs.tell_others, Role.DECIDER, number=selection.number)
    for each in Application.objects.filter(candidacies__selection=selection):
        if each.selected == "chosen":
            perform(recruitment.post_for_public_notice, each, recruiter, posted_on=TODAY)
        else:
            assert (
                refused(recruitment.post_for_public_notice, each, recruiter, posted_on=TODAY).code
                == "not_selected"
            )
            assert "择优" in recruited.ready_to_appoint(each, beijing.law)


def test_a_dropped_round_frees_its_people(wushan: Any, pool: list[Application]) -> None:
    selection = gathered(wushan, opened(wushan))
    assert set(Application.objects.values_list("selected", flat=True)) == {"held"}
    perform(acts.drop_selection, selection, wushan.officer(Role.DECIDER), reason="报名太少，延期。")
    sweep(clock.today())
    assert set(Application.objects.values_list("selected", flat=True)) == {""}


@pytest.mark.clauses("wushan:4/2")
def test_fewer_than_the_measure_wants_takes_a_reason(wushan: Any) -> None:
    told = refused(
        acts.open_selection,
        wushan.office,
        wushan.officer(Role.RECRUITER),
        title="示例",
        places=24,
        reserves=0,
    )
    assert told.code == "departure_needs_a_reason" and "25" in told.sentence


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"places": 0}, "no_places"),
        ({"reserves": -1}, "bad_reserves"),
        ({"way": "fair", "line": "优秀"}, "bad_line"),
        ({"way": "fair", "line": "1/0"}, "bad_line"),
        ({"notice": "NOTHERE"}, "bad_input"),
    ],
)
def test_what_a_round_cannot_be_opened_with(beijing: Any, given: dict[str, Any], code: str) -> None:
    told = {"title": "示例", "places": 3, **given}
    assert refused(acts.open_selection, beijing.office, beijing.officer(Role.RECRUITER), **told).code == code


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"names": ["专业"], "weights": [1, 2], "mosts": [10]}, "criteria_incomplete"),
        ({"names": ["专业", "专业"], "weights": [1, 2], "mosts": [10, 10]}, "criteria_twice"),
        ({"names": ["专业"], "weights": [0], "mosts": [10]}, "criteria_out_of_range"),
    ],
)
def test_criteria_are_whole(beijing: Any, given: dict[str, Any], code: str) -> None:
    assert refused(acts.set_criteria, opened(beijing), beijing.officer(Role.RECRUITER), **given).code == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("sex=女=2-1", "upside_down"),
        ("sex=女=9-", "more_than_places"),
        ("sex=人=1-", "no_such_group"),
        ("sex=女=多", "bad_range"),
        ("magic=女=1-", "no_such_group"),
    ],
)
def test_ranges_are_sound(beijing: Any, text: str, code: str) -> None:
    told = refused(acts.set_ranges, opened(beijing), beijing.officer(Role.RECRUITER), ranges=[text])
    assert told.code == code


def test_scoring_does_not_begin_before_everything_is_settled(wushan: Any, pool: list[Application]) -> None:
    chief, recruiter = wushan.officer(Role.DECIDER), wushan.officer(Role.RECRUITER)
    selection = opened(wushan)
    assert "候选人只有0人" in refused(acts.open_scoring, selection, chief).sentence
    selection = gathered(wushan, selection)
    assert "评分项目" in refused(acts.open_scoring, selection, chief).sentence
    perform(acts.set_criteria, selection, recruiter, names=["专业"], weights=[1], mosts=[10])
    assert "评审人员" in refused(acts.open_scoring, selection, chief).sentence
    perform(acts.appoint_reviewers, selection, chief, reviewers=[str(wushan.user(Role.DECIDER).pk)])
    women = selection.candidates.filter(groups__sex="女").count()
    perform(acts.set_ranges, selection, recruiter, ranges=["profession=新闻传媒=3-", f"sex=女=0-{women}"])
    media = selection.candidates.filter(groups__profession="新闻传媒").count()
    assert media < 3
    told = refused(acts.open_scoring, selection, chief)
    assert f"可把下限改为{media}" in told.sentence
    perform(acts.set_ranges, selection, recruiter, ranges=["region=未归类=0-1"])
    assert "没有归类" in refused(acts.open_scoring, selection, chief).sentence
    perform(acts.set_ranges, selection, recruiter, ranges=[])
    told = refused(acts.open_scoring, selection, chief, seed_source="public")
    assert told.code == "which_number"


def test_the_hash_of_the_seed_is_on_the_record_before_any_score(wushan: Any, pool: list[Application]) -> None:
    selection = prepared(wushan, gathered(wushan, opened(wushan)))
    event = Event.objects.get(docket=selection.docket_id, act="selection.open_scoring")
    assert event.data["commitment"] == selection.commitment and len(selection.commitment) == 64
    assert selection.seed == "" and not Score.objects.exists()


def test_reviewers_score_alone_and_once(wushan: Any, pool: list[Application]) -> None:
    selection = prepared(wushan, gathered(wushan, opened(wushan)))
    one, other = selection.reviewers.select_related("user")
    first = officer(one.user, clock.today())
    assert refused(acts.hand_in_scores, selection, first).code == "unfinished"
    scoring.keep(one, {c.pk: ([5, 5], False) for c in selection.candidates.all()})
    perform(acts.hand_in_scores, selection, first)
    assert refused(acts.hand_in_scores, selection, first).code == "handed_in"
    assert refused(acts.hand_in_scores, selection, wushan.officer(Role.RECRUITER)).code == "not_a_reviewer"
    assert refused(acts.hand_in_scores, selection, reviewer(wushan, "旁人")).code == "not_yours"
    job = done(wushan, jobs.propose, number=selection.number, seed="")
    assert job.state == Job.State.FAILED and other.user.get_full_name() in job.says


def test_who_stands_aside_does_not_count(wushan: Any, pool: list[Application]) -> None:
    selection = prepared(wushan, gathered(wushan, opened(wushan)))
    first = selection.candidates.first()
    for place, each in enumerate(selection.reviewers.select_related("user")):
        aside = place == 0
        scoring.keep(
            each,
            {
                c.pk: (
                    [] if aside and c == first else [10, 10] if c == first else [5, 5],
                    aside and c == first,
                )
                for c in selection.candidates.all()
            },
        )
        perform(acts.hand_in_scores, selection, officer(each.user, clock.today()))
    proposed(wushan, selection)
    first.refresh_from_db()
    assert first.points == "100.00"


def test_a_sheet_changed_behind_the_record_stops_the_proposal(wushan: Any, pool: list[Application]) -> None:
    selection = prepared(wushan, gathered(wushan, opened(wushan)))
    score(wushan, selection)
    Score.objects.filter(candidate=selection.candidates.first()).update(points=[10, 10])
    job = done(wushan, jobs.propose, number=selection.number, seed="")
    assert job.state == Job.State.FAILED and "不一样" in job.says


@pytest.mark.clauses("wushan:3.5")
def test_the_preferred_come_before_the_draw_but_after_the_score(wushan: Any) -> None:
    people = [applied(wushan) for _ in range(6)]
    more = applied(wushan)
    for each in (*people[:3], more):
        not_preferred(each)
    selection = prepared(wushan, gathered(wushan, opened(wushan, places=3)))
    best = selection.candidates.get(application=more)
    preferred = set(selection.candidates.filter(preferred=True).values_list("number", flat=True))
    assert len(preferred) == 3
    for each in selection.reviewers.select_related("user"):
        scoring.keep(
            each, {c.pk: ([9, 9] if c == best else [7, 7], False) for c in selection.candidates.all()}
        )
        perform(acts.hand_in_scores, selection, officer(each.user, clock.today()))
    chosen = set(numbers(proposed(wushan, selection), "chosen"))
    assert best.number in chosen and len(chosen & preferred) == 2


def not_preferred(application: Application) -> None:
    """As review would have found: none of the law's preferred."""
    with acting():
        Finding.objects.filter(application=application, condition="eligibility.preferred").update(
            verdict="unmet"
        )


def test_people_amend_with_a_reason_and_the_first_proposal_stays(
    wushan: Any, pool: list[Application]
) -> None:
    selection = prepared(wushan, gathered(wushan, opened(wushan)))
    score(wushan, selection)
    selection, chief = proposed(wushan, selection), wushan.officer(Role.DECIDER)
    out, into = numbers(selection, "chosen")[0], numbers(selection, "reserve")[0]
    assert refused(acts.amend_proposal, selection, chief, out=out, into=into, reason="").code == "bad_input"
    assert (
        refused(acts.amend_proposal, selection, chief, out=into, into=out, reason="示例").code == "not_chosen"
    )
    assert refused(acts.amend_proposal, selection, chief, reason="示例").code == "nothing_to_amend"
    perform(acts.amend_proposal, selection, chief, out=out, into=into, reason="此人即将调任本局。")
    assert into in numbers(selection, "chosen") and out not in numbers(selection, "chosen")
    assert out in file_of(selection)["result"]["chosen"]
    assert "调任" not in json.dumps(list(Event.objects.values_list("data", flat=True)), ensure_ascii=False)


def test_somebody_chosen_withdraws_and_a_reserve_moves_up(wushan: Any, pool: list[Application]) -> None:
    selection = prepared(wushan, gathered(wushan, opened(wushan)))
    score(wushan, selection)
    selection, chief = proposed(wushan, selection), wushan.officer(Role.DECIDER)
    perform(acts.confirm_selection, selection, chief, departure="县域小。")
    out, into = numbers(selection, "chosen")[0], numbers(selection, "reserve")[0]
    told = {"leaving": out, "coming": into, "reason": "次序最前。"}
    assert refused(acts.move_up_reserve, selection, chief, **told).code == "still_there"
    gone = Application.objects.get(docket__number=out)
    perform(recruitment.refuse_application, gone, wushan.officer(Role.RECRUITER), reason="本人不愿意了。")
    perform(acts.move_up_reserve, selection, chief, **told)
    assert Application.objects.get(docket__number=into).selected == "chosen"
    assert selection.candidates.get(number=numbers(selection, "reserve")[0]).rank == 1


def test_who_withdrew_while_others_scored_is_out_of_it(wushan: Any, pool: list[Application]) -> None:
    selection = prepared(wushan, gathered(wushan, opened(wushan)))
    perform(
        recruitment.refuse_application,
        Application.objects.get(pk=pool[0].pk),
        wushan.officer(Role.RECRUITER),
        reason="撤回。",
    )
    score(wushan, selection)
    selection = proposed(wushan, selection)
    assert pool[0].number in numbers(selection, "left")


def test_ranges_changed_later_take_a_reason_and_void_the_proposal(
    wushan: Any, pool: list[Application]
) -> None:
    selection = prepared(wushan, gathered(wushan, opened(wushan)))
    score(wushan, selection)
    selection, recruiter = proposed(wushan, selection), wushan.officer(Role.RECRUITER)
    assert refused(acts.set_ranges, selection, recruiter, ranges=["sex=女=1-"]).code == "why_change"
    perform(acts.set_ranges, selection, recruiter, ranges=["sex=女=1-"], reason="局务会议定。")
    selection = afresh(selection)
    assert selection.state == Selection.State.SCORING and not numbers(selection, "chosen")
    proposed(wushan, selection)


def test_a_public_number_named_beforehand_is_the_seed(wushan: Any, pool: list[Application]) -> None:
    recruiter, chief = wushan.officer(Role.RECRUITER), wushan.officer(Role.DECIDER)
    selection = gathered(wushan, opened(wushan, way="fair"))
    perform(acts.set_ranges, selection, recruiter, ranges=["sex=女=1-2"])
    perform(acts.open_scoring, selection, chief, seed_source="public", seed_says="某日某期开奖号码")
    assert done(wushan, jobs.propose, number=selection.number, seed="").state == Job.State.FAILED
    selection = proposed(wushan, selection, seed="03 07 11 19")
    file = file_of(selection)
    assert file["seed"] == "03 07 11 19" and list(sealing.differences(file)) == []
    assert len(numbers(selection, "chosen")) == 3


def test_groups_follow_from_the_application_and_can_be_corrected(wushan: Any) -> None:
    institution(wushan, "示例惠民大药房")
    own = applied(wushan, employer="巫山县医疗保障局", experience="机关工作")
    shop = applied(wushan, employer="示例惠民大药房", experience="药师")
    selection = gathered(wushan, opened(wushan, places=1))
    groups = {c.application_id: c.groups for c in selection.candidates.all()}
    assert groups[own.pk]["origin"] == "医保部门"
    assert groups[shop.pk]["origin"] == "定点医药机构" and groups[shop.pk]["profession"] == "医药卫生"
    recruiter = wushan.officer(Role.RECRUITER)
    perform(acts.correct_groups, selection, recruiter, changes=[f"{own.number}:profession=法律"])
    assert selection.candidates.get(application=own).groups["profession"] == "法律"
    assert (
        refused(acts.correct_groups, selection, recruiter, changes=[f"{own.number}:profession=魔法"]).code
        == "no_such_group"
    )
    perform(acts.name_groups, selection, recruiter, feature="region", groups="巫峡镇\n官渡镇")
    assert selection.candidates.get(application=own).groups["region"] == "未归类"
