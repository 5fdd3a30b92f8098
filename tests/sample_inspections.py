"""Inspections of the sample world: one as secret as a plan is, one under way."""

from datetime import timedelta
from typing import Any

from watching import photo
from zhongdu.acts.performing import perform
from zhongdu.calendar import clock
from zhongdu.inspections import acts as inspections
from zhongdu.inspections.recording import Text
from zhongdu.scope.actor import Actor
from zhongdu.scope.models import Post
from zhongdu.scope.roles import Role


def inspected(world: Any) -> None:
    """One that has not begun, and one under way with a record, a file and something sealed at once."""
    world.inspection = perform(
        inspections.open_inspection, world.beijing.office, world.beijing.officer(Role.CASE_OFFICER), title="示例检查",
        way="inspection.way.special", kind="institution", institution=world.shop.code, words="查结算明细。",
    )  # fmt: skip
    planner = world.beijing.officer(Role.CASE_OFFICER)
    begun, team = under_way(world)
    there = [str(each.user_id) for each in team]
    perform(
        inspections.copy_material, begun, team[0], taken_at=clock.now(), officers=there, words="拍了明细。", material=[photo()]
    )  # fmt: skip
    world.sealing = perform(
        inspections.seal_items, begun, team[0], sort="sealing", urgent=True, sealed_at=clock.now(), officers=there, place="店里",
        inventory="账册一本", keeper="示例店长", words="可能灭失。",
    )  # fmt: skip
    world.inspected = begun
    begun = perform(
        inspections.plan_campaign, world.beijing.office, planner, title="示例行动", kinds=["pharmacy"], wanted=1,
        due=clock.today() + timedelta(days=20), words="查结算。",
    )  # fmt: skip
    world.campaign = perform(inspections.draw_campaign, begun, planner)


def under_way(world: Any) -> tuple[Any, list[Actor]]:
    """By two, with their papers shown, and a record stamped on paper."""
    team = [world.beijing.officer(Role.INSPECTOR, f"of-the-team-{n}") for n in (1, 2)]
    posts = Post.objects.filter(user_id__in=[each.user_id for each in team], role=Role.INSPECTOR).order_by(
        "pk"
    )
    posts.update(certificate="示例证号", certificate_until=clock.today() + timedelta(days=300))
    planner = world.beijing.officer(Role.CASE_OFFICER)
    begun = perform(
        inspections.open_inspection, world.beijing.office, planner, title="示例检查", way="inspection.way.daily", kind="institution",
        institution=world.shop.code, words="查进销存。",
    )  # fmt: skip
    perform(inspections.name_team, begun, planner, posts=[str(post.pk) for post in posts])
    for each in team:
        perform(inspections.say_conflict, begun, each, conflict="none")
    there = [str(each.user_id) for each in team]
    perform(
        inspections.show_papers, begun, team[0], shown_at=clock.now(), officers=there, words="向店长出示。"
    )
    text = Text(place="店里", person="示例店长", told_them=True, seen="看了货架。")
    perform(
        inspections.seal_record, begun, team[0], kind="site", began_at=clock.now(), ended_at=clock.now(), officers=there, text=text.written(),
        ending="stamped", scan=[photo()],
    )  # fmt: skip
    return begun, team


def closed_for_a_case(world: Any) -> Any:
    """An inspection whose record was taken up by two, closed so that a case be considered."""
    made, (one, two) = under_way(world)
    perform(
        inspections.propose_evidence, made, one, piece=f"record:{made.records.get().pk}", kind="evidence.kind.site_record",
        shows="货架上是日用品。", obtained="当场制作。",
    )  # fmt: skip
    perform(inspections.check_evidence, made, two, evidence="1", holds="taken_up", checked="与录像一致。")
    perform(
        inspections.write_report, made, one, outcomes={"whole": "proved"}, words="已查明。", proposes="case"
    )
    head = world.beijing.officer(Role.DECIDER)
    return perform(inspections.close_inspection, made, head, outcome="case", words="将核查。")
