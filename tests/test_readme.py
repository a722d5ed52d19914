"""The READMEs say what is: two commands first, commands that exist, links that lead somewhere, real output."""

import os
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

from buju_testing import console_examples
from buju_testing.console_examples import blocks
from planner.cli.app import build

ROOT = Path(__file__).parents[1]
READMES = {"en": ROOT / "README.md", "zh": ROOT / "README.zh-CN.md"}


def command_names(app, prefix=""):
    out = set()
    for c in app.registered_commands:
        out.add(f"{prefix}{c.name or c.callback.__name__}")
    for group in app.registered_groups:
        out |= {group.name} | command_names(group.typer_instance, f"{group.name} ")
    return out


@pytest.mark.parametrize("lang", READMES)
def test_the_first_two_blocks_are_one_line_commands_with_their_own_environments(lang):
    first, second = blocks(READMES[lang].read_text("utf-8"))[:2]
    assert (first[0], second[0]) == ("sh", "sh")
    assert first[1].count("\n") == second[1].count("\n") == 1
    check = "python3 -c 'import sys; sys.version_info >= (3, 11) or sys.exit("
    assert first[1].startswith(check)
    assert second[1].startswith(check)
    assert "&& python3 -m venv .venv && .venv/bin/pip install" in first[1]
    assert "buju plan city -S city/scenarios/base.yaml" in first[1]
    assert "&& python3 -m venv .venv-test && .venv-test/bin/pip install" in second[1]
    assert ".venv-test/bin/python -m pytest" in second[1]
    ignored = (ROOT / ".gitignore").read_text("utf-8").split()
    assert {".venv*/", "/runs/", "/city/", "/layout/"} <= set(ignored)


def test_both_readmes_give_the_same_commands_and_examples():
    both = [blocks(path.read_text("utf-8")) for path in READMES.values()]
    assert [kind for kind, _ in both[0]] == [kind for kind, _ in both[1]]
    assert both[0][1] == both[1][1]
    assert [body for kind, body in both[0] if kind == "python"] == [body for kind, body in both[1] if kind == "python"]
    asked = [[line for _, body in b for line in body.splitlines() if line.startswith("$ ")] for b in both]
    assert asked[0] == asked[1]


@pytest.mark.parametrize("lang", READMES)
def test_what_it_is_stands_in_three_lines_before_the_commands(lang):
    title, said, rest = READMES[lang].read_text("utf-8").split("\n\n", 2)
    assert title == "# buju 布局"
    assert said.count("\n") == 2
    assert rest.startswith("```sh\n")


def test_the_program_shown_is_one_of_those_that_are_run():
    (shown,) = [body for kind, body in blocks(READMES["en"].read_text("utf-8")) if kind == "python"]
    assert shown in [
        body for kind, body in blocks((ROOT / "docs" / "python.md").read_text("utf-8")) if kind == "python"
    ]


@pytest.mark.parametrize("lang", READMES)
def test_every_command_named_exists_and_every_command_is_named(lang):
    text, known = READMES[lang].read_text("utf-8"), command_names(build())
    named = set(re.findall(r"`buju ([a-z]+)", text)) | set(re.findall(r"^\$ buju ([a-z]+)", text, re.MULTILINE))
    assert named <= known
    assert {k for k in known if " " not in k} <= named


@pytest.mark.parametrize("page", [*READMES.values(), *sorted((ROOT / "docs").glob("*.md"))], ids=lambda p: p.name)
def test_links_lead_somewhere(page):
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text("utf-8")):
        if "://" not in target:
            assert (page.parent / target).exists(), target


@pytest.mark.parametrize("lang", ["en", pytest.param("zh", marks=pytest.mark.long)])
def test_the_examples_print_what_the_readme_shows(lang, tmp_path):
    console_examples.run(READMES[lang].read_text("utf-8"), lang, tmp_path)


def test_docs_index_names_every_page():
    index = (ROOT / "docs" / "README.md").read_text("utf-8")
    for page in (ROOT / "docs").glob("*.md"):
        assert page.name == "README.md" or f"({page.name})" in index, page.name


def test_exports_page_names_every_file():
    from buju_testing.made_up_result import make_result  # noqa: PLC0415
    from buju_testing.typed_result import typed  # noqa: PLC0415
    from planner.layout.exporting import export  # noqa: PLC0415
    from planner.layout.figures import figure_set  # noqa: PLC0415
    from planner.layout.forms import forms  # noqa: PLC0415

    page = (ROOT / "docs" / "exports.md").read_text("utf-8")
    for form in ("csv", "json", "xlsx"):
        for name in export(typed(make_result(technologies=3)), [form], "en").files:
            assert f"`{name}`" in page
    for name in figure_set.NAMES:
        assert f"`{name}.png .svg .pdf`" in page
    assert f"[--as {','.join(forms())}]" in page


def test_constraints_are_names_and_versions_and_pin_what_is_needed():
    lines = [line for line in (ROOT / "constraints.txt").read_text("utf-8").splitlines() if not line.startswith("#")]
    pattern = re.compile(r'([a-z0-9-]+)==[0-9][0-9a-z.]*(; python_version (<|>=) "3\.12")?')
    names = {pattern.fullmatch(line)[1] for line in lines}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    asked = [*project["dependencies"], *(r for extra in project["optional-dependencies"].values() for r in extra)]
    wanted = {re.split(r"[<>=\[ ;]", r)[0].lower().replace("_", "-") for r in asked} - {"buju"}
    assert wanted <= names


def test_ci_runs_the_command_of_the_readme():
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("no bash here")
    script = (ROOT / ".ci" / "run").read_text("utf-8")
    awk = re.search(r"^command=\$\((awk .+)\)$", script, re.MULTILINE)[1]
    done = subprocess.run([bash, "-c", awk], cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=True)
    assert done.stdout == blocks(READMES["en"].read_text("utf-8"), "sh")[1][1]
    assert 'bash -euo pipefail -c "$command"' in script
    for name in (".ci/run", "scripts/check"):
        assert os.access(ROOT / name, os.X_OK)
        subprocess.run([bash, "-n", name], cwd=ROOT, check=True)
