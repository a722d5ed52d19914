"""A plan: what is chosen and why, its proof and its audit, as tables and as files.

What does not live here: choosing (``planner.solving``), explaining (``planner.studies``), drawing (``planner.layout``).
"""

from __future__ import annotations

import html
import shutil
import tempfile
import weakref
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from buju.speech import spoken
from buju.table import Table
from graph.base.errors import UsageError
from graph.base.rounding import gap_percent
from graph.base.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable

    from buju.asking import Asked, Changes
    from buju.dataset import Dataset
    from planner.runs.next_plans import NextPlans
    from planner.runs.plan_result import ChosenCentre, MendRow, PlanResult, RejectedCentre, RuleName
    from planner.runs.store import Run
    from planner.solving.stages import Report
    from planner.studies.evaluation.result import EvaluationResult
    from planner.studies.explain.answer import Explanation


@dataclass(frozen=True)
class Exported:
    """Files that were written, forms left out and why, and what must be said about the files."""

    files: tuple[Path, ...]
    left_out: Mapping[str, Words]
    warnings: tuple[Words, ...]


class Plan:
    """A finished plan of a city: one run, in its folder.

    A plan that :func:`plan` has made stands in a temporary folder, which goes with the object; :meth:`save` keeps it.
    Every field of the result is an attribute: ``status``, ``objective``, ``bound``, ``gap``, ``chosen``, ``rejected``,
    ``goals``, ``rules``, ``binding``, ``support_by_year``, ``technologies``, ``audit``; of an infeasible scenario
    ``conflict``, ``mends``. Money is in the dataset's unit, nothing is rounded.

    Parameters
    ----------
    run : Run
        As read from its folder (``planner.runs.store``).
    alternatives : NextPlans, optional
        Next-best plans, where they were asked for.

    Examples
    --------
    >>> import buju
    >>> made = buju.plan(buju.load(buju.sample()), "impossible")
    >>> made.status, made.chosen, made.mends[0].set
    ('infeasible', (), ('target.count=20',))
    """

    status: str
    objective: float | None
    bound: float | None
    gap: float | None
    chosen: tuple[ChosenCentre, ...]
    rejected: tuple[RejectedCentre, ...]
    goals: Mapping[str, float]
    conflict: tuple[RuleName, ...]
    mends: tuple[MendRow, ...]

    def __init__(self, run: Run, alternatives: NextPlans | None = None) -> None:
        self.run = run
        self.result: PlanResult = run.result
        self.alternatives = alternatives

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or name in ("run", "result"):
            raise AttributeError(name)
        return getattr(self.result, name)

    def __dir__(self) -> list[str]:
        return sorted({*object.__dir__(self), *dir(self.result)})

    def __repr__(self) -> str:
        if self.objective is None:
            return f"Plan({self.scenario!r}, {self.status}: {len(self.conflict)} rules in conflict)"
        gap = "" if not self.gap else f", gap {gap_percent(self.gap)}"
        return (
            f"Plan({self.scenario!r}, {self.status}: {len(self.chosen)} centres, objective {self.objective:.6g}{gap})"
        )

    def _repr_html_(self) -> str:
        head = f"<p>{html.escape(repr(self))}</p>"
        rows = [
            {"centre": r.centre, "name": r.name, "year": r.year, "support": round(r.total_support, 2)}
            for r in self.chosen
        ]
        return head + Table.of("chosen", rows)._repr_html_()

    @property
    def folder(self) -> Path:
        """The folder of the run."""
        return self.run.path

    def table(self, name: str, lang: str | None = None) -> Table:
        """One list of the result as a table, e.g. ``chosen``, ``rules``, ``support_by_year``.

        Raises
        ------
        UsageError
            The result has no such list; all are named.

        Examples
        --------
        >>> import buju
        >>> made = buju.plan(buju.load(buju.sample()), "tight")
        >>> len(made.table("chosen")) == len(made.chosen)
        True
        """
        lists = [field for field in _names(self.result) if isinstance(getattr(self.result, field), tuple)]
        if name not in lists:
            words = Words("a plan has no table {name}; it has {all}", "方案没有表 {name}；可用：{all}")
            raise UsageError(words.fill(name=name, all=", ".join(lists)))
        return Table.of(name, getattr(self.result, name), lang)

    def explain(self, centre: str, *, effort: int = 1) -> Explanation:
        """Why a candidate is in the plan or not: reasons, what the opposite costs, whom it moves, what would flip it.

        Parameters
        ----------
        centre : str
            Its id.
        effort : int
            How many times the usual work each search may take: 10 goes on with what ``cut_short`` says was left open.

        Raises
        ------
        UsageError
            No candidate has this id, there is no plan, or ``effort`` is below 1.

        Examples
        --------
        >>> import buju
        >>> made = buju.plan(buju.load(buju.sample()), "tight")
        >>> answer = made.explain(made.chosen[0].centre)
        >>> answer.chosen, answer.cost > 0, len(answer.reasons) > 0
        (True, True, True)
        """
        from buju.asking import at_least_one  # noqa: PLC0415
        from planner.studies.explain.explaining import Explainer  # noqa: PLC0415

        return Explainer(self.run, at_least_one(effort)).explain(centre)

    def export(
        self,
        folder: str | PathLike[str],
        forms: Sequence[str] | None = None,
        *,
        lang: str | None = None,
        beside: Plan | None = None,
        evaluation: EvaluationResult | None = None,
        districts: str | PathLike[str] | None = None,
        template: str | PathLike[str] | None = None,
        force: bool = False,
    ) -> Exported:
        """Write the plan as files to hand in; all or none.

        Parameters
        ----------
        folder : path
        forms : sequence of str, optional
            ``page``, ``csv``, ``json``, ``xlsx``, ``docx``, ``geojson``, ``gpkg``, ``graphml``, ``gexf``, ``png``,
            ``svg``, ``pdf``; None = all that can be made here.
        lang : {"zh", "en"}, optional
        beside : Plan, optional
            A second plan, shown beside this one on the page.
        evaluation : EvaluationResult, optional
            A year's evaluation (:func:`buju.evaluate`), shown with the grades on the page.
        districts, template : path, optional
            Your own district outlines (GeoJSON) and your own template of the document (``.docx``).
        force : bool
            Overwrite files that are there and differ.

        Raises
        ------
        UsageError
            There is no plan to lay out, or a form cannot be made here.
        OutputError
            The folder cannot be written.

        Examples
        --------
        >>> import buju, tempfile
        >>> made = buju.plan(buju.load(buju.sample()), "tight")
        >>> with tempfile.TemporaryDirectory() as place:
        ...     [path.name for path in made.export(place, forms=["json"]).files]
        ['result.json']
        """
        from planner.layout.exporting import export  # noqa: PLC0415
        from planner.studies.explain.kept import explained  # noqa: PLC0415

        made = export(
            self.run.result,
            forms,
            spoken(lang),
            districts=None if districts is None else Path(districts),
            template=None if template is None else Path(template),
            explained=explained(self.run),
            other=None if beside is None else beside.run.result,
            evaluation=evaluation,
        )
        written = made.write(Path(folder), force=force)
        return Exported(tuple(written), made.left_out, made.warnings)

    def save(self, parent: str | PathLike[str] = "runs") -> Path:
        """Keep the run in a new folder of ``parent``, which :func:`buju.open` and every command reads.

        Raises
        ------
        OutputError
            It cannot be written; nothing half-written is left.

        Examples
        --------
        >>> import buju, tempfile
        >>> made = buju.plan(buju.load(buju.sample()), "tight")
        >>> with tempfile.TemporaryDirectory() as place:
        ...     buju.open(made.save(place)).objective == made.objective
        True
        """
        from planner.runs.store import write_run  # noqa: PLC0415

        files = {path.name: path.read_bytes() for path in sorted(self.folder.iterdir()) if path.is_file()}
        return write_run(Path(parent), datetime.now(UTC), self.scenario, files)


