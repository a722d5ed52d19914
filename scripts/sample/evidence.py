"""What centres claim and who can back it: covers and capabilities, all made up.

A fully backed claim rests on an organisation and a person behind the centre that together reach it; a partly backed
one on a person alone, at about half; an unbacked one on nobody. Real organisations are never given a capability.
"""

from __future__ import annotations

from math import ceil
from random import Random

from sample.facts import ILLUSTRATIVE, Row
from sample.network import EXISTING, PROFESSOR, Network
from sample.organisations import pick
from sample.technologies import ONE_PROFESSOR, UNCOVERED

_EXISTING_CLAIMS = {
    "E01": (("T04", 0.5), ("T05", 0.6), ("T11", 0.4)),
    "E02": (("T22", 0.5), ("T26", 0.4), ("T39", 0.3)),
}
"""Common technologies only: nothing severe is said of a real centre."""
_GROUNDS = ("中试线", "联合实验室", "在研项目", "专利组合", "工程样机", "检测平台")


class Evidence:
    """Rows of covers and capabilities."""

    def __init__(self, rng: Random, network: Network) -> None:
        self.rng = rng
        self.network = network
        self.covers: list[Row] = []
        self._capable: dict[tuple[str, str], float] = {}
        self._grounds: dict[tuple[str, str], str] = {}
        for c in network.found:
            for technology, claim, backing in c.claims:
                self._cover(c.id, technology, claim)
                self._back(c.id, network.by_name[c.lead], technology, claim, backing)
        for centre, claims in _EXISTING_CLAIMS.items():
            for technology, claim in claims:
                self._cover(centre, technology, claim)
                self._back(centre, network.partners[centre][0], technology, claim, "full")
        self._bystanders()

    def _cover(self, centre: str, technology: str, claim: float) -> None:
        ground = "示例：" + pick(self.rng, list(_GROUNDS))
        self.covers.append(
            {
                "centre_id": centre,
                "technology_id": technology,
                "strength": claim,
                "evidence": ground,
                "source": ILLUSTRATIVE,
            },
        )

    def _back(self, centre: str, lead: str, technology: str, claim: float, backing: str) -> None:
        if technology == ONE_PROFESSOR:
            self._give(PROFESSOR, technology, 0.75)
            return
        if backing == "none":
            return
        net, field = self.network, self.network.field_of_technology(technology)
        people = [p for p in (net.chief.get(centre, ""), *net.team[centre]) if p in net.of_field(field)]
        person = pick(self.rng, people or net.team[centre])
        if backing == "part":
            self._give(person, technology, round(claim / 2, 2))
            return
        partners = [o for o in net.partners[centre] if net.field_of.get(o) == field]
        near = net.field_of.get(lead) == field or not partners
        alone = ceil(claim * 13) / 20  # two thirds of the claim, to the next .05
        self._give(lead if near else pick(self.rng, partners), technology, alone)
        self._give(person, technology, ceil(20 * (1 - (1 - claim) / (1 - alone)) + 0.2) / 20)

    def _give(self, holder: str, technology: str, strength: float) -> None:
        key = holder, technology
        self._capable[key] = max(strength, self._capable.get(key, 0.0))
        self._grounds[key] = "示例：" + pick(self.rng, list(_GROUNDS))

    def _bystanders(self) -> None:
        """Capability that stands behind no claim: one made-up firm to a technology of its field."""
        behind = {o for partners in self.network.partners.values() for o in partners}
        leads = {self.network.by_name[c.lead] for c in self.network.found}
        for number in range(1, 61):
            technology = f"T{number:02d}"
            idle = [
                o
                for o in self.network.in_field[self.network.field_of_technology(technology)]
                if o not in behind | leads
            ]
            if idle and technology not in (UNCOVERED, ONE_PROFESSOR):
                self._give(pick(self.rng, idle), technology, round(0.2 + 0.3 * self.rng.random(), 2))

    def capabilities(self) -> list[Row]:
        """Who can do what, in the order in which it came up."""
        return [
            {
                "holder_id": holder,
                "technology_id": technology,
                "strength": strength,
                "evidence": self._grounds[holder, technology],
                "source": ILLUSTRATIVE,
            }
            for (holder, technology), strength in self._capable.items()
        ]


assert set(_EXISTING_CLAIMS) == set(EXISTING)
