"""Samples of the board's pages, the figures' and the budgets'."""

from collections.abc import Callable

from sample_world import World
from sampling import MISSING, PASS, Sample, file_of, of

BOARD: dict[str, Callable[[World], Sample]] = {
    "desk:board_bureaus": lambda w: Sample(),
    "desk:board_standing": lambda w: Sample(),
    "desk:board_clauses": lambda w: Sample(),
    "desk:board_months": lambda w: Sample(),
    "desk:board_workbook": lambda w: Sample(),
    "desk:figures": lambda w: Sample(),
    "desk:figures_workbook": lambda w: Sample(),
    "desk:figure": lambda w: Sample({"figure": "origin"}, answers=(PASS, MISSING)),  # its reader's bars
    "desk:budgets": lambda w: Sample(),
    "desk:budget": lambda w: of(w.budget),
    "desk:enter_lines": lambda w: of(w.budget_draft),
    "desk:budget_paper": lambda w: of(w.budget),
    "desk:budget_workbook": lambda w: of(w.budget),
    "desk:budget_file": lambda w: file_of(w.budget, "budget"),
}
