"""The opinions, the letter and the digest of the sample world."""

from dataclasses import dataclass
from typing import Any

from watching import photo
from zhongdu.acts.performing import perform
from zhongdu.calendar import clock
from zhongdu.files import attached
from zhongdu.kit import evidence
from zhongdu.scope.actor import ANYONE, Actor
from zhongdu.scope.roles import Role
from zhongdu.voices import acts

OPINION_WORDS = "示例社区的老人说异地备案要跑三趟"
LETTER_WORDS = "卫生院让我父亲挂着床，医保卡押在他们那里"
WRITER, PHONE = "示例写信人", "13700008765"


@dataclass(kw_only=True)
class OfVoices:
    """The part of the world that is people's opinions and letters."""

    opinion: Any = None  # a supervisor's, adopted
    said: Any = None  # a citizen's, under a code
    forwarded: Any = None  # a letter a supervisor handed on, with a photograph, its writer asked
    digest: Any = None
    forwarding_key: str = ""  # a letter being handed on, with a photograph waiting
    forwarding_file: str = ""
    entering_key: str = ""  # one being keyed in
    entering_file: str = ""


def speak(world: Any, me: Actor) -> None:
    """One opinion adopted and summed up, one of a citizen; a letter whose writer was asked; a digest with a choice."""
    place, today = world.beijing, clock.today()
    officer = place.officer(Role.CASE_OFFICER)
    world.opinion = perform(
        acts.bring_opinion, world.appointment, me, words=OPINION_WORDS, about=["suggestion.theme.management"]
    )
    perform(
        acts.settle_opinion, world.opinion, officer, outcome="adopted", words="下月起手机上可以办。", gist="建议异地备案手机办。"
    )  # fmt: skip
    world.said = perform(
        acts.voice_opinion, place.office, ANYONE, receipt=f"{31:064}", words="药店医保窗口中午没有人。", name=WRITER, phone=PHONE
    )  # fmt: skip
    world.forwarded = perform(
        acts.forward_letter, world.appointment, me, receipt=f"{32:064}", words=LETTER_WORDS, evidence=[photo("olive")],
        name=f"{WRITER}乙", phone="13700008766",
    )  # fmt: skip
    perform(acts.ask_writer, world.forwarded, officer, words="哪一家卫生院？")
    world.digest = perform(
        acts.prepare_digest, place.office, officer, title="示例座谈会意见汇总", since=today, until=today
    )
    perform(acts.choose_opinions, world.digest, officer, opinions=[world.opinion.number])
    for name, whose in (("forwarding", me.user_id), ("entering", officer.user_id)):
        key = evidence.new_key()
        owner = evidence.draft_owner(whose, key)
        evidence.wait(owner, [photo("black")], whose)
        setattr(world, f"{name}_key", key)
        setattr(world, f"{name}_file", attached(owner, evidence.KIND).get().public_id)
