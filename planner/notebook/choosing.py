"""What a notebook opens and solves: data, scenarios, caps to move, and why a centre is in the plan or not.

What does not live here: tables of what was found (``planner.notebook.tables``) and how they look
(``planner.notebook.page``); reading data is the notebook's own business (``loaders``).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from graph.base.errors import UsageError
from graph.base.words import Lang, Words
from graph.model.ecosystem import Ecosystem
from planner.layout.figures import coverage_figure, support_figure
from planner.layout.figures.pen import pen, render
from planner.layout.text import number
from planner.notebook.page import attempt
from planner.rulebook import scenario as scenarios
from planner.rulebook.policy import Policy
from planner.runs.outcome import Outcome
from planner.runs.pipeline import plan_result
from planner.runs.plan_result import PlanResult
from planner.solving.highs import Limits
from planner.studies.compare import Comparison
from planner.studies.explain.prices import ExplainedPlan, differences, price
from planner.studies.explain.standing import standing
from planner.studies.worth_words import per_cent

Solve = Callable[..., tuple[Policy, Outcome, PlanResult]]
SECONDS = 40.0
"""Time for one solve; a plan that is not proven by then is shown with its gap."""


def data_folder(default: Path, argv: Sequence[str], environ: Mapping[str, str]) -> Path:
    """Where the data are: the first word of the command line, else ``BUJU_DATA``, else ``default``.

    >>> data_folder(Path("sample"), ["--x", "city"], {"BUJU_DATA": "other"}).name
    'city'
    >>> data_folder(Path("sample"), [], {"BUJU_DATA": "other"}).name, data_folder(Path("sample"), [], {}).name
    ('other', 'sample')
    """
    words = [word for word in argv if not word.startswith("-")]
    return Path(words[0] if words else environ.get("BUJU_DATA") or default)


def scenario_files(data: Path) -> dict[str, Path]:
    """Scenario files beside the data by name, ``base`` first: ``scenarios/*.yaml`` in the folder or by the workbook.

    Raises
    ------
    UsageError
        There are none.
    """
    folder = (data if data.is_dir() else data.parent) / "scenarios"
    found = sorted(folder.glob("*.yaml"), key=lambda p: (p.stem != "base", p.stem))
    if not found:
        words = Words(
            "no scenarios beside {data}: put one at {file} (`buju scenario new` writes it)",
            "{data} 旁没有情景文件：请在 {file} 新建（可用 `buju scenario new` 生成）",
        )
        raise UsageError(words.fill(data=data, file=folder / "base.yaml"))
    return {path.stem: path for path in found}


def solver(eco: Ecosystem, files: Mapping[str, Path], lang: Lang) -> Solve:
    """A function that plans a scenario by name, with any ``--set`` changes: its policy, its outcome and its result.

    The last answers are kept, so that going back to one costs nothing. An infeasible scenario gets its mends.
    """

    @lru_cache(maxsize=32)
    def solve(name: str, *sets: str) -> tuple[Policy, Outcome, PlanResult]:
        def read(more: Sequence[str] = ()) -> scenarios.Scenario:
            return scenarios.load(files[name], (*sets, *more))

        scenario = attempt(read, lang)
        outcome, result = plan_result(eco, scenario, Limits(seconds=SECONDS), reload=read)
        return scenario.policy, outcome, result

    return solve


@dataclass(frozen=True)
class Cap:
    """A cap on money that a scenario sets: its ``--set`` key, its words and its amount."""

    key: str
    words: Words
    amount: float


def caps(policy: Policy) -> tuple[Cap, ...]:
    """Caps that a notebook can move: support of all years, the city's by year, and the equity pot."""
    budgets, pot = policy.budgets, policy.equity.pot
    out = (
        [Cap("budgets.total", Words("support, all years", "各年支持资金总额"), budgets.total)] if budgets.total else []
    )
    words = Words("city support {year}", "{year} 年市级支持资金")
    out += [Cap(f"budgets.city.{y}", words.fill(year=y), cap) for y, cap in sorted(budgets.city.items())]
    return (*out, Cap("equity.pot", Words("equity pot", "股权投入总额"), pot)) if pot else tuple(out)


def span(amount: float) -> tuple[float, float, float, float]:
    """Start, stop, step and first value of a slider for a cap: 60 to 140 % of it, starting at about 97 %.

    >>> span(8050.0)
    (4850.0, 11250.0, 50.0, 7800.0)
    """
    step = 5 * 10.0 ** (math.floor(math.log10(amount)) - 2)
    low, high, first = (step * round(part * amount / step) for part in (0.6, 1.4, 0.97))
    return low, high, step, first


def figure(name: Literal["coverage", "support"], result: PlanResult, lang: Lang) -> bytes:
    """One figure of a plan as PNG bytes."""
    draw = {"coverage": coverage_figure, "support": support_figure}[name].draw
    return render(draw, result, pen(result, lang)[0], "png")


def askable(comparison: Comparison, eco: Ecosystem) -> dict[str, str]:
    """Candidates that one can ask about by what a person sees, those that two plans disagree on first."""
    names, status = eco.names("Centre"), eco.column("centres", "status")
    differ = [c.centre for c in (*comparison.left, *comparison.joined)]
    candidates = [c for c, said in zip(eco.ids("Centre"), status, strict=True) if said != "existing"]
    return {f"{c} {names[c]}": c for c in dict.fromkeys([*differ, *candidates])}


def why(outcome: Outcome, policy: Policy, centre: str, eco: Ecosystem) -> list[Words]:
    """Why a candidate is in the plan or not: what the opposite answer costs, whom it moves, which rules stand by.

    Parameters
    ----------
    outcome : Outcome
        With a plan.
    """
    assert outcome.plan is not None
    names, unit = eco.names("Centre"), eco.info.money_unit
    case = ExplainedPlan(outcome.problem, policy, outcome.plan, unit)
    answer, inside = price(case, centre), centre in outcome.plan.starts
    gone, come = differences(outcome.plan.starts, answer.starts, outcome.problem.candidates)
    said = Words("Without {c}", "若不建{c}") if inside else Words("With {c}", "若建{c}")
    head = said.fill(c=f"{names[centre]} ({centre})")
    if answer.cut_short:
        return [Words("{head} the search was cut short.", "{head}，搜索被截断。").fill(head=head)]
    if answer.cost is None:
        return [Words("{head} no plan keeps the rules.", "{head}，没有方案能遵守全部规则。").fill(head=head)]
    out = [
        Words("{head} the best plan is worth {d} less.", "{head}，最优方案综合得分降低{d}。").fill(
            head=head, d=per_cent(answer.cost, outcome.objective)
        )
    ]
    for words, group in (
        (Words("Fall out: {who}.", "随之退出：{who}。"), [c for c in gone if c != centre]),
        (Words("Come in: {who}.", "随之新增：{who}。"), [c for c in come if c != centre]),
    ):
        out += [words.fill(who="、".join(f"{names[c]} ({c})" for c in group))] if group else []
    out += [Words("Only if: {w}.", "前提是：{w}。").fill(w=move.change().words) for move in answer.lifted]
    for rule in standing(case, centre):
        words = Words("Rule: {rule} (limit {limit}, used {used}).", "相关规则：{rule}（限值 {limit}，已用 {used}）。")
        used = "–" if rule.used is None else number(rule.used)
        out.append(words.fill(rule=rule.rule.words, limit=number(rule.limit), used=used))
    return out
