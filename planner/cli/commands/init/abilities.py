"""What can be planned with the tables that are there, and what each missing one would add."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.base.words import Words
from planner.problem.unmeasured import unmeasured
from planner.runs.words import GOAL_WORDS

if TYPE_CHECKING:
    from graph.model.ecosystem import Ecosystem

_GOALS: Mapping[str, tuple[Words, Words]] = {
    "coverage": (
        GOAL_WORDS["coverage"],
        Words("which technologies the plan opens up and which stay open", "方案覆盖哪些技术、哪些仍无中心承担"),
    ),
    "collaboration": (
        GOAL_WORDS["collaboration"],
        Words("new ties across sectors, and centres that need one another", "新增跨类型合作，以及相互依赖的中心"),
    ),
    "talent": (GOAL_WORDS["talent"], Words("whom the plan brings into centres", "方案集聚哪些人才")),
    "firms": (GOAL_WORDS["firms"], Words("which leading firms take part", "哪些领军企业参与")),
    "mechanism": (
        Words("mechanism, and thresholds of readiness", "体制机制与建设条件门槛"),
        Words("who is ready, and by which of the ten conditions not", "谁已成熟，谁因哪项条件未成熟"),
    ),
}


@dataclass(frozen=True)
class Ability:
    """Something that a plan can say, whether it can be said of these tables, what it needs, and what it adds."""

    what: Words
    there: bool
    needs: Words
    adds: Words


def abilities(eco: Ecosystem | None) -> tuple[Ability, ...]:
    """What a plan can say of an ecosystem; without one, nothing yet."""
    missing = {} if eco is None else unmeasured(eco)
    asked = eco is not None and _any(eco, "centres", "minimum_support")
    unpaid = asked and eco is not None and not _any(eco, "investments", "investment")
    made = [
        Ability(
            Words("which centres, and when", "建哪些中心、何时建"),
            eco is not None and not unpaid,
            Words("investments: nothing else allows the least support", "投入表：没有投入额，最低支持便无从安排")
            if unpaid
            else Words("candidates in the table of centres", "创新中心表中的候选中心"),
            Words("the list of centres by year", "分年度中心名单"),
        ),
        Ability(
            Words("how much money each centre gets", "各中心支持资金"),
            eco is not None and _any(eco, "investments", "investment") and _any(eco, "centres", "minimum_support"),
            Words("investments, and minimum_support in the table of centres", "投入表，以及创新中心表的“最低支持”列"),
            Words("budgets that decide between candidates", "使预算真正起约束作用"),
        ),
    ]
    for goal, (what, adds) in _GOALS.items():
        needs = missing.get(goal) if eco is not None else Words("rows", "数据")
        made.append(Ability(what, eco is not None and goal not in missing, needs or Words("", ""), adds))
    return tuple(made)


def _any(eco: Ecosystem, table: str, column: str) -> bool:
    return any(value > 0 for value in eco.column(table, column).tolist())
