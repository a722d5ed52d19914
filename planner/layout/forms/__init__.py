"""The forms of export, found by looking: one file a form, named as ``--as`` names it; no list of them anywhere.

To make a form, write ``forms/NAME.py`` with ``FORM = Form(make, Words(en, zh), order=N)`` (``planner.layout.form``):
``make(result, lang)`` gives files by name and what must be said about them. Heavy imports stay inside ``make``.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from types import MappingProxyType

from planner.layout.form import Form


def names() -> tuple[str, ...]:
    """Names of all forms in alphabetical order, without importing any.

    >>> "page" in names(), "xlsx" in names()
    (True, True)
    """
    return tuple(sorted(p.stem for p in Path(__file__).parent.glob("*.py") if not p.stem.startswith("_")))


@cache
def forms() -> Mapping[str, Form]:
    """Every form by its name, in the forms' own order."""
    found = {name: import_module(f"{__name__}.{name}").FORM for name in names()}
    return MappingProxyType(dict(sorted(found.items(), key=lambda item: (item[1].order, item[0]))))
