"""What a kind of row and a rule family are: the two halves of a rule, and what each answers for.

A *kind of row* (``planner.families.kinds``, one file a kind) knows the mathematics: how rows of this kind enter the
program, how far a plan uses them, how one is switched off or gives way. It knows no policy and no city.
A *rule family* (``planner.families.rules``, one file a family) knows the scheme: which rows a policy asks of a city,
and the words in which they may be changed. A new rule of a known kind is one more family; a new kind of row is one
more file among the kinds and a field of ``PlanningProblem``. Both are found, not listed.
What does not live here: the kinds and families themselves, and the questions that are asked of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import KW_ONLY, dataclass
from typing import Any, Generic, Protocol, TypeVar

from graph.base.words import Words
from planner.families.lever import Item, Lever, name_of
from planner.families.model import Model, Terms
from planner.problem.figures import NOISE
from planner.problem.rows import Bools, Missed, PlanningProblem, Rule
from planner.problem.score import Arrays, Use
from planner.rulebook.policy import Policy


class Ruled(Protocol):
    """A row of a named rule."""

    @property
    def rule(self) -> Rule:
        """The rule."""


AnyRow = TypeVar("AnyRow")
Row = TypeVar("Row", bound=Ruled)


@dataclass(frozen=True, kw_only=True)
class Standing:
    """A rule, its limit, how far it is used, what is left, and what the candidate would need (or gives).

    ``missing``: the rule holds a figure of the candidate against its limit, and the figure is not given.
    """

    rule: Rule
    side: str
    limit: float
    used: float | None
    slack: float | None
    needs: float | None
    missing: bool = False


class Give(Protocol):
    """What a rule's row gains when its levers move."""

    def __call__(self, whole: float = 0.0, candidate: int | None = None) -> Terms:
        """Give the slack of the rule's figure, and ``whole`` where the rule (or the one candidate) is waived."""


@dataclass(frozen=True)
class Family:
    """A rule family: what one part of the policy asks of a city, and how it may be changed.

    Examples
    --------
    >>> from planner.families.rules import family_of
    >>> family_of(Rule("target", "target", Words("", ""))).order
    40
    """

    name: str
    """The family that its rows' rules carry"""
    order: int
    """Place among the families, in which rules are listed"""
    _: KW_ONLY
    rows: Callable[[Any], Iterable[Any]]
    """City → rows of any kind, in order"""
    label: Callable[[Rule, Policy], Words] | None = None
    """Sentence of a rule with the mark ``{n}`` for its figure; None: its own words, the figure at their end"""
    stated: Callable[[Any, Policy], float] | None = None
    """Row, policy → its greatest number as the scenario states it, where the row's may differ; None: the row's"""
    levers: Callable[[Asked, Sequence[Any]], Iterator[Lever]] | None = None
    """Levers of rows under one key, where they are not those of the rows' kind"""


@dataclass(frozen=True)
class Asked:
    """What levers are asked of: a problem, the policy that it was compiled under, the money unit for sentences."""

    problem: PlanningProblem
    policy: Policy
    family: Family
    money_unit: str = ""

    def label(self, rule: Rule) -> Words | None:
        """The family's own sentence for a rule, if it has one."""
        return None if self.family.label is None else self.family.label(rule, self.policy)

    def stated(self, row: Any, high: float) -> float:
        """The greatest number as the scenario states it; where more exist already the row's own is higher."""
        return high if self.family.stated is None else self.family.stated(row, self.policy)


class Kind(Generic[AnyRow]):
    """A kind of row: how it enters the program. Subclasses are found by their module's ``KIND``."""

    row: type[AnyRow]
    """The dataclass of its rows"""
    field: str
    """Field of ``PlanningProblem`` that holds them"""
    single = False
    """Whether a problem has at most one, which then stands in the field itself"""
    families: tuple[tuple[str, Callable[[Model], None]], ...]
    """Names in ``docs/model.md``, each with the function that builds it"""

    def build(self, model: Model) -> None:
        """Add the columns and rows of all rows of this kind."""
        for _, function in self.families:
            function(model)


