"""Every lie of a solver is caught and shown, and is never printed as proof."""

import json
import sys
from pathlib import Path

import jsonschema
import pytest

from buju_testing.lying_solver import LIES, liar
from planner.cli.app import main
from planner.cli.schemas import command_schema
from planner.solving import solvers

CITY = Path(__file__).parents[3] / "loaders" / "samples" / "ningbo"
CODE = {"too_good": "V901", "beyond_bound": "V902", "broken": "V903", "too_low": "V904", "no_plan": "V905"}


@pytest.fixture
def call(monkeypatch, capsys, tmp_path):
    """Run ``buju`` in this process, with a liar in place of one solver; gives exit code and output."""

    def run(lie, *args, key="scip"):
        monkeypatch.setitem(solvers._MAKERS, key, liar(lie, key))
        monkeypatch.chdir(tmp_path)
        monkeypatch.setattr(sys, "argv", ["buju", *map(str, args)])
        with pytest.raises(SystemExit) as end:
            main()
        said = capsys.readouterr()
        assert "bug in buju" not in said.err, said.err
        return end.value.code, said.out

    return run


@pytest.fixture
def case(tmp_path):
    (tmp_path / "candidates.csv").write_text("candidate,value\nA,3\nB,2\nC,-2\n", "utf-8")
    (tmp_path / "settings.json").write_text(json.dumps({"count_max": 1}), "utf-8")
    return tmp_path


def codes(payload, level="error"):
    return [f["code"] for f in payload["solver_findings"] if f["level"] == level]


@pytest.mark.parametrize("lie", LIES)
@pytest.mark.parametrize("order", [("--cross-check", "scip"), ("--solver", "scip", "--cross-check", "highs")])
def test_a_cross_check_catches_every_lie_on_tables(call, case, lie, order):
    code, out = call(lie, "solve", case, *order, "--json")
    payload = json.loads(out)
    jsonschema.Draft202012Validator(command_schema("solve")).validate(payload)
    assert code == 1
    assert CODE[lie] in codes(payload)
    assert {f["solver"] for f in payload["solver_findings"]} == {"SCIP"}
    assert payload["cross_check"]["agree"] is False
    # what is left is HiGHS's own answer, with its own proof
    assert (payload["objective"], payload["bound"], payload["status"]) == (3.0, 3.0, "proven")
    assert payload["chosen"] == ["A"]
    assert payload["audit"]["clean"]


@pytest.mark.parametrize("lie", LIES)
def test_a_cross_check_catches_every_lie_on_the_sample_city(call, lie):
    sets = ("--set", "objective=[{maximise: {coverage: 1}}]")
    code, out = call(
        lie, "plan", CITY, "-S", CITY / "scenarios" / "base.yaml", *sets, "--cross-check", "scip", "--json"
    )
    payload = json.loads(out)
    jsonschema.Draft202012Validator(command_schema("plan")).validate(payload)
    assert code == 1
    # turned round, the city's program leaves its coverage columns at 0: the rounded plan is better than the claim
    assert codes(payload)[0] == ("V902" if lie == "too_low" else CODE[lie])
    assert payload["status"] == "proven"
    assert payload["solver"]["name"] == "HiGHS"
    kept = json.loads((Path(payload["run"]) / "result.json").read_text("utf-8"))
    assert kept["cross_check"]["agree"] is False
    assert codes(kept) == codes(payload)


@pytest.mark.parametrize("lie", ["too_good", "beyond_bound"])
def test_a_lie_about_figures_is_caught_without_a_second_solver(call, case, lie):
    code, out = call(lie, "solve", case, "--solver", "scip", "--json")
    payload = json.loads(out)
    assert (code, payload["status"], payload["bound"], payload["objective"]) == (1, "time_limit", None, 3.0)
    assert codes(payload) == [CODE[lie]]
    assert call(lie, "solve", case, "--solver", "scip", "--require-proof")[0] == 4


def test_a_plan_that_breaks_a_rule_is_caught_without_a_second_solver(call, case):
    code, out = call("broken", "solve", case, "--solver", "scip", "--json")
    payload = json.loads(out)
    assert (code, payload["status"], payload["bound"]) == (70, "time_limit", None)
    assert codes(payload) == ["V903"]
    assert not payload["audit"]["clean"]


def test_a_solver_that_is_not_trusted_proves_nothing_alone(call, case):
    for lie in ("too_low", "no_plan"):
        code, out = call(lie, "solve", case, "--solver", "cbc", "--json", key="cbc")
        payload = json.loads(out)
        assert (code, payload["status"], payload["bound"]) == (4 if lie == "no_plan" else 0, "time_limit", None)
        assert codes(payload, "note") == ["V906"]
        assert codes(payload) == []


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_person_reads_who_was_caught(call, case, lang):
    _, out = call("too_low", "solve", case, "--cross-check", "scip", "--lang", lang)
    assert {"en": "HiGHS AND SCIP DISAGREE", "zh": "HiGHS 与 SCIP 不一致"}[lang] in out
    assert {"en": "the plan that is kept is that of HiGHS", "zh": "保留的是 HiGHS 的方案"}[lang] in out
    _, out = call("no_plan", "solve", case, "--solver", "cbc", "--lang", lang, key="cbc")
    assert {"en": "alone that is no proof", "zh": "仅凭它不足为证"}[lang] in out
    _, out = call("too_good", "solve", case, "--solver", "scip", "--lang", lang)
    assert {"en": "not proven", "zh": "未证明最优"}[lang] in out
    assert {"en": "proven optimal", "zh": "已证明最优"}[lang] not in out
