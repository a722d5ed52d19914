"""Items of evidence (publications, patents, awards, projects, standards) as strengths and as ties of their holders.

What does not live here: how items are weighed (``graph.model.evidence_rules``) and what a centre's members can do
together (``graph.measures.evidence``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.model.columns import Columns
from graph.model.ecosystem import Ecosystem
from graph.model.evidence_rules import EvidenceRules, evidence_rules
from graph.model.evidence_tables import ITEM_KINDS
from graph.model.schema import TABLES

DERIVED = "derived from evidence"
"""What the column ``source`` says of rows that follow from items."""
TIE_OF = {
    "publication": "co_publication",
    "patent": "co_patent",
    "award": "joint_project",
    "project": "joint_project",
    "standard": "innovation_consortium",
}
"""Kind of item → kind of the tie between its holders."""
_KINDS = tuple(kind for kind, _ in ITEM_KINDS)


@dataclass(frozen=True, eq=False, kw_only=True)
class Weighed:
    """Every row of ``evidence`` weighed; arrays are parallel to the table's rows.

    Attributes
    ----------
    amount
        weight · fraction · 2^(−age/half-life) / W½ of its kind; 0 where the row does not count.
    holder, technology, item
        Codes: organisations then people; technologies; items in the order of their id.
    holders
        Holders of the item, at least those that the table names.
    age
        Years before ``as_of``; NaN where the year is blank.
    as_of
        Year from which ages count; NaN where no item has a year.
    """

    amount: NDArray[np.float64]
    holder: NDArray[np.int64]
    technology: NDArray[np.int64]
    item: NDArray[np.int64]
    items: tuple[str, ...]
    holders: NDArray[np.float64]
    age: NDArray[np.float64]
    as_of: float


@dataclass(frozen=True, kw_only=True)
class Item:
    """One item behind a capability. ``amount`` is what it adds to W in units of W½."""

    item: str
    kind: str
    year: int | None
    holders: int
    fraction: float
    age: float | None
    weight: float
    amount: float
    source: str


@dataclass(frozen=True, kw_only=True)
class Derived:
    """What followed from the items, counted.

    ``wide`` items have more holders than make ties; ``undated`` rows have no year and ``later`` ones lie after
    ``as_of``: neither counts. ``as_of`` is the year that ages count from (NaN: no item has a year), ``ahead`` by how
    many years it lies after the next year of an item where nobody set it: a year that is a slip makes all else old.
    """

    items: int
    capabilities: int
    ties: int
    wide: int
    undated: int
    later: int
    as_of: float
    ahead: float


def weighed(eco: Ecosystem) -> Weighed:
    """Weigh every row of ``evidence``: W = Σ weight · fraction · 2^(−age/half-life), a share 1/n for each of n holders.

    The fraction counts holders outside the tables too (fractional counting: Waltman & van Eck 2015, *Field-normalized
    citation impact indicators and the choice of an appropriate counting method*). With ``by_field`` a weight is divided
    by the mean W of its technology's field over the mean of all (mean-normalised: Waltman et al. 2011). O(n log n).

    Examples
    --------
    One paper of four holders, five years old, of half-life five: 1 · 1/4 · 1/2.

    >>> from graph.model.ecosystem import DatasetInfo
    >>> eco = Ecosystem.from_rows(DatasetInfo("x", evidence="as_of:2026"), {
    ...     "organisations": [{"id": "O"}], "technologies": [{"id": "T"}], "evidence": [
    ...         {"item_id": "W", "holder_id": "O", "technology_id": "T", "holders": 4, "year": 2021,
    ...          "kind": "publication"}]})
    >>> weighed(eco).amount
    array([0.125])
    """
    return eco.once("evidence items weighed", lambda: _weighed(eco, evidence_rules(eco.info.evidence)))


def _weighed(eco: Ecosystem, rules: EvidenceRules) -> Weighed:
    table = eco.tables["evidence"]
    holder = eco.codes("evidence", "holder_id", "Organisation", "Person")
    technology = eco.codes("evidence", "technology_id", "Technology")
    names, item = np.unique(table["item_id"].astype(str), return_inverse=True)
    named = np.zeros(len(names))
    if len(item):
        pairs = np.unique(np.stack([item, holder]), axis=1)
        np.add.at(named, pairs[0], 1)
    holders = np.fmax(table["holders"], named[item]) if len(item) else np.zeros(0)
    year = table["year"]
    as_of = float(rules.as_of) if rules.as_of is not None else float(np.nanmax(year, initial=-np.inf))
    as_of = as_of if np.isfinite(as_of) else np.nan
    age = as_of - year
    half = np.array([rules.half_weight.get(kind, np.nan) for kind in table["kind"].tolist()], dtype=np.float64)
    weight = np.where(np.isnan(table["weight"]), 1.0, table["weight"])
    with np.errstate(invalid="ignore"):
        amount = np.where(age >= 0, weight / np.fmax(holders, 1) * 2.0 ** (-age / rules.half_life) / half, 0.0)
    if rules.by_field:
        amount = amount / _of_field(eco, amount, holder, technology)[technology]
    return Weighed(
        amount=amount,
        holder=holder,
        technology=technology,
        item=item,
        items=tuple(names.tolist()),
        holders=holders,
        age=age,
        as_of=as_of,
    )


def _of_field(
    eco: Ecosystem, amount: NDArray[np.float64], holder: NDArray[np.int64], technology: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Technology → mean W of its field over the mean W of all pairs of holder and technology."""
    ratio = np.ones(max(eco.size("Technology"), 1))
    pairs, at = _grouped(holder, technology, eco.size("Technology"))
    summed = np.bincount(at, amount, len(pairs))
    of = eco.codes("technologies", "field", "Field")
    own = of[pairs % max(eco.size("Technology"), 1)]
    counts = summed > 0
    if not counts.any():
        return ratio
    mean = summed[counts].mean()
    for one in np.unique(own[counts & (own >= 0)]).tolist():
        ratio[of == one] = summed[counts & (own == one)].mean() / mean
    return ratio


