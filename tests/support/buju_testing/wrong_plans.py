"""The proven plan of the sample city under rules drawn tight around it, and every way of making it wrong.

``PYTHONPATH=tests/support python -m buju_testing.wrong_plans`` prints each kind of wrong plan with the codes by which
the audit catches it.
"""

import copy
import json
import math
import sys
from collections import Counter
from pathlib import Path

from buju_testing.changed_policy import changed
from loaders.dataset import load
from planner.audit import audit
from planner.problem.plan import Plan
from planner.rulebook import scenario
from planner.runs.outcome import plan_city

CITY = Path(__file__).parents[3] / "loaders" / "samples" / "ningbo"
GOALS = ("coverage", "collaboration", "talent", "firms", "mechanism")


class Right:
    """The city, rules that the plan just keeps, the plan, and its figures."""

    def __init__(self):
        self.seen = {}
        self.eco = load(CITY).require()
        base = scenario.load(CITY / "scenarios" / "base.yaml").policy
        outcome = plan_city(self.eco, base)
        assert outcome.status == "proven"
        self.plan = outcome.plan
        columns = ("id", "status", "field", "district", "channel", "formation", "ready_year", "lead_id")
        rows = zip(*(self.eco.column("centres", c).tolist() for c in columns), strict=True)
        self.centres = {row[0]: dict(zip(columns, row, strict=True)) for row in rows}
        self.idle = [c for c, row in self.centres.items() if row["status"] != "existing" and c not in self.plan.starts]
        self.existing = [c for c, row in self.centres.items() if row["status"] == "existing"]
        self.policy = changed(base, self._tight())
        self.figures = audit(self.eco, self.policy, self.plan).recomputed

    def count(self, column):
        return Counter(self.centres[c][column] for c in self.plan.starts)

    def _tight(self):
        """Quotas, caps and locks at what the plan has."""
        exact = {
            "field": self.count("field"),
            "district": self.count("district"),
            "channel": self.count("channel"),
            "formation": self.count("formation"),
            "year": Counter(self.plan.starts.values()),
        }
        quotas = {kind: {str(k): {"min": n, "max": n} for k, n in counts.items()} for kind, counts in exact.items()}
        return [
            f"target.maximum={len(self.plan.starts) + len(self.existing)}",
            f"quotas={json.dumps(quotas, ensure_ascii=False)}",
            "fixed.chosen=[C02, C09]",
            "fixed.rejected=[C01]",
            "exclusive.centres_per_member=3",
            "support.total_cap=760",
            "support.first_year_cap=453",
        ]

    def starts(self, **years):
        """The plan with other approval years (None: not chosen)."""
        starts = {c: y for c, y in ({**self.plan.starts, **years}).items() if y is not None}
        support = {c: p for c, p in self.plan.support.items() if c in starts}
        return Plan(starts, support)

    def paid(self, centre, **years):
        """The plan with other sums of one centre: ``paid("C02", y2023=100)``."""
        support = copy.deepcopy(dict(self.plan.support))
        support[centre] = dict(support.get(centre, {})) | {int(k[1:]): v for k, v in years.items()}
        return Plan(self.plan.starts, support)

    def more(self, centre, year, by):
        """The plan with more (or less) paid to one centre in one year."""
        return self.paid(centre, **{f"y{year}": self.plan.support.get(centre, {}).get(year, 0.0) + by})

    def moved(self, centre, year):
        """The plan with one centre approved in another year, its money moved with it."""
        shift = year - self.plan.starts[centre]
        support = {c: dict(p) for c, p in self.plan.support.items()}
        support[centre] = {f + shift: v for f, v in support[centre].items()}
        return Plan({**self.plan.starts, centre: year}, support)

    def swapped(self, out, into):
        """The plan with one centre in the place of another, year and money alike."""
        starts = {into if c == out else c: y for c, y in self.plan.starts.items()}
        return Plan(starts, {into if c == out else c: dict(p) for c, p in self.plan.support.items()})


def each_chosen(right, change):
    return [change(c) for c in right.plan.starts]


