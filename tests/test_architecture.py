"""The house stands as designed: imports run one way, files stay short, and the four names are ours."""

import ast
import re
import tomllib
from collections.abc import Iterator, Mapping
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

import networkx as nx
import pytest
from setuptools import find_packages

from planner.families.kinds import KINDS

ROOT = Path(__file__).parents[1]
PACKAGES = ("buju", "graph", "loaders", "planner")
FILES = sorted(p for name in PACKAGES for p in (ROOT / name).rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))
HEAVY = {"numpy", "scipy", "networkx", "pulp", "highspy", "matplotlib", "openpyxl", "xlsxwriter", "yaml", "pydantic"}
HEAVY |= {"narwhals", "pandas", "polars", "docx", "lxml", "neo4j", "networkit", "PIL", "pyarrow"}

HOUSES: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "graph": (
        ("graph.base",),
        ("graph.files",),
        ("graph.model",),
        ("graph.measures",),
        ("graph.assessment",),
        ("graph.store",),
    ),
    "loaders": (("loaders.rules",), ("loaders.tables",), ("loaders.readers",), ("loaders",)),
    "planner": (
        ("planner.rulebook",),
        ("planner.problem",),
        ("planner.families",),
        ("planner.program",),
        ("planner.solving",),
        ("planner.infeasible", "planner.audit"),
        ("planner.runs",),
        ("planner.studies",),
        ("planner.layout",),
        ("planner.notebook",),
        ("buju",),
        ("planner.cli",),
    ),
}
"""Floors of each house, the lowest first: a module imports from its own floor and those below. Two packages on one
floor do not import one another."""
GROUND = ("planner", "graph")
"""Packages whose own ``__init__`` stands on no floor; it imports nothing."""
PROGRAM = ("planner.problem", "planner.families", "planner.program", "planner.solving", "planner.infeasible")


class Import(NamedTuple):
    """One import of one of our modules by another."""

    module: str
    line: int
    other: str

    def __str__(self) -> str:
        return f"{self.module}:{self.line} imports {self.other}"


