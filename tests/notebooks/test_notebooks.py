"""The notebooks run headless, are short, and show the package's own numbers; the command finds and starts them."""

import ast
import json
import os
import subprocess
import sys
import time
from importlib import metadata
from pathlib import Path

import pytest

from buju_testing import chromium
from graph.assessment.assessment import assess
from graph.base.errors import UsageError
from graph.base.words import Words
from graph.measures.collaboration import joined_pairs
from graph.measures.coverage import active_centres
from loaders.dataset import load
from loaders.samples import copy_sample, sample_folder
from planner.cli.commands.notebook import command
from planner.cli.screen.console import Console
from planner.notebook import (
    Dots,
    Grid,
    Page,
    arrow,
    caps,
    data_folder,
    graded,
    hinges,
    measured_years,
    scenario_files,
    span,
    with_grade,
)
from planner.rulebook.scenario import load as load_scenario
from planner.studies.evaluation.building import evaluation

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / "notebooks").glob("[0-9]*.py"))  # meeting.py is an app of its own
ENV = os.environ | {"PYTHONPATH": str(ROOT), "MPLBACKEND": "Agg", "BUJU_LANG": "en", "PYTHONIOENCODING": "utf-8"}
ENV.pop("BUJU_DATA", None)


def run(*words, cwd=ROOT, **env):
    asked = [sys.executable, *map(str, words)]
    return subprocess.run(asked, cwd=cwd, env=ENV | env, capture_output=True, text=True, timeout=300, check=False)


def values(file, expression):
    """What the cells of a notebook define, as JSON."""
    pytest.importorskip("marimo", reason="the extra notebooks is not installed")
    code = (
        "import importlib.util as u, json, sys\n"
        "spec = u.spec_from_file_location('shown', sys.argv.pop()); shown = u.module_from_spec(spec)\n"
        "spec.loader.exec_module(shown); _, d = shown.app.run()\n"
        f"print('answer', json.dumps({expression}))"
    )
    done = run("-c", code, file)
    assert done.returncode == 0, done.stderr[-800:]
    return json.loads(done.stdout.rpartition("answer ")[2])


def imports(tree):
    """Top-level names of all that is imported, at any depth."""
    found = [n.module if isinstance(n, ast.ImportFrom) else a.name
             for n in ast.walk(tree) if isinstance(n, ast.Import | ast.ImportFrom) for a in n.names]  # fmt: skip
    return {name.split(".")[0] for name in found}


@pytest.fixture(scope="module")
def eco():
    return load(sample_folder("ningbo")).require()


def test_there_are_six_each_short_with_tests_and_nothing_heavy_at_its_head():
    assert [f.stem for f in FILES] == [
        "01_ecosystem", "02_bottlenecks", "03_choosing", "04_scenarios", "05_next_year", "06_evaluation",
    ]  # fmt: skip
    for file in FILES:
        text = file.read_text("utf-8")
        assert len(text.splitlines()) < 150, file.name
        tree = ast.parse(text)
        heads = [n for n in tree.body if isinstance(n, ast.Import | ast.ImportFrom)]
        assert [a.name for n in heads for a in n.names] == ["marimo"]
        assert imports(tree) <= {"marimo", "buju", *sys.stdlib_module_names}
        cells = [n for n in tree.body if isinstance(n, ast.FunctionDef)]
        tests = [n.name for n in cells[-1].body if isinstance(n, ast.FunctionDef)]
        assert len(tests) >= 3
        assert all(name.startswith("test_") and text.count(name) == 2 for name in tests)


def test_the_first_shows_the_numbers_of_the_graph(eco):
    shown = values(FILES[0], "{'pairs': len(d['pairs']), 'nodes': d['nodes'], 'ties': d['ties'], 'today': d['today']}")
    assert shown["pairs"] == len(joined_pairs(eco, active_centres(eco)))
    assert {"nodes": shown["nodes"], "ties": shown["ties"]} == eco.counts()
    assert shown["today"] == {r.indicator.name: r.today for r in assess(eco).indicators}


