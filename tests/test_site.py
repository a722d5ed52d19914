"""The docs site: built strictly, fetches nothing, and is searched from a disk in both languages."""

import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from buju_testing import chromium

ROOT = Path(__file__).parents[1]

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    pytest.importorskip("mkdocs", reason="the extra docs is not installed")
    target = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(target)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return target


def test_no_page_loads_anything_from_the_network(site):
    pages = list(site.rglob("*.html"))
    assert len(pages) > 20
    for page in pages:
        loaded = re.findall(
            r'<(?:script|img|link|iframe)\b[^>]*\b(?:src|href)="(https?:[^"]+)"', page.read_text("utf-8")
        )
        assert [u for u in loaded if "mkdocs-material" not in u] == [], page.name


def test_the_search_works_from_a_disk_in_both_languages(site):
    if not chromium.found():
        pytest.skip("no Chromium")
    browser = chromium.Chromium()
    try:
        page = browser.open(site / "index.html")
        page.click(".md-search__input")
        for words in ("budget", "预算"):
            page.run("document.querySelector('.md-search__input').select()")
            page.call("Input.insertText", text=words)
            end = time.monotonic() + 60
            while not page.run("document.querySelectorAll('.md-search-result__item').length"):
                assert time.monotonic() < end, words
                page.key("End")
                time.sleep(0.5)
        assert [u for u in page.requests() if u.startswith("http")] == []
    finally:
        browser.close()
