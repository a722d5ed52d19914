"""Where a scenario is: a file by its path, a scenario of the dataset by its name, or a policy that ships with buju.

What does not live here: reading the file (``sources``) and what it says (``scenario``).
"""

from __future__ import annotations

import re
from pathlib import Path

from graph.base.cell_text import printable
from graph.base.errors import UsageError
from graph.base.nearest import Nearest
from graph.base.words import Words
from planner.rulebook.scenario.sources import shipped_names

SCENARIOS = "scenarios"
"""Folder of a dataset that holds its scenarios."""
DEFAULT = "base"
"""Name of the scenario that is taken where none is given."""
_ENDINGS = (".yaml", ".yml")
_NAME = re.compile(r"[^\W][\w.-]*\Z")
"""A name is one word: no separator, so that it never leaves the folder."""


def locate(given: Path | str | None, place: Path | None) -> Path:
    """The file of a scenario that was asked for.

    Parameters
    ----------
    given : Path or str, optional
        The path of a file; or the name of a file of the dataset's ``scenarios``, with or without its ending; or the
        name of a shipped policy. They are tried in this order. None means the dataset's ``base``.
    place : Path, optional
        The dataset: its folder, or a file beside which the folder ``scenarios`` stands; None of data frames.

    Returns
    -------
    Path
        For ``planner.rulebook.scenario.load``; a path that is no name is given back even if nothing is there, so
        that reading it says so.

    Raises
    ------
    UsageError
        If a name is neither in the dataset nor shipped, or nothing was given and the dataset has no ``base``.

    Examples
    --------
    >>> locate("ningbo-2023", None).as_posix(), locate("plans/less.yaml", None).as_posix()
    ('ningbo-2023', 'plans/less.yaml')
    """
    if given is None:
        if (found := _named(DEFAULT, place)) is None:
            raise UsageError(_NONE_GIVEN)
        return found
    path = Path(given)
    if path.is_file() or not _NAME.match(str(given)):
        return path
    if (found := _named(str(given), place)) is not None:
        return found
    if str(given) in shipped_names() or path.suffix in _ENDINGS:
        return path
    raise UsageError(_unknown(str(given), place))


def names(place: Path | None) -> tuple[str, ...]:
    """Names of the scenarios of a dataset, in alphabetical order; none where there is no such folder.

    >>> names(None)
    ()
    """
    folder = _folder(place)
    if folder is None or not folder.is_dir():
        return ()
    return tuple(sorted({p.stem for p in folder.iterdir() if p.suffix in _ENDINGS and p.is_file()}))


def _folder(place: Path | None) -> Path | None:
    return None if place is None else (place if place.is_dir() else place.parent) / SCENARIOS


def _named(name: str, place: Path | None) -> Path | None:
    folder = _folder(place)
    if folder is None:
        return None
    tried = (folder / (name + ending) for ending in ("", *_ENDINGS))
    return next((p for p in tried if p.suffix in _ENDINGS and p.is_file()), None)


def _unknown(name: str, place: Path | None) -> Words:
    known = (*names(place), *shipped_names())
    near = Nearest(known)(name)
    here = Words(", ".join(known), "、".join(known))
    message = (
        Words(
            "there is no scenario {name}; did you mean {near}? Known by name: {here}",
            "没有名为 {name} 的情景；是否想写 {near}？可用名称：{here}",
        )
        if near
        else Words("there is no scenario {name}; known by name: {here}", "没有名为 {name} 的情景；可用名称：{here}")
    )
    return message.fill(name=printable(name), near=near or "", here=here)


_NONE_GIVEN = Words(
    "no scenario given and {f} is not there; give one with -S", "未指定情景，且没有 {f}；请用 -S 指定"
).fill(f=f"{SCENARIOS}/{DEFAULT}.yaml")
