"""The rule book as a Markdown table: every value with its meaning, clause and source; ``docs/scenarios.md`` carries it.

``python -m planner.rulebook.scenario.rulebook FILE`` writes the table anew between the two marks of FILE.
What does not live here: the values (``planner/policies``) and their meaning (docstrings of
``planner.rulebook.policy``).
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from planner.rulebook.meanings import meanings
from planner.rulebook.policy import Policy
from planner.rulebook.scenario.scenario import Scenario, shipped
from planner.rulebook.scenario.shape import POLICY, Keys, dotted, paths

BEGIN = "<!-- rule book: begin -->"
END = "<!-- rule book: end -->"


def describe(path: Keys) -> tuple[str, str]:
    """Give the English and Chinese description of a field of the policy.

    >>> describe(("target", "year"))
    ('By the end of which year.', '目标年（至该年年底）。')
    """
    model: Any = Policy
    said = ""
    for key in path:
        said = meanings(model).get(str(key), "")
        model = model.model_fields[key].annotation
    en, _, zh = said.partition("｜")
    return en.strip(), zh.strip()


def table(scenario: Scenario) -> str:
    """Write one row a field: path, value, meaning, clause and reading, source; like clauses are not repeated.

    >>> print(table(shipped("ningbo-2023")).splitlines()[2][:37])
    | `years.first` | 2023 | First approv
    """
    head = "| path 路径 | value 取值 | meaning 含义 | clause 条款 · reading 理解 | source 出处 |"
    lines = [head, "|---|---|---|---|---|"]
    before = None
    for path in paths():
        if POLICY.at(path).kind == "part":  # type: ignore[union-attr]
            continue
        clause = scenario.clause(dotted(path))
        assert clause is not None, path
        quote = f"原文：{clause.clause}" if clause.clause else ""
        parts = [p for p in (quote, clause.reading.zh, clause.reading.en) if p]
        rests = ["同上 as above"] * 2 if clause == before else ["<br>".join(parts), clause.source]
        cells = [f"`{dotted(path)}`", _flow(_value(scenario.policy, path)), "<br>".join(describe(path)), *rests]
        lines.append("| " + " | ".join(" ".join(c.split()).replace("|", "\\|") for c in cells) + " |")
        before = clause
    return "\n".join(lines)


def _value(policy: Any, path: Keys) -> Any:
    for key in path:
        policy = getattr(policy, str(key))
    return policy


def _flow(value: Any) -> str:
    if isinstance(value, BaseModel):
        value = value.model_dump(exclude_defaults=True)
    if isinstance(value, dict):
        return "{" + ", ".join(f"{k}: {_flow(v)}" for k, v in value.items()) + "}"
    if isinstance(value, tuple):
        return "[" + ", ".join(_flow(v) for v in value) + "]"
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    return f"{value:g}" if isinstance(value, float) else str(value)


def renewed(text: str) -> str:
    r"""Put the table of the shipped policy between the two marks of a text.

    >>> renewed(f"a\n{BEGIN}\nold\n{END}\nb").splitlines()[2][:13]
    '| path 路径 | v'
    """
    before, rest = text.split(BEGIN, 1)
    after = rest.split(END, 1)[1]
    return f"{before}{BEGIN}\n{table(shipped('ningbo-2023'))}\n{END}{after}"


if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.write_text(renewed(target.read_text("utf-8")), "utf-8")
