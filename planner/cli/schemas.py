"""JSON Schemas of what the commands print with ``--json``: ``buju schema COMMAND``.

The named keys are required, further keys are allowed. Money is in the data's unit, nothing is rounded.
What does not live here: the schema of scenario files (``planner.rulebook.scenario.json_schema``).
"""

from __future__ import annotations

import json
from typing import Annotated

import typer

from graph.base.errors import UsageError
from graph.base.words import Words
from planner.cli.console import DEFAULT_LANG, JsonOption, LangOption, QuietOption, VerboseOption, console
from planner.cli.curve_schema import CURVE
from planner.cli.json_kinds import (
    FLAG,
    MAYBE,
    NUMBER,
    STATUS,
    TEXT,
    TEXTS,
    WHOLE,
    Schema,
    list_of,
    map_of,
    object_of,
)
from planner.cli.language import tr
from planner.cli.solver_options import SCHEMA as SOLVERS
from planner.cli.stress_schemas import STRESS

SHARE: Schema = {"type": "number", "minimum": -1e-9, "maximum": 1.000001}
ANYTHING = list_of({})
FINDING = object_of(
    {
        "code": TEXT,
        "level": {"enum": ["error", "warning", "note"]},
        "file": TEXT,
        "row": WHOLE,
        "column": TEXT,
        "value": TEXT,
        "message": TEXT,
        "mend": TEXT,
    }
)
RULE = object_of(dict.fromkeys(("code", "level", "title", "why", "example", "mend"), TEXT))
SOLVER = object_of({"name": TEXT, "version": TEXT})
MEND = object_of({"words": TEXT, "set": list_of({"type": "string", "pattern": "="})})
AUDIT = object_of({"clean": FLAG, "checked": WHOLE, "findings": ANYTHING})
GOALS = object_of(dict.fromkeys(("coverage", "collaboration", "talent", "firms", "mechanism"), SHARE))
BOTH = object_of({"today": {}, "with_plan": {}})
_PROOF: Schema = {
    "status": STATUS,
    "objective": MAYBE,
    "bound": MAYBE,
    "gap": MAYBE,
    "cpu_seconds": NUMBER,
    "solver": SOLVER,
}
_CHOSEN = object_of({"centre": TEXT, "year": {"type": "integer"}, "support": map_of(NUMBER)})
_ROW = object_of({"kind": TEXT, "table": TEXT, "key": {"type": "object"}})
_CHANGED = object_of(
    {"kind": TEXT, "table": TEXT, "key": {"type": "object"}, "columns": map_of(object_of({"here": {}, "there": {}}))}
)
_ALTERNATIVES: Schema = {
    "plans": list_of(
        object_of(
            {"objective": NUMBER, "chosen": TEXTS},
            {
                "status": STATUS,
                "joined": TEXTS,
                "left": TEXTS,
                "goals": map_of(NUMBER),
                "audit": object_of({"clean": FLAG}),
            },
        )
    ),
    "exhausted": FLAG,
    "differ": {"type": "integer", "minimum": 1},
    "ties": object_of({"count": WHOLE, "complete": FLAG}),
}
_NOT_INFEASIBLE: Schema = {"properties": {"status": {"not": {"const": "infeasible"}}}}

_PRICED = object_of(
    {"centre": TEXT, "chosen": FLAG, "contribution": MAYBE, "pushes_out": TEXTS},
    {"replacement_cost": MAYBE, "forcing_cost": MAYBE, "lifted": TEXTS, "along": TEXTS, "proven": FLAG},
    **{
        "if": {"properties": {"chosen": {"const": True}}},
        "then": {"required": ["replacement_cost"]},
        "else": {"required": ["forcing_cost"]},
    },
)
_EXPLAINED: Schema = {
    "allOf": [
        _PRICED,
        object_of(
            {
                "reasons": TEXTS,
                "binding": list_of(
                    object_of({"rule": TEXT, "key": TEXT, "words": TEXT, "limit": NUMBER, "slack": MAYBE})
                ),
                "flip": list_of(MEND),
            },
            {"contribution_of_existing": NUMBER, "objective": NUMBER},
        ),
    ]
}

