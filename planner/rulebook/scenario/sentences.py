"""What pydantic finds wrong with a policy, said in English and Chinese with the mend.

What does not live here: where values came from (``overrides``), rules between them (``consistency``).
"""

from __future__ import annotations

import difflib
import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass
from typing import Any

from graph.base.words import Words
from planner.rulebook.scenario.overrides import unknown_key
from planner.rulebook.scenario.shape import POLICY, Keys, dotted, nearest

_KIND = {
    "int_type": Words("a whole number", "整数"),
    "int_from_float": Words("a whole number", "整数"),
    "float_type": Words("a number", "数字"),
    "string_type": Words("text", "文字"),
    "bool_type": Words("true or false", "true 或 false"),
    "dict_type": Words("a mapping (key: value)", "映射（键: 值）"),
    "model_type": Words("a mapping (key: value)", "映射（键: 值）"),
    "model_attributes_type": Words("a mapping (key: value)", "映射（键: 值）"),
    "tuple_type": Words("a list", "列表"),
    "list_type": Words("a list", "列表"),
}
_BOUND = {
    "greater_than_equal": (Words("must be at least {b}", "应不小于 {b}"), "ge"),
    "greater_than": (Words("must be greater than {b}", "应大于 {b}"), "gt"),
    "less_than_equal": (Words("must be at most {b}", "应不大于 {b}"), "le"),
    "less_than": (Words("must be less than {b}", "应小于 {b}"), "lt"),
}
_NUMBER = re.compile(r"([-+]?[0-9]+(?:\.[0-9]+)?)\s*(%|家|年|个)?\Z", re.ASCII)
_CHECK = Words("look at docs/scenarios.md for what may stand here", "可用的写法见 docs/scenarios.md")


@dataclass(frozen=True)
class Wrong:
    """One thing that is wrong: code, path, whether its key is meant, the value as text, message and mend."""

    code: str
    path: Keys
    _: KW_ONLY
    key: bool
    value: str
    message: Words
    mend: Words


def wrong(error: Mapping[str, Any]) -> Wrong:  # noqa: PLR0911 - one return a kind of error
    """Say one entry of ``ValidationError.errors()``.

    Examples
    --------
    >>> from pydantic import ValidationError
    >>> from planner.rulebook.money import Equity
    >>> try:
    ...     Equity.model_validate({"pot": "1_000", "default_amount": -1, "pots": {}, "investors": {}})
    ... except ValidationError as problem:
    ...     for error in problem.errors():
    ...         said = wrong(error)
    ...         print(said.path, said.message.en, "|", said.mend.en)
    ('pot',) pot must be a number | write 1000
    ('default_amount',) default_amount must be at least 0 | give a value within the bounds
    """
    loc = tuple(error["loc"])
    is_key = bool(loc) and loc[-1] == "[key]"
    path: Keys = loc[:-1] if is_key else loc
    kind = str(error["type"])
    value = error.get("input")
    name = dotted(path)
    if kind == "missing":
        message = Words("{path} is missing", "缺少 {path}").fill(path=name)
        mend = Words(
            "give it, or extend a policy that has it (extends: ningbo-2023)",
            "请补上，或继承已有规则（extends: ningbo-2023）",
        )
        return Wrong("Y730", path, key=False, value="", message=message, mend=mend)
    if kind == "extra_forbidden":
        holder = POLICY.at(path[:-1])
        message, mend = unknown_key(path, nearest(path), sorted(holder.fields) if holder else [])
        return Wrong("Y731", path, key=True, value=str(path[-1]), message=message, mend=mend)
    if kind == "literal_error":
        return _choice(path, is_key, value)
    if is_key:
        what = Words("a year", "年份") if isinstance(value, str) or kind in _BOUND else Words("text", "文字")
        message = Words("the key {path} must be {what}", "键 {path} 应为{what}").fill(path=name, what=what)
        return Wrong(
            "Y732", path, key=True, value=str(value), message=message, mend=Words("write e.g. 2025", "例如写 2025")
        )
    if kind in _KIND:
        message = Words("{path} must be {what}", "{path} 应为{what}").fill(path=name, what=_KIND[kind])
        return Wrong("Y732", path, key=False, value=shown(value), message=message, mend=_kind_mend(kind, value))
    if kind in _BOUND:
        sentence, bound = _BOUND[kind]
        limit = error.get("ctx", {}).get(bound, "")
        limit = int(limit) if isinstance(limit, float) and limit.is_integer() else limit
        message = Words(f"{{path}} {sentence.en}", f"{{path}} {sentence.zh}").fill(path=name, b=limit)
        mend = Words("give a value within the bounds", "请填写范围内的值")
        if bound == "le" and limit == 1 and isinstance(value, (int, float)) and 1 < value <= 100:
            mend = Words("shares are written from 0 to 1: {v}", "比例写 0 到 1 之间的数：{v}").fill(
                v=round(value / 100, 6)
            )
        return Wrong("Y733", path, key=False, value=shown(value), message=message, mend=mend)
    if kind == "finite_number":
        message = Words("{path} must be a finite number", "{path} 应为有限的数").fill(path=name)
        return Wrong(
            "Y733", path, key=False, value=shown(value), message=message, mend=Words("give a number", "请填写数字")
        )
    message = Words("{path}: {said}", "{path} 的值不符合要求（{said}）").fill(
        path=name, said=str(error.get("msg", kind))
    )
    return Wrong("Y739", path, key=is_key, value=shown(value), message=message, mend=_CHECK)


