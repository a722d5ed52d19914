"""Scenario files: extends, merging, --set, origins, resolved text."""

import json
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.base.errors import InputError
from planner.rulebook.policy import Policy
from planner.rulebook.scenario import load, shipped
from planner.rulebook.scenario.origins import Origin
from planner.rulebook.scenario.shape import dotted
from planner.rulebook.scenario.sources import MOST_FILES
from planner.rulebook.scenario.writing import to_yaml

BASE = shipped("ningbo-2023").policy


@pytest.fixture
def write(tmp_path):
    def write(text, name="s.yaml"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        return path

    return write


def found(path, sets=()):
    with pytest.raises(InputError) as caught:
        load(path, sets)
    for f in caught.value.findings:
        for words in (f.message, f.mend):
            assert words.en
            assert any("\u4e00" <= c <= "\u9fff" for c in words.zh), words
            assert "{" not in words.en.replace("[{", "").replace("{en", "").replace(": {", "").replace("{clause", "")
    return [(f.code, f.file, f.row, int(f.column or 0)) for f in caught.value.findings]


def test_a_scenario_changes_only_what_it_says(write):
    s = load(write("extends: ningbo-2023\npolicy:\n  target: {count: 18}\n  budgets: {city: {2024: 800.5}}\n"))
    changed = {k for k, v in s.values().items() if v != shipped("ningbo-2023").values().get(k)}
    assert changed == {"target.count", "budgets.city.2024"}
    assert s.policy.target.year == 2025
    assert s.policy.budgets.city == {2024: 800.5}


def test_mappings_merge_and_all_else_replaces(write):
    write("extends: ningbo-2023\npolicy:\n  budgets: {city: {2023: 1, 2024: 2}}\n  fixed: {chosen: [A, B]}\n", "a.yaml")
    s = load(write("extends: a.yaml\npolicy:\n  budgets: {city: {2024: 3, 2025: 4}}\n  fixed: {chosen: [C]}\n"))
    assert s.policy.budgets.city == {2023: 1, 2024: 3, 2025: 4}
    assert s.policy.fixed.chosen == ("C",)
    assert s.files == ("policy:ningbo-2023", "a.yaml", "s.yaml")


def test_the_objective_is_replaced_whole(write):
    s = load(write("extends: ningbo-2023\npolicy:\n  objective:\n    - minimise: {cost: 1}\n"))
    assert [(x.maximise, x.minimise) for x in s.policy.objective] == [(None, {"cost": 1})]


def test_null_replaces_removes_and_empties(write):
    base = "extends: ningbo-2023\npolicy:\n  budgets: {city: {2023: 1, 2024: 2}, total: 9, districts: {D: 5}}\n"
    write(base + "  target: {maximum: 22}\n", "a.yaml")
    p = load(
        write(
            "extends: a.yaml\npolicy:\n  budgets: {city: {2024: null}, total: null, districts: null}\n"
            "  target: {count: ~}\n"
        )
    ).policy
    assert p.budgets.city == {2023: 1}
    assert p.budgets.total is None
    assert p.budgets.districts == {}
    assert p.target.count is None
    assert p.target.maximum == 22
    s = load(Path("ningbo-2023"), ["goals.coverage.years.2027=null"])
    assert s.policy.goals.coverage.years == {2030: 0.5}
    assert "goals.coverage.years.2027" not in s.origins


def test_null_where_a_value_is_needed_is_an_error(write):
    assert found(write("extends: ningbo-2023\npolicy:\n  support: {share: null}\n")) == [("Y732", "s.yaml", 3, 20)]
    assert found(write("extends: ningbo-2023\npolicy:\n  support: null\n")) == [("Y732", "s.yaml", 3, 12)]


def test_an_empty_policy_changes_nothing(write):
    for text in (
        "extends: ningbo-2023\n",
        "extends: ningbo-2023\npolicy:\n",
        "extends: ningbo-2023\npolicy: {budgets: {}, target: {}}\n",
    ):
        assert load(write(text)).policy == BASE


def test_empty_mapping_changes_nothing_but_empty_list_replaces(write):
    write("extends: ningbo-2023\npolicy: {budgets: {city: {2023: 1}}, fixed: {chosen: [A]}}\n", "a.yaml")
    p = load(write("extends: a.yaml\npolicy: {budgets: {city: {}}, fixed: {chosen: []}}\n")).policy
    assert p.budgets.city == {2023: 1}
    assert p.fixed.chosen == ()


def test_set_comes_last_and_in_order(write):
    path = write("extends: ningbo-2023\npolicy: {target: {count: 18}, budgets: {city: {2025: 7}}}\n")
    s = load(path, ["target.count=17", "target.count=16", "budgets.city.2025=800", "budgets.city={2024: 5}"])
    assert s.policy.target.count == 16
    assert s.policy.budgets.city == {2024: 5, 2025: 800}
    assert s.origins["target.count"] == s.origins["budgets.city.2025"] == Origin("--set")
    assert s.sets[0] == "target.count=17"


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("fixed.chosen=[C1, '2']", lambda p: p.fixed.chosen == ("C1", "2")),
        ("fixed.chosen=[101]", lambda p: p.fixed.chosen == ("101",)),
        ("budgets.districts.330203=5", lambda p: p.budgets.districts == {"330203": 5}),
        ("budgets.districts={330203: 5, 0204: 6}", lambda p: p.budgets.districts == {"330203": 5, "0204": 6}),
        ('budgets.districts."a.b"=5', lambda p: p.budgets.districts == {"a.b": 5}),
        ("evaluation.centres.甲=poor", lambda p: p.evaluation.centres == {"甲": "poor"}),
        (" target.count = 3 ", lambda p: p.target.count == 3),
        ("target.count=null", lambda p: p.target.count is None),
        ("target={count: 3, year: 2024}", lambda p: (p.target.count, p.target.year) == (3, 2024)),
        ("must_cover=[{severity: 5, depth: 2}]", lambda p: p.must_cover[0].depth == 2),
        ("objective.0.maximise.cost=0.5", lambda p: p.objective[0].maximise["cost"] == 0.5),
        ("objective=[{maximise: {count: 1}}]", lambda p: p.objective[0].maximise == {"count": 1}),
        ("quotas.year.2024.max=3", lambda p: p.quotas.year[2024].max == 3),
        ("support.base=total", lambda p: p.support.base == "total"),
        ("target.count_existing=false", lambda p: p.target.count_existing is False),
        ("budgets.city.2025=1e3", lambda p: p.budgets.city[2025] == 1000),
        ("goals.coverage.ramp=[0, 1]", lambda p: p.goals.coverage.ramp == (0, 1)),
        ("goals.coverage.ramp.2=0.6", lambda p: p.goals.coverage.ramp[2] == 0.6),
    ],
)
def test_set_forms(text, read):
    assert read(load(Path("ningbo-2023"), [text]).policy)


