"""The first HiGHS object of a process: made in silence, and asked whether the solver can be trusted at all.

highspy 1.16 prints a banner to the standard output when its first object is made, past Python's own; HiGHS 1.14.0 calls
plans optimal that are not (ERGO-Code/HiGHS #2957, #3002, #3073; mended in 1.15.0). What does not live here: solving.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from threading import local

import highspy
import numpy as np

from graph.base.errors import ServiceError
from graph.base.words import Words

FAULTY = ("1.14.",)
"""How versions begin that are known to prove what is false."""


_scheduler = local()
"""Per thread, as HiGHS has it: with how many threads its scheduler was begun."""


begin_anew = highspy.Highs.resetGlobalScheduler


def settle_threads(threads: int) -> None:
    """Make HiGHS's scheduler ready for so many threads.

    HiGHS 1.16 keeps one scheduler a thread: a run with another number of threads than the first ends with an error,
    an objective of 0 and no exception, unless the scheduler is begun anew.
    """
    if getattr(_scheduler, "threads", threads) != threads:
        begin_anew(True)
    _scheduler.threads = threads


@cache
def version() -> str:
    """The version of HiGHS in use, once it is known to be sound.

    Raises
    ------
    ServiceError
        The version is known to be faulty, or gives a wrong answer to a question whose answer is known.

    Examples
    --------
    >>> version().split(".")[0]
    '1'
    """
    solver = first()
    settle_threads(1)
    found = str(solver.version())
    if not found.startswith(FAULTY) and not sound(solver):  # others in this process may have begun the scheduler
        begin_anew(True)
        solver = first()
    if found.startswith(FAULTY) or not sound(solver):
        words = Words(
            "HiGHS {v} calls plans optimal that are not; install another: pip install 'highspy!=1.14.*'",
            "HiGHS {v} 会把并非最优的方案报为最优；请安装其他版本：pip install 'highspy!=1.14.*'",
        )
        raise ServiceError(words.fill(v=found))
    return found


def first() -> highspy.Highs:
    """A HiGHS object of one thread that says nothing, not even when it is made."""
    with _silence():
        solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    return solver


def sound(solver: highspy.Highs) -> bool:
    """Whether HiGHS finds min 2x + 3z = 9 subject to x + z ≥ 4.5, 0 ≤ x, z ≤ 10, z whole (1.14.0 says 15)."""
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = 2, 1
    lp.col_cost_, lp.col_lower_, lp.col_upper_ = np.array([2.0, 3.0]), np.zeros(2), np.full(2, 10.0)
    lp.row_lower_, lp.row_upper_ = np.array([4.5]), np.array([highspy.kHighsInf])
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_, lp.a_matrix_.index_ = np.array([0, 2]), np.array([0, 1])
    lp.a_matrix_.value_ = np.ones(2)
    lp.integrality_ = [highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger]
    solver.passModel(lp)
    solver.run()
    return abs(float(solver.getInfo().objective_function_value) - 9.0) < 1e-4


@contextmanager
def _silence() -> Iterator[None]:
    """What a library prints to file descriptor 1 goes nowhere meanwhile."""
    sys.stdout.flush()
    try:
        kept = os.dup(1)
    except OSError:  # there is no standard output
        yield
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 1)
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)
