"""A source run again on a newer snapshot: what was added, has gone or was renamed, with what a person changed kept.

Beside the tables stands what the source itself gave (``.buju-source``), so that a cell, row or deletion by hand is told
from one of the source, and the list of all changes of the last refresh. What does not live here: running the mapping
(``running``) and comparing two tables (``comparing``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from graph.base.cell_text import printable, shown
from graph.base.errors import OutputError
from graph.base.safe_yaml import read
from graph.base.words import Words
from graph.base.writing import Content, same_content
from graph.model.schema import TABLES
from loaders.row_writing import row_writer
from loaders.sources.comparing import CHANGES_HEADER, TableChange, compare

BASE = ".buju-source"
"""Folder, in that of the tables, of what the source gave when it was last run."""
CHANGES = f"{BASE}/changes.csv"
"""Every row that the last refresh added, lost, renamed or changed, and all that was kept of a person's."""
ABOUT = "dataset.yaml"


@dataclass(frozen=True)
class Refreshed:
    """Files to write (none where nothing changed) and the changes by table."""

    files: Mapping[str, Content]
    changes: Mapping[str, TableChange]


def was_run(target: Path) -> bool:
    """Whether a folder holds tables of an earlier run."""
    return (target / BASE).is_dir()


def with_base(files: Mapping[str, Content]) -> dict[str, Content]:
    """The files of a run, with what the source gave beside them."""
    return {**files, **{f"{BASE}/{name}": content for name, content in files.items()}}


def refreshed(files: Mapping[str, Content], target: Path, scratch: Path, memory: str = "") -> Refreshed:
    r"""Hold the files of a new run against those of the earlier one and what a person made of them.

    Parameters
    ----------
    files
        What the source gives now: tables as files, ``dataset.yaml`` as bytes.
    target
        Folder of the earlier run.
    scratch
        Folder for what is made anew; it must be there until the files are written.
    memory
        Limit of DuckDB, if not its own.

    Raises
    ------
    OutputError
        The folder holds tables of another source.
    InputError
        A table that a person changed cannot be read.

    Examples
    --------
    >>> import tempfile
    >>> old, new = b"id,name,severity\nT1,a,1\nT2,b,1\n", b"id,name,severity\nT1,A,1\nT3,c,1\n"
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     place = Path(folder)
    ...     (place / BASE).mkdir()
    ...     _ = (place / BASE / "technologies.csv").write_bytes(old)
    ...     _ = (place / "technologies.csv").write_bytes(old.replace(b"a,1", b"a,5"))
    ...     _ = (place / "new.csv").write_bytes(new)
    ...     done = refreshed({"technologies.csv": place / "new.csv"}, place, place)
    ...     made = done.files["technologies.csv"].read_text("utf-8").split()
    >>> made
    ['id,name,severity', 'T1,A,5', 'T3,c,1']
    >>> change = done.changes["technologies"]
    >>> change.first_added, change.first_gone, change.first_renamed, change.kept
    (('T3',), ('T2',), (('T1', 'a', 'A'),), 1)
    """
    _refuse_another(files, target)
    made: dict[str, Content] = {}
    changes: dict[str, TableChange] = {}
    listed = scratch / "changes.csv"
    with listed.open("w", encoding="utf-8-sig", newline="") as file:
        row_writer(file).writerow(CHANGES_HEADER)
    for name, given in files.items():
        base, now = target / BASE / name, target / name
        if now.is_file() and base.is_file() and same_content(base, given):
            continue  # nothing new: what stands there is left as it is, by hand or not
        made[f"{BASE}/{name}"] = made[name] = given
        if name == ABOUT:
            if base.is_file() and now.is_file():
                made[name] = _about(base, now, given)
        elif name.removesuffix(".csv") in TABLES and isinstance(given, Path) and (base.is_file() or now.is_file()):
            table, joined = name.removesuffix(".csv"), scratch / f"joined-{name}"
            before = base if base.is_file() else None
            mine = now if now.is_file() and not (before and same_content(now, before)) else None
            change = compare(table, before, mine, given, joined=joined, changes=listed, memory=memory)
            if mine is not None:
                made[name] = joined
            if change != TableChange():
                changes[table] = change
    if changes:
        made[CHANGES] = listed
    return Refreshed(made, changes)


def of_another(files: Mapping[str, Content], target: Path) -> bool:
    """Whether the folder holds the tables of another source, which would be mixed with these."""
    return _origins(files, target) is not None


def _origins(files: Mapping[str, Content], target: Path) -> tuple[str, str] | None:
    """What the tables there and the new ones are of, where that is not the same."""
    base, given = target / BASE / ABOUT, files.get(ABOUT)
    if not base.is_file() or not isinstance(given, bytes):
        return None
    before, now = (str(_data(content).get("note", "")) for content in (base.read_bytes(), given))
    return None if before == now else (before, now)


def _refuse_another(files: Mapping[str, Content], target: Path) -> None:
    if (origins := _origins(files, target)) is None:
        return
    words = Words(
        "{p} holds the tables of another source ({a}, not {b}); nothing was written. Use another folder, or --force",
        "{p} 中是另一数据源的表（{a}，而非 {b}），未写入任何内容。请改用其他文件夹，或使用 --force",
    )
    raise OutputError(words.fill(p=printable(target), a=shown(origins[0]), b=shown(origins[1])))


def _data(content: bytes) -> dict[str, Any]:
    found = read(content.decode("utf-8-sig"), ABOUT).data
    return found if isinstance(found, dict) else {}


def _about(base: Path, now: Path, given: Content) -> bytes:
    """``dataset.yaml`` of the source with the keys that a person changed; unread where she changed none."""
    content = given.read_bytes() if isinstance(given, Path) else given
    if same_content(now, base):
        return content
    before, mine, new = _data(base.read_bytes()), _data(now.read_bytes()), _data(content)
    for key in {*before, *mine}:
        if mine.get(key) != before.get(key):
            new[key] = mine.get(key)
    told = {k: new[k] for k in (*new, *mine) if new.get(k) is not None}
    return yaml.safe_dump(told, allow_unicode=True, sort_keys=False, width=110).encode()
