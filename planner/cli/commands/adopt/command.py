"""Command ``adopt``: one year of a plan becomes history: decisions and what they promise."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from graph.base.errors import UsageError
from graph.base.words import Words
from planner.cli.commands import Command
from planner.cli.language import tr
from planner.cli.options.recording import By, On, Paper
from planner.cli.screen.console import Console


def adopt(
    run: Annotated[Path, typer.Argument(metavar="RUN", help=tr("a run of `buju plan`", "buju plan 的运行目录"))],
    year: Annotated[int, typer.Option("--year", metavar="YEAR", help=tr("the year that is decided", "作出决定的年份"))],
    output: Annotated[
        Path,
        typer.Option(
            "-o", "--output", metavar="FOLDER", help=tr("the dataset that takes the rows", "写入的数据集文件夹")
        ),
    ],
    by: By,
    on: On = None,
    source: Paper = "",
    paid: Annotated[
        bool,
        typer.Option(
            "--paid", help=tr("record the year's money as paid too, as planned", "同时将当年资金按方案登记为已拨付")
        ),
    ] = False,
    *,
    out: Console,
) -> None:
    """Add the rows, all or none."""
    from loaders.dataset import load
    from planner.cli.commands.adopt.schema import Adoption
    from planner.cli.inputs.recording import add_rows, signed
    from planner.cli.inputs.runs import read_result
    from planner.rulebook import scenario
    from planner.runs.store import SCENARIO
    from planner.studies.course.adoption import adopt as adopted_of

    place, plan = read_result(run, out)
    by_whom = signed(by, on, source or f"buju run {place.name}")
    eco = load(output).require()
    told = scenario.load(place / SCENARIO).policy.cofunding
    districts = zip(eco.ids("Centre"), eco.column("centres", "district").tolist(), strict=True)
    shares = {centre: told.by_district.get(d, told.district_share) for centre, d in districts}
    made = adopted_of(plan, year, by_whom, paid=paid, shares=shares)
    strange = sorted({row["centre_id"] for row in made.decisions} - set(eco.ids("Centre")))
    if strange:
        words = Words("{f} is another dataset: it has no centre {c}", "{f} 是另一个数据集：没有中心 {c}")
        raise UsageError(words.fill(f=output, c=strange[0]))
    pairs = zip(
        eco.column("decisions", "centre_id").tolist(), eco.column("decisions", "decision").tolist(), strict=True
    )
    approved = {c for c, d in pairs if d == "approved"}
    again = sorted(approved & set(made.centres))
    if again:
        words = Words("approved already: {c}; nothing was written", "已有批复：{c}；未写入任何内容")
        raise UsageError(words.fill(c=", ".join(again)))
    files, said = add_rows(output, made.rows())
    out.findings(said if out.verbose else ())
    status = zip(eco.ids("Centre"), eco.column("centres", "status").tolist(), strict=True)
    approved |= {centre for centre, said in status if said != "candidate"}
    behind = sorted(c.centre for c in plan.chosen if c.year < year and c.centre not in approved)
    if behind:
        words = Words(
            "the plan approves {n:centre|centres} before {y} that {f} does not know as approved: {c}; adopt those "
            "years as well if it was so",
            "该规划在 {y} 年以前还批复了 {n} 家，{f} 中尚无记录：{c}；若确已批复，请将相应年份一并登记",
        )
        out.say(words.fill(n=len(behind), y=year, f=output, c=", ".join(behind)))
    adopted = Adoption(
        year=year,
        approved=made.centres,
        rows={table: len(rows) for table, rows in made.rows().items()},
        files=tuple(map(str, files)),
    )
    words = Words(
        "{y}: {n:centre|centres} approved, {k:promise|promises} for later years; next: buju plan {f} --as-of {y}",
        "{y} 年：批复 {n} 家，登记以后年度承诺 {k} 笔；下一步：buju plan {f} --as-of {y}",
    )
    out.result(adopted, words.fill(y=year, n=len(made.centres), k=len(made.commitments), f=output).say(out.lang))


COMMAND = Command(
    adopt,
    Words(
        "Turn one year of a plan into history: decisions and what they promise.",
        "将方案中的一年登记为既成事实：批复决定与资金承诺。",
    ),
    order=63,
)
