"""What may be done with a round, from the plan to its end."""

from zhongdu.rounds.planning import add_stop, draw_institutions, drop_round, open_round, strike_stop
from zhongdu.rounds.sending import (
    begin_round,
    close_round,
    pair_supervisors,
    replace_supervisor,
    send_another,
    send_more,
)

__all__ = [
    "add_stop",
    "begin_round",
    "close_round",
    "draw_institutions",
    "drop_round",
    "open_round",
    "pair_supervisors",
    "replace_supervisor",
    "send_another",
    "send_more",
    "strike_stop",
]
