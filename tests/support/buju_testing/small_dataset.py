"""A small whole dataset as text, and a way to write it with changes."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

SMALL: Mapping[str, str] = {
    "dataset.yaml": "name: small\nmoney_unit: 万元\ntaxonomy: 361-2023\nillustrative: true\n",
    "districts.csv": "id,name,lon,lat,crs\nD1,海曙,121.55,29.87,WGS84\nD2,镇海,121.7,29.95,WGS84\n",
    "fields.csv": "id,name,taxonomy\nF1,新材料,361-2023\nF2,高端装备,361-2023\n",
    "organisations.csv": "id,name,kind,district\nO1,甲企业,firm,D1\nO2,乙大学,university,D2\nO3,丙研究院,institute,\n",
    "people.csv": "id,name,tier,organisation_id\nP1,张三,top,O2\nP2,李四,leading,O3\n",
    "technologies.csv": "id,name,kind,severity\nT01,磁材,bottleneck,5\nT02,轴承,frontier,3\nT03,软件,common,1\n",
    "centres.csv": (
        "id,name,status,field,district,lead_id,ready_year,approved_year,chief_scientist_id\n"
        "E1,已有中心,existing,F1,D1,O1,,2022,\n"
        "C1,候选一,candidate,F1,D1,O2,2023,,P1\n"
        "C2,候选二,candidate,F2,D2,O3,2024,,P2\n"
    ),
    "investments.csv": "centre_id,year,investment\n"
    + "".join(f"C{c},{y},{y * 100}\n" for c in (1, 2) for y in range(1, 6)),
    "conditions.csv": (
        "centre_id,positioning,field_focus,host_strength,governance,funding_diversity,"
        "top_talent,strategic_tasks,landmark_results,evaluation,innovation_ecosystem\n"
        "C1,80,80,80,80,80,80,80,80,80,80\nC2,70,70,70,70,70,70,70,70,70,70\n"
    ),
    "covers.csv": "centre_id,technology_id,strength\nE1,T03,0.5\nC1,T01,1\nC2,T02,0.8\n",
    "capabilities.csv": "holder_id,technology_id,strength\nO2,T01,0.6\nP1,T01,0.9\n",
    "members.csv": "centre_id,organisation_id,role\nE1,O1,lead\nC1,O2,lead\nC1,O1,partner\nC2,O3,lead\n",
    "affiliations.csv": "person_id,centre_id,role\nP1,C1,chief_scientist\nP2,C2,chief_scientist\n",
    "ties.csv": "source_id,target_id,kind,year,weight\nO1,O2,co_patent,2020,3\n",
    "requires.csv": "technology_id,prerequisite_id\nT01,T02\nT02,T03\n",
    "synergies.csv": "a,b,bonus\nC1,C2,2\n",
    "rules.csv": "kind,members,limit\nat_most,C1|C2,1\nexcludes,C1|C2,\n",
}


def write_small(target: Path, **changes: str | bytes | None) -> Path:
    """Write the small dataset to a new folder; keyword arguments replace files (None: leave the file out)."""
    target.mkdir()
    named = {(k if "." in k else ("dataset.yaml" if k == "dataset" else f"{k}.csv")): v for k, v in changes.items()}
    for name, body in {**SMALL, **named}.items():
        if body is not None:
            (target / name).write_bytes(body if isinstance(body, bytes) else body.encode())
    return target
