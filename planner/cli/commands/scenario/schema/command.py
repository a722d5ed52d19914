"""Command ``scenario schema``: the JSON Schema of scenario files."""

from __future__ import annotations

import json

from graph.base.words import Words
from planner.cli.commands import Command
from planner.cli.screen.console import Console


def file_schema(
    *,
    out: Console,
) -> None:
    """Print the JSON Schema of scenario files."""
    from planner.rulebook.scenario.json_schema import scenario_schema

    made = scenario_schema()
    out.result(made, json.dumps(made, ensure_ascii=False, indent=2), verbatim=True)


COMMAND = Command(
    file_schema,
    Words("Print the JSON Schema of scenario files, for editors.", "打印情景文件的 JSON Schema，供编辑器使用。"),
    order=30,
    ends_with=(),
)
