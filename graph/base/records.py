"""Frozen dataclasses as plain JSON data and back, and the JSON Schema that is derived from them.

A record is a dataclass of numbers, texts, ``Words``, tuples, mappings and further records; its fields in their order
are the keys of the JSON object (``from_`` is the key ``from``). What does not live here: the records themselves,
files and bytes.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Callable, Hashable, Mapping
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from functools import cache
from typing import Annotated, Any, Final, Literal, TypeVar, Union

from graph.base.words import Lang, Words

R = TypeVar("R")
Schema = dict[str, Any]

ABSENT: Final[Mapping[str, bool]] = {"absent": True}
"""Metadata of a field whose key is left out while it is at its default: ``field(default=None, metadata=ABSENT)``."""


BESIDE: Final = "beside"
"""Metadata key: the name of another field; the key is left out while that one is ``None``."""


@dataclass(frozen=True)
class Keywords:
    """Further keywords of a value's JSON Schema, as metadata of ``Annotated``; reading does not look at them."""

    pairs: tuple[tuple[str, Any], ...]


def keywords(**pairs: Any) -> Keywords:
    """Keywords for a value's schema.

    Examples
    --------
    >>> schema(Annotated[int, keywords(minimum=0)])
    {'type': 'integer', 'minimum': 0}
    """
    return Keywords(tuple(pairs.items()))


Count = Annotated[int, keywords(minimum=0)]
"""A whole number of 0 or more."""
Share = Annotated[float, keywords(minimum=-1e-9, maximum=1.000001)]
"""A number from 0 to 1, up to the rounding of a sum."""

_GREATEST = 1e308
_SCALARS: Final[Mapping[Any, tuple[str, Words]]] = {
    str: ("string", Words("a text", "文本")),
    int: ("integer", Words("a whole number", "整数")),
    float: ("number", Words("a number", "数值")),
    bool: ("boolean", Words("true or false", "true 或 false")),
}


class RecordError(ValueError):
    """Data that are not of a record: where (``chosen[3].year``), what stands there, and what is needed."""

    def __init__(self, needed: Words, found: str, path: str = "") -> None:
        super().__init__(f"{path}: {needed.en}")
        self.path, self.needed, self.found = path, needed, found

    def under(self, step: str) -> RecordError:
        """The same error as seen from one level further out."""
        joined = step if not self.path else f"{step}{self.path}" if self.path[0] == "[" else f"{step}.{self.path}"
        return RecordError(self.needed, self.found, joined)


def encode(value: Any, lang: Lang | None = None) -> Any:
    """Write a record as plain JSON data: keys in the order of the fields, nothing rounded.

    Sentences stand in both languages, or as text in ``lang``.

    Examples
    --------
    >>> from dataclasses import dataclass
    >>> @dataclass(frozen=True)
    ... class Row:
    ...     centre: str
    ...     support: Mapping[int, float]
    ...     words: Words
    >>> encode(Row("C01", {2024: 5.0}, Words("yes", "是")))
    {'centre': 'C01', 'support': {'2024': 5.0}, 'words': {'en': 'yes', 'zh': '是'}}
    >>> encode(Row("C01", {}, Words("yes", "是")), "zh")["words"]
    '是'
    """
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, Words):
        return {"en": value.en, "zh": value.zh} if lang is None else value.say(lang)
    if isinstance(value, Mapping):
        return {str(k): encode(v, lang) for k, v in value.items()}
    if isinstance(value, tuple | list):
        return [encode(v, lang) for v in value]
    return {_key(f.name): encode(getattr(value, f.name), lang) for f in fields(value) if not _left_out(f, value)}


def _key(name: str) -> str:
    """The JSON key of a field: a field named after a Python keyword ends in an underscore."""
    return name.removesuffix("_")


def _left_out(known: Field[Any], record: Any) -> bool:
    beside = known.metadata.get(BESIDE)
    if beside is not None and getattr(record, beside) is None:
        return True
    return bool(known.metadata.get("absent")) and bool(getattr(record, known.name) == _default(known))