def test_the_second_shows_the_numbers_of_the_assessment_of_the_base_plan(eco):
    shown = values(FILES[1], "{'plan': d['plan'], 'depths': d['technologies'].column(3), 'n': len(d['hanging'].rows)}")
    assessed = assess(eco, shown["plan"])
    bottlenecks = [t.with_plan["centre"] for t in assessed.technologies if t.kind == "bottleneck"]
    assert shown["depths"] == bottlenecks
    assert (bottlenecks.count(0), bottlenecks.count(1)) == (7, 12)
    assert shown["n"] == len(assessed.single_points) == 3


AS_JSON = "__import__('graph.base.records').base.records.encode"
"""What turns a typed result into JSON data, where an expression has no imports."""


@pytest.mark.long
def test_the_third_shows_the_plan_of_the_moved_cap(tmp_path):
    shown = values(
        FILES[2], f"{{'amount': d['amount'].value, 'base': {AS_JSON}(d['base']), 'moved': {AS_JSON}(d['moved'])}}"
    )
    city = sample_folder("ningbo")
    for sets, result in (([], shown["base"]), (["--set", f"budgets.total={shown['amount']}"], shown["moved"])):
        scenario = city / "scenarios" / "base.yaml"
        done = run("-m", "planner.cli", "plan", city, "-S", scenario, *sets, "--runs", tmp_path, "--json")
        told = json.loads(done.stdout)
        assert result["objective"] == told["objective"]
        assert result["chosen"] == told["chosen"]


@pytest.mark.long
def test_the_fourth_shows_every_scenario_and_what_the_impossible_one_takes(tmp_path):
    shown = values(FILES[3], f"{{name: {AS_JSON}(result) for name, result in d['results'].items()}}")
    assert list(shown) == ["base", "impossible", "resilient", "tight"]
    for name, result in shown.items():
        scenario = sample_folder("ningbo") / "scenarios" / f"{name}.yaml"
        done = run("-m", "planner.cli", "plan", sample_folder("ningbo"), "-S", scenario, "--runs", tmp_path, "--json")
        told = json.loads(done.stdout)
        assert (result["status"], result["objective"]) == (told["status"], told["objective"])
        assert [m["set"] for m in result["mends"]] == [m["set"] for m in told["mends"]]


def test_the_fifth_changes_one_grade_and_the_sixth_says_what_one_hangs_on():
    city = load(sample_folder("ningbo_2026")).require()
    changed = with_grade(city, "C15", 2026, "poor")
    told, was = (list(zip(*(e.column("evaluations", c).tolist() for c in ("centre_id", "year", "grade")), strict=True))
                 for e in (changed, city))  # fmt: skip
    assert [(a, b) for a, b in zip(was, told, strict=True) if a != b] == [
        (("C15", 2026.0, "good"), ("C15", 2026.0, "poor"))
    ]
    with pytest.raises(ValueError, match="C13 2026"):
        with_grade(city, "C13", 2026, "poor")
    assert measured_years(city) == [2025, 2026]
    made = evaluation(city, load_scenario(sample_folder("ningbo_2026") / "scenarios" / "base.yaml"), 2026)
    row = next(r for r in graded(made).rows if r[0] == "C25")
    # 68 points: pass, 0.7 of 30 % of 490 in the third year
    assert (row[3], row[4].en, row[6], row[7]) == ("68.00", "pass", 0.7, pytest.approx(102))
    grid = hinges(made, "C25")
    assert sum(r[2] for r in grid.rows) == pytest.approx(68)
    assert sum(r[3] for r in grid.rows) == 100


