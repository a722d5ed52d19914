"""Which organisations should be brought together: missing ties, ranked by what they would close, with the reason.

A missing tie joins two organisations of different sector that are capable of the same technology and have neither a
tie nor an active centre in common. What does not live here: the scores of link prediction
(``graph.measures.links``), which only say how likely a tie is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.assessment.printed import Closes, PrintedTie
from graph.assessment.sentences import listed, named
from graph.assessment.state import State
from graph.assessment.undertakings import HELIX
from graph.base.words import Words
from graph.measures.collaboration import capable_organisations, sectors
from graph.measures.coverage import severities
from graph.measures.helix import presence_table, synergy
from graph.measures.links import adamic_adar, common_neighbours, resource_allocation
from graph.measures.network import Adjacency
from graph.model.ranks import ranks

_PAIRS = 1 << 18
"""Pairs looked at in one go; it bounds the memory."""
MOST = 200
"""Missing ties in the advice; the rest are counted."""
SECTOR_WORDS = {
    "industry": Words("firm", "企业"),
    "university": Words("university", "高校"),
    "research": Words("research institute", "科研机构"),
    "government": Words("government body", "政府"),
    "other": Words("other organisation", "其他单位"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingTie:
    """Two organisations that should meet, what their tie would close, and how likely it is by link prediction.

    ``technologies`` are those both are capable of, the severest first. ``coverage``: severity among them that no
    active centre covers; ``redundancy``: severity that one centre alone covers. ``synergy``: change of the
    triple-helix synergy, in bits, if the two do one undertaking more (negative = more synergy); None where it is
    undefined. ``joins_parts``: whether the collaboration network gains a connection between separate parts.
    """

    a: str
    b: str
    names: tuple[str, str]
    sectors: tuple[str, str]
    technologies: tuple[str, ...]
    shared: float
    coverage: float
    redundancy: float
    synergy: float | None
    joins_parts: bool
    common_partners: int
    adamic_adar: float
    resource_allocation: float
    reason: Words

    def printed(self) -> PrintedTie:
        """What is printed of it."""
        return PrintedTie(
            a=self.a,
            b=self.b,
            names=self.names,
            sectors=self.sectors,
            technologies=self.technologies,
            closes=Closes(
                coverage=self.coverage,
                redundancy=self.redundancy,
                synergy_bits=self.synergy,
                joins_parts=self.joins_parts,
            ),
            shared_severity=self.shared,
            common_partners=self.common_partners,
            adamic_adar=self.adamic_adar,
            resource_allocation=self.resource_allocation,
            reason=self.reason,
        )


def missing_ties(state: State, most: int = MOST) -> tuple[MissingTie, ...]:
    """Rank the missing ties by what they would close.

    In this order: severity that no active centre covers (coverage), severity that one centre alone covers
    (redundancy), triple-helix synergy gained, severity shared, ids. No weights: an earlier one decides. Empty where
    the dataset gives no capability. O(missing ties · log) and the technologies of those shown.

    Examples
    --------
    >>> from graph.model.ecosystem import DatasetInfo, Ecosystem
    >>> eco = Ecosystem.from_rows(DatasetInfo("x"), {
    ...     "organisations": [{"id": "F", "kind": "firm"}, {"id": "U", "kind": "university"}],
    ...     "technologies": [{"id": "T1", "name": "Rotor", "severity": 5}],
    ...     "capabilities": [{"holder_id": o, "technology_id": "T1"} for o in ("F", "U")]})
    >>> found, = missing_ties(State(eco, np.zeros(0, dtype=bool)))
    >>> (found.a, found.b, found.coverage, found.redundancy), found.adamic_adar
    (('F', 'U', 5.0, 0.0), 0.0)
    >>> found.reason.en
    'both are capable of Rotor (T1), which no centre covers; they stand in separate parts of the network'
    """
    from scipy.sparse.csgraph import connected_components  # noqa: PLC0415 - heavy

    eco, ends, shared = state.eco, state.missing.ends, state.missing.shared
    if not len(ends):
        return ()
    ids, rank = eco.ids("Organisation"), ranks(eco, "Organisation")
    severity, depth = severities(eco), state.depth["centre"]
    capable = capable_organisations(eco)
    open_, thin = _shared_severity(capable, ends, [np.where(mask, severity, 0.0) for mask in (depth == 0, depth == 1)])
    gain = _synergy_gain(state, ends)
    keys = [-open_.round(9), -thin.round(9), np.nan_to_num(gain).round(12), -shared.round(9)]
    best = np.lexsort((rank[ends[:, 1]], rank[ends[:, 0]], *reversed(keys)))[:most]
    kept = ends[best]
    _, part = connected_components(state.network, directed=False)
    common = common_neighbours(state.network, kept).tolist()
    likely = adamic_adar(state.network, kept).tolist(), resource_allocation(state.network, kept).tolist()
    kinds, names = sectors(eco), eco.names("Organisation")
    found = []
    for k, row in enumerate(best.tolist()):
        i, j = ends[row].tolist()
        a, b = ids[i], ids[j]
        both = np.flatnonzero((capable[[i]].multiply(capable[[j]])).toarray()[0]).tolist()
        technologies = _severest(state, both)
        found.append(
            MissingTie(
                a=a,
                b=b,
                names=(names[a], names[b]),
                sectors=(str(kinds[i]), str(kinds[j])),
                technologies=tuple(technologies),
                shared=float(shared[row]),
                coverage=float(open_[row]),
                redundancy=float(thin[row]),
                synergy=None if np.isnan(gain[row]) else float(gain[row]),
                joins_parts=bool(part[i] != part[j]),
                common_partners=common[k],
                adamic_adar=likely[0][k],
                resource_allocation=likely[1][k],
                reason=_reason(state, technologies, common[k], joins=bool(part[i] != part[j])),
            )
        )
    return tuple(found)


def _shared_severity(
    capable: Adjacency, ends: NDArray[np.int64], worths: Sequence[NDArray[np.float64]]
) -> list[NDArray[np.float64]]:
    """Σ of each worth over the technologies that both organisations of a pair are capable of."""
    found = [np.zeros(len(ends)) for _ in worths]
    for start in range(0, len(ends), _PAIRS):
        part = ends[start : start + _PAIRS]
        both = capable[part[:, 0]].multiply(capable[part[:, 1]]).tocsr()
        for values, worth in zip(found, worths, strict=True):
            values[start : start + _PAIRS] = np.asarray(both @ worth)
    return found


def _synergy_gain(state: State, ends: NDArray[np.int64]) -> NDArray[np.float64]:
    """Change of T(uig) by one more undertaking of each pair; NaN where T is undefined or neither is of a helix."""
    gain = np.full(len(ends), np.nan)
    if state.helix is None:
        return gain
    kinds = sectors(state.eco)
    column = np.array([HELIX.get(s, -1) for s in kinds.tolist()], dtype=np.int64)
    presence = np.zeros((len(ends), 3), dtype=bool)
    for end in (ends[:, 0], ends[:, 1]):
        known = np.flatnonzero(column[end] >= 0)
        presence[known, column[end[known]]] = True
    now = presence_table(state.undertakings.presence)
    before = synergy(now)
    for cell in np.unique(presence[presence.any(axis=1)], axis=0):
        more = now.copy()
        more[tuple(cell.astype(int))] += 1
        gain[(presence == cell).all(axis=1)] = synergy(more) - before
    return gain


def _reason(state: State, technologies: Sequence[str], common: int, *, joins: bool) -> Words:
    """Say in words what the tie would close; every clause is a fact of the data."""
    place, depth = state.eco.position("Technology"), state.depth["centre"]
    names = state.eco.names("Technology")
    parts = []
    for at, en, zh in (
        (0, "which no centre covers", "尚无中心覆盖的"),
        (1, "which one centre alone covers", "仅一家中心覆盖的"),
        (None, "which several centres cover", "已有多家中心覆盖的"),
    ):
        mine = [t for t in technologies if (depth[place[t]] == at if at is not None else depth[place[t]] > 1)]
        if mine:
            all_ = listed([named(names, t) for t in mine], most=3)
            parts.append(Words(f"{all_.en}, {en}", f"{zh}{all_.zh}"))
    en = "both are capable of " + "; of ".join(p.en for p in parts)
    zh = "双方都掌握" + "，以及".join(p.zh for p in parts)
    if common:
        partners = "partner" if common == 1 else "partners"
        en, zh = f"{en}; they have {common} {partners} in common", f"{zh}；有 {common} 家共同合作单位"
    elif joins:
        en, zh = f"{en}; they stand in separate parts of the network", f"{zh}；分处合作网络互不连通的两块"
    else:
        en, zh = f"{en}; they have no partner in common", f"{zh}；没有共同合作单位"
    return Words(en, zh)


def _severest(state: State, technologies: Sequence[int]) -> list[str]:
    ids, severity = state.eco.ids("Technology"), severities(state.eco)
    return [ids[t] for t in sorted(technologies, key=lambda t: (-severity[t], ids[t]))]
