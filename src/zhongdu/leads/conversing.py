"""Talking: officers ask whoever spoke, and are answered, without knowing who it is."""

from typing import Annotated, Any

from zhongdu.acts.inputs import Says, Upload
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act
from zhongdu.leads.filing import SPEAKERS, attach
from zhongdu.leads.grave import tell
from zhongdu.leads.models import HANDLERS, Lead
from zhongdu.leads.telling import news

State = Lead.State
TALKING = (State.FILED, State.TAKEN_UP, State.SECOND_LOOK, State.MERGED)
_LONG = 5000


def unreachable(lead: Lead, law: Any) -> str:
    """Why whoever spoke cannot be asked here; "" where they read what is written."""
    return "" if lead.user_id or lead.receipt else "这条线索没有给过查询码，平台上问不到反映人。"


@news("lead.complete")
@act(
    on=Lead,
    when=TALKING,
    by=HANDLERS,
    under="lead.answer",
    provided=unreachable,
    tells="反映人在自己的页面上看到问题、写回答，看不到您的姓名；您也看不到反映人是谁。等了多少天照常算。",
)
def ask_speaker(
    lead: Lead,
    deed: Doing,
    *,
    words: Annotated[str, Says("问什么", hint="反映人会原样看到。请不要问姓名、住址等能认出人的事。", words=True, secret="answer_words", most=_LONG)],
) -> None:  # fmt: skip
    """向反映人提问

    An officer asks whoever spoke, who answers as they spoke: under their own name, or under a receipt code and no name.
    """
    tell(lead)
    lead.turn = Lead.Turn.SPEAKER


@act(on=Lead, when=TALKING, by=SPEAKERS, under=["lead.filing", "lead.contents"])
def add_words(
    lead: Lead,
    deed: Doing,
    *,
    words: Annotated[str, Says("要说的话", hint="回答问您的，或者想起来的。", words=True, secret="addition", most=_LONG)] = "",
    evidence: Annotated[list[Upload] | None, Says("照片、录音、视频或材料", accept="evidence")] = None,
) -> None:  # fmt: skip
    """回答或者补充

    The speaker answers what was asked, or says what has come to mind; nothing said before is taken back by it.
    """
    if not words and not evidence:
        deed.refuse("nothing_said", "请写几句，或者附上照片、录音等材料。", beside="words")
    attach(lead, evidence, deed)
    lead.turn = Lead.Turn.BUREAU
