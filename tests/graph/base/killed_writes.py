"""Run by ``test_whole_or_nothing``: kills a write at every step that it asks of the system, and says what is left.

A child is forked for each step and ends itself there (``buju_testing.killing``).
"""

import json
import os
import sys
from pathlib import Path

from buju_testing.killing import Killer, watched
from graph.base import swapping, writing


def run(place, way, old, new):
    """Prepare the folder and kill the write at each step; yields what is found after each."""
    at = 0
    while True:
        at += 1
        folder = place / str(at)
        folder.mkdir(parents=True)
        target = folder / "city"
        if old:
            writing.replace_folder(target, old)
            (target / "kept").mkdir()
            (target / "kept" / "mine.txt").write_text("mine")
        child = os.fork()
        if child == 0:
            killer = Killer(at)
            watched(killer)
            if way == "inside":
                os.chdir(target)
            killer.armed = True
            try:
                if way == "replace":
                    writing.replace_folder(target, new)
                else:
                    writing.write_files(target, new, force=True)
            finally:
                killer.armed = False
                os._exit(0)
        status = os.waitpid(child, 0)[1]
        yield target, os.WIFSIGNALED(status)
        if not os.WIFSIGNALED(status):
            return


def tree(folder):
    return {p.relative_to(folder).as_posix(): p.read_text() for p in folder.rglob("*") if p.is_file()}


def main(place, way):
    names = ("a.csv", "b.csv", "scenarios/c.yaml", "d.csv")
    old = {n: f"old {n}\n".encode() * 50 for n in names} if way != "fresh" else {}
    new = {n: f"new {n}\n".encode() * 70 for n in names}
    if way == "one":
        new = {"a.csv": new["a.csv"]}
    found = []
    for target, killed in run(Path(place), way, old, new):
        there = {n: t for n, t in tree(target).items() if not n.startswith(".buju")} if target.exists() else {}
        kept = there.pop("kept/mine.txt", None) if way not in ("fresh", "replace") else "mine"
        there.pop("kept/mine.txt", None)
        whole_old = there == {n: t.decode() for n, t in old.items()}
        whole_new = there == {n: t.decode() for n, t in (old | new).items()}
        cut = (target / swapping.COMMIT).exists()
        left = bool(swapping.leftovers(target)) if target.exists() else False
        again = {"e.csv": b"more"}
        writing.write_files(target, again, force=True)
        cleared = not swapping.leftovers(target) and not (target / swapping.COMMIT).exists()
        rest = [p.name for p in target.parent.iterdir() if p.name != "city"]
        whole = "old" if whole_old else "new" if whole_new else "mixed"
        found.append(
            {
                "killed": killed,
                "whole": whole,
                "kept": kept == "mine",
                "cut": cut,
                "left": left,
                "cleared": cleared,
                "rest": rest,
            }
        )
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main(*sys.argv[1:])
