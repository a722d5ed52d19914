"""JSON Schemas of what the commands print with ``--json``: ``buju schema COMMAND``.

The named keys are required, further keys are allowed. Money is in the data's unit, nothing is rounded.
What does not live here: the schema of scenario files (``planner.scenario.json_schema``).
"""

from __future__ import annotations

import json
from typing import Annotated, Any

import typer

from graph.errors import UsageError
from graph.words import Words
from planner.cli.console import DEFAULT_LANG, JsonOption, LangOption, QuietOption, VerboseOption, console
from planner.cli.curve_schema import CURVE
from planner.cli.language import tr
from planner.cli.result_schema import RESULT
from planner.cli.solver_options import SCHEMA as SOLVERS
from planner.cli.stress_schemas import STRESS

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
NUMBER: Schema = {"type": "number"}
MAYBE: Schema = {"type": ["number", "null"]}
WHOLE: Schema = {"type": "integer", "minimum": 0}
FLAG: Schema = {"type": "boolean"}
SHARE: Schema = {"type": "number", "minimum": -1e-9, "maximum": 1.000001}
STATUS: Schema = {"enum": ["proven", "within_gap", "time_limit", "infeasible"]}


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _map(values: Schema) -> Schema:
    return {"type": "object", "additionalProperties": values}


def _object(required: Schema, optional: Schema | None = None, **more: Any) -> Schema:
    return {"type": "object", "properties": {**required, **(optional or {})}, "required": list(required), **more}


TEXTS = _list(TEXT)
ANYTHING = _list({})
FINDING = _object(
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
RULE = _object(dict.fromkeys(("code", "level", "title", "why", "example", "mend"), TEXT))
SOLVER = _object({"name": TEXT, "version": TEXT})
MEND = _object({"words": TEXT, "set": _list({"type": "string", "pattern": "="})})
AUDIT = _object({"clean": FLAG, "checked": WHOLE, "findings": ANYTHING})
GOALS = _object(dict.fromkeys(("coverage", "collaboration", "talent", "firms", "mechanism"), SHARE))
BOTH = _object({"today": {}, "with_plan": {}})
_PROOF: Schema = {
    "status": STATUS,
    "objective": MAYBE,
    "bound": MAYBE,
    "gap": MAYBE,
    "cpu_seconds": NUMBER,
    "solver": SOLVER,
}
_CHOSEN = _object({"centre": TEXT, "year": {"type": "integer"}, "support": _map(NUMBER)})
_ROW = _object({"kind": TEXT, "table": TEXT, "key": {"type": "object"}})
_CHANGED = _object(
    {"kind": TEXT, "table": TEXT, "key": {"type": "object"}, "columns": _map(_object({"here": {}, "there": {}}))}
)
_ALTERNATIVES: Schema = {
    "plans": _list(
        _object(
            {"objective": NUMBER, "chosen": TEXTS},
            {
                "status": STATUS,
                "joined": TEXTS,
                "left": TEXTS,
                "goals": _map(NUMBER),
                "audit": _object({"clean": FLAG}),
            },
        )
    ),
    "exhausted": FLAG,
    "differ": {"type": "integer", "minimum": 1},
    "ties": _object({"count": WHOLE, "complete": FLAG}),
}
_NOT_INFEASIBLE: Schema = {"properties": {"status": {"not": {"const": "infeasible"}}}}

_PRICED = _object(
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
        _object(
            {
                "reasons": TEXTS,
                "binding": _list(_object({"rule": TEXT, "key": TEXT, "words": TEXT, "limit": NUMBER, "slack": MAYBE})),
                "flip": _list(MEND),
            },
            {"contribution_of_existing": NUMBER, "objective": NUMBER},
        ),
    ]
}

