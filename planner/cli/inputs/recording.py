"""Rows added to a dataset's folder by a command: tried before they are written, so that nothing is made worse.

What does not live here: which rows (``planner.studies.course``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from graph.base.cell_text import fold
from graph.base.errors import InputError, UsageError
from graph.base.findings import Finding
from graph.base.words import Words

if TYPE_CHECKING:
    from planner.studies.course.recording import Signed


def signed(by: str, on: str | None, source: str) -> Signed:
    """Who records, on which day (today, unless told) and on which paper.

    Raises
    ------
    UsageError
        Nobody is named, or there is no such day.
    """
    from planner.studies.course.recording import Signed

    if not by.strip():
        raise UsageError(Words("--by names who decided or recorded it", "请用 --by 写明决定或登记者"))
    try:
        day = datetime.now(UTC).astimezone().date() if on is None else date.fromisoformat(on.strip())
    except ValueError:
        words = Words("--on takes a day, YYYY-MM-DD: {d} is none", "--on 应为日期 YYYY-MM-DD，{d} 不是日期")
        raise UsageError(words.fill(d=on)) from None
    return Signed(by.strip(), day.isoformat(), source.strip())


def centre_names(folder: Path) -> dict[str, str]:
    """Id → name of each centre in a dataset's folder."""
    from planner.runs.table_files import table_file

    file = table_file(folder, "centres", ())
    return {cells.get("id", "").strip(): cells.get("name", "").strip() for cells in map(file.cells, file.rows)}


def named_centre(said: str, names: Mapping[str, str]) -> str:
    """The id of a centre that was given by id or by name; what is neither stays, and the checks of tables tell it.

    Raises
    ------
    UsageError
        Several centres have this name.

    Examples
    --------
    >>> named_centre("低碳化工中心", {"C07": "低碳化工中心", "C08": "特种树脂中心"}), named_centre("C9", {})
    ('C07', 'C9')
    """
    called = [centre for centre, name in names.items() if fold(name) == fold(said)]
    if said in names or not called:
        return said
    if len(called) > 1:
        words = Words("{n} centres are called {c}: give the id, {ids}", "有 {n} 家中心名为 {c}：请用编号 {ids}")
        raise UsageError(words.fill(n=len(called), c=said, ids=Words(", ".join(called), "、".join(called))))
    return called[0]


def add_rows(
    folder: Path, rows: Mapping[str, Sequence[Mapping[str, str]]]
) -> tuple[tuple[Path, ...], tuple[Finding, ...]]:
    """Add rows to the tables of a dataset's folder, all of them or none.

    Returns
    -------
    tuple
        The files that were changed, and findings that the rows bring along (warnings and notes).

    Raises
    ------
    InputError
        With the rows the dataset would have errors; all are told and nothing is written.
    """
    from graph.base.writing import write_files
    from loaders.dataset import load
    from planner.runs.table_files import added

    files = added(folder, rows)
    before = load(folder)
    known = {(f.code, f.column, f.value, f.message) for f in before.findings}
    after = load(folder, instead=files)
    new = tuple(f for f in after.findings if (f.code, f.column, f.value, f.message) not in known)
    if after.ecosystem is None:
        words = Words(
            "nothing was recorded: the dataset would have {n:error|errors}", "未登记任何内容：数据集将出现 {n} 处错误"
        )
        errors = [f for f in after.findings if f.level == "error"]
        raise InputError(words.fill(n=len(errors)), [f for f in after.findings if f in errors or f in new])
    return write_files(folder, files, force=True), new
