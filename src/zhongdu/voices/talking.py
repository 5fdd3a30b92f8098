"""What was said in an opinion or a letter, and to whom: read back from the docket."""

from dataclasses import dataclass
from datetime import date

from zhongdu.kit.talk import Spoken, spoken
from zhongdu.voices.models import ForwardedLetter, Opinion

OF_OPINION = (
    "voices.bring_opinion",
    "voices.voice_opinion",
    "voices.enter_opinion",
    "voices.add_to_opinion",
    "voices.letter_into_opinion",
)
TO_SPEAKER = (
    "voices.settle_opinion", "voices.explain_opinion", "voices.report_carried_out", "voices.pass_opinion",
)  # fmt: skip
OF_LETTER = ("voices.forward_letter", "voices.enter_letter")
OF_WRITER = (*OF_LETTER, "voices.write_again")
TO_WRITER = (
    "voices.ask_writer", "voices.answer_letter", "voices.answer_along", "voices.explain_along", "voices.send_letter_off",
)  # fmt: skip
TO_BOTH = (
    "voices.explain_letter",
    "voices.pass_letter",
)  # what is said to the supervisor, the writer reads too
TO_SUPERVISOR = (*TO_BOTH, "voices.answer_letter", "voices.answer_along", "voices.explain_along", "voices.send_letter_off")  # fmt: skip
_OWN = {*OF_OPINION, *OF_WRITER}


@dataclass(frozen=True)
class Said(Spoken):
    """Something said in an opinion or a letter: by the one who brought it, or to them."""

    @property
    def by_speaker(self) -> bool:
        return self.act in _OWN

    @property
    def outcome(self) -> str:
        """What an answer to an opinion decided; "" for everything else said."""
        found = self.data.get("outcome")
        return Opinion.Outcome(found).label if found in Opinion.Outcome.values else ""

    @property
    def expected_on(self) -> date | None:
        """When an explanation expects the answer to come."""
        day = self.data.get("expected_on")
        return date.fromisoformat(day) if day else None

    @property
    def department(self) -> str:
        """The department a letter was sent to."""
        return str(self.data.get("department", ""))


def said_in_opinion(opinion: Opinion) -> list[Said]:
    """What the speaker said, the newest last."""
    return spoken(opinion, OF_OPINION, Said)


def told_of_opinion(opinion: Opinion) -> list[Said]:
    """What was said to the speaker, the newest last."""
    return spoken(opinion, TO_SPEAKER, Said)


def talk_of_opinion(opinion: Opinion) -> list[Said]:
    """What either side said, in order."""
    return sorted([*said_in_opinion(opinion), *told_of_opinion(opinion)], key=lambda said: said.at)


def talk_with_writer(letter: ForwardedLetter) -> list[Said]:
    """What the writer and the bureau said to each other, in order: nobody else's to read."""
    own = spoken(letter, [*OF_WRITER, *TO_WRITER], Said)
    both = spoken(letter, TO_BOTH, Said, words="feedback")
    return sorted([*own, *both], key=lambda said: said.at)


def letter_itself(letter: ForwardedLetter) -> list[Said]:
    """The letter as it was handed on."""
    return spoken(letter, OF_LETTER, Said)


def told_supervisor(letter: ForwardedLetter) -> list[Said]:
    """What was fed back to the supervisor, the newest last."""
    return spoken(letter, TO_SUPERVISOR, Said, words="feedback")
