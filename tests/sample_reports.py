"""The leads of the sample world, and what came to it without an account."""

from typing import Any

from watching import photo
from zhongdu.acts.performing import perform
from zhongdu.calendar import clock
from zhongdu.files import attached
from zhongdu.leads import acts as leads
from zhongdu.leads import evidence
from zhongdu.leads.models import Inquiry
from zhongdu.scope.actor import ANYONE, Actor
from zhongdu.scope.roles import Role

WRITER, PHONE = "示例热心人", "13700005678"


def of_supervisors(world: Any, me: Actor) -> None:
    """A grave lead that was asked about, noted upon, joined by another, answered and doubted; and a letter."""
    place, today = world.beijing, clock.today()
    officer, chief = place.officer(Role.CASE_OFFICER), place.officer(Role.DECIDER)
    world.doubted, other = (
        perform(leads.file_lead, world.appointment, me, words=words, institution=world.shop.code, grave=True)
        for words in ("夜里有人成箱买药，刷了好几张卡。", "又有人成箱买药。")
    )
    perform(leads.acknowledge_grave, world.doubted, chief)
    perform(leads.take_up, world.doubted, officer)
    perform(leads.merge_into, other, officer, into=world.doubted.number, reason="同一家店")
    perform(leads.ask_about, world.doubted, officer, to="agency", words="请查当晚的结算。", until=today)
    perform(leads.add_note, world.doubted, officer, words="电话问过店长。", material=[photo("navy")])
    perform(leads.explain_delay, world.doubted, officer, words="等结算明细。")
    asked = str(world.doubted.requests.get().pk)
    perform(leads.record_reply, world.doubted, officer, request=asked, words="当晚结算 42 笔。")
    perform(
        leads.answer,
        world.doubted,
        officer,
        outcome="proved",
        amounts={"whole": "1234.50"},
        words="查实，已追回。",
    )
    perform(leads.say_unanswered, world.doubted, me, words="没有说怎样处理店员。")
    shown = attached(world.doubted.number, evidence.INTERNAL).get().public_id
    for name, to in (("inquiry", "agency"), ("unit_inquiry", "department")):
        told = {"to": to, "words": "请提供当晚的监控。", "until": today, "hand": [shown]}
        perform(leads.ask_about, world.doubted, officer, **told)
        setattr(world, name, Inquiry.objects.latest("pk"))
    world.by_letter = perform(
        leads.enter_lead, place.office, officer, received_on=today, channel="letter", words="来信说诊所虚开处方。",
        name=WRITER, phone=PHONE,
    )  # fmt: skip
    from_the_public(world, officer)


def from_the_public(world: Any, officer: Actor) -> None:
    """What came without an account: one that is talked about and one sent back; and forms with files waiting."""
    world.anonymous, world.sent_back = (
        perform(
            leads.report, world.beijing.office, ANYONE, receipt=f"{at:064}", words="药店卖米刷医保卡。",
            evidence=[photo("teal")], name=WRITER, phone=PHONE,
        )
        for at in (1, 2)
    )  # fmt: skip
    perform(leads.ask_speaker, world.anonymous, officer, words="哪一天？")
    perform(leads.return_for_completion, world.sent_back, officer, words="哪一家？")
    for name, whose in (("public", None), ("letter", officer.user_id)):
        key = evidence.new_key()
        owner = evidence.draft_owner(whose, key)
        evidence.wait(owner, [photo("black")], whose)
        setattr(world, f"{name}_key", key)
        setattr(world, f"{name}_file", attached(owner, evidence.KIND).get().public_id)
