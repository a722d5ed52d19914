"""The form ``pdf`` of an evaluation: figures."""

from __future__ import annotations

from graph.base.words import Words
from planner.layout.dossiers.drawn import drawn

FORM = drawn("pdf", Words("figures as PDF", "PDF 图"), order=60)
