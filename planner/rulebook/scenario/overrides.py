"""Layers of changes on a policy: mappings merge, everything else replaces, and every value remembers its origin.

What does not live here: reading files and following ``extends`` (``planner.rulebook.scenario``).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from graph.base import safe_yaml
from graph.base.errors import InputError
from graph.base.findings import Finding
from graph.base.words import Words
from planner.rulebook.scenario.origins import Origin
from planner.rulebook.scenario.shape import POLICY, Keys, Shape, dotted, nearest, split

_SET = re.compile(r'((?>"(?>[^"]|"")*+"|[^"=])++)=(.*\S.*)\Z', re.DOTALL)
Where = Callable[[Keys, bool], Origin]
"""(path in the layer, whether the key is meant) → origin."""


class Layers:
    """The merged values so far and the origin of each node and key.

    Examples
    --------
    >>> layers = Layers()
    >>> layers.add({"budgets": {"city": {2024: 5, 2025: 6}}}, lambda path, key: Origin("a.yaml", 1, 1))
    >>> layers.add({"budgets": {"city": {2025: None}, "total": 9}}, lambda path, key: Origin("b.yaml", 1, 1))
    >>> layers.data, layers.values["budgets", "total"].file
    ({'budgets': {'city': {2024: 5}, 'total': 9}}, 'b.yaml')
    """

    def __init__(self) -> None:
        self.data: dict[str | int, Any] = {}
        self.values: dict[Keys, Origin] = {}
        self.keys: dict[Keys, Origin] = {}
        self._where: Where = lambda _path, _key: Origin("--set")

    def add(self, data: Any, where: Where) -> None:
        """Merge a whole layer; ``data`` is what stands under ``policy:``."""
        if isinstance(data, dict):
            self._where = where
            self._merge_mapping(self.data, POLICY, data, ((), ()))

    def place(self, path: Keys, *, key: bool = False) -> Origin | None:
        """Origin of the value (or key) at ``path``, else of its nearest parent."""
        if key and path in self.keys:
            return self.keys[path]
        while path and path not in self.values:
            path = path[:-1]
        return self.values.get(path)

    def set(self, text: str) -> tuple[Finding, ...]:
        """Apply one ``a.b=value``; returns what is wrong with it.

        >>> Layers().set("target.cuont=3")[0].mend.en
        'did you mean target.count?'
        """
        match = _SET.match(text)
        if match is None or not match[1].strip():
            return (_set_finding("Y726", text, *_NOT_A_SET),)
        name, said = match.groups()
        try:
            path = split(name.strip())
        except ValueError:
            return (_set_finding("Y726", text, *_NOT_A_SET),)
        try:
            value = safe_yaml.read(said, "--set").data
        except InputError as error:
            return tuple(_set_finding(f.code, text, f.message, f.mend) for f in error.findings)
        unknown = self._unknown(path)
        if unknown is not None:
            return (_set_finding("Y731", text, *unknown),)
        self._put(path, value)
        return ()

    def _unknown(self, path: Keys) -> tuple[Words, Words] | None:
        shape: Shape = POLICY
        data: Any = self.data
        for i, key in enumerate(path):
            child = shape.child(key)
            if shape.kind == "list":
                there = len(data) if isinstance(data, list) else 0
                if child is None or not 0 <= int(key) < there:
                    message = Words("{path} has {n} item(s)", "{path} 共有 {n} 项").fill(path=dotted(path[:i]), n=there)
                    return message, _POSITION.fill(path=dotted(path[:i]))
                data = data[key]
            else:
                if child is None:
                    return unknown_key(path[: i + 1], nearest(path), sorted(shape.fields))
                data = data.get(key) if isinstance(data, dict) else None
            shape = child
        return None

    def _put(self, path: Keys, value: Any) -> None:
        self._where = lambda _path, _key: Origin("--set")
        holder: Any = self.data
        shape: Shape = POLICY
        for i, key in enumerate(path[:-1]):
            shape = shape.child(key) or shape
            inner = holder.get(key) if isinstance(holder, dict) else holder[key]
            if not isinstance(inner, list if shape.kind == "list" else dict):
                self._forget(path[: i + 1], inner)
                inner = holder[key] = {}
                self.values[path[: i + 1]] = self.keys[path[: i + 1]] = Origin("--set")
            holder = inner
        self._merge(holder, shape, value, (path, path))

    def _merge_mapping(self, into: Any, shape: Shape, data: dict[Any, Any], at: tuple[Keys, Keys]) -> None:
        path, said = at
        self.values[path] = self._where(said, False)
        for raw, value in data.items():
            self._merge(into, shape, value, ((*path, shape.normal(raw)), (*said, raw)))

    def _merge(self, into: Any, shape: Shape, value: Any, at: tuple[Keys, Keys]) -> None:
        path, said = at
        key: Any = path[-1]
        child = shape.child(key)
        if value is None and shape.kind == "mapping" and child is not None and not child.nullable:
            self._forget(path, into.pop(key, None))  # null takes the entry out
            return
        nested = child is not None and child.kind in ("part", "mapping")
        old = into[key] if isinstance(into, list) else into.get(key)
        if nested and isinstance(value, dict) and isinstance(old, dict):
            assert child is not None
            if value:
                self.keys[path] = self._where(said, True)
                self._merge_mapping(old, child, value, at)
            return
        if value is None and child is not None and child.kind == "mapping" and not child.nullable:
            value = {}  # null empties the mapping
        self._forget(path, old)
        self.keys[path] = self._where(said, True)
        if nested and isinstance(value, dict):
            assert child is not None
            into[key] = {}
            self._merge_mapping(into[key], child, value, at)
        else:
            into[key] = self._copy(value, child, at)

    def _copy(self, value: Any, shape: Shape | None, at: tuple[Keys, Keys]) -> Any:
        path, said = at
        self.values[path] = self._where(said, False)
        if isinstance(value, dict):
            made: dict[Any, Any] = {}
            for raw, inner in value.items():
                key = shape.normal(raw) if shape else raw
                self.keys[*path, key] = self._where((*said, raw), True)
                made[key] = self._copy(inner, shape.child(key) if shape else None, ((*path, key), (*said, raw)))
            return made
        if isinstance(value, list):
            item = shape.item if shape and shape.kind == "list" else None
            return [self._copy(v, item, ((*path, i), (*said, i))) for i, v in enumerate(value)]
        if shape and shape.is_text and isinstance(value, int) and not isinstance(value, bool):
            return str(value)  # an id written without quotes
        return value

    def _forget(self, path: Keys, old: Any) -> None:
        self.values.pop(path, None)
        self.keys.pop(path, None)
        if not isinstance(old, (dict, list)) or not old:
            return
        n = len(path)
        for known in (self.values, self.keys):
            for gone in [p for p in known if p[:n] == path]:
                del known[gone]


def unknown_key(path: Keys, guess: str, known: list[str]) -> tuple[Words, Words]:
    """Message and mend for a path that the policy does not have.

    >>> unknown_key(("target", "cuont"), "target.count", [])[1].zh
    '是否想写 target.count？'
    """
    message = Words("there is no {path}", "没有 {path} 这一项").fill(path=dotted(path))
    if guess:
        return message, Words("did you mean {guess}?", "是否想写 {guess}？").fill(guess=guess)
    if not known:
        return message, Words("take it out", "请删去")
    said = ", ".join(known)
    return message, Words("known here: {known}", "此处可用：{known}").fill(known=said)


def _set_finding(code: str, text: str, message: Words, mend: Words) -> Finding:
    return Finding(code, "error", file="--set", row=0, column="", value=text, message=message, mend=mend)


_NOT_A_SET = (
    Words("is not of the form a.b=value", "不是“路径=值”的形式"),
    Words("write e.g. --set target.count=18; null stands for nothing", "例如 --set target.count=18；空值写 null"),
)
_POSITION = Words(
    "count positions from 0, or give the whole list, e.g. {path}=[…]",
    "位置从 0 数起；或给出整个列表，如 {path}=[…]",
)
