"""The policy model, the shipped rule books and their clauses."""

from pathlib import Path

import pytest
from pydantic import BaseModel

from graph.base.safe_yaml import read_file
from planner.rulebook.meanings import meanings
from planner.rulebook.policy import Policy
from planner.rulebook.scenario import load, shipped, shipped_names
from planner.rulebook.scenario.shape import POLICY, dotted, nearest, paths, shape_of, split
from planner.rulebook.scenario.sources import POLICIES

SEED = Path(__file__).parents[3].parent / "shared" / "seed"
SEEDS = [SEED] if SEED.is_dir() else []


@pytest.mark.parametrize("name", shipped_names())
def test_shipped_policies_load_without_findings(name):
    scenario = shipped(name)
    assert scenario.findings == ()
    assert scenario.name == name


@pytest.mark.parametrize("name", shipped_names())
def test_every_value_has_a_clause(name):
    scenario = shipped(name)
    without = [path for path in scenario.values() if scenario.clause(path) is None]
    assert without == []


@pytest.mark.parametrize("name", shipped_names())
def test_every_clause_has_a_source_and_says_something(name):
    scenario = shipped(name)
    for path, clause in scenario.clauses.items():
        assert clause.source, path
        assert clause.clause or (clause.reading.en and clause.reading.zh), path
        assert bool(clause.reading.en) == bool(clause.reading.zh), path
        if clause.source.startswith("buju default"):
            assert clause.reading.en, path
        if clause.source.startswith("optional rule"):
            assert "/" in clause.source, path


@pytest.mark.skipif(not SEEDS, reason="the drafting note is not beside this checkout")
def test_quoted_clauses_stand_in_the_note():
    note = "".join(p.read_text("utf-8") for p in SEEDS[0].glob("*.txt"))
    quoted = {path: c for path, c in shipped("ningbo-2023").clauses.items() if not c.source.startswith("optional rule")}
    assert len([c for c in quoted.values() if c.clause]) > 15
    assert [path for path, c in quoted.items() if c.clause not in note] == []


def test_the_numbers_of_the_note():
    p = shipped("ningbo-2023").policy
    assert (p.target.count, p.target.year, p.years.last) == (20, 2025, 2025)
    assert (p.support.years, p.support.share, p.support.base) == (3, 0.30, "annual")
    assert (p.support.total_cap, p.support.first_year_cap, p.build_period) == (1000, 500, 5)
    ramp = p.goals.coverage.ramp
    assert ramp[:2] == (0, 0)
    assert 0 < ramp[2] < 1
    assert ramp[5] == ramp[-1] == 1


def test_optional_rules_are_off():
    p = shipped("ningbo-2023").policy
    assert p.exclusive.centres_per_subfield is None
    assert p.lead_firm.minimum_sales is None
    assert p.lead_firm.minimum_rd_share is None
    assert p.budgets.total is None
    assert p.budgets.city == {}
    assert p.must_cover == ()


def test_policy_files_hold_every_value_themselves():
    for name in shipped_names():
        document = read_file(POLICIES / f"{name}.yaml")
        if "extends" not in document.data:
            origins = shipped(name).origins.values()
            assert {o.file for o in origins} == {f"policy:{name}"}
            assert all(o.line for o in origins)


def _parts(model=Policy, seen=None):
    seen = {} if seen is None else seen
    for field in model.model_fields.values():
        for found in _models(field.annotation):
            if found.__name__ not in seen:
                seen[found.__name__] = found
                _parts(found, seen)
    return {"Policy": Policy, **seen}


def _models(annotation):
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in getattr(annotation, "__args__", ()):
        yield from _models(inner)


def test_every_value_is_described_in_both_languages():
    for part in _parts().values():
        assert part.__doc__
        for name in part.model_fields:
            en, bar, zh = meanings(part).get(name, "").partition("｜")
            assert en.strip(), (part, name)
            assert bar, (part, name)
            assert any("\u4e00" <= c <= "\u9fff" for c in zh), (part, name)


def test_parts_are_frozen_and_strict():
    for part in _parts().values():
        assert part.model_config["frozen"]
        assert part.model_config["strict"]
        assert part.model_config["extra"] == "forbid"


def test_shape_follows_the_model():
    assert {dotted(p) for p in paths()} >= {"target.count", "goals.coverage.ramp", "quotas.year", "objective"}
    assert POLICY.at(("quotas", "year")).key == "year"
    assert POLICY.at(("quotas", "channel")).choices == ("city", "district", "department")
    assert POLICY.at(("quotas", "district", "any", "min")).nullable
    assert POLICY.at(("must_cover", 0, "exempt", 3)).is_text
    assert POLICY.at(("objective", 0, "maximise")).nullable
    assert POLICY.at(("target", "count", "deeper")) is None
    assert shape_of(tuple[str, ...]).item.is_text


@pytest.mark.parametrize(
    "path",
    [
        ("budgets", "city", 2025),
        ("budgets", "districts", "a.b"),
        ("budgets", "districts", "2025"),
        *(("budgets", "districts", k) for k in ("", " ", "a b", " a", "a=b", '"', 'a""b"', "a\nb", "\xa0", "甲.乙")),
        ("must_cover", 0, "depth"),
    ],
)
def test_dotted_paths_split_again(path):
    assert split(dotted(path)) == path


@pytest.mark.parametrize("text", ["", ".", "a.", ".a", "a..b", 'a"b', '"a'])
def test_what_is_no_path(text):
    with pytest.raises(ValueError):
        split(text)


@pytest.mark.parametrize(
    ("path", "guess"),
    [
        (("target", "cuont"), "target.count"),
        (("suport", "share"), "support.share"),
        (("suport", "shaer"), "support"),
        (("total_cap",), "support.total_cap"),
        (("coverage", "depth"), "goals.coverage.depth"),
        (("policy", "target", "count"), "target.count"),
        (("goals", "coverage", "kinds", "frontiers"), "goals.coverage.kinds.frontier"),
        (("objective", 0, "maximize"), "objective.0.maximise"),
        (("xyzzy",), ""),
    ],
)
def test_nearest_path(path, guess):
    assert nearest(path) == guess


def test_a_shipped_policy_loads_by_name_and_by_path():
    assert load(Path("ningbo-2023")).policy == load(POLICIES / "ningbo-2023.yaml").policy
