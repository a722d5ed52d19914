"""Options, reading and cells that the commands on scenario files share."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from planner.cli.language import tr

if TYPE_CHECKING:
    from planner.rulebook.scenario import Scenario


SetOption = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="A.B=VALUE",
        help=tr("change one value, last of all; may be repeated", "最后修改一个值，可重复"),
    ),
]

FileArgument = Annotated[
    Path,
    typer.Argument(
        metavar="FILE", help=tr("a scenario file, or the name of a shipped policy", "情景文件，或内置规则名")
    ),
]


def load_scenario(file: Path, sets: tuple[str, ...] = ()) -> Scenario:
    """A scenario file, a shipped policy or the scenario of a run."""
    from planner.rulebook.scenario import load

    resolved = file / "scenario.resolved.yaml"
    return load(resolved if resolved.is_file() else file, sets)


def value_text(value: Any) -> str:
    """A value of a scenario as a cell."""
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, list):
        return "[" + ", ".join(value_text(v) for v in value) + "]"
    return str(value)
