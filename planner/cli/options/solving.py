"""Options of the commands that solve: scenario, limits, what is kept. What they do stands in the commands."""

from __future__ import annotations

from typing import Annotated

import typer

from planner.cli.language import tr

Scenario = Annotated[
    str | None,
    typer.Option(
        "--scenario",
        "-S",
        metavar="NAME|FILE",
        help=tr(
            "a scenario: its name in FOLDER/scenarios, or a file (default: base)",
            "情景：目录/scenarios 中的名称，或文件（缺省为 base）",
        ),
    ),
]

Sets = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="KEY=VALUE",
        help=tr("change one value of the scenario; may be repeated", "修改情景中的一个值，可重复"),
    ),
]

Seconds = Annotated[
    float | None,
    typer.Option(
        "--time-limit",
        min=0.0,
        metavar="SECONDS",
        help=tr("stop after so much CPU time with the best plan found", "CPU 时间用尽即停，保留已找到的最优方案"),
    ),
]

Gap = Annotated[
    float,
    typer.Option(
        "--gap",
        min=0.0,
        max=1.0,
        help=tr("relative gap to accept; 0 asks for proof", "可接受的相对间隙；0 表示要求证明最优"),
    ),
]

Threads = Annotated[int, typer.Option("--threads", min=1, help=tr("threads of the solver", "求解线程数"))]

Seed = Annotated[int, typer.Option("--seed", min=0, help=tr("random seed of the solver", "求解器随机种子"))]

Proof = Annotated[
    bool, typer.Option("--require-proof", help=tr("exit with 4 unless proven optimal", "未证明最优时以 4 退出"))
]

Effort = Annotated[
    int,
    typer.Option(
        "--effort",
        min=1,
        metavar="N",
        help=tr(
            "where there is no plan: let the search for conflicts and mends work N times as long, if it was cut short",
            "无可行方案时：将寻找冲突与调整的工作量放宽到 N 倍，可继续被截断的搜索",
        ),
    ),
]

Next = Annotated[
    int | None,
    typer.Option(
        "--next",
        min=1,
        metavar="K",
        help=tr("list the K best plans in proven order", "按已证明的先后次序列出前 K 个方案"),
    ),
]

Differ = Annotated[
    int,
    typer.Option(
        "--differ",
        min=1,
        metavar="D",
        help=tr("with --next: plans that differ in at least D centres", "与 --next 合用：各方案至少有 D 家中心不同"),
    ),
]
