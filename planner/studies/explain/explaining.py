"""Explanations of a run: read the run, explain one candidate or price all, and keep what was computed in the run.

What does not live here: the computations, and what is printed (``planner.cli``).
"""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from graph.base.cell_text import fold, key
from graph.base.errors import InputError, UsageError
from graph.base.nearest import Nearest
from graph.base.records import RecordError, decode, encode, widened
from graph.base.words import Words
from planner.families.kind import Standing
from planner.problem.as_json import from_bytes
from planner.rulebook import scenario
from planner.runs.genuine import check, plan_of
from planner.runs.plan_result import CentreFacts, ChosenCentre, PlanResult
from planner.runs.store import PROBLEM, SCENARIO, Run, result_bytes
from planner.solving.highs import Limits
from planner.studies.explain.answer import BindingRow, Explanation, FlipRow, Priced
from planner.studies.explain.flips import WORK, flips
from planner.studies.explain.kept import KEPT, read_kept
from planner.studies.explain.prices import ROUNDS, ExplainedPlan, Price, differences, price
from planner.studies.explain.reasons import reasons
from planner.studies.explain.standing import standing
from planner.studies.explain.stopping import stopping

K = TypeVar("K")


class Explainer:
    """Explains one run; what it computes is kept in the run's folder where that can be written.

    Parameters
    ----------
    run : Run
    effort : int
        How many times the usual work a search may take; what is cut short is said, and neither shown nor kept.

    Raises
    ------
    UsageError
        The run holds no plan.
    InputError
        The run has no usable ``problem.json``, or it does not give the result's objective.
    """

    def __init__(self, run: Run, effort: int = 1) -> None:
        self.run, self.result, self.effort = run, run.result, effort
        if not run.result.has_plan:
            words = Words("the run {run} holds no plan to explain", "运行结果 {run} 没有可解释的方案")
            raise UsageError(words.fill(run=run.path))
        self._case: ExplainedPlan | None = None
        self._kept = read_kept(run)

    @property
    def candidates(self) -> list[CentreFacts]:
        """The result's rows of all candidates, by id."""
        return sorted((*self.result.chosen, *self.result.rejected), key=lambda row: row.centre)

    def row(self, centre: str) -> CentreFacts:
        """The result's row of one candidate, asked for by its id or by its name.

        Raises
        ------
        UsageError
            No candidate of the run has this id or name, or several have this name; the nearest ones are named.
        """
        rows = {row.centre: row for row in self.candidates}
        if centre in rows:
            return rows[centre]
        called = [c for c, row in rows.items() if fold(row.name) == fold(centre)]
        if len(called) == 1:
            return rows[called[0]]
        if called:
            words = Words(
                "{n} candidates are called {c}: give the id, {ids}", "有 {n} 家候选中心名为 {c}：请用编号 {ids}"
            )
            raise UsageError(words.fill(n=len(called), c=centre, ids=", ".join(called)))
        if any(centre in (row.centre, row.name) for row in self.result.existing):
            words = Words(
                "{c} exists already: the plan decides on candidates only", "{c} 为已有中心；方案只决定候选中心"
            )
            raise UsageError(words.fill(c=centre))
        if gone := [row for row in self.result.ended if centre in (row.centre, row.name)]:
            words = Words(
                "{c} ended{y}: there is nothing left to decide on it; see the rows of history",
                "{c} 已终止{y}，不再有可决定事项；见历史记录",
            )
            ends = next((h.ends for h in self.result.history if h.centre == gone[0].centre), None)
            when = Words("", "") if ends is None else Words(" with {y}", "（{y} 年）").fill(y=ends)
            raise UsageError(words.fill(c=centre, y=when))
        words = Words("the run has no candidate {c}", "该运行没有候选中心 {c}").fill(c=centre)
        if near := _near(centre, rows):
            words = Words("{w}; did you mean {n}?", "{w}；是否指 {n}？").fill(w=words, n=near)
        raise UsageError(words)

    @property
    def case(self) -> ExplainedPlan:
        """Problem, policy and plan of the run."""
        if self._case is None:
            self._case = read_case(self.run)
        return self._case

    def explain(self, centre: str) -> Explanation:
        """Explain one candidate; what was cut short is not kept."""
        row = self.row(centre)
        centre = row.centre
        if (known := self._known(Explanation, "centres", centre)) is not None:
            return known
        made, priced = explanation(self.case, self.result, row, self.effort)
        if not priced.cut_short:
            self._keep("prices", {centre: encode(priced)})
        if not made.cut_short:
            self._keep("centres", {centre: encode(made)})
        return made

    def price(self, centre: str, limits: Limits | None = None) -> Priced:
        """Only the price of one candidate; ``limits`` hold for each solve.

        What was cut short is not kept.
        """
        centre = self.row(centre).centre
        if (known := self._known(Priced, "prices", centre)) is not None:
            return known
        limits = limits or Limits(rounds=self.effort * ROUNDS)
        made = _priced(self.case, centre, price(self.case, centre, limits))
        if not made.cut_short:
            self._keep("prices", {centre: encode(made)})
        return made

    def has_price(self, centre: str) -> bool:
        """Whether the run keeps the price of a candidate."""
        return self._known(Priced, "prices", centre) is not None

    def all_prices(self, hear: Callable[[int, int], None] | None = None) -> dict[str, Priced]:
        """Prices of all candidates by id; ``hear`` gets (done, of)."""
        ids = [row.centre for row in self.candidates]
        missing = [centre for centre in ids if not self.has_price(centre)]
        limits = Limits(rounds=self.effort * ROUNDS)
        for n in self.case.settle(map(self.case.turn, missing), limits) if missing else ():
            if hear is not None:
                hear(n - 1, len(ids))
        return {centre: self.price(centre) for centre in ids}

    def _known(self, kind: type[K], part: str, centre: str) -> K | None:
        """What is kept of a candidate; what is damaged counts as nothing."""
        try:
            return decode(kind, self._kept[part][centre])
        except (KeyError, RecordError):
            return None

    def _keep(self, part: str, made: Mapping[str, Any]) -> None:
        """Add to what is kept, and to what another process has added since; a read-only run keeps nothing."""
        fresh = read_kept(self.run)
        for name in ("prices", "centres"):
            self._kept[name] = {**self._kept[name], **fresh[name]}
        self._kept[part].update(made)
        ordered = {k: dict(sorted(v.items())) if isinstance(v, dict) else v for k, v in self._kept.items()}
        temporary = self.run.path / f".{KEPT}-{secrets.token_hex(4)}.partial"
        try:
            temporary.write_bytes(result_bytes(ordered))
            os.replace(temporary, self.run.path / KEPT)  # noqa: PTH105 - replaces on every system
        except OSError:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)


