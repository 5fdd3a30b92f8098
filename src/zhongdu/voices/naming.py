"""By whom a voice is handled: given to an officer by name, or handed over to another. Opinions and letters alike."""

from typing import Annotated, Any

from zhongdu.acts.inputs import Says
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act
from zhongdu.calendar import clock
from zhongdu.messages.telling import told
from zhongdu.scope.actor import officer as as_actor
from zhongdu.scope.models import Post
from zhongdu.scope.roles import Role
from zhongdu.voices.answering import ANSWER as OPINION_ANSWER
from zhongdu.voices.handling import HANDLERS
from zhongdu.voices.letters import ANSWER as LETTER_ANSWER
from zhongdu.voices.models import ForwardedLetter, Opinion, Voice

TELLS = "记录全部随着交过去，期限不变；对方看不到经办人的姓名。"


def officers_for(voice: Any, law: Any) -> list[tuple[str, str]]:
    """Who else of the bureau may have a voice in hand, by name: who handles voices there, and may know of this one."""
    posts = Post.objects.filter(bureau=voice.bureau, role__in=HANDLERS, until=None, user__is_active=True)
    users = {post.user_id: post.user for post in posts.select_related("user").order_by("user_id")}
    known = type(voice).objects.filter(pk=voice.pk)
    return [
        (str(pk), user.get_full_name())
        for pk, user in users.items()
        if pk != voice.handler_id and known.visible_to(as_actor(user, clock.today())).exists()
    ]


def _in_hand(voice: Voice) -> int | None:
    return voice.handler_id


Officer = Annotated[str, Says("由谁办理", options=officers_for, people=True)]
Words = Annotated[
    str,
    Says("交代几句", hint="办到哪一步、还差什么。只有工作人员看得到。", words=True, most=2000),
]


@told("desk.handed", to=_in_hand)
@act(
    on=Opinion, moves={Opinion.State.FILED: Opinion.State.HANDLING}, when=[Opinion.State.HANDLING],
    by=(*HANDLERS, Role.DECIDER), under=OPINION_ANSWER, tells=TELLS,
)  # fmt: skip
def hand_opinion(opinion: Opinion, deed: Doing, *, officer: Officer, words: Words = "") -> None:
    """指定或移交经办人

    An opinion is given to an officer by name, or goes over to another with its whole record; the clock goes on.
    """
    opinion.handler_id = int(officer)


@told("desk.handed", to=_in_hand)
@act(
    on=ForwardedLetter, moves={ForwardedLetter.State.FILED: ForwardedLetter.State.HANDLING},
    when=[ForwardedLetter.State.HANDLING], by=(*HANDLERS, Role.DECIDER), under=LETTER_ANSWER, tells=TELLS,
)  # fmt: skip
def hand_letter(letter: ForwardedLetter, deed: Doing, *, officer: Officer, words: Words = "") -> None:
    """指定或移交经办人

    A letter is given to an officer by name, or goes over to another with its whole record; the clock goes on.
    """
    letter.handler_id = int(officer)