@pytest.mark.parametrize(
    ("text", "code", "mend"),
    [
        ("target.cuont=3", "Y731", "did you mean target.count?"),
        ("policy.target.count=3", "Y731", "did you mean target.count?"),
        ("target.count.deep=3", "Y731", ""),
        ("must_cover.0.depth=2", "Y731", "count positions from 0"),
        ("objective.9.maximise.cost=1", "Y731", "count positions from 0"),
        ("objective.x=1", "Y731", "count positions from 0"),
        ("target.count", "Y726", "e.g."),
        ("=3", "Y726", "e.g."),
        ("target.count=", "Y726", "e.g."),
        ("target..count=3", "Y726", "e.g."),
        ("", "Y726", "e.g."),
        ('"' * 5001 + "=1", "Y726", "e.g."),
        ('a."' + '""' * 5000 + "x=1", "Y726", "e.g."),
        ("target.count=!!python/name:os.system x", "Y704", ""),
        ("target.count=[1", "Y703", ""),
        ("budgets.city.2025=.nan", "Y711", ""),
        ("target.count=yes", "Y732", "plain number"),
        ("target.count=2.5", "Y732", ""),
        ("target.count=-1", "Y733", ""),
        ("budgets.city.abc=5", "Y732", "2025"),
        ("budgets.city.1800=5", "Y732", "2025"),
        ("budgets.city.2025=-5", "Y733", ""),
        ("support.share=30", "Y733", "0.3"),
        ("support.share=30%", "Y732", "write 0.3"),
        ("budgets.total=1_000", "Y732", "write 1000"),
        ("budgets.total=１，０００", "Y732", "write 1000"),
        ("target.count_existing=yes", "Y732", "write true"),
        ("target.count_existing=off", "Y732", "write false"),
        ("support.base=anual", "Y734", "did you mean annual?"),
        ("quotas.channel.city=3", "Y732", ""),
        ("quotas.channel.town={max: 3}", "Y734", ""),
        ("fixed.chosen=C1", "Y732", "[C1]"),
        ("fixed.chosen=[1.5]", "Y732", "quotes"),
        ("evaluation.centres.C1=fine", "Y734", ""),
        ("objective=[]", "Y744", ""),
    ],
)
def test_set_errors(text, code, mend):
    with pytest.raises(InputError) as caught:
        load(Path("ningbo-2023"), [text])
    first = caught.value.findings[0]
    assert (first.code, first.file, first.row) == (code, "--set", 0)
    assert mend in first.mend.en


