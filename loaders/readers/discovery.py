"""Which readers there are: every module of this package, or of a package in it, that declares ``READER``.

What does not live here: what a reader declares (``reader``), and opening a place (``sources``).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from loaders.readers.reader import BookReader, LayoutReader, Reader, TableReader

_HERE = Path(__file__).parent


@cache
def readers() -> tuple[Reader, ...]:
    """All readers, by the name of their module.

    Examples
    --------
    >>> ".csv" in table_readers(), ".xlsx" in book_readers(), [reader.layout for reader in layout_readers()]
    (True, True, ['cordis'])
    """
    found = (getattr(import_module(name), "READER", None) for name in _names())
    return tuple(reader for reader in found if reader is not None)


def _names() -> Iterator[str]:
    for module in iter_modules([str(_HERE)]):
        if not module.ispkg:
            yield f"{__package__}.{module.name}"
            continue
        for inner in iter_modules([str(_HERE / module.name)]):
            yield f"{__package__}.{module.name}.{inner.name}"


def table_readers() -> dict[str, TableReader]:
    """Ending → the reader of files that hold one table."""
    return {ending: r for r in readers() if isinstance(r, TableReader) for ending in r.endings}


def book_readers() -> dict[str, BookReader]:
    """Ending → the reader of files that hold all tables."""
    return {ending: r for r in readers() if isinstance(r, BookReader) for ending in r.endings}


def layout_readers() -> tuple[LayoutReader, ...]:
    """The readers of other layouts."""
    return tuple(r for r in readers() if isinstance(r, LayoutReader))
