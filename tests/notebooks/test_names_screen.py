"""The screen on which proposed names are decided: as a script, and in a browser from the click to the file and back."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from buju_testing import chromium

pytestmark = pytest.mark.long
ROOT = Path(__file__).parents[2]
EVIL = "<img src=x onerror=alert(1)>"
ROWS = f"raw,id,score,decided_by,decided_on\n甲校,R1,91,,\n甲校,R2,90,,\n{EVIL},R3,88,,\n"
SEEN = """(() => {
  const deep = (n) => [...(n.shadowRoot ? [n.shadowRoot] : []), ...n.querySelectorAll('*')]
    .map(e => e.shadowRoot ? deep(e.shadowRoot) : '').join(' ') + (n.textContent || '');
  return deep(document.body); })()"""
ALL = """var all = (n, q) => [...n.querySelectorAll(q), ...[...n.querySelectorAll('*')].flatMap(
  e => e.shadowRoot ? all(e.shadowRoot, q) : [])];"""
PICK = (
    ALL
    + """(() => { const one = all(document, 'label').find(e => e.textContent.includes('R2'));
  if (one) one.click(); return !!one; })()"""
)
WHO = (
    ALL
    + """(() => { const one = all(document, 'input[type=text]')[0]; if (!one) return false;
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(one, 'Li');
  one.dispatchEvent(new Event('input', {bubbles: true})); one.dispatchEvent(new Event('change', {bubbles: true}));
  one.dispatchEvent(new FocusEvent('blur')); one.dispatchEvent(new FocusEvent('focusout', {bubbles: true}));
  return true; })()"""
)
PRESS = (
    ALL
    + """(() => { const one = all(document, 'button').find(e => e.textContent.includes('TEXT'));
  if (one) one.click(); return !!one; })()"""
)


def test_the_script_runs_on_made_up_names():
    pytest.importorskip("marimo")
    clean = {k: v for k, v in os.environ.items() if k != "BUJU_DATA"} | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "notebooks/names.py"], cwd=ROOT, env=clean, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]


def test_a_name_is_decided_in_the_browser_and_undone_to_the_byte(tmp_path):
    pytest.importorskip("marimo")
    if not chromium.found():
        pytest.skip("no Chromium")
    table = tmp_path / "aliases.csv"
    table.write_text(ROWS, "utf-8")
    before = table.read_bytes()
    command = [sys.executable, "-m", "planner.cli", "sources", "review", str(tmp_path), "--no-browser"]
    command += ["--lang", "en"]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True, start_new_session=True) as server:
        browser = chromium.Chromium()
        try:
            address = next(word for line in server.stderr for word in line.split() if word.startswith("http://"))
            page = browser.open(address)

            def until(true, seconds=90):
                end = time.monotonic() + seconds
                while not (found := true()):
                    assert time.monotonic() < end, page.run(SEEN)[-2000:]
                    time.sleep(0.3)
                return found

            until(lambda: "Written names to decide on: 2" in page.run(SEEN))
            assert EVIL in page.run(SEEN)
            assert page.run(ALL + "all(document, 'img[src=x]').length") == 0
            until(lambda: page.run(PICK))
            until(lambda: page.run(WHO))
            time.sleep(1.0)
            until(lambda: page.run(PRESS.replace("TEXT", "write these decisions")))
            until(lambda: "甲校,R2,90,Li," in table.read_text("utf-8"))
            until(lambda: "Written names to decide on: 1" in page.run(SEEN))
            until(lambda: page.run(PRESS.replace("TEXT", "undo the last")))
            until(lambda: table.read_bytes() == before)
        finally:
            browser.close()
            os.killpg(server.pid, signal.SIGTERM)  # the command and the server that it has started