def kinds(right):
    """Kind → (code that must catch one of them, wrong plans, claims that go with them)."""
    chosen, idle = list(right.plan.starts), right.idle
    swaps = [right.swapped(a, b) for a in chosen for b in idle]
    added = [right.starts(**{c: y}) for c in idle for y in (2023, 2024, 2025)]
    dropped = each_chosen(right, lambda c: right.starts(**{c: None}))
    moves = [right.moved(c, y) for c in chosen for y in (2022, 2023, 2024, 2025, 2026) if y != right.plan.starts[c]]
    more = [right.more(c, y, 1.0) for c in chosen for y in range(2023, 2028)]
    lots = [right.more(c, y, 2000.0) for c in chosen for y in range(2023, 2028)]
    less = [right.more(c, y, -1.0) for c in chosen for y in right.plan.support[c]]
    first = each_chosen(right, lambda c: right.paid(c, **{f"y{right.plan.starts[c]}": 0.0}))
    one = chosen[0]
    plans = {
        "a centre that nobody knows": ("A801", [right.starts(C99=2024)]),
        "an existing centre approved again": ("A802", [right.starts(**{right.existing[0]: 2024})]),
        "half a year": ("A803", [right.starts(**{one: 2024.5})]),
        "a year that is text": ("A803", [right.starts(**{one: "2024"})]),
        "a sum that is no number": ("A804", [right.paid(one, y2024=math.nan)]),
        "an infinite sum": ("A804", [right.paid(one, y2024=math.inf)]),
        "a sum in no year": ("A805", [Plan(right.plan.starts, {**right.plan.support, one: {"later": 10.0}})]),
        "a sum without years": ("A806", [Plan(right.plan.starts, {**right.plan.support, one: 430.0})]),
        "negative pay": ("A807", [right.paid(one, y2025=-1.0)]),
        "pay to a candidate that is not chosen": ("A808", [right.paid(c, y2024=10.0) for c in idle]),
        "pay to an existing centre": ("A808", [right.paid(right.existing[0], y2024=10.0)]),
        "pay before approval": ("A809", [right.paid(c, y2022=10.0) for c in chosen]),
        "pay after the support years": ("A809", [right.more(one, 2026, 10.0)]),
        "approved before the horizon": ("A810", moves),
        "approved after the horizon": ("A810", [right.moved(c, 2026) for c in chosen]),
        "approved before it is ready": ("A811", moves),
        "a condition under its threshold": ("A812", swaps),
        "the mean of conditions under its threshold": ("A813", swaps),
        "a lock opened": ("A816", [right.starts(C02=None)]),
        "a barred candidate taken": ("A817", [right.starts(C01=2024)]),
        "the target missed by one": ("A820", dropped),
        "one centre too many": ("A821", added),
        "one organisation leads two": ("A822", added),
        "one chief scientist of two": ("A823", added),
        "two in one sub-field": ("A824", added),
        "one university joins one too many": ("A825", added),
        "a district short": ("A830", dropped),
        "a district over": ("A831", added),
        "a field short": ("A832", dropped),
        "a field over": ("A833", added),
        "a channel short": ("A834", dropped),
        "a channel over": ("A835", added),
        "a formation short": ("A836", dropped),
        "a formation over": ("A837", added),
        "a year short": ("A838", moves),
        "a year over": ("A839", moves),
        "pay above the share of investment": ("A840", more),
        "pay above the first-year cap": ("A841", more),
        "pay above the cap of one centre": ("A842", more),
        "a centre under its least support": ("A843", less),
        "the city's year overdrawn": ("A844", more),
        "the total overdrawn": ("A845", more),
        "a district's money overdrawn": ("A846", lots),
        "the equity pot overdrawn": ("A847", [Plan({**right.plan.starts, **dict.fromkeys(idle, 2025)}, {})]),
        "too little in the first year": ("A855", first),
        "a severe technology uncovered": ("A860", dropped),
        "chosen without what it requires": ("A870", added + swaps),
        "two that exclude one another": ("A871", [right.starts(C29=2025, C32=2025), right.starts(C40=2025, C41=2025)]),
        "more than at most": ("A872", added),
    }
    out = {name: (code, [(plan, {}) for plan in wrong]) for name, (code, wrong) in plans.items()}
    claims = ("objective", *GOALS, "cost", "count", "delay", "late_money", "stage2")
    for key in claims:
        by = 1e-5 * max(1.0, abs(right.figures[key]))
        for word, wrong in (("high", by), ("low", -by)):
            out[f"{key} claimed too {word}"] = ("A880", [(right.plan, {key: right.figures[key] + wrong})])
    out["a claim that is no number"] = ("A880", [(right.plan, {"objective": math.nan})])
    out["a claim that nobody can recompute"] = ("A881", [(right.plan, {"beauty": 1.0})])
    return out


def caught(right, plan, claims):
    """Codes by which the audit catches a plan; asked once of each, for many kinds share their wrong plans."""
    key = id(plan), *sorted(claims)
    if claims or key not in right.seen:
        right.seen[key] = sorted({f.code for f in audit(right.eco, right.policy, plan, claims).findings}), plan
    return right.seen[key][0]


def say(line):
    sys.stdout.write(line + "\n")


def main():
    right = Right()
    found = kinds(right)
    total = 0
    for name, (code, wrong) in found.items():
        by = [caught(right, plan, claims) for plan, claims in wrong]
        total += len(wrong)
        say(f"{name:45} {code}  in {sum(code in codes for codes in by)} of {len(wrong)} wrong plans")
    say(f"{len(found)} kinds, {len({c for c, _ in found.values()})} codes, {total} wrong plans")


if __name__ == "__main__":
    main()
