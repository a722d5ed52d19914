"""Many scenarios of one city at once.

What does not live here: drawing, solving and summing up (``planner.studies.sweep``).
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from buju.dataset import Dataset
from graph.base.errors import UsageError
from graph.base.words import Words

if TYPE_CHECKING:
    from buju.asking import Asked, Changes
    from planner.studies.sweep.sweeping import Sweep


def sweep(
    dataset: Dataset,
    scenario: Asked = None,
    *,
    vary: Mapping[str, tuple[float, float]] | None = None,
    draws: int | None = None,
    draw_seed: int = 0,
    cases: Sequence[Mapping[str, Any]] | None = None,
    set: Changes = None,  # noqa: A002 - the name of the option
    folder: str | PathLike[str] | None = None,
    jobs: int = 1,
    cluster: str | None = None,
    agreed: bool = False,
    seconds: float | None = None,
    gap: float = 0.0,
) -> Sweep:
    """Plan many scenarios: drawn from ranges by a Latin hypercube, or given one by one.

    Parameters
    ----------
    dataset, scenario, set
        As in :func:`buju.plan`.
    vary : mapping of str to (low, high)
        Keys of the scenario and their ranges, ends included; with ``draws`` and ``draw_seed``.
    cases : sequence of mapping
        Instead of draws: key → value of each case.
    folder : path, optional
        Where cases are kept as soon as they are done; the same call goes on from there. None: nowhere.
    jobs : int
        Processes on this machine.
    cluster : str, optional
        Address of a Dask scheduler, whose workers are used instead.
    agreed : bool
        Run a sweep of hours without an estimate first.
    seconds, gap
        Limits of each case.

    Returns
    -------
    Sweep
        ``answer`` (statuses, who is chosen always, sometimes or never, where plans fail) and ``rows``, one a case.

    Raises
    ------
    InputError
        Data or scenario have errors, or a key or an end of a range is none.
    UsageError
        The arguments do not fit together.
    ServiceError
        The cluster does not answer or dies; what is done is kept in ``folder``.

    Examples
    --------
    >>> import buju
    >>> found = buju.sweep(buju.load(buju.sample()), "base", cases=[{"budgets.total": 8050}])
    >>> [(row.status, round(row.objective, 6)) for row in found.rows]
    [('proven', 0.443095)]
    """
    from buju.asking import question  # noqa: PLC0415
    from planner.solving.highs import Limits  # noqa: PLC0415
    from planner.studies.sweep import varied  # noqa: PLC0415
    from planner.studies.sweep.sweeping import sweep as sweep_all  # noqa: PLC0415

    asked = question(dataset, scenario, set)
    given: tuple[varied.Values, ...]
    seed: int | None = None
    if cases is not None and vary is None and draws is None:
        given = tuple(tuple((str(key), value) for key, value in case.items()) for case in cases)
    elif cases is None and vary and draws is not None:
        ranges = varied.typed(
            varied.parse([f"{key}={low}:{high}" for key, (low, high) in vary.items()]), asked.scenario.values()
        )
        for end in ("low", "high"):
            asked.reload([f"{one.key}={getattr(one, end)!r}" for one in ranges])
        given, seed = varied.drawn(ranges, draws, draw_seed), draw_seed
    else:
        raise UsageError(Words("give vary and draws, or cases", "请给出 vary 与 draws，或 cases"))
    if not given:
        raise UsageError(Words("there is no case", "没有任何情况"))
    with tempfile.TemporaryDirectory(prefix="buju-") as nowhere:
        place = Path(nowhere) / "sweep" if folder is None else Path(folder)
        limits = Limits(seconds=seconds, gap=gap)
        return sweep_all(
            dataset.ecosystem, asked.scenario, dataset.hashes, given, seed, place, limits,
            jobs=jobs, cluster=cluster, agreed=agreed,
        )  # fmt: skip