def plan(
    dataset: Dataset,
    scenario: Asked = None,
    *,
    set: Changes = None,  # noqa: A002 - the name of the option
    as_of: int | None = None,
    earlier: Plan | None = None,
    most_changes: int | None = None,
    change_cost: float = 0.0,
    changes_curve: bool = False,
    seconds: float | None = None,
    gap: float = 0.0,
    threads: int = 1,
    seed: int = 0,
    solver: str = "highs",
    cross_check: str | None = None,
    alternatives: int | None = None,
    differ: int = 1,
    effort: int = 1,
    report: Report | None = None,
) -> Plan:
    """Choose centres, years and support; prove and audit the plan.

    Parameters
    ----------
    dataset : Dataset
    scenario : path, str, dict, optional
        By path, by its name inside the dataset (``scenarios/NAME.yaml``), by the name of a shipped policy, or as the
        dict that its file would hold. Default: the dataset's ``base``.
    set : mapping or sequence of str, optional
        Changes on top: ``{"target.count": 20}`` or ``["target.count=20"]``.
    as_of : int, optional
        Years up to this one are history; the next is the first that is decided.
    earlier : Plan, optional
        A plan to stick to: among plans that are worth the same, the one with fewest changes to it is taken.
    most_changes : int, optional
        Change at most so many of its decisions.
    change_cost : float
        What each change takes off the objective, in its unit.
    changes_curve : bool
        Also find the best objective with 0, 1, … ``most_changes`` changes; ``result.changes_curve`` and a figure.
    seconds : float, optional
        Stop after this time with the best plan found; its bound and gap say how good it is.
    gap : float
        Relative gap to accept; 0 asks for proof.
    threads, seed, solver, cross_check
        As the command's options of these names.
    alternatives : int, optional
        List this many plans in proven order as ``alternatives``, which differ in at least ``differ`` centres.
    effort : int
        Where there is no plan: how many times the usual work the search for ``conflict`` and ``mends`` may take. Where
        ``result.conflict_smallest`` or ``result.mends_complete`` is false, 10 goes on with what 1 left open.
    report : callable, optional
        Hears of progress: ``report(stage, progress)``.

    Returns
    -------
    Plan
        Infeasible raises nothing: ``status`` is ``"infeasible"``, ``conflict`` names the rules that stand against each
        other, ``mends`` what makes the scenario solvable, each as ``set`` takes it.

    Raises
    ------
    InputError
        Data or scenario have errors; all findings at once.
    UsageError
        There is no such scenario or solver, the earlier plan is of another city, or ``effort`` is below 1.

    Examples
    --------
    >>> import buju
    >>> made = buju.plan(buju.load(buju.sample()), "tight")
    >>> made.status, made.audit.clean, made.bound - made.objective < 1e-5
    ('proven', True, True)
    """
    from buju.asking import at_least_one, question  # noqa: PLC0415
    from planner.runs import pipeline  # noqa: PLC0415
    from planner.runs.baseline import Sticking  # noqa: PLC0415
    from planner.runs.store import read_run  # noqa: PLC0415
    from planner.solving.highs import Limits  # noqa: PLC0415

    if earlier is None and (most_changes is not None or change_cost > 0):
        raise UsageError(Words("changes are counted from an earlier plan", "变更须以原方案为基准"))
    asked = question(dataset, scenario, set, as_of)
    parent = Path(tempfile.mkdtemp(prefix="buju-"))
    remove: Callable[..., None] = shutil.rmtree
    try:
        done = pipeline.plan_run(
            dataset.ecosystem,
            asked.scenario,
            Limits(seconds=seconds, gap=gap, threads=threads, seed=seed, effort=at_least_one(effort)),
            asked.findings,
            dataset.hashes,
            parent,
            report,
            asked.reload,
            None if alternatives is None else pipeline.Further(alternatives, differ),
            pipeline.Solvers(solver, cross_check),
            None if earlier is None else Sticking(earlier.result, most_changes, change_cost, changes_curve),
        )
        made = Plan(read_run(done.folder), done.alternatives)
    except BaseException:
        remove(parent, ignore_errors=True)
        raise
    weakref.finalize(made.run, remove, parent, ignore_errors=True)
    return made


def _names(result: Any) -> list[str]:
    return list(result) if isinstance(result, Mapping) else list(result.__dataclass_fields__)
