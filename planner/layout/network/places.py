"""Where the nodes of a run's network stand in its picture, in inches from the middle: drawn and written to GEXF alike.

What does not live here: the angles' arithmetic (``rings``) and the drawing (``network_figure``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import cos, pi, sin

from planner.layout import content
from planner.layout.content import Result
from planner.layout.network.network import Link, Network, Node, network
from planner.layout.network.rings import TURN, mean_angle, relax, spread, technology_angles

MOST_TECHNOLOGIES = 110
"""Up to so many technologies stand in one ring with their names; more stand in several, with the fields' names."""
MOST_MEMBERS = 240
INNER, RING, OUTER, HALF = 2.1, 2.9, 4.3, 5.5
"""Radii of technologies, centres and members, and half the page, in inches."""


@dataclass(kw_only=True)
class Picture:
    """What is shown: nodes by kind, and the angle and radius of each."""

    centres: list[Node]
    technologies: list[Node]
    members: list[Node]
    covers: list[Link]
    joins: list[Link]
    angle: dict[str, float]
    radius: dict[str, float]
    lost: int
    degree: Mapping[str, int]

    @property
    def named(self) -> bool:
        """Whether the technologies stand in one ring, where each can be named."""
        return len(self.technologies) <= MOST_TECHNOLOGIES

    def at(self, key: str) -> tuple[float, float]:
        """Place of one node."""
        return self.radius[key] * cos(self.angle[key]), self.radius[key] * sin(self.angle[key])


def picture_of(result: Result, net: Network) -> Picture:
    """Choose what is shown of a network and place it: centres that exist or are chosen, technologies, members."""
    order = {f: k for k, f in enumerate(content.field_order(result))}
    last = len(order)
    centres = [n for n in net.nodes if n.kind == "centre" and n.more["with_plan"]]
    active = {n.key for n in centres}
    technologies = sorted(
        (n for n in net.nodes if n.kind == "technology"),
        key=lambda n: (order.get(str(n.more.get("field")), last), -float(n.more["severity"]), n.id),
    )
    covers = [link for link in net.links if link.kind == "COVERS" and link.source in active]
    joins = [link for link in net.links if link.kind == "MEMBER_OF" and link.target in active]
    of_member: dict[str, list[str]] = defaultdict(list)
    for link in joins:
        of_member[link.source].append(link.target)
    everyone = [n for n in net.nodes if n.key in of_member]
    members = sorted(everyone, key=lambda n: (-len(of_member[n.key]), n.id))[:MOST_MEMBERS]
    shown = {n.key for n in members}
    angle, radius = _inner(technologies)
    of_centre: dict[str, list[Link]] = defaultdict(list)
    for link in covers:
        of_centre[link.source].append(link)
    wanted = {}
    for k, n in enumerate(centres):
        links = of_centre[n.key]
        weights = [float(link.more.get("strength", 1.0)) for link in links]
        found = mean_angle([angle[link.target] for link in links], weights) if links else None
        wanted[n.key] = pi / 2 - TURN * k / max(len(centres), 1) if found is None else found
    angle |= spread(wanted)
    radius |= dict.fromkeys(active, RING)
    want = {n.key: mean_angle([angle[c] for c in of_member[n.key]]) or 0.0 for n in members}
    angle |= relax(want, max(0.105 / OUTER, 0.72 * TURN / max(len(members), 40)))
    radius |= {n.key: OUTER for n in members}
    return Picture(
        centres=centres,
        technologies=technologies,
        members=members,
        covers=covers,
        joins=[link for link in joins if link.source in shown],
        angle=angle,
        radius=radius,
        lost=len(everyone) - len(members),
        degree={k: len(v) for k, v in of_member.items()},
    )


def _inner(technologies: Sequence[Node]) -> tuple[dict[str, float], dict[str, float]]:
    """Angles and radii of technologies; more than fit into one ring stand in several, one behind another."""
    rows = max(1, -(-len(technologies) // MOST_TECHNOLOGIES))
    groups: list[list[Node]] = []
    for n in technologies:
        if groups and len(groups[-1]) < rows and groups[-1][0].more.get("field") == n.more.get("field"):
            groups[-1].append(n)
        else:
            groups.append([n])
    at = technology_angles([g[0].key for g in groups], [str(g[0].more.get("field")) for g in groups])
    step = min(0.16, (INNER - 0.45) / rows)
    angle = {n.key: at[g[0].key] for g in groups for n in g}
    return angle, {n.key: INNER - step * row for g in groups for row, n in enumerate(g)}


def placed(result: Result) -> dict[str, tuple[float, float]]:
    """Place of every node; what the picture does not show, such as candidates not chosen, stands beyond all others."""
    net = network(result)
    made = picture_of(result, net)
    out = {key: made.at(key) for key in made.angle}
    rest = [n.key for n in net.nodes if n.key not in out]
    for k, key in enumerate(rest):
        turn = TURN * k / len(rest)
        out[key] = (1.15 * HALF * cos(turn), 1.15 * HALF * sin(turn))
    return out
