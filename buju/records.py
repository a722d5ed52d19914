"""Answers that are still plain JSON data inside, with their fields as attributes.

What does not live here: answers that are dataclasses already (plans, comparisons, assessments): they are handed on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import is_dataclass
from types import MappingProxyType
from typing import Any

from graph.base.nearest import Nearest
from graph.base.words import Lang, Words

_LONGEST = 60
_FIELDS = 8


class Record(Mapping[str, Any]):
    """A read-only answer; its fields are attributes and keys, lists are tuples, sentences are ``Words``.

    Examples
    --------
    >>> found = Record({"centre": "C01", "why": {"en": "worth most", "zh": "价值最高"}, "support": {"2024": 5.0}})
    >>> found.centre, found.why.zh, found.support[2024]
    ('C01', '价值最高', 5.0)
    >>> found
    Record(centre='C01', why=Words, support=1)
    """

    __slots__ = ("_data", "_kind")
    _data: Mapping[str, Any]
    _kind: str

    def __init__(self, data: Mapping[str, Any], kind: str = "Record") -> None:
        object.__setattr__(self, "_data", {str(key): typed(value) for key, value in data.items()})
        object.__setattr__(self, "_kind", kind)

    def __setattr__(self, name: str, value: Any) -> None:
        message = f"{self._kind} is read-only"
        raise AttributeError(message)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        try:
            return self._data[name]
        except KeyError:
            near = Nearest(self._data)(name)
            hint = f"; did you mean {near!r}?" if near else ""
            message = f"{self._kind} has no {name!r}{hint}"
            raise AttributeError(message) from None

    def __getitem__(self, name: str) -> Any:
        return self._data[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._data)

    def __len__(self) -> int:
        return len(self._data)

    def __dir__(self) -> list[str]:
        return [*object.__dir__(self), *self._data]

    def __repr__(self) -> str:
        said = [f"{name}={_short(value)}" for name, value in list(self._data.items())[:_FIELDS]]
        more = ["…"] if len(self._data) > _FIELDS else []
        return f"{self._kind}({', '.join(said + more)})"

    def to_dict(self) -> dict[str, Any]:
        """The answer as plain JSON data, sentences in both languages.

        >>> Record({"rows": [{"why": {"en": "a", "zh": "b"}}]}).to_dict()
        {'rows': [{'why': {'en': 'a', 'zh': 'b'}}]}
        """
        return {name: untyped(value) for name, value in self._data.items()}


def typed(value: Any) -> Any:
    """Plain JSON data as records, tuples and words; a dataclass stays what it is."""
    if isinstance(value, Record) or is_dataclass(value):
        return value
    if isinstance(value, Mapping):
        if set(value) == {"en", "zh"}:
            return Words(str(value["en"]), str(value["zh"]))
        if value and all(str(key).isdecimal() for key in value):
            return MappingProxyType({int(key): typed(inner) for key, inner in value.items()})
        return Record(value)
    if isinstance(value, Words):
        return value
    return tuple(map(typed, value)) if isinstance(value, list | tuple) else value


def untyped(value: Any, lang: Lang | None = None) -> Any:
    """Plain JSON data again; sentences in one language, or in both (None).

    >>> untyped(typed({"a": [{"en": "x", "zh": "y"}]}), "zh")
    {'a': ['y']}
    """
    if isinstance(value, Words):
        return {"en": value.en, "zh": value.zh} if lang is None else value.say(lang)
    if is_dataclass(value) and not isinstance(value, type):
        return {name: untyped(inner, lang) for name, inner in fields_of(value).items()}
    if isinstance(value, Mapping):
        return {str(key): untyped(inner, lang) for key, inner in value.items()}
    return [untyped(inner, lang) for inner in value] if isinstance(value, list | tuple) else value


def fields_of(row: Any) -> dict[str, Any]:
    """Fields of a record or a dataclass by name."""
    if isinstance(row, Mapping):
        return dict(row)
    return {name: getattr(row, name) for name in row.__dataclass_fields__}


def _short(value: Any) -> str:
    if isinstance(value, Words):
        return "Words"
    if isinstance(value, Mapping | tuple):
        return str(len(value))
    text = repr(value)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
