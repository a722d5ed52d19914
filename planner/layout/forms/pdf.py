"""The form ``pdf``: figures."""

from __future__ import annotations

from graph.base.words import Words
from planner.layout.figures.form import drawn

FORM = drawn("pdf", Words("figures as PDF", "PDF 图"), order=130)
