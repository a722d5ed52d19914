"""One folder put in another's place in one step of the system, so that whoever looks finds the old files or the new.

What does not live here: what is written, and what is done where the system has no such step (``writing``).
"""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import sys
import uuid
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

MARK = ".buju-new-"
"""Begins the name of what is being written beside its place; the number of the process and the place follow."""
COMMIT = ".buju-commit"
"""A folder of files that are wholly written and on their way into the folder that it stands in."""
_AT_FDCWD = -100
_EXCHANGE = 2
_NO_WAY = frozenset(
    {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EXDEV, errno.EPERM, errno.ENOTTY}
)
_MOST = 5_000
"""Files that a folder may hold to be copied by links."""


class NoExchangeError(Exception):
    """The system, or this folder, has no exchange in one step."""


@cache
def _call() -> Any:
    """The call that exchanges two names, of Linux or macOS; None elsewhere."""
    try:
        library = ctypes.CDLL(None, use_errno=True)
        if sys.platform == "darwin":
            return lambda a, b: library.renamex_np(a, b, _EXCHANGE)
        library.renameat2.argtypes = [ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_uint]
    except (OSError, AttributeError, TypeError):
        return None
    return lambda a, b: library.renameat2(_AT_FDCWD, a, _AT_FDCWD, b, _EXCHANGE)


def exchange(one: Path, other: Path) -> None:
    """Let two names change places, in one step.

    Raises
    ------
    NoExchangeError
        The system or the file system cannot.
    OSError
        It can, and something else is wrong.
    """
    call = _call()
    if call is None:
        raise NoExchangeError
    if call(os.fsencode(one), os.fsencode(other)) != 0:
        number = ctypes.get_errno()
        if number in _NO_WAY:
            raise NoExchangeError
        raise OSError(number, os.strerror(number), str(other))
    settle(other.parent)


def movable(folder: Path) -> bool:
    """Whether a folder may be exchanged: we do not stand in it, it is no link and no mount, and it is small."""
    here = Path.cwd()
    place = folder.resolve()
    if folder.is_symlink() or folder.is_mount() or here == place or place in here.parents:
        return False
    return sum(1 for _, _ in zip(_everything(folder), range(_MOST), strict=False)) < _MOST


def _everything(folder: Path) -> Iterator[Path]:
    for entry in folder.iterdir():
        yield entry
        if entry.is_dir() and not entry.is_symlink():
            yield from _everything(entry)


def linked(source: Path, target: Path, without: frozenset[str]) -> None:
    """Give ``target`` what ``source`` holds, but for some names: folders anew, files by a second name for each.

    Raises
    ------
    NoExchangeError
        The file system gives a file one name only.
    """
    for entry in sorted(source.iterdir()):
        if entry.name in without or entry.name.startswith((MARK, COMMIT)):
            continue
        if entry.is_dir() and not entry.is_symlink():
            made = target / entry.name
            made.mkdir()
            linked(entry, made, frozenset())
            shutil.copystat(entry, made)
            continue
        try:
            os.link(entry, target / entry.name, follow_symlinks=False)
        except (OSError, NotImplementedError) as error:
            raise NoExchangeError from error


def settle(path: Path) -> None:
    """Have the system write a file or a folder to the disk; where it cannot, nothing is lost but the assurance."""
    try:
        number = os.open(path, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(number)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EIO):
            raise
    finally:
        os.close(number)


def beside(target: Path) -> Path:
    """A new name in the folder that ``target`` stands in, known as ours and as this process's."""
    return target.absolute().parent / f"{MARK}{os.getpid()}-{uuid.uuid4().hex[:8]}-{target.name}"


def leftovers(folder: Path) -> list[Path]:
    """What writes into a folder have left behind that were cut off; not what a living process is writing.

    Examples
    --------
    >>> leftovers(Path("no such folder"))
    []
    """
    found = []
    for place, only in ((folder, ""), (folder.absolute().parent, folder.absolute().name)):
        names = sorted(place.glob(f"{MARK}*")) if place.is_dir() else []
        found += [p for p in names if (not only or p.name.endswith(f"-{only}")) and not _alive(p.name)]
    return found


def _alive(name: str) -> bool:
    number = name.removeprefix(MARK).split("-")[0]
    if not number.isdecimal() or int(number) == os.getpid():
        return number.isdecimal()
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def clear(folder: Path) -> None:
    """Remove what earlier writes into a folder have left behind; a whole but unfinished one is finished first."""
    finish(folder)
    for path in leftovers(folder):
        shutil.rmtree(path, ignore_errors=True)


def finish(folder: Path) -> None:
    """Move the files of a write that was cut off on their way; they are whole."""
    commit = folder / COMMIT
    if not commit.is_dir():
        return
    for path in sorted(p for p in _everything(commit) if not p.is_dir()):
        place = folder / path.relative_to(commit)
        place.parent.mkdir(parents=True, exist_ok=True)
        path.replace(place)
    shutil.rmtree(commit)
