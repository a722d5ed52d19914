"""What a planner waits for on the sample: CPU seconds of whole commands, beside another release of ``buju``.

    python bench/waiting.py --against PATH_TO_OTHER/buju [--only explain,stress,pareto,curve,export,impossible]

Each command runs in a process of its own, one thread, on runs that each release makes of its own sample. CPU seconds of
the process and its children, not wall time. Prices that both releases have proven and the points of their fronts are
compared; sample data are made up. ``stress`` finds what ``explain`` has kept in the run, where that was asked before.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

COMMANDS = {
    "plan": ["plan", "city", "-S", "city/scenarios/base.yaml"],
    "explain": ["explain", "RUN"],
    "stress": ["stress", "RUN"],
    "pareto": ["pareto", "city", "--goal", "coverage", "--goal", "cost", "--json"],
    "curve": ["curve", "city", "--runs", "curves"],
    "export": ["export", "RUN", "--output", "files"],
    "impossible": ["plan", "city", "-S", "city/scenarios/impossible.yaml"],
}
ANSWERED = (0, 3)
"""Exit codes of an answer: 3 says that there is no plan, and what would make one."""
SAME = 1e-6


def spent(buju: str, folder: Path, command: list[str]) -> tuple[float, str]:
    """CPU seconds of one command, and what it printed."""
    runs = sorted(folder.glob("runs/*"))  # the plan's comes first: fronts and curves keep runs as well
    command = [str(runs[0]) if word == "RUN" else word for word in command]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    done = subprocess.run([buju, *command], cwd=folder, check=False, capture_output=True, text=True, env=environment)
    if done.returncode not in ANSWERED:
        done.check_returncode()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, done.stdout


def prices(folder: Path) -> dict[str, Any]:
    """What ``explain`` has kept of the run."""
    (kept,) = folder.glob("runs/*/explanations.json")
    found: dict[str, Any] = json.loads(kept.read_text("utf-8"))["prices"]
    return found


def points(printed: str) -> list[list[float]]:
    """The points of a printed front."""
    told: dict[str, Any] = json.loads(printed)
    return sorted([float(v) for v in point] for point in told["points"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--against", help="the other release's buju")
    parser.add_argument("--buju", default=str(Path(sys.executable).with_name("buju")), help="this release's buju")
    parser.add_argument("--only", default=",".join(COMMANDS))
    args = parser.parse_args()
    releases = {"now": args.buju} | ({"other": args.against} if args.against else {})
    asked = [name for name in COMMANDS if name == "plan" or name in args.only.split(",")]
    with tempfile.TemporaryDirectory() as made:
        folders = {who: Path(made) / who for who in releases}
        for who, folder in folders.items():
            folder.mkdir()
            spent(releases[who], folder, ["demo", "city"])
        print("command   " + "".join(f"{who:>9}" for who in releases) + "    ratio")
        fronts = []
        for name in asked:
            done = {who: spent(releases[who], folders[who], COMMANDS[name]) for who in releases}
            times = {who: seconds for who, (seconds, _) in done.items()}
            if name == "pareto":
                fronts = [points(printed) for _, printed in done.values()]
            ratio = f"{times['other'] / times['now']:9.1f}" if "other" in times else ""
            print(f"{name:10}" + "".join(f"{t:9.2f}" for t in times.values()) + ratio, flush=True)
        if "explain" in asked and "other" in releases:
            mine, theirs = prices(folders["now"]), prices(folders["other"])
            both = [c for c in sorted(set(mine) & set(theirs)) if mine[c]["proven"] and theirs[c]["proven"]]
            differ = [c for c in both if abs((mine[c]["cost"] or 0.0) - (theirs[c]["cost"] or 0.0)) > SAME]
            open_ = [c for c in sorted(theirs) if not theirs[c]["proven"]]
            print(f"{len(both)} prices proven by both; apart by more than {SAME:g}: {', '.join(differ) or 'none'}")
            print(f"not proven by the other: {', '.join(open_) or 'none'}")
        if len(fronts) == 2:
            one, other = fronts
            apart = len(one) != len(other) or any(
                abs(a - b) > SAME * max(1.0, abs(b))
                for p, q in zip(one, other, strict=True)
                for a, b in zip(p, q, strict=True)
            )
            print(f"fronts of {len(one)} and {len(other)} points: {'not the same' if apart else 'the same'}")


if __name__ == "__main__":
    main()
