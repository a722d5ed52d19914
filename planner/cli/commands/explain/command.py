"""Command ``explain``: why a centre was chosen or not, and what each decision costs, from a run alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from graph.base.records import encode, widened
from graph.base.words import Lang, Words
from planner.cli.commands import Command
from planner.cli.inputs.runs import newest
from planner.cli.language import tr
from planner.cli.options.runs import NewestRun
from planner.cli.screen.console import Console
from planner.cli.screen.progress import counted, end_progress, working

PRICED = Words("{n} of {of} candidates priced", "已计算 {n}/{of} 家候选中心")

if TYPE_CHECKING:
    from planner.runs.plan_result import CentreFacts
    from planner.studies.explain.answer import Explanation, Priced, PricedCentre


def explain(
    run: NewestRun,
    centre: Annotated[
        str | None, typer.Argument(metavar="CENTRE", help=tr("id or name of a candidate", "候选中心编号或名称"))
    ] = None,
    evidence: Annotated[
        tuple[str, str] | None,
        typer.Option(
            "--evidence",
            metavar="HOLDER TECHNOLOGY",
            help=tr(
                "RUN is a dataset: list the publications, patents, awards and projects behind this capability",
                "此时 RUN 为数据集：列出该项能力所依据的论文、专利、奖励与项目",
            ),
        ),
    ] = None,
    effort: Annotated[
        int,
        typer.Option(
            "--effort",
            min=1,
            metavar="N",
            help=tr(
                "let each search work N times as long; continues what was cut short",
                "将每次搜索的工作量放宽到 N 倍，可继续被截断的搜索",
            ),
        ),
    ] = 1,
    *,
    out: Console,
) -> int:
    """Explain a run; see the command's help."""
    if evidence is not None:
        from planner.cli.commands.explain.evidence import explain_evidence

        explain_evidence(run, *evidence, out)
        return 0
    from planner.cli.commands.explain.text import explanation_text, table_text
    from planner.runs.store import read_run
    from planner.studies.explain.explaining import Explainer

    run = newest(run, out)
    explainer = Explainer(read_run(run), effort)
    result = explainer.result
    whole = {"contribution_of_existing": result.contribution_of_existing, "objective": result.objective}
    if centre is not None:
        with working(out, Words("seeking the best plan with the other answer", "正在求解改变该决定后的最优方案")):
            made = explainer.explain(centre)
        out.result(
            {"run": str(run), **_said(made, out.lang), **whole},
            explanation_text(made, result, out.lang, everything=out.verbose),
        )
        return 0
    prices = explainer.all_prices(counted(out, PRICED))
    end_progress(out)
    rows = [_row(row, prices[row.centre]) for row in explainer.candidates]
    told = [{"centre": row.centre, "name": row.name, **_said(row, out.lang)} for row in rows]
    out.result({"run": str(run), **whole, "centres": told}, table_text(rows, result, out.lang, everything=out.verbose))
    return 0


def _row(row: CentreFacts, priced: Priced) -> PricedCentre:
    from planner.runs.plan_result import ChosenCentre
    from planner.studies.explain.answer import PricedCentre

    share = row.contribution if isinstance(row, ChosenCentre) else None
    about = {"centre": row.centre, "name": row.name, "chosen": isinstance(row, ChosenCentre), "contribution": share}
    return widened(PricedCentre, priced, **about)


def _said(made: Explanation | PricedCentre, lang: Lang) -> dict[str, Any]:
    """An explanation in one language, its cost under the name that fits the answer."""
    said = {name: value for name, value in encode(made, lang).items() if name != "cost"}
    return {**said, "replacement_cost" if made.chosen else "forcing_cost": made.cost}


COMMAND = Command(
    explain,
    Words(
        (
            "Say why a centre was chosen or not: what the other answer costs, whom it pushes out, which rules "
            "stand against it, what would turn it round. Without CENTRE: a table of all candidates."
        ),
        (
            "说明某中心为何入选或未入选：改变决定的代价、会换下谁、受哪些规则约束、何种情况下结论改变。不给出中心则"
            "列出全部候选中心。"
        ),
    ),
    order=100,
)
