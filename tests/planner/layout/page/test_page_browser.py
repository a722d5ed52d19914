"""The page in a real browser: nothing leaves it, nothing complains, everything is linked, readable and reachable."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from buju_testing.page_cases import EVIL, as_explained, city, explained, meant, shown_is_rounded
from buju_testing.page_reading import Reading
from buju_testing.typed_result import typed
from planner.layout.page import page_bytes

pytestmark = pytest.mark.long
ROOT = Path(__file__).parents[4]
CORDIS = ROOT.parent / "shared" / "real" / "cordis_fi"
LANGS = ("zh", "en")
CUT = """[...document.querySelectorAll('main *, footer *, .bar *')].filter(e => {
  if (e.closest('svg, .heard, .scroll')) return false;
  const s = getComputedStyle(e), b = e.getBoundingClientRect();
  if (s.display === 'none' || s.display === 'inline' || !b.width) return false;
  return e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 0 || b.right > innerWidth + 1;
}).map(e => e.tagName + '.' + e.className + ': ' + e.textContent.slice(0, 60))"""
OUT = """[...document.querySelectorAll('svg text')].filter(e => {
  if (getComputedStyle(e).display === 'none' || !e.textContent) return false;
  const b = e.getBoundingClientRect(), box = e.closest('svg').closest('.panel').getBoundingClientRect();
  const outside = b.left < box.left - 1 || b.right > box.right + 1;
  return b.width && (outside || b.top < box.top - 1 || b.bottom > box.bottom + 1);
}).map(e => e.textContent)"""


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    """The page of a made-up city with districts that pay, explanations and a second run."""
    result = city(district_share=0.25)
    path = tmp_path_factory.mktemp("page") / "page.html"
    path.write_bytes(
        page_bytes(typed(result), "zh", explained=as_explained(explained(result)), other=typed(city(seed=8, chosen=18)))
    )
    return path


def quiet(page):
    page.browser.drain(0.3)
    assert page.requests() == []
    assert page.complaints() == []


def lit(page):
    return page.run("[...document.querySelectorAll('.on')].map(e => e.closest('section, aside').id)")


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("width", [390, 768, 1280])
@pytest.mark.parametrize("dark", [False, True])
def test_no_request_no_complaint_no_cut_text(browser, file, lang, width, dark):
    page = browser.open(file, width=width, dark=dark)
    page.run(f"document.querySelector('[data-set={lang}]').click()")
    assert page.run("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert page.run(CUT) == []
    assert page.run(OUT) == []
    quiet(page)
    page.close()


def test_a_request_would_be_seen_and_is_forbidden(browser, tmp_path, file):
    """The checks above can fail: a page that asks for something is caught, by us and by its own policy."""
    text = file.read_text("utf-8")
    (tmp_path / "asks.html").write_text(text.replace("<main", '<img src="http://127.0.0.1:9/x.png"><main'), "utf-8")
    page = browser.open(tmp_path / "asks.html")
    page.browser.drain(0.5)
    assert page.complaints()
    assert "Content Security Policy" in json.dumps(page.complaints())
    page.close()
    (tmp_path / "runs.html").write_text(
        text.replace("<main", "<script>document.title = 'owned'</script><main"), "utf-8"
    )
    page = browser.open(tmp_path / "runs.html")
    page.browser.drain(0.5)
    assert page.run("document.title") != "owned"
    page.close()


def test_clicking_a_centre_lights_it_everywhere(browser, file):
    page = browser.open(file)
    assert page.run("document.getElementById('dock').hidden")
    page.click("#map a[href='#c2']")
    where = set(lit(page))
    assert {"network", "map", "support", "periods", "ledger", "coverage", "why", "money"} <= where
    name = page.run("document.querySelector('#c2 .name').textContent")
    assert not page.run("document.getElementById('dock').hidden")
    assert name in page.run("document.querySelector('#dock .title').textContent")
    assert page.run("document.querySelector('#dock .body').textContent.length") > 60
    others = page.run("[...document.querySelectorAll('#map a:not(.on)')].map(e => getComputedStyle(e).opacity)")
    assert max(map(float, others)) < 0.2
    page.click("#network a[href='#c5']")
    assert page.run("document.querySelectorAll('#map a.on').length") == 1
    assert page.run("document.querySelector('#map a.on').getAttribute('href')") == "#c5"
    page.click("#dock .close")
    assert page.run("document.querySelectorAll('.on').length") == 0
    assert page.run("document.getElementById('dock').hidden")
    quiet(page)
    page.close()


@pytest.mark.parametrize("where", ["map", "network", "support", "periods", "ledger", "coverage", "money", "beside"])
def test_every_figure_leads_to_the_same_centre(browser, file, where):
    page = browser.open(file)
    key = page.run(f"document.querySelector('#{where} a[href^=\"#c\"]').getAttribute('href').slice(1)")
    page.click(f"#{where} a[href='#{key}']")
    assert set(page.run("[...document.querySelectorAll('a.on')].map(e => e.getAttribute('href'))")) == {f"#{key}"}
    assert page.run(f"document.getElementById('{key}').classList.contains('on')")
    page.close()


def test_clicking_a_technology_lights_its_centres(browser, file):
    page = browser.open(file)
    key = page.run("[...document.querySelectorAll('.pick')].find(e => (e.dataset.c || '').includes(' ')).dataset.t")
    centres = page.run(f"document.querySelector('.pick[data-t={key}]').dataset.c.split(' ')")
    page.click(f".pick[data-t={key}] path")
    assert sorted(
        page.run("[...document.querySelectorAll('#network a.on')].map(e => e.getAttribute('href').slice(1))")
    ) == sorted(centres)
    assert page.run("document.querySelectorAll('#dock li').length") == len(centres)
    page.key("Escape")
    assert page.run("document.querySelectorAll('.on').length") == 0
    page.close()


def test_the_keyboard_reaches_everything(browser, file):
    page = browser.open(file)
    page.key("Tab")
    assert page.run("document.activeElement.className") == "skip"
    page.key("Enter")
    seen = set()
    for _ in range(160):
        page.key("Tab")
        seen.add(page.run("(document.activeElement.closest('section, aside') || document.body).id"))
        if page.run("document.activeElement === document.body"):
            break
    assert {"network", "map", "support", "periods", "ledger", "coverage", "why", "rules", "money", "beside"} <= seen
    page.run("document.querySelector('#map a[tabindex=\"0\"]').focus()")
    first = page.run("document.activeElement.getAttribute('href')")
    page.key("ArrowRight")
    second = page.run("document.activeElement.getAttribute('href')")
    assert second != first
    assert page.run("document.querySelectorAll('#map a[tabindex=\"0\"]').length") == 1
    ring = page.run("getComputedStyle(document.activeElement.querySelector('.dot')).strokeWidth")
    assert float(ring.removesuffix("px")) >= 3
    page.key("Enter")
    assert page.run("document.querySelector('#map a.on').getAttribute('href')") == second
    page.key("Escape")
    assert page.run("document.getElementById('dock').hidden")
    assert page.run("document.activeElement.getAttribute('href')") == second
    page.key("End")
    page.key("Home")
    assert page.run("document.activeElement.getAttribute('href')") == first
    quiet(page)
    page.close()


def test_a_screen_reader_finds_names_roles_and_tables(browser, file):
    page = browser.open(file)
    page.call("Accessibility.enable")
    nodes = page.call("Accessibility.getFullAXTree")["nodes"]
    nodes = [n for n in nodes if not n.get("ignored")]

    def named(role):
        return [n.get("name", {}).get("value", "") for n in nodes if n["role"]["value"] == role]

    assert len(named("heading")) >= 12
    assert all(named("link"))
    assert all(named("button"))
    assert all(named("region"))
    assert named("navigation")
    assert named("main") is not None
    assert len(named("table")) >= 8
    assert page.run("document.documentElement.lang") == "zh"
    assert any("示例" in n or "技术创新中心" in n for n in named("link"))
    page.close()


def test_the_language_switches_without_loading(browser, file):
    page = browser.open(file)
    assert "推荐" not in page.run("document.querySelector('h1').innerText")
    zh = page.run("document.querySelector('main').innerText")
    page.click("[data-set=en]")
    en = page.run("document.querySelector('main').innerText")
    assert page.run("[document.documentElement.lang, document.title.startsWith('Base')]") == ["en", True]
    assert "新建" in zh
    assert "new centres" not in zh
    assert "new centres" in en
    assert "新建" not in en
    assert page.run("document.querySelector('[data-set=en]').getAttribute('aria-pressed')") == "true"
    page.click("[data-set=zh]")
    assert page.run("document.querySelector('main').innerText") == zh
    assert len(page.events("Page.frameNavigated")) == 1
    quiet(page)
    page.close()


def test_the_theme_switches_and_stays_readable(browser, file):
    def contrast():
        return page.run("""(() => {
          const rgb = (c) => c.match(/[0-9.]+/g).slice(0, 3).map(Number);
          const lum = (c) => rgb(c).map((v) => v / 255)
            .map((v) => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
            .reduce((s, v, k) => s + v * [.2126, .7152, .0722][k], 0);
          const ground = (e) => { for (; e; e = e.parentElement) { const c = getComputedStyle(e).backgroundColor;
            if (!/, 0\\)$|transparent/.test(c)) return c; } };
          const seen = 'h1|h2|.note|.label|.mark|.certificate .good|td|.figures dt|.loud strong|.open em|.one em';
          return Math.min(...seen.split('|')
            .map((s) => document.querySelector(s)).filter(Boolean).map((e) => {
              const [a, b] = [lum(getComputedStyle(e).color), lum(ground(e))].sort((x, y) => y - x);
              return (a + .05) / (b + .05); }));
        })()""")

    page = browser.open(file)
    light = page.run("getComputedStyle(document.body).backgroundColor")
    assert contrast() >= 4.5
    page.click("#theme")
    assert page.run("getComputedStyle(document.body).backgroundColor") != light
    assert contrast() >= 4.5
    page.click("#theme")
    assert page.run("getComputedStyle(document.body).backgroundColor") == light
    page.close()
    page = browser.open(file, dark=True)
    assert page.run("getComputedStyle(document.body).backgroundColor") != light
    page.click("#theme")
    assert page.run("getComputedStyle(document.body).backgroundColor") == light
    page.close()


def test_it_works_without_scripts(browser, file):
    page = browser.open(file, script=False)
    page.call("Emulation.setScriptExecutionDisabled", value=False)
    assert page.run("document.querySelector('h1').innerText.includes('新建')")
    assert page.run("document.querySelectorAll('svg').length") > 30
    assert page.run("document.querySelector('#network a').getAttribute('href')") == "#c0"
    quiet(page)
    page.close()


def test_paper_is_white_and_shows_everything(browser, file, tmp_path):
    page = browser.open(file, dark=True)
    page.click("#map a[href='#c2']")
    page.pdf(tmp_path / "page.pdf")
    assert (tmp_path / "page.pdf").read_bytes().startswith(b"%PDF")
    page.call("Emulation.setEmulatedMedia", media="print", features=[{"name": "prefers-color-scheme", "value": "dark"}])
    page.size(703, 1000)
    assert page.run("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.run("getComputedStyle(document.querySelector('.bar')).display") == "none"
    assert page.run("getComputedStyle(document.getElementById('dock')).display") == "none"
    assert page.run("[...document.querySelectorAll('section')].every(s => s.getBoundingClientRect().height > 60)")
    assert page.run("document.documentElement.scrollWidth <= 703")
    assert page.run("[...document.querySelectorAll('.scroll')].every(s => s.scrollWidth <= s.clientWidth + 1)")
    page.close()
    if shutil.which("pdftotext"):
        words = subprocess.run(
            ["pdftotext", tmp_path / "page.pdf", "-"], capture_output=True, check=True
        ).stdout.decode()
        shown = re.sub(r"\s", "", words)
        for row in (*city()["chosen"], *city()["rejected"]):
            assert row["name"] in shown


def names_of_the_list(page):
    return page.run("[...document.querySelectorAll('.list tbody tr:not([hidden]) th a')].map(e => e.textContent)")


def test_the_list_is_searched_sorted_and_filtered(browser, file):
    page, rows = browser.open(file), city(district_share=0.25)["chosen"]
    assert len(names_of_the_list(page)) == len(rows)
    page.run("document.querySelectorAll('.sort')[4].click()")
    money = "[...document.querySelectorAll('.list tbody td:nth-child(5) data')].map(e => Number(e.value))"
    assert page.run(money) == sorted(page.run(money))
    page.run("document.querySelectorAll('.sort')[4].click()")
    assert page.run(money) == sorted(page.run(money), reverse=True)
    assert page.run("document.querySelectorAll('.list th')[4].getAttribute('aria-sort')") == "descending"
    place = rows[0]["district_name"]
    change = f"const s = document.querySelector('[data-by=where]'); s.value = {json.dumps(place)};"
    page.run(f"(() => {{ {change} s.dispatchEvent(new Event('change')); }})()")
    there = {r["name"] for r in rows if r["district_name"] == place}
    assert set(names_of_the_list(page)) == there
    search = "const f = document.querySelector('.find'); f.value = 'nothing is called so';"
    page.run(f"(() => {{ {search} f.dispatchEvent(new Event('input')); }})()")
    assert names_of_the_list(page) == []
    assert not page.run("document.querySelector('.none').hidden")
    quiet(page)
    page.close()


def test_an_address_leads_to_a_centre(browser, file):
    row = city(district_share=0.25)["chosen"][3]
    page = browser.open(file)
    page.run(f"location.hash = {json.dumps('#' + row['centre'])}")
    page.browser.drain(0.3)
    assert row["name"] in page.run("document.querySelector('#dock .title').textContent")
    assert page.run("document.querySelector('.list tr.on th a').textContent") == row["name"]
    page.key("Escape")
    assert page.run("location.hash") == ""
    page.click("#map a[href='#c2']")
    assert page.run("location.hash") == "#" + city(district_share=0.25)["chosen"][2]["centre"]
    quiet(page)
    page.close()


def test_evil_names_do_nothing_but_stand_there(browser, tmp_path):
    evil = city(technologies=30)
    for k, row in enumerate(
        [*evil["chosen"], *evil["rejected"], *evil["technologies"], *evil["fields"], *evil["districts"]]
    ):
        row["name"] = EVIL[k % len(EVIL)] or f"name {k}"
    (tmp_path / "evil.html").write_bytes(page_bytes(typed(evil), "en"))
    for width in (390, 1280):
        page = browser.open(tmp_path / "evil.html", width=width)
        assert page.run("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
        assert page.run(CUT) == []
        page.click("#periods a")
        assert page.run("document.querySelectorAll('img, iframe, object').length") == 0
        assert page.run("document.querySelectorAll('script').length") == 1
        quiet(page)
        page.close()


def test_the_browser_reads_the_same_page(browser, file):
    """Unclosed cells and bare attributes are read by the browser as our own reader reads them."""
    page = browser.open(file, script=False)
    page.call("Emulation.setScriptExecutionDisabled", value=False)
    there = page.run("[...document.querySelectorAll('[data-at]')].map(e => [e.dataset.at, e.value ?? e.dataset.v])")
    ours = [[n["at"], n["full"]] for n in Reading(file.read_bytes()).numbers]
    assert there == ours
    assert page.run("document.querySelectorAll('table tr').length") == file.read_text("utf-8").count("<tr")
    page.close()


def buju(folder, *args):
    env = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", "BUJU_LANG": "zh"}
    command = [sys.executable, "-m", "planner.cli", *map(str, args)]
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, check=True, timeout=300).stdout


@pytest.mark.parametrize("case", ["sample", "CORDIS"])
def test_real_runs_from_the_plan_to_the_page(browser, tmp_path, case):
    if case == "CORDIS" and not CORDIS.is_dir():
        pytest.skip("the CORDIS tables are not here")
    if case == "sample":
        buju(tmp_path, "demo", "city")
        run = json.loads(buju(tmp_path, "plan", "city", "-S", "city/scenarios/base.yaml", "--json"))["run"]
    else:
        scenario = ROOT / "docs" / "examples" / "cordis-20.yaml"
        run = json.loads(buju(tmp_path, "plan", CORDIS, "-S", scenario, "--json"))["run"]
    buju(tmp_path, "export", run, "-o", "out", "--as", "page")
    result = json.loads((tmp_path / run / "result.json").read_text("utf-8"))
    data = (tmp_path / "out" / "page.html").read_bytes()
    assert case == "CORDIS" or len(data) < 300_000
    if case == "sample" and shutil.which("pdfinfo"):
        page = browser.open(tmp_path / "out" / "page.html")
        page.pdf(tmp_path / "page.pdf")
        page.close()
        told = subprocess.run(["pdfinfo", tmp_path / "page.pdf"], capture_output=True, check=True).stdout.decode()
        assert int(re.search(r"Pages:\s+(\d+)", told)[1]) <= 8
    numbers = Reading(data).numbers
    assert len(numbers) > 400
    for number in numbers:
        assert float(number["full"]) == pytest.approx(meant(result, number["at"]), rel=1e-12, abs=1e-9), number
        assert shown_is_rounded(number), number
    for width in (390, 1280):
        page = browser.open(tmp_path / "out" / "page.html", width=width)
        for lang in LANGS:
            page.run(f"document.querySelector('[data-set={lang}]').click()")
            assert page.run("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
            assert page.run(CUT) == []
            assert page.run(OUT) == []
        quiet(page)
        page.close()
