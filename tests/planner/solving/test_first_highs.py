"""The first HiGHS of a process is silent, and one that proves what is false is refused."""

import os
import subprocess
import sys

import pytest

from graph.base.errors import ServiceError
from planner.solving import first_highs


class Loud:
    """A HiGHS that prints a banner past Python's own output, as highspy 1.16 does, and states a version."""

    def __init__(self, stated="1.16.0"):
        self.stated = stated
        os.write(1, b"Running HiGHS\n")

    def version(self):
        return self.stated

    def setOptionValue(self, name, value):
        pass


def first(monkeypatch, made, answer=True):
    monkeypatch.setattr(first_highs.highspy, "Highs", made)
    monkeypatch.setattr(first_highs, "sound", lambda _solver: answer)
    return first_highs.version.__wrapped__()


def test_the_banner_of_the_first_object_does_not_reach_the_output(monkeypatch, capfd):
    assert first(monkeypatch, Loud) == "1.16.0"
    os.write(1, b"after\n")
    assert capfd.readouterr().out == "after\n"


@pytest.mark.parametrize(("version", "answer"), [("1.14.0", True), ("1.14.1", True), ("1.99.0", False)])
def test_a_version_that_proves_what_is_false_is_refused(monkeypatch, version, answer):
    with pytest.raises(ServiceError, match=version):
        first(monkeypatch, lambda: Loud(version), answer)


def test_the_installed_version_is_sound():
    assert first_highs.sound(first_highs.highspy.Highs())


@pytest.mark.parametrize("order", [(1, 2), (2, 1, 2)])
def test_the_number_of_threads_may_change_within_a_process(order):
    """HiGHS 1.16.0 ends a run with another number of threads with an error, an objective of 0 and no exception.

    In a process of its own: other tests may have left HiGHS's scheduler to solvers that they keep.
    """
    code = (
        "from planner.problem.tables import Settings, from_tables\n"
        "from planner.solving.highs import Limits\n"
        "from planner.solving.stages import solve\n"
        "columns = {'candidates': {'candidate': ['A', 'B'], 'value': [1.0, 2.0]}}\n"
        f"for threads in {order}:\n"
        "    found = solve(from_tables(columns, Settings(count_max=1)), Limits(threads=threads))\n"
        "    assert (found.status, found.objective) == ('proven', 2.0), found\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, timeout=120)


def test_another_user_of_highs_in_the_process_does_not_make_it_look_faulty():
    """HiGHS 1.16 does not run with one thread where somebody else has begun its scheduler with several."""
    code = (
        "import highspy\n"
        "solver = highspy.Highs()\n"
        "solver.setOptionValue('output_flag', False)\n"
        "solver.setOptionValue('threads', 2)\n"
        "solver.addVar(0, 1)\n"
        "solver.run()\n"
        "from planner.solving import first_highs\n"
        "assert first_highs.version() == str(solver.version())\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, timeout=120)
