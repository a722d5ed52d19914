"""The shipped extras by hash: the file is that of constraints.txt and pyproject.toml, and holds no address."""

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
HASHES = (ROOT / "constraints-hashes.txt").read_text("utf-8")
PIN = re.compile(r"^([\w.-]+)==(\S+)(?: ; (.+?))? \\$", re.MULTILINE)
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def plain(name):
    return re.sub(r"[-_.]+", "-", name).lower()


DECLARED = {
    plain(re.match(r"[\w.-]+", one)[0])
    for extra in (
        PROJECT["dependencies"],
        *(e for n, e in PROJECT["optional-dependencies"].items() if n not in ("test", "dev", "docs")),
    )
    for one in extra
} - {"buju"}


def test_every_declared_package_has_a_pin_with_a_hash():
    assert {name for name, _, _ in PIN.findall(HASHES)} >= DECLARED
    for block in re.split(r"\n(?=\S)", HASHES.split("\n", 3)[3].strip()):
        assert re.fullmatch(r"\S+==\S+[^\n]*(?: \\\n    --hash=sha256:[0-9a-f]{64})+", block), block


def test_the_pins_are_those_of_the_constraints():
    allowed = {}
    for name, version in re.findall(
        r"^([\w.-]+)==([^\s;]+)", (ROOT / "constraints.txt").read_text("utf-8"), re.MULTILINE
    ):
        allowed.setdefault(plain(name), set()).add(version)
    assert not {(n, v) for n, v, _ in PIN.findall(HASHES) if n in allowed and v not in allowed[n]}


def test_no_address_stands_in_it():
    assert "://" not in HASHES
    assert "@ file" not in HASHES


@pytest.mark.parametrize(
    ("drop", "version", "said"), [("highspy", None, "not in the bill"), (None, "0.0.1", "constraints.txt has")]
)
def test_a_bill_without_a_package_or_with_another_version_is_refused(tmp_path, drop, version, said):
    pins = {n: v for n, v, _ in PIN.findall(HASHES)}
    made = [{"name": n, "version": version if version and n == "numpy" else v} for n, v in pins.items() if n != drop]
    bill = {"metadata": {"component": {"name": "buju"}}, "components": made}
    (tmp_path / "bill.json").write_text(json.dumps(bill), "utf-8")
    done = subprocess.run(
        [sys.executable, ROOT / "scripts/bill", tmp_path / "bill.json"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert said in done.stderr
