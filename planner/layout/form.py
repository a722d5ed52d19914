"""What a form of export is: what makes its files, what it needs, what it takes of the caller's.

What does not live here: the forms (``planner.layout.forms``, one file a form) and the export (``exporting``).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import KW_ONLY, dataclass
from importlib.util import find_spec

from graph.base.words import Words

Made = tuple[dict[str, bytes], tuple[Words, ...]]
"""Files by name, and what must be said about them."""


@dataclass(frozen=True)
class Form:
    """One form of export: what makes it, the module it needs and the extra that brings it."""

    make: Callable[..., Made]
    """Called with result and language, and by name with those of the caller's files that ``takes`` names."""
    words: Words
    _: KW_ONLY
    order: int
    """Its place among the forms, lowest first."""
    module: str = ""
    extra: str = ""
    takes: tuple[str, ...] = ()
    usual: bool = True
    """Whether it is made where no form is asked for by name."""

    @property
    def missing(self) -> bool:
        """Whether the package that this form needs is not installed."""
        return bool(self.module) and find_spec(self.module) is None