@pytest.mark.long
def test_the_fifth_shows_the_plan_of_the_middle_and_the_price_of_keeping_to_the_year_before(tmp_path):
    shown = values(
        FILES[4],
        f"{{'now': {AS_JSON}(d['now'].result), 'stuck': {AS_JSON}(d['stuck'].result), "
        "'next': d['nb'].support_next(d['poor'], d['who'].value)}",
    )
    city = sample_folder("ningbo_2026")
    done = run("-m", "planner.cli", "plan", city, "-S", "base", "--runs", tmp_path, "--json")
    told = json.loads(done.stdout)
    assert (shown["now"]["objective"], shown["now"]["decisions"]) == (told["objective"], told["decisions"])
    assert shown["next"] == 0
    curve = [p["objective"] for p in shown["stuck"]["changes_curve"]]
    assert curve == sorted(curve)
    assert curve[-1] + shown["stuck"]["price_of_sticking"]["objective"] == pytest.approx(told["objective"], abs=1e-6)


@pytest.mark.long
@pytest.mark.parametrize("file", FILES, ids=lambda f: f.stem)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_each_runs_headless_as_a_script(file, lang):
    done = run(file, BUJU_LANG=lang)
    assert done.returncode == 0, done.stderr[-800:]


@pytest.mark.long
def test_one_is_served_with_the_data_it_was_given_and_its_tables_can_be_worked_with(tmp_path):
    pytest.importorskip("marimo")
    if not chromium.found():
        pytest.skip("no Chromium")
    city = copy_sample("ningbo", tmp_path / "city")
    (city / "dataset.yaml").write_text("name: 试验城\nmoney_unit: 万元\n", "utf-8")
    command = [sys.executable, "-m", "planner.cli", "notebook", "02", "--data", str(city), "--no-browser"]
    root = Path(__file__).parents[2]
    with subprocess.Popen([*command, "--lang", "zh"], cwd=root, stderr=subprocess.PIPE, text=True) as server:
        browser = chromium.Chromium()
        try:
            page = browser.open(next(word for line in server.stderr for word in line.split() if "http://" in word))
            end = time.monotonic() + 120
            while not page.run("document.querySelectorAll('marimo-table').length") and time.monotonic() < end:
                time.sleep(0.3)
            assert page.run("document.querySelectorAll('marimo-table').length") >= 1
            assert page.run("document.body.textContent.includes('试验城')")
            left, top, wide, high = page.run(CHART)
            page.drag((left + 0.08 * wide, top + 0.6 * high), (left + 0.95 * wide, top + 0.84 * high))
            while not page.run("document.body.textContent.includes('已选 7 项')") and time.monotonic() < end:
                time.sleep(0.3)
            assert page.run("document.body.textContent.includes('已选 7 项')")  # those without a centre
            rows = page.run("document.querySelector('marimo-table').shadowRoot.querySelectorAll('tbody tr').length")
            assert rows == 7
            page.key("Escape")
            place = page.run(PLACE)  # of severity 4, without a centre
            page.drag(place, place)
            while not page.run("document.body.textContent.includes('已选 1 项')") and time.monotonic() < end:
                time.sleep(0.3)
            assert page.run("document.body.textContent.includes('已选 1 项')")
        finally:
            browser.close()
            server.terminate()


CHART = """(() => {
  const chart = document.querySelector('marimo-matplotlib').shadowRoot.querySelector('canvas');
  chart.scrollIntoView({block: 'center', behavior: 'instant'});
  const box = chart.getBoundingClientRect();
  return [box.x, box.y, box.width, box.height]; })()"""


PLACE = """(() => {
  const host = document.querySelector('marimo-matplotlib'), read = name => JSON.parse(host.dataset[name]);
  const box = host.shadowRoot.querySelector('canvas').getBoundingClientRect();
  const [left, top, right, bottom] = read('axesPixelBounds'), x = read('xBounds'), y = read('yBounds');
  return [box.x + box.width * (left + (4 - x[0]) / (x[1] - x[0]) * (right - left)) / read('width'),
    box.y + box.height * (bottom - (0 - y[0]) / (y[1] - y[0]) * (bottom - top)) / read('height')]; })()"""


