"""The form ``png``: figures."""

from __future__ import annotations

from graph.base.words import Words
from planner.layout.figures.form import drawn

FORM = drawn("png", Words("figures as PNG", "PNG 图"), order=110)