COMMANDS: dict[str, Schema] = {
    "demo": _object({"folder": TEXT, "files": TEXTS}),
    "template": _object({"folder": TEXT, "files": TEXTS}),
    "validate": _object(
        {
            "findings": _list(FINDING),
            "tables": _map(_object({"read": WHOLE, "skipped": WHOLE, "defaulted": WHOLE})),
        }
    ),
    "rules": {"anyOf": [_object({"rules": _list(RULE)}), RULE]},
    "solve": _object(
        {**_PROOF, "chosen": TEXTS, "cost": MAYBE},
        {
            **_ALTERNATIVES,
            **SOLVERS,
            "terms": _map(NUMBER),
            "stages": ANYTHING,
            "conflict": ANYTHING,
            "importance": _map({}),
        },
    ),
    "plan": {
        **_object(
            {"status": STATUS, "cpu_seconds": NUMBER, "solver": SOLVER, "scenario": TEXT},
            {
                "objective": MAYBE,
                "bound": MAYBE,
                "gap": MAYBE,
                "run": {"type": ["string", "null"]},
                "chosen": _list(_CHOSEN),
                "binding": ANYTHING,
                "conflict": ANYTHING,
                "mends": _list(MEND),
                **_ALTERNATIVES,
                **SOLVERS,
            },
        ),
        "if": _NOT_INFEASIBLE,
        "then": _object(
            {
                "objective": MAYBE,
                "bound": MAYBE,
                "gap": MAYBE,
                "run": TEXT,
                "chosen": _list(_CHOSEN),
                "goals": GOALS,
                "binding": ANYTHING,
                "audit": AUDIT,
            }
        ),
        "else": _object({"conflict": {"type": "array", "minItems": 1}, "mends": _list(MEND)}),
    },
    "pareto": _object(
        {
            "complete": FLAG,
            "goals": TEXTS,
            "points": _list(_list(NUMBER)),
            "plans": _list(TEXTS),
            "cpu_seconds": NUMBER,
        },
        {
            "status": {"enum": ["complete", "time_limit", "interrupted", "inexact", "infeasible"]},
            "senses": _list({"enum": ["maximise", "minimise"]}),
            "ideal": _list(NUMBER),
            "nadir": _list(NUMBER),
            "knee": {"anyOf": [{"type": "null"}, _object({"point": WHOLE, "reached": _list(NUMBER)})]},
            "steps": _list(NUMBER),
            "questions": WHOLE,
            "solver": SOLVER,
            "years": _list(_map({"type": "integer"})),
            "support": _list(_map(NUMBER)),
            "audit": _object({"clean": FLAG, "checked": WHOLE}),
            "figure": TEXT,
            "run": TEXT,
            "kept": _list(_object({"plan": {"type": "integer", "minimum": 1}, "run": TEXT})),
        },
    ),
    "curve": CURVE,
    "stress": STRESS,
    "explain": {"anyOf": [_EXPLAINED, _object({"run": TEXT, "objective": NUMBER, "centres": _list(_PRICED)})]},
    "assess": _object(
        {
            "counts": _object({"nodes": _map(WHOLE), "ties": _map(WHOLE)}),
            "indicators": _map(BOTH),
            "gaps": ANYTHING,
            "single_points": _list(
                _object({"technology": TEXT, "holder": TEXT, "layer": {"enum": ["organisation", "person"]}})
            ),
            "claims_without_evidence": ANYTHING,
        },
        {
            "missing_ties": WHOLE,
            "advice": _list(
                _object(
                    {"a": TEXT, "b": TEXT, "closes": _map({}), "reason": TEXT},
                    {"adamic_adar": NUMBER, "resource_allocation": NUMBER, "common_partners": WHOLE},
                )
            ),
            "pipeline": _list(_object({"centre": TEXT, "target": TEXT, "conditions_mean": MAYBE, "based_on": TEXT})),
            "reach": _object({"basis": TEXT, "districts": ANYTHING, "centres": ANYTHING}),
            **dict.fromkeys(("communities", "triple_helix", "removal_curve"), BOTH),
            **dict.fromkeys(("brokers", "districts", "fields", "upstream", "circles"), ANYTHING),
        },
    ),
    "compare": _object(
        {
            "run_a": TEXT,
            "run_b": TEXT,
            "same_data": FLAG,
            "figures": _list(_object({"name": TEXT, "a": MAYBE, "b": MAYBE})),
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
    "export": _object({"run": TEXT, "files": TEXTS, "left_out": _map(TEXT), "warnings": TEXTS}),
    "result": RESULT,
    "graph push": _object(
        {"nodes": _map(WHOLE), "ties": _map(WHOLE), "seconds": NUMBER, "dry_run": FLAG},
        {
            "pruned": WHOLE,
            "extra": _object({"nodes": _map(WHOLE), "ties": _map(WHOLE)}),
            "prune": FLAG,
            "only_here": WHOLE,
            "only_there": WHOLE,
            "changed": WHOLE,
        },
    ),
    "graph pull": _object({"folder": TEXT, "files": TEXTS, "rows": _map(WHOLE), "seconds": NUMBER}),
    "graph diff": _object({"only_here": _list(_ROW), "only_there": _list(_ROW), "changed": _list(_CHANGED)}),
    "graph export": _object({"files": TEXTS, "rows": _map(WHOLE), "findings": _list(FINDING), "seconds": NUMBER}),
    "graph import": _object(
        {"folder": TEXT, "files": TEXTS, "rows": _map(WHOLE), "findings": _list(FINDING), "seconds": NUMBER}
    ),
    "graph check": _object(
        {
            "server": TEXT,
            "dataset": TEXT,
            "nodes": _map(WHOLE),
            "ties": _map(WHOLE),
            "missing_constraints": TEXTS,
            "problems": TEXTS,
        }
    ),
    "scenario new": _object({"file": TEXT, "extends": TEXT}),
    "scenario show": _object(
        {
            "name": TEXT,
            "title": _object({"en": TEXT, "zh": TEXT}),
            "files": TEXTS,
            "sets": TEXTS,
            "values": _list(
                _object(
                    {
                        "path": TEXT,
                        "value": {},
                        "origin": _object({"file": TEXT, "line": WHOLE, "column": WHOLE}),
                        "clause": TEXT,
                        "source": TEXT,
                        "reading": TEXT,
                    }
                )
            ),
            "findings": _list(FINDING),
        }
    ),
    "notebook": _object({"notebooks": _list(_object({"name": TEXT, "title": TEXT, "file": TEXT}))}),
    "scenario diff": _object(
        {
            "a": TEXT,
            "b": TEXT,
            "changed": _list(_object({"path": TEXT, "a": {}, "b": {}, "a_origin": TEXT, "b_origin": TEXT})),
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
    return {**head, **COMMANDS[command]}


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
