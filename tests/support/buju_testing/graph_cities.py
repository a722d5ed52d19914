"""Small made-up cities for the tests of ``graph``, and random ones for its laws."""

import json
from pathlib import Path

import pytest
from hypothesis import strategies as st

from graph.model.ecosystem import DatasetInfo, Ecosystem

HAND_CASES = Path(__file__).parents[3].parent / "shared" / "reference" / "graph" / "hand_cases.json"
KINDS = ("firm", "university", "institute", "government")

COVERS = [("U1", "T1"), ("F1", "T1"), ("C1", "T1"), ("F1", "T2"), ("U2", "T3"), ("F2", "T3")]
SEVERITY = {"T1": 5, "T2": 3, "T3": 4, "T4": 1}
"""Case 'depth' of reference/graph/hand_cases.json; its holders are read as centres here."""
SPOF = [("S", "O1"), ("S", "O2"), ("O1", "P1"), ("O2", "P1"), ("O2", "P2")]
SPOF += [("P1", "T1"), ("P1", "T2"), ("P2", "T2"), ("T2", "T3")]
"""Case 'spof' of the same file."""
CUT = [("U1", "F1"), ("U1", "C1"), ("F1", "C1"), ("C1", "U2"), ("U2", "F2"), ("F2", "F3"), ("U1", "U2"), ("C1", "G1")]
SECTOR = {"U1": "university", "U2": "university", "F1": "firm", "F2": "firm", "F3": "firm", "C1": "centre"}
SECTOR["G1"] = "government"
"""Cases 'cut' and 'cross' of the same file."""


def hand_case(name):
    """One case of the reference file, or skip where the file is not at hand."""
    if not HAND_CASES.exists():
        pytest.skip("the reference cases are not beside this checkout")
    return next(case for case in json.loads(HAND_CASES.read_text("utf-8")) if case["id"] == name)


def city(rows):
    return Ecosystem.from_rows(DatasetInfo("made up"), rows)


def covering_city():
    """Case 'depth' as an ecosystem: six centres, four technologies, all existing."""
    centres = sorted({c for c, _ in COVERS})
    return city(
        {
            "technologies": [{"id": t, "kind": "bottleneck", "severity": s} for t, s in SEVERITY.items()],
            "centres": [{"id": c, "status": "existing"} for c in centres],
            "covers": [{"centre_id": c, "technology_id": t} for c, t in COVERS],
        }
    )


@st.composite
def random_rows(draw):
    """Rows of a random small city: dangling nothing, isolated much."""
    some = lambda prefix, most: [f"{prefix}{i}" for i in range(draw(st.integers(0, most)))]  # noqa: E731
    organisations, people, technologies, centres = some("O", 5), some("P", 5), some("T", 4), some("C", 4)
    districts = some("D", 3)
    one = lambda ids: draw(st.sampled_from(["", *ids]))  # noqa: E731
    strength = st.sampled_from([0.0, 0.1, 0.3, 0.5, 0.6, 0.9, 1.0])

    def links(left, right, a, b, **more):
        if not left or not right:
            return []
        pairs = draw(st.lists(st.tuples(st.sampled_from(left), st.sampled_from(right)), unique=True, max_size=9))
        return [{a: x, b: y, **{key: draw(value) for key, value in more.items()}} for x, y in pairs]

    return {
        "districts": [{"id": d} for d in districts],
        "organisations": [
            {
                "id": o,
                "kind": draw(st.sampled_from(KINDS)),
                "champion": draw(st.booleans()),
                "district": one(districts),
            }
            for o in organisations
        ],
        "people": [{"id": p, "organisation_id": one(organisations)} for p in people],
        "technologies": [
            {"id": t, "kind": draw(st.sampled_from(["bottleneck", "common"])), "severity": draw(st.integers(1, 5))}
            for t in technologies
        ],
        "centres": [
            {
                "id": c,
                "status": draw(st.sampled_from(["existing", "candidate"])),
                "lead_id": one(organisations),
                "chief_scientist_id": one(people),
                "district": one(districts),
                "level": draw(st.sampled_from(["municipal", "provincial"])),
            }
            for c in centres
        ],
        "covers": links(centres, technologies, "centre_id", "technology_id", strength=strength),
        "capabilities": links(organisations + people, technologies, "holder_id", "technology_id", strength=strength),
        "members": links(centres, organisations, "centre_id", "organisation_id"),
        "affiliations": links(people, centres, "person_id", "centre_id"),
        "ties": links(organisations, organisations, "source_id", "target_id", kind=st.just("co_patent")),
        "requires": links(technologies, technologies, "technology_id", "prerequisite_id"),
    }


