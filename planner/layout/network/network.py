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

KINDS = ("centre", "technology", "organisation")


@dataclass(frozen=True)
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
    >>> found = network({"chosen": [], "existing": [], "rejected": [], "technologies": [], "organisations": []})
    >>> found.nodes, found.links
    ((), ())
    """
    if "organisations" not in result:
        words = Words(
            "the run, of an earlier version, does not tell the members of centres; mend: plan again",
            "该运行为旧版本，没有成员单位信息；请重新规划",
        )
        raise LackingError(words)
    nodes: list[Node] = []
    links: list[Link] = []
    strengths = {
        (str(x["centre"]), str(t["technology"])): float(x["strength"])
        for t in result["technologies"]
        for x in t["centres"]
    }
    for part, status in (("existing", "existing"), ("chosen", "chosen"), ("rejected", "not chosen")):
        for c in result.get(part, ()):
            nodes.append(_centre(result, c, status))
            links += _links(c, strengths)
    nodes += [_technology(result, t) for t in result["technologies"]]
    links += [
        Link(f"technology:{t['technology']}", f"technology:{u}", "REQUIRES", {})
        for t in result["technologies"]
        for u in t.get("prerequisites", ())
    ]
    nodes += _organisations(result)
    return Network(tuple(nodes), tuple(links))


def _centre(result: Result, c: Mapping[str, Any], status: str) -> Node:
    more = {
        "status": status,
        "chosen": status == "chosen",
        "today": status == "existing",
        "with_plan": status != "not chosen",
        "year": c.get("year") or c.get("approved_year"),
        "total_support": c.get("total_support"),
        "equity": c.get("equity"),
        "contribution": c.get("contribution"),
        **{k: c.get(k) for k in ("field", "field_name", "district", "district_name", "lead", "lead_name", "level")},
        **{k: c.get(k) for k in ("formation", "channel", "chief_scientist_name")},
        "source": content.source(result, c, "en"),
    }
    return Node(f"centre:{c['centre']}", "centre", str(c["centre"]), str(c["name"]), _plain(more))


def _technology(result: Result, t: Mapping[str, Any]) -> Node:
    more = {
        "technology_kind": t.get("kind"),
        "severity": float(t["severity"]),
        "field": t.get("field"),
        "field_name": content.field_names(result).get(str(t.get("field"))),
        "depth_today": t["today"],
        "depth_with_plan": t["with_plan"],
        "today": t["today"] > 0,
        "with_plan": t["with_plan"] > 0,
        "source": content.source(result, {}, "en"),
    }
    return Node(f"technology:{t['technology']}", "technology", str(t["technology"]), str(t["name"]), _plain(more))


def _organisations(result: Result) -> list[Node]:
    within: dict[str, set[str]] = {}
    for part in ("existing", "chosen"):
        for c in result[part]:
            for m in c["members"]:
                within.setdefault(str(m["organisation"]), set()).add(part)
    names = {str(d["id"]): str(d["name"]) for d in result.get("districts", ())}
    out = []
    for o in result["organisations"]:
        parts = within.get(str(o["id"]), set())
        more = {
            "organisation_kind": o.get("kind"),
            "district": o.get("district"),
            "district_name": names.get(str(o.get("district"))),
            "champion": bool(o.get("champion")),
            "today": "existing" in parts,
            "with_plan": bool(parts),
            "source": content.source(result, {}, "en"),
        }
        out.append(Node(f"organisation:{o['id']}", "organisation", str(o["id"]), str(o["name"]), _plain(more)))
    return out


def _links(c: Mapping[str, Any], strengths: Mapping[tuple[str, str], float]) -> list[Link]:
    key = f"centre:{c['centre']}"
    covers = [
        Link(key, f"technology:{t}", "COVERS", _plain({"strength": strengths.get((str(c["centre"]), str(t)))}))
        for t in c["technologies"]
    ]
    members = [
        Link(f"organisation:{m['organisation']}", key, "MEMBER_OF", _plain({"role": m["role"], "tie": m["tie"]}))
        for m in c["members"]
    ]
    return covers + members


def _plain(values: Mapping[str, Any]) -> dict[str, str | int | float | bool]:
    return {k: v for k, v in values.items() if v is not None and v != ""}
