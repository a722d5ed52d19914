"""A scenario is given by path, by its name inside a dataset, or by the name of a shipped policy."""

from pathlib import Path

import pytest

from graph.base.errors import UsageError
from planner.rulebook.scenario.locating import locate, names


@pytest.fixture
def city(tmp_path):
    for name in ("base.yaml", "tight.yml", "notes.txt"):
        path = tmp_path / "city" / "scenarios" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("extends: ningbo-2023\n", "utf-8")
    return tmp_path / "city"


def test_nothing_given_is_base(city, tmp_path):
    assert locate(None, city) == city / "scenarios" / "base.yaml"
    for folder in (None, tmp_path):
        with pytest.raises(UsageError, match=r"scenarios/base\.yaml"):
            locate(None, folder)


@pytest.mark.parametrize("given", ["tight", "tight.yml", Path("tight")])
def test_a_name_is_looked_up_in_the_dataset(city, given):
    assert locate(given, city) == city / "scenarios" / "tight.yml"


def test_a_file_goes_before_a_name(city, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "base").mkdir()  # a folder is no scenario
    assert locate("base", city) == city / "scenarios" / "base.yaml"
    (tmp_path / "tight").write_text("extends: ningbo-2023\n", "utf-8")
    assert locate("tight", city) == Path("tight")


def test_a_scenario_of_the_dataset_goes_before_a_shipped_policy(city):
    assert locate("ningbo-2023", city) == Path("ningbo-2023")
    own = city / "scenarios" / "ningbo-2023.yaml"
    own.write_text("extends: ningbo-2023\n", "utf-8")
    assert locate("ningbo-2023", city) == own


@pytest.mark.parametrize("given", ["../base", "/base", "scenarios/none.yaml", "none.yaml", "..", ""])
def test_what_is_no_name_is_a_path(city, given):
    assert locate(given, city) == Path(given)


def test_an_unknown_name_says_which_there_are(city):
    with pytest.raises(UsageError) as caught:
        locate("bas", city)
    assert str(caught.value) == (
        "there is no scenario bas; did you mean base? Known by name: base, tight, hunan-manufacturing, ningbo-2023"
    )
    assert "是否想写 base" in caught.value.words.zh
    with pytest.raises(UsageError, match=r"known by name: hunan-manufacturing, ningbo-2023"):
        locate("zzz", None)
    assert names(city) == ("base", "tight")
