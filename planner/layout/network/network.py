"""The run's network as nodes and links: centres, technologies and organisations, with what the plan decides on them.

Graph files and the network figure are made from it. What does not live here: where nodes are drawn (``rings``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graph.base.words import Words
from planner.layout import content
from planner.layout.content import LackingError, Result
from planner.layout.statuses import Status, statuses
from planner.runs.plan_result import CentreFacts, ChosenCentre, TechnologyFacts

KINDS = ("centre", "technology", "organisation")


@dataclass(frozen=True, kw_only=True)
class Node:
    """One node: its key (``kind:id``), kind, id, name, and attributes as plain values (none is ``None``)."""

    key: str
    kind: str
    id: str
    name: str
    more: Mapping[str, str | int | float | bool]


@dataclass(frozen=True)
class Link:
    """One tie: centre ``COVERS`` technology, organisation ``MEMBER_OF`` centre, technology ``REQUIRES`` technology."""

    source: str
    target: str
    kind: str
    more: Mapping[str, str | int | float | bool]


@dataclass(frozen=True)
class Network:
    """All nodes and links of one result."""

    nodes: tuple[Node, ...]
    links: tuple[Link, ...]


def network(result: Result) -> Network:
    """The network of one result; candidates that were not chosen are in it, marked so.

    Raises
    ------
    LackingError
        The run, of an earlier version, does not tell who is in a centre.

    Examples
    --------
    >>> from planner.runs.plan_result import PlanResult
    >>> found = network(PlanResult(status="proven", organisations=()))
    >>> found.nodes, found.links
    ((), ())
    """
    if result.organisations is None:
        words = Words(
            "the run, of an earlier version, does not tell the members of centres; mend: plan again",
            "该运行为旧版本，没有成员单位信息；请重新规划",
        )
        raise LackingError(words)
    nodes: list[Node] = []
    links: list[Link] = []
    stands = statuses(result)
    strengths = {(x.centre, t.technology): x.strength for t in result.technologies for x in t.centres}
    for part, status in ((result.existing, "existing"), (result.chosen, "chosen"), (result.rejected, "not chosen")):
        for c in part:
            nodes.append(_centre(result, c, status, stands[c.centre]))
            links += _links(c, strengths)
    nodes += [_technology(result, t) for t in result.technologies]
    links += [
        Link(f"technology:{t.technology}", f"technology:{u}", "REQUIRES", {})
        for t in result.technologies
        for u in t.prerequisites or ()
    ]
    nodes += _organisations(result, stands)
    return Network(tuple(nodes), tuple(links))


def _centre(result: Result, c: CentreFacts, status: str, stands: Status) -> Node:
    more = {
        "status": status,
        "chosen": status == "chosen",
        "stands": None if result.as_of is None else stands,
        "today": stands not in ("new", "candidate"),
        "with_plan": status != "not chosen",
        "year": c.year if isinstance(c, ChosenCentre) else c.approved_year,
        **{k: getattr(c, k, None) for k in ("total_support", "equity", "contribution")},
        **{k: getattr(c, k) for k in ("field", "field_name", "district", "district_name", "lead", "lead_name")},
        **{k: getattr(c, k) for k in ("level", "formation", "channel", "chief_scientist_name")},
        "source": content.source(result, c.source, "en"),
    }
    return Node(key=f"centre:{c.centre}", kind="centre", id=c.centre, name=c.name, more=_plain(more))


def _technology(result: Result, t: TechnologyFacts) -> Node:
    more = {
        "technology_kind": t.kind,
        "severity": t.severity,
        "field": t.field,
        "field_name": content.field_names(result).get(t.field),
        "depth_today": t.today,
        "depth_with_plan": t.with_plan,
        "today": t.today > 0,
        "with_plan": t.with_plan > 0,
        "source": content.source(result, "", "en"),
    }
    return Node(key=f"technology:{t.technology}", kind="technology", id=t.technology, name=t.name, more=_plain(more))


def _organisations(result: Result, stands: Mapping[str, Status]) -> list[Node]:
    within: dict[str, set[str]] = {}
    for c in (*result.existing, *result.chosen):
        for m in c.members or ():
            within.setdefault(m.organisation, set()).add(stands[c.centre])
    names = {d.id: d.name for d in result.districts}
    out = []
    for o in result.organisations or ():
        parts = within.get(o.id, set())
        more = {
            "organisation_kind": o.kind,
            "district": o.district,
            "district_name": names.get(o.district),
            "champion": o.champion,
            "today": bool(parts - {"new"}),
            "with_plan": bool(parts),
            "source": content.source(result, "", "en"),
        }
        out.append(Node(key=f"organisation:{o.id}", kind="organisation", id=o.id, name=o.name, more=_plain(more)))
    return out


def _links(c: CentreFacts, strengths: Mapping[tuple[str, str], float]) -> list[Link]:
    key = f"centre:{c.centre}"
    covers = [
        Link(key, f"technology:{t}", "COVERS", _plain({"strength": strengths.get((c.centre, t))}))
        for t in c.technologies
    ]
    members = [
        Link(f"organisation:{m.organisation}", key, "MEMBER_OF", _plain({"role": m.role, "tie": m.tie}))
        for m in c.members or ()
    ]
    return covers + members


def _plain(values: Mapping[str, Any]) -> dict[str, str | int | float | bool]:
    return {k: v for k, v in values.items() if v is not None and v != ""}
