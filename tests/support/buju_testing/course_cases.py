"""Worked cases of the course of a scheme: those of the shared reference where it is present, planned as they ask."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graph.model.ecosystem import DatasetInfo, Ecosystem
from planner.audit import audit
from planner.families.city_problem import compile_city
from planner.problem import score
from planner.problem.city import City
from planner.problem.plan import Plan
from planner.problem.rows import OF_HISTORY, PlanningProblem
from planner.rulebook.policy import Policy
from planner.rulebook.scenario import shipped
from planner.runs.baseline import Sticking, with_baseline
from planner.runs.certificates import Status
from planner.runs.plan_result import ChosenCentre, DatasetFacts, PlanResult
from planner.solving.stages import Solution, solve

FOLDER = Path(__file__).parents[3].parent / "shared" / "reference" / "course"
FILES = sorted(FOLDER.glob("*.json")) if FOLDER.is_dir() else []


def merged(a: Any, b: Any) -> Any:
    """Mappings merge, everything else replaces; keys with dots are paths, years are whole numbers."""
    out = dict(a)
    for key, value in b.items():
        name, _, rest = str(key).partition(".")
        here: Any = int(name) if name.isdecimal() else name
        new = {rest: value} if rest else value
        old = out.get(here)
        if isinstance(new, dict):
            out[here] = merged(old if isinstance(old, dict) else {}, new)
        else:
            out[here] = new
    return out


def policy_of(changes: Any, as_of: int | None, *more: Any) -> Policy:
    """The shipped policy with the changes of a case, and of its variant."""
    plain = shipped("ningbo-2023").policy.model_dump()
    for one in (changes, *more, {"as_of": as_of}):
        plain = merged(plain, one)
    return Policy.model_validate(plain)


@dataclass(frozen=True)
class Planned:
    """A case, planned: problem, solution, and the earlier plan if there was one."""

    eco: Ecosystem
    policy: Policy
    city: City
    problem: PlanningProblem
    solution: Solution

    @property
    def plan(self) -> Plan:
        """The plan that was found."""
        assert self.solution.plan is not None
        return self.solution.plan

    @property
    def goals(self) -> dict[str, float]:
        """What the plan is worth."""
        return score.goals(self.problem, score.to_arrays(self.problem, self.plan))

    @property
    def new(self) -> dict[str, int]:
        """Approvals after as_of."""
        after = self.policy.as_of or 0
        return {c: y for c, y in self.plan.starts.items() if y > after}

    def money(self, *, new: bool) -> dict[str, float]:
        """Support of city and district to come, of new centres or of those approved by then."""
        out: dict[str, float] = {}
        for centre, years in self.plan.support.items():
            for year, amount in years.items():
                if year > (self.policy.as_of or 0) and (centre in self.new) is new:
                    out[str(year)] = out.get(str(year), 0.0) + amount
        return {y: m for y, m in out.items() if m}

    def findings(self) -> list[str]:
        """What the audit says of the plan."""
        claimed = {name: value for name, value in self.goals.items() if name not in OF_HISTORY}
        report = audit(self.eco, self.policy, self.plan, claimed)
        return [f"{f.code} {f.words.en}" for f in report.findings]


def earlier_plan(starts: dict[str, int], name: str) -> PlanResult:
    """A result that says no more than who was planned for when."""
    chosen = tuple(ChosenCentre(centre=c, name=c, year=y, support={}, total_support=0.0) for c, y in starts.items())
    status: Status = "proven"
    return PlanResult(status=status, objective=0.0, dataset=DatasetFacts(name=name), chosen=chosen)


def plan_case(tables: Any, policy: Policy, options: Any = None, name: str = "case") -> Planned:
    """Plan small tables."""
    eco = Ecosystem.from_rows(DatasetInfo(name), tables)
    problem = compile_city(eco, policy)
    options = options or {}
    if "from" in options:
        stick = Sticking(
            earlier_plan(options["from"], name), options.get("most_changes"), options.get("change_cost", 0.0)
        )
        problem = with_baseline(problem, stick, name)
    return Planned(eco, policy, City(eco, policy), problem, solve(problem))


def variants(path: Path) -> list[tuple[str, Any, Any]]:
    """(name, case, variant) of a file; those without a result of their own are left out."""
    case = json.loads(path.read_text("utf-8"))
    found = [("", case, {})] if "want" in case else []
    return found + [(name, case, told) for name, told in case.get("variants", {}).items()]


def plan_variant(case: Any, variant: Any) -> Planned:
    """Plan a variant of a case."""
    as_of = variant.get("as_of", case["as_of"])
    policy = policy_of(case["policy"], as_of, variant.get("policy", {}))
    tables = {**case["tables"], **variant.get("tables", {})}
    return plan_case(tables, policy, {**case.get("options", {}), **variant.get("options", {})}, case["id"])


def same_money(found: Any, wanted: Any) -> bool:
    """Whether two mappings of years hold the same money, to a thousandth."""
    return set(found) == set(wanted) and all(abs(found[y] - wanted[y]) < 1e-3 for y in wanted)
