"""What the forms ``png``, ``svg`` and ``pdf`` share: the set of figures in one file format."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.base.words import Lang, Words
from planner.layout.content import Result
from planner.layout.form import Form, Made
from planner.layout.maps.outlines import Outlines

if TYPE_CHECKING:
    from planner.layout.figures.pen import Format


def drawn(form: Format, words: Words, order: int) -> Form:
    """The form that draws all figures in one file format."""

    def make(result: Result, lang: Lang, districts: Outlines | None = None) -> Made:
        from planner.layout.figures.figure_set import figures  # noqa: PLC0415 - it draws with what may be missing

        return figures(result, lang, form, districts)

    return Form(make, words, order=order, module="matplotlib", extra="figures", takes=("districts",))
