"""Files written whole or not at all, in one step: made beside their place, then exchanged for what stands there.

Killed at any moment, a write leaves the old files or the new ones, and perhaps a folder ``.buju-new-…`` that the next
write clears. What does not live here: what is written, and the step itself (``swapping``).
"""

from __future__ import annotations

import errno
import filecmp
import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

from graph.base.cell_text import printable, shown
from graph.base.errors import OutputError
from graph.base.swapping import COMMIT, NoExchangeError, beside, clear, exchange, finish, linked, movable, settle
from graph.base.words import Words

Content = bytes | Path
"""What a file shall hold: the bytes, or a file of the same content, which is copied and not read into memory."""

_REASONS = {
    errno.EACCES: Words("no permission to write there", "没有写入权限"),
    errno.EPERM: Words("no permission to write there", "没有写入权限"),
    errno.EROFS: Words("the place is read-only", "位置为只读"),
    errno.ENOENT: Words("no folder can be made there", "无法在该处建立文件夹"),
    errno.ENOTDIR: Words("a file stands where a folder is needed", "所需文件夹的位置上是一个文件"),
    errno.EEXIST: Words("a file stands where a folder is needed", "所需文件夹的位置上是一个文件"),
    errno.EISDIR: Words("a folder stands where a file is needed", "所需文件的位置上是一个文件夹"),
    errno.ENAMETOOLONG: Words("the name is too long", "名称过长"),
}


def write_files(
    target: Path, files: Mapping[str, Content], *, force: bool = False, again: bool = False
) -> tuple[Path, ...]:
    """Write files into a folder, which is made if need be; all of them or none, in one step.

    Parameters
    ----------
    target
        The folder; other files in it stay.
    files
        Name → content, as bytes or as a file to copy; a name may lead into folders of the folder
        (``scenarios/base.yaml``).
    force
        Whether files of the same name may be replaced.
    again
        Whether files of the same name that hold the same bytes are no quarrel.

    Raises
    ------
    OutputError
        A file is there already, the folder cannot be written, or the disk is full; nothing is changed then.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     [p.name for p in write_files(Path(folder) / "new", {"a.txt": b"a", "b.txt": b"b"})]
    ['a.txt', 'b.txt']
    """
    refuse_file(target)
    try:
        there = sorted(n for n, data in files.items() if _there(target / n) and not (again and _same(target / n, data)))
        blocked = any((target / name).is_dir() and not (target / name).is_symlink() for name in there)
        if there and (blocked or not force):
            raise OutputError(_kept(target, there))
        clear(target)
        _write(target, files)
    except OSError as error:
        raise OutputError(unwritable(target, error)) from error
    return tuple(target / name for name in files)


def replace_folder(target: Path, files: Mapping[str, Content]) -> None:
    """Write a folder that holds these files and nothing else, in one step; what it held before is lost.

    Raises
    ------
    OutputError
        It cannot be written; nothing is changed then.
    """
    refuse_file(target)
    try:
        clear(target)
        if target.is_dir() and any(target.iterdir()):
            _exchanged(target, files, keep=False)
        else:
            _made(target, files)
    except OSError as error:
        raise OutputError(unwritable(target, error)) from error


def refuse_file(target: Path) -> None:
    """Refuse a file in the place of the folder.

    Raises
    ------
    OutputError
        There is one.
    """
    if (target.exists() or target.is_symlink()) and not target.is_dir():
        words = Words(
            "{p} is not a folder: a file stands where a folder is needed",
            "{p} 不是文件夹：所需文件夹的位置上是一个文件",
        )
        raise OutputError(words.fill(p=printable(target)))


def _kept(target: Path, there: list[str]) -> Words:
    words = Words(
        "{p} holds {names} already; nothing was written. Use --force to replace, or name another folder",
        "{p} 中已有 {names}，未写入任何内容。可用 --force 覆盖，或改用其他文件夹",
    )
    few = there if len(there) <= 3 else [*there[:3], "…"]
    names = Words(", ".join(map(shown, few)), "、".join(map(shown, few)))
    return words.fill(p=printable(target), names=names)


