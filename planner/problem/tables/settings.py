"""``settings.json`` of planner tables: what is sought, how coverage counts, how many are chosen."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from graph.base.findings import Finding
from graph.base.words import Words
from planner.problem.rows import Stage
from planner.problem.tables.declared import ONLY_LESS, ONLY_MORE

OBJECTIVES: dict[str, Stage] = {
    "max_value": Stage("maximise", {"total": 1.0}),
    "min_cost": Stage("minimise", {"cost": 1.0}),
    "max_targets": Stage("maximise", {"value": 1.0, "targets": 1.0, "synergies": 1.0}),
    "min_shortfall": Stage("minimise", {"shortfall": 1.0}),
    "min_largest_shortfall": Stage("minimise", {"largest_shortfall": 1.0}),
}
"""Objective → the one stage that it stands for."""
MODES = ("any", "best", "all", "sum")
"""Ways in which the cover of a technology is counted."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Settings of a case. ``published = offset + sign × objective``, where a published value is known.

    ``stages``, where given, takes the place of ``objective``: one ``{"maximise": {term: weight}}`` or
    ``{"minimise": {term: weight}}`` a stage, solved in order, each holding what those before it have reached.
    """

    objective: Literal["max_value", "min_cost", "max_targets", "min_shortfall", "min_largest_shortfall"] = "max_value"
    coverage: Literal["any", "best", "all", "sum"] = "any"
    count_min: int | None = None
    count_max: int | None = None
    offset: float = 0.0
    sign: float = 1.0
    published: float | None = None
    tol: float = 1e-6
    stages: tuple[Mapping[str, Mapping[str, float]], ...] = ()


def stages_of(settings: Settings) -> tuple[Stage, ...]:
    """The stages that the settings ask for.

    Examples
    --------
    >>> stages_of(Settings(stages=({"maximise": {"targets": 1}}, {"minimise": {"cost": 1}})))[1]
    Stage(sense='minimise', weights={'cost': 1.0})
    """
    if not settings.stages:
        return (OBJECTIVES[settings.objective],)
    senses: tuple[Literal["maximise", "minimise"], ...] = ("maximise", "minimise")
    return tuple(
        Stage(sense, {name: float(w) for name, w in stage[sense].items()})
        for stage in settings.stages
        for sense in senses
        if sense in stage
    )


def terms_of(settings: Settings) -> set[str]:
    """Names of the terms that some stage weighs."""
    return {name for stage in stages_of(settings) for name, weight in stage.weights.items() if weight}


def read_settings(path: Path) -> tuple[Settings, list[Finding]]:
    """Read ``settings.json``; a missing file means the defaults.

    Returns
    -------
    settings : Settings
    findings : list of Finding
        Everything that is wrong: not JSON, unknown or wrong values, stages that cannot be solved (codes P1xx).
    """
    if not path.is_file():
        return Settings(), []
    try:
        data = json.loads(path.read_text("utf-8"))
    except (ValueError, RecursionError):
        data = None
    if not isinstance(data, dict):
        wrong = Words("not a JSON object", "不是 JSON 对象")
        return Settings(), [_setting("P101", path.name, "", "", wrong, Words("write {...}", "应写成 {...}"))]
    return check_settings(data, path.name)


def check_settings(data: Mapping[str, Any], file: str) -> tuple[Settings, list[Finding]]:
    """Settings of plain data, and what is wrong with them; findings call them ``file``.

    >>> check_settings({"count_max": 2}, "settings")[0].count_max
    2
    >>> check_settings({"cont": 2}, "settings")[1][0].code
    'P102'
    """
    good: dict[str, Any] = {}
    findings = []
    for key, value in data.items():
        if key not in _SETTINGS:
            mend = Words("known: {k}", "可用：{k}").fill(k=", ".join(_SETTINGS))
            findings.append(
                _setting("P102", file, key, value, Words("unknown setting", "没有此项设置"), mend, "warning")
            )
        elif not _SETTINGS[key][0](value):
            findings.append(_setting("P103", file, key, value, Words("wrong value", "取值有误"), _SETTINGS[key][1]))
        else:
            good[key] = tuple(value or ()) if key == "stages" else value
    settings = Settings(**good)
    return settings, findings + _stage_findings(file, settings, "objective" in data)


def _stage_findings(file: str, settings: Settings, objective_given: bool) -> list[Finding]:
    """P105 to P107: weights all zero, terms weighed the wrong way, stages beside an objective."""
    out = []
    if settings.stages and objective_given:
        both = Words("objective and stages are both given", "objective 与 stages 不能同时给出")
        mend = Words("keep one of the two", "请只保留其一")
        out.append(_setting("P107", file, "stages", settings.objective, both, mend))
    for n, stage in enumerate(stages_of(settings) if settings.stages else ()):
        key = f"stages[{n}].{stage.sense}"
        if not any(stage.weights.values()):
            nothing = Words("all weights are zero: the stage asks for nothing", "权重全为零，该阶段没有任何目标")
            mend = Words("give a weight, or leave the stage out", "请给出权重，或删去该阶段")
            out.append(_setting("P105", file, key, dict(stage.weights), nothing, mend))
        up = 1.0 if stage.sense == "maximise" else -1.0
        either = ("technologies",) if settings.coverage == "sum" else ()
        for name, weight in stage.weights.items():
            wrong_way = (up * weight < 0 and name in ONLY_MORE) or (up * weight > 0 and name in ONLY_LESS)
            if wrong_way and name not in either:
                more = name in ONLY_MORE
                words = (
                    Words("{t} can only be maximised", "{t} 只能求最大")
                    if more
                    else Words("{t} can only be minimised", "{t} 只能求最小")
                )
                mend = Words("turn the sign of its weight", "请改变其权重的符号")
                out.append(_setting("P106", file, key, weight, words.fill(t=name), mend))
    return out


def _setting(
    code: str,
    file: str,
    key: str,
    value: Any,
    message: Words,
    mend: Words,
    level: Literal["error", "warning"] = "error",
) -> Finding:
    return Finding(code, level, file=file, row=0, column=key, value=str(value)[:80], message=message, mend=mend)


def _number_like(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _count(value: Any) -> bool:
    return value is None or (isinstance(value, int) and not isinstance(value, bool) and value >= 0)


def _stages(value: Any) -> bool:
    return value is None or (isinstance(value, list) and all(map(_stage, value)))


def _stage(value: Any) -> bool:
    if not isinstance(value, dict) or len(value) != 1 or not set(value) <= {"maximise", "minimise"}:
        return False
    (weights,) = value.values()
    return isinstance(weights, dict) and bool(weights) and all(map(_number_like, weights.values()))


def _one_of(*names: str) -> tuple[Callable[[Any], bool], Words]:
    *first, last = names
    return lambda v: v in names, Words(f"{', '.join(first)} or {last}", f"{'、'.join(first)} 或 {last}")


_A_COUNT = Words("a whole number from 0, or null", "应为不小于 0 的整数或 null")
_A_NUMBER = Words("a number", "应为数字")
_SETTINGS: dict[str, tuple[Callable[[Any], bool], Words]] = {
    "objective": _one_of(*OBJECTIVES),
    "coverage": _one_of(*MODES),
    "count_min": (_count, _A_COUNT),
    "count_max": (_count, _A_COUNT),
    "offset": (_number_like, _A_NUMBER),
    "sign": (_number_like, _A_NUMBER),
    "published": (lambda v: v is None or _number_like(v), _A_NUMBER),
    "tol": (_number_like, _A_NUMBER),
    "stages": (
        _stages,
        Words(
            'a list such as [{"maximise": {"targets": 1}}, {"minimise": {"cost": 1}}]',
            '应为列表，例如 [{"maximise": {"targets": 1}}, {"minimise": {"cost": 1}}]',
        ),
    ),
}
