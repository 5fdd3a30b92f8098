"""An inspection under way at the demo's places: two went unannounced, something was not given, something is sealed, and the
shop would not sign; another is being planned and nobody else knows."""

import json
from base64 import b64encode
from datetime import timedelta
from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw

from zhongdu.acts.performing import perform
from zhongdu.bureaus import acts as bureaus
from zhongdu.calendar import clock
from zhongdu.inspections import acts
from zhongdu.inspections.queries import demands
from zhongdu.inspections.recording import Text
from zhongdu.kit import signing
from zhongdu.scope.actor import Actor, officer
from zhongdu.scope.models import Post
from zhongdu.scope.roles import Role


def under_way(place: Any, shops: list[Any]) -> None:
    """Three days ago at one shop; planned for another. Nothing where the bureau has not two inspectors."""
    posts = list(
        Post.objects.filter(bureau=place.bureau, role=Role.INSPECTOR, until=None)
        .select_related("user")
        .order_by("id")
    )
    if len(posts) < 2:
        return
    today, planner, chief = clock.today(), place.by(Role.CASE_OFFICER), place.by(Role.DECIDER)
    with clock.on(today - timedelta(days=5)):
        for at, post in enumerate(posts, 1):
            perform(
                bureaus.record_certificate, place.office, chief, post=str(post.pk), certificate=f"示例执法{at:04}",
                certificate_until=today + timedelta(days=700),
            )  # fmt: skip
        _planned(place, planner, shops[3], "第四季度日常检查（示例）", "inspection.way.daily")
        made = _planned(place, planner, shops[0], "结算真实性检查（示例）", "inspection.way.special")
        perform(acts.name_team, made, planner, posts=[str(post.pk) for post in posts[:2]])
        team = [officer(post.user, clock.today()) for post in posts[:2]]
        for each in team:
            perform(acts.say_conflict, made, each, conflict="none")
    with clock.on(today - timedelta(days=3)):
        _on_the_spot(made, team)
    with clock.on(today - timedelta(days=2)):
        sealing = made.sealings.get()
        told = min(clock.now(), sealing.approve_by - timedelta(hours=1))
        perform(acts.approve_sealing, sealing, chief, approved_at=told, words="同意封存。（示例）")


def carried_out(place: Any, shop: Any, violation: str) -> tuple[Any, list[Actor]]:
    """A whole inspection of a shop on one day: what two took up proves it, and the head has a case considered."""
    posts = Post.objects.filter(bureau=place.bureau, role=Role.INSPECTOR, until=None).order_by("id")[:2]
    team = [officer(post.user, clock.today()) for post in posts.select_related("user")]
    planner, there, now = place.by(Role.CASE_OFFICER), [str(each.user_id) for each in team], clock.now()
    made = perform(
        acts.open_inspection, place.office, planner, title="进销存与结算核对检查（示例）", way="inspection.way.special",
        kind="institution", institution=shop.code, allegations=[violation], words="核对结算与销售。（示例）",
    )  # fmt: skip
    perform(acts.name_team, made, planner, posts=[str(post.pk) for post in posts])
    for each in team:
        perform(acts.say_conflict, made, each, conflict="none")
    perform(acts.show_papers, made, team[0], shown_at=now, officers=there, words="向店长出示。（示例）")
    text = Text(
        place="门店一楼",
        person="示例店长",
        position="店长",
        told_them=True,
        seen="结算的药与销售的药对不上。（示例）",
    )
    perform(
        acts.seal_record, made, team[0], kind="site", began_at=now, ended_at=clock.now(), officers=there, text=text.written(),
        ending="refused", reason="店长要等老板来，不签。（示例）", signatures=json.dumps(dict.fromkeys(there, _drawn())),
    )  # fmt: skip
    perform(
        acts.propose_evidence, made, team[0], piece=f"record:{made.records.get().pk}", kind="evidence.kind.site_record",
        shows="结算的药与销售的药对不上（示例）", obtained="两名检查人员当场制作。（示例）",
    )  # fmt: skip
    perform(
        acts.check_evidence,
        made,
        team[1],
        evidence="1",
        holds="taken_up",
        checked="与结算明细核对，一致。（示例）",
    )
    perform(
        acts.write_report, made, team[0], outcomes={violation: "proved"}, amounts={violation: "8600"},
        words="结算的药与销售的药对不上，涉及8600元。（示例）", proposes="case",
    )  # fmt: skip
    made = perform(
        acts.close_inspection, made, place.by(Role.DECIDER), outcome="case", words="查到结算与销售不符，将立案核查。（示例）"
    )  # fmt: skip
    return made, team


