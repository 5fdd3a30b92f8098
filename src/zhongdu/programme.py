"""Integer programmes, handed to HiGHS and read back as whole numbers."""

import ctypes
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import highspy
import numpy as np

INF = highspy.kHighsInf


@dataclass(frozen=True)
class Row:
    """``low <= sum(coefficient * variable) <= high`` over the variables named."""

    at: Mapping[int, float]
    low: float
    high: float


@dataclass(frozen=True)
class Found:
    value: float  # of the objective at what was found
    bound: float  # nothing is better than this
    values: tuple[float, ...]
    duals: tuple[float, ...]  # of the rows, where no variable had to be whole

    @property
    def whole(self) -> list[int]:
        return [round(value) for value in self.values]


class Programme:
    """Variables between bounds, rows, and an objective to make as large as can be.

    The same programme is asked several times: its bounds and its objective may change between two answers.
    """

    def __init__(
        self, least: Sequence[int], most: Sequence[int], rows: Sequence[Row], *, whole: bool
    ) -> None:
        self.width, self.whole = len(most), whole
        self.solver = _solver()
        self.solver.silent()
        # One thread and one seed: the same question is answered by the same path.
        for option, value in (
            ("threads", 1), ("random_seed", 1), ("mip_feasibility_tolerance", 1e-7), ("primal_feasibility_tolerance", 1e-9),
        ):  # fmt: skip
            self.solver.setOptionValue(option, value)
        self.solver.passModel(self._model(least, most, rows))

    def _model(self, least: Sequence[int], most: Sequence[int], rows: Sequence[Row]) -> highspy.HighsLp:
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = self.width, len(rows)
        model.col_cost_ = np.zeros(self.width)
        model.col_lower_, model.col_upper_ = np.array(least, dtype=float), np.array(most, dtype=float)
        model.row_lower_ = np.array([row.low for row in rows], dtype=float)
        model.row_upper_ = np.array([row.high for row in rows], dtype=float)
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        starts = np.cumsum([0, *(len(row.at) for row in rows)])
        model.a_matrix_.start_ = starts.astype(np.int32)
        model.a_matrix_.index_ = np.array([at for row in rows for at in row.at], dtype=np.int32)
        model.a_matrix_.value_ = np.array([by for row in rows for by in row.at.values()], dtype=float)
        model.sense_ = highspy.ObjSense.kMaximize
        if self.whole:
            model.integrality_ = [highspy.HighsVarType.kInteger] * self.width
        return model

    def best(self, objective: Sequence[float], *, gap: float = 0.0) -> Found | None:
        """The largest value of an objective; None where nothing keeps every row. ``gap``: how near is near enough."""
        self.solver.setOptionValue("mip_rel_gap", gap)
        # Between whole numbers there is nothing: less than one apart is the same.
        whole = all(float(by).is_integer() for by in objective)
        self.solver.setOptionValue("mip_abs_gap", 0.4 if whole else 1e-12)
        columns = np.arange(self.width, dtype=np.int32)
        self.solver.changeColsCost(self.width, columns, np.array(objective, dtype=float))
        self.solver.run()
        status = self.solver.getModelStatus()
        if status == highspy.HighsModelStatus.kInfeasible:
            return None
        if status != highspy.HighsModelStatus.kOptimal:
            raise RuntimeError(f"HiGHS stopped with {self.solver.modelStatusToString(status)}")
        solution, info = self.solver.getSolution(), self.solver.getInfo()
        value = info.objective_function_value
        return Found(
            value,
            info.mip_dual_bound if self.whole else value,
            tuple(solution.col_value),
            tuple(solution.row_dual),
        )


@cache
def _greeted() -> None:
    """Let HiGHS say once, to nobody, what it says when the first solver of a process is made: no option keeps it from
    that, and a command's output is the command's own."""
    libc, nowhere, kept = ctypes.CDLL(None), os.open(os.devnull, os.O_WRONLY), os.dup(1)
    libc.fflush(None)
    try:
        os.dup2(nowhere, 1)
        highspy.Highs()
        libc.fflush(None)
    finally:
        os.dup2(kept, 1)
        os.close(nowhere)
        os.close(kept)


def _solver() -> highspy.Highs:
    _greeted()
    return highspy.Highs()