def candidates(rows):
    return [c["id"] for c in rows["centres"] if c["status"] == "candidate"]


NAMES = (
    'O\'Brien "quoted" `backticked` \\ \\u0027',
    "two\nlines\r\nand a tab\t.",
    "emoji 🚀👩‍🔬 and 技术",
    "x'}) DETACH DELETE n //",
    "`) MATCH (n) DETACH DELETE n; //",
    "$rows {id: 1} ${x} %s {0}",
    "null",
)
"""Names that would do harm if they became part of a statement."""


def hostile_city():
    """Every table has rows; names, ids, kinds and years are awkward; ties are parallel, looped and blank in places."""
    ids = [f"T{i}" for i in range(1, len(NAMES) + 1)]
    return Ecosystem.from_rows(
        DatasetInfo('it\'s `a` "city"', money_unit="万元", note="line one\nline two", illustrative=True),
        {
            "fields": [{"id": "F'1", "name": NAMES[0], "taxonomy": "361"}],
            "districts": [{"id": "D`1", "name": NAMES[2], "lon": 121.5, "lat": 29.9, "crs": "WGS84"}],
            "organisations": [
                {"id": "X", "name": NAMES[1], "kind": "firm", "champion": True, "sales": 1e9 + 0.25, "district": "D`1"},
                {"id": "O'2", "name": NAMES[3], "kind": "university", "rd_share": 0.1},
                {"id": "O 3", "name": NAMES[4], "kind": "institute"},
            ],
            "people": [{"id": "X", "name": NAMES[5], "organisation_id": "O'2"}, {"id": "P2", "tier": "top"}],
            "technologies": [
                {"id": i, "name": n, "kind": "bottleneck", "severity": 2.5, "field": "F'1", "trl": 3}
                for i, n in zip(ids, NAMES, strict=True)
            ],
            "centres": [
                {"id": "C1", "name": NAMES[6], "status": "existing", "lead_id": "X", "field": "F'1", "district": "D`1"},
                {"id": "C2", "status": "candidate", "ready_year": 2024, "lead_id": "O'2", "chief_scientist_id": "P2"},
            ],
            "investments": [{"centre_id": "C2", "year": y, "investment": 0.1 + y} for y in range(1, 6)],
            "conditions": [{"centre_id": "C2", "positioning": 70}],
            "covers": [{"centre_id": c, "technology_id": t, "strength": 0.5} for c in ("C1", "C2") for t in ids[:3]],
            "capabilities": [
                {"holder_id": "X", "technology_id": "T1", "evidence": NAMES[4]},
                {"holder_id": "P2", "technology_id": "T1", "strength": 0.25},
                {"holder_id": "O'2", "technology_id": "T2", "strength": 0},
            ],
            "members": [{"centre_id": "C2", "organisation_id": o, "share": 0.5} for o in ("O'2", "X")],
            "affiliations": [{"person_id": "P2", "centre_id": "C2", "role": "chief_scientist"}],
            "ties": [
                {"source_id": "X", "target_id": "O'2", "kind": "co_patent", "year": 2020, "weight": 3},
                {"source_id": "X", "target_id": "O'2", "kind": "co_patent", "year": 2021, "weight": 4},
                {"source_id": "X", "target_id": "O'2", "kind": "co_patent"},
                {"source_id": "X", "target_id": "O'2", "kind": "joint_project", "year": 2020},
                {"source_id": "O'2", "target_id": "X", "kind": "co_patent", "year": 2020, "source": NAMES[3]},
                {"source_id": "X", "target_id": "X", "kind": "co_patent", "year": 2020},
            ],
            "requires": [
                {"technology_id": "T1", "prerequisite_id": "T2"},
                {"technology_id": "T2", "prerequisite_id": "T1"},
            ],
            "synergies": [{"a": "C1", "b": "C2", "bonus": -1.5}, {"a": "C2", "b": "C1", "bonus": 2}],
            "rules": [
                {"kind": "at_most", "members": "C1|C2", "limit": 1},
                {"kind": "requires", "members": "C2|C1"},
            ],
        },
    )
