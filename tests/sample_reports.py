"""What came to the sample world without an account."""

from typing import Any

from watching import photo
from zhongdu.acts.performing import perform
from zhongdu.files import attached
from zhongdu.leads import acts as leads
from zhongdu.leads import evidence
from zhongdu.scope.actor import ANYONE, Actor

WRITER, PHONE = "示例热心人", "13700005678"


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
