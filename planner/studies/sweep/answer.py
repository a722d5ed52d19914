"""What a sweep says: how many cases have a plan, who is chosen always, sometimes or never, and where plans fail.

What does not live here: the cases themselves (``case``), the boxes' method (``boxes``), sentences (``planner.cli``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

import numpy as np

from graph.base.records import ABSENT, Count, Share
from graph.base.words import Words
from planner.studies.data_behind import DataBehind
from planner.studies.sweep.boxes import Box, find
from planner.studies.sweep.case import CaseRow

FORMAT: Final = "buju-sweep/1"
PLAN: Final = "plan"
"""What fails where a case has no plan: the target, or a rule that stands against it."""
Kind = Literal["always", "sometimes", "never"]


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """A candidate: in how many of the cases with a plan it is chosen, and in which years."""

    centre: str
    name: str
    kind: Kind
    cases: Count
    share: Share
    years: Mapping[str, int]


@dataclass(frozen=True, kw_only=True)
class Failing:
    """What fails in some cases and not in others: ``plan``, or a bottleneck that stays open; and the conditions."""

    what: str
    name: str
    cases: Count
    of: Count
    box: Box | None


@dataclass(frozen=True, kw_only=True)
class SweepAnswer:
    """A sweep in sum.

    Attributes
    ----------
    cases
        Cases asked for; ``done``: those that have a row.
    statuses
        Status → number of cases.
    conflicts
        Rules that stand against one another in the cases without a plan, joined by `` + `` → number of cases.
    conflict_words
        The same rules as a planner calls them, as they are in the first of those cases.
    objective
        Lowest, median and greatest objective of the cases with a plan.
    seed
        Of the draws; None: a table of cases.
    """

    format: str = field(default=FORMAT, metadata=ABSENT)
    scenario: str
    dataset: DataBehind
    keys: tuple[str, ...]
    seed: int | None
    cases: Count
    done: Count
    statuses: Mapping[str, int]
    conflicts: Mapping[str, int]
    conflict_words: Mapping[str, Words]
    objective: tuple[float, ...]
    chosen: tuple[Chosen, ...]
    failing: tuple[Failing, ...]
    audits_clean: bool


@dataclass(frozen=True, kw_only=True)
class PrintedSweep(SweepAnswer):
    """A sweep as ``buju sweep`` prints it: with its folder and its files."""

    folder: str
    files: tuple[str, ...]
    cpu_seconds: float


def answered(
    rows: Sequence[CaseRow],
    cases: int,
    seed: int | None,
    scenario: str,
    dataset: DataBehind,
    candidates: Mapping[str, str],
    technologies: Mapping[str, str],
) -> SweepAnswer:
    """Sum up the rows, in the order of their numbers.

    Parameters
    ----------
    rows : sequence of CaseRow
    cases : int
        Cases asked for.
    seed, scenario, dataset
        What was asked of which data.
    candidates, technologies : mapping of id to name
    """
    rows = sorted(rows, key=lambda row: row.case)
    planned = [row for row in rows if row.planned]
    keys = tuple(dict.fromkeys(key for row in rows for key in row.values))
    values = sorted(row.objective for row in planned if row.objective is not None)
    return SweepAnswer(
        scenario=scenario,
        dataset=dataset,
        keys=keys,
        seed=seed,
        cases=cases,
        done=len(rows),
        statuses=dict(Counter(row.status for row in rows).most_common()),
        conflicts=dict(Counter(" + ".join(row.conflict) for row in rows if row.conflict).most_common()),
        conflict_words={" + ".join(row.conflict): _together(row) for row in reversed(rows) if row.conflict},
        objective=(values[0], float(np.median(values)), values[-1]) if values else (),
        chosen=tuple(_chosen(planned, centre, name) for centre, name in candidates.items()) if planned else (),
        failing=_failing(rows, planned, keys, technologies),
        audits_clean=all(row.audited for row in planned),
    )


def _together(row: CaseRow) -> Words:
    """The rules that stand against one another in a case, in a row."""
    return Words("; ".join(w.en for w in row.conflict_words), "；".join(w.zh for w in row.conflict_words))


def _chosen(planned: Sequence[CaseRow], centre: str, name: str) -> Chosen:
    years = Counter(row.chosen[centre] for row in planned if centre in row.chosen)
    count = sum(years.values())
    kind: Kind = "always" if count == len(planned) else "sometimes" if count else "never"
    told = {str(year): years[year] for year in sorted(years)}
    return Chosen(centre=centre, name=name, kind=kind, cases=count, share=count / len(planned), years=told)


def _failing(
    rows: Sequence[CaseRow], planned: Sequence[CaseRow], keys: Sequence[str], technologies: Mapping[str, str]
) -> tuple[Failing, ...]:
    """What fails in some cases only: first the plan, then bottlenecks, the most often open first."""
    known = [row for row in rows if row.planned or row.status == "infeasible"]
    asked = [(PLAN, "", known, [not row.planned for row in known])]
    often = Counter(tech for row in planned for tech in row.open)
    asked += [
        (tech, technologies.get(tech, tech), list(planned), [tech in row.open for row in planned])
        for tech, _ in sorted(often.items(), key=lambda pair: (-pair[1], pair[0]))
    ]
    out = []
    for what, name, among, fails in asked:
        if 0 < sum(fails) < len(fails):
            box = _box(among, fails, keys)
            out.append(Failing(what=what, name=name, cases=sum(fails), of=len(fails), box=box))
    return tuple(out)


def _box(rows: Sequence[CaseRow], fails: Sequence[bool], keys: Sequence[str]) -> Box | None:
    """The box over the keys that every case gives a number."""
    numbers = [k for k in keys if all(isinstance(row.values.get(k), int | float) for row in rows)]
    if not numbers:
        return None
    values = np.array([[float(row.values[k]) for k in numbers] for row in rows])
    return find(numbers, values, np.array(fails, dtype=bool))
