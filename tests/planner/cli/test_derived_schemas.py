"""Every command's answer is a type, and its schema is derived from it: nobody writes one by hand."""

import ast
from dataclasses import dataclass
from pathlib import Path

import pytest

from graph.base.records import encode
from graph.base.words import Words
from planner.cli.json_kinds import printed

COMMANDS = Path(__file__).parents[3] / "planner" / "cli" / "commands"
SCHEMAS = sorted(COMMANDS.rglob("schema.py"))
SHARED = {"template": "demo"}
"""Commands that print the answer of another one."""


@dataclass(frozen=True)
class Row:
    centre: str
    why: Words


def test_an_answer_is_printed_in_one_language_as_its_schema_says():
    assert printed(Row)["properties"] == {"centre": {"type": "string"}, "why": {"type": "string"}}
    assert encode(Row("C1", Words("worth most", "价值最高")), "zh") == {"centre": "C1", "why": "价值最高"}
    assert encode({"rows": [Row("C1", Words("a", "甲"))]})["rows"][0]["why"] == {"en": "a", "zh": "甲"}


@pytest.mark.parametrize("path", SCHEMAS, ids=lambda p: " ".join(p.relative_to(COMMANDS).parts[:-1]))
def test_schemas_are_derived(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    called = {ast.unparse(n.func) for n in ast.walk(tree) if isinstance(n, ast.Call)}
    whose = SHARED.get(path.parent.name)
    if whose is not None:
        assert f"planner.cli.commands.{whose}.schema" in path.read_text(encoding="utf-8")
        return
    assert called & {"schema", "printed"}
    names = [ast.unparse(k) for n in ast.walk(tree) if isinstance(n, ast.Dict) for k in n.keys if k is not None]
    assert "'type'" not in names or path.parent.name in {"plan", "pareto"}  # one sentence of them is in one language


def test_commands_hand_on_no_map_of_their_own():
    """What a command prints is made as a type; maps stand only where an answer is printed beside its run."""
    wrong = []
    for path in sorted(COMMANDS.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            is_result = isinstance(node, ast.Call) and ast.unparse(node.func).endswith((".result", "speak.result"))
            if is_result and node.args and isinstance(node.args[0], ast.Dict) and node.args[0].keys:
                spread = [k for k in node.args[0].keys if k is None]
                wrong += [] if spread else [f"{path.relative_to(COMMANDS)}:{node.lineno}"]
    assert wrong == []
