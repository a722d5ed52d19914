"""Loading a dataset: from a place on disk, or from data frames; and what was found while reading it.

What does not live here: reading and checking (``loaders``) and what the data mean (``graph``).
"""

from __future__ import annotations

import html
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from buju.table import Table
from graph.base.errors import UsageError
from graph.base.words import Words

if TYPE_CHECKING:
    from graph.base.findings import Finding
    from graph.model.ecosystem import Ecosystem
    from loaders.dataset import Loaded
    from loaders.tables.columns import Counts


@dataclass(frozen=True, eq=False, repr=False)
class Dataset:
    """A dataset that can be planned on.

    Attributes
    ----------
    ecosystem : Ecosystem
        Typed columns and sparse matrices; what the measures of ``graph`` take.
    findings : tuple of Finding
        Warnings and notes of reading; errors are raised by :func:`load`.
    counts : mapping
        Table → rows read and skipped, cells defaulted.
    hashes : mapping
        File → SHA-256; empty of data frames.
    place : Path or None
        Folder or file that was read; None of data frames.
    """

    ecosystem: Ecosystem
    findings: tuple[Finding, ...]
    counts: Mapping[str, Counts]
    hashes: Mapping[str, str]
    place: Path | None = None

    @property
    def name(self) -> str:
        """What the dataset is called."""
        return self.ecosystem.info.name

    @property
    def money_unit(self) -> str:
        """The unit of every amount."""
        return self.ecosystem.info.money_unit

    @property
    def scenarios(self) -> tuple[str, ...]:
        """Names of the scenarios beside the data.

        >>> load(sample()).scenarios
        ('base', 'impossible', 'resilient', 'tight')
        """
        from planner.rulebook.scenario.locating import names  # noqa: PLC0415

        return names(self.place)

    def table(self, name: str) -> Table:
        """One table of the dataset, blank cells None.

        Raises
        ------
        UsageError
            There is no such table.

        Examples
        --------
        >>> load(sample()).table("fields").to_dicts()[0]["id"]
        'F01'
        """
        from graph.model.schema import TABLES  # noqa: PLC0415

        if name not in TABLES:
            words = Words("there is no table {name}; there are {all}", "没有表格 {name}；现有 {all}")
            raise UsageError(words.fill(name=name, all=", ".join(TABLES)))
        columns = {c.name: _plain(self.ecosystem.column(name, c.name)) for c in TABLES[name].columns}
        return Table(name, columns)

    def __repr__(self) -> str:
        nodes = ", ".join(f"{n:,} {label}" for label, n in self._sizes().items())
        return f"Dataset({self.name!r}, {self.money_unit}: {nodes}; {len(self.findings)} findings)"

    def _repr_html_(self) -> str:
        rows = "".join(f"<tr><td>{html.escape(k)}</td><td>{n:,}</td></tr>" for k, n in self._sizes().items())
        return f"<table><caption>{html.escape(self.name)} ({html.escape(self.money_unit)})</caption>{rows}</table>"

    def _sizes(self) -> dict[str, int]:
        return {label: n for label, n in self.ecosystem.counts()["nodes"].items() if n}


def load(
    data: str | PathLike[str] | Mapping[str, Any],
    *,
    money_unit: str | None = None,
    name: str | None = None,
    illustrative: bool | None = None,
) -> Dataset:
    """Load a dataset.

    Parameters
    ----------
    data : path or mapping of str to data frame
        A folder of CSV or Parquet files, a workbook, a zip, or a graph file. Or frames by the name of their table
        (``centres``, ``创新中心`` …): pandas, polars, Arrow or anything with ``__arrow_c_stream__``, a list of dicts, a
        dict of columns. Text in a frame parses as in a CSV file; None, NaN and NA are blank.
    money_unit, name, illustrative : optional
        What ``dataset.yaml`` would say of frames: the unit of every amount (default 万元), what the dataset is called,
        whether it is made up. A place on disk says these itself: ``money_unit`` may only repeat it.

    Returns
    -------
    Dataset

    Raises
    ------
    InputError
        A finding is an error; ``findings`` holds all, of all tables at once.
    UsageError
        There is nothing at the path, or the arguments do not fit together.

    Examples
    --------
    >>> load(sample()).name
    '宁波市（示例）'
    >>> load({"centres": [{"id": "C1"}]})
    Traceback (most recent call last):
    graph.base.errors.InputError: the data cannot be planned on until the errors are mended...
    """
    if isinstance(data, Mapping):
        about = {"name": name, "money_unit": money_unit, "illustrative": illustrative}
        return _dataset(_of_frames(data, {k: v for k, v in about.items() if v is not None}), None)
    if not isinstance(data, str | PathLike):
        words = Words(
            "load takes a path, or frames by the name of their table, such as {example}",
            "load 需要路径，或“表名: 数据框”，例如 {example}",
        )
        raise UsageError(words.fill(example='{"centres": frame, "technologies": frame}'))
    from loaders.dataset import load as load_place  # noqa: PLC0415

    place = Path(data)
    found = _dataset(load_place(place), place)
    if name is not None or illustrative is not None:
        raise UsageError(Words("a place says its name itself", "名称等以数据集自身的 dataset.yaml 为准"))
    return _in_unit(found, money_unit)


def sample(name: str = "ningbo") -> Path:
    """Folder of a sample city that comes with buju, with its scenarios; to be read only.

    Raises
    ------
    UsageError
        No sample has that name.

    Examples
    --------
    >>> (sample() / "centres.csv").is_file()
    True
    """
    from loaders.samples import sample_folder  # noqa: PLC0415

    return sample_folder(name)


def _of_frames(frames: Mapping[str, Any], about: Mapping[str, Any]) -> Loaded:
    from loaders.in_memory import load_tables  # noqa: PLC0415

    return load_tables(frames, json.dumps({"name": "data", **about}, ensure_ascii=False))


def _dataset(loaded: Loaded, place: Path | None) -> Dataset:
    return Dataset(loaded.require(), loaded.findings, loaded.counts, loaded.hashes, place)


def _in_unit(dataset: Dataset, unit: str | None) -> Dataset:
    """Refuse another unit than the data say; where they say none, take it."""
    if unit is None or unit == dataset.money_unit:
        return dataset
    if not any(f.code == "S120" for f in dataset.findings):
        words = Words("the data are in {own}, not in {unit}", "数据的金额单位是 {own}，不是 {unit}")
        raise UsageError(words.fill(own=dataset.money_unit, unit=unit))
    eco = dataset.ecosystem
    return replace(dataset, ecosystem=replace(eco, info=replace(eco.info, money_unit=unit)))


def _plain(values: Any) -> tuple[Any, ...]:
    return tuple(None if v == "" or v != v else v for v in values.tolist())  # noqa: PLR0124 - NaN is not itself
