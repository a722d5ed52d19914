"""A page of hundreds of existing centres: rows of data, drawn by the script when they are looked for; a map to zoom."""

import copy
import json
import re

import pytest

from buju_testing.page_cases import EVIL, city, meant
from buju_testing.page_reading import Reading
from buju_testing.typed_result import typed
from planner.layout.page import page_bytes, view
from planner.layout.page.crowd import MANY_EXISTING

MANY = 1_000


def crowded(many=MANY):
    """A made-up city with many existing centres; the n-th is called name n, or one of the evil names."""
    result = city()
    row = result["existing"][0]
    result["existing"] = []
    for n in range(many):
        one = copy.deepcopy(row) | {"centre": f"E{n}", "name": EVIL[n % 40] if n % 40 < len(EVIL) else f"name {n}"}
        result["existing"].append(one)
    for technology in result["technologies"]:
        technology["centres"] = [x for x in technology["centres"] if not x.get("existing")]
    return result


def rows(page):
    text = re.search(r"<script type=application/json id=crowd>(.*?)</script>", page.decode(), re.DOTALL)[1]
    return json.loads(text)


def block_of(result):
    return rows(page_bytes(typed(result), "en"))


def test_few_existing_centres_are_cards_and_many_are_rows():
    assert b"id=crowd>" not in page_bytes(typed(crowded(MANY_EXISTING)), "zh")
    found = block_of(crowded(MANY_EXISTING + 1))
    assert len(found["rows"]) == MANY_EXISTING + 1
    texts, row = found["texts"], found["rows"][100]
    assert [texts[n] for n in row[1:3]] == ["E100", "name 100"]
    assert len(set(map(str, texts))) == len(texts)


def test_every_existing_centre_stands_there_once_with_its_dot():
    page = page_bytes(typed(crowded()), "zh")
    keys = [row[0] for row in rows(page)["rows"]]
    dots = [int(k) for path in re.findall(r'class="dots f\w+" data-k="?([\d ]+)', page.decode()) for k in path.split()]
    assert sorted(keys) == sorted(dots)
    assert len(set(keys)) == MANY


def test_a_row_takes_no_more_than_its_own_texts():
    """Five kilobytes for ten more centres would be cards again."""
    less, more = (len(page_bytes(typed(crowded(n)), "zh")) for n in (MANY, MANY + 10))
    assert more - less < 10 * 200


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    path = tmp_path_factory.mktemp("crowd") / "page.html"
    path.write_bytes(page_bytes(typed(crowded()), "en"))
    return path


def count(page):
    return page.run("document.querySelectorAll('.among-cards .card').length")


def search(page, text):
    set_it = f"f.value = {json.dumps(text)}; f.dispatchEvent(new Event('input'));"
    page.run(f"(f => {{ {set_it} }})(document.querySelector('.among'))")


@pytest.mark.long
def test_a_centre_is_found_by_its_name_and_read_by_a_screen_reader(browser, file):
    page = browser.open(file)
    assert count(page) == 60
    search(page, "name 777")
    assert count(page) == 1
    assert page.run("document.querySelector('.among-count').textContent") == "1 / 1"
    assert page.run("document.querySelector('.among-count').getAttribute('role')") == "status"
    assert page.run("document.querySelector('.among-cards .card small').textContent") == "E777"
    page.run("document.querySelector('.among-cards summary').click()")
    assert page.run("document.querySelector('.among-cards .inside dl').innerText").startswith("lead")
    search(page, "")
    page.run("document.querySelector('.among-more').click()")
    assert count(page) == 300
    assert page.requests() == []
    assert page.complaints() == []
    page.close()


@pytest.mark.long
def test_a_dot_leads_to_its_centre_and_the_address_back_to_it(browser, file):
    page = browser.open(file)
    at = """(() => { const p = document.querySelector('.dots'), m = document.querySelector('.map');
        m.scrollIntoView({block: 'center'});
        const [x, y] = p.getAttribute('d').match(/[-.\\d]+ [-.\\d]+/)[0].split(' ').map(Number);
        const s = new DOMPoint(x, y).matrixTransform(m.getScreenCTM());
        p.dispatchEvent(new MouseEvent('click', {bubbles: true, clientX: s.x, clientY: s.y}));
        return p.dataset.k.split(' ')[0]; })()"""
    key = int(page.run(at))
    number = next(r for r in block_of(crowded())["rows"] if r[0] == key)[1]
    wanted = block_of(crowded())["texts"][number]
    assert page.run("decodeURIComponent(location.hash)") == f"#{wanted}"
    assert page.run("document.querySelectorAll('.spot').length") == 1
    assert page.run("document.querySelector('#dock small').textContent") == wanted
    page.run("location.hash = '#E555'")
    page.browser.drain(0.3)
    assert page.run("document.querySelector('#dock small').textContent") == "E555"
    page.key("Escape")
    assert page.run("document.querySelectorAll('.spot').length") == 0
    page.close()


