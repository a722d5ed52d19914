"""Help, usage errors and completion, in both languages."""

import json
import os
import re
import shutil
import subprocess
import sys

import pytest

from buju_testing.sample_run import SAMPLE, sample
from planner.cli.app import build
from planner.cli.screen.usage import usage_words
from planner.cli.screen.wrapping import wrap
from planner.layout.text import width

ENGLISH = ("Usage", "Options", "Arguments", "Commands", "Show this", "required", "default", "OPTIONS", "range")


def commands(app, prefix=()):
    """All commands as word tuples, groups included."""
    out = [(*prefix, c.name or c.callback.__name__.replace("_", "-")) for c in app.registered_commands]
    for group in app.registered_groups:
        out += [(*prefix, group.name), *commands(group.typer_instance, (*prefix, group.name))]
    return out


ALL = commands(build())


def chinese(text):
    return sum("\u4e00" <= c <= "\u9fff" for c in text)


def test_help_lists_the_commands(buju):
    done = buju("--help", code=0)
    assert done.stdout == buju("-h", code=0).stdout
    for name, *_ in ALL:
        assert name in done.stdout


@pytest.mark.parametrize("words", [(), ("export",), ("compare",), ("plan",), ("solve",)])
def test_chinese_help_is_chinese_throughout(buju, words):
    for text in (buju(*words, "--lang", "zh", "-h", code=0).stdout, buju(*words, "-h", lang="zh", code=0).stdout):
        assert not [w for w in ENGLISH if w in text], text
        assert chinese(text) > 60
        assert all(width(line) <= 80 for line in text.splitlines())


def test_every_command_has_a_help_page_in_both_languages():
    script = (
        "import sys, contextlib, io\n"
        "from planner.cli.app import build\n"
        "app = build()\n"
        "for words in sys.argv[1:]:\n"
        "    out = io.StringIO()\n"
        "    with contextlib.redirect_stdout(out):\n"
        "        app([*words.split(), '-h'], prog_name='buju', standalone_mode=False)\n"
        "    print('##', words); print(out.getvalue())\n"
    )
    for lang in ("zh", "en"):
        done = subprocess.run(
            [sys.executable, "-c", script, *(" ".join(words) for words in ALL)],
            env=os.environ | {"BUJU_LANG": lang, "PYTHONIOENCODING": "utf-8"},
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=True,
        )
        pages = done.stdout.split("## ")[1:]
        assert len(pages) == len(ALL)
        for page in pages:
            if lang == "zh":
                assert not [w for w in ENGLISH if w in page], page
                assert chinese(page) > 20, page
            else:
                assert chinese(page) == 0, page
            if "命令：" not in page and "Commands:" not in page:
                assert "--lang" in page


@pytest.mark.parametrize(
    ("args", "en", "zh"),
    [
        (["expor", "x"], "No such command 'expor'. Did you mean 'export'?", "没有命令 'expor'；是否指 'export'"),
        (["export"], "Missing argument 'RUN'.", "缺少参数 运行"),
        (["export", "r"], "Missing option '--output' / '-o'", "缺少选项"),
        (["export", "r", "-o"], "Option '-o' requires an argument.", "选项 '-o' 需要一个值"),
        (["export", "r", "-o", "x", "--foce"], "No such option: --foce", "没有选项 --foce；是否指 --force"),
        (["export", "r", "r", "-o", "x", "y"], "unexpected extra argument", "多出了参数 y"),
        (["compare", "a", "b", "--json=1"], "does not take a value", "选项 '--json' 不接受值"),
        (["compare", "a", "b", "--lang", "fr"], "--lang takes zh or en", "--lang 只能是 zh 或 en"),
    ],
)
def test_usage_errors_exit_2_in_the_language(buju, args, en, zh):
    assert en in buju(*args, code=2).stderr
    done = buju(*args, lang="zh", code=2)
    assert zh in done.stderr
    assert "错误：" in done.stderr
    assert "Usage" not in done.stderr
    assert done.stdout == ""


def test_no_arguments_give_the_help_page(buju):
    assert "用法：buju" in buju(lang="zh", code=2).stderr


class LaterTyperError(Exception):
    ctx = None

    def format_message(self):
        return "Something new in a later Typer."


def test_an_error_of_an_unknown_kind_is_said_in_its_own_words():
    assert usage_words(LaterTyperError()) == ("Something new in a later Typer.",) * 2


@pytest.mark.parametrize(
    ("args", "en", "zh"),
    [
        (
            ["plan", "c", "--gap", "x"],
            "'--gap': it takes a number, at least 0 and at most 1",
            "--gap 的值无效：应为不小于 0、不大于 1 的数值",
        ),
        (["plan", "c", "--threads", "0"], "'--threads': it takes a whole number, at least 1", "应为不小于 1 的整数"),
        (["plan", "c", "--zzzz", "0"], "No such option: --zzzz.\n", "没有选项 --zzzz\n"),
        (["help", "plna"], "there is no command plna; did you mean plan?", "没有命令 plna；是否指 plan？"),
        (["graph", "pul"], "No such command 'pul'. Did you mean 'pull'?", "没有命令 'pul'；是否指 'pull'"),
    ],
)
def test_what_is_wrong_is_told_by_its_kind(buju, args, en, zh):
    assert en in buju(*args, code=2).stderr
    assert zh in buju(*args, lang="zh", code=2).stderr


