"""A type of many fields is built by keyword: two figures that change places would be wrong without a word."""

import ast
from pathlib import Path

BY_PLACE, MANY = 4, 5
"""A type of more than ``MANY`` fields takes at most ``BY_PLACE`` of them by their place."""

ROOT = Path(__file__).parents[1]


def dataclasses_of(source):
    """Name, own fields and those that are taken by position, of every dataclass written in ``source``."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.ClassDef):
            continue
        told = [d for d in node.decorator_list if ast.unparse(d).startswith(("dataclass", "dataclasses.dataclass"))]
        if not told:
            continue
        fields, mark = [], None
        for line in node.body:
            if isinstance(line, ast.AnnAssign) and "ClassVar" not in (kind := ast.unparse(line.annotation)):
                if kind == "KW_ONLY":
                    mark = len(fields)
                else:
                    fields.append(ast.unparse(line.target))
        yield node.name, fields, [] if "kw_only=True" in ast.unparse(told[0]) else fields[:mark]


def loose(source):
    return [name for name, fields, by in dataclasses_of(source) if len(fields) > MANY and len(by) > BY_PLACE]


def written(decorator, *lines):
    return "\n".join([f"@{decorator}", "class Kind:", *(f"    {line}" for line in lines)])


def test_the_reader_sees_what_it_must():
    six = [f"{name}: int" for name in "abcdef"]
    assert loose(written("dataclass(frozen=True)", *six)) == ["Kind"]
    assert loose(written("dataclass(frozen=True, kw_only=True)", *six)) == []
    assert loose(written("dataclass", *six[:4], "_: KW_ONLY", *six[4:])) == []
    assert loose(written("dataclass", *six[:5], "_: KW_ONLY", *six[5:])) == ["Kind"]
    assert loose(written("dataclass", *six[:5], "g: ClassVar[int] = 1")) == []


def test_types_of_many_fields_are_built_by_keyword():
    files = [p for top in ("graph", "loaders", "planner", "buju") for p in sorted((ROOT / top).rglob("*.py"))]
    sources = {p.relative_to(ROOT).as_posix(): p.read_text(encoding="utf-8") for p in files}
    assert sum(1 for source in sources.values() for _ in dataclasses_of(source)) > 300
    assert {where: found for where, source in sources.items() if (found := loose(source))} == {}


def test_two_figures_of_support_cannot_change_places():
    rows = dataclasses_of((ROOT / "planner/problem/rows.py").read_text(encoding="utf-8"))
    by = {name: taken for name, _, taken in rows}
    assert (by["Support"], by["BudgetRow"]) == ([], ["rule", "cap"])