def shown(value: Any) -> str:
    """Write a value as one short line.

    >>> shown({"a": [1, None]}), len(shown("x" * 999))
    ('{"a": [1, null]}', 60)
    """
    said = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    said = " ".join(said.split())
    return said if len(said) <= 60 else said[:59] + "…"


def _choice(path: Keys, is_key: bool, value: Any) -> Wrong:
    shape = POLICY.at(path[:-1] if is_key else path)
    choices = shape.choices if shape else ()
    listed = ", ".join(choices)
    close = difflib.get_close_matches(str(value), choices, 1, 0.6)
    message = Words("{path} must be one of {listed}", "{path} 只能取 {listed}").fill(path=dotted(path), listed=listed)
    if is_key:
        message = Words("there is no {path}; keys here: {listed}", "没有 {path}；此处的键：{listed}").fill(
            path=dotted(path), listed=listed
        )
    mend = (
        Words("did you mean {close}?", "是否想写 {close}？").fill(close=close[0])
        if close
        else Words("choose one of them", "请任选其一")
    )
    return Wrong("Y734", path, key=is_key, value=str(path[-1]) if is_key else shown(value), message=message, mend=mend)


def _kind_mend(kind: str, value: Any) -> Words:  # noqa: PLR0911 - one return a kind of error
    if value is None:
        return Words(
            "give a value; to keep the inherited one, take the line out", "请填写；若要沿用继承的值，请删去该行"
        )
    if kind in ("int_type", "float_type") and isinstance(value, str):
        plain = unicodedata.normalize("NFKC", value).replace("_", "").replace(",", "").replace("，", "").strip()
        match = _NUMBER.match(plain)
        if match:
            number = f"{float(match[1]) / 100:.10g}" if match[2] == "%" else match[1]
            return Words("write {n}", "请写 {n}").fill(n=number)
        return Words("write a plain number, without quotes or unit", "请写数字，不加引号和单位")
    if kind == "bool_type":
        said = {"yes": "true", "on": "true", "是": "true", "no": "false", "off": "false", "否": "false"}.get(
            str(value).lower()
        )
        return Words("write {n}", "请写 {n}").fill(n=said or "true / false")
    if kind == "string_type":
        return Words("put it in quotes", "请加上引号")
    if kind == "tuple_type":
        return Words("write it in square brackets: [{v}]", "请写在方括号内：[{v}]").fill(
            v=shown(value) if isinstance(value, str) else "…"
        )
    return _CHECK