def _default(known: Field[Any]) -> Any:
    return known.default_factory() if known.default_factory is not MISSING else known.default


def decode(kind: type[R], data: Any) -> R:
    """Read a record back from plain JSON data.

    Parameters
    ----------
    kind : type
        The record's dataclass.
    data : object
        What ``json.loads`` gave. Keys that the record does not know are left; a field with a default may be missing.

    Raises
    ------
    RecordError
        Naming the first field that is missing or of another kind.

    Examples
    --------
    >>> from dataclasses import dataclass
    >>> @dataclass(frozen=True)
    ... class Row:
    ...     centre: str
    ...     year: int = 0
    >>> decode(Row, {"centre": "C01", "new": True})
    Row(centre='C01', year=0)
    >>> decode(Row, {"centre": "C01", "year": "soon"})
    Traceback (most recent call last):
    graph.base.records.RecordError: year: a whole number
    """
    return typing.cast("R", _reader(typing.cast("Hashable", kind))(data))


@cache
def _reader(hint: Any) -> Callable[[Any], Any]:  # noqa: PLR0911 - one return a kind of hint
    """What reads a value that the annotation ``hint`` describes."""
    if hint in _SCALARS:
        return _scalar(hint)
    if hint is Any:
        return lambda value: value
    if hint is Words:
        return _words
    if is_dataclass(hint):
        return _record(hint)
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if origin is Annotated:
        return _reader(inner[0])
    if origin is Literal:
        return _one_of(inner)
    if origin in (Union, types.UnionType):
        return _maybe(inner)
    if origin is tuple:
        return _sequence(_reader(inner[0]))
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return _mapping(inner[0], _reader(inner[1]))
    raise TypeError(hint)


def _scalar(kind: Any) -> Callable[[Any], Any]:
    allowed, needed = ((int, float) if kind is float else (kind,)), _SCALARS[kind][1]

    def read(value: Any) -> Any:
        fits = isinstance(value, allowed) and (kind is bool or not isinstance(value, bool))
        if not fits or (kind is float and not -_GREATEST <= value <= _GREATEST):
            raise RecordError(needed, _shown(value))
        return value

    return read


def _words(value: Any) -> Words:
    if isinstance(value, Mapping) and isinstance(value.get("en"), str) and isinstance(value.get("zh"), str):
        return Words(value["en"], value["zh"])
    raise RecordError(Words("a sentence in en and zh", "含 en 与 zh 的语句"), _shown(value))


def _record(kind: Any) -> Callable[[Any], Any]:
    hints = typing.get_type_hints(kind, include_extras=True)
    readers = [(f.name, _key(f.name), _reader(hints[f.name])) for f in fields(kind)]
    needed = [_key(f.name) for f in fields(kind) if f.default is MISSING and f.default_factory is MISSING]

    def read(value: Any) -> Any:
        if not isinstance(value, Mapping):
            raise RecordError(Words("an object", "对象"), _shown(value))
        for key in needed:
            if key not in value:
                raise RecordError(Words("this key is missing", "缺少该项"), "", key)
        found = {}
        for name, key, reader in readers:
            if key in value:
                try:
                    found[name] = reader(value[key])
                except RecordError as error:
                    raise error.under(key) from None
        return kind(**found)

    return read


def _one_of(values: tuple[Any, ...]) -> Callable[[Any], Any]:
    def read(value: Any) -> Any:
        if isinstance(value, str | int) and value in values:
            return value
        told = ", ".join(map(str, values))
        raise RecordError(Words("one of {v}", "{v} 之一").fill(v=told), _shown(value))

    return read


def _maybe(kinds: tuple[Any, ...]) -> Callable[[Any], Any]:
    """The first kind that fits; ``None`` where that is one of them."""
    readers = [_reader(k) for k in kinds if k is not type(None)]

    def read(value: Any) -> Any:
        if value is None and type(None) in kinds:
            return None
        for reader in readers[:-1]:
            try:
                return reader(value)
            except RecordError:
                continue
        return readers[-1](value)

    return read


