"""Scenario and policy files as read: their own name, title, changes and clauses, and what they extend.

What does not live here: merging (``planner.rulebook.scenario.overrides``) and the finished scenario
(``planner.rulebook.scenario``).
"""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from yaml import YAMLError

from graph.base import safe_yaml
from graph.base.errors import InputError
from graph.base.findings import Finding
from graph.base.safe_yaml import Document
from graph.base.words import Words
from planner.rulebook.scenario.origins import Clause, Origin
from planner.rulebook.scenario.overrides import unknown_key
from planner.rulebook.scenario.shape import POLICY, Keys, dotted, nearest, split
from planner.rulebook.scenario.writing import to_yaml

POLICIES = Path(__file__).parents[1] / "policies"
FILE_KEYS = ("name", "title", "extends", "policy", "clauses")
IN_MEMORY = "scenario"
"""What findings call a scenario that is no file."""
MOST_FILES = 10
"""Greatest length of a chain of ``extends``."""
_NAME = re.compile(r"[\w][\w.-]{0,79}\Z")
_SHIPPED = re.compile(r"[A-Za-z0-9_-]+\Z", re.ASCII)


@dataclass(frozen=True, kw_only=True)
class Source:
    """One file of the chain; ``changes`` is what stands under ``policy:``."""

    file: str
    document: Document
    name: str
    title: Words
    changes: Any
    clauses: Mapping[str, Clause]

    def where(self, path: Keys, key: bool) -> Origin:
        """Origin of a value (or key) by its path under ``policy:``."""
        return Origin(self.file, *self.document.place(("policy", *path), key=key))


def shipped_names() -> tuple[str, ...]:
    """Names of the policies that come with buju.

    >>> "ningbo-2023" in shipped_names()
    True
    """
    return tuple(sorted(p.stem for p in POLICIES.glob("*.yaml")))


def chain(given: Path | Mapping[str, Any]) -> tuple[tuple[Source, ...], list[Finding]]:
    """Read a scenario and all that it extends, the outermost base first.

    A path that is no file but the name of a shipped policy means that policy. A mapping is what a file would hold; its
    findings call it ``scenario``, and relative paths in it go from the current folder.

    Returns
    -------
    tuple
        The files in order of application, and what is wrong with their own keys (not with the values).

    Raises
    ------
    InputError
        If a file cannot be read at all, or the chain is broken, circular or too long; with all findings so far.

    Examples
    --------
    >>> files, findings = chain(Path("ningbo-2023"))
    >>> [f.file for f in files], findings
    (['policy:ningbo-2023'], [])
    >>> [f.file for f in chain({"extends": "ningbo-2023"})[0]]
    ['policy:ningbo-2023', 'scenario']
    """
    path = Path(IN_MEMORY) if isinstance(given, Mapping) else given
    if given is path and not path.exists() and str(path) in shipped_names():
        path = POLICIES / f"{path}.yaml"
    home = path.parent
    begun = _in_memory(given) if isinstance(given, Mapping) else None
    sources: list[Source] = []
    findings: list[Finding] = []
    seen: list[Path] = []
    here: Path | None = path
    while here is not None:
        file = _called(here, home)
        try:
            document = begun or safe_yaml.read_file(here, file)
        except InputError as error:
            raise _refuse([*findings, *error.findings]) from error
        seen += [] if begun else [here.resolve()]
        begun = None
        source, base = _source(document, here, findings)
        sources.append(source)
        here = _base(source, here, base, findings) if base is not None else None
        if here is not None and here.resolve() in seen:
            _find(findings, source, ("extends",), "Y724", *_CYCLE)
            raise _refuse(findings)
        if here is not None and len(seen) >= MOST_FILES:
            _find(findings, source, ("extends",), "Y725", *_TOO_LONG)
            raise _refuse(findings)
    return tuple(reversed(sources)), findings


def _in_memory(data: Mapping[str, Any]) -> Document:
    """The document that a file of these data would be."""
    try:
        text = to_yaml(_mutable(data))
    except (YAMLError, ValueError, OverflowError) as error:
        message = Words("the scenario holds what no file could hold", "情景含有无法写入文件的内容")
        mend = Words("use dicts, lists, texts, numbers, yes or no, and None", "只用字典、列表、文字、数值、是否和 None")
        raise _refuse(
            [Finding("Y720", "error", file=IN_MEMORY, row=0, column="", value="", message=message, mend=mend)]
        ) from error
    return safe_yaml.read(text, IN_MEMORY)


