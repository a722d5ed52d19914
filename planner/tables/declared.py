"""The planner tables and their columns, declared once.

candidates(candidate, value, cost) · budgets(row, cap, floor) · usage(candidate, row, amount) ·
technologies(technology, weight, required, target) · projects(project, candidate) ·
covers(candidate, technology, strength) · synergies(a, b, bonus) · rules(kind, a, b).
"""

from __future__ import annotations

from collections.abc import Sequence

from graph.schema import Column, Table
from graph.words import Words
from planner.problem import BUILT_IN


def _text(name: str, zh: str, refers: tuple[str, ...] = (), *, required: bool = True) -> Column:
    return Column(name, zh, "ref" if refers else "id", Words(name, zh), required=required, refers=refers)


def _number(name: str, zh: str, low: float | None = None, *, required: bool = True) -> Column:
    return Column(name, zh, "number", Words(name, zh), required=required, low=low)


def _table(name: str, zh: str, key: Sequence[str], *columns: Column, required: bool = False) -> Table:
    return Table(name, zh, Words(name, zh), tuple(key), columns, required)


RULE_KINDS = (("requires", "依赖"), ("excludes", "互斥"), ("locked_in", "必选"), ("locked_out", "排除"))
"""Kinds of the rules table; the locks speak of ``a`` alone."""

PLANNER_TABLES: tuple[Table, ...] = (
    _table(
        "candidates",
        "候选",
        ["candidate"],
        _text("candidate", "候选"),
        _number("value", "自身价值"),
        _number("cost", "成本", required=False),
        required=True,
    ),
    _table(
        "budgets",
        "预算",
        ["row"],
        _text("row", "预算行"),
        _number("cap", "上限", required=False),
        _number("floor", "下限", required=False),
    ),
    _table(
        "usage",
        "用量",
        ["candidate", "row"],
        _text("candidate", "候选", ("candidates",)),
        Column("row", "预算行", "text", Words("row", "预算行"), required=True),
        _number("amount", "用量"),
    ),
    _table(
        "technologies",
        "技术",
        ["technology"],
        _text("technology", "技术"),
        _number("weight", "权重", 0),
        Column("required", "最少覆盖", "integer", Words("required", "最少覆盖"), low=0, default=0),
        _number("target", "目标量", 0, required=False),
    ),
    _table(
        "projects",
        "项目",
        ["project", "candidate"],
        _text("project", "项目"),
        _text("candidate", "候选", ("candidates",)),
    ),
    _table(
        "covers",
        "覆盖",
        ["candidate", "technology"],
        _text("candidate", "候选", ("candidates", "projects")),
        _text("technology", "技术", ("technologies",)),
        Column("strength", "强度", "number", Words("strength", "强度"), low=0, default=1.0),
    ),
    _table(
        "synergies",
        "协同",
        ["a", "b"],
        _text("a", "甲", ("candidates",)),
        _text("b", "乙", ("candidates",)),
        _number("bonus", "加分"),
    ),
    _table(
        "rules",
        "规则",
        ["kind", "a", "b"],
        Column("kind", "类型", "choice", Words("kind", "类型"), required=True, choices=RULE_KINDS),
        _text("a", "甲", ("candidates",)),
        _text("b", "乙", ("candidates",), required=False),
    ),
)
"""Declarations for ``loaders.tables.read_tables``; further numeric columns of candidates are goals by name."""

ONLY_MORE = ("total", "technologies", "targets", "synergies")
"""Terms that the program holds from above: they can only be maximised (technologies either way in the mode sum)."""
ONLY_LESS = ("shortfall", "largest_shortfall")
"""Terms that the program holds from below: they can only be minimised."""
ON_TARGETS = ("targets", *ONLY_LESS)
"""Terms that measure against targets; where one of them is weighed, targets are wished for, else they must be met."""
TERMS = (*ONLY_MORE, *ONLY_LESS, "value", "cost", "count")
"""Terms that a stage may weigh, beside the further columns of candidates."""
NAMES = frozenset({"candidate", "reached", *TERMS, *BUILT_IN})
"""Names that no further column of candidates can have as a goal."""
