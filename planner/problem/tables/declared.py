"""The planner tables and their columns, declared once; ``docs/planner-tables.md`` explains them.

candidates(candidate, value, cost) · budgets(row, cap, floor) · usage(candidate, row, amount) ·
technologies(technology, weight, required, target) · projects(project, candidate) ·
covers(candidate, technology, strength) · synergies(a, b, bonus) · rules(kind, a, b).
"""

from __future__ import annotations

from graph.base.words import Words
from graph.model.schema import Column, ColumnKind, Table
from planner.problem.rows import BUILT_IN


def _id(name: str, zh: str, en_words: str, zh_words: str) -> Column:
    return Column(name, zh, "id", Words(en_words, zh_words), required=True)


def _ref(name: str, zh: str, refers: tuple[str, ...], en_words: str, zh_words: str, *, needed: bool = True) -> Column:
    return Column(name, zh, "ref", Words(en_words, zh_words), required=needed, refers=refers)


def _number(
    name: str, zh: str, en_words: str, zh_words: str, *, needed: bool = True, low: float | None = None
) -> Column:
    return Column(name, zh, "number", Words(en_words, zh_words), required=needed, low=low)


def _counted(name: str, zh: str, kind: ColumnKind, en_words: str, zh_words: str, default: float) -> Column:
    return Column(name, zh, kind, Words(en_words, zh_words), low=0, default=default)


RULE_KINDS = (("requires", "依赖"), ("excludes", "互斥"), ("locked_in", "必选"), ("locked_out", "排除"))
"""Kinds of the rules table; the locks speak of ``a`` alone."""
_CANDIDATES = ("candidates",)

PLANNER_TABLES: tuple[Table, ...] = (
    Table(
        "candidates",
        "候选",
        Words(
            "what can be chosen; further columns of numbers are goals by name", "可选对象；其他数字列可按列名作为目标"
        ),
        ("candidate",),
        columns=(
            _id("candidate", "候选", "id", "编号"),
            _number("value", "自身价值", "what it is worth by itself; may be negative", "自身价值，可为负"),
            _number(
                "cost",
                "成本",
                "its cost; all or none; without it the cost is all its usage",
                "成本；要么全填，要么全空；全空时以其全部用量之和为成本",
                needed=False,
            ),
        ),
        required=True,
    ),
    Table(
        "budgets",
        "预算",
        Words("rows that the chosen use together: budgets and side constraints", "入选者合计占用的预算行与附加约束"),
        ("row",),
        columns=(
            _id("row", "预算行", "name of the row", "行名"),
            _number("cap", "上限", "the most that may be used", "占用上限", needed=False),
            _number("floor", "下限", "the least that must be used", "占用下限", needed=False),
        ),
    ),
    Table(
        "usage",
        "用量",
        Words("what each candidate uses of each row", "各候选占用各行的数量"),
        ("candidate", "row"),
        columns=(
            _ref("candidate", "候选", _CANDIDATES, "the candidate", "候选"),
            Column(
                "row",
                "预算行",
                "text",
                Words("the row; one without a cap is a plain cost", "行名；无上限的行只计成本"),
                required=True,
            ),
            _number("amount", "用量", "what it uses if it is chosen", "入选时的用量"),
        ),
    ),
    Table(
        "technologies",
        "技术",
        Words("what is to be covered", "需要覆盖的技术"),
        ("technology",),
        columns=(
            _id("technology", "技术", "id", "编号"),
            _number("weight", "权重", "worth of full cover", "完全覆盖的价值", low=0),
            _counted(
                "required", "最少覆盖", "integer", "how many of the chosen must cover it", "至少由几个入选者覆盖", 0
            ),
            _number("target", "目标量", "how much cover is wanted", "要达到的覆盖量", needed=False, low=0),
        ),
    ),
    Table(
        "projects",
        "项目",
        Words(
            "what several candidates do together: it counts when all of them are chosen",
            "由若干候选共同完成的项目：全部入选才算数",
        ),
        ("project", "candidate"),
        columns=(
            _id("project", "项目", "id; no candidate has the same", "编号，不得与候选重复"),
            _ref("candidate", "候选", _CANDIDATES, "a candidate that it needs", "所需的候选"),
        ),
    ),
    Table(
        "covers",
        "覆盖",
        Words("which candidates and projects cover which technologies", "候选与项目覆盖哪些技术"),
        ("candidate", "technology"),
        columns=(
            _ref("candidate", "候选", ("candidates", "projects"), "the candidate or project", "候选或项目"),
            _ref("technology", "技术", ("technologies",), "the technology", "技术"),
            _counted("strength", "强度", "number", "how strongly", "覆盖强度", 1.0),
        ),
    ),
    Table(
        "synergies",
        "协同",
        Words("what pairs are worth when both are chosen", "两者同时入选时的加分"),
        ("a", "b"),
        columns=(
            _ref("a", "甲", _CANDIDATES, "one candidate", "一个候选"),
            _ref("b", "乙", _CANDIDATES, "the other", "另一个候选"),
            _number("bonus", "加分", "bonus; negative is a penalty", "加分，负数为扣分"),
        ),
    ),
    Table(
        "rules",
        "规则",
        Words("rules between candidates, and locks", "候选之间的规则与锁定"),
        ("kind", "a", "b"),
        columns=(
            Column("kind", "类型", "choice", Words("kind of rule", "规则类型"), required=True, choices=RULE_KINDS),
            _ref("a", "甲", _CANDIDATES, "the candidate that the rule is about", "规则所针对的候选"),
            _ref(
                "b",
                "乙",
                _CANDIDATES,
                "what a requires or excludes; blank for locks",
                "甲所依赖或互斥的候选；锁定时留空",
                needed=False,
            ),
        ),
    ),
)
"""Declarations for ``loaders.table_set.read_tables``; further numeric columns of candidates are goals by name."""

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
