"""JSON Schemas of what the commands print with ``--json``, found in the commands' folders.

The named keys are required, further keys are allowed. Money is in the data's unit, nothing is rounded.
What does not live here: the schema of scenario files (``planner.rulebook.scenario.json_schema``).
"""

from __future__ import annotations

from graph.base.errors import UsageError
from graph.base.words import Words
from planner.cli.commands import named, part
from planner.cli.json_kinds import Schema


def schemas() -> dict[str, Schema]:
    """Schema of each command's JSON output by the command's words, and of ``result``, the file that a run keeps."""
    from planner.cli.commands.schema.result import RESULT  # the types take time that ``--help`` does not have

    found = {name: module.SCHEMA for name, package in named() if (module := part(package, "schema"))}
    return {**found, "result": RESULT}


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
    known = schemas()
    if command not in known:
        words = Words(
            "no schema for {command}; there is one for: {known}", "没有 {command} 的 JSON Schema；现有：{known}"
        )
        raise UsageError(words.fill(command=f"“{command}”", known=", ".join(known)))
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "result.json" if command == "result" else f"buju {command} --json",
    }
    return {**head, **known[command]}