def _grouped(
    holder: NDArray[np.int64], technology: NDArray[np.int64], width: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    keys, at = np.unique(holder * np.int64(max(width, 1)) + technology, return_inverse=True)
    return keys, at


def items_behind(eco: Ecosystem, holder: str, technology: str) -> tuple[Item, ...]:
    """The items behind one capability, what counts most first.

    Examples
    --------
    >>> from graph.model.ecosystem import DatasetInfo
    >>> eco = Ecosystem.from_rows(DatasetInfo("x"), {
    ...     "organisations": [{"id": "O"}], "technologies": [{"id": "T"}], "evidence": [
    ...         {"item_id": w, "holder_id": "O", "technology_id": "T", "holders": n, "year": 2021, "kind": "patent"}
    ...         for w, n in (("W1", 4), ("W2", 1))]})
    >>> [(i.item, i.amount) for i in items_behind(eco, "O", "T")]
    [('W2', 1.0), ('W1', 0.25)]
    """
    table, known = eco.tables["evidence"], weighed(eco)
    rows = np.flatnonzero((table["holder_id"] == holder) & (table["technology_id"] == technology)).tolist()
    found = [
        Item(
            item=table["item_id"][r],
            kind=table["kind"][r],
            year=None if np.isnan(table["year"][r]) else int(table["year"][r]),
            holders=int(known.holders[r]),
            fraction=1 / float(known.holders[r]),
            age=None if np.isnan(known.age[r]) else float(known.age[r]),
            weight=1.0 if np.isnan(table["weight"][r]) else float(table["weight"][r]),
            amount=float(known.amount[r]),
            source=table["source"][r],
        )
        for r in rows
    ]
    return tuple(sorted(found, key=lambda i: (-i.amount, i.item)))


def without_origin(
    eco: Ecosystem,
    centre: NDArray[np.integer[Any]],
    holder: NDArray[np.integer[Any]],
    technology: NDArray[np.integer[Any]],
    strength: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Strengths of holders behind centres without the items from which the centres' own claims come.

    The origin of a claim is the item that its ``evidence`` names, or that is the centre itself. Parallel arrays in,
    one triple of centre, holder and technology each; capabilities that were given stay as they are. O(n log n).

    Examples
    --------
    A project that is its own only evidence counts for nothing.

    >>> from graph.model.ecosystem import DatasetInfo
    >>> eco, _ = with_evidence(Ecosystem.from_rows(DatasetInfo("x"), {
    ...     "organisations": [{"id": "O"}], "technologies": [{"id": "T"}], "centres": [{"id": "C", "lead_id": "O"}],
    ...     "covers": [{"centre_id": "C", "technology_id": "T"}], "evidence": [
    ...         {"item_id": "C", "holder_id": "O", "technology_id": "T", "year": 2021, "kind": "project"}]}))
    >>> at = np.array([0])
    >>> eco.column("capabilities", "strength"), without_origin(eco, at, at, at, np.array([0.5]))
    (array([0.5]), array([0.]))
    """
    if not len(eco.column("evidence", "item_id")) or not len(strength):
        return strength
    known = weighed(eco)
    place = {item: i for i, item in enumerate(known.items)}
    claims = eco.tables["covers"]
    at, to = eco.codes("covers", "centre_id", "Centre"), eco.codes("covers", "technology_id", "Technology")
    pairs = {
        (int(c), int(t), place[origin])
        for c, t, own, said in zip(at, to, claims["centre_id"].tolist(), claims["evidence"].tolist(), strict=True)
        for origin in (own, said)
        if origin in place
    }
    if not pairs:
        return strength
    width, wide = np.int64(max(eco.size("Technology"), 1)), np.int64(len(known.items))
    own = {
        (int(h), int(t))
        for h, t, source in zip(
            eco.codes("capabilities", "holder_id", "Organisation", "Person"),
            eco.codes("capabilities", "technology_id", "Technology"),
            eco.column("capabilities", "source").tolist(),
            strict=True,
        )
        if source != DERIVED
    }
    origin_of: dict[tuple[int, int], list[int]] = {}
    for c, t, item in sorted(pairs):
        origin_of.setdefault((c, t), []).append(item)
    rows = (known.holder * width + known.technology) * wide + known.item
    order = np.argsort(rows, kind="stable")
    changed = strength.copy()
    claimed = np.array([c * width + t for c, t in origin_of], dtype=np.int64)
    for n in np.flatnonzero(np.isin(centre * width + technology, claimed)).tolist():
        h, t = int(holder[n]), int(technology[n])
        if (h, t) in own:
            continue
        wanted = (np.int64(h) * width + t) * wide + np.array(origin_of[int(centre[n]), t], dtype=np.int64)
        found = np.searchsorted(rows, wanted, sorter=order)
        hits = [order[f] for f, w in zip(found, wanted, strict=True) if f < len(order) and rows[order[f]] == w]
        if hits:
            before = strength[n] / (1 - strength[n])
            left = max(before - float(known.amount[hits].sum()), 0.0)
            changed[n] = left / (1 + left) if left > 1e-12 * before else 0.0
    return changed


def with_evidence(eco: Ecosystem) -> tuple[Ecosystem, Derived]:
    """The ecosystem with the capabilities and ties that follow from its items; rows that were given stay as they are.

    Strength = W/(W + W½) with W½ by kind of item; several kinds add up in units of their own W½. Two organisations of
    one item of n holders are tied with the weight 1/(n − 1), so that each holder's ties of one item sum to 1 at most;
    an item of more than ``most_holders`` ties nobody. O(n log n + pairs).

    Examples
    --------
    >>> from graph.model.ecosystem import DatasetInfo
    >>> eco = Ecosystem.from_rows(DatasetInfo("x"), {
    ...     "organisations": [{"id": "O"}, {"id": "Q"}], "technologies": [{"id": "T"}], "evidence": [
    ...         {"item_id": "W", "holder_id": o, "technology_id": "T", "holders": 3, "year": 2021,
    ...          "kind": "publication"} for o in "OQ"]})
    >>> made, _ = with_evidence(eco)
    >>> made.column("capabilities", "strength").tolist(), made.column("ties", "weight").tolist()
    ([0.25, 0.25], [0.5])
    """
    rules, known = evidence_rules(eco.info.evidence), weighed(eco)
    capabilities = _capabilities(eco, known)
    ties, wide = _ties(eco, known, rules)
    tables = {name: columns for name, columns in eco.tables.items() if len(next(iter(columns.values())))}
    tables |= {"capabilities": capabilities, "ties": ties}
    counts = Derived(
        items=len(known.items),
        capabilities=int((capabilities["source"] == DERIVED).sum()),
        ties=int((ties["source"] == DERIVED).sum()),
        wide=wide,
        undated=int(np.isnan(known.age).sum()),
        later=int((known.age < 0).sum()),
        as_of=known.as_of,
        ahead=float(np.min(known.age, where=known.age > 0, initial=np.inf)) if rules.as_of is None else 0.0,
    )
    return Ecosystem(eco.info, tables), counts


def _capabilities(eco: Ecosystem, known: Weighed) -> Columns:
    width = eco.size("Technology")
    keys, at = _grouped(known.holder, known.technology, width)
    total, counted = np.bincount(at, known.amount, len(keys)), np.bincount(at, known.amount > 0, len(keys))
    given = _given(eco, "capabilities")
    own = eco.codes("capabilities", "holder_id", "Organisation", "Person") * np.int64(max(width, 1))
    own = (own + eco.codes("capabilities", "technology_id", "Technology"))[given]
    new = np.flatnonzero((total > 0) & ~np.isin(keys, own))
    names = np.array([*eco.ids("Organisation"), *eco.ids("Person")], dtype=object)
    technologies = np.array(eco.ids("Technology"), dtype=object)
    return _added(
        eco,
        "capabilities",
        given,
        {
            "holder_id": names[keys[new] // max(width, 1)] if len(new) else np.array([], dtype=object),
            "technology_id": technologies[keys[new] % max(width, 1)] if len(new) else np.array([], dtype=object),
            "strength": total[new] / (1 + total[new]),
            "evidence": np.array([f"{n:.0f} items" if n > 1 else "1 item" for n in counted[new]], dtype=object),
        },
    )


def _ties(eco: Ecosystem, known: Weighed, rules: EvidenceRules) -> tuple[Columns, int]:
    """Rows of ties with the given ones first, and how many items were too wide."""
    counts = (known.holder < eco.size("Organisation")) & (known.age >= 0)
    kinds = np.array(
        [_KINDS.index(k) if k in _KINDS else -1 for k in eco.column("evidence", "kind").tolist()], dtype=int
    )
    rows = np.flatnonzero(counts)
    order = rows[np.lexsort((known.holder[rows], known.item[rows]))]
    keep = np.r_[True, (np.diff(known.item[order]) != 0) | (np.diff(known.holder[order]) != 0)][: len(order)]
    order = order[keep]
    wide = len(np.unique(known.item[order[known.holders[order] > rules.most_holders]]))
    order = order[known.holders[order] <= rules.most_holders]
    sums: dict[tuple[int, int, int, float], float] = {}
    year = eco.column("evidence", "year")
    for group in np.split(order, np.flatnonzero(np.diff(known.item[order])) + 1):
        if len(group) < 2:
            continue
        first = int(group[0])
        weight = 1 / (float(known.holders[first]) - 1)
        members = known.holder[group].tolist()
        for i, a in enumerate(members):
            for b in members[i + 1 :]:
                pair = (a, b, int(kinds[first]), float(year[first]))
                sums[pair] = sums.get(pair, 0.0) + weight
    names = eco.ids("Organisation")
    given = _given(eco, "ties")
    own = set(
        zip(*(eco.column("ties", c)[given].tolist() for c in ("source_id", "target_id", "kind", "year")), strict=True)
    )
    new = [(names[a], names[b], TIE_OF[_KINDS[k]], y, w) for (a, b, k, y), w in sorted(sums.items())]
    new = [t for t in new if (*t[:4],) not in own and (t[1], t[0], *t[2:4]) not in own]
    columns = {
        name: np.array([t[i] for t in new], dtype=np.float64 if name in ("year", "weight") else object)
        for i, name in enumerate(("source_id", "target_id", "kind", "year", "weight"))
    }
    return _added(eco, "ties", given, columns), wide


def _given(eco: Ecosystem, table: str) -> NDArray[np.int64]:
    """Rows of a table that did not follow from items already."""
    return np.flatnonzero(eco.column(table, "source") != DERIVED)


def _added(eco: Ecosystem, table: str, given: NDArray[np.int64], new: dict[str, NDArray[Any]]) -> Columns:
    count = len(next(iter(new.values())))
    new = {**new, "source": np.array([DERIVED] * count, dtype=object)}
    blank = {c.name: "" if c.kind in ("id", "ref", "text", "choice") else np.nan for c in TABLES[table].columns}
    return {
        name: np.concatenate([old[given], new.get(name, np.full(count, blank[name], dtype=old.dtype))])
        for name, old in eco.tables[table].items()
    }
