"""Files that appear whole or not at all: written beside their place, then renamed; nothing is overwritten unasked.

What does not live here: what the files hold.
"""

from __future__ import annotations

import errno
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from graph.base.errors import OutputError
from graph.base.words import Words

_REASONS = {
    errno.ENOSPC: Words("no space left on the disk", "磁盘空间不足"),
    errno.EDQUOT: Words("the disk quota is used up", "磁盘配额已用完"),
    errno.EACCES: Words("no permission to write there", "没有写入权限"),
    errno.EPERM: Words("no permission to write there", "没有写入权限"),
    errno.EROFS: Words("the place is read-only", "位置为只读"),
    errno.ENOENT: Words("no folder can be made there", "无法在该处建立文件夹"),
    errno.ENOTDIR: Words("a file stands where a folder is needed", "所需文件夹的位置上是一个文件"),
    errno.EEXIST: Words("a file stands where a folder is needed", "所需文件夹的位置上是一个文件"),
    errno.EISDIR: Words("a folder stands where a file is needed", "所需文件的位置上是一个文件夹"),
    errno.ENAMETOOLONG: Words("the name is too long", "名称过长"),
}


def write_files(folder: Path, files: Mapping[str, bytes], *, force: bool = False) -> list[Path]:
    """Write all files into ``folder``, made if need be; all of them or none.

    A file that is there with the same bytes is left as it is; with other bytes it is kept, and nothing is
    written, unless ``force`` is given.

    Raises
    ------
    OutputError
        A file is there already, or the place cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as place:
    ...     [p.name for p in write_files(Path(place) / "layout", {"a.csv": b"1"})]
    ['a.csv']
    """
    try:
        kept = [] if force else [n for n, data in files.items() if _differs(folder / n, data)]
        if not kept:
            return _write(folder, files)
    except OSError as error:
        raise OutputError(_unwritable(folder, error)) from error
    raise OutputError(
        Words(
            "{names} exist in {folder} and differ; nothing was written (--force overwrites them)",
            "{folder} 中已有内容不同的 {names}；未写入任何文件（--force 可覆盖）",
        ).fill(names=", ".join(sorted(kept)), folder=folder)
    )


def _write(folder: Path, files: Mapping[str, bytes]) -> list[Path]:
    made = [p for p in (folder, *folder.parents) if not p.exists()]
    temporary: Path | None = None
    try:
        folder.mkdir(parents=True, exist_ok=True)
        temporary = Path(tempfile.mkdtemp(prefix=".buju-", dir=folder))
        for name, data in files.items():
            (temporary / name).write_bytes(data)
        blocked = next((folder / n for n in files if (folder / n).is_dir()), None)
        if blocked is not None:
            raise IsADirectoryError(errno.EISDIR, "", str(blocked))
        for name in files:
            (temporary / name).replace(folder / name)
    except OSError:
        _remove(temporary)
        for path in made:
            if path.is_dir() and not any(path.iterdir()):
                path.rmdir()
        raise
    _remove(temporary)
    return [folder / name for name in files]


def _remove(temporary: Path | None) -> None:
    if temporary is not None:
        shutil.rmtree(temporary, ignore_errors=True)


def _differs(path: Path, data: bytes) -> bool:
    return path.exists() and not (path.is_file() and path.read_bytes() == data)


def _unwritable(folder: Path, error: OSError) -> Words:
    reason = _REASONS.get(error.errno or 0, Words(str(error.strerror or error), str(error.strerror or error)))
    return Words(
        "cannot write to {place}: {reason}; nothing was written", "无法写入 {place}：{reason}；未写入任何文件"
    ).fill(place=error.filename or folder, reason=reason)
