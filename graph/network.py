"""The collaboration network in a few numbers, each with how it was got: exactly, from a sample, or by a heuristic.

Which way is taken depends on the size alone (``graph.engine``), so that the same data give the same numbers. What does
not live here: the measures themselves (``graph.engine``) and all others of an assessment (``graph.indicators``).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from graph import engine
from graph.words import Lang, Words

BROKERS = 10
"""Organisations of greatest betweenness that are named."""

Way = Literal["exact", "sampled", "heuristic"]


@dataclass(frozen=True, slots=True)
class Method:
    """How a number was got: ``samples`` of ``of`` sources, ``seed``; None where there is no such thing."""

    way: Way
    algorithm: str
    samples: int | None = None
    of: int | None = None
    seed: int | None = None

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON data."""
        return {
            "way": self.way,
            "algorithm": self.algorithm,
            "samples": self.samples,
            "of": self.of,
            "seed": self.seed,
        }

    @property
    def words(self) -> Words:
        """Say it in a few words."""
        if self.way == "sampled":
            words = Words("sampled: {k:,} of {n:,} sources, seed {s}", "抽样：{n:,} 个起点中取 {k:,} 个，种子 {s}")
            return words.fill(k=self.samples, n=self.of, s=self.seed)
        if self.way == "heuristic":
            return Words("{a}, seed {s}", "{a} 算法，种子 {s}").fill(a=self.algorithm, s=self.seed)
        return Words("exact", "精确")


@dataclass(frozen=True, slots=True)
class Measure:
    """One number of the network; None where it is undefined."""

    name: str
    label: Words
    unit: Literal["number", "share", "index"]
    value: float | None
    method: Method


@dataclass(frozen=True, slots=True)
class Broker:
    """An organisation that lies between many others; ``error`` is the standard error, 0 where exact."""

    organisation: str
    name: str
    betweenness: float
    error: float

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON data."""
        return {
            "organisation": self.organisation,
            "name": self.name,
            "betweenness": self.betweenness,
            "standard_error": self.error,
        }


@dataclass(frozen=True, slots=True)
class Network:
    """The measures, and the greatest brokers with how their betweenness was got."""

    measures: tuple[Measure, ...]
    brokers: tuple[Broker, ...]
    betweenness: Method


def read_network(
    pairs: NDArray[np.int64], ids: Sequence[str], names: Sequence[str], seed: int = engine.SEED
) -> Network:
    """Measure a network of joined pairs.

    Parameters
    ----------
    pairs : array of int, shape (pairs, 2)
        Positions of the ends, as :func:`graph.collaboration.joined_pairs` gives them.
    ids, names : sequence of str
        Id and name of each organisation.
    seed : int
        Of the communities and of the sample.

    Examples
    --------
    >>> found = read_network(engine.simple([[0, 1], [1, 2], [0, 2], [2, 3]], 4), list("ABCD"), list("ABCD"))
    >>> {m.name: m.value for m in found.measures}["deepest_core"]
    2.0
    >>> found.brokers[0], found.betweenness.way
    (Broker(organisation='C', name='C', betweenness=2.0, error=0.0), 'exact')
    """
    nodes = len(ids)
    exact = Method("exact", "count")
    degree = np.bincount(pairs.ravel(), minlength=nodes)
    core = engine.core_numbers(pairs, nodes)
    groups = engine.communities(pairs, nodes, seed)
    grouped = Method("heuristic", groups.method, seed=groups.seed)
    burt = engine.constraint(pairs, nodes)
    burt = burt[~np.isnan(burt)]
    between = engine.betweenness(pairs, nodes, seed=seed)
    way = Method(
        "exact" if between.exact else "sampled",
        "Brandes",
        None if between.exact else between.samples,
        None if between.exact else nodes,
        None if between.exact else between.seed,
    )
    deepest = int(core.max(initial=0))
    joined = int((degree > 0).sum())
    measures = (
        _measure(
            "mean_partners", "partners of an organisation, mean", "单位平均合作伙伴数", "number", _mean(degree), exact
        ),
        _measure(
            "most_partners", "partners, the most of any", "合作伙伴最多者", "number", degree.max(initial=0), exact
        ),
        _measure("deepest_core", "deepest core (k)", "最深核的 k 值", "number", deepest, Method("exact", "k-core")),
        _measure(
            "deepest_core_share",
            "organisations in the deepest core",
            "最深核的单位占比",
            "share",
            _mean(core == deepest) if deepest else math.nan,
            Method("exact", "k-core"),
        ),
        _measure(
            "communities",
            "communities of two or more",
            "社群数（两家及以上）",
            "number",
            int((np.bincount(groups.label) > 1).sum()) if joined else 0,
            grouped,
        ),
        _measure("modularity", "modularity of these", "社群模块度", "index", groups.modularity, grouped),
        _measure(
            "mean_constraint", "Burt's constraint, mean", "Burt 约束均值", "index", _mean(burt), Method("exact", "Burt")
        ),
    )
    top = np.lexsort((np.arange(nodes), -between.value))[:BROKERS].tolist()
    brokers = tuple(
        Broker(ids[i], names[i], float(between.value[i]), float(between.error[i])) for i in top if between.value[i] > 0
    )
    return Network(measures, brokers, way)


def network_dict(today: Network, after: Network | None, lang: Lang) -> dict[str, Any]:
    """Plain JSON data of the network today and with a plan, labels in one language."""
    later: tuple[Measure | None, ...] = (None,) * len(today.measures) if after is None else after.measures
    return {
        "measures": {
            m.name: {
                "today": m.value,
                "with_plan": None if n is None else n.value,
                "unit": m.unit,
                "label": m.label.say(lang),
                "method": m.method.as_dict(),
            }
            for m, n in zip(today.measures, later, strict=True)
        },
        "brokers": {
            "today": [b.as_dict() for b in today.brokers],
            "with_plan": None if after is None else [b.as_dict() for b in after.brokers],
            "method": (after or today).betweenness.as_dict(),
        },
    }


def _measure(
    name: str, en: str, zh: str, unit: Literal["number", "share", "index"], value: float, method: Method
) -> Measure:
    return Measure(name, Words(en, zh), unit, None if math.isnan(value) else float(value), method)


def _mean(values: NDArray[Any]) -> float:
    return float(values.mean()) if len(values) else math.nan