def test_version(buju):
    assert re.fullmatch(r"buju \d+\.\d+\S*\n", buju("--version", code=0).stdout)


def test_help_is_what_the_option_prints(buju):
    for words in ((), ("plan",), ("graph",), ("graph", "push")):
        assert buju("help", *words, code=0).stdout.rstrip() == buju(*words, "-h", code=0).stdout.rstrip()


def test_wrapped_chinese_does_not_begin_a_line_with_a_closing_mark():
    text = "按情景为城市选定中心、批复年份与支持资金；证明最优、复核并留存运行结果。" * 3
    for columns in range(10, 60):
        lines = wrap(text, columns)
        assert "".join(lines) == text
        assert all(line[0] not in "，。；、" for line in lines)
        assert all(width(line) <= columns + 2 for line in lines)


def test_completion_is_shown_and_completes(buju):
    shown = buju("--show-completion", env={"SHELL": "/bin/bash", "_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": ""})
    if shown.returncode == 0:  # a shell is found only where one is the parent
        assert "_BUJU_COMPLETE" in shown.stdout
    done = buju(env={"_BUJU_COMPLETE": "complete_bash", "COMP_WORDS": "buju expo", "COMP_CWORD": "1"}, code=0)
    assert done.stdout.split() == ["export"]
    done = buju(env={"_BUJU_COMPLETE": "complete_bash", "COMP_WORDS": "buju export --f", "COMP_CWORD": "2"}, code=0)
    assert done.stdout.split() == ["--force"]


def test_completion_is_installed(tmp_path):
    """From a real bash, into a home folder of its own."""
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("no bash here")
    env = os.environ | {"HOME": str(tmp_path), "BUJU_LANG": "zh", "PYTHONIOENCODING": "utf-8", "SHELL": bash}
    done = subprocess.run(
        [bash, "-c", f'"{sys.executable}" -m planner.cli --install-completion; echo "code $?"'],
        env=env,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    if "code 0" not in done.stdout:
        pytest.skip(f"no shell is found here: {done.stderr}")
    assert "补全已安装到" in done.stdout
    assert "重新打开终端后生效" in done.stdout
    assert any("buju" in p.name for p in tmp_path.rglob("*") if p.is_file())


def test_help_imports_nothing_heavy():
    script = (
        "import sys\n"
        "from planner.cli.app import build\n"
        "build()\n"
        "heavy = {'numpy', 'scipy', 'networkx', 'pulp', 'matplotlib', 'openpyxl', 'yaml', 'pydantic', 'xlsxwriter'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_plan_loads_only_what_it_works_with(tmp_path):
    script = (
        "import sys\n"
        "from planner.cli.app import main\n"
        "sys.argv = ['buju', 'plan', sys.argv[1], '-q', '--runs', sys.argv[2]]\n"
        "try:\n"
        "    main()\n"
        "except SystemExit as end:\n"
        "    code = end.code\n"
        "heavy = ['pandas', 'polars', 'pyarrow', 'matplotlib', 'networkx', 'networkit', 'rustworkx', 'jsonschema']\n"
        "heavy += ['joblib', 'distributed', 'openpyxl', 'xlsxwriter', 'docx', 'marimo', 'neo4j', 'shapely', 'pyproj']\n"
        "heavy += ['scipy.' + part for part in ('optimize', 'stats', 'spatial', 'linalg', 'sparse.linalg')]\n"
        "heavy += ['scipy.sparse.csgraph']\n"
        "parts = ('course.grade_tree', 'explain', 'fronts', 'stress', 'sweep')\n"
        "heavy += ['planner.studies.' + part for part in parts]\n"
        "print('loaded', code, [name for name in heavy if name in sys.modules])\n"
    )
    command = [sys.executable, "-c", script, str(SAMPLE), str(tmp_path / "runs")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] in ("loaded 0 []", "loaded None []")


def test_an_export_of_page_and_tables_loads_neither_solver_nor_figures(tmp_path):
    (tmp_path / "result.json").write_text(json.dumps(sample()), "utf-8")
    script = (
        "import json, sys\n"
        "from pathlib import Path\n"
        "from graph.base.records import decode\n"
        "from planner.layout import exporting\n"
        "from planner.runs.plan_result import PlanResult\n"
        "result = decode(PlanResult, json.loads(Path(sys.argv[1]).read_text('utf-8')))\n"
        "made = exporting.export(result, ['page', 'csv', 'json'], 'zh')\n"
        "heavy = ['matplotlib', 'scipy', 'pulp', 'highspy', 'networkx', 'pandas', 'openpyxl', 'docx', 'xlsxwriter']\n"
        "heavy += ['graph.model.ecosystem', 'planner.solving.highs', 'planner.families']\n"
        "print('loaded', 'page.html' in made.files, [name for name in heavy if name in sys.modules])\n"
    )
    command = [sys.executable, "-c", script, str(tmp_path / "result.json")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "loaded True []"
