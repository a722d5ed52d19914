"""What an assessment leaves out or estimates because of its size, each in one sentence with the reason."""

from __future__ import annotations

from graph.assessment.portfolio import MOST_RELATED, too_wide
from graph.assessment.state import State
from graph.base.rounding import percent
from graph.base.words import Words
from graph.measures.collaboration import WIDE, wide_technologies


def left_out(state: State) -> list[Words]:
    """Say what is left out, and why; empty where nothing is.

    Examples
    --------
    >>> import numpy as np
    >>> from graph.model.ecosystem import DatasetInfo, Ecosystem
    >>> left_out(State(Ecosystem.from_rows(DatasetInfo("x"), {}), np.zeros(0, dtype=bool)))
    []
    """
    found = []
    wide = int(wide_technologies(state.eco).sum())
    if wide:
        found.append(
            Words(
                "Missing ties leave out {k} that more than {most:,} organisations are capable of: their pairs are too "
                "many to list.",
                "缺失合作未计入 {n} 项技术：掌握它们的单位各超过 {most:,} 家，两两组合过多，无法逐一列出。",
            ).fill(k=f"{wide:,} {'technology' if wide == 1 else 'technologies'}", n=wide, most=WIDE)
        )
    if too_wide(state.eco):
        found.append(
            Words(
                "What each centre could reach next is left out: the technologies that centres claim together make more "
                "than {most:,} pairs.",
                "未列出各中心下一步可及的技术：各中心同时申报的技术两两组合超过 {most:,} 对。",
            ).fill(most=MOST_RELATED)
        )
    return found


def estimated(state: State) -> Words | None:
    """Say from which sample betweenness is estimated and how well; None where it is exact, or nothing but 0."""
    found = state.betweenness
    if found.sample is None or found.error is None or not found.values.any():
        return None
    first = int(found.values.argmax())
    error = float(found.error[first] / found.values[first])
    return Words(
        "Betweenness is estimated from {k:,} of {n:,} organisations as sources, drawn with seed {seed}, as going "
        "through every pair would take too long; the standard error of the greatest is {e} of it.",
        "中介度按抽样估计：{n:,} 家单位中抽取 {k:,} 家作起点（随机种子 {seed}），因逐对计算耗时过长；"
        "最大值的标准误为其 {e}。",
    ).fill(k=found.sample, n=len(found.values), seed=found.seed, e=percent(error, 0))
