"""All tables of the sample city as rows, and as the bytes that are committed.

What does not live here: where they are written (``make_sample.py``).
"""

from __future__ import annotations

import csv
import io
from random import Random

from graph.model.schema import TABLES
from sample import facts, money, technologies
from sample.candidates import Candidate, candidates
from sample.evidence import Evidence
from sample.facts import ILLUSTRATIVE, Row
from sample.network import RIVALS, Network
from sample.organisations import made_up_organisations

SEED = 2023

_SYNERGIES = (
    ("C01", "C32", 3),
    ("C09", "C12", 4),
    ("C10", "C38", 5),
    ("C14", "C15", 3),
    ("C17", "C39", 4),
    ("C21", "C22", 4),
    ("C33", "C36", 3),
    ("C03", "C31", 2),
    ("C20", "C19", 2),
    ("C05", "C07", -3),
)
"""Signed bonuses; the last pair draws on the same pilot plant, so it counts against choosing both."""
_RULES = (
    ("requires", ("C22", "C21"), ""),
    ("requires", ("C38", "C10"), ""),
    ("excludes", ("C29", "C32"), ""),
    ("excludes", ("C40", "C41"), ""),
    ("at_most", ("C25", "C26", "C27", "C28"), 2),
    ("at_most", ("C09", "C11", "C19", "C22"), 3),
)


def sample_tables(seed: int = SEED) -> dict[str, list[Row]]:
    """Rows of every table of ``graph.model.schema.TABLES``."""
    rng = Random(seed)  # noqa: S311 - a repeatable sample, not a secret
    found = candidates()
    made_up = made_up_organisations(rng, {c.lead: c.district for c in found})
    known = facts.known_organisations()
    network = Network(rng, made_up, known, found)
    evidence = Evidence(rng, network)
    return {
        "districts": facts.districts(),
        "fields": facts.fields(),
        "organisations": known + made_up,
        "people": network.people,
        "technologies": technologies.technologies(),
        "requires": technologies.requires(),
        "centres": facts.provincial_centres() + [_centre(rng, c, network) for c in found],
        "investments": money.investments(rng, found),
        "conditions": money.conditions(rng, found),
        "covers": evidence.covers,
        "capabilities": evidence.capabilities(),
        "members": network.members(),
        "affiliations": network.affiliations(),
        "ties": facts.known_ties() + network.ties(),
        "synergies": [{"a": a, "b": b, "bonus": bonus, "source": ILLUSTRATIVE} for a, b, bonus in _SYNERGIES],
        "rules": [
            {"kind": kind, "members": "|".join(members), "limit": limit, "source": ILLUSTRATIVE}
            for kind, members, limit in _RULES
        ],
    }


def _centre(rng: Random, c: Candidate, network: Network) -> Row:
    lon, lat = facts.point(c.district)
    return {
        "id": c.id,
        "name": c.name,
        "status": "candidate",
        "level": "municipal",
        "field": c.field,
        "subfield": c.subfield,
        "district": c.district,
        "lead_id": network.by_name[c.lead],
        "formation": c.formation,
        "new_legal_entity": c.equity > 0,
        "channel": c.channel,
        "ready_year": c.ready,
        "chief_scientist_id": network.chief[c.id],
        "minimum_support": c.minimum,
        "equity": c.equity or "",
        "lon": round(lon + 0.03 * (rng.random() - 0.5), 4),
        "lat": round(lat + 0.03 * (rng.random() - 0.5), 4),
        "crs": "CGCS2000",
        "source": ILLUSTRATIVE,
    }


def as_csv(table: str, rows: list[Row]) -> bytes:
    """One table as UTF-8 CSV with all columns of the schema but investors; blank where a row says nothing."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    columns = [c.name for c in TABLES[table].columns if c.name != "investor"]
    writer.writerow(columns)
    writer.writerows([_cell(row.get(c, "")) for c in columns] for row in rows)
    return out.getvalue().encode()


def _cell(value: object) -> object:
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:g}" if isinstance(value, float) and abs(value) < 100 else _whole(value)


def _whole(value: object) -> object:
    return int(value) if isinstance(value, float) and value.is_integer() else value


assert len(RIVALS) == 2
