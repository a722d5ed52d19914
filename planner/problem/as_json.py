"""A planning problem as JSON and back: what a run keeps, so that its plan can be explained without the data.

The form follows the dataclasses of ``planner.problem.rows`` field by field: a new field needs nothing here as long
as it is made of numbers, text, tuples, mappings, arrays and further dataclasses. What does not live here: files.
"""

from __future__ import annotations

import json
import math
import types
import typing
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.base.errors import InputError
from graph.base.words import Words
from planner.problem.rows import PlanningProblem

FORMAT = "buju-problem/1"
"""The format that this version writes and reads."""
_INFINITE = {"inf": math.inf, "-inf": -math.inf, "nan": math.nan}


def to_bytes(problem: PlanningProblem) -> bytes:
    r"""Write a problem as one line of JSON; the same problem gives the same bytes.

    Parameters
    ----------
    problem : PlanningProblem

    Returns
    -------
    bytes
        UTF-8. Fields at their default are left out; arrays of one axis are lists, others have their shape beside the
        values; infinite numbers and NaN are the texts ``inf``, ``-inf`` and ``nan``.

    Examples
    --------
    >>> to_bytes(PlanningProblem(candidates=("C1",), years=(2023, 2024))).decode()
    '{"format":"buju-problem/1","candidates":["C1"],"years":[2023,2024]}\n'
    """
    data = {"format": FORMAT, **_plain(problem)}
    return (json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":")) + "\n").encode()


def from_bytes(data: bytes) -> PlanningProblem:
    """Read a problem that :func:`to_bytes` wrote.

    Raises
    ------
    InputError
        Not JSON, of another format, or with parts missing.

    Examples
    --------
    >>> from_bytes(to_bytes(PlanningProblem(candidates=("C1",), years=(2023,)))).candidates
    ('C1',)
    """
    try:
        read = json.loads(data)
        known = isinstance(read, dict) and read.pop("format", None) == FORMAT
        problem: PlanningProblem = _typed(read if known else None, PlanningProblem)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        words = Words(
            "problem.json is damaged or of another version; make the run again",
            "problem.json 已损坏或版本不符，请重新运行",
        )
        raise InputError(words) from error
    return problem


def _plain(value: Any) -> Any:  # noqa: PLR0911 - one return a kind of value
    if isinstance(value, Words):
        return list(value)
    if isinstance(value, np.ndarray):
        flat = value.astype(np.int64) if value.dtype == bool else value
        values = [_plain(v) for v in flat.ravel().tolist()]
        return values if value.ndim == 1 else {"shape": list(value.shape), "values": values}
    if is_dataclass(value) and not isinstance(value, type):
        given = ((f, getattr(value, f.name)) for f in fields(value))
        return {f.name: _plain(v) for f, v in given if not _default(f, v)}
    if isinstance(value, Mapping):
        return {k: _plain(v) for k, v in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(v) for v in value]
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return value


def _default(field: Any, value: Any) -> bool:
    """Whether a field is at its default, which is then the reader's to fill in."""
    if isinstance(value, np.ndarray) or (field.default is MISSING and field.default_factory is MISSING):
        return False
    default = field.default_factory() if field.default is MISSING else field.default
    return type(value) is type(default) and bool(value == default)


def _typed(value: Any, hint: Any) -> Any:  # noqa: PLR0911 - one return a kind of value
    """The JSON ``value`` as what the annotation ``hint`` says."""
    if hint is Words:
        return Words(*value)
    if is_dataclass(hint):
        hints = typing.get_type_hints(hint)
        return hint(**{name: _typed(v, hints[name]) for name, v in value.items()})  # type: ignore[operator]
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if origin is np.ndarray or origin is NDArray:  # numpy 2.5 made NDArray an alias of its own
        return _array(value, inner[0] if origin is NDArray else typing.get_args(inner[1])[0])
    if origin in (typing.Union, types.UnionType):
        return None if value is None else _typed(value, next(a for a in inner if a is not type(None)))
    if origin is tuple:
        kinds = [inner[0]] * len(value) if len(inner) == 2 and inner[1] is Ellipsis else list(inner)
        return tuple(_typed(v, kind) for v, kind in zip(value, kinds, strict=True))
    if origin is not None and issubclass(origin if isinstance(origin, type) else object, Mapping):
        return {k: _typed(v, inner[1]) for k, v in value.items()}
    if hint is float:
        return _INFINITE[value] if isinstance(value, str) else value
    return value


def _array(value: Any, kind: Any) -> np.ndarray[Any, Any]:
    shape = value["shape"] if isinstance(value, dict) else [len(value)]
    values = value["values"] if isinstance(value, dict) else value
    numbers = [_INFINITE[v] if isinstance(v, str) else v for v in values]
    return np.array(numbers, dtype=kind).reshape(shape)