class RuleKind(Kind[Row]):
    """A kind of row that stands for named rules: everything that is asked of a rule, row by row."""

    foremost = True
    """Whether a planner reconsiders such rules (targets, quotas, money) before thresholds on single candidates"""
    enumerable = False
    """Whether :meth:`kept` is known"""

    def uses(self, problem: PlanningProblem, row: Row, at: Arrays) -> Iterator[Use]:  # noqa: ARG002
        """How far a plan uses the row, for each side that has a limit; none where there is nothing to measure."""
        yield from ()

    def breaks(self, problem: PlanningProblem, row: Row, at: Arrays) -> bool:
        """Whether a plan breaks the row."""
        return any(use.slack < -NOISE * max(abs(use.used), abs(use.limit)) for use in self.uses(problem, row, at))

    def switch(self, model: Model, row: Row, w: int) -> None:
        """Add the row with as much room as any choice could use when the binary column ``w`` is 1."""
        raise NotImplementedError

    def levers(self, asked: Asked, rows: Sequence[Row]) -> Iterator[Lever]:
        """Levers of rows under one key; rows that no plan at least support could break give none."""
        if not rows[0].rule.key:
            items = tuple(Item(row.rule.name, row.rule.words, name_of(row.rule)) for row in rows)
            label = Words("without the rule “{n}”", "去掉规则“{n}”")
            yield Lever("", "waive", rules=tuple(name_of(row.rule) for row in rows), label=label, items=items)
        else:
            yield from self.figures(asked, rows)

    def figures(self, asked: Asked, rows: Sequence[Row]) -> Iterator[Lever]:  # noqa: ARG002
        """Levers of rows that a scenario key changes."""
        yield from ()

    def loosen(self, model: Model, row: Row, give: Give, asked: Asked) -> None:
        """Add the row with what it gains by its levers."""
        raise NotImplementedError

    def eased(self, row: Row, lever: Lever, by: float, asked: Asked) -> Row:  # noqa: ARG002
        """The row after a lever has moved by ``by``, as if compiled anew."""
        return row

    def without(self, row: Row, candidates: Sequence[int]) -> Row:  # noqa: ARG002
        """The row with some candidates let off."""
        return row

    def against(self, problem: PlanningProblem, row: Row, i: int, at: Arrays) -> Iterator[Standing]:  # noqa: ARG002
        """What stands against a rejected candidate, as the plan is."""
        yield from ()

    def held(self, problem: PlanningProblem, row: Row, i: int, at: Arrays) -> Iterator[Standing]:
        """What a chosen candidate holds up: least numbers that would not be reached without it."""
        for use, less in zip(self.uses(problem, row, at), self.uses(problem, row, at.without(i)), strict=True):
            if use.side == "least" and less.used < use.limit:
                yield Standing(
                    rule=row.rule,
                    side="least",
                    limit=float(use.limit),
                    used=use.used,
                    slack=use.slack,
                    needs=use.used - less.used,
                )

    def reaches(self, row: Row, able: Bools) -> float | None:  # noqa: ARG002
        """The most that all sources that may be chosen (N + B,) reach together, where that is too little; else None."""
        return None

    def kept(self, row: Row, choice: Bools) -> Bools:
        """(P,) whether each of P choices (P, N) keeps the row, in a problem of one approval year and no support."""
        raise NotImplementedError

    def settle(self, problem: PlanningProblem, row: Row) -> tuple[Row | None, tuple[Missed, ...]]:  # noqa: ARG002
        """The row as history leaves it, None where nothing is left of it, and what of it history has broken.

        A row over years that are past, or that history has exceeded already, asks for what history attained.
        """
        return row, ()

    def copied(self, row: Row, k: int, times: int, n: int) -> Row:
        """The row as it reads in copy ``k`` of ``times`` copies of a problem of ``n`` candidates."""
        raise NotImplementedError
