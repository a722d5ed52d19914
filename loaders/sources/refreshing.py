"""A source run again on a newer snapshot: what was added, has gone or was renamed, with what a person changed kept.

Beside the tables stands what the source itself gave (``.buju-source``), so that a cell, row or deletion by hand is told
from one of the source. What does not live here: running the mapping (``running``).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from graph.base.records import Count
from graph.base.writing import Content, same_content
from graph.model.schema import TABLES

BASE = ".buju-source"
"""Folder, in that of the tables, of what the source gave when it was last run."""

Rows = dict[tuple[str, ...], dict[str, str]]


@dataclass(frozen=True, kw_only=True)
class TableChange:
    """What a newer snapshot changed in one table. Keys of more than one column are joined by ``|``.

    Attributes
    ----------
    added, gone
        Keys of rows that the source has now, or no longer has.
    renamed
        (key, old name, new name).
    changed
        Rows of which the source changed another cell.
    kept
        Cells, rows and deletions by hand that stay.
    """

    added: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    renamed: tuple[tuple[str, str, str], ...] = ()
    changed: Count = 0
    kept: Count = 0

    @property
    def nothing(self) -> bool:
        """Whether the source gave what it gave before."""
        return not (self.added or self.gone or self.renamed or self.changed)


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


def refreshed(files: Mapping[str, Content], target: Path) -> Refreshed:
    r"""Hold the files of a new run against those of the earlier one and what a person made of them.

    Examples
    --------
    >>> import tempfile
    >>> old, new = b"id,name,severity\nT1,a,1\nT2,b,1\n", b"id,name,severity\nT1,A,1\nT3,c,1\n"
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     place = Path(folder)
    ...     (place / BASE).mkdir()
    ...     _ = (place / BASE / "technologies.csv").write_bytes(old)
    ...     _ = (place / "technologies.csv").write_bytes(old.replace(b"a,1", b"a,5"))
    ...     done = refreshed({"technologies.csv": new}, place)
    >>> done.files["technologies.csv"].decode().split()
    ['id,name,severity', 'T1,A,5', 'T3,c,1']
    >>> done.changes["technologies"]
    TableChange(added=('T3',), gone=('T2',), renamed=(('T1', 'a', 'A'),), changed=0, kept=1)
    """
    made: dict[str, Content] = {}
    changes: dict[str, TableChange] = {}
    for name, given in files.items():
        table = name.removesuffix(".csv")
        base, now = target / BASE / name, target / name
        if table not in TABLES or not base.is_file():
            made[name] = given
            continue
        if now.is_file() and same_content(now, given) and same_content(base, given):
            made[name] = given  # nothing new and nothing by hand: not a row is looked at
            continue
        content = given.read_bytes() if isinstance(given, Path) else given
        mine = now.read_bytes() if now.is_file() else base.read_bytes()
        if mine == base.read_bytes():
            made[name] = content
            change = _compared(table, _rows(table, mine), _rows(table, content))
        else:
            made[name], change = _joined(table, base.read_bytes(), mine, content)
        if change != TableChange():
            changes[table] = change
    left = with_base(files) | made
    same = all((target / n).is_file() and same_content(target / n, content) for n, content in left.items())
    return Refreshed({} if same else left, changes)


def _rows(table: str, content: bytes) -> Rows:
    reader = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    keys = TABLES[table].key
    return {tuple(row.get(k) or "" for k in keys): row for row in reader}


def _compared(table: str, base: Rows, new: Rows, kept: int = 0) -> TableChange:
    both = [k for k in new if k in base]
    named = "name" if any(c.name == "name" for c in TABLES[table].columns) else ""
    renamed = [(k, base[k].get(named), new[k].get(named)) for k in both] if named else []
    others = sum(any(base[k].get(c) != v for c, v in new[k].items() if c != named) for k in both)
    return TableChange(
        added=tuple(_shown(k) for k in new if k not in base),
        gone=tuple(_shown(k) for k in base if k not in new),
        renamed=tuple((_shown(k), a or "", b or "") for k, a, b in renamed if a != b),
        changed=others,
        kept=kept,
    )


def _joined(table: str, base_text: bytes, mine_text: bytes, new_text: bytes) -> tuple[bytes, TableChange]:
    """The new rows with the cells, rows and deletions by hand of the earlier ones."""
    base, mine, new = (_rows(table, text) for text in (base_text, mine_text, new_text))
    header = list(dict.fromkeys((*_header(new_text), *_header(mine_text))))
    rows: list[dict[str, str]] = []
    kept = 0
    for at, row in new.items():
        if at in base and at not in mine:
            kept += 1
            continue
        own = {c: v for c, v in mine.get(at, {}).items() if v != base.get(at, {}).get(c, "")} if at in base else {}
        kept += len(own)
        rows.append({**row, **own})
    by_hand = [row for at, row in mine.items() if at not in base and at not in new]
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, header, restval="", lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    writer.writerows([*rows, *by_hand])
    return text.getvalue().encode(), _compared(table, base, new, kept + len(by_hand))


def _header(content: bytes) -> list[str]:
    return next(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")), [])


def _shown(key: tuple[str, ...]) -> str:
    return "|".join(key)
