"""Which known name was probably meant, with a bound on the work so that 10⁵ wrong ids cost no more than a few.

What does not live here: the findings that carry the suggestion.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable

from graph.base.cell_text import key, shown
from graph.base.words import Words

BUDGET = 60_000
"""Comparisons by similarity that one :class:`Nearest` makes; afterwards only look-alikes are found."""
_LONGEST = 64
_LOOKALIKES = str.maketrans("ol", "01")


class Nearest:
    """Suggests the nearest of ``names``: first what looks the same (``T9`` and ``T09``), then the most similar.

    Examples
    --------
    >>> near = Nearest(["T01", "T09", "centres"])
    >>> near("T9"), near("centers"), near("zzz")
    ('T09', 'centres', None)
    """

    def __init__(self, names: Iterable[str], budget: int = BUDGET) -> None:
        self._names = sorted(set(names))
        self._budget = budget
        self._said: dict[str, str | None] = {}
        self._loose: dict[str, str] = {}

    @property
    def knows(self) -> bool:
        """Whether there is any name to suggest."""
        return bool(self._names)

    def __call__(self, value: str) -> str | None:
        """The nearest name, or None when none is near."""
        if value not in self._said:
            self._said[value] = self._find(value)
        return self._said[value]

    def words(self, value: str, otherwise: Words) -> Words:
        """The mend "nearest is …", or ``otherwise`` when no name is near."""
        name = self(value)
        return otherwise if name is None else Words("nearest is {name}", "最接近的是 {name}").fill(name=shown(name))

    def _find(self, value: str) -> str | None:
        if not self._loose:
            self._loose = {loose(name): name for name in reversed(self._names)}
        if not value or len(value) > _LONGEST:
            return None
        if (same := self._loose.get(loose(value))) is not None:
            return same
        if self._budget < len(self._names):
            return None
        self._budget -= len(self._names)
        found = difflib.get_close_matches(value, self._names, n=1)
        return found[0] if found else None


def loose(name: str) -> str:
    """The name with case, width, look-alike letters and leading zeros taken away.

    >>> loose("T-009") == loose("t9"), loose("C1O")
    (True, 'c10')
    """
    return re.sub(r"(?<!\d)0+(?=\d)", "", key(name).translate(_LOOKALIKES))
