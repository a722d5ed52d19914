"""The house stands as designed: imports run one way, files stay short, and the three names are ours."""

import ast
import re
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
from setuptools import find_packages

from planner.families.kinds import KINDS

ROOT = Path(__file__).parents[1]
PACKAGES = ("graph", "loaders", "planner")
FILES = sorted(p for name in PACKAGES for p in (ROOT / name).rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))
HEAVY = {"numpy", "scipy", "networkx", "pulp", "highspy", "matplotlib", "openpyxl", "xlsxwriter", "yaml", "pydantic"}
HEAVY |= {"docx", "lxml", "neo4j", "networkit", "PIL", "pyarrow"}
PROGRAM = {
    f"planner.{name}"
    for name in (
        "problem",
        "compile",
        "program",
        "solve",
        "conflict",
        "result",
        "result_places",
        "planning",
        "score",
        "worth",
        "highs",
    )
}


def module(path):
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported(tree, here):
    """Every module that is imported, at any depth; ``from a import b`` gives ``a`` and ``a.b``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                base = ".".join([*here.split(".")[: -node.level], *([base] if base else [])])
            yield base
            yield from (f"{base}.{alias.name}" for alias in node.names)


IMPORTS = {module(p): set(imported(ast.parse(p.read_text(encoding="utf-8")), module(p))) for p in FILES}


def within(name, package):
    return name == package or name.startswith(package + ".")


def offenders(where, forbidden, but=()):
    """(module, import) pairs: modules of ``where`` (not of ``but``) that import one of ``forbidden``."""
    return [
        (name, other)
        for name, others in IMPORTS.items()
        if within(name, where) and not any(within(name, b) for b in but)
        for other in sorted(others)
        if any(within(other, f) for f in forbidden)
    ]


def test_the_reader_of_imports_sees_what_it_must():
    tree = ast.parse("import a.b\ndef f():\n    from c import d\n    from . import e\n    from ..x import y\n")
    assert set(imported(tree, "p.q.r")) == {"a.b", "c", "c.d", "p.q", "p.q.e", "p.x", "p.x.y"}
    assert ("planner.audit.check", "graph.model.ecosystem") in offenders("planner", ["graph"])


@pytest.mark.parametrize(
    ("where", "forbidden", "but"),
    [
        ("graph", ["loaders", "planner"], []),
        ("loaders", ["planner"], []),
        ("planner", ["loaders"], ["planner.cli"]),
    ],
)
def test_imports_run_one_way(where, forbidden, but):
    assert offenders(where, forbidden, but) == []


def test_the_audit_shares_nothing_with_the_program():
    allowed = (
        "graph.model.ecosystem",
        "graph.model.schema",
        "graph.base.words",
        "planner.rulebook.policy",
        "planner.problem.plan",
        "planner.audit",
    )
    ours = [
        (name, other)
        for name, others in IMPORTS.items()
        if within(name, "planner.audit")
        for other in sorted(others)
        if other.split(".")[0] in PACKAGES and other not in ("graph", "planner")
        if not any(within(other, a) for a in allowed)
    ]
    assert ours == []
    assert any(within(name, "planner.audit") for name in IMPORTS)


def test_the_program_does_not_lean_on_the_audit():
    for name in sorted(PROGRAM - {"planner.runs.result"}):
        assert offenders(name, ["planner.audit"]) == []


def test_problem_and_program_know_neither_ecosystem_nor_files():
    for name in ("planner.problem.rows", "planner.program", "planner.solving.stages"):
        graph_but_words = [
            o for o in offenders(name, ["graph"]) if not within(o[1], "graph.base.words") and o[1] != "graph"
        ]
        assert [o for o in graph_but_words if not within(o[1], "graph.base.errors")] == []


def test_kinds_of_rows_know_no_scheme_and_rules_no_solver():
    scheme = ["planner.families.rules", "planner.problem.city", "planner.rulebook", "graph.model"]
    assert offenders("planner.families.kinds", scheme) == []
    assert offenders("planner.families", ["planner.program", "planner.solving", "pulp"]) == []


def test_nobody_asks_what_kind_a_row_is():
    """Whoever must know asks ``planner.families.kinds``; a ladder over kinds would be a second list of them."""
    rows = "|".join(kind.row.__name__ for kind in KINDS)
    asked = re.compile(rf"isinstance\([^\n]*\b({rows})\b|\bmatch\b[^\n]*\n\s+case ({rows})\(")
    found = {str(p.relative_to(ROOT)) for p in FILES if asked.search(p.read_text(encoding="utf-8"))}
    assert found == set()


def test_layout_reads_results_only():
    assert (
        offenders("planner.layout", PROGRAM | {"graph.model.ecosystem", "planner.audit", "planner.rulebook.scenario"})
        == []
    )


def test_commands_import_nothing_heavy_at_their_head():
    found = []
    for path in (ROOT / "planner" / "cli").rglob("*.py"):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, (ast.Import, ast.ImportFrom)):
                names = set(imported(ast.Module([node], []), module(path)))
                found += [(module(path), n) for n in names if n.split(".")[0] in HEAVY]
    assert found == []


def test_files_stay_short():
    long = {str(p.relative_to(ROOT)): n for p in FILES if (n := len(p.read_bytes().splitlines())) >= 400}
    assert long == {}


def test_tests_are_no_packages_and_have_names_of_their_own():
    assert [p for p in TESTS if p.name == "__init__.py"] == []
    names = [p.name for p in TESTS if p.name.startswith("test_")]
    assert sorted({n for n in names if names.count(n) > 1}) == []


def test_every_package_is_built():
    told = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]["packages"][
        "find"
    ]
    there = {module(p) for p in FILES if p.name == "__init__.py"}
    assert there <= set(find_packages(str(ROOT), include=told["include"]))
    assert all((p.parent / "__init__.py").exists() for p in FILES)


def test_the_three_names_belong_to_buju():
    try:
        metadata.version("buju")
    except metadata.PackageNotFoundError:
        pytest.skip("buju is not installed here; the check needs an installation")
    owners = metadata.packages_distributions()
    for name in PACKAGES:
        if name in owners:  # an editable installation lists no names
            assert set(owners[name]) == {"buju"}