class Box:
    """A selection as marimo gives it."""

    def __init__(self, x, y):
        self.x, self.y = x, y

    def get_mask(self, xs, ys):
        return [self.x[0] <= x <= self.x[1] and self.y[0] <= y <= self.y[1] for x, y in zip(xs, ys, strict=True)]


def test_a_chart_has_a_dot_for_each_row_and_answers_a_box_with_its_rows():
    head = tuple(Words(w, w) for w in ("name", "across", "up"))
    grid = Grid(head, (("a", 1, 2.0), ("b", 1, 2.0), ("c", 3, None), ("d", 5, 4.0)), ("alarm", "", "", "good"))
    dots = Dots(grid, 1, 2)
    assert dots.shown == (0, 1, 3)
    (a, b, d), (low, same, up) = dots.places
    assert (a + b, d, low, same, up) == (pytest.approx(2), 5, 2, 2, 4)
    assert b - a == pytest.approx(0.02 * 4)  # side by side, a fiftieth of the axis apart
    assert dots.picked(None) is grid
    assert dots.picked(Box((0, 1), (0, 9))).rows == (("a", 1, 2.0),)
    both = dots.picked(Box((0, 9), (0, 9)))
    assert (both.column(0), both.tints) == (["a", "b", "d"], ("alarm", "", "good"))
    assert [t.get_text() for t in dots.axes("en").texts] == ["d"]  # a and b share a place


class Sides(Box):
    """A box as marimo gives it, with its four sides."""

    def __init__(self, x, y):
        super().__init__(x, y)
        (self.x_min, self.x_max), (self.y_min, self.y_max) = x, y


def test_a_click_on_a_dot_keeps_its_row_and_one_beside_all_dots_keeps_all():
    head = tuple(Words(w, w) for w in ("name", "across", "up"))
    grid = Grid(head, (("a", 1, 2.0), ("b", 1, 2.0), ("c", 3, None), ("d", 5, 4.0)), ("alarm", "", "", "good"))
    dots = Dots(grid, 1, 2)

    def clicked(x, y, moved=0.0):
        return dots.picked(Sides((x, x + moved), (y, y)))

    assert clicked(5.03, 3.97).rows == (("d", 5, 4.0),)
    assert clicked(4.99, 4.0, moved=0.01).tints == ("good",)  # a hand is never quite still
    assert [clicked(x, 2.0).rows[0][0] for x in dots.places[0][:2]] == ["a", "b"]  # side by side, each for itself
    assert clicked(3.0, 3.0) is grid
    assert dots.picked(Sides((4.0, 6.0), (3.9, 4.1))).rows == (("d", 5, 4.0),)
    assert dots.picked(Sides((2.0, 3.0), (3.0, 3.5))).rows == ()  # a box around nothing is a box


def test_a_chart_of_nothing_is_drawn():
    empty = Dots(Grid(tuple(Words(w, w) for w in ("name", "across", "up")), ()), 1, 2)
    assert empty.places == ((), ())
    assert list(empty.axes("zh").texts) == []


def test_wrong_data_end_a_script_with_a_plain_sentence(tmp_path):
    pytest.importorskip("marimo", reason="the extra notebooks is not installed")
    done = run(FILES[0], BUJU_DATA=str(tmp_path / "none"))
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "does not exist" in done.stderr


def test_data_of_the_command_line_come_before_those_of_the_environment(tmp_path):
    assert data_folder(Path("a"), ["b"], {"BUJU_DATA": "c"}) == Path("b")
    assert data_folder(Path("a"), ["--lang"], {"BUJU_DATA": "c"}) == Path("c")
    with pytest.raises(UsageError, match="no scenarios beside"):
        scenario_files(tmp_path)
    assert next(iter(scenario_files(sample_folder("ningbo")))) == "base"


