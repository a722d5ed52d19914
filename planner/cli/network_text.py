"""The collaboration network of an assessment for the screen: numbers, brokers, and how each was got.

What does not live here: the measures (``graph.network``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.sentences import named
from graph.words import Lang, Words
from planner.cli.tables import aligned

if TYPE_CHECKING:
    from graph.network import Measure, Method, Network

SHOWN = 5
"""Organisations that are named; ``-v`` and ``--json`` show all."""


def network_text(today: Network, after: Network | None, lang: Lang, most: int | None = SHOWN) -> str:
    """Write both states side by side; the brokers of the later one."""
    heads = [Words("collaboration network", "合作网络"), Words("today", "目前")]
    heads += [Words("with plan", "规划后")] if after else []
    heads += [Words("how", "方法")]
    rows = []
    for place, measure in enumerate(today.measures):
        row = [measure.label.say(lang), _value(measure)]
        if after:
            row.append(_value(after.measures[place]))
        rows.append([*row, _how(measure.method, lang)])
    parts = [aligned(rows, [h.say(lang) for h in heads], right=range(1, 2 + bool(after)), most=60)]
    now = after or today
    if now.brokers:
        title = Words("Organisations that lie between most others ({how}):", "处于最多单位之间的单位（{how}）：")
        shown = now.brokers[:most]
        parts += ["", title.fill(how=now.betweenness.words).say(lang)]
        for broker in shown:
            name = named({broker.organisation: broker.name}, broker.organisation)
            sampled = now.betweenness.way == "sampled"
            figure = (
                f"{_rounded(broker.betweenness)} ± {_rounded(broker.error)}" if sampled else _exact(broker.betweenness)
            )
            line = Words("  {name}: {b} pairs", "  {name}：{b} 对")
            parts.append(line.fill(name=name, b=figure).say(lang))
        if now.betweenness.way == "sampled":
            note = Words("  (± is one standard error of the sample)", "  （± 为抽样的一个标准误）")
            parts.append(note.say(lang))
    return "\n".join(parts)


def _rounded(value: float) -> str:
    """Three figures, as a sample deserves.

    >>> _rounded(8_459_123_456.0), _rounded(12.34)
    ('8,460,000,000', '12')
    """
    return f"{float(f'{value:.3g}'):,.0f}"


def _exact(value: float) -> str:
    return f"{value:,.1f}".removesuffix(".0")


def _value(measure: Measure) -> str:
    if measure.value is None:
        return "–"
    if measure.unit == "share":
        return f"{measure.value:.1%}"
    whole = measure.value == int(measure.value) and measure.unit == "number"
    return f"{measure.value:,.0f}" if whole else f"{measure.value:.2f}"


def _how(method: Method, lang: Lang) -> str:
    return method.words.say(lang)
