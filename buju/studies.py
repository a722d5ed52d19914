"""Questions beyond one plan: the ecosystem today and with a plan, two plans, trade-offs, budgets, stress.

What does not live here: the answers (``graph.assessment``, ``planner.studies``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from buju.dataset import Dataset
from buju.planned import Plan
from graph.base.errors import UsageError
from graph.base.words import Words

if TYPE_CHECKING:
    from buju.asking import Asked, Changes
    from graph.assessment.assessment import Assessment
    from planner.studies.compare import Comparison
    from planner.studies.curves.answer import CurveAnswer
    from planner.studies.fronts.answer import FrontAnswer
    from planner.studies.stress.answer import ScenariosAnswer, StressAnswer


def assess(
    dataset: Dataset, plan: Plan | Mapping[str, int] | None = None, as_of: int | None = None, scenario: Asked = None
) -> Assessment:
    """Say what the ecosystem covers, what is missing and what hangs on one, today and with a plan.

    Parameters
    ----------
    dataset : Dataset
    plan : Plan or mapping, optional
        A plan of these data, or centre → year of approval.
    as_of : int, optional
        A year of the scheme: who is there then, and what they cover by their age (``by_age``).
    scenario : optional
        As in :func:`buju.plan`; its ramp says how a centre grows. Read only with ``as_of``.

    Returns
    -------
    Assessment
        ``indicators``, ``gaps``, ``single_points``, ``claims_without_evidence``, ``findings``, ``advice``, ``by_age`` …

    Raises
    ------
    UsageError
        There is no plan in ``plan``.
    InputError
        The plan chooses centres that the data do not have.

    Examples
    --------
    >>> import buju
    >>> found = buju.assess(buju.load(buju.sample()))
    >>> next(r.today for r in found.indicators if r.indicator.name == "bottlenecks_uncovered") > 0
    True
    """
    from graph.assessment.assessment import assess as assess_ecosystem  # noqa: PLC0415

    if isinstance(plan, Plan):
        if plan.objective is None:
            words = Words("the plan is infeasible: nothing is chosen", "该方案不可行，没有入选中心")
            raise UsageError(words)
        plan = {row.centre: int(row.year) for row in plan.chosen}
    if as_of is None:
        return assess_ecosystem(dataset.ecosystem, plan)
    from buju.asking import question  # noqa: PLC0415
    from planner.studies.course.standing_today import standing_today  # noqa: PLC0415

    stands = standing_today(dataset.ecosystem, question(dataset, scenario, None, as_of).scenario.policy)
    assert stands is not None  # a year was given
    return assess_ecosystem(stands.ecosystem, plan, stands.as_of, stands.centres)


def compare(a: Plan, b: Plan) -> Comparison:
    """Set two plans side by side: figures, who left and joined, technologies, money by year, rules that bind.

    Examples
    --------
    >>> import buju
    >>> city = buju.load(buju.sample())
    >>> found = buju.compare(buju.plan(city, "base"), buju.plan(city, "tight"))
    >>> [figure.change for figure in found.figures if figure.name == "objective"][0] < 0
    True
    """
    from planner.studies.compare import compare as compare_results  # noqa: PLC0415

    return compare_results(a.run.result, b.run.result)


def pareto(
    dataset: Dataset,
    goals: Sequence[str],
    scenario: Asked = None,
    *,
    set: Changes = None,  # noqa: A002 - the name of the option
    seconds: float | None = None,
    threads: int = 1,
    seed: int = 0,
) -> FrontAnswer:
    """Find all plans of which no other is better in one goal without being worse in another.

    Parameters
    ----------
    dataset : Dataset
    goals : sequence of str
        Two or three goals of the scenario, or ``cost``.
    scenario, set, seconds, threads, seed
        As in :func:`buju.plan`.

    Returns
    -------
    FrontAnswer
        ``complete`` (true only when no point is missing), ``goals``, ``points``, ``plans``, ``ideal``, ``nadir``,
        ``knee``, ``audit``.

    Raises
    ------
    InputError
        Data or scenario have errors.
    UsageError
        There is no such goal.

    Examples
    --------
    >>> import buju
    >>> found = buju.pareto(buju.load(buju.sample()), ["coverage", "cost"], set={"target.count": 3}, seconds=0)
    >>> found.goals, len(found.points) == len(found.plans)
    (('coverage', 'cost'), True)
    """
    from buju.asking import question  # noqa: PLC0415
    from planner.solving.highs import Limits  # noqa: PLC0415
    from planner.studies.fronts.front_data import city_front  # noqa: PLC0415

    asked = question(dataset, scenario, set)
    limits = Limits(seconds=seconds, gap=0.0, threads=threads, seed=seed)
    found, *_ = city_front(dataset.ecosystem, asked.scenario.policy, goals, limits)
    return found


def curve(
    dataset: Dataset,
    row: str = "budgets.total",
    scenario: Asked = None,
    *,
    at: Sequence[float] = (),
    low: float | None = None,
    high: float | None = None,
    points: int | None = None,
    stairs: bool = False,
    more: float | None = None,
    roadmap: bool = True,
    set: Changes = None,  # noqa: A002 - the name of the option
    seconds: float | None = None,
    threads: int = 1,
    seed: int = 0,
) -> CurveAnswer:
    """Say what each budget buys, what a little more would bring, and in which order to found centres.

    Parameters
    ----------
    dataset : Dataset
    row : str
        Scenario key of the budget: ``budgets.total``, ``budgets.city.2024``, ``equity.pot``.
    scenario, set, seconds, threads, seed
        As in :func:`buju.plan`.
    at : sequence of float
        Budgets in the dataset's unit; or their range ``low`` to ``high`` and about how many ``points``; or all
        ``stairs`` of the curve.
    more : float, optional
        Amount whose gain is told at each budget.
    roadmap : bool
        Find the nested roadmap as well.

    Returns
    -------
    CurveAnswer
        ``status``, ``complete``, ``points``, ``roadmap``, ``audit``.

    Examples
    --------
    >>> import buju
    >>> found = buju.curve(buju.load(buju.sample()), at=[8050], roadmap=False)
    >>> [(point.budget, point.status) for point in found.points]
    [(8050.0, 'proven')]
    """
    from buju.asking import question  # noqa: PLC0415
    from planner.solving.highs import Limits  # noqa: PLC0415
    from planner.studies.curves.curve_data import Wanted, city_curve  # noqa: PLC0415

    asked = question(dataset, scenario, set)
    budgets = tuple(sorted({float(budget) for budget in at}))
    wanted = Wanted(row=row, at=budgets, low=low, high=high, points=points, stairs=stairs, more=more, roadmap=roadmap)
    limits = Limits(seconds=seconds, gap=0.0, threads=threads, seed=seed)
    return city_curve(dataset.ecosystem, asked.scenario, asked.reload, wanted, limits)


def stress(
    what: Plan | Dataset,
    scenarios: Sequence[Asked] = (),
    *,
    chances: Sequence[float] | None = None,
    tail: float = 0.2,
    goals: Sequence[str] = (),
    orders: Sequence[str] = (),
    weights: Sequence[str] = (),
    samples: int | None = None,
    seed: int = 0,
    seconds: float | None = None,
    threads: int = 1,
) -> StressAnswer | ScenariosAnswer:
    """Put a plan under stress, or one choice of a city against several scenarios.

    Parameters
    ----------
    what : Plan or Dataset
        A plan: what is lost when a centre, a lead organisation or a chief scientist fails; with ``orders`` or
        ``weights`` also which candidates are in every good plan. A dataset: one choice against two or more scenarios.
    scenarios : sequence
        For a dataset: each by path, by name, or as a dict.
    chances, tail
        Chance of each scenario, and the share of worst cases that is averaged.
    goals, orders, weights, samples, seed
        Partly known weights, e.g. ``orders=["coverage > talent"]``, ``weights=["coverage=0.2..0.5"]``.
    seconds, threads
        Limits of each solve.

    Returns
    -------
    StressAnswer or ScenariosAnswer
        ``failures`` and perhaps ``core`` of a plan; ``choices``, ``matrix``, ``scenarios`` … of a dataset.

    Raises
    ------
    UsageError
        The arguments do not fit together.

    Examples
    --------
    >>> import buju
    >>> found = buju.stress(buju.plan(buju.load(buju.sample()), "tight"))
    >>> found.failures.losses[0].loss >= found.failures.losses[-1].loss
    True
    """
    from planner.solving.highs import Limits  # noqa: PLC0415

    if isinstance(what, Dataset):
        if goals or orders or weights:
            words = Words(
                "partly known weights: plan first, then give the plan", "权重不完全确定：请先规划，再给出方案"
            )
            raise UsageError(words)
        return _of_scenarios(what, scenarios, chances, tail, Limits(seconds=seconds, gap=0.0, threads=threads, seed=0))
    if scenarios or chances is not None:
        words = Words(
            "a plan has its scenario: to hold several against one another, give the dataset",
            "方案已有情景：要比较多个情景，请给出数据集",
        )
        raise UsageError(words)
    from planner.studies.stress.answer import StressAnswer  # noqa: PLC0415
    from planner.studies.stress.of_run import RunStress  # noqa: PLC0415
    from planner.studies.stress.weights import parse  # noqa: PLC0415

    test = RunStress(what.run)
    limits = Limits(seconds=20.0 if seconds is None else seconds, threads=threads)
    answer = StressAnswer(failures=test.failures(limits))
    if goals or orders or weights:
        known = parse(list(goals) or test.goals, list(weights), list(orders))
        core = test.core(known, samples, seed, Limits(seconds=seconds, gap=0.0, threads=threads, seed=0))
        return replace(answer, core=core)
    return answer


def _of_scenarios(
    dataset: Dataset, scenarios: Sequence[Asked], chances: Sequence[float] | None, tail: float, limits: Any
) -> ScenariosAnswer:
    from buju.asking import questions  # noqa: PLC0415
    from planner.studies.stress.of_scenarios import city_scenarios  # noqa: PLC0415

    asked = questions(dataset, scenarios)
    given = None if chances is None else [float(chance) for chance in chances]
    return city_scenarios(dataset.ecosystem, asked.scenarios, given, tail, limits)
