"""A city and its scenario as a command reads them, and whether a place holds planner tables instead."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graph.base.errors import UsageError
from graph.base.words import Words
from planner.cli.screen.console import Console


def is_tables(folder: Path) -> bool:
    """Whether the place holds planner tables rather than a city."""
    from loaders.readers.sources import open_source

    source = open_source(folder)
    return source.has("candidates", "候选") and not source.has("centres", "中心")


@dataclass(frozen=True)
class CityInput:
    """A city and its scenario, read and free of errors; ``reload`` gives the scenario with further changes."""

    eco: Any
    scenario: Any
    findings: tuple[Any, ...]
    hashes: Any
    reload: Callable[[Sequence[str]], Any]


def read_city(folder: Path, scenario: Path | None, sets: Sequence[str] | None, out: Console) -> CityInput:
    """Read a city's data and scenario.

    Raises
    ------
    InputError
        With all findings, if one is an error.
    UsageError
        No scenario is given, and there is none in the data's folder.
    """
    from loaders.dataset import load
    from planner.cli.screen.told import say_told
    from planner.rulebook import scenario as scenarios
    from planner.runs.pipeline import refuse_errors

    file = scenario or folder / "scenarios" / "base.yaml"
    if scenario is None and not file.is_file():
        raise UsageError(
            Words(
                "no scenario given and {f} is not there; give one with -S", "未指定情景，且没有 {f}；请用 -S 指定"
            ).fill(f="scenarios/base.yaml")
        )
    loaded = load(folder)
    eco = loaded.require()
    chosen = scenarios.load(file, sets or ())
    findings = (*loaded.findings, *chosen.findings, *scenarios.check_against(chosen, eco))
    refuse_errors(findings)
    if out.verbose:
        out.findings(findings)
    else:
        say_told(out, findings)

    def reload(more: Sequence[str]) -> scenarios.Scenario:
        return scenarios.load(file, (*(sets or ()), *more))

    return CityInput(eco, chosen, findings, loaded.hashes, reload)


def refuse_scenario(scenario: Path | None, sets: Sequence[str] | None) -> None:
    """Refuse ``-S`` and ``--set`` where planner tables are given."""
    if scenario is not None or sets:
        words = Words(
            "planner tables have no scenario: -S and --set do not apply", "规划表没有情景，-S 与 --set 不适用"
        )
        raise UsageError(words)