def _mutable(data: Any) -> Any:
    if isinstance(data, Mapping):
        return {key: _mutable(value) for key, value in data.items()}
    return [_mutable(value) for value in data] if isinstance(data, list | tuple) else data


def _called(path: Path, home: Path) -> str:
    if path.parent == POLICIES:
        return f"policy:{path.stem}"
    try:
        return Path(os.path.relpath(path, home)).as_posix()
    except ValueError:  # another drive
        return path.name


def _source(document: Document, path: Path, findings: list[Finding]) -> tuple[Source, str | None]:
    data = document.data
    if not isinstance(data, dict):
        message = Words("a scenario file is a mapping", "情景文件应为映射（键: 值）")
        mend = Words("begin with e.g. 'extends: ningbo-2023'", "例如以 extends: ningbo-2023 开头")
        findings.append(
            Finding("Y720", "error", file=document.file, row=1, column="1", value="", message=message, mend=mend)
        )
        data = {}
    name = re.sub(r"[^\w.-]+", "-", path.stem).strip("-.")[:80] or "scenario"
    source = Source(
        file=document.file,
        document=document,
        name=name,
        title=Words(name, name),
        changes=data.get("policy", {}),
        clauses={},
    )
    for key in data:
        if key not in FILE_KEYS:
            _find(findings, source, (key,), "Y721", *_unknown_file_key(str(key)), key=True)
    given = data.get("name", name)
    if not isinstance(given, str) or not _NAME.match(given):
        _find(findings, source, ("name",), "Y727", *_BAD_NAME)
    else:
        name = given
    title = _title(data.get("title", name), source, findings)
    if source.changes is None:
        source = Source(file=document.file, document=document, name=name, title=title, changes={}, clauses={})
    elif not isinstance(source.changes, dict):
        _find(findings, source, ("policy",), "Y720", *_BAD_POLICY)
    clauses = _clauses(data.get("clauses", {}), source, findings)
    base = data.get("extends")
    if base is not None and not isinstance(base, str):
        _find(findings, source, ("extends",), "Y722", *_BAD_EXTENDS)
        base = None
    return Source(
        file=document.file, document=document, name=name, title=title, changes=source.changes, clauses=clauses
    ), base


def _title(given: Any, source: Source, findings: list[Finding]) -> Words:
    if isinstance(given, str):
        return Words(given, given)
    if (
        isinstance(given, dict)
        and given
        and set(given) <= {"en", "zh"}
        and all(isinstance(v, str) for v in given.values())
    ):
        either = next(iter(given.values()))
        return Words(given.get("en", either), given.get("zh", either))
    _find(findings, source, ("title",), "Y727", *_BAD_TITLE)
    return Words(source.name, source.name)


def _clauses(given: Any, source: Source, findings: list[Finding]) -> dict[str, Clause]:
    made: dict[str, Clause] = {}
    if given is not None and not isinstance(given, dict):
        _find(findings, source, ("clauses",), "Y728", *_BAD_CLAUSE)
        return made
    for key, value in (given or {}).items():
        at: Keys = ("clauses", key)
        try:
            path: Keys = split(str(key))
        except ValueError:
            path = (key,)
        if POLICY.at(path) is None:
            _find(findings, source, at, "Y731", *unknown_key(path, nearest(path), []), key=True)
        clause = _clause(value)
        if clause is None:
            _find(findings, source, at, "Y728", *_BAD_CLAUSE)
        else:
            made[dotted(path)] = clause
    return made


def _clause(value: Any) -> Clause | None:
    if not isinstance(value, dict) or not set(value) <= {"clause", "source", "reading"}:
        return None
    reading = value.get("reading", {"en": "", "zh": ""})
    if not isinstance(reading, dict) or set(reading) != {"en", "zh"}:
        return None
    parts = [value.get("clause", ""), value.get("source", ""), reading["en"], reading["zh"]]
    return Clause(parts[0], parts[1], Words(parts[2], parts[3])) if all(isinstance(p, str) for p in parts) else None


