"""Need to know reaches every kind of matter that withholds anything, wherever its class says so."""

from zhongdu.acts.withholding import kinds, need_to_know
from zhongdu.cli.trace import load_rooms

load_rooms()


def test_a_kind_that_inherits_what_it_withholds_is_among_those_that_do() -> None:
    """A board that asked only a class's own body would name opinions and letters to whom they are withheld from."""
    labels = {kind._meta.label_lower for kind in need_to_know()}
    assert {"leads.lead", "rewards.reward", "voices.opinion", "voices.forwardedletter"} <= labels
    assert len(labels) < len(kinds()), "a kind that withholds nothing costs no query"