def read_case(run: Run) -> ExplainedPlan:
    """Problem, policy and plan of a run, checked against its objective.

    Raises
    ------
    InputError
        ``problem.json`` is missing, damaged, or not of this result.
    """
    result = run.result
    try:
        data = (run.path / PROBLEM).read_bytes()
    except OSError as error:
        words = Words("the run has no {file}; make it again with plan", "该运行缺少 {file}，请用 plan 重新运行")
        raise InputError(words.fill(file=PROBLEM)) from error
    policy = scenario.load(run.path / SCENARIO).policy
    check(result, data)
    return ExplainedPlan(from_bytes(data), policy, plan_of(result), result.dataset.money_unit)


def _near(centre: str, rows: Mapping[str, CentreFacts]) -> str:
    """Ids, or names with their ids, that were probably meant: written nearly so, or holding what was written."""
    if (near := Nearest(rows)(centre)) is not None:
        return near
    names = {row.name: c for c, row in rows.items()}
    close = Nearest(names)(centre)
    found = [close] if close is not None else [name for name in names if key(centre) in key(name)][:3]
    return ", ".join(f"{name} ({names[name]})" for name in found)


def _priced(case: ExplainedPlan, centre: str, found: Price) -> Priced:
    """A price, with who changes places with the candidate, and who comes or goes with it."""
    leave, come = differences(case.plan.starts, found.starts, case.problem.candidates)
    chosen = centre in case.plan.starts
    out, along = (come, leave) if chosen else (leave, come)
    nothing = found.cost is None
    return Priced(
        cost=found.cost,
        proven=found.proven,
        cut_short=found.cut_short,
        lifted=tuple(move.change().words for move in found.lifted),
        pushes_out=() if nothing else tuple(out),
        along=() if nothing else tuple(c for c in along if c != centre),
    )


def explanation(
    case: ExplainedPlan, result: PlanResult, row: CentreFacts, effort: int = 1
) -> tuple[Explanation, Priced]:
    """Compute the explanation of one candidate; and its price alone."""
    centre = row.centre
    found = price(case, centre, Limits(rounds=effort * ROUNDS))
    priced = _priced(case, centre, found)
    rows = standing(case, centre)
    names = {r.centre: f"{r.centre} {r.name}" for r in (*result.chosen, *result.rejected)}
    then = {c.centre for c in result.chosen}.difference(case.plan.starts).union(found.starts)
    said = reasons(
        result,
        centre,
        found,
        rows,
        [names[c] for c in priced.pushes_out],
        [names[c] for c in priced.along],
        () if found.cost is None or found.cut_short else then,
    )
    turned, cut = flips(case, centre, found, effort * WORK)
    made = widened(
        Explanation,
        replace(priced, cut_short=found.cut_short or cut),
        centre=centre,
        name=row.name,
        chosen=centre in case.plan.starts,
        year=case.plan.starts.get(centre),
        reasons=tuple(said),
        binding=tuple(_binding(one) for one in rows),
        flip=tuple(FlipRow(words=f.words, set=tuple(f.sets)) for f in turned),
        contribution=row.contribution if isinstance(row, ChosenCentre) else None,
        stopping_cost=stopping(case.problem, case.plan, result, centre),
    )
    return made, priced


def _binding(row: Standing) -> BindingRow:
    rule = row.rule
    return BindingRow(
        rule=rule.name,
        family=rule.family,
        key=rule.key,
        words=rule.words,
        unit=rule.unit,
        side=row.side,
        limit=row.limit,
        used=row.used,
        slack=row.slack,
        needs=row.needs,
    )
