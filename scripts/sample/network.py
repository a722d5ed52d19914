"""Who belongs together: people and employers, members and people of centres, ties between organisations.

All of it is made up; real institutes stand in a few rows as partners, and each such row says illustrative.
"""

from __future__ import annotations

from random import Random

from graph.model.schema import TIE_KINDS
from sample.candidates import Candidate
from sample.facts import ILLUSTRATIVE, Row, provincial_centres
from sample.organisations import pick

PEOPLE_PER_FIELD = 16
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_TIERS = ("top", "outstanding", "leading", "leading", "promising", "promising", "promising", "senior")
PROFESSOR = "P129"
"""Chief scientist of the one diagnostics centre and a member of the other: see ``technologies.ONE_PROFESSOR``."""
RIVALS = ("C13", "C16")
"""Both want the same chief scientist."""
_REAL_PARTNERS = {
    "C02": "宁波工业互联网研究院",
    "C05": "中科院宁波材料所",
    "C12": "哈工大宁波智能装备研究院",
    "C16": "甬江实验室",
    "C13": "浙江省磁性材料应用技术制造业创新中心",
    "C32": "宁波诺丁汉大学",
    "C33": "宁波大学",
    "C37": "西北工业大学宁波研究院",
    "C39": "北航宁波创新研究院",
    "C40": "复旦大学宁波研究院",
    "C30": "宁波工程学院",
}
_SCHOLARS = {
    "F01": "示例理工大学 示例光电实验室",
    "F02": "示例工业大学 示例材料实验室",
    "F03": "示例工业大学 示例理工大学",
    "F04": "示例理工大学 示例材料实验室",
    "F05": "示例能源实验室 示例工业大学",
    "F06": "示例工业大学 示例检验检测中心",
    "F07": "示例理工大学 示例检验检测中心",
    "F08": "示例纺织学院 示例纺织行业协会",
    "F09": "示例医科大学 示例海洋大学",
    "F10": "示例深海实验室 示例海洋大学",
}
"""Universities, laboratories and others that work in each field."""
EXISTING = {"E01": "F01", "E02": "F06"}


