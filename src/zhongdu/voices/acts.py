"""What may be done with opinions, forwarded letters and digests, by their chapters."""

from zhongdu.acts.registry import ACTS, Act, follows
from zhongdu.bureaus.acts import settling
from zhongdu.voices import along as along  # letters go along with what they became
from zhongdu.voices import (
    kept,  # noqa: F401 declares its checks
    searching,
)
from zhongdu.voices.answering import (
    GIST,
    explain_opinion,
    note_opinion_overdue,
    opinion_into_lead,
    pass_opinion,
    report_carried_out,
    settle_opinion,
    sort_opinion,
    sum_up,
    take_opinion,
    unmask_opinion,
)
from zhongdu.voices.digesting import choose_opinions, finish_digest, prepare_digest
from zhongdu.voices.filing import (
    ANSWERED,
    add_to_opinion,
    bring_opinion,
    enter_opinion,
    register,
    voice_opinion,
)
from zhongdu.voices.forwarding import enter_letter, forward_letter
from zhongdu.voices.letters import (
    answer_along,
    answer_letter,
    ask_writer,
    explain_along,
    explain_letter,
    letter_into_lead,
    letter_into_opinion,
    note_letter_overdue,
    pass_letter,
    send_letter_off,
    take_letter,
    unmask_letter,
    write_again,
)
from zhongdu.voices.models import ForwardedLetter, Opinion
from zhongdu.voices.naming import hand_letter, hand_opinion
from zhongdu.voices.themes import add_themes, retire_theme
from zhongdu.voices.themes import options as themes_in_use

__all__ = [
    "ANSWERED", "GIST", "add_themes", "add_to_opinion", "answer_along", "answer_letter", "ask_writer", "bring_opinion", "choose_opinions",
    "enter_letter", "enter_opinion", "explain_along", "explain_letter", "explain_opinion", "findable", "finish_digest",
    "forward_letter", "hand_letter", "hand_opinion", "letter_into_lead", "letter_into_opinion", "note_letter_overdue", "note_opinion_overdue",
    "opinion_into_lead", "pass_letter", "pass_opinion", "prepare_digest", "register", "report_carried_out", "retire_theme",
    "send_letter_off", "settle_opinion", "sort_opinion", "sum_up", "take_letter", "take_opinion", "themes_in_use", "unmask_letter",
    "unmask_opinion", "voice_opinion", "write_again",
]  # fmt: skip

for _act in [each for each in ACTS.values() if searching.tells(each)]:
    follows(_act)(searching.after)


def findable(act: Act) -> Act:
    """Declare that what another room's act writes into an opinion is found by its words."""
    follows(act)(searching.after)
    return act


@follows(letter_into_opinion)
def _found_from_now_on(deed: object, letter: ForwardedLetter) -> None:
    """The opinion that came of a letter is found by its words too."""
    searching.OPINIONS.put(Opinion.objects.filter(letter=letter).values_list("pk", flat=True))


follows(finish_digest)(settling("suggestion.gathering"))
