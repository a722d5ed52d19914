"""Options of the command ``stress``.

What does not live here: what they do (``stressing``).
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from planner.cli.language import tr

Place = Annotated[
    Path,
    typer.Argument(
        metavar="RUN",
        help=tr(
            "a run, or a folder of runs (the newest is taken); or a city's data; or planner tables",
            "运行结果目录（或其上级目录，取最新一次）；或城市数据；或规划表",
        ),
    ),
]
Scenarios = Annotated[
    list[str] | None,
    typer.Option(
        "--scenario",
        "-S",
        metavar="FILE",
        help=tr(
            "a scenario, two or more times; city: a scenario file; tables: a numeric column of candidates",
            "情景，给出两次以上；城市：情景文件；规划表：candidates 的数值列",
        ),
    ),
]
Chances = Annotated[
    str | None,
    typer.Option(
        "--chance",
        metavar="P,P,…",
        help=tr("the scenarios' chances, e.g. .5,.3,.2; they sum to 1", "各情景的概率，如 .5,.3,.2，总和为 1"),
    ),
]
Tail = Annotated[
    float,
    typer.Option(
        "--tail",
        metavar="SHARE",
        help=tr("CVaR: mean over this worst part of the chances", "CVaR：取最坏的这一部分概率求均值"),
    ),
]
Holds = Annotated[
    str,
    typer.Option(
        "--column-is",
        metavar="value|share",
        help=tr(
            "tables: a scenario's column holds own values, or the share of each candidate that is delivered (0–1)",
            "规划表：情景列为自身价值（value），或候选的兑现比例 0–1（share）",
        ),
    ),
]
Goals = Annotated[
    list[str] | None,
    typer.Option(
        "--goal",
        metavar="GOAL",
        help=tr(
            "a goal with a partly known weight; tables: a numeric column of candidates; a run: all by default",
            "权重不完全确定的目标；规划表：candidates 的数值列；运行结果：缺省为全部",
        ),
    ),
]
Orders = Annotated[
    list[str] | None,
    typer.Option(
        "--order",
        metavar="GOAL,…",
        help=tr("goals, none less important than the next", "目标的重要性次序，前者不低于后者"),
    ),
]
Weights = Annotated[
    list[str] | None,
    typer.Option(
        "--weight",
        metavar="GOAL=A..B",
        help=tr("a goal's weight lies from A to B; may be repeated", "某目标权重的区间，可重复"),
    ),
]
Samples = Annotated[
    int | None,
    typer.Option(
        "--samples",
        min=1,
        metavar="N",
        help=tr(
            "draw N weights (default: try every plan where that can be done, else 60)",
            "抽取 N 组权重（缺省：可穷举则穷举，否则 60）",
        ),
    ),
]
WeightSeed = Annotated[
    int, typer.Option("--seed", min=0, help=tr("random seed of weights and grades", "权重、等次抽样的随机种子"))
]
Grades = Annotated[
    int | None,
    typer.Option(
        "--grades",
        min=1,
        metavar="N",
        help=tr(
            "a run: draw N histories of grades to come (evaluation.chances); only its money is settled anew",
            "运行结果：按 evaluation.chances 抽取 N 组未来等次，方案不变，仅重新安排资金",
        ),
    ),
]
FigureFile = Annotated[
    Path | None,
    typer.Option(
        "--figure",
        metavar="FILE",
        help=tr("draw the finding: FILE.png, .svg or .pdf", "绘制结果图：文件名以 .png、.svg 或 .pdf 结尾"),
    ),
]
Force = Annotated[bool, typer.Option("--force", help=tr("overwrite the figure", "覆盖已有的图"))]
