"""The form ``svg``: figures."""

from __future__ import annotations

from graph.base.words import Words
from planner.layout.figures.form import drawn

FORM = drawn("svg", Words("figures as SVG", "SVG 图"), order=120)
