"""A folder of runs as a whole: listed with their studies, named by tags, reused when nothing has changed, removed.

What does not live here: how one run is written and read back (``store``), what it holds (``plan_result``).
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import secrets
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, cast, get_args

from graph.base.cell_text import printable
from graph.base.errors import OutputError, UsageError
from graph.base.nearest import Nearest
from graph.base.words import Words

Kind = Literal["plan", "front", "curve", "stress", "evaluation"]
_KINDS: tuple[Kind, ...] = get_args(Kind)
MAIN: Mapping[str, Kind] = {f"{'result' if kind == 'plan' else kind}.json": kind for kind in _KINDS}
"""The file that tells what a run is, first found first: a plan keeps its stress test beside its result."""
MEMBERS = "members.json"
"""File of a study: names of the runs that were kept of it."""
TAGS, LATEST = ".tags.json", ".latest.json"
"""Files of the folder of runs: run by tag; the run that was last asked for again, and when."""
PROVENANCE = "provenance.json"
_FOLDER = re.compile(r"(\d{8}T\d{6}Z)-(.+)-([0-9a-f]{8})(-\d+)?\Z")
_TAG = re.compile(r"[^\W_][\w.-]{0,59}\Z")
_SAME = ("inputs", "versions", "solver", "limits", "sets")
"""What must agree in the provenance of two runs for the second to be the first again."""


@dataclass(frozen=True, kw_only=True)
class Brings:
    """What a plan of a city brings: centres chosen, support of all years, technologies covered out of how many."""

    centres: int
    support: float
    money_unit: str
    covered: int
    technologies: int


@dataclass(frozen=True, kw_only=True)
class Kept:
    """A run as it stands in the list.

    ``objective`` is None where there is none, or several; ``brings`` where it is no plan of a city.
    """

    name: str
    kind: Kind
    when: str
    scenario: str
    status: str
    objective: float | None
    brings: Brings | None
    tags: tuple[str, ...]
    members: tuple[str, ...]
    """Runs that were kept of this study, by their names, as far as they are still there."""


def listed(parent: Path) -> tuple[Kept, ...]:
    """All runs of a folder, the oldest first; what is no run is passed over.

    >>> listed(Path("nowhere"))
    ()
    """
    if not parent.is_dir():
        return ()
    tags = read_tags(parent)
    folders = sorted(p for p in parent.iterdir() if p.is_dir() and not p.name.startswith("."))
    there = {p.name for p in folders}
    found = []
    for folder in folders:
        main = next((name for name in MAIN if (folder / name).is_file()), None)
        if main is None:
            continue
        data = _json(folder / main)
        objective = data.get("objective")
        told = _FOLDER.match(folder.name)
        found.append(
            Kept(
                name=folder.name,
                kind=MAIN[main],
                when=told[1] if told else "",
                scenario=str(data.get("scenario") if isinstance(data.get("scenario"), str) else "")
                or (told[2] if told else ""),
                status=str(data.get("status") or _status(data)),
                objective=float(objective) if isinstance(objective, (int, float)) else None,
                brings=_brings(data),
                tags=tuple(sorted(tag for tag, run in tags.items() if run == folder.name)),
                members=tuple(name for name in _members(folder) if name in there),
            )
        )
    return tuple(found)


def _brings(data: Mapping[str, Any]) -> Brings | None:
    """What the plan of a result brings; None where it is none, or a file that cannot be read as one."""
    try:
        if data.get("objective") is None:
            return None
        technologies = data["technologies"]
        return Brings(
            centres=len(data["chosen"]),
            support=sum(float(c["total_support"]) for c in data["chosen"]),
            money_unit=str(data["dataset"]["money_unit"]),
            covered=sum(t["with_plan"] > 0 for t in technologies),
            technologies=len(technologies),
        )
    except (KeyError, TypeError, ValueError):
        return None


def newest(parent: Path, main: str = "result.json") -> Path | None:
    """The run of a folder of runs that was made, or asked for again, last."""
    runs = sorted(p.parent for p in parent.glob(f"*/{main}") if not p.parent.name.startswith("."))
    if not runs:
        return None
    again = _json(parent / LATEST)
    name, when = str(again.get("run", "")), str(again.get("when", ""))
    return next((p for p in runs if p.name == name and when >= runs[-1].name[: len(when)]), runs[-1])


def same_run(parent: Path, main: str, files: Mapping[str, bytes]) -> Path | None:
    """The run that these files would only repeat: same inputs, versions, solver, limits and the same bytes."""
    if not parent.is_dir():
        return None
    told = json.loads(files[PROVENANCE])
    for folder in sorted(parent.glob(f"*Z-*-{hashlib.sha256(files[main]).hexdigest()[:8]}*")):
        if folder.name.startswith(".") or not _FOLDER.match(folder.name):
            continue
        other = _json(folder / PROVENANCE)
        same = all(other.get(key) == told.get(key) for key in _SAME)
        if same and all(_bytes(folder / name) == data for name, data in files.items() if name != PROVENANCE):
            _write(parent / LATEST, {"run": folder.name, "when": f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}"})
            return folder
    return None


def find(given: str | Path, parent: Path) -> Path:
    """A run by its path, a tag, its name or the beginning of it, or its scenario (the last plan of it).

    Raises
    ------
    UsageError
        None, or several begin like that; the nearest is named.
    """
    text, path = str(given), Path(given)
    if path.exists():
        return path
    tags = read_tags(parent)
    runs = listed(parent)
    if text in tags:
        return parent / tags[text]
    begins = [run.name for run in runs if run.name.startswith(text)]
    if len(begins) == 1:
        return parent / begins[0]
    if len(begins) > 1:
        words = Words("{n} runs begin with {r}: {all}", "有 {n} 次运行以 {r} 开头：{all}")
        raise UsageError(words.fill(n=len(begins), r=printable(text), all=", ".join(begins[:3])))
    if of_scenario := [run.name for run in runs if run.scenario == text and run.kind == "plan"]:
        return parent / of_scenario[-1]
    words = Words("{r} is no run, and none in {p} is called so", "{r} 不是运行结果，{p} 中也没有这样命名的运行").fill(
        r=printable(text), p=parent
    )
    if near := Nearest([*tags, *(run.name for run in runs), *(run.scenario for run in runs)])(text):
        words = Words("{w}; did you mean {near}?", "{w}；是否指 {near}？").fill(w=words, near=near)
    raise UsageError(words)


def tag(parent: Path, run: Path, name: str, *, force: bool = False) -> None:
    """Give a run a name.

    Raises
    ------
    UsageError
        It is no name, or another run has it (without ``force``).
    OutputError
        The folder cannot be written.
    """
    if not _TAG.match(name):
        words = Words("a tag is one word of letters, digits, - and .: {t}", "标签应为一个词（字母、数字、-、.）：{t}")
        raise UsageError(words.fill(t=printable(name)))
    tags = read_tags(parent)
    if tags.get(name, run.name) != run.name and not force:
        words = Words("{t} is the tag of {r} already; --force moves it", "标签 {t} 已属于 {r}；如需移用请加 --force")
        raise UsageError(words.fill(t=name, r=tags[name]))
    _write(parent / TAGS, {**tags, name: run.name})


def remove(parent: Path, run: Path, *, force: bool = False) -> None:
    """Remove a run and its tags; a study takes its members along.

    Raises
    ------
    UsageError
        A study that is still there needs the run (without ``force``), or the folder is no run.
    OutputError
        It cannot be removed.
    """
    runs = {each.name: each for each in listed(parent)}
    if run.resolve().parent != parent.resolve() or run.name not in runs:
        raise UsageError(Words("{r} is no run in {p}", "{r} 不是 {p} 中的运行").fill(r=run, p=parent))
    needed = [name for name, each in runs.items() if run.name in each.members]
    if needed and not force:
        words = Words(
            "{r} is part of the study {s}; --force removes it all the same", "{r} 属于研究 {s}；仍要删除请加 --force"
        )
        raise UsageError(words.fill(r=run.name, s=needed[0]))
    tags = read_tags(parent)
    for name in (run.name, *runs[run.name].members):
        hidden = parent / f".{name}-{secrets.token_hex(4)}.removed"
        try:
            (parent / name).rename(hidden)
            shutil.rmtree(hidden)
        except OSError as error:
            words = Words("{r} cannot be removed: {why}", "{r} 无法删除：{why}")
            raise OutputError(words.fill(r=name, why=error.strerror or str(error))) from error
        tags = {key: value for key, value in tags.items() if value != name}
    if tags != read_tags(parent):
        _write(parent / TAGS, tags)


def read_tags(parent: Path) -> dict[str, str]:
    """Run by tag; a damaged file has none."""
    return {str(k): v for k, v in _json(parent / TAGS).items() if isinstance(v, str)}


def _status(data: Mapping[str, Any]) -> str:
    """What a study says of its end in a place of its own; an evaluation is incomplete while something is missing."""
    if isinstance(missing := data.get("missing"), list):
        return "inexact" if missing else "complete"
    scenarios = data.get("scenarios")
    return str(scenarios.get("status", "")) if isinstance(scenarios, dict) else ""


def _members(folder: Path) -> tuple[str, ...]:
    names = _json(folder / MEMBERS).get("runs", ())
    return tuple(name for name in names if isinstance(name, str) and Path(name).name == name)


def _json(path: Path) -> dict[str, Any]:
    try:
        data = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return cast("dict[str, Any]", data) if isinstance(data, dict) else {}


def _bytes(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def _write(path: Path, data: Mapping[str, Any]) -> None:
    temporary = path.with_name(f"{path.name}-{secrets.token_hex(4)}.partial")
    try:
        temporary.write_text(json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n", "utf-8")
        os.replace(temporary, path)  # noqa: PTH105 - replaces on every system
    except OSError as error:
        temporary.unlink(missing_ok=True)
        words = Words("{p} cannot be written: {why}", "{p} 无法写入：{why}")
        raise OutputError(words.fill(p=path, why=error.strerror or str(error))) from error
