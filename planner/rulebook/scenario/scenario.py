"""A scenario: a shipped policy, changed file by file and by ``--set``, checked, with the origin of every value.

What does not live here: reading the files (``sources``), merging (``overrides``), what the checks say
(``sentences``, ``consistency``) and checks against data (``against``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pydantic import BaseModel, ValidationError

from graph.base.errors import InputError
from graph.base.findings import Finding
from graph.base.safe_yaml import leaves
from graph.base.words import Words
from planner.rulebook.policy import Policy
from planner.rulebook.scenario.clash import Clash
from planner.rulebook.scenario.consistency import check
from planner.rulebook.scenario.origins import Clause, Origin
from planner.rulebook.scenario.overrides import Layers
from planner.rulebook.scenario.sentences import Wrong, wrong
from planner.rulebook.scenario.shape import POLICY, Keys, Shape, dotted, split
from planner.rulebook.scenario.sources import POLICIES, chain
from planner.rulebook.scenario.writing import to_yaml

_NO_BASE = ("Y720", "Y722")
"""After these the values themselves cannot be judged."""


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """A finished scenario.

    ``origins`` and ``clauses`` go by dotted paths; ``clauses`` may name a parent of the value (see :meth:`clause`).
    ``findings`` holds warnings only: an error would not have become a scenario.
    """

    name: str
    title: Words
    policy: Policy
    origins: Mapping[str, Origin]
    clauses: Mapping[str, Clause]
    files: tuple[str, ...] = ()
    """The files it was made of, the base first."""
    sets: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    _places: Mapping[Keys, Origin] = field(default_factory=dict, repr=False)
    _keys: Mapping[Keys, Origin] = field(default_factory=dict, repr=False)

    def clause(self, path: str) -> Clause | None:
        """Give the clause of a value: its own, else of its nearest parent, else None.

        >>> shipped("ningbo-2023").clause("goals.coverage.kinds.frontier").clause
        '突破一批“卡脖子”技术，抢占一批前沿技术制高点'
        """
        keys = split(path)
        for n in range(len(keys), 0, -1):
            if (found := self.clauses.get(dotted(keys[:n]))) is not None:
                return found
        return None

    def place(self, path: Keys, *, key: bool = False) -> Origin:
        """Give the origin of the value (or key) at ``path``, else of its nearest parent."""
        if key and path in self._keys:
            return self._keys[path]
        while path and path not in self._places:
            path = path[:-1]
        return self._places.get(path, Origin(self.files[-1] if self.files else self.name))

    def values(self) -> dict[str, Any]:
        """Give every value by its dotted path, in the order of the model; lists of plain values stay whole.

        >>> shipped("ningbo-2023").values()["support.first_year_cap"]
        500.0
        """
        return {dotted(path): value for path, value in _entries(_plain(self.policy))}

    def resolved(self) -> str:
        """Write the scenario as one YAML text with every value, which loads as the same policy.

        >>> shipped("ningbo-2023").resolved().splitlines()[4:6]
        ['policy:', '  years:']
        """
        title = {"en": self.title.en, "zh": self.title.zh}
        return to_yaml({"name": self.name, "title": title, "policy": _plain(self.policy)})


def load(given: Path | Mapping[str, Any], sets: Sequence[str] = ()) -> Scenario:
    """Read a scenario, all that it extends, and the changes of ``--set``.

    Parameters
    ----------
    given : Path or mapping
        A scenario or policy file, the name of a shipped policy, or the mapping that a file would hold.
    sets : sequence of str
        ``a.b=value`` changes, applied last and in order; values are YAML.

    Returns
    -------
    Scenario

    Raises
    ------
    InputError
        With every finding at once (codes Y7xx); ``file`` is relative to the scenario, ``row`` the line and ``column``
        the column of the place that the offending value came from, or ``--set``.

    Examples
    --------
    >>> scenario = load(Path("ningbo-2023"), ["target.count=18", "budgets.city.2024=800"])
    >>> scenario.policy.target.count, str(scenario.origins["target.count"]), str(scenario.origins["target.year"])
    (18, '--set', 'policy:ningbo-2023:25:44')
    """
    sources, findings = chain(given if isinstance(given, Mapping) else Path(given))
    layers = Layers()
    clauses: dict[str, Clause] = {}
    for source in sources:
        layers.add(source.changes, source.where)
        clauses.update(source.clauses)
    for text in sets:
        findings.extend(layers.set(text))
    policy, errors, warnings = _validate(layers, sources[-1].file)
    if not any(f.code in _NO_BASE for f in findings):
        findings.extend(errors)
    if findings or policy is None:
        rank = {s.file: i for i, s in enumerate(sources)}
        findings.sort(key=lambda f: (rank.get(f.file, len(rank)), f.row, int(f.column or 0)))
        words = Words("the scenario {name} cannot be used: {n} finding(s)", "情景 {name} 无法使用：共 {n} 处问题")
        raise InputError(words.fill(name=sources[-1].name, n=len(findings)), findings)
    origins = {dotted(p): layers.place(p) or Origin(sources[-1].file) for p, _ in _entries(_plain(policy))}
    return Scenario(
        name=sources[-1].name,
        title=sources[-1].title,
        policy=policy,
        origins=MappingProxyType(origins),
        clauses=MappingProxyType(clauses),
        files=tuple(s.file for s in sources),
        sets=tuple(sets),
        findings=warnings,
        _places=MappingProxyType(layers.values),
        _keys=MappingProxyType(layers.keys),
    )


def shipped(name: str) -> Scenario:
    """Load a policy that comes with buju.

    >>> shipped("ningbo-2023").policy.support.total_cap
    1000.0
    """
    return load(POLICIES / f"{name}.yaml")


def _validate(layers: Layers, file: str) -> tuple[Policy | None, list[Finding], tuple[Finding, ...]]:
    try:
        policy = Policy.model_validate(_ordered(layers.data, POLICY))
    except ValidationError as error:
        problems = [wrong(e) for e in error.errors(include_url=False)]
        return None, [_finding(p, "error", layers, file) for p in _gathered(problems)], ()
    found = [_finding(clash, clash.level, layers, file) for clash in check(policy)]
    return policy, [f for f in found if f.level == "error"], tuple(f for f in found if f.level != "error")


def _gathered(problems: list[Wrong]) -> list[Wrong]:
    """Say once, not part by part, that a file which extends nothing gives only some parts."""
    parts = [p for p in problems if p.code == "Y730" and len(p.path) == 1]
    if len(parts) <= 3:
        return problems
    names = ", ".join(str(p.path[0]) for p in parts)
    message = Words("these parts are missing: {names}", "缺少以下部分：{names}").fill(names=names)
    rest = [p for p in problems if p not in parts]
    return [*rest, Wrong("Y730", (), key=False, value="", message=message, mend=parts[0].mend)]


def _finding(one: Wrong | Clash, level: Any, layers: Layers, file: str) -> Finding:
    at = layers.place(one.path, key=isinstance(one, Wrong) and one.key) or Origin(file, 1, 1)
    return Finding(
        one.code,
        level,
        file=at.file,
        row=at.line,
        column=str(at.column or ""),
        value=one.value,
        message=one.message,
        mend=one.mend,
    )


def _plain(policy: Policy) -> dict[str, Any]:
    plain: dict[str, Any] = _data(policy)
    return plain


def _data(value: Any) -> Any:
    if isinstance(value, BaseModel):
        given = ((name, getattr(value, name), f) for name, f in type(value).model_fields.items())
        return {name: _data(v) for name, v, f in given if not (v is None and f.default is None)}
    if isinstance(value, dict):
        return {k: _data(v) for k, v in value.items()}
    return [_data(v) for v in value] if isinstance(value, tuple) else value


def _entries(data: Any) -> list[tuple[Keys, Any]]:
    """Leaves, where a list of plain values is one leaf."""
    entries: dict[Keys, Any] = {}
    for path, value in leaves(data):
        if path and isinstance(path[-1], int) and isinstance(_at(data, path[:-1]), list):
            entries[path[:-1]] = _at(data, path[:-1])
        else:
            entries[path] = value
    return list(entries.items())


def _at(data: Any, path: Keys) -> Any:
    for key in path:
        data = data[key]
    return data


def _ordered(data: Any, shape: Shape | None) -> Any:
    """Sort keys as the model declares them, free keys by themselves, so that the order of lines means nothing."""
    if isinstance(data, dict):
        known = list(shape.fields or shape.choices) if shape else []
        rank = {k: i for i, k in enumerate(known)}
        keys = sorted(data, key=lambda k: (rank.get(k, len(rank)), isinstance(k, str), k))
        return {k: _ordered(data[k], shape.child(k) if shape else None) for k in keys}
    if isinstance(data, list):
        return [_ordered(v, shape.item if shape and shape.kind == "list" else None) for v in data]
    return data
