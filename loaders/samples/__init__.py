"""The sample cities that come with the package, and copying one to a folder of the user's.

What does not live here: reading tables (``loaders.dataset``).
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from graph.base.errors import OutputError, UsageError
from graph.base.words import Words
from graph.base.writing import replace_folder

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

_KEPT = (".csv", ".yaml", ".md")


def sample_names() -> tuple[str, ...]:
    """Names of the sample cities.

    Examples
    --------
    >>> sample_names()
    ('ningbo', 'ningbo_2026')
    """
    here = files(__name__)
    return tuple(sorted(d.name for d in here.iterdir() if d.is_dir() and (d / "dataset.yaml").is_file()))


def sample_folder(name: str) -> Path:
    """Folder of a sample city as it is installed, to be read only.

    Raises
    ------
    UsageError
        No sample has that name.

    Examples
    --------
    >>> (sample_folder("ningbo") / "centres.csv").is_file()
    True
    """
    if name not in sample_names():
        raise UsageError(_unknown(name))
    return Path(str(files(__name__) / name))


def copy_sample(name: str, target: Path, force: bool = False) -> Path:
    """Copy a sample city, its scenarios included, to a new folder.

    The copy is made beside the target and then renamed, so that the target is either whole or untouched.

    Parameters
    ----------
    name
        One of :func:`sample_names`.
    target
        A folder that does not exist or is empty.
    force
        Replace a target that holds files; they are lost.

    Returns
    -------
    Path
        The target.

    Raises
    ------
    UsageError
        No sample has that name.
    OutputError
        The target holds files, is not a folder, or cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     city = copy_sample("ningbo", Path(folder) / "city")
    ...     (city / "scenarios" / "base.yaml").is_file()
    True
    """
    if name not in sample_names():
        raise UsageError(_unknown(name))
    target = Path(target)
    _refuse(target, force)
    replace_folder(target, dict(_files(files(__name__) / name)))
    return target


def _unknown(name: str) -> Words:
    words = Words("no sample called '{name}'; there is: {names}", "没有名为“{name}”的示例城市；现有：{names}")
    return words.fill(name=name, names=", ".join(sample_names()))


def _refuse(target: Path, force: bool) -> None:
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        raise OutputError(Words("'{path}' is not a folder", "“{path}”不是文件夹").fill(path=target))
    if target.is_dir() and any(target.iterdir()) and not force:
        raise OutputError(
            Words(
                "folder '{path}' holds files already; name an empty or new folder, or use --force to replace it",
                "文件夹“{path}”中已有文件；请指定空文件夹或新文件夹，或使用 --force 覆盖",
            ).fill(path=target),
        )


def _files(source: Traversable, under: str = "") -> Iterator[tuple[str, bytes]]:
    """Whatever is data, by its name within the sample; modules and caches stay behind."""
    for item in source.iterdir():
        if item.is_dir() and item.name != "__pycache__":
            yield from _files(item, f"{under}{item.name}/")
        elif item.name.endswith(_KEPT):
            yield under + item.name, item.read_bytes()
