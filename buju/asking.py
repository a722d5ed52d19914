"""A dataset under a scenario: read, checked against each other, free of errors. Every command and function asks here.

What does not live here: the checks (``planner.rulebook``, ``planner.problem.doubtful_data``) and any answer.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import index
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.base.errors import UsageError
from graph.base.words import Words

if TYPE_CHECKING:
    from buju.dataset import Dataset
    from graph.base.findings import Finding
    from planner.rulebook.scenario import Scenario
    from planner.runs.city_findings import CityFindings

Asked = str | PathLike[str] | Mapping[str, Any] | None
"""A scenario by path, by its name inside the dataset, by the name of a shipped policy, as the dict that its file would
hold; None: the dataset's ``base``."""
Changes = Mapping[str, Any] | Sequence[str] | None
"""Changes of a scenario: ``{"target.count": 20}`` or ``["target.count=20"]``."""


@dataclass(frozen=True, kw_only=True)
class Question:
    """A dataset and the scenario to plan it under.

    Attributes
    ----------
    findings : tuple of Finding
        Of data, scenario, and both together; none is an error.
    doubts : tuple of Finding
        Those among them that say which data the plan must be read with care for.
    """

    dataset: Dataset
    scenario: Scenario
    findings: tuple[Finding, ...]
    doubts: tuple[Finding, ...]
    _source: Path | Mapping[str, Any]

    def reload(self, more: Sequence[str]) -> Scenario:
        """The scenario with further ``--set`` changes."""
        from planner.rulebook import scenario as scenarios  # noqa: PLC0415

        return scenarios.load(self._source, (*self.scenario.sets, *more))


@dataclass(frozen=True)
class Questions:
    """A dataset and the scenarios to hold one choice against, with the findings of all."""

    dataset: Dataset
    scenarios: tuple[Scenario, ...]
    found: CityFindings


def question(dataset: Dataset, scenario: Asked = None, changes: Changes = None, as_of: int | None = None) -> Question:
    """Read a scenario for a dataset and hold each against the other.

    ``as_of``, where given, goes before the scenario's own: years up to it are history.

    Raises
    ------
    InputError
        With all findings, if one of them is an error.
    UsageError
        There is no such scenario; none is given and the dataset has no ``base``.

    Examples
    --------
    >>> import buju
    >>> question(buju.load(buju.sample()), "tight", {"target.count": 18}).scenario.policy.target.count
    18
    """
    year = () if as_of is None else (f"as_of={int(as_of)}",)
    ((source, asked),), found = _read(dataset, [scenario], (*settings(changes), *year))
    return Question(dataset=dataset, scenario=asked, findings=found.all, doubts=found.doubts, _source=source)


def questions(dataset: Dataset, scenarios: Sequence[Asked]) -> Questions:
    """Read several scenarios for a dataset and hold each against it.

    Raises
    ------
    InputError
        With the findings of all, if one of them is an error.
    UsageError
        There is no such scenario.

    Examples
    --------
    >>> import buju
    >>> [one.name for one in questions(buju.load(buju.sample()), ["base", "tight"]).scenarios]
    ['base', 'tight']
    """
    read, found = _read(dataset, scenarios, ())
    return Questions(dataset, tuple(asked for _, asked in read), found)


def _read(
    dataset: Dataset, scenarios: Sequence[Asked], sets: Sequence[str]
) -> tuple[list[tuple[Path | Mapping[str, Any], Scenario]], CityFindings]:
    """Where each scenario was found and what it says, and the findings of all; none of them is an error."""
    from planner.rulebook import scenario as reading  # noqa: PLC0415
    from planner.rulebook.scenario.locating import locate  # noqa: PLC0415
    from planner.runs.city_findings import city_findings, refuse_map  # noqa: PLC0415
    from planner.runs.pipeline import refuse_errors  # noqa: PLC0415

    _refuse_other(dataset)
    refuse_map(dataset.ecosystem)
    sources = [one if isinstance(one, Mapping) else locate(_path(one), dataset.place) for one in scenarios]
    read = [(source, reading.load(source, sets)) for source in sources]
    found = city_findings(dataset.ecosystem, [asked for _, asked in read], dataset.findings)
    refuse_errors(found.all)
    return read, found


def settings(changes: Changes) -> tuple[str, ...]:
    """Changes as the texts that ``--set`` takes.

    Examples
    --------
    >>> settings({"target.count": 20, "fixed.chosen": ["C01"], "budgets.total": None})
    ('target.count=20', 'fixed.chosen=["C01"]', 'budgets.total=null')
    >>> settings(["target.count=20"])
    ('target.count=20',)
    """
    if changes is None:
        return ()
    if isinstance(changes, str):
        return (changes,)
    if not isinstance(changes, Mapping):
        return tuple(changes)
    return tuple(f"{key}={_yaml(str(key), value)}" for key, value in changes.items())


def at_least_one(effort: int) -> int:
    """How many times the usual work a search may take, as ``--effort`` has it.

    Raises
    ------
    UsageError
        It is no whole number, or below 1.

    Examples
    --------
    >>> at_least_one(10)
    10
    """
    if isinstance(effort, bool) or not hasattr(effort, "__index__") or index(effort) < 1:
        words = Words(
            "effort takes a whole number of at least 1, not {value}", "effort 应为不小于 1 的整数，而非 {value}"
        )
        raise UsageError(words.fill(value=repr(effort)))
    return index(effort)


def _yaml(key: str, value: Any) -> str:
    plain = value.item() if hasattr(value, "item") else value
    try:
        return json.dumps(plain, ensure_ascii=False, allow_nan=False)
    except (TypeError, ValueError) as error:
        words = Words("{key} takes a number, a text, a list or a dict", "{key} 的值应为数值、文字、列表或字典")
        raise UsageError(words.fill(key=key)) from error


def _path(scenario: str | PathLike[str] | None) -> str | Path | None:
    return scenario if scenario is None or isinstance(scenario, str) else Path(scenario)


def _refuse_other(dataset: object) -> None:
    from buju.dataset import Dataset  # noqa: PLC0415

    if not isinstance(dataset, Dataset):
        words = Words("the first argument is a dataset: buju.load(…)", "第一个参数应为数据集：buju.load(…)")
        raise UsageError(words)
