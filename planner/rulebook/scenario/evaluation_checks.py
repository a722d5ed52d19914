"""What must hold within the evaluation system of a policy: codes Y770 and Y771.

What does not live here: a dataset's own indicators (``loaders.tables.evaluation_checks``).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import get_args

from graph.base.words import Words
from graph.model.scales import FORMS, ScaleError, parse
from planner.rulebook.evaluation_system import Cut, EvaluationSystem
from planner.rulebook.kinds import Formation
from planner.rulebook.policy import Policy
from planner.rulebook.scenario.clash import Clash
from planner.rulebook.scenario.shape import Keys

_AT: Keys = ("evaluation", "system")


def evaluation_system(policy: Policy) -> Iterator[Clash]:
    """Cuts that are there and fall, indicators that can be scored, formations with points."""
    system = policy.evaluation.system
    yield from _cuts(system)
    yield from _indicators(system)
    yield from _points(system)


def _cuts(system: EvaluationSystem) -> Iterator[Clash]:
    places: dict[Keys, dict[Cut, float]] = {(*_AT, "cuts"): dict(system.cuts)}
    for formation, own in system.cuts_by_formation.items():
        places[(*_AT, "cuts_by_formation", formation)] = {**system.cuts, **own}
    for path, cuts in places.items():
        lacking = [g for g in get_args(Cut) if g not in cuts]
        if lacking:
            message = Words("there is no cut for {g}", "没有等次线：{g}").fill(g=", ".join(lacking))
            mend = Words("give the least score of {g}", "请给出 {g} 的最低得分").fill(g=", ".join(lacking))
            yield Clash("Y770", "error", path, value="", message=message, mend=mend)
            continue
        for a, b in pairwise(get_args(Cut)):
            if cuts[b] >= cuts[a]:
                message = Words(
                    "the cut of {b} ({y:g}) is not below that of {a} ({x:g})", "{b} 线（{y:g}）不低于 {a} 线（{x:g}）"
                )
                mend = Words("lower {b}, or raise {a}", "请降低 {b} 或提高 {a}").fill(a=a, b=b)
                yield Clash(
                    "Y770",
                    "error",
                    path,
                    value=f"{cuts[b]:g}",
                    message=message.fill(a=a, b=b, x=cuts[a], y=cuts[b]),
                    mend=mend,
                )


def _indicators(system: EvaluationSystem) -> Iterator[Clash]:
    seen = set()
    for place, one in enumerate(system.indicators):
        path: Keys = (*_AT, "indicators", place)
        if one.id in seen:
            message = Words("the indicator {i} stands twice", "指标 {i} 重复").fill(i=one.id)
            yield Clash(
                "Y771", "error", (*path, "id"), value=one.id, message=message, mend=Words("keep one", "请只保留一个")
            )
        seen.add(one.id)
        try:
            scale = parse(one.scale)
        except ScaleError as error:
            yield Clash("Y771", "error", (*path, "scale"), value=one.scale, message=error.words, mend=FORMS)
            continue
        if one.veto and not scale.has_threshold:
            message = Words("{i} has a veto but no threshold", "{i} 一票否决但没有门槛").fill(i=one.id)
            mend = Words("give a scale with a threshold, e.g. steps 0:10 1:0", "请改用有门槛的尺度，如 steps 0:10 1:0")
            yield Clash("Y771", "warning", (*path, "veto"), value=one.scale, message=message, mend=mend)


def _points(system: EvaluationSystem) -> Iterator[Clash]:
    for formation in get_args(Formation) if system.indicators else ():
        own = system.points.get(formation, {})
        asked = [i for i in system.indicators if i.formation in (None, formation)]
        if not any(own.get(i.id, i.points) for i in asked):
            message = Words("the points of the formation {f} add to nothing", "组建模式 {f} 的分值合计为零").fill(
                f=formation
            )
            mend = Words("give at least one indicator points above 0", "请至少给一项指标大于零的分值")
            yield Clash("Y771", "error", (*_AT, "points"), value=formation, message=message, mend=mend)
