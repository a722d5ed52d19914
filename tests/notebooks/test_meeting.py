"""A meeting on a run: pins and amounts, who comes and goes, which pin cannot be, kept variants, minutes."""

import io
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import docx
import pytest

from buju_testing import chromium
from buju_testing.small_dataset import write_small
from graph.base.errors import InputError, UsageError
from loaders.dataset import load
from planner.layout.amounts import shown
from planner.notebook.meeting import KEPT, meeting
from planner.notebook.variant import Asked
from planner.rulebook import scenario
from planner.runs import pipeline
from planner.solving.highs import Limits


def read(place):
    loaded = load(place)
    return loaded.require(), loaded.hashes


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """A run of the small city and its data: C1 and C2 exclude one another, so one of them is chosen."""
    home = tmp_path_factory.mktemp("meeting")
    data = write_small(home / "small")
    eco, hashes = read(data)
    given = scenario.load(Path("ningbo-2023"), ["target.count=null", "budgets.total=500"])
    return pipeline.plan_run(eco, given, Limits(), (), hashes, home / "runs").folder, data


@pytest.fixture
def table(kept, tmp_path):
    run = tmp_path / "run"
    shutil.copytree(kept[0], run)
    return meeting(run, kept[1], read)


def two(table):
    (inside,) = {c.centre for c in table.base.chosen}
    return inside, "C2" if inside == "C1" else "C1"


def test_pinning_the_other_centre_swaps_the_two_by_name(table):
    inside, outside = two(table)
    answer = table.ask(Asked((outside,)))
    assert [c.centre for c in answer.result.chosen] == [outside]
    said = [words.zh for words in table.words(answer)]
    assert said[0] == f"新增：{next(c.name for c in table.base.rejected if c.centre == outside)}。"
    assert said[1] == f"退出：{table.base.chosen[0].name}。"
    assert any(words.startswith("支持资金") and ("比原方案" in words or "与原方案相同" in words) for words in said)
    paid = [sum(c.total_support for c in r.chosen) for r in (table.base, answer.result)]
    assert any("与原方案相同" in words for words in said) == (paid[0] == paid[1])
    assert any("比原方案减少" in words for words in said) == (paid[1] < paid[0])
    assert any(words.startswith("方案综合得分降低") for words in said)
    assert "已证明最优" in table.proof(answer).zh
    assert table.words(table.ask(Asked()))[0].en == "No centre changes."
    assert [c.centre for c in table.ask(Asked((), (inside,))).result.chosen] == [outside]


def test_a_variant_that_cannot_be_says_which_pins(table):
    answer = table.ask(Asked(("C1", "C2")))
    assert answer.result.status == "infeasible"
    assert answer.blamed == ("in:C1", "in:C2")
    said = table.words(answer)[0]
    assert "指定候选一入选；指定候选二入选" in said.zh
    assert "候选一 pinned in" in said.en
    assert table.words(answer)[1].zh.startswith("相互冲突的规则：")  # one sentence, by names
    assert "候选一必须入选；候选二必须入选；" in table.words(answer)[1].zh
    assert "没有方案" in table.proof(answer).zh
    with pytest.raises(UsageError):
        table.ask(Asked(("C1",), ("C1",)))


def test_amounts_that_can_be_moved_are_those_of_the_scenario(table):
    assert table.amounts()["budgets.total"][1] == 500.0
    answer = table.ask(Asked(sets=("budgets.total=0",)))
    assert sum(c.total_support for c in answer.result.chosen) == 0
    assert table.asked_words(answer.asked)[0].zh == "各年支持资金总额0万元"
    assert table.asked_words(Asked(sets=("budgets.total=1019.25",)))[0].en.endswith(": 1,019.25 万元")