def _planned(place: Any, planner: Actor, shop: Any, title: str, way: str) -> Any:
    return perform(
        acts.open_inspection, place.office, planner, title=title, way=way, kind="institution", institution=shop.code,
        due=clock.today() + timedelta(days=30), words="核对近三个月的结算明细和进销存。（示例）",
    )  # fmt: skip


def _on_the_spot(made: Any, team: list[Actor]) -> None:
    one, there, now = team[0], [str(each.user_id) for each in team], clock.now()
    perform(
        acts.show_papers,
        made,
        one,
        shown_at=now,
        officers=there,
        words="向店长出示，对方核对后表示知道。（示例）",
    )
    perform(
        acts.enter_premises,
        made,
        one,
        taken_at=clock.now(),
        officers=there,
        words="看了货架、收银台和二楼办公室。（示例）",
    )
    perform(
        acts.demand_documents, made, one, things="近三个月进销存台账\n收银系统导出明细", until=clock.today() + timedelta(days=4),
        receiver="示例店长", officers=there,
    )  # fmt: skip
    (asked,) = demands(made)
    first, second = (str(item.row.pk) for item in asked.items)
    perform(
        acts.note_documents,
        made,
        one,
        things=[first],
        given="whole",
        words="台账一本，复印件注明与原件一致。（示例）",
    )
    perform(
        acts.note_documents, made, one, things=[second], given="not", words="店长说系统在总部，不给。（示例）"
    )
    perform(
        acts.seal_items, made, one, sort="sealing", urgent=True, sealed_at=clock.now(), officers=there, place="二楼办公室",
        inventory="手工账册 2本\n电脑主机 1台", keeper="示例店长", words="店员正在往外搬账册。（示例）",
    )  # fmt: skip
    text = Text(
        place="门店一楼和二楼办公室",
        person="示例店长",
        position="店长",
        told_them=True,
        seen="货架第三排为日用品，收银台可以刷医保卡。（示例）",
    )
    perform(
        acts.seal_record, made, one, kind="site", began_at=now, ended_at=clock.now(), officers=there, text=text.written(), ending="refused",
        reason="店长说要等老板来，不签。（示例）", signatures=json.dumps(dict.fromkeys(there, _drawn())),
    )  # fmt: skip
    record = made.records.get()
    perform(
        acts.propose_evidence, made, one, piece=f"record:{record.pk}", kind="evidence.kind.site_record", shows="收银台可以刷医保卡买日用品。（示例）",
        obtained="两名检查人员当场制作。（示例）",
    )  # fmt: skip
    perform(
        acts.check_evidence,
        made,
        team[1],
        evidence="1",
        holds="taken_up",
        checked="与现场录像核对，一致。（示例）",
    )


def _drawn() -> str:
    """A signature, drawn."""
    picture, out = Image.new("RGBA", (300, 120), (255, 255, 255, 0)), BytesIO()
    pen = ImageDraw.Draw(picture)
    pen.line(
        [(20, 70), (60, 30), (90, 95), (130, 40), (170, 90), (230, 35), (280, 80)],
        fill=(20, 33, 61, 255),
        width=4,
    )
    picture.save(out, "PNG")
    return signing.read("data:image/png;base64," + b64encode(out.getvalue()).decode())
