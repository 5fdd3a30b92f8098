"""What both faces show of publicity work: chips, what it is, its files."""

from typing import Any

from zhongdu.kit import pieces
from zhongdu.kit.parts import Chip, Fact, Tone
from zhongdu.law.governing import Law
from zhongdu.publicity.models import Activity, Part
from zhongdu.publicity.planning import FILES
from zhongdu.publicity.rules import DUTY, meets_the_duty

_TONES: dict[str, Tone] = {
    Activity.State.PLANNED: "info",
    Activity.State.DONE: "good",
    Activity.State.CALLED_OFF: "quiet",
    Part.State.ASKED: "warn",
    Part.State.COMING: "info",
    Part.State.DECLINED: "quiet",
    Part.State.TOOK_PART: "good",
    Part.State.STRUCK: "quiet",
}


def chip(matter: Any) -> Chip:
    return Chip(matter.get_state_display(), _TONES[matter.state])


def presence(part: Part) -> Chip:
    """Whether somebody took part; while it is ahead, what they replied."""
    if part.activity.is_done and part.state != Part.State.TOOK_PART:
        return Chip("没有参加", "quiet")
    if part.activity.state == Activity.State.CALLED_OFF:
        return Chip("已取消", "quiet")
    return chip(part)


def facts(activity: Activity, law: Law) -> list[Fact]:
    """What it is; the law's clause stands beside work that is what the law asks for."""
    meets = meets_the_duty(activity.topic, activity.way, law)
    clause = str(law.rule(DUTY).address) if meets else ""
    own = "（本局做法）" if law.find(DUTY) and not meets else ""
    lines = [
        ("宣传什么", activity.get_topic_display(), clause),
        ("怎样宣传", activity.get_way_display() + own, ""),
        ("地点或媒体", activity.where, ""),
        ("负责人", activity.led_by.get_full_name() or activity.led_by.get_username(), ""),
        ("时长", f"{activity.minutes}分钟" if activity.minutes else "", ""),
        ("覆盖人数", f"{activity.reach}人" if activity.reach is not None else "", ""),
    ]
    return [Fact(label, value, clause) for label, value, clause in lines if value]


def enclosed(activity: Activity) -> list[pieces.Piece]:
    """Its files; a photograph by its re-encoded picture alone."""
    return pieces.pieces(activity.number, "desk:publicity_file", "desk:publicity_preview", kind=FILES)