def test_caps_of_the_base_scenario_and_their_sliders():
    found = caps(load_scenario(sample_folder("ningbo") / "scenarios" / "base.yaml").policy)
    assert [(c.key, c.amount) for c in found][:2] == [("budgets.total", 8050.0), ("budgets.city.2023", 1050.0)]
    assert found[-1].key == "equity.pot"
    for cap in found:
        start, stop, step, first = span(cap.amount)
        assert 0.55 * cap.amount < start < first < cap.amount < stop
        assert (first - start) % step == 0


def test_texts_from_data_are_shown_as_text():
    from graph.base.words import Words  # noqa: PLC0415
    from planner.studies.compare import Figure  # noqa: PLC0415

    grid = Grid((Words("name", "名称"), Words("n", "数")), (("<script>alert(1)</script>", 3), ("{x}", None)))
    assert "<script>" not in grid.html("en")
    assert Page("zh").say("{a}", "{a}", a="{b}") == "{b}"
    assert arrow(Figure("covered", 39, 40, 1)) == "39 → 40"


def test_the_command_lists_and_names_what_there_is():
    done = run("-m", "planner.cli", "notebook", "--json")
    listed = json.loads(done.stdout)["notebooks"]
    assert [row["name"] for row in listed] == [f.stem for f in FILES]
    chinese = json.loads(run("-m", "planner.cli", "notebook", "--json", "--lang", "zh").stdout)["notebooks"]
    assert all(a["title"] != b["title"] for a, b in zip(listed, chinese, strict=True))
    done = run("-m", "planner.cli", "notebook", "09")
    assert (done.returncode, "03_choosing" in done.stderr) == (2, True)
    done = run("-m", "planner.cli", "notebook", "03", "--data", "nowhere")
    assert (done.returncode, "no dataset" in done.stderr) == (2, True)


def test_without_marimo_the_command_says_how_to_get_it(monkeypatch):
    monkeypatch.setattr(command, "find_spec", lambda _: None)
    with pytest.raises(UsageError, match=r"python -m pip install .*marimo") as caught:
        command.notebook("03", out=Console("en"))
    assert caught.value.exit_code == 2


def test_the_command_starts_its_server_with_the_data(monkeypatch, tmp_path):
    started = []

    def start(asked, env):
        started.append((asked, env))
        return 0

    monkeypatch.setattr(command, "find_spec", lambda _: True)
    monkeypatch.setattr(command, "waited_for", start)
    monkeypatch.chdir(tmp_path)
    assert command.notebook("3", data=tmp_path, port=2800, browser=False, out=Console("zh")) == 0
    assert command.notebook("choosing", edit=True, out=Console("en")) == 0
    (asked, env), (edited, _) = started
    assert asked[2:] == [command.SERVER, str(FILES[2]), "--lang", "zh", "--port", "2800", "--headless"]
    assert (env["BUJU_DATA"], env["BUJU_LANG"]) == (str(tmp_path.resolve()), "zh")
    assert edited[3:5] == ["edit", str(tmp_path / "03_choosing.py")]
    assert (tmp_path / "03_choosing.py").read_bytes() == FILES[2].read_bytes()


def test_an_installation_keeps_the_notebooks_among_its_data_files(monkeypatch, tmp_path):
    class File(type(Path())):
        def locate(self):
            return tmp_path / self

    kept = tmp_path / command.INSTALLED
    kept.mkdir(parents=True)
    (kept / "01_ecosystem.py").write_text('"""What. ｜ 何。"""')
    monkeypatch.setattr(command, "is_source", lambda _: False)
    monkeypatch.setattr(metadata, "files", lambda _: [File(command.INSTALLED) / "01_ecosystem.py"])
    assert command.folder() == kept.resolve()
    monkeypatch.setattr(metadata, "files", lambda _: None)
    with pytest.raises(UsageError, match="no notebooks"):
        command.folder()
