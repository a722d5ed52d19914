"""The sample city several times over, perturbed and joined: 126, 294, 1,008 candidates. Made up, as the sample is."""

from __future__ import annotations

import csv
import random
import shutil
from pathlib import Path
from typing import Any

import yaml

SAMPLE = Path(__file__).resolve().parents[3] / "loaders" / "samples" / "ningbo"
KEYS: dict[str, tuple[str, ...]] = {
    "organisations": ("id",),
    "people": ("id", "organisation_id"),
    "technologies": ("id",),
    "centres": ("id", "lead_id", "chief_scientist_id", "subfield"),
    "covers": ("centre_id", "technology_id"),
    "conditions": ("centre_id",),
    "investments": ("centre_id",),
    "members": ("centre_id", "organisation_id"),
    "capabilities": ("holder_id", "technology_id"),
    "affiliations": ("person_id", "centre_id"),
    "requires": ("technology_id", "prerequisite_id"),
    "synergies": ("a", "b"),
    "ties": ("source_id", "target_id"),
}
"""Table → its columns that name something of one copy."""
JOINS = {"covers": "technology_id", "capabilities": "technology_id", "members": "organisation_id", "ties": "target_id"}
"""Table → the column that may name a thing of another copy."""
JOINED = 0.3
"""Share of those rows that do."""


def grown_city(folder: Path, copies: int, seed: int) -> Path:
    """Write a city of ``42 * copies`` candidates whose budgets, quotas and target grow with it.

    The rule that every bottleneck must be covered is left out, as no candidate may be left that covers one.

    Returns
    -------
    Path
        Its scenario.
    """
    rng = random.Random(seed)
    (folder / "scenarios").mkdir(parents=True)
    for name in ("districts.csv", "fields.csv", "dataset.yaml"):
        shutil.copy(SAMPLE / name, folder / name)
    for table, keys in KEYS.items():
        names, rows = _read(table)
        kept: dict[Any, dict[str, str]] = {}
        for copy in range(copies):
            for row in rows:
                one = _copied(rng, table, row, keys, copy, copies)
                ends = [one[key] for key in keys]
                if table in ("ties", "synergies"):
                    if ends[0] == ends[1]:
                        continue
                    ends.sort()
                kept.setdefault((*ends, one.get("kind"), one.get("year")), one)
        _write(folder, table, names, list(kept.values()))
    names, rows = _read("rules")
    members = lambda row, copy: "|".join(_of(m, copy) for m in row["members"].split("|"))  # noqa: E731
    _write(folder, "rules", names, [{**row, "members": members(row, c)} for c in range(copies) for row in rows])
    return _scenario(folder, copies)


def _of(name: str, copy: int) -> str:
    return f"{name}x{copy}" if name and copy else name


def _copied(
    rng: random.Random, table: str, row: dict[str, str], keys: tuple[str, ...], copy: int, copies: int
) -> dict[str, str]:
    """A row of one copy; its figures are moved a little."""
    one = dict(row)
    for key in keys:
        joins = copy and JOINS.get(table) == key and row.get("role") != "lead" and rng.random() < JOINED
        one[key] = _of(row[key], rng.randrange(copies) if joins else copy)
    if copy and "name" in one:
        one["name"] = f"{row['name']}{copy}"
    if copy and table == "investments" and one["investment"]:
        one["investment"] = str(round(float(one["investment"]) * rng.uniform(0.75, 1.25)))
    if copy and table == "conditions":
        for column, value in row.items():
            if column not in ("centre_id", "source") and value:
                one[column] = str(max(0, min(100, int(float(value)) + rng.randint(-4, 4))))
    if copy and table == "covers" and one["strength"]:
        moved = round(float(one["strength"]) + rng.choice([-0.1, 0.0, 0.1]), 2)
        one["strength"] = str(min(1.0, max(0.1, moved)))
    return one


def _scenario(folder: Path, copies: int) -> Path:
    told = yaml.safe_load((SAMPLE / "scenarios" / "base.yaml").read_text("utf-8"))
    policy = told["policy"]
    budgets = policy["budgets"]
    for part in ("city", "districts"):
        budgets[part] = {name: cap * copies for name, cap in budgets[part].items()}
    budgets["total"] *= copies
    policy["equity"]["pot"] *= copies
    for quota in policy["quotas"].values():
        for sides in quota.values():
            sides.update({side: number * copies for side, number in sides.items()})
    policy["target"] = {"count": 20 * copies}
    del policy["must_cover"]
    scenario = folder / "scenarios" / "base.yaml"
    scenario.write_text(yaml.safe_dump(told, allow_unicode=True), "utf-8")
    return scenario


def _read(table: str) -> tuple[list[str], list[dict[str, str]]]:
    with (SAMPLE / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        return list(reader.fieldnames or ()), list(reader)


def _write(folder: Path, table: str, names: list[str], rows: list[dict[str, str]]) -> None:
    with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names)
        writer.writeheader()
        writer.writerows(rows)