def test_variants_are_kept_with_author_and_note_and_make_the_minutes(table):
    for asked, author, note in ((Asked(("C1", "C2")), "张三", "两家都要"), (Asked(), "李四", "<b>|R&D")):
        table.keep(table.variant(table.ask(asked), author, note))
    assert [(v.author, v.note, v.feasible) for v in table.kept()] == [
        ("张三", "两家都要", False),
        ("李四", "<b>|R&D", True),
    ]
    paper = docx.Document(io.BytesIO(table.minutes("zh")))
    total = shown(sum(c.total_support for c in table.base.chosen))
    english = docx.Document(io.BytesIO(table.minutes("en")))
    assert any(f"新建 1 家，支持资金{total}万元；已证明最优" in p.text for p in paper.paragraphs)
    assert any(f": 1 new centre, support {total} 万元; proven" in p.text for p in english.paragraphs)
    cells = [c.text for row in paper.tables[0].rows for c in row.cells]
    assert {"张三", "李四", "<b>|R&D", "未作调整"} <= set(cells)
    assert any("撤回以下任何一项即可满足" in cell for cell in cells)
    with pytest.raises(UsageError):
        table.variant(table.ask(Asked()), " ", "")


def test_foreign_data_and_damaged_variants_are_refused(table, kept, tmp_path):
    other = write_small(tmp_path / "other", synergies="a,b,bonus\nC1,C2,3\n")
    with pytest.raises(UsageError):
        meeting(table.run.path, other, read)
    for text in ("{", json.dumps({"format": "buju-meeting/1", "result_sha256": "x", "variants": []})):
        (table.run.path / KEPT).write_text(text)
        with pytest.raises(InputError):
            table.kept()


@pytest.mark.long
def test_without_a_run_the_app_shows_a_meeting_on_the_sample():
    pytest.importorskip("marimo")
    root = Path(__file__).parents[2]
    clean = {k: v for k, v in os.environ.items() if k not in ("BUJU_RUN", "BUJU_DATA")} | {"PYTHONPATH": str(root)}
    done = subprocess.run(
        [sys.executable, "notebooks/meeting.py"], cwd=root, env=clean, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]


@pytest.mark.long
def test_the_app_in_a_browser(kept, tmp_path):
    pytest.importorskip("marimo")
    if not chromium.found():
        pytest.skip("no Chromium")
    run = tmp_path / "run"
    shutil.copytree(kept[0], run)
    command = [sys.executable, "-m", "planner.cli", "meet", str(run), "--data", str(kept[1]), "--no-browser"]
    root = Path(__file__).parents[2]
    with subprocess.Popen([*command, "--lang", "zh"], cwd=root, stderr=subprocess.PIPE, text=True) as server:
        browser = chromium.Chromium()
        try:
            address = next(word for line in server.stderr for word in line.split() if word.startswith("http://"))
            assert "access_token=" in address
            page = browser.open(address)

            def until(words, seconds=90):
                end = time.monotonic() + seconds
                while words not in (text := page.run(SEEN)):
                    assert time.monotonic() < end, text[-2000:]
                    time.sleep(0.3)

            until("中心不变")
            until("证明情况")
            page.run(OPEN)
            end = time.monotonic() + 30
            chosen = json.loads((run / "result.json").read_text("utf-8"))["chosen"][0]["name"]
            while not page.run(CHOOSE.replace("NAME", json.dumps(chosen))) and time.monotonic() < end:
                time.sleep(0.3)
            until("退出：")
            until("已证明最优")
        finally:
            browser.close()
            server.terminate()


SEEN = """(() => {
  const deep = (n) => [...(n.shadowRoot ? [n.shadowRoot] : []), ...n.querySelectorAll('*')]
    .map(e => e.shadowRoot ? deep(e.shadowRoot) : '').join(' ') + (n.textContent || '');
  return deep(document.body); })()"""
OPEN = "document.querySelectorAll('marimo-multiselect')[1].shadowRoot.querySelector('button').click()"
CHOOSE = """(() => {
  const one = [...document.querySelectorAll('.menu-item')].find(e => e.textContent.includes(NAME));
  if (one) one.click(); return !!one; })()"""
