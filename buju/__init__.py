"""布局: plan which technology innovation centres a city founds, when, and with how much money.

    import buju

    city = buju.load("city")                                  # a folder, a workbook, a zip, or data frames
    plan = buju.plan(city, "base", set={"target.count": 18})  # a scenario by path, by name, or as a dict
    plan.status, plan.objective, [row.centre for row in plan.chosen]
    plan.table("chosen").to_pandas()
    plan.export("layout", forms=["page", "xlsx"])

Everything is imported on first use. What does not live here: anything that computes; this package hands on.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from buju.dataset import Dataset, load, sample
    from buju.evaluating import evaluate
    from buju.opening import open  # noqa: A004 - reads well as buju.open
    from buju.planned import Plan, plan
    from buju.studies import assess, compare, curve, pareto, stress
    from buju.sweeping import sweep
    from buju.table import Table
    from buju.tables_solved import solve
    from graph.base.errors import BujuError, InputError, OutputError, UsageError
    from graph.base.findings import Finding

_HOMES = {
    "buju.dataset": ("Dataset", "load", "sample"),
    "buju.evaluating": ("evaluate",),
    "buju.opening": ("open",),
    "buju.planned": ("Plan", "plan"),
    "buju.studies": ("assess", "compare", "curve", "pareto", "stress"),
    "buju.sweeping": ("sweep",),
    "buju.table": ("Table",),
    "buju.tables_solved": ("solve",),
    "graph.base.errors": ("BujuError", "InputError", "OutputError", "UsageError"),
    "graph.base.findings": ("Finding",),
}
"""Module → the names that it gives."""

__all__ = [
    "BujuError",
    "Dataset",
    "Finding",
    "InputError",
    "OutputError",
    "Plan",
    "Table",
    "UsageError",
    "assess",
    "compare",
    "curve",
    "evaluate",
    "load",
    "open",
    "pareto",
    "plan",
    "sample",
    "solve",
    "stress",
    "sweep",
]


def __getattr__(name: str) -> Any:
    """Import a public name on its first use."""
    home = next((home for home, names in _HOMES.items() if name in names), None)
    if home is None:
        message = f"module 'buju' has no attribute {name!r}"
        raise AttributeError(message, name=name, obj=import_module(__name__))
    value = globals()[name] = getattr(import_module(home), name)
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
