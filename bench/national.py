"""A made-up national dataset: 10⁴ to 10⁶ nodes, five ties a node, every row marked ``illustrative``.

    python bench/national.py FOLDER [--nodes 1000000] [--seed 0] [--csv]

Writes Parquet (or CSV) tables and ``dataset.yaml``. Degrees are skewed as in real networks: ends of ties are drawn by a
power law, and half of them inside a region, so that there are hubs, communities and many small parts.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

MADE_UP = "illustrative"
SHARES = {"organisations": 0.40, "people": 0.50, "technologies": 0.088, "centres": 0.01}
REGIONS = 300


def national(nodes: int = 1_000_000, seed: int = 0) -> Any:  # noqa: PLR0915 - one table after another
    """Make the ecosystem.

    Of the nodes 40 % are organisations, 50 % people, 8.8 % technologies and 1 % centres, a third of these existing; the
    rest are districts and fields. Of the ties 2.9 a node are collaborations.
    """
    from graph.model.ecosystem import DatasetInfo, Ecosystem
    from graph.model.schema import CONDITIONS, ORGANISATION_KINDS, TECHNOLOGY_KINDS, TIE_KINDS, TIERS

    rng = np.random.default_rng(seed)
    n = {name: max(int(nodes * share), 4) for name, share in SHARES.items()}
    n["districts"] = min(REGIONS, max(nodes // 1000, 4))
    n["fields"] = max(min(nodes - sum(n.values()), 1700), 4)

    def ids(prefix: str, name: str) -> NDArray[np.object_]:
        return np.array([f"{prefix}{i}" for i in range(n[name])], dtype=object)

    def names(word: str, name: str) -> NDArray[np.object_]:
        return np.array([f"示例{word}{i}" for i in range(n[name])], dtype=object)

    def made_up(rows: int) -> NDArray[np.object_]:
        return np.full(rows, MADE_UP, dtype=object)

    def one_of(choices: Any, rows: int, shares: Any = None) -> NDArray[np.object_]:
        return np.array([c for c, _ in choices], dtype=object)[rng.choice(len(choices), rows, p=shares)]

    def skewed(size: int, rows: int, power: float = 2.0) -> NDArray[np.int64]:
        """Positions drawn with a heavy head: u^power spread over the range, then shuffled once."""
        order = np.random.default_rng(seed + size).permutation(size)
        return order[(size * rng.random(rows) ** power).astype(np.int64)]

    org, per, tech, cen = (ids(p, t) for p, t in zip("OPTC", SHARES, strict=True))
    dis, fld = ids("D", "districts"), ids("F", "fields")
    region = rng.integers(0, n["districts"], n["organisations"])
    by_region = np.argsort(region, kind="stable")
    start = np.searchsorted(region[by_region], np.arange(n["districts"] + 1))

    def partner(at: NDArray[np.int64]) -> NDArray[np.int64]:
        """The other end: in half of the cases of the same region."""
        near = rng.random(len(at)) < 0.5
        room = start[region[at] + 1] - start[region[at]]
        inside = by_region[start[region[at]] + (rng.random(len(at)) ** 2 * room).astype(np.int64)]
        return np.where(near, inside, skewed(n["organisations"], len(at)))

    def pairs(rows: int, left: NDArray[np.int64], right: NDArray[np.int64], width: int) -> tuple[Any, Any]:
        """Distinct pairs, the first ``rows`` of those drawn."""
        _, first = np.unique(left * np.int64(width) + right, return_index=True)
        keep = np.sort(first)[:rows]
        return left[keep], right[keep]

    members = int(nodes * 0.12)
    ties = int(nodes * 2.9)
    at = skewed(n["organisations"], int(ties * 1.06))
    to = partner(at)
    low, high = np.minimum(at, to), np.maximum(at, to)
    at, to = pairs(ties, low[low != high], high[low != high], n["organisations"])
    holder = rng.integers(0, n["organisations"] + n["people"], int(nodes * 0.72))
    holder, able = pairs(int(nodes * 0.7), holder, skewed(n["technologies"], len(holder), 1.5), n["technologies"])
    order = np.argsort(holder, kind="stable")
    holder, able = holder[order], able[order]
    every = np.r_[org, per]
    existing = np.arange(n["centres"]) % 3 == 0
    lead = rng.integers(0, n["organisations"], n["centres"])
    chief = rng.permutation(n["people"])[: n["centres"]]
    centre, member = pairs(
        members,
        np.r_[np.arange(n["centres"]), rng.integers(0, n["centres"], members)],
        np.r_[lead, rng.integers(0, n["organisations"], members)],
        n["organisations"],
    )
    held, person = pairs(
        members, rng.integers(0, n["centres"], members), rng.integers(0, n["people"], members), n["people"]
    )
    # four claims in five are of what a member, the lead or a person of the centre can do
    behind = np.r_[centre, np.arange(n["centres"]), held]
    who = np.r_[member, lead, person + n["organisations"]]
    first_of = np.searchsorted(holder, np.arange(n["organisations"] + n["people"] + 1))
    drawn = rng.integers(0, len(behind), int(nodes * 0.2))
    able_to = first_of[who[drawn] + 1] - first_of[who[drawn]]
    drawn, able_to = drawn[able_to > 0], able_to[able_to > 0]
    backed = able[first_of[who[drawn]] + (rng.random(len(drawn)) * able_to).astype(np.int64)][: int(nodes * 0.08)]
    bare = rng.integers(0, n["centres"], int(nodes * 0.02))
    claim, claimed = pairs(
        int(nodes * 0.1),
        np.r_[behind[drawn][: len(backed)], bare],
        np.r_[backed, rng.integers(0, n["technologies"], len(bare))],
        n["technologies"],
    )
    need = rng.integers(1, n["technologies"], int(n["technologies"] * 0.8))
    need, first = pairs(len(need), need, (need * rng.random(len(need))).astype(np.int64), n["technologies"])
    candidates = np.flatnonzero(~existing)
    year = np.tile(np.arange(1.0, 6.0), len(candidates))
    money = np.round(rng.lognormal(6, 0.7, len(year)))
    tables: dict[str, dict[str, Any]] = {
        "districts": {"id": dis, "name": names("区", "districts"), "source": made_up(len(dis))},
        "fields": {"id": fld, "name": names("领域", "fields"), "source": made_up(len(fld))},
        "organisations": {
            "id": org,
            "name": names("单位", "organisations"),
            "kind": one_of(ORGANISATION_KINDS, len(org), (0.8, 0.05, 0.07, 0.03, 0.02, 0.03)),
            "district": dis[region],
            "champion": rng.random(len(org)) < 0.02,
            "sales": np.round(rng.lognormal(8, 1.5, len(org))),
            "source": made_up(len(org)),
        },
        "people": {
            "id": per,
            "name": names("人才", "people"),
            "tier": one_of(TIERS, len(per)),
            "organisation_id": org[skewed(len(org), len(per), 1.5)],
            "source": made_up(len(per)),
        },
        "technologies": {
            "id": tech,
            "name": names("技术", "technologies"),
            "field": fld[rng.integers(0, len(fld), len(tech))],
            "kind": one_of(TECHNOLOGY_KINDS, len(tech), (0.2, 0.2, 0.6)),
            "severity": rng.integers(1, 6, len(tech)).astype(float),
            "trl": rng.integers(1, 10, len(tech)).astype(float),
            "source": made_up(len(tech)),
        },
        "centres": {
            "id": cen,
            "name": names("中心", "centres"),
            "status": np.where(existing, "existing", "candidate").astype(object),
            "level": np.full(len(cen), "municipal", dtype=object),
            "field": fld[rng.integers(0, len(fld), len(cen))],
            "district": dis[region[lead]],
            "lead_id": org[lead],
            "approved_year": np.where(existing, 2020.0, np.nan),
            "ready_year": np.where(existing, np.nan, 2024.0),
            "chief_scientist_id": per[chief],
            "source": made_up(len(cen)),
        },
        "investments": {"centre_id": cen[np.repeat(candidates, 5)], "year": year, "investment": money},
        "conditions": {
            "centre_id": cen[candidates],
            **{c: rng.integers(40, 100, len(candidates)).astype(float) for c, _, _ in CONDITIONS},
        },
        "covers": {
            "centre_id": cen[claim],
            "technology_id": tech[claimed],
            "strength": np.round(rng.random(len(claim)), 2),
        },
        "capabilities": {
            "holder_id": every[holder],
            "technology_id": tech[able],
            "strength": np.round(0.05 + 0.95 * rng.random(len(able)), 2),
        },
        "members": {
            "centre_id": cen[centre],
            "organisation_id": org[member],
            "role": np.full(len(centre), "partner", object),
        },
        "affiliations": {
            "person_id": per[person],
            "centre_id": cen[held],
            "role": np.full(len(held), "member", object),
            "share": np.ones(len(held)),
        },
        "ties": {
            "source_id": org[at],
            "target_id": org[to],
            "kind": one_of(TIE_KINDS, len(at)),
            "year": rng.integers(2010, 2025, len(at)).astype(float),
            "weight": 1.0 + rng.poisson(1.0, len(at)),
        },
        "requires": {"technology_id": tech[need], "prerequisite_id": tech[first]},
    }
    for columns in tables.values():
        columns.setdefault("source", made_up(len(next(iter(columns.values())))))
    info = DatasetInfo(f"示例全国数据（{nodes:,} 个节点）", note="made up by bench/national.py", illustrative=True)
    return Ecosystem(info, tables)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("folder", type=Path)
    asked.add_argument("--nodes", type=int, default=1_000_000)
    asked.add_argument("--seed", type=int, default=0)
    asked.add_argument("--csv", action="store_true")
    given = asked.parse_args()
    eco = national(given.nodes, given.seed)
    if given.csv:
        from loaders.saving import save

        save(eco, given.folder)
    else:
        from loaders.export import export

        export(eco, given.folder)
    counts = eco.counts()
    print(f"{sum(counts['nodes'].values()):,} nodes and {sum(counts['ties'].values()):,} ties in {given.folder}")


if __name__ == "__main__":
    main()