def module(path):
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported(tree, here, *, package=False) -> Iterator[tuple[str, int]]:
    """Every module that is imported and its line, at any depth; ``from a import b`` gives ``a`` and ``a.b``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                up = here.split(".")
                up = up[: len(up) - node.level + package]
                base = ".".join([*up, *([base] if base else [])])
            yield base, node.lineno
            yield from ((f"{base}.{alias.name}", node.lineno) for alias in node.names)


def names(tree, here):
    return {name for name, _ in imported(tree, here)}


def of_file(path):
    tree, here = ast.parse(path.read_text(encoding="utf-8")), module(path)
    return list(imported(tree, here, package=path.name == "__init__.py"))


FOUND = {module(p): of_file(p) for p in FILES}
IMPORTS = {name: {other for other, _ in found} for name, found in FOUND.items()}


def ours() -> Iterator[Import]:
    """Imports of our modules by our modules; ``from a import b`` means ``a.b`` where that is a module, else ``a``."""
    for name, found in FOUND.items():
        lines = {}
        for other, line in found:
            if other in FOUND and other != name:
                lines.setdefault(other, line)
        for other, line in lines.items():
            deeper = {o for o, at in lines.items() if at == line and o.startswith(other + ".")}
            if not deeper:
                yield Import(name, line, other)


OURS = tuple(ours())


def within(name, package):
    return name == package or name.startswith(package + ".")


def offenders(where, forbidden, but=()):
    """Imports by modules of ``where`` (not of ``but``) of one of ``forbidden``, each as a sentence."""
    return [
        str(Import(name, line, other))
        for name, found in FOUND.items()
        if within(name, where) and not any(within(name, b) for b in but)
        for other, line in found
        if any(within(other, f) for f in forbidden)
    ]


def place(name, floors):
    """Floor and package of a module: the longest package that it lies in."""
    known = [(len(p), n, p) for n, floor in enumerate(floors) for p in floor if within(name, p)]
    return max(known)[1:] if known else None


def climbing(floors, imports):
    """Imports that go up, or sideways between packages of one floor; each as a sentence."""
    for one in imports:
        here, there = place(one.module, floors), place(one.other, floors)
        if here is None or there is None:
            continue
        if there[0] > here[0]:
            yield f"{one}: {there[1]} stands above {here[1]}"
        elif there[0] == here[0] and there[1] != here[1]:
            yield f"{one}: {there[1]} and {here[1]} stand side by side"


def circles(imports):
    """Strongly connected components of more than one module."""
    graph = nx.DiGraph((one.module, one.other) for one in imports)
    return sorted(sorted(part) for part in nx.strongly_connected_components(graph) if len(part) > 1)


def test_the_reader_of_imports_sees_what_it_must():
    tree = ast.parse("import a.b\ndef f():\n    from c import d\n    from . import e\n    from ..x import y\n")
    assert names(tree, "p.q.r") == {"a.b", "c", "c.d", "p.q", "p.q.e", "p.x", "p.x.y"}
    assert set(imported(ast.parse("\nfrom . import e"), "p.q", package=True)) == {("p.q", 2), ("p.q.e", 2)}
    assert any(o.startswith("planner.audit.check:") for o in offenders("planner", ["graph.model.ecosystem"]))
    assert any(one.module == "buju.planned" and one.other == "planner.runs.store" for one in OURS)


def test_the_floors_would_catch_what_climbs():
    up, aside = Import("planner.runs.store", 7, "buju.planned"), Import("planner.audit.check", 8, "planner.infeasible")
    down = Import("buju.planned", 9, "planner.runs.store")
    assert list(climbing(HOUSES["planner"], [up, aside, down])) == [
        "planner.runs.store:7 imports buju.planned: buju stands above planner.runs",
        "planner.audit.check:8 imports planner.infeasible: planner.infeasible and planner.audit stand side by side",
    ]
    assert circles([up, down, aside]) == [["buju.planned", "planner.runs.store"]]


@pytest.mark.parametrize("house", HOUSES)
def test_every_module_stands_on_a_floor(house):
    homeless = [n for n in FOUND if within(n, house) and n not in GROUND and place(n, HOUSES[house]) is None]
    assert homeless == []


@pytest.mark.parametrize("house", HOUSES)
def test_imports_go_down(house):
    assert list(climbing(HOUSES[house], OURS)) == []


def test_no_modules_import_one_another_in_a_circle():
    assert circles(OURS) == []


@pytest.mark.parametrize(
    ("where", "forbidden", "but"),
    [
        ("graph", ["loaders", "planner", "buju"], []),
        ("loaders", ["planner", "buju"], []),
        ("planner", ["loaders"], ["planner.cli"]),
    ],
)
def test_the_houses_know_one_another_one_way(where, forbidden, but):
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
    used = [one for one in OURS if within(one.module, "planner.audit")]
    assert [str(one) for one in used if not any(within(one.other, a) for a in allowed)] == []
    assert used


@pytest.mark.parametrize("part", PROGRAM)
def test_the_program_does_not_lean_on_the_audit(part):
    assert any(within(name, part) for name in FOUND)
    assert offenders(part, ["planner.audit"]) == []


def test_problem_and_program_know_neither_ecosystem_nor_files():
    for name in ("planner.problem.rows", "planner.program", "planner.solving"):
        used = {one.other: one for one in OURS if within(one.module, name) and within(one.other, "graph")}
        assert [str(one) for o, one in used.items() if o not in ("graph.base.words", "graph.base.errors")] == []


def test_kinds_of_rows_know_no_scheme_and_rules_no_solver():
    families = ["planner.families.rules", "planner.families.goals"]
    scheme = [*families, "planner.problem.city", "planner.rulebook", "graph.model"]
    assert offenders("planner.families.kinds", scheme) == offenders("planner.families.terms", scheme) == []
    assert offenders("planner.families", ["planner.program", "planner.solving", "pulp"]) == []


def test_nobody_asks_what_kind_a_row_is():
    """Whoever must know asks ``planner.families.kinds``; a ladder over kinds would be a second list of them."""
    rows = "|".join(kind.row.__name__ for kind in KINDS)
    asked = re.compile(rf"isinstance\([^\n]*\b({rows})\b|\bmatch\b[^\n]*\n\s+case ({rows})\(")
    found = {str(p.relative_to(ROOT)) for p in FILES if asked.search(p.read_text(encoding="utf-8"))}
    assert found == set()


def test_layout_reads_results_only():
    below = ("graph.base", "graph.files", "graph.model.schema", "planner.runs", "planner.studies", "planner.layout")
    below += tuple(f"graph.assessment.{own}" for own in ("assessment", "list_rows", "printed"))  # is a result, too
    used = [one for one in OURS if within(one.module, "planner.layout")]
    assert [str(one) for one in used if not any(within(one.other, b) for b in below)] == []
    assert used


def test_commands_import_nothing_heavy_at_their_head():
    found = []
    for path in (ROOT / "planner" / "cli").rglob("*.py"):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, (ast.Import, ast.ImportFrom)):
                seen = names(ast.Module([node], []), module(path))
                found += [(module(path), n) for n in seen if n.split(".")[0] in HEAVY]
    assert found == []


def test_files_stay_short():
    long = {str(p.relative_to(ROOT)): n for p in FILES if (n := len(p.read_bytes().splitlines())) >= 400}
    assert long == {}


def test_tests_are_no_packages_and_have_names_of_their_own():
    assert [p for p in TESTS if p.name == "__init__.py"] == []
    titles = [p.name for p in TESTS if p.name.startswith("test_")]
    assert sorted({n for n in titles if titles.count(n) > 1}) == []


def test_no_test_imports_a_test_or_patches_the_path():
    helpers = {p.stem for p in TESTS if "support" in p.parts}
    wrong = []
    for path in TESTS:
        text = path.read_text(encoding="utf-8")
        seen = names(ast.parse(text), "tests")
        wrong += [f"{path.name} imports {n}" for n in sorted(seen) if n.startswith(("test_", "tests."))]
        wrong += [f"{path.name} imports {n}, not buju_testing.{n}" for n in sorted(seen & helpers)]
        wrong += [
            f"{path.name} patches sys.path" for _ in re.findall(r"^\s*sys\.path(\.|\[.*\] =| \+?=)", text, re.MULTILINE)
        ]
    assert [w for w in wrong if not w.startswith("test_neo4j_server.py patches")] == []  # text of another process


def test_every_package_is_built():
    told = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]["packages"][
        "find"
    ]
    there = {module(p) for p in FILES if p.name == "__init__.py"}
    assert there <= set(find_packages(str(ROOT), include=told["include"]))
    assert all((p.parent / "__init__.py").exists() for p in FILES)


def test_the_four_names_belong_to_buju():
    try:
        metadata.version("buju")
    except metadata.PackageNotFoundError:
        pytest.skip("buju is not installed here; the check needs an installation")
    owners = metadata.packages_distributions()
    for name in PACKAGES:
        if name in owners:  # an editable installation lists no names
            assert set(owners[name]) == {"buju"}
