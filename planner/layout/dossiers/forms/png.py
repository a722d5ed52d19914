"""The form ``png`` of an evaluation: figures."""

from __future__ import annotations

from graph.base.words import Words
from planner.layout.dossiers.drawn import drawn

FORM = drawn("png", Words("figures as PNG", "PNG 图"), order=40)
