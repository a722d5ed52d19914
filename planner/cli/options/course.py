"""Options of commands that know the course of a scheme: the last year of history, an earlier plan to stick to."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from graph.base.errors import UsageError
from graph.base.words import Words
from planner.cli.inputs.runs import read_result
from planner.cli.language import tr

if TYPE_CHECKING:
    from planner.cli.screen.console import Console
    from planner.runs.baseline import Sticking

AsOf = Annotated[
    int | None,
    typer.Option(
        "--as-of",
        metavar="YEAR",
        help=tr(
            "last year of history: what was approved, paid and graded up to it stands",
            "历史截止年：截至该年的批复、拨付和评价照实保留",
        ),
    ),
]

From = Annotated[
    Path | None,
    typer.Option(
        "--from",
        metavar="RUN",
        help=tr("stick to the plan of this run where nothing is lost", "在不受损失处沿用该运行的方案"),
    ),
]

MostChanges = Annotated[
    int | None,
    typer.Option(
        "--most-changes", min=0, help=tr("change at most so many of its decisions", "至多变更其中这么多项决定")
    ),
]

ChangesCurve = Annotated[
    bool,
    typer.Option(
        "--changes-curve",
        help=tr(
            "also find the best objective with 0, 1, … --most-changes changes; export draws it",
            "另求变更 0、1……至 --most-changes 项时的最优目标值，导出时绘图",
        ),
    ),
]

GradesAhead = Annotated[
    str | None,
    typer.Option(
        "--grades",
        metavar="tree",
        help=tr(
            "tree: approve next year before its grades are known (evaluation.chances), later by grade",
            "tree：年度等次未知（evaluation.chances）时先定次年批复，其后视等次而定",
        ),
    ),
]

ChangeCost = Annotated[
    float,
    typer.Option(
        "--change-cost",
        min=0.0,
        help=tr("what each change takes off the objective, in its unit", "每项变更从目标值中扣除的量"),
    ),
]


def check_grades(grades: str | None, earlier: Path | None) -> None:
    """Refuse what ``--grades`` does not know.

    Raises
    ------
    UsageError
    """
    if grades not in (None, "tree"):
        raise UsageError(Words("--grades takes tree", "--grades 只能是 tree"))
    if grades is not None and earlier is not None:
        words = Words(
            "--grades tree and --from do not go together: changes are counted from one plan to one plan, and the tree "
            "has one for each grade; ask for the two one after the other",
            "--grades tree 与 --from 不能合用：变更是两个方案之间的计数，而 tree 对每种等次各有一个方案；请分两次运行",
        )
        raise UsageError(words)


def with_year(sets: Sequence[str] | None, as_of: int | None) -> list[str]:
    """The changes of the scenario, with the year of ``--as-of``, which comes last."""
    return [*(sets or ()), *(() if as_of is None else (f"as_of={as_of}",))]


def sticking_to(
    earlier: Path | None, most: int | None, cost: float, out: Console, *, curve: bool = False
) -> Sticking | None:
    """The earlier plan that a new one sticks to, if any; of a folder of runs, the newest.

    Raises
    ------
    UsageError
        A limit or a cost of changes without an earlier plan, or the curve without a limit.
    """
    if curve and most is None:
        raise UsageError(Words("--changes-curve needs --most-changes K", "--changes-curve 须与 --most-changes 合用"))
    if earlier is None:
        if most is not None or cost > 0:
            raise UsageError(
                Words(
                    "--most-changes and --change-cost need --from RUN",
                    "--most-changes 与 --change-cost 须与 --from 合用",
                )
            )
        return None
    from planner.runs.baseline import Sticking

    return Sticking(read_result(earlier, out)[1], most, cost, curve)
