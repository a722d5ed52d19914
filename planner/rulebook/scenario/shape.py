"""The shape of the policy: which paths there are, which are mappings with free keys, and what their keys are.

Derived from the pydantic model, so that merging, ``--set`` and "did you mean" follow it without a second list.
What does not live here: values (``overrides``) and their validation (pydantic, ``consistency``).
"""

from __future__ import annotations

import difflib
import re
import types
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from planner.rulebook.policy import Policy

Keys = tuple[str | int, ...]
"""A path into the policy: field names, free keys (years are int) and list positions."""

_SEGMENT = re.compile(r'\s*"((?:[^"]|"")*+)"\s*|([^."]+)')
_BARE = re.compile(r'[^\s."=]+(?: [^\s."=]+)*\Z')
_WHOLE = re.compile(r"-?(?:0|[1-9][0-9]{0,17})\Z", re.ASCII)


@dataclass(frozen=True, kw_only=True)
class Shape:
    """What may stand at one path.

    ``part`` has named fields, ``mapping`` free keys (years, choices or ids), ``list`` positions, ``value`` neither.
    """

    kind: Literal["part", "mapping", "list", "value"]
    fields: Mapping[str, Shape] = field(default_factory=dict)
    item: Shape | None = None
    key: Literal["year", "choice", "id", ""] = ""
    choices: tuple[str, ...] = ()
    """Allowed keys of a mapping, or allowed values of a value; empty = any."""
    nullable: bool = False
    is_text: bool = False

    def child(self, key: str | int) -> Shape | None:
        """Give the shape under ``key``, or None if nothing can stand there.

        >>> POLICY.child("target").child("count").nullable, POLICY.child("targets")
        (True, None)
        """
        if self.kind == "part":
            return self.fields.get(str(key))
        if self.kind == "list":
            return self.item if isinstance(key, int) else None
        return self.item

    def normal(self, key: str | int) -> str | int:
        """Write a key as the model has it: years as whole numbers, all others as text.

        >>> POLICY.at(("budgets", "city")).normal("2025"), POLICY.at(("budgets", "districts")).normal(330203)
        (2025, '330203')
        """
        if self.key == "year" or self.kind == "list":
            return int(key) if isinstance(key, str) and _WHOLE.match(key) else key
        return str(key)

    def at(self, path: Keys) -> Shape | None:
        """Give the shape at ``path``, or None."""
        shape: Shape | None = self
        for key in path:
            if shape is None:
                return None
            shape = shape.child(key)
        return shape


def shape_of(annotation: Any) -> Shape:
    """Derive the shape of a type annotation.

    >>> shape_of(dict[str, float]).key, shape_of(int | None).nullable
    ('id', True)
    """
    origin = get_origin(annotation)
    if origin is Annotated:
        return shape_of(get_args(annotation)[0])
    if origin in (Union, types.UnionType):
        return replace(shape_of(next(a for a in get_args(annotation) if a is not type(None))), nullable=True)
    if origin is dict:
        of, to = get_args(annotation)
        key = shape_of(of)
        kind: Literal["year", "choice", "id"] = "choice" if key.choices else "id" if key.is_text else "year"
        shape = Shape(kind="mapping", item=shape_of(to), key=kind, choices=key.choices)
    elif origin is tuple:
        shape = Shape(kind="list", item=shape_of(get_args(annotation)[0]))
    elif origin is Literal:
        shape = Shape(kind="value", choices=get_args(annotation), is_text=True)
    elif isinstance(annotation, type) and issubclass(annotation, BaseModel):
        shape = Shape(kind="part", fields={k: shape_of(f.annotation) for k, f in annotation.model_fields.items()})
    else:
        shape = Shape(kind="value", is_text=annotation is str)
    return shape


POLICY: Shape = shape_of(Policy)
"""The shape of the whole policy."""


def dotted(path: Iterable[str | int]) -> str:
    """Write a path as ``--set`` takes it; keys with dots, quotes or the like stand in double quotes, quotes doubled.

    >>> dotted(("budgets", "city", 2025)), dotted(("budgets", "districts", "D.1"))
    ('budgets.city.2025', 'budgets.districts."D.1"')
    """
    return ".".join(_segment(str(key)) for key in path)


def _segment(key: str) -> str:
    return key if _BARE.match(key) else '"' + key.replace('"', '""') + '"'


def split(text: str, shape: Shape = POLICY) -> Keys:
    """Read a dotted path; the inverse of :func:`dotted` for paths that the shape knows.

    Raises
    ------
    ValueError
        If it is not a dotted path.

    Examples
    --------
    >>> split("budgets.city.2025"), split('budgets.districts."D.1"')
    (('budgets', 'city', 2025), ('budgets', 'districts', 'D.1'))
    """
    keys: list[str | int] = []
    at, here = 0, shape
    while True:
        match = _SEGMENT.match(text, at)
        if match is None:
            raise ValueError(text)
        quoted, bare = match.groups()
        key: str | int = quoted.replace('""', '"') if quoted is not None else bare.strip()
        key = here.normal(key)
        keys.append(key)
        here = here.child(key) or Shape(kind="value")
        at = match.end()
        if at == len(text):
            return tuple(keys)
        if text[at] != ".":
            raise ValueError(text)
        at += 1


def paths(shape: Shape = POLICY, path: Keys = ()) -> Iterator[Keys]:
    """All paths of named fields, parts before their fields; free keys and list positions are not entered.

    >>> [dotted(p) for p in paths() if p[0] == "years"]
    ['years', 'years.first', 'years.last']
    """
    if path:
        yield path
    for name, child in shape.fields.items():
        yield from paths(child, (*path, name))


def nearest(path: Keys, shape: Shape = POLICY) -> str:
    """Guess which known path was meant: a like name beside it, else the same or a like name elsewhere; or nothing.

    >>> nearest(("target", "cuont")), nearest(("total_cap",)), nearest(("goals", "coverage", "kinds", "botleneck"))
    ('target.count', 'support.total_cap', 'goals.coverage.kinds.bottleneck')
    """
    for i, key in enumerate(path):
        here = shape.at(path[:i])
        if here is None:
            return ""
        known = list(here.fields) or list(here.choices if here.kind == "mapping" else ())
        if str(key) not in known and known:
            return _nearest_key(path, i, known, shape)
    return ""


def _nearest_key(path: Keys, i: int, known: list[str], shape: Shape) -> str:
    close = difflib.get_close_matches(str(path[i]), known, 1, 0.6)
    if close:
        whole = (*path[:i], close[0], *path[i + 1 :])
        return dotted(whole if shape.at(whole) else whole[: i + 1])
    rest = path[i:]
    for drop in range(len(rest)):
        tail = rest[drop:]
        for candidate in paths(shape):
            if candidate[-len(tail) :] == tail:
                return dotted(candidate)
    names = {p[-1]: p for p in reversed(list(paths(shape)))}
    close = difflib.get_close_matches(str(path[-1]), [str(n) for n in names], 1, 0.75)
    return dotted(names[close[0]]) if close else ""
