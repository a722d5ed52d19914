"""On a real terminal: nothing is wider than it, colour where it is wanted, Ctrl-C answers with 130."""

import json
import os
import re
import subprocess
import sys

import pytest

from buju_testing.terminals import on_terminal
from loaders.samples import copy_sample
from planner.cli.screen import colours
from planner.layout.text import width

pytestmark = pytest.mark.skipif(os.name != "posix", reason="a pseudo-terminal of POSIX")
SIGN = re.compile(r"\x1b\[[0-9;]*m")
STOPPED = 130


@pytest.fixture(scope="module")
def city(tmp_path_factory):
    return copy_sample("ningbo", tmp_path_factory.mktemp("terminal") / "city")


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("columns", [40, 80, 200])
def test_nothing_is_wider_than_the_terminal(city, columns, lang):
    shown = on_terminal("validate", city, "--lang", lang, cwd=city.parent, columns=columns)
    assert shown.code == 0
    lines = SIGN.sub("", shown.text).splitlines()
    assert len(lines) > 10
    wide = [x for x in lines if "buju " not in x and "/" not in x and "--" not in x and width(x) > columns]
    assert not wide


def test_colour_is_for_terminals_and_is_given_up_when_asked(city):
    def signs(*args, **env):
        return SIGN.findall(on_terminal("validate", city, *args, cwd=city.parent, env=env).text)

    assert {"\x1b[1m", "\x1b[0m"} <= set(signs())
    assert not signs(NO_COLOR="1")
    assert not signs("--color=never")
    assert not signs(TERM="dumb")
    assert signs("--color", "always", NO_COLOR="1")


def test_a_pipe_gets_colour_only_if_it_is_asked_for(buju, city):
    assert not SIGN.search(buju("validate", city).stdout)
    assert SIGN.search(buju("validate", city, "--color", "always").stdout)
    assert not SIGN.search(buju("validate", city, "--color", "always", "--json").stdout)
    assert "auto, always or never" in buju("validate", city, "--color", "blue", code=2).stderr


def test_a_mark_of_the_data_colours_nothing_and_is_shown(monkeypatch):
    monkeypatch.setattr(colours._Choice, "when", "always")
    marked = colours.look("head", "head")
    assert colours.parted(marked) == ("head", "head")
    assert colours.parted("a" + marked)[0] is None


@pytest.mark.long
@pytest.mark.parametrize(
    "args",
    [
        ("plan", "city", "-S", "impossible"),
        ("stress", "city", "-S", "base", "-S", "tight"),
        ("curve", "city", "-S", "base"),
        ("pareto", "city", "--goal", "coverage", "--goal", "talent"),
        ("export", "{run}", "-o", "layout"),
        ("explain", "{run}"),
    ],
)
def test_ctrl_c_ends_every_long_command_and_is_answered(city, planned, args):
    before = sorted(p.name for p in planned.parent.iterdir())
    shown = on_terminal(
        *(x.format(run=planned) for x in args), "--lang", "en", cwd=city.parent, stop_when=lambda text: "\x1b[K" in text
    )
    assert shown.code == STOPPED, shown.text[-2000:]
    assert "Traceback" not in shown.text
    assert "audit clean: 0" not in shown.text
    assert re.search("interrupted", shown.text), shown.text[-2000:]
    new = [planned.parent / name for name in sorted(p.name for p in planned.parent.iterdir()) if name not in before]
    kept = [json.loads(file.read_text("utf-8")) for run in new for file in run.glob("*.json")]
    audits = [answer["audit"] for answer in kept if isinstance(answer, dict) and "audit" in answer]
    assert all(audit["checked"] > 0 or audit["clean"] is None for audit in audits)


def test_ctrl_c_where_python_can_raise_nothing_is_not_lost():
    code = (
        "import signal, sys, time, weakref\n"
        "from planner.cli import app\n"
        "sys.unraisablehook = app._unraised\n"
        "class Thing: pass\n"
        "thing = Thing()\n"
        "seen = weakref.ref(thing, lambda _: signal.raise_signal(signal.SIGINT))\n"
        "try:\n"
        "    del thing\n"
        "    time.sleep(60)\n"
        "except KeyboardInterrupt:\n"
        "    print('answered')\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=50)
    assert (done.stdout, done.stderr) == ("answered\n", "")


@pytest.fixture(scope="module")
def planned(city):
    from buju_testing import commands  # noqa: PLC0415

    done = commands.run("plan", city, "-S", "base", "--json", cwd=city.parent)
    return city.parent / json.loads(done.stdout)["run"]
