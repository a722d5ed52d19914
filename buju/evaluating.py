"""The yearly evaluation of a dataset, as ``buju evaluate`` makes it.

What does not live here: scoring (``planner.studies.evaluation``) and the command.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from buju.dataset import Dataset

if TYPE_CHECKING:
    from buju.asking import Asked, Changes
    from planner.studies.evaluation.result import EvaluationResult


def evaluate(
    dataset: Dataset,
    year: int,
    scenario: Asked = None,
    *,
    set: Changes = None,  # noqa: A002 - the name of the option
) -> EvaluationResult:
    """Score and grade the approved centres of a year; audited, nothing written.

    Parameters
    ----------
    dataset : Dataset
    year : int
        The year evaluated: centres of status approved that were approved in it or before.
    scenario, set
        As in :func:`buju.plan`; the evaluation system is ``evaluation.system`` of the policy.

    Returns
    -------
    EvaluationResult
        ``grades`` (score, grade, dimensions, what it hangs on, next year's factor and cap in the dataset's money
        unit), ``missing``, ``left_out``, ``agreement``, ``votes``, ``readiness``, ``audit``.

    Raises
    ------
    InputError
        Data or scenario have errors, or nothing was measured in the year.

    Examples
    --------
    >>> import buju
    >>> city = buju.load(buju.sample())
    >>> buju.evaluate(city, 2024, "base")
    Traceback (most recent call last):
    graph.base.errors.InputError: 1 error; nothing was computed...
    """
    from buju.asking import settings  # noqa: PLC0415
    from planner.rulebook import scenario as scenarios  # noqa: PLC0415
    from planner.rulebook.scenario.locating import locate  # noqa: PLC0415
    from planner.runs.pipeline import refuse_errors  # noqa: PLC0415
    from planner.studies.evaluation.building import evaluation  # noqa: PLC0415
    from planner.studies.evaluation.facts import check, facts  # noqa: PLC0415

    source = scenario if isinstance(scenario, Mapping) or scenario is None else str(scenario)
    place = source if isinstance(source, Mapping) else locate(source, dataset.place)
    asked = scenarios.load(place, settings(set))
    known = facts(dataset.ecosystem, asked.policy.evaluation.system, year)
    refuse_errors(check(dataset.ecosystem, known))
    return evaluation(dataset.ecosystem, asked, year)
