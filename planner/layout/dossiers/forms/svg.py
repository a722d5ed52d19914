"""The form ``svg`` of an evaluation: figures."""

from __future__ import annotations

from graph.base.words import Words
from planner.layout.dossiers.drawn import drawn

FORM = drawn("svg", Words("figures as SVG", "SVG 图"), order=50)