@pytest.mark.long
def test_the_map_zooms_and_paper_shows_it_whole(browser, file):
    page = browser.open(file)
    box = "document.querySelector('.map').getAttribute('viewBox').split(' ').map(Number)"
    _, _, wide, high = page.run(box)
    page.run("document.querySelector('[data-zoom=in]').click()")
    assert page.run(box) == pytest.approx([wide / 4, high / 4, wide / 2, high / 2], abs=0.01)
    page.run("dispatchEvent(new Event('beforeprint'))")
    assert page.run(box) == [0, 0, wide, high]
    page.run("document.querySelector('[data-zoom=out]').click()")
    assert page.run(box) == [0, 0, wide, high]
    page.close()


@pytest.mark.long
def test_evil_names_of_a_crowd_do_nothing(browser, file):
    page = browser.open(file, width=390)
    for name in EVIL:
        search(page, name.split()[0] if name.split() else "")
    search(page, "")
    page.run("document.querySelector('.among-more').click()")
    assert page.run("document.querySelectorAll('img, iframe, object').length") == 0
    assert page.run("document.querySelectorAll('script').length") == 2  # ours, and the data
    assert page.run("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert page.requests() == []
    assert page.complaints() == []
    page.close()


@pytest.mark.long
def test_without_scripts_the_dots_are_there_and_it_says_where_the_rest_is(browser, file):
    page = browser.open(file, script=False)
    page.call("Emulation.setScriptExecutionDisabled", value=False)
    assert page.run("document.querySelectorAll('.dots').length") > 0
    assert "result.json" in page.run("document.querySelector('#why').innerText")
    page.close()


@pytest.fixture
def many_chosen(monkeypatch):
    """The page of thirty chosen centres where six are the most that have rows of their own."""
    monkeypatch.setattr(view, "MANY_CHOSEN", 20)
    monkeypatch.setattr(view, "MOST_LISTED", 6)
    result = city(chosen=30)
    return result, page_bytes(typed(result), "en")


def test_of_many_chosen_centres_those_that_add_most_have_rows_and_the_others_are_searched(many_chosen):
    result, data = many_chosen
    most = sorted(result["chosen"], key=lambda c: (-c["contribution"], -c["total_support"], c["centre"]))[:6]
    place = {c["centre"]: n for n, c in enumerate(result["chosen"])}
    wanted = {f"c{place[c['centre']]}" for c in most}
    text = data.decode()
    for table in ("list", "periods", "money", "ledger"):
        body = re.search(rf'<table class="?{table}\b.*?</table>', text, re.DOTALL)[0]
        assert set(re.findall(r"<tr [^>]*data-c=(c\d+)", body)) == wanted, table
    assert Reading(data).said("en").count("The 6 of 30 that add most") == 5
    found = rows(data)
    cards = set(re.findall(r"<details id=(c\d+) ", text))
    others = {f"c{row[0]}" for row in found["rows"]}
    chosen = {f"c{n}" for n in place.values()}
    assert (found["chosen"], cards & chosen, others & chosen) == (30, wanted, chosen - wanted)
    texts, row = found["texts"], next(r for r in found["rows"] if r[0] < 30)
    given = result["chosen"][row[0]]
    assert texts[row[1]] == given["centre"]
    assert texts[row[4]].startswith(f"{given['year']} · ")


def test_numbers_of_a_page_of_many_chosen_centres_are_the_runs(many_chosen):
    result, data = many_chosen
    page = Reading(data)
    for number in page.numbers:
        assert float(number["full"]) == pytest.approx(meant(result, number["at"]), rel=1e-12, abs=1e-9), number
    fields = {c["field"] for c in result["chosen"]}
    chart = re.search(r"<svg [^>]*h-support.*?</svg>", data.decode(), re.DOTALL)[0]
    blocks = len(re.findall(r'<rect [^>]*class="seg', chart))
    assert 0 < blocks <= len(fields) * len(result["support_by_year"])
