"""What is said while a command works: one live line on a terminal, else a line now and then; and what Ctrl-C left.

What does not live here: what the studies count (they hand over numbers), the answer itself.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from graph.base.rounding import percent
from graph.base.words import Words
from planner.cli.screen import streams
from planner.cli.screen.console import Console
from planner.cli.screen.words import amount
from planner.cli.screen.wrapping import terminal_columns
from planner.layout.text import cut

if TYPE_CHECKING:
    from planner.runs.plan_result import PlanResult
    from planner.runs.tables_result import TablesResult
    from planner.solving.highs import Progress

LIVE, PLAIN, SILENT = 0.2, 10.0, 2.0
"""Seconds between two lines on a terminal and elsewhere, and seconds in which a command need not say anything."""
_WIPE = "\r\x1b[K"


class Teller:
    """Says how far a command is; too many reports are passed over, ``always`` ones are not."""

    def __init__(self, out: Console, first: float = 0.0) -> None:
        self.out, self.live = out, streams.is_live()
        self.last = time.monotonic() - (LIVE if self.live else PLAIN) + first

    def __call__(self, words: Words, *, always: bool = False) -> None:
        """Say ``words`` if it is time for a line."""
        now = time.monotonic()
        if self.out.quiet or (not always and now - self.last < (LIVE if self.live else PLAIN)):
            return
        self.last = now
        text = streams.harmless(words.say(self.out.lang))
        if self.live:
            streams.tell(_WIPE + cut(text, terminal_columns() - 1), end="")
        else:
            streams.tell(text)


def end_progress(out: Console) -> None:
    """Wipe the live line."""
    if not out.quiet and streams.is_live():
        streams.tell(_WIPE, end="")


@contextmanager
def working(out: Console, words: Words) -> Iterator[None]:
    """Say what is being done, with the seconds, if it takes longer than two: for work that reports nothing itself."""
    if out.quiet:
        yield
        return
    done, begin = threading.Event(), time.monotonic()

    def tick() -> None:
        teller, wait = Teller(out), SILENT
        while not done.wait(wait):
            wait = 1.0
            teller(Words("{what} … {s:.0f} s", "{what}……{s:.0f} 秒").fill(what=words, s=time.monotonic() - begin))

    clock = threading.Thread(target=tick, daemon=True)
    clock.start()
    try:
        yield
    finally:
        done.set()
        clock.join()
        if time.monotonic() - begin > SILENT:
            end_progress(out)


def cpu_seconds() -> float:
    """CPU time of this process and of the solvers that it called."""
    times = os.times()
    return time.process_time() + times.children_user + times.children_system


def say_if_interrupted(out: Console, result: PlanResult | TablesResult) -> None:
    """Say after Ctrl-C that the best plan found is kept, or that there is none."""
    if result.interrupted:
        kept = Words("interrupted: the best plan found so far is shown", "已中断：显示目前找到的最优方案")
        nothing = Words("interrupted before any plan was found", "已中断：尚未找到任何方案")
        out.error(nothing if result.objective is None else kept)


def progress(out: Console) -> Callable[[int, Progress], None]:
    """A listener that says best so far, bound and gap of a stage."""
    teller = Teller(out, LIVE if streams.is_live() else PLAIN)

    def hear(stage: int, at: Progress) -> None:
        gap = "–" if at.gap is None else percent(at.gap, 2)
        words = Words(
            "stage {n}: best {best}, bound {bound}, gap {gap}, {s:.0f} s",
            "第 {n} 阶段：当前最优 {best}，上界 {bound}，间隙 {gap}，{s:.0f} 秒",
        )
        teller(words.fill(n=stage + 1, best=_figure(at.best), bound=_figure(at.bound), gap=gap, s=at.seconds))

    return hear


def zones_progress(out: Console) -> Callable[[int, int, float], None]:
    """A listener that says points found and zones left."""
    teller = Teller(out)

    def hear(points: int, zones: int, seconds: float) -> None:
        words = Words(
            "{n:point|points} found, {z:zone|zones} open, {s:.0f} s",
            "已找到 {n} 个方案，尚有 {z} 个区域待查，{s:.0f} 秒",
        )
        teller(words.fill(n=points, z=zones, s=seconds))

    return hear


def counted(out: Console, words: Words) -> Callable[[int, int], None]:
    """A listener that says how many of how many are done: ``words`` with ``{n}`` and ``{of}``."""
    teller = Teller(out, LIVE if streams.is_live() else PLAIN)
    return lambda done, of: teller(words.fill(n=done, of=of))


def _figure(value: float | None) -> Words | str:
    return Words("none yet", "暂无") if value is None else amount(value)