def test_origins_of_every_value_across_inheritance(write):
    write("extends: ningbo-2023\npolicy:\n  target:\n    count: 19\n    maximum: 25\n", "deep/a.yaml")
    s = load(
        write("extends: deep/a.yaml\npolicy:\n  target: {maximum: 24}\n  fixed:\n    chosen:\n    - A\n"),
        ["years.first=2024"],
    )
    assert set(s.origins) == set(s.values())
    assert str(s.origins["target.count"]) == "deep/a.yaml:4:12"
    assert str(s.origins["target.maximum"]) == "s.yaml:3:21"
    assert str(s.origins["fixed.chosen"]) == "s.yaml:6:5"
    assert str(s.origins["years.first"]) == "--set"
    assert s.origins["target.year"].file == "policy:ningbo-2023"


def test_clauses_are_inherited_and_may_be_added(write):
    s = load(
        write("extends: ningbo-2023\nclauses:\n  target.count: {clause: 甲, source: 乙, reading: {en: c, zh: 丙}}\n")
    )
    assert s.clause("target.count").clause == "甲"
    assert s.clause("target.year").clause.startswith("到2025年")
    assert s.clause("budgets.city.2024") == s.clauses["budgets"]


def test_titles_and_names(write):
    s = load(write("extends: ningbo-2023\ntitle: 收紧\n", "紧.yaml"))
    assert (s.name, s.title.en, s.title.zh) == ("紧", "收紧", "收紧")
    s = load(write("extends: ningbo-2023\nname: tight\ntitle: {en: Tight}\n"))
    assert (s.name, s.title.en, s.title.zh) == ("tight", "Tight", "Tight")
    assert load(write("extends: s.yaml\n", "b.yaml")).name == "b"
    assert load(write("extends: s.yaml\n", "-it's (2)-.yaml")).name == "it-s-2"
    assert load(write("extends: s.yaml\n", "().yaml")).name == "scenario"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- 1\n", [("Y720", "s.yaml", 1, 1)]),
        ("", [("Y720", "s.yaml", 1, 1)]),
        ("extends: ningbo-2032\n", [("Y722", "s.yaml", 1, 10)]),
        ("extends: none.yaml\n", [("Y722", "s.yaml", 1, 10)]),
        ("extends: [a, b]\n", [("Y722", "s.yaml", 1, 10)]),
        ("extends: https://example.org/x.yaml\n", [("Y723", "s.yaml", 1, 10)]),
        ("extends: /etc/passwd\n", [("Y723", "s.yaml", 1, 10)]),
        ("extends: ~/x.yaml\n", [("Y723", "s.yaml", 1, 10)]),
        ("extends: C:/x.yaml\n", [("Y723", "s.yaml", 1, 10)]),
        ("extends: s.yaml\n", [("Y724", "s.yaml", 1, 10)]),
        ("extends: ./../%s/s.yaml\n", [("Y724", "s.yaml", 1, 10)]),
        ("extends: ningbo-2023\nname: a/b\n", [("Y727", "s.yaml", 2, 7)]),
        ("extends: ningbo-2023\nname: ..\n", [("Y727", "s.yaml", 2, 7)]),
        ("extends: ningbo-2023\nname: 5\n", [("Y727", "s.yaml", 2, 7)]),
        ("extends: ningbo-2023\ntitle: [a]\n", [("Y727", "s.yaml", 2, 8)]),
        ("extends: ningbo-2023\ntitle: {fr: a}\n", [("Y727", "s.yaml", 2, 8)]),
        ("extends: ningbo-2023\npolicy: 5\n", [("Y720", "s.yaml", 2, 9)]),
        ("extends: ningbo-2023\npolice: {}\n", [("Y721", "s.yaml", 2, 1)]),
        ("extends: ningbo-2023\ntarget: {}\n", [("Y721", "s.yaml", 2, 1)]),
        ("extends: ningbo-2023\n2025: {}\n", [("Y721", "s.yaml", 2, 1)]),
        ("extends: ningbo-2023\nclauses: 5\n", [("Y728", "s.yaml", 2, 10)]),
        ("extends: ningbo-2023\nclauses: {target.count: 5}\n", [("Y728", "s.yaml", 2, 25)]),
        ("extends: ningbo-2023\nclauses: {target.count: {clause: a, note: b}}\n", [("Y728", "s.yaml", 2, 25)]),
        ("extends: ningbo-2023\nclauses: {target.cuont: {clause: a}}\n", [("Y731", "s.yaml", 2, 11)]),
        ("extends: ningbo-2023\nclauses: {a..b: {clause: a}}\n", [("Y731", "s.yaml", 2, 11)]),
    ],
)
def test_what_is_wrong_with_the_file_itself(write, tmp_path, text, expected):
    assert found(write(text % tmp_path.name if "%s" in text else text)) == expected


