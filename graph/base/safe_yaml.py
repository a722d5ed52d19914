"""YAML text as plain data with the place of every key and value; whatever could surprise is a finding.

Read as YAML 1.2 says, not 1.1: only ``true`` and ``false`` are booleans; ``1_000``, ``1:30``, ``010``, dates are text.
Tags, anchors, aliases, merge keys, duplicate keys, further documents, endless nesting and NaN are refused, all at once.
What does not live here: what the data means (``planner.rulebook.scenario``, ``loaders.dataset``).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from graph.base import yaml_words
from graph.base.errors import InputError
from graph.base.findings import Finding
from graph.base.words import Words

Path_ = tuple[str | int, ...]
"""Keys and list positions from the root to one value."""

LARGEST = 256 * 1024
"""Greatest number of bytes of one file: scenario files are some kilobytes."""
DEEPEST = 40
"""Greatest nesting."""
MOST_FINDINGS = 50
KEPT = 16
"""Documents that are kept as read: a curve or a mend loads the same scenario for each change that it tries."""

_NULL = re.compile(r"(?:|~|null|Null|NULL)\Z")
_BOOL = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_INT = re.compile(r"[-+]?(?:0|[1-9][0-9]*)\Z", re.ASCII)
_FLOAT = re.compile(r"[-+]?(?:(?:0|[1-9][0-9]*)?\.[0-9]+|(?:0|[1-9][0-9]*)\.?)(?:[eE][-+]?[0-9]+)?\Z", re.ASCII)
_ENDLESS = re.compile(r"(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))\Z")
_LONGEST_INT = 18


@dataclass(frozen=True)
class Document:
    """One YAML document: plain ``data`` (dict, list, str, int, float, bool, None) and the place of each part."""

    file: str
    data: Any
    values: Mapping[Path_, tuple[int, int]] = field(repr=False)
    keys: Mapping[Path_, tuple[int, int]] = field(repr=False)

    def place(self, path: Path_ = (), *, key: bool = False) -> tuple[int, int]:
        r"""Line and column (from 1) of the value at ``path``, or of its key; of the nearest parent if there is none.

        >>> read("a:\n  b: [1, 2]", "x.yaml").place(("a", "b", 1))
        (2, 10)
        >>> read("a:\n  b: 1", "x.yaml").place(("a", "b"), key=True)
        (2, 3)
        """
        if key and path in self.keys:
            return self.keys[path]
        while path and path not in self.values:
            path = path[:-1]
        return self.values.get(path, (1, 1))


class EndlessNumber(ValueError):  # noqa: N818 - not raised to users, a signal between two functions
    """NaN, infinity, or more digits than a number can hold."""


def scalar(text: str) -> str | int | float | bool | None:
    """Say what an unquoted scalar means; everything that is not clearly something else is text.

    Raises
    ------
    EndlessNumber
        For ``.nan``, ``.inf``, ``1e999`` and integers of more than 18 digits.

    Examples
    --------
    >>> [scalar(x) for x in ("true", "yes", "12", "1_000", "1:30", "010", "1e3", "2025-01-01", "~")]
    [True, 'yes', 12, '1_000', '1:30', '010', 1000.0, '2025-01-01', None]
    """
    if _NULL.match(text):
        return None
    if text in _BOOL:
        return _BOOL[text]
    if _ENDLESS.match(text):
        raise EndlessNumber(text)
    if _INT.match(text):
        if len(text.lstrip("+-")) > _LONGEST_INT:
            raise EndlessNumber(text)
        return int(text)
    if _FLOAT.match(text):
        if len(text) > 400 or not math.isfinite(value := float(text)):
            raise EndlessNumber(text[:40])
        return value
    return text


def read(text: str, file: str) -> Document:
    r"""Read one YAML document.

    Parameters
    ----------
    text : str
        The document; a byte order mark is dropped.
    file : str
        What to call it in findings.

    Returns
    -------
    Document
        Data and places; an empty text is ``None``.

    Raises
    ------
    InputError
        With every finding (codes Y702–Y712; ``row`` is the line, ``column`` the column number as text).
        After a syntax error the rest of the file is not read.

    Notes
    -----
    Built from PyYAML's events with an own stack: no recursion, no object is ever constructed. Time and memory are
    linear in the text, which is at most 256 KiB.

    Examples
    --------
    >>> read("target: {count: 20}", "x.yaml").data
    {'target': {'count': 20}}
    >>> try:
    ...     read("a: &x 1\na: !!python/name:os.system 2", "x.yaml")
    ... except InputError as error:
    ...     [(f.code, f.row, f.column) for f in error.findings]
    [('Y705', 1, '4'), ('Y707', 2, '1'), ('Y704', 2, '4')]
    """
    if len(text) > LARGEST or len(text.encode("utf-8", "surrogatepass")) > LARGEST:
        raise _refuse([_too_large(file)])
    kept = _read(text, file)
    return replace(kept, data=_own(kept.data))


@lru_cache(maxsize=KEPT)
def _read(text: str, file: str) -> Document:
    builder = _Builder(file)
    try:
        for event in yaml.parse(text.removeprefix("\ufeff"), Loader=yaml.SafeLoader):
            builder.take(event)
            if builder.full:
                break
    except yaml.YAMLError as error:
        builder.findings.append(_syntax(error, file, text))
    if builder.findings:
        raise _refuse(builder.findings)
    return Document(file, builder.root, MappingProxyType(builder.values), MappingProxyType(builder.keys))


def _own(data: Any) -> Any:
    """Plain data that whoever asked may change: a copy of dicts and lists."""
    if isinstance(data, dict):
        return {key: _own(value) for key, value in data.items()}
    return [_own(value) for value in data] if isinstance(data, list) else data


def _bytes(path: Path) -> bytes:
    """What a file holds, up to what is too much; a pipe would keep us waiting, a device never end."""
    if path.exists() and not (path.is_file() or path.is_dir()):
        raise OSError(0, "not a file")
    with path.open("rb") as stream:
        return stream.read(LARGEST + 1)


def read_file(path: Path, file: str | None = None) -> Document:
    """Read a UTF-8 file; ``file`` is what to call it (default: its name).

    Raises
    ------
    InputError
        As :func:`read`, and Y700 (cannot be opened), Y701 (not UTF-8).

    Examples
    --------
    >>> try:
    ...     read_file(Path("no such file.yaml"))
    ... except InputError as error:
    ...     error.findings[0].code
    'Y700'
    """
    name = path.name if file is None else file
    try:
        raw = _bytes(path)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        message = Words("cannot be opened: {reason}", "打不开文件：{reason}").fill(reason=reason)
        mend = Words("check the name and the rights", "请检查文件名和读取权限")
        raise _refuse(
            [Finding("Y700", "error", file=name, row=0, column="", value=str(path), message=message, mend=mend)]
        ) from error
    if len(raw) > LARGEST:
        raise _refuse([_too_large(name)])
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = raw.count(b"\n", 0, error.start) + 1
        message = Words("is not UTF-8 text", "不是 UTF-8 编码的文本")
        mend = Words("save the file as UTF-8", "请将文件另存为 UTF-8 编码")
        value = raw[error.start : error.start + 1].hex()
        raise _refuse(
            [Finding("Y701", "error", file=name, row=row, column="", value=f"0x{value}", message=message, mend=mend)]
        ) from error
    return read(text, name)


@dataclass(kw_only=True)
class _Open:
    """A mapping or list that is being read."""

    path: Path_
    data: Any
    is_map: bool
    key: str | int | None = None
    awaits_key: bool = True
    seen: set[str] = field(default_factory=set)


class _Builder:
    """Turns events into data, places and findings."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.root: Any = None
        self.values: dict[Path_, tuple[int, int]] = {}
        self.keys: dict[Path_, tuple[int, int]] = {}
        self.findings: list[Finding] = []
        self.stack: list[_Open] = []
        self.full = False
        self.documents = 0

    def take(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                self.find("Y709", event, "---", *yaml_words.MORE_DOCUMENTS)
                self.full = True
        elif isinstance(event, yaml.AliasEvent):
            self.find("Y705", event, f"*{event.anchor}", *yaml_words.ANCHOR)
            self.put(event, None)
        elif isinstance(event, yaml.NodeEvent):
            self.check(event)
            if isinstance(event, yaml.ScalarEvent):
                self.scalar(event)
            else:
                self.open(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            self.stack.pop()

    def check(self, event: Any) -> None:
        if event.anchor is not None:
            self.find("Y705", event, f"&{event.anchor}", *yaml_words.ANCHOR)
        if event.tag is not None:
            self.find("Y704", event, event.tag, *yaml_words.TAG)

    def scalar(self, event: Any) -> None:
        plain = event.style is None and event.implicit[0]
        if plain and event.value == "<<" and self.stack and self.stack[-1].is_map and self.stack[-1].awaits_key:
            self.find("Y706", event, "<<", *yaml_words.MERGE)
        value: Any = event.value
        if plain:
            try:
                value = scalar(event.value)
            except EndlessNumber:
                self.find("Y711", event, event.value[:40], *yaml_words.ENDLESS_NUMBER)
                value = 0
        self.put(event, value)

    def open(self, event: yaml.Event) -> None:
        is_map = isinstance(event, yaml.MappingStartEvent)
        path = self.put(event, {} if is_map else [])
        if len(self.stack) >= DEEPEST:
            self.find("Y710", event, "", *yaml_words.TOO_DEEP)
            self.full = True
            return
        self.stack.append(_Open(path=path, data=self.last, is_map=is_map))

    def put(self, event: yaml.Event, value: Any) -> Path_:
        """Hand a value (or key) to the mapping or list that is open; returns its path."""
        place = _place(event)
        self.last = value
        if not self.stack:
            if self.documents <= 1:
                self.root = value
                self.values[()] = place
            return ()
        top = self.stack[-1]
        if not top.is_map:
            path = (*top.path, len(top.data))
            top.data.append(value)
        elif top.awaits_key:
            top.key = self.key(event, value, top, place)
            top.awaits_key = False
            return (*top.path, top.key)
        else:
            assert top.key is not None
            path = (*top.path, top.key)
            top.data[top.key] = value
            top.awaits_key = True
        self.values[path] = place
        return path

    def key(self, event: yaml.Event, value: Any, top: _Open, place: tuple[int, int]) -> str | int:
        if isinstance(value, bool) or not isinstance(value, (str, int)):
            self.find("Y708", event, "" if isinstance(value, (dict, list)) else str(value), *yaml_words.KEY)
            return f"\0{len(top.seen)}"
        if str(value) in top.seen:
            self.find("Y707", event, str(value), *yaml_words.DUPLICATE)
        top.seen.add(str(value))
        self.keys[(*top.path, value)] = place
        return value

    def find(self, code: str, event: yaml.Event, value: str, message: Words, mend: Words) -> None:
        line, column = _place(event)
        if len(self.findings) >= MOST_FINDINGS:
            code, value, message, mend, self.full = "Y712", "", *yaml_words.MORE, True
        self.findings.append(
            Finding(
                code, "error", file=self.file, row=line, column=str(column), value=value, message=message, mend=mend
            )
        )


def _place(event: Any) -> tuple[int, int]:
    return event.start_mark.line + 1, event.start_mark.column + 1


def _refuse(findings: list[Finding]) -> InputError:
    words = Words("{file} cannot be read: {n} finding(s)", "{file} 无法读取：共 {n} 处问题")
    return InputError(words.fill(file=findings[0].file, n=len(findings)), findings)


def _too_large(file: str) -> Finding:
    message = Words("is larger than {n} KiB", "超过 {n} KiB").fill(n=LARGEST // 1024)
    mend = Words(
        "keep tables in CSV files; a YAML file here holds settings only", "表格请放在 CSV 文件中，YAML 只放设置"
    )
    return Finding("Y702", "error", file=file, row=0, column="", value="", message=message, mend=mend)


def _syntax(error: yaml.YAMLError, file: str, text: str) -> Finding:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    if mark is None and (at := getattr(error, "position", None)) is not None:
        before = text.removeprefix("\ufeff")[:at]
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    parts = [getattr(error, k, None) for k in ("context", "problem", "reason")]
    said = "; ".join(p for p in parts if p) or "not YAML"
    zh = next((v for k, v in yaml_words.SAID.items() if k in said), f"写法有误（{said}）")
    message = Words(f"is not well-formed YAML: {said}", f"不是合法的 YAML：{zh}")
    mend = Words(
        "look at indentation, colons and quotes here and in the line before", "请检查此行和上一行的缩进、冒号与引号"
    )
    return Finding("Y703", "error", file=file, row=line, column=str(column), value="", message=message, mend=mend)


def leaves(data: Any, path: Path_ = ()) -> Iterator[tuple[Path_, Any]]:
    """All (path, value) pairs of plain data whose value is a scalar, or an empty list or mapping.

    >>> list(leaves({"a": {"b": [1, 2]}, "c": {}}))
    [(('a', 'b', 0), 1), (('a', 'b', 1), 2), (('c',), {})]
    """
    stack: list[tuple[Path_, Any]] = [(path, data)]
    while stack:
        at, value = stack.pop()
        if isinstance(value, dict) and value:
            stack.extend(((*at, k), v) for k, v in reversed(value.items()))
        elif isinstance(value, list) and value:
            stack.extend(((*at, k), v) for k, v in reversed(list(enumerate(value))))
        else:
            yield at, value