def _there(path: Path) -> bool:
    return path.is_symlink() or path.exists()


def _same(path: Path, data: Content) -> bool:
    return not path.is_symlink() and path.is_file() and same_content(path, data)


def same_content(path: Path, content: Content) -> bool:
    """Whether a file holds this content."""
    if isinstance(content, Path):
        return filecmp.cmp(path, content, shallow=False)
    return path.stat().st_size == len(content) and path.read_bytes() == content


def _write(target: Path, files: Mapping[str, Content]) -> None:
    if not target.exists():
        _made(target, files)
    elif len(files) == 1:
        _one(target, *next(iter(files.items())))
    elif movable(target):
        try:
            _exchanged(target, files, keep=True)
        except NoExchangeError:
            _moved(target, files)
    else:
        _moved(target, files)


def _cleared(path: Path, work: Callable[[], None]) -> None:
    """Do the work; whatever stops it, nothing stays at ``path``."""
    try:
        work()
    finally:
        if path.exists():
            shutil.rmtree(path, ignore_errors=True)


def _fill(folder: Path, files: Mapping[str, Content]) -> None:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, Path):
            shutil.copyfile(content, path)
        else:
            path.write_bytes(content)
        settle(path)
    settle(folder)


def _made(target: Path, files: Mapping[str, Content]) -> None:
    """A folder that is not there, with the folders above it that are not there either: one renaming."""
    top = [p for p in (target, *target.absolute().parents) if not p.exists()][-1:] or [target]
    stage = beside(top[0])

    def work() -> None:
        inside = stage / target.absolute().relative_to(top[0].absolute())
        inside.mkdir(parents=True)
        _fill(inside, files)
        stage.rename(top[0])
        settle(top[0].absolute().parent)

    _cleared(stage, work)


def _one(target: Path, name: str, content: Content) -> None:
    stage = beside(target / "file")

    def work() -> None:
        stage.mkdir()
        _fill(stage, {"file": content})
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        (stage / "file").replace(target / name)
        settle(target)

    _cleared(stage, work)


def _exchanged(target: Path, files: Mapping[str, Content], *, keep: bool) -> None:
    """The folder whole beside itself, with what is kept, and then in its place."""
    place = target.resolve()
    stage = beside(place)

    def work() -> None:
        stage.mkdir()
        if keep:
            linked(place, stage, frozenset(n for n in files if "/" not in n))
        for name in files:
            (stage / name).unlink(missing_ok=True)
        _fill(stage, files)
        shutil.copymode(place, stage)
        try:
            exchange(stage, place)
        except NoExchangeError:
            if keep:
                raise
            _two_steps(stage, place)

    _cleared(stage, work)


def _two_steps(stage: Path, place: Path) -> None:
    """Where there is no exchange: the old folder aside, the new one in; on failure the old one goes back."""
    old = beside(place)
    place.rename(old)
    try:
        stage.rename(place)
    except OSError:
        old.rename(place)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _moved(target: Path, files: Mapping[str, Content]) -> None:
    """Where the folder cannot be exchanged: all files whole within it, made valid by one renaming, then moved."""
    stage = beside(target / "files")

    def work() -> None:
        stage.mkdir()
        _fill(stage, files)
        stage.rename(target / COMMIT)
        settle(target)
        finish(target)

    _cleared(stage, work)


def unwritable(target: Path, error: OSError) -> Words:
    """Say why a folder could not be written."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return Words(
            "the disk is full (no space left on it); {p} was not written", "磁盘已满（空间不足），未写入 {p}"
        ).fill(p=printable(target))
    said = os.strerror(error.errno) if error.errno else type(error).__name__
    reason = _REASONS.get(error.errno or 0, Words(said, said))
    return Words("{p} cannot be written: {r}; nothing was written", "无法写入 {p}：{r}；未写入任何内容").fill(
        p=printable(target), r=reason
    )