def test_extends_says_what_was_meant(write):
    write("extends: ningbo-2023\n", "base.yaml")
    for text, mend in (
        ("extends: bsae.yaml", "base.yaml"),
        ("extends: base", "base.yaml"),
        ("extends: ningbo_2023", "ningbo-2023"),
    ):
        with pytest.raises(InputError) as caught:
            load(write(text))
        assert f"did you mean {mend}?" in caught.value.findings[0].mend.en


def test_circles_over_several_files_and_long_chains(write):
    write("extends: b.yaml\n", "a.yaml")
    write("extends: c/c.yaml\n", "b.yaml")
    assert found(write("extends: ../a.yaml\n", "c/c.yaml").parent.parent / "a.yaml")[0][:3] == ("Y724", "c/c.yaml", 1)
    write("extends: ningbo-2023\n", "n0.yaml")
    for i in range(1, MOST_FILES + 1):
        last = write(f"extends: n{i - 1}.yaml\n", f"n{i}.yaml")
    assert found(last)[0][0] == "Y725"
    assert load(last.with_name(f"n{MOST_FILES - 2}.yaml")).policy == BASE


def test_a_missing_or_broken_file(write, tmp_path):
    assert found(tmp_path / "none.yaml") == [("Y700", "none.yaml", 0, 0)]
    write("a: [", "broken.yaml")
    assert found(write("extends: broken.yaml\nunknown: 1\n")) == [
        ("Y721", "s.yaml", 2, 1),
        ("Y703", "broken.yaml", 1, 5),
    ]


def test_a_file_that_extends_nothing_must_give_all(write):
    assert [c for c, *_ in found(write("policy: {target: {count: 5}}\n"))] == ["Y730"] * 4
    with pytest.raises(InputError) as caught:
        load(write("name: x\n"))
    assert caught.value.findings[0].message.en.startswith("these parts are missing: years, build_period, target")
    text = shipped("ningbo-2023").resolved()
    assert found(write(text.replace("  build_period: 5\n", "").replace("    share: 0.3\n", ""))) == [
        ("Y730", "s.yaml", 6, 3),
        ("Y730", "s.yaml", 15, 5),
    ]


