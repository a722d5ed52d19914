"""Defaults of a person or a project: the file ``buju.toml`` of this folder, or of the nearest folder above it.

What does not live here: the options themselves; an option on the command line always goes before a default.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from graph.base.cell_text import printable
from graph.base.nearest import Nearest
from graph.base.words import Words

FILE = "buju.toml"


@dataclass(frozen=True)
class Settings:
    """Defaults, and what is wrong with the file that gave them."""

    language: str = ""
    """``zh`` or ``en``; empty: the environment decides."""
    solver: str = "highs"
    threads: int = 1
    runs: Path = Path("runs")
    problems: tuple[Words, ...] = ()


def read(folder: Path) -> Settings:
    """The defaults that hold in a folder; those of the program where no file says otherwise.

    Parameters
    ----------
    folder : Path
        Where to begin; the first ``buju.toml`` of it and the folders above it is read.

    Returns
    -------
    Settings
        All that is wrong with the file stands in ``problems``, and the values concerned keep their defaults.
    """
    try:
        file = next((p / FILE for p in (folder, *folder.parents) if (p / FILE).is_file()), None)
        if file is None:
            return Settings()
        data = tomllib.loads(file.read_text("utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        words = Words("{f} cannot be read: {why}", "{f} 无法读取：{why}")
        return Settings(problems=(words.fill(f=FILE, why=printable(error)),))
    return _checked(file, data)


def _checked(file: Path, data: Mapping[str, Any]) -> Settings:
    made, problems = Settings(), []
    known = {
        "language": (lambda v: v in ("zh", "en"), Words('"zh" or "en"', '"zh" 或 "en"')),
        "solver": (lambda v: isinstance(v, str) and v != "", Words("the name of a solver", "求解器名称")),
        "threads": (
            lambda v: isinstance(v, int) and not isinstance(v, bool) and v >= 1,
            Words("a whole number from 1 on", "不小于 1 的整数"),
        ),
        "runs": (lambda v: isinstance(v, str) and v != "", Words("a folder", "目录")),
    }
    for key, value in data.items():
        if key not in known:
            words = Words("{f}: there is no setting {k}", "{f}：没有设置项 {k}").fill(f=file, k=printable(key))
            if near := Nearest(known)(key):
                words = Words("{w}; did you mean {n}?", "{w}；是否指 {n}？").fill(w=words, n=near)
            problems.append(words)
        elif not known[key][0](value):
            words = Words("{f}: {k} takes {what}, not {v}", "{f}：{k} 应为{what}，而非 {v}")
            problems.append(words.fill(f=file, k=key, what=known[key][1], v=printable(value)))
        else:
            made = replace(made, **{key: file.parent / value if key == "runs" else value})
    return replace(made, problems=tuple(problems))


def _here() -> Path:
    try:
        return Path.cwd()
    except OSError:  # the folder has been removed
        return Path()


SETTINGS = read(_here())
"""The defaults of this process; help texts and options need them at import."""