class Network:
    """Rows of people, members, affiliations and ties, built in one order from one seed."""

    def __init__(self, rng: Random, organisations: list[Row], known: list[Row], found: list[Candidate]) -> None:
        self.rng = rng
        self.by_name = {str(o["name"]): str(o["id"]) for o in (*organisations, *known)}
        self.field_of = {str(o["id"]): str(o["field"]) for o in organisations}
        self.in_field: dict[str, list[str]] = {}
        for key, field in self.field_of.items():
            self.in_field.setdefault(field, []).append(key)
        self.scholars = {f: [self.by_name[n] for n in names.split()] for f, names in _SCHOLARS.items()}
        self.found = found
        self.people = self._people()
        self.chief = self._chiefs()
        self.team = {c.id: self._team(c) for c in found} | {e: self._visitors(f) for e, f in EXISTING.items()}
        self.partners = {c.id: self._partners(c) for c in found}
        self.partners |= {e: self.in_field[f][5:8] for e, f in EXISTING.items()}

    def _people(self) -> list[Row]:
        rows: list[Row] = []
        for number, stem in enumerate(_STEMS, 1):
            field = f"F{number:02d}"
            places = [*self.in_field[field], *self.scholars[field]]
            for n in range(PEOPLE_PER_FIELD):
                tier = _TIERS[min(n // 2, 7)] if number % 3 == 0 or n > 1 else "outstanding"
                rows.append(
                    {
                        "id": f"P{len(rows) + 1:03d}",
                        "name": f"人才{stem}{n + 1:02d}",
                        "tier": tier,
                        "organisation_id": pick(self.rng, places),
                        "source": ILLUSTRATIVE,
                    },
                )
        professor = next(p for p in rows if p["id"] == PROFESSOR)
        professor |= {"organisation_id": self.by_name["示例医科大学"], "tier": "outstanding"}
        return rows

    def of_field(self, field: str) -> list[str]:
        """Ids of the people of one field."""
        start = (int(field[1:]) - 1) * PEOPLE_PER_FIELD
        return [str(p["id"]) for p in self.people[start : start + PEOPLE_PER_FIELD]]

    def _chiefs(self) -> dict[str, str]:
        seen: dict[str, int] = {}
        chiefs = {}
        for c in self.found:
            n = seen[c.field] = seen.get(c.field, 0) + 1
            chiefs[c.id] = self.of_field(c.field)[n - 1]
        chiefs[RIVALS[1]] = chiefs[RIVALS[0]]
        chiefs["C33"] = PROFESSOR
        return chiefs

    def _team(self, c: Candidate) -> list[str]:
        pool = [p for p in self.of_field(c.field)[4:] if p != PROFESSOR]
        size = 3 + int(3 * self.rng.random())
        team: list[str] = []
        while len(team) < size:
            person = pick(self.rng, pool)
            if person not in team:
                team.append(person)
        for other in sorted({self.field_of_technology(t) for t, _, b in c.claims if b != "none"} - {c.field})[:2]:
            juniors = [p for p in self.of_field(other)[6:] if p != PROFESSOR]
            team.append(pick(self.rng, juniors))
        if c.id == "C36":
            team.append(PROFESSOR)
        return team

    def _visitors(self, field: str) -> list[str]:
        return self.of_field(field)[-3:]

    @staticmethod
    def field_of_technology(technology: str) -> str:
        """Six technologies to a field."""
        return f"F{(int(technology[1:]) + 5) // 6:02d}"

    def _partners(self, c: Candidate) -> list[str]:
        lead = self.by_name[c.lead]
        firms = [o for o in self.in_field[c.field] if o != lead]
        partners: list[str] = []
        while len(partners) < 3:
            firm = pick(self.rng, firms)
            if firm not in partners:
                partners.append(firm)
        partners.append(pick(self.rng, [o for o in self.scholars[c.field] if o != lead]))
        for other in sorted({self.field_of_technology(t) for t, _, b in c.claims if b != "none"} - {c.field})[:2]:
            firms_there = self.in_field[other][:7]
            partners.append(pick(self.rng, firms_there))
        if c.id in _REAL_PARTNERS:
            partners.append(self.by_name[_REAL_PARTNERS[c.id]])
        if c.channel == "district" and self.rng.random() < 0.3:
            partners.append(self.by_name["示例产业基金办公室"])
        return list(dict.fromkeys(partners))

    def members(self) -> list[Row]:
        """Leads of candidates and all partners, with how they cooperate and their share."""
        rows: list[Row] = []
        kinds = [k for k, _ in TIE_KINDS if k not in ("co_patent", "co_publication")]
        leads = {c.id: self.by_name[c.lead] for c in self.found}
        for centre, partners in self.partners.items():
            part = round(0.6 / (len(partners) + 1), 2)
            if centre in leads:
                rows.append(_member(centre, leads[centre], "lead", "joint_funding", round(1 - part * len(partners), 2)))
            else:
                rows.append(self._existing_lead(centre))
            rows += [
                _member(centre, o, "partner", pick(self.rng, kinds), part if centre in leads else "") for o in partners
            ]
        return rows

    @staticmethod
    def _existing_lead(centre: str) -> Row:
        """The lead of a provincial centre, with the same source as the centre."""
        row = next(c for c in provincial_centres() if c["id"] == centre)
        return {
            "centre_id": centre,
            "organisation_id": row["lead_id"],
            "role": "lead",
            "source": row["source"],
        }

    def affiliations(self) -> list[Row]:
        """Chief scientists and teams; who stands in two centres gives half the time to each."""
        rows: list[Row] = []
        for centre, team in self.team.items():
            people = [p for p in (self.chief.get(centre), *team) if p]
            for person in dict.fromkeys(people):
                role = "chief_scientist" if person == self.chief.get(centre) else "member"
                rows.append({"person_id": person, "centre_id": centre, "role": role, "source": ILLUSTRATIVE})
        times: dict[object, int] = {}
        for row in rows:
            times[row["person_id"]] = times.get(row["person_id"], 0) + 1
        for row in rows:
            row["share"] = round(1 / times[row["person_id"]], 2)
        return rows

    def ties(self) -> list[Row]:
        """Past cooperation among made-up organisations, all eight kinds, 2018–2022."""
        kinds = [k for k, _ in TIE_KINDS]
        rows: dict[tuple[str, str, str, int], Row] = {}
        for field, orgs in self.in_field.items():
            if not field:
                continue
            places = [*orgs, *self.scholars[field]]
            others = self.in_field[f"F{int(field[1:]) % 10 + 1:02d}"]
            for n in range(18):
                a, b = sorted((pick(self.rng, places), pick(self.rng, places if n % 4 else others)))
                kind, year = kinds[(len(rows) + n) % len(kinds)], 2018 + int(5 * self.rng.random())
                weight = 1 + int(8 * self.rng.random() ** 2)
                if a != b:
                    rows.setdefault((a, b, kind, year), _tie(a, b, kind, year, weight))
        a, b = self.by_name["示例医科大学"], self.by_name["示例合成生物有限公司"]
        rows[a, b, "part_time_venture", 2021] = _tie(a, b, "part_time_venture", 2021, 1)
        return list(rows.values())


def _member(centre: str, organisation: str, role: str, tie: str, share: object) -> Row:
    return {
        "centre_id": centre,
        "organisation_id": organisation,
        "role": role,
        "tie": tie,
        "share": share,
        "source": ILLUSTRATIVE,
    }


def _tie(a: str, b: str, kind: str, year: int, weight: int) -> Row:
    return {"source_id": a, "target_id": b, "kind": kind, "year": year, "weight": weight, "source": ILLUSTRATIVE}
