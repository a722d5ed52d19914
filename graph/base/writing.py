"""Files written whole or not at all: made beside the target, then moved into place; a failure is undone.

What does not live here: what is written (``template``).
"""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from graph.base.cell_text import printable, shown
from graph.base.errors import OutputError
from graph.base.words import Words


def write_files(target: Path, files: Mapping[str, bytes], *, force: bool = False) -> tuple[Path, ...]:
    """Write files into a folder, which is made if need be; all of them or none.

    Parameters
    ----------
    target
        The folder; other files in it stay.
    files
        Name → content.
    force
        Whether files of the same name may be replaced.

    Raises
    ------
    OutputError
        A file is there already, the folder cannot be written, or the disk is full; nothing is changed then.

    Examples
    --------
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     [p.name for p in write_files(Path(folder) / "new", {"a.txt": b"a", "b.txt": b"b"})]
    ['a.txt', 'b.txt']
    """
    if target.exists() and not target.is_dir():
        raise OutputError(Words("{p} is not a folder", "{p} 不是文件夹").fill(p=printable(target)))
    there = sorted(name for name in files if (target / name).exists() or (target / name).is_symlink())
    if there and (not force or any((target / name).is_dir() for name in there)):
        words = Words(
            "{p} holds {names} already; nothing was written. Use --force to replace, or name another folder",
            "{p} 中已有 {names}，未写入任何内容。可用 --force 覆盖，或改用其他文件夹",
        )
        few = there if len(there) <= 3 else [*there[:3], "…"]
        names = Words(", ".join(map(shown, few)), "、".join(map(shown, few)))
        raise OutputError(words.fill(p=printable(target), names=names))
    made = _made(target)
    try:
        target.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".buju-", dir=target) as beside:
            new, old = Path(beside, "new"), Path(beside, "old")
            new.mkdir()
            old.mkdir()
            for name, content in files.items():
                (new / name).write_bytes(content)
            _move(files, new, target, old)
    except BaseException as error:
        for folder in made:
            shutil.rmtree(folder, ignore_errors=True)
        if isinstance(error, OSError):
            raise OutputError(unwritable(target, error)) from error
        raise
    return tuple(target / name for name in files)


def unwritable(target: Path, error: OSError) -> Words:
    """Say why a folder could not be written."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return Words("the disk is full; {p} was not written", "磁盘已满，未写入 {p}").fill(p=printable(target))
    reason = os.strerror(error.errno) if error.errno else type(error).__name__
    return Words("{p} cannot be written: {r}", "无法写入 {p}：{r}").fill(p=printable(target), r=reason)


def _made(target: Path) -> list[Path]:
    """The topmost folder that writing would make, to be removed again on failure."""
    missing = [p for p in (target, *target.parents) if not p.exists()]
    return missing[-1:]


def _move(names: Mapping[str, bytes], new: Path, target: Path, old: Path) -> None:
    """Move every new file into place, keeping what it replaces; undo everything if one fails."""
    moved: list[str] = []
    try:
        for name in names:
            if (target / name).exists() or (target / name).is_symlink():
                (target / name).replace(old / name)
            moved.append(name)
            (new / name).replace(target / name)
    except BaseException:
        for name in moved:
            (target / name).unlink(missing_ok=True)
            if (old / name).exists() or (old / name).is_symlink():
                (old / name).replace(target / name)
        raise
