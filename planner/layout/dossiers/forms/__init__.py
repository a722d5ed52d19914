"""The forms of an evaluation, found by looking: one file a form, named as ``--as`` names it; no list of them anywhere.

To make a form, write ``forms/NAME.py`` with ``FORM = EvaluationForm(make, Words(en, zh), order=N)``
(``planner.layout.dossiers.form``): ``make(evaluation, lang, template)`` gives files by name.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from types import MappingProxyType

from planner.layout.dossiers.form import EvaluationForm


def names() -> tuple[str, ...]:
    """Names of all forms in alphabetical order, without importing any.

    >>> "dossiers" in names(), "page" in names()
    (True, False)
    """
    return tuple(sorted(p.stem for p in Path(__file__).parent.glob("*.py") if not p.stem.startswith("_")))


@cache
def forms() -> Mapping[str, EvaluationForm]:
    """Every form by its name, in the forms' own order."""
    found = {name: import_module(f"{__name__}.{name}").FORM for name in names()}
    return MappingProxyType(dict(sorted(found.items(), key=lambda item: (item[1].order, item[0]))))
