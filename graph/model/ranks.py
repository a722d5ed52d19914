"""In which order the nodes of an ecosystem stand by their ids."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from graph.model.ecosystem import Ecosystem


def ranks(eco: Ecosystem, label: str) -> NDArray[np.int64]:
    """Place of every node of one kind in the order of ids, so that the order of rows breaks no tie; O(n log n), once.

    Examples
    --------
    >>> from graph.model.ecosystem import DatasetInfo
    >>> ranks(Ecosystem.from_rows(DatasetInfo("x"), {"districts": [{"id": "B"}, {"id": "A"}]}), "District")
    array([1, 0])
    """

    def make() -> NDArray[np.int64]:
        ids = eco.ids(label)
        found = np.empty(len(ids), dtype=np.int64)
        found[sorted(range(len(ids)), key=ids.__getitem__)] = np.arange(len(ids))
        found.flags.writeable = False
        return found

    return eco.once(("ranks", label), make)