def test_all_errors_at_once_at_the_place_each_value_came_from(write):
    write("extends: ningbo-2023\npolicy:\n  support:\n    share: 30\n  years: {first: 2023, last: x}\n", "in/a.yaml")
    text = """extends: in/a.yaml
policy:
  target: {cuont: 5}
  quotas:
    channel: {cty: {max: 1}}
    district:
      D1: {min: -1}
  fixed: {chosen: [A, {b: 1}]}
  objective:
  - maximise: {coverage: 1, cots: 1}
"""
    assert found(write(text), ["target.year=soon"]) == [
        ("Y733", "in/a.yaml", 4, 12),
        ("Y732", "in/a.yaml", 5, 30),
        ("Y731", "s.yaml", 3, 12),
        ("Y734", "s.yaml", 5, 15),
        ("Y733", "s.yaml", 7, 17),
        ("Y732", "s.yaml", 8, 23),
        ("Y734", "s.yaml", 10, 29),
        ("Y732", "--set", 0, 0),
    ]


def test_a_later_layer_mends_an_earlier_error(write):
    write("extends: ningbo-2023\npolicy: {support: {share: 30}, target: 5}\n", "a.yaml")
    assert load(
        write(
            "extends: a.yaml\npolicy: {support: {share: 0.2},\n"
            "  target: {count: 1, maximum: 2, year: 2024, count_existing: true}}\n"
        )
    )
    assert found(write("extends: a.yaml\npolicy: {support: {share: 0.2}}\n")) == [("Y732", "a.yaml", 2, 40)]


def test_order_of_lines_means_nothing(write):
    one = write(
        "extends: ningbo-2023\npolicy:\n  budgets: {city: {2025: 1, 2023: 2}, districts: {b: 1, a: 2}}\n", "x.yaml"
    )
    two = write(
        "policy:\n  budgets: {districts: {a: 2, b: 1}, city: {2023: 2, 2025: 1}}\nextends: ningbo-2023\n", "y/x.yaml"
    )
    a, b = load(one), load(two)
    assert a.resolved() == b.resolved()
    assert list(a.policy.budgets.city) == list(b.policy.budgets.city) == [2023, 2025]


def test_resolved_extends_nothing_and_names_nothing_else(write):
    s = load(
        write(
            "extends: ningbo-2023\nname: n\ntitle: {en: a 'b', zh: '甲: 乙'}\n"
            "policy: {fixed: {chosen: ['1e3', yes, 010]}}\n"
        ),
        ["target.count=3"],
    )
    again = load(write(s.resolved(), "scenario.resolved.yaml"))
    assert again.policy == s.policy
    assert (again.name, again.title) == (s.name, s.title)
    assert again.files == ("scenario.resolved.yaml",)
    assert again.resolved() == s.resolved()


MONEY = st.floats(0, 1e9).map(lambda x: round(x, 3)) | st.integers(0, 10**6)
SHARE = st.floats(0, 1)
COUNT = st.integers(0, 60)
IDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"), exclude_characters="\x7f"), min_size=1, max_size=6
) | st.sampled_from(
    [
        "yes",
        "1e3",
        "010",
        "12",
        "a.b",
        "a=b",
        '"',
        'a""b',
        "\xa0b",
        " ",
        "~",
        "null",
        "x y",
        "'",
        '"',
        "#",
        "-",
        "2025-01-01",
    ]
)
GRADES = st.sampled_from(["excellent", "good", "pass", "poor"])
LIMITS = (
    st.tuples(COUNT, COUNT).map(lambda t: {"min": min(t), "max": max(t)})
    | COUNT.map(lambda n: {"max": n})
    | st.just({})
)
TERMS = {"maximise": ["coverage", "cost", "talent"], "minimise": ["cost", "delay", "count"]}
"""Coverage cannot be minimised (Y754)."""