COMMANDS: dict[str, Schema] = {
    "demo": object_of({"folder": TEXT, "files": TEXTS}),
    "template": object_of({"folder": TEXT, "files": TEXTS}),
    "validate": object_of(
        {
            "findings": list_of(FINDING),
            "tables": map_of(object_of({"read": WHOLE, "skipped": WHOLE, "defaulted": WHOLE})),
        }
    ),
    "rules": {"anyOf": [object_of({"rules": list_of(RULE)}), RULE]},
    "solve": object_of(
        {**_PROOF, "chosen": TEXTS, "cost": MAYBE},
        {
            **_ALTERNATIVES,
            **SOLVERS,
            "terms": map_of(NUMBER),
            "stages": ANYTHING,
            "conflict": ANYTHING,
            "importance": map_of({}),
        },
    ),
    "plan": {
        **object_of(
            {"status": STATUS, "cpu_seconds": NUMBER, "solver": SOLVER, "scenario": TEXT},
            {
                "objective": MAYBE,
                "bound": MAYBE,
                "gap": MAYBE,
                "run": {"type": ["string", "null"]},
                "chosen": list_of(_CHOSEN),
                "binding": ANYTHING,
                "conflict": ANYTHING,
                "mends": list_of(MEND),
                **_ALTERNATIVES,
                **SOLVERS,
            },
        ),
        "if": _NOT_INFEASIBLE,
        "then": object_of(
            {
                "objective": MAYBE,
                "bound": MAYBE,
                "gap": MAYBE,
                "run": TEXT,
                "chosen": list_of(_CHOSEN),
                "goals": GOALS,
                "binding": ANYTHING,
                "audit": AUDIT,
            }
        ),
        "else": object_of({"conflict": {"type": "array", "minItems": 1}, "mends": list_of(MEND)}),
    },
    "pareto": object_of(
        {
            "complete": FLAG,
            "goals": TEXTS,
            "points": list_of(list_of(NUMBER)),
            "plans": list_of(TEXTS),
            "cpu_seconds": NUMBER,
        },
        {
            "status": {"enum": ["complete", "time_limit", "interrupted", "inexact", "infeasible"]},
            "senses": list_of({"enum": ["maximise", "minimise"]}),
            "ideal": list_of(NUMBER),
            "nadir": list_of(NUMBER),
            "knee": {"anyOf": [{"type": "null"}, object_of({"point": WHOLE, "reached": list_of(NUMBER)})]},
            "steps": list_of(NUMBER),
            "questions": WHOLE,
            "solver": SOLVER,
            "years": list_of(map_of({"type": "integer"})),
            "support": list_of(map_of(NUMBER)),
            "audit": object_of({"clean": FLAG, "checked": WHOLE}),
            "figure": TEXT,
            "run": TEXT,
            "kept": list_of(object_of({"plan": {"type": "integer", "minimum": 1}, "run": TEXT})),
        },
    ),
    "curve": CURVE,
    "stress": STRESS,
    "explain": {"anyOf": [_EXPLAINED, object_of({"run": TEXT, "objective": NUMBER, "centres": list_of(_PRICED)})]},
    "assess": object_of(
        {
            "counts": object_of({"nodes": map_of(WHOLE), "ties": map_of(WHOLE)}),
            "indicators": map_of(BOTH),
            "gaps": ANYTHING,
            "single_points": list_of(
                object_of({"technology": TEXT, "holder": TEXT, "layer": {"enum": ["organisation", "person"]}})
            ),
            "claims_without_evidence": ANYTHING,
        },
        {
            "missing_ties": WHOLE,
            "advice": list_of(
                object_of(
                    {"a": TEXT, "b": TEXT, "closes": map_of({}), "reason": TEXT},
                    {"adamic_adar": NUMBER, "resource_allocation": NUMBER, "common_partners": WHOLE},
                )
            ),
            "pipeline": list_of(
                object_of({"centre": TEXT, "target": TEXT, "conditions_mean": MAYBE, "based_on": TEXT})
            ),
            "reach": object_of({"basis": TEXT, "districts": ANYTHING, "centres": ANYTHING}),
            **dict.fromkeys(("communities", "triple_helix", "removal_curve"), BOTH),
            **dict.fromkeys(("brokers", "districts", "fields", "upstream", "circles"), ANYTHING),
        },
    ),
    "compare": object_of(
        {
            "run_a": TEXT,
            "run_b": TEXT,
            "same_data": FLAG,
            "figures": list_of(object_of({"name": TEXT, "a": MAYBE, "b": MAYBE})),
            "left": ANYTHING,
            "joined": ANYTHING,
            "moved": ANYTHING,
            "kept": WHOLE,
            "opened": ANYTHING,
            "closed": ANYTHING,
            "years": ANYTHING,
            "rules": ANYTHING,
        }
    ),
    "export": object_of({"run": TEXT, "files": TEXTS, "left_out": map_of(TEXT), "warnings": TEXTS}),
    "result": {},
    "graph push": object_of(
        {"nodes": map_of(WHOLE), "ties": map_of(WHOLE), "seconds": NUMBER, "dry_run": FLAG},
        {
            "pruned": WHOLE,
            "extra": object_of({"nodes": map_of(WHOLE), "ties": map_of(WHOLE)}),
            "prune": FLAG,
            "only_here": WHOLE,
            "only_there": WHOLE,
            "changed": WHOLE,
        },
    ),
    "graph pull": object_of({"folder": TEXT, "files": TEXTS, "rows": map_of(WHOLE), "seconds": NUMBER}),
    "graph diff": object_of({"only_here": list_of(_ROW), "only_there": list_of(_ROW), "changed": list_of(_CHANGED)}),
    "graph export": object_of({"files": TEXTS, "rows": map_of(WHOLE), "findings": list_of(FINDING), "seconds": NUMBER}),
    "graph import": object_of(
        {"folder": TEXT, "files": TEXTS, "rows": map_of(WHOLE), "findings": list_of(FINDING), "seconds": NUMBER}
    ),
    "graph check": object_of(
        {
            "server": TEXT,
            "dataset": TEXT,
            "nodes": map_of(WHOLE),
            "ties": map_of(WHOLE),
            "missing_constraints": TEXTS,
            "problems": TEXTS,
        }
    ),
    "scenario new": object_of({"file": TEXT, "extends": TEXT}),
    "scenario show": object_of(
        {
            "name": TEXT,
            "title": object_of({"en": TEXT, "zh": TEXT}),
            "files": TEXTS,
            "sets": TEXTS,
            "values": list_of(
                object_of(
                    {
                        "path": TEXT,
                        "value": {},
                        "origin": object_of({"file": TEXT, "line": WHOLE, "column": WHOLE}),
                        "clause": TEXT,
                        "source": TEXT,
                        "reading": TEXT,
                    }
                )
            ),
            "findings": list_of(FINDING),
        }
    ),
    "notebook": object_of({"notebooks": list_of(object_of({"name": TEXT, "title": TEXT, "file": TEXT}))}),
    "scenario diff": object_of(
        {
            "a": TEXT,
            "b": TEXT,
            "changed": list_of(object_of({"path": TEXT, "a": {}, "b": {}, "a_origin": TEXT, "b_origin": TEXT})),
        }
    ),
}
"""Schema of each command's JSON output, by command name."""


