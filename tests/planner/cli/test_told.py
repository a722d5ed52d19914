"""What may have been lost on the way is on the screen of the command itself, without ``-v``; a few of each rule."""

import io

import pytest

from graph.base.findings import Finding
from graph.base.words import Words
from planner.cli.screen.console import Console
from planner.cli.screen.told import say_told, told


def finding(code, level="warning", row=1):
    return Finding(
        code,
        level,
        file="a.csv",
        row=row,
        column="",
        value="",
        message=Words(f"what {row}", "甲"),
        mend=Words("mend", "改"),
    )


def test_warnings_of_some_rules_are_told_and_no_others():
    findings = [finding("H202"), finding("H202", "note"), finding("X501"), finding("C318"), finding("P110")]
    assert [(f.code, f.level) for f in told(findings)] == [("H202", "warning"), ("C318", "warning")]


@pytest.mark.parametrize("quiet", [False, True])
def test_a_few_of_each_rule(monkeypatch, quiet):
    stream = io.StringIO()
    monkeypatch.setattr("sys.stderr", stream)
    say_told(Console("en", quiet=quiet), [*(finding("H202", row=n) for n in range(1, 9)), finding("C318")])
    lines = stream.getvalue().splitlines()
    assert (lines == []) == quiet
    if not quiet:
        assert [line.split()[1] for line in lines[:4]] == ["H202", "H202", "H202", "C318"]
        assert "5 more of H202" in lines[4]
