"""Command ``graph push``: the server is made to hold a dataset. Cypher stands in ``graph.store``."""

from __future__ import annotations

import time
from typing import Annotated

import typer

from graph.base.words import Words
from planner.cli.commands import Command
from planner.cli.commands.graph.reading import connected, load_dataset
from planner.cli.language import tr
from planner.cli.options.common import Dataset
from planner.cli.screen.console import Console


def push(
    path: Dataset,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=tr("say what would change, write nothing", "只说明将有哪些改动，不写入"))
    ] = False,
    prune: Annotated[
        bool,
        typer.Option(
            "--prune",
            help=tr("remove what is on the server and not in the dataset", "删除服务器上有而数据集中没有的内容"),
        ),
    ] = False,
    *,
    out: Console,
) -> None:
    """Push a dataset: constraints, nodes, ties, counts compared."""
    from graph.store.sync import plan_push
    from graph.store.sync import push as push_to
    from planner.cli.commands.graph.push.schema import ExtraRows, PushedGraph
    from planner.cli.screen.told import say_told

    loaded = load_dataset(path)
    eco = loaded.require()
    say_told(out, loaded.findings)
    with connected(out) as connection:
        if dry_run:
            started = time.perf_counter()
            nodes, ties, difference = plan_push(connection, eco)
            planned = PushedGraph(
                nodes=nodes,
                ties=ties,
                seconds=time.perf_counter() - started,
                dry_run=True,
                prune=prune,
                only_here=len(difference.only_here),
                only_there=len(difference.only_there),
                changed=len(difference.changed),
            )
            words = Words(
                "nothing was written; a push would send {n:,} nodes and {t:,} ties: {a:,} new, {c:,} changed; "
                "{b:,} are only on the server",
                "未写入；推送将送出 {n:,} 个节点、{t:,} 条关系：新增 {a:,}，修改 {c:,}；另有 {b:,} 项仅在服务器上",
            ).fill(
                n=sum(nodes.values()),
                t=sum(ties.values()),
                a=planned.only_here,
                b=planned.only_there,
                c=planned.changed,
            )
            out.result(planned, words.say(out.lang))
            return
        done = push_to(connection, eco, prune=prune, progress=out.say)
    pushed = PushedGraph(
        nodes=done.nodes,
        ties=done.ties,
        seconds=done.seconds,
        dry_run=False,
        pruned=done.pruned,
        extra=ExtraRows(nodes=done.extra_nodes, ties=done.extra_ties),
    )
    n, t = sum(done.nodes.values()), sum(done.ties.values())
    words = Words(
        "{n:,} nodes and {t:,} ties are on the server ({s:.1f} s)",
        "服务器上已有 {n:,} 个节点、{t:,} 条关系（{s:.1f} 秒）",
    ).fill(n=n, t=t, s=done.seconds)
    lines = [words.say(out.lang)]
    if done.pruned:
        lines.append(Words("{n:,} were removed", "已删除 {n:,} 项").fill(n=done.pruned).say(out.lang))
    more = sum(done.extra_nodes.values()) + sum(done.extra_ties.values())
    if more:
        said = Words(
            "{n:,} more are on the server and not in the dataset: buju graph diff shows them, --prune removes them",
            "服务器上另有 {n:,} 项不在数据集中：可用 buju graph diff 查看，用 --prune 删除",
        )
        lines.append(said.fill(n=more).say(out.lang))
    out.result(pushed, "\n".join(lines))


COMMAND = Command(
    push,
    Words("Make the server hold a dataset; may be repeated.", "把数据集推送到服务器，可重复执行。"),
    order=10,
    ends_with=(1, 5),
)