def command_schema(command: str) -> Schema:
    """Give the JSON Schema (draft 2020-12) of one command's ``--json`` output.

    Raises
    ------
    UsageError
        If no schema is published for that command.

    Examples
    --------
    >>> command_schema("validate")["required"]
    ['findings', 'tables']
    """
    if command not in COMMANDS:
        words = Words(
            "no schema for {command}; there is one for: {known}", "没有 {command} 的 JSON Schema；现有：{known}"
        )
        raise UsageError(words.fill(command=f"“{command}”", known=", ".join(COMMANDS)))
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "result.json" if command == "result" else f"buju {command} --json",
    }
    return {**head, **(_result() if command == "result" else COMMANDS[command])}


def _result() -> Schema:
    """The schema of ``result.json``, derived from its type."""
    from graph.base.records import schema as derived
    from planner.runs.plan_result import FORMAT, PlanResult

    made = derived(PlanResult)
    return {**made, "properties": {**made["properties"], "format": {"const": FORMAT}}}


def schema(
    command: Annotated[
        list[str],
        typer.Argument(
            metavar="COMMAND",
            help=tr("a command, e.g. plan, or graph push; or result", "命令，如 plan 或 graph push；或 result"),
        ),
    ],
    lang: LangOption = DEFAULT_LANG,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
) -> None:
    """Print the JSON Schema of a command's output."""
    made = command_schema(" ".join(command))
    console(lang, as_json, quiet, verbose).result(made, json.dumps(made, ensure_ascii=False, indent=2))
