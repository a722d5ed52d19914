"""What is said while a command works: best and bound, points and zones, and what Ctrl-C left."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from graph.base.words import Words
from planner.cli.screen.console import Console

if TYPE_CHECKING:
    from planner.solving.highs import Progress


def cpu_seconds() -> float:
    """CPU time of this process and of the solvers that it called."""
    times = os.times()
    return time.process_time() + times.children_user + times.children_system


def say_if_interrupted(out: Console, result: Mapping[str, Any]) -> None:
    """Say after Ctrl-C that the best plan found is kept, or that there is none."""
    if result["interrupted"]:
        kept = Words("interrupted: the best plan found so far is kept", "已中断：保留目前找到的最优方案")
        nothing = Words("interrupted before any plan was found", "已中断：尚未找到任何方案")
        out.error(nothing if result["objective"] is None else kept)


def progress(out: Console) -> Any:
    """A listener that says best so far, bound and gap: one live line on a terminal, else a line every 10 s."""
    if out.quiet:
        return None
    live = sys.stderr.isatty()
    last = [0.0]

    def hear(stage: int, at: Progress) -> None:
        if not live and at.seconds - last[0] < 10.0:
            return
        last[0] = at.seconds
        nothing = Words("none yet", "暂无")
        best = nothing if at.best is None else f"{at.best:.6g}"
        bound = nothing if at.bound is None else f"{at.bound:.6g}"
        gap = "–" if at.gap is None else f"{100 * at.gap:.2f} %"
        words = Words(
            "stage {n}: best {best}, bound {bound}, gap {gap}, {s:.0f} s",
            "第 {n} 阶段：当前最优 {best}，上界 {bound}，间隙 {gap}，{s:.0f} 秒",
        ).fill(n=stage + 1, best=best, bound=bound, gap=gap, s=at.seconds)
        end = "" if live else "\n"
        print(("\r\x1b[K" if live else "") + words.say(out.lang), end=end, file=sys.stderr, flush=True)

    return hear


def zones_progress(out: Console) -> Callable[[int, int, float], None] | None:
    """A listener that says points found and zones left: one live line on a terminal, else a line every 10 s."""
    if out.quiet:
        return None
    live = sys.stderr.isatty()
    last = [-9.0]

    def hear(points: int, zones: int, seconds: float) -> None:
        if seconds - last[0] < (0.2 if live else 10.0):
            return
        last[0] = seconds
        words = Words(
            "{n} points found, {z} zones open, {s:.0f} s", "已找到 {n} 个方案，尚有 {z} 个区域待查，{s:.0f} 秒"
        )
        text = words.fill(n=points, z=zones, s=seconds).say(out.lang)
        print(("\r\x1b[K" if live else "") + text, end="" if live else "\n", file=sys.stderr, flush=True)

    return hear


def end_progress(out: Console) -> None:
    """Wipe the live line."""
    if not out.quiet and sys.stderr.isatty():
        print("\r\x1b[K", end="", file=sys.stderr, flush=True)
