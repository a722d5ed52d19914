"""Folders of one's own in the system's temporary one: removed at the end, and those of processes that were killed too.

What does not live here: what is written into them.
"""

from __future__ import annotations

import os
import shutil
import stat
import weakref
from pathlib import Path
from tempfile import gettempdir, mkdtemp

try:
    import fcntl
except ImportError:  # Windows: what a killed process left there is left
    fcntl = None  # type: ignore[assignment]

PREFIX = "buju-sources-"
OWNER = ".owner"
"""Locked while its process lives, whatever ends it; a number of a process would mislead, as numbers come again."""
_SAID = b"made by buju sources; may be removed once no process holds this file locked\n"


class Scratch:
    """A new folder, held by this process and removed when it is left, no longer held, or the program ends.

    Examples
    --------
    >>> with Scratch() as place:
    ...     place.is_dir()
    True
    >>> place.exists()
    False
    """

    def __init__(self) -> None:
        sweep()
        self.path = Path(mkdtemp(prefix=PREFIX))
        self._end = weakref.finalize(self, _remove, self.path, _held(self.path))

    def __enter__(self) -> Path:
        return self.path

    def __exit__(self, *_: object) -> None:
        self._end()


def sweep() -> tuple[Path, ...]:
    """Remove such folders whose process is gone; which they were.

    A folder is ours to remove if it has the name, belongs to this user, is no link, holds the owner's file with its
    words, and nobody has that file locked. The words are written once the lock is there, so that one that is being
    made is never taken for one that was left.
    """
    if fcntl is None:
        return ()
    with os.scandir(gettempdir()) as entries:
        found = [Path(e.path) for e in entries if e.name.startswith(PREFIX) and e.is_dir(follow_symlinks=False)]
    gone = []
    for folder in sorted(found):
        try:
            number = os.open(folder / OWNER, os.O_RDWR | os.O_NOFOLLOW | os.O_NONBLOCK)
        except OSError:
            continue
        try:
            seen = os.fstat(number)
            ours = stat.S_ISREG(seen.st_mode) and seen.st_uid == folder.lstat().st_uid == os.geteuid()
            if ours and os.read(number, len(_SAID) + 1) == _SAID:
                fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(folder, ignore_errors=True)
                gone.append(folder)
        except OSError:
            continue  # somebody holds it, or removes it at this moment
        finally:
            os.close(number)
    return tuple(gone)


def _held(folder: Path) -> int | None:
    """The owner's file, locked; None where the system locks nothing."""
    if fcntl is None:
        return None
    number = os.open(folder / OWNER, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(number)
        return None
    os.write(number, _SAID)
    return number


def _remove(folder: Path, held: int | None) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    if held is not None:
        os.close(held)