CHANGES = st.fixed_dictionaries(
    {},
    optional={
        "target": st.fixed_dictionaries(
            {}, optional={"count": COUNT.map(lambda n: n // 4) | st.none(), "count_existing": st.booleans()}
        ),
        "support": st.fixed_dictionaries(
            {},
            optional={
                "share": SHARE,
                "total_cap": MONEY | st.none(),
                "base": st.sampled_from(["annual", "cumulative", "total"]),
            },
        ),
        "evaluation": st.fixed_dictionaries({}, optional={"centres": st.dictionaries(IDS, GRADES, max_size=3)}),
        "budgets": st.fixed_dictionaries(
            {},
            optional={
                "city": st.dictionaries(st.integers(2023, 2027), MONEY, max_size=4),
                "total": MONEY | st.none(),
                "districts": st.dictionaries(IDS, MONEY, max_size=3),
            },
        ),
        "quotas": st.fixed_dictionaries(
            {},
            optional={
                "district": st.dictionaries(IDS, LIMITS, max_size=3),
                "year": st.dictionaries(st.integers(2023, 2025), LIMITS),
            },
        ),
        "readiness": st.fixed_dictionaries(
            {},
            optional={
                "mean": st.floats(0, 100) | st.none(),
                "each": st.dictionaries(st.sampled_from(["governance", "top_talent"]), st.integers(0, 100)),
            },
        ),
        "must_cover": st.lists(
            st.fixed_dictionaries(
                {"severity": st.floats(1, 5)},
                optional={"depth": st.integers(1, 4), "exempt": st.lists(IDS, max_size=2)},
            ),
            max_size=2,
        ),
        "fixed": st.fixed_dictionaries({"chosen": st.lists(IDS, max_size=4, unique=True)}),
        "objective": st.lists(
            st.sampled_from(["maximise", "minimise"]).flatmap(
                lambda sense: st.fixed_dictionaries(
                    {sense: st.dictionaries(st.sampled_from(TERMS[sense]), st.floats(0.01, 9), min_size=1)}
                )
            ),
            min_size=1,
            max_size=3,
        ),
    },
)


@settings(max_examples=40, deadline=None)
@given(CHANGES)
def test_resolved_loads_as_the_same_policy(tmp_path_factory, changes):
    folder = tmp_path_factory.mktemp("s", numbered=True)
    path = folder / "a.yaml"
    path.write_text(to_yaml({"extends": "ningbo-2023", "policy": changes}), "utf-8")
    s = load(path)
    (folder / "b.yaml").write_text(s.resolved(), "utf-8")
    again = load(folder / "b.yaml")
    assert again.policy == s.policy
    assert again.resolved().split("policy:", 1)[1] == s.resolved().split("policy:", 1)[1]
    assert set(s.origins) == set(s.values())


@settings(max_examples=25, deadline=None)
@given(CHANGES)
def test_the_same_changes_by_set_and_by_file(tmp_path_factory, changes):
    path = tmp_path_factory.mktemp("s", numbered=True) / "a.yaml"
    path.write_text(to_yaml({"extends": "ningbo-2023", "policy": changes}), "utf-8")
    by_file = load(path)
    by_set = load(Path("ningbo-2023"), [f"{k}={_flow(v)}" for k, v in changes.items()])
    assert by_set.policy == by_file.policy
    one_by_one = [f"{p}={_flow(v)}" for p, v in by_file.values().items() if v not in ({}, [])]
    assert load(path, one_by_one).policy == by_file.policy


def _flow(value):
    return json.dumps(value, ensure_ascii=False)


def test_large_mappings_over_large_mappings_stay_quick(write):
    rows = "".join(f"      d{i}: {i}\n" for i in range(9000))
    for name, base in (("a.yaml", "ningbo-2023"), ("b.yaml", "a.yaml"), ("c.yaml", "b.yaml")):
        path = write(f"extends: {base}\npolicy:\n  budgets:\n    districts:\n{rows}", name)
    start = time.process_time()
    s = load(path)
    assert len(s.policy.budgets.districts) == 9000
    assert s.origins["budgets.districts.d8999"].file == "c.yaml"
    assert time.process_time() - start < 20


def test_every_path_of_values_is_a_path_of_the_policy():
    s = shipped("ningbo-2023")
    flat = s.values()
    assert flat["goals.coverage.ramp"] == list(BASE.goals.coverage.ramp)
    assert "objective.0.minimise" not in flat
    assert isinstance(s.policy, Policy)
    assert dotted(("a",)) == "a"
