"""Finding opinions by what they say, by their summary and by what was answered. Who spoke is not searched."""

from zhongdu import vault
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import Act
from zhongdu.kit.searching import Searched
from zhongdu.vault.words import WordIndex
from zhongdu.voices.models import Opinion

FIELDS = ("opinion", "opinion_gist", "voice_answer")


def _named(opinion: Opinion) -> str:
    return opinion.number


OPINIONS = Searched(Opinion, WordIndex("voices_words"), FIELDS, _named)


def tells(act: Act) -> bool:
    """Whether an act writes something that opinions are found by."""
    return OPINIONS.writes(act)


def after(deed: Doing, opinion: Opinion) -> None:
    """What an act added can be found from the moment the act is done."""
    OPINIONS.renew([opinion])


vault.when_erased(OPINIONS.forget)