def _sequence(item: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def read(value: Any) -> Any:
        if not isinstance(value, list | tuple):
            raise RecordError(Words("a list", "列表"), _shown(value))
        out = []
        for n, one in enumerate(value):
            try:
                out.append(item(one))
            except RecordError as error:
                raise error.under(f"[{n}]") from None
        return tuple(out)

    return read


def _mapping(key: Any, item: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def read(value: Any) -> Any:
        if not isinstance(value, Mapping):
            raise RecordError(Words("an object", "对象"), _shown(value))
        out = {}
        for name, one in value.items():
            if key is int and not (isinstance(name, int) or name.isdecimal()):
                raise RecordError(Words("a year", "年份"), _shown(name))
            try:
                out[int(name) if key is int else name] = item(one)
            except RecordError as error:
                raise error.under(str(name)) from None
        return out

    return read


def _shown(value: Any) -> str:
    """What stands there, cut short; numbers by their size alone where they are too long to be read."""
    if isinstance(value, int) and abs(value) > _GREATEST:
        return f"{value.bit_length()} bits"
    return f"{value!r:.60}"


def widened(kind: type[R], record: Any, **further: Any) -> R:
    """Make a record of a kind that adds fields to another: the fields of ``record``, and the further ones.

    Examples
    --------
    >>> from dataclasses import dataclass
    >>> @dataclass(frozen=True)
    ... class Row:
    ...     centre: str
    >>> @dataclass(frozen=True)
    ... class Kept(Row):
    ...     run: str
    >>> widened(Kept, Row("C01"), run="runs/1")
    Kept(centre='C01', run='runs/1')
    """
    return kind(**{f.name: getattr(record, f.name) for f in fields(record)} | further)


@cache
def _schema(hint: Any) -> Schema:  # noqa: PLR0911 - one return a kind of hint
    if hint in _SCALARS:
        return {"type": _SCALARS[hint][0]}
    if hint is Any:
        return {}
    if hint is Words:
        both = {"en": {"type": "string"}, "zh": {"type": "string"}}
        return {"type": "object", "properties": both, "required": ["en", "zh"]}
    if is_dataclass(hint):
        hints = typing.get_type_hints(hint, include_extras=True)
        needed = [_key(f.name) for f in fields(hint) if not f.metadata.get("absent") and BESIDE not in f.metadata]
        return {
            "type": "object",
            "properties": {_key(f.name): _schema(hints[f.name]) for f in fields(hint)},
            **({"required": needed} if needed else {}),
        }
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if origin is Annotated:
        return {**_schema(inner[0]), **dict(inner[1].pairs)}
    if origin is Literal:
        return {"enum": list(inner)}
    if origin in (Union, types.UnionType):
        return _schema_of_one(inner)
    if origin is tuple:
        return {"type": "array", "items": _schema(inner[0])}
    if isinstance(origin, type) and issubclass(origin, Mapping):
        free = _schema(inner[1])
        return {"type": "object", **({"additionalProperties": free} if free else {})}
    raise TypeError(hint)


def _schema_of_one(kinds: tuple[Any, ...]) -> Schema:
    """One of several kinds; a scalar or nothing is written the short way."""
    known = [k for k in kinds if k is not type(None)]
    if len(known) == len(kinds):
        return {"anyOf": [_schema(k) for k in known]}
    one = _schema(known[0])
    if len(known) > 1 or one.get("type") in ("object", "array", None):
        if "enum" in one and len(known) == 1:
            return {"enum": [*one["enum"], None]}
        return {"anyOf": [*(_schema(k) for k in known), {"type": "null"}]}
    return {**one, "type": [one["type"], "null"]}


def schema(kind: Any) -> Schema:
    """Derive the JSON Schema of what :func:`encode` writes of a record; further keys are allowed.

    Examples
    --------
    >>> from dataclasses import dataclass
    >>> @dataclass(frozen=True)
    ... class Row:
    ...     year: int
    ...     bound: float | None = None
    >>> schema(Row)["properties"], schema(Row)["required"]
    ({'year': {'type': 'integer'}, 'bound': {'type': ['number', 'null']}}, ['year', 'bound'])
    """
    return _schema(kind)
