"""The form ``graphml``: the run's network as a graph file."""

from __future__ import annotations

from graph.base.words import Lang, Words
from planner.layout.content import Result
from planner.layout.form import Form, Made


def make(result: Result, lang: Lang) -> Made:
    """The graph file."""
    from planner.layout.network.graph_files import graphml_bytes

    return {"layout.graphml": graphml_bytes(result, lang)}, ()


FORM = Form(make, Words("the run's network as GraphML", "GraphML 网络"), order=90)