def _base(source: Source, here: Path, base: str, findings: list[Finding]) -> Path:
    target = Path(base)
    if "://" in base or target.is_absolute() or base.startswith(("~", "\\")) or ":" in base:
        _find(findings, source, ("extends",), "Y723", *_OUTSIDE)
        raise _refuse(findings)
    if _SHIPPED.match(base):
        if base in shipped_names():
            return POLICIES / f"{base}.yaml"
        found = here.parent / f"{base}.yaml"
        close = difflib.get_close_matches(base, shipped_names(), 1, 0.5)
        guess = f"{base}.yaml" if found.exists() else close[0] if close else ""
        message = Words("there is no shipped policy {name}", "没有名为 {name} 的内置规则").fill(name=base)
        mend = Words("shipped are: {names}", "内置规则有：{names}").fill(names=", ".join(shipped_names()))
        if guess:
            mend = Words("did you mean {guess}?", "是否想写 {guess}？").fill(guess=guess)
        _find(findings, source, ("extends",), "Y722", message, mend)
        raise _refuse(findings)
    path = here.parent / target
    if not path.is_file():
        near = [p.name for p in path.parent.glob("*.y*ml")] if path.parent.is_dir() else []
        close = difflib.get_close_matches(path.name, near, 1, 0.5)
        guess = str(target.with_name(close[0]).as_posix()) if close else ""
        message = Words("there is no file {name}", "没有文件 {name}").fill(name=base)
        mend = Words("did you mean {guess}?", "是否想写 {guess}？").fill(guess=guess) if guess else _RELATIVE
        _find(findings, source, ("extends",), "Y722", message, mend)
        raise _refuse(findings)
    return path


def _find(
    findings: list[Finding], source: Source, path: Keys, code: str, message: Words, mend: Words, *, key: bool = False
) -> None:
    line, column = source.document.place(path, key=key)
    value: Any = source.document.data
    for k in path:
        value = value.get(k) if isinstance(value, dict) else None
    said = str(path[-1]) if key else value if isinstance(value, str) else ""
    findings.append(
        Finding(
            code, "error", file=source.file, row=line, column=str(column), value=said[:80], message=message, mend=mend
        )
    )


def _refuse(findings: list[Finding]) -> InputError:
    return InputError(
        Words("the scenario cannot be used: {n} finding(s)", "情景无法使用：共 {n} 处问题").fill(n=len(findings)),
        findings,
    )


def _unknown_file_key(key: str) -> tuple[Words, Words]:
    close = difflib.get_close_matches(key, FILE_KEYS, 1, 0.6)
    guess = (
        close[0] if close else f"policy.{found}" if (found := key if key in POLICY.fields else nearest((key,))) else ""
    )
    message = Words("a scenario file has no key {key}", "情景文件没有 {key} 这个键").fill(key=key)
    if guess:
        return message, Words("did you mean {guess}?", "是否想写 {guess}？").fill(guess=guess)
    return message, Words("its keys are: {keys}", "可用的键：{keys}").fill(keys=", ".join(FILE_KEYS))


_CYCLE = (
    Words("extends comes back to a file of this chain", "extends 形成循环"),
    Words("take one of the 'extends' out", "请去掉其中一个 extends"),
)
_TOO_LONG = (
    Words("the chain of 'extends' is longer than {n} files", "extends 链超过 {n} 个文件").fill(n=MOST_FILES),
    Words("join some of the files", "请合并其中一些文件"),
)
_BAD_NAME = (
    Words("name must be one short word", "name 应为一个简短的名称"),
    Words("use letters, digits, '-', '_' and '.', at most 80", "可用文字、数字、- _ .，不超过80个字符"),
)
_BAD_TITLE = (
    Words(
        "title must be text, or {{en: …, zh: …}}".replace("{{", "{").replace("}}", "}"),
        "title 应为文字，或 {en: …, zh: …}",
    ),
    Words("write e.g. title: {en: Less money, zh: 经费收紧}", "例如 title: {en: Less money, zh: 经费收紧}"),
)
_BAD_POLICY = (
    Words("policy must be a mapping", "policy 应为映射"),
    Words("write e.g. policy: {target: {count: 18}}", "例如 policy: {target: {count: 18}}"),
)
_BAD_CLAUSE = (
    Words(
        "clauses maps a path to clause, source and reading {en, zh}",
        "clauses 应为“路径: {clause, source, reading: {en, zh}}”",
    ),
    Words("see the head of the shipped policy ningbo-2023", "写法见内置规则 ningbo-2023 的开头"),
)
_BAD_EXTENDS = (
    Words("extends must be one name or relative path", "extends 应为一个名称或相对路径"),
    Words("write e.g. extends: ningbo-2023", "例如 extends: ningbo-2023"),
)
_OUTSIDE = (
    Words(
        "extends takes a shipped policy or a relative path, no address",
        "extends 只能是内置规则名或相对路径，不能是网址或绝对路径",
    ),
    Words("copy the file beside this one and give its relative path", "请把文件复制到旁边，并写相对路径"),
)
_RELATIVE = Words("paths are relative to the file that extends", "路径相对于写有 extends 的文件")
