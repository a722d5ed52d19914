"""What a form of an evaluation is: what makes its files, what it needs, and whether it takes a template.

What does not live here: the forms (``planner.layout.dossiers.forms``, one file a form) and the export (``exporting``).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from graph.base.words import Lang, Words

if TYPE_CHECKING:
    from planner.studies.evaluation.result import EvaluationResult


@dataclass(frozen=True, kw_only=True)
class EvaluationForm:
    """One form: what makes its files of an evaluation, the module it needs and the extra that brings it."""

    make: Callable[[EvaluationResult, Lang, Path | None], dict[str, bytes]]
    words: Words
    order: int
    """Its place among the forms, lowest first."""
    module: str = ""
    extra: str = ""
    template: bool = False
    """Whether it takes the caller's template."""
    usual: bool = True
    """Whether it is made where no form is asked for by name."""

    @property
    def missing(self) -> bool:
        """Whether the package that it needs is not installed."""
        return bool(self.module) and find_spec(self.module) is None
