"""A scenario held against an ecosystem: ids that do not exist, and what cannot be met by these data.

What does not live here: infeasibility (the program names the rules that conflict).
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol, get_args

from pydantic import BaseModel

from graph.base.findings import Finding, Level
from graph.base.words import Words
from planner.rulebook.kinds import IdOf
from planner.rulebook.scenario.shape import Keys

if TYPE_CHECKING:
    from planner.rulebook.scenario.scenario import Scenario


class IdsAndColumns(Protocol):
    """What is asked of an ecosystem (``graph.model.ecosystem.Ecosystem`` gives it)."""

    def ids(self, label: str) -> tuple[str, ...]:
        """Give the ids of one node kind, in row order."""

    def column(self, table: str, name: str) -> Any:
        """Give one column as an array."""


_KINDS = {
    "District": Words("district", "区县"),
    "Field": Words("field", "领域"),
    "Centre": Words("centre", "中心"),
    "Technology": Words("technology", "技术"),
}


def check_against(scenario: Scenario, eco: IdsAndColumns) -> tuple[Finding, ...]:
    """Hold a scenario against an ecosystem (codes Y761–Y764).

    Unknown ids are errors; fewer centres than the target and candidates that are ready only after the horizon are
    notes: the program answers them with a plan or with the rules that conflict.

    Parameters
    ----------
    scenario : Scenario
    eco : Ecosystem
        Anything with ``ids(label)`` and ``column(table, name)``.

    Returns
    -------
    tuple of Finding
        In a fixed order, with the place in the scenario that each value came from.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> from planner.rulebook.scenario import load
    >>> from pathlib import Path
    >>> rows = {"status": ["candidate"], "ready_year": [2023.0]}
    >>> city = SimpleNamespace()
    >>> city.ids, city.column = lambda label: ("C1",) * (label == "Centre"), lambda table, name: rows[name]
    >>> found = check_against(load(Path("ningbo-2023"), ["fixed.chosen=[C2]"]), city)
    >>> [(f.code, f.level, f.mend.en) for f in found]
    [('Y761', 'error', 'did you mean C1?'), ('Y763', 'note', 'see what the plan says, or lower target.count')]
    """
    findings = [_finding(scenario, found) for found in _unknown(scenario, eco)]
    findings.extend(_finding(scenario, found) for found in _not_candidates(scenario, eco))
    findings.extend(_finding(scenario, found) for found in _target(scenario, eco))
    findings.extend(_finding(scenario, found) for found in _late(scenario, eco))
    return tuple(findings)


_Found = tuple[str, Level, Keys, bool, str, Words, Words]


def _finding(scenario: Scenario, found: _Found) -> Finding:
    code, level, path, key, value, message, mend = found
    at = scenario.place(path, key=key)
    return Finding(
        code, level, file=at.file, row=at.line, column=str(at.column or ""), value=value, message=message, mend=mend
    )


def named(part: BaseModel, path: Keys = ()) -> Iterator[tuple[str, Keys, bool, Sequence[str]]]:
    """Every id that a policy names, as its fields are marked (``planner.rulebook.kinds.IdOf``), in their order.

    Returns
    -------
    iterator of (label, path, is_key, ids)
        ``is_key``: the ids are keys of a mapping, else items of a list.
    """
    for name, field in type(part).model_fields.items():
        value, here = getattr(part, name), (*path, name)
        label = _label(field.annotation)
        if label:
            yield label, here, isinstance(value, Mapping), tuple(value)
        elif isinstance(value, BaseModel):
            yield from named(value, here)
        elif isinstance(value, tuple):
            for i, one in enumerate(value):
                if isinstance(one, BaseModel):
                    yield from named(one, (*here, i))


def _label(annotation: Any) -> str:
    """The kind of node whose ids are the keys or items of a field; empty where they are no ids."""
    first = next(iter(get_args(annotation)), None)
    return next((mark.label for mark in get_args(first)[1:] if isinstance(mark, IdOf)), "")


def _unknown(scenario: Scenario, eco: IdsAndColumns) -> Iterator[_Found]:
    for label, path, is_key, ids in named(scenario.policy):
        known = eco.ids(label)
        there = set(known)
        for i, one in enumerate(ids):
            if one in there:
                continue
            close = difflib.get_close_matches(one, known, 1, 0.3) if len(known) <= 20_000 else []
            message = Words("there is no {kind} {id} in the data", "数据中没有{kind} {id}").fill(
                kind=_KINDS[label], id=one
            )
            mend = Words("look at the ids of the data", "请核对数据中的编号")
            if close:
                mend = Words("did you mean {id}?", "是否想写 {id}？").fill(id=close[0])
            yield "Y761", "error", (*path, one if is_key else i), is_key, one, message, mend


def _not_candidates(scenario: Scenario, eco: IdsAndColumns) -> Iterator[_Found]:
    status = dict(zip(eco.ids("Centre"), eco.column("centres", "status"), strict=True))
    for name in ("chosen", "rejected"):
        for i, one in enumerate(getattr(scenario.policy.fixed, name)):
            if status.get(one) in ("existing", "ended"):
                message = Words("{id} exists already and is no candidate", "{id} 已建成，不是候选中心").fill(id=one)
                mend = Words("take it out of fixed.{name}", "请从 fixed.{name} 中删去").fill(name=name)
                yield "Y762", "error", ("fixed", name, i), False, one, message, mend


def _target(scenario: Scenario, eco: IdsAndColumns) -> Iterator[_Found]:
    target = scenario.policy.target
    if target.count is None:
        return
    status = list(eco.column("centres", "status"))
    offered = status.count("candidate") + status.count("approved")
    there = offered + (status.count("existing") if target.count_existing else 0)
    if target.count > there:
        message = Words("the target is {n} centres, and the data hold {m}", "目标为 {n} 家，数据中只有 {m} 家")
        mend = Words("see what the plan says, or lower target.count", "可看规划结果，或降低 target.count")
        yield "Y763", "note", ("target", "count"), False, str(target.count), message.fill(n=target.count, m=there), mend


def _late(scenario: Scenario, eco: IdsAndColumns) -> Iterator[_Found]:
    last = scenario.policy.years.last
    rows = zip(eco.ids("Centre"), eco.column("centres", "status"), eco.column("centres", "ready_year"), strict=True)
    late = [one for one, status, ready in rows if status == "candidate" and ready > last]
    if late:
        message = Words("{n} candidate(s) are ready only after {y}: {ids}", "{n} 个候选中心在 {y} 年之后才成熟：{ids}")
        listed = ", ".join(late[:10]) + (" …" if len(late) > 10 else "")
        mend = Words("they cannot be chosen; set years.last later to allow them", "无法入选；如需纳入请推迟 years.last")
        yield "Y764", "note", ("years", "last"), False, str(last), message.fill(n=len(late), y=last, ids=listed), mend
