"""Command ``scenario schema``: the JSON Schema of scenario files."""

from __future__ import annotations

import json

from graph.base.words import Words
from planner.cli.commands import Command
from planner.cli.language import LANG
from planner.cli.options.common import JsonOption, LangOption, QuietOption, VerboseOption
from planner.cli.screen.console import console


def file_schema(
    lang: LangOption = LANG,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
) -> None:
    """Print the JSON Schema of scenario files."""
    from planner.rulebook.scenario.json_schema import scenario_schema

    made = scenario_schema()
    console(lang, as_json, quiet, verbose).result(made, json.dumps(made, ensure_ascii=False, indent=2), verbatim=True)


COMMAND = Command(
    file_schema,
    Words("Print the JSON Schema of scenario files, for editors.", "打印情景文件的 JSON Schema，供编辑器使用。"),
    order=30,
    ends_with=(),
)
