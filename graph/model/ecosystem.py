"""The ecosystem: typed, read-only columns of every table, and one sparse matrix per kind of tie.

The columns are the store; matrices and the networkx view are made when asked for. What does not live here:
the schema (``graph.model.schema``), reading files (``loaders``) and every measure (``graph.measures.coverage`` and
its neighbours).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from graph.base.errors import InputError, UsageError
from graph.base.words import Words
from graph.model.columns import Columns, complete, from_rows
from graph.model.schema import NODES, TABLES, TIES, Column, TieKind

if TYPE_CHECKING:
    import networkx as nx

T = TypeVar("T")

__all__ = ["Columns", "DatasetInfo", "Ecosystem"]

_WEIGHTS = {"covers": "strength", "capabilities": "strength", "ties": "weight"}
"""The column that weighs the ties read from a table; a tie from any other table weighs 1."""
_UNKNOWN = Words("{table}.{name}: unknown id {id!r}", "{table}.{name}：没有编号“{id}”")
_LABEL_OF = {kind.table: label for label, kind in NODES.items()}


@dataclass(frozen=True, slots=True)
class DatasetInfo:
    """What a dataset says about itself; ``money_unit`` is the unit of every amount in it.

    ``evidence`` says how items of evidence are weighed, see :mod:`graph.model.evidence_rules`.
    """

    name: str
    _: KW_ONLY
    money_unit: str = "万元"
    taxonomy: str = ""
    licence: str = ""
    note: str = ""
    illustrative: bool = False
    evidence: str = ""


@dataclass(frozen=True, eq=False)
class Ecosystem:
    """An innovation ecosystem as typed columns.

    Every table and column of ``graph.model.schema.TABLES`` is present; what is not given is empty or blank. Arrays are
    read-only. Node ids need only be unique within their kind. A ``capabilities.holder_id`` that is the id of both an
    organisation and a person means the organisation.

    Parameters
    ----------
    info : DatasetInfo
        Name, money unit and the like.
    tables : mapping of str to Columns
        Text columns (id, ref, text, choice): object arrays of ``str``, blank ``""``; numbers and integers:
        ``float64``, blank NaN; booleans: ``bool``.

    Raises
    ------
    InputError
        Unknown table or column, or columns of different length.

    Examples
    --------
    >>> eco = Ecosystem.from_rows(DatasetInfo("two"), {
    ...     "technologies": [{"id": "T1", "severity": 5}, {"id": "T2", "severity": 2}],
    ...     "centres": [{"id": "C1", "status": "existing"}],
    ...     "covers": [{"centre_id": "C1", "technology_id": "T2", "strength": 0.5}]})
    >>> eco.matrix("COVERS").toarray()
    array([[0. , 0.5]])
    >>> eco.counts()["nodes"]["Technology"], eco.size("Person")
    (2, 0)
    """

    info: DatasetInfo
    tables: Mapping[str, Columns]
    _cache: dict[Any, Any] = field(default_factory=dict, init=False, repr=False)

    def __post_init__(self) -> None:
        """Complete, check and freeze the columns."""
        unknown = sorted(set(self.tables) - set(TABLES))
        if unknown:
            raise InputError(Words("no table is called {name!r}", "没有名为“{name}”的表").fill(name=unknown[0]))
        whole = {name: MappingProxyType(complete(t, self.tables.get(name, {}))) for name, t in TABLES.items()}
        object.__setattr__(self, "tables", MappingProxyType(whole))

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle as plain dicts of arrays; caches are left behind."""
        return (Ecosystem, (self.info, {name: dict(columns) for name, columns in self.tables.items()}))

    @classmethod
    def from_rows(cls, info: DatasetInfo, rows: Mapping[str, Sequence[Mapping[str, Any]]]) -> Ecosystem:
        """Build from small dicts, for tests and examples (files are read by ``loaders``).

        A column that a row leaves out takes the schema's default, else blank; a blank ``name`` takes the id. Other
        required columns may be left out.

        Raises
        ------
        InputError
            Unknown table, column, choice or id; a repeated id.

        Examples
        --------
        >>> Ecosystem.from_rows(DatasetInfo("x"), {"people": [{"id": "P1", "organisation_id": "O9"}]})
        Traceback (most recent call last):
        graph.base.errors.InputError: people.organisation_id: unknown id 'O9'
        """
        tables: dict[str, Columns] = {}
        for name, given in rows.items():
            if name not in TABLES:
                raise InputError(Words("no table is called {name!r}", "没有名为“{name}”的表").fill(name=name))
            tables[name] = from_rows(TABLES[name], given)
        eco = cls(info, tables)
        for table in TABLES.values():
            if table.name in _LABEL_OF:
                eco.position(_LABEL_OF[table.name])
            for column in table.columns:
                if column.kind == "ref":
                    eco._check_reference(table.name, column)
        return eco

    def _check_reference(self, table: str, column: Column) -> None:
        labels = [_LABEL_OF[r] for r in column.refers if r in _LABEL_OF]
        if len(labels) == len(column.refers):
            self.codes(table, column.name, *labels)
            return
        known = {"", *(i for r in column.refers for i in self.column(r, "id").tolist())}
        strange = next((v for v in self.column(table, column.name).tolist() if v not in known), None)
        if strange is not None:
            raise InputError(_UNKNOWN.fill(table=table, name=column.name, id=strange))

    def column(self, table: str, name: str) -> NDArray[Any]:
        """One column, read-only; ``KeyError`` if there is no such table or column."""
        return self.tables[table][name]

    def ids(self, label: str) -> tuple[str, ...]:
        """Ids of all nodes of one kind, in the dataset's order."""
        return self.once(("ids", label), lambda: tuple(self.column(_table_of(label), "id").tolist()))

    def position(self, label: str) -> Mapping[str, int]:
        """Id → row of the node; ``InputError`` if an id stands twice."""
        return self.once(("position", label), lambda: self._position(label))

    def size(self, label: str) -> int:
        """Count the nodes of one kind."""
        return len(self.column(_table_of(label), "id"))

    def names(self, label: str) -> Mapping[str, str]:
        """Id → name of all nodes of one kind; a blank name is the id itself."""
        return self.once(("names", label), lambda: self._names(label))

    def codes(self, table: str, name: str, *labels: str) -> NDArray[np.int64]:
        """Positions of a reference column's ids among the nodes of ``labels``, counted through; −1 = blank.

        With ``("Organisation", "Person")`` person ``j`` has code ``size("Organisation") + j``; an id found under an
        earlier label is not looked for under a later one. O(rows).

        Raises
        ------
        InputError
            An id that no node of ``labels`` has.
        """
        return self.once(("codes", table, name, labels), lambda: self._codes(table, name, labels))

    def know(self, table: str, name: str, distinct: Sequence[str], at: NDArray[np.integer[Any]]) -> None:
        """Take over from a loader that row ``i`` of a reference column holds ``distinct[at[i]]``.

        :meth:`codes` then looks up each distinct id once instead of every row: a million rows in a blink.

        Raises
        ------
        UsageError
            Not as many rows as the column has.
        """
        if len(at) != len(self.column(table, name)):
            raise UsageError(
                Words("{t}.{n}: one number a row is needed", "{t}.{n}：每行须有一个编号").fill(t=table, n=name)
            )
        self._cache["known", table, name] = (distinct, at)

    def ends(
        self, tie: TieKind, source: str, target: str
    ) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
        """Source position, target position and weight of every tie of one kind between two node kinds; O(rows)."""
        at, to, weight = self._rows(tie)
        start, stop = _span(self, tie.source, source)
        first, last = _span(self, tie.target, target)
        keep = (at >= start) & (at < stop) & (to >= first) & (to < last)
        return at[keep] - start, to[keep] - first, weight[keep]

    def matrix(self, tie: str, source: str | None = None, target: str | None = None) -> sp.csr_array[np.float64]:
        """One kind of tie as a sparse matrix, source nodes × target nodes; built once, then kept.

        Weights are ``strength`` (COVERS, CAPABLE_OF), ``weight`` (COLLABORATES; blank = 1) or 1. Ties of weight 0 are
        left out. Parallel ties add up for COLLABORATES and take the greatest weight elsewhere. COLLABORATES is
        undirected: its matrix is symmetric, a tie of an organisation with itself stands once on the diagonal.

        Parameters
        ----------
        tie : str
            Label of the tie kind, e.g. ``"COVERS"``.
        source, target : str, optional
            Node kind of either end; needed where the tie has two, e.g. ``matrix("CAPABLE_OF", "Person")``.

        Returns
        -------
        scipy.sparse.csr_array
            Shape (nodes of source kind, nodes of target kind), float64, sorted indices. Do not change it in place.

        Raises
        ------
        UsageError
            Unknown tie kind, or an end that is not stated and could be two kinds.
        """
        kind, start, end = _pick(tie, source, target)
        return self.once(("matrix", tie, start, end), lambda: self._matrix(kind, start, end))

    def counts(self) -> dict[str, dict[str, int]]:
        """Numbers of nodes and of ties (table rows with both ends given), by label: ``{"nodes": …, "ties": …}``."""
        ties = dict.fromkeys((t.label for t in TIES), 0)
        for tie in TIES:
            at, to, _ = self._rows(tie)
            ties[tie.label] += int(((at >= 0) & (to >= 0)).sum())
        return {"nodes": {label: self.size(label) for label in NODES}, "ties": ties}

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what ``make`` returns, made at the first call with ``key`` and kept; measures share results so."""
        if key not in self._cache:
            self._cache[key] = make()
        kept: T = self._cache[key]
        return kept

    def networkx(self) -> nx.MultiDiGraph[str]:
        """Make a networkx view, anew at each call; never the store (10⁶ ties: about 800 MB and 40 s).

        Nodes are ``"Label:id"`` (an id may stand in two kinds) with attributes ``label``, ``id`` and every non-blank
        column. Edges have the tie's label as ``label`` and as key; parallel collaborations have the key
        ``COLLABORATES/kind/year``. COLLABORATES edges are undirected in meaning and stand once, as given.
        """
        import networkx as nx  # noqa: PLC0415 (heavy, and only this view needs it)

        view: nx.MultiDiGraph[str] = nx.MultiDiGraph(name=self.info.name)
        for label, kind in NODES.items():
            columns = self.tables[kind.table]
            for row, i in enumerate(self.ids(label)):
                view.add_node(f"{label}:{i}", label=label, **_attributes(columns, row))
        for tie in TIES:
            tags = [f"{label}:{i}" for label in tie.source for i in self.ids(label)]
            ends = [f"{label}:{i}" for label in tie.target for i in self.ids(label)]
            columns = {} if tie.table in _LABEL_OF else self.tables[tie.table]
            at, to, weight = self._rows(tie)
            for row in np.flatnonzero((at >= 0) & (to >= 0)).tolist():
                more = _attributes(columns, row, skip=(tie.source_column, tie.target_column))
                more |= {"label": tie.label, "weight": float(weight[row])}
                key = (
                    tie.label
                    if tie.directed
                    else "/".join((tie.label, str(more.get("kind", "")), str(more.get("year", ""))))
                )
                view.add_edge(tags[at[row]], ends[to[row]], key=key, **more)
        return view

    def _names(self, label: str) -> Mapping[str, str]:
        names = self.column(_table_of(label), "name").tolist()
        return MappingProxyType({i: n or i for i, n in zip(self.ids(label), names, strict=True)})

    def _position(self, label: str) -> Mapping[str, int]:
        ids = self.ids(label)
        position = {i: row for row, i in enumerate(ids)}
        if len(position) < len(ids):
            twice = next(i for row, i in enumerate(ids) if position[i] != row)
            raise InputError(
                Words("{table}: id {id!r} stands twice", "{table} 表中编号“{id}”重复").fill(
                    table=_table_of(label), id=twice
                )
            )
        return MappingProxyType(position)

    def _codes(self, table: str, name: str, labels: tuple[str, ...]) -> NDArray[np.int64]:
        if name == "id" and NODES[labels[0]].table == table:
            self.position(labels[0])
            codes = np.arange(self.size(labels[0]), dtype=np.int64)
        elif ("known", table, name) in self._cache:
            distinct, at = self._cache["known", table, name]
            codes = self._looked_up(table, name, labels, distinct)[at]
        else:
            codes = self._looked_up(table, name, labels, self.column(table, name).tolist())
        codes.flags.writeable = False
        return codes

    def _looked_up(self, table: str, name: str, labels: tuple[str, ...], values: Sequence[str]) -> NDArray[np.int64]:
        code = self.once(("code", labels), lambda: self._code(labels))
        try:
            return np.fromiter(map(code.__getitem__, values), dtype=np.int64, count=len(values))
        except KeyError as error:
            raise InputError(_UNKNOWN.fill(table=table, name=name, id=error.args[0])) from None

    def _code(self, labels: tuple[str, ...]) -> dict[str, int]:
        """Id → number of all nodes of some kinds, counted through; the first kind has an id that stands in two."""
        code = dict(self.position(labels[0]))
        before = self.size(labels[0])
        for label in labels[1:]:
            for i, row in self.position(label).items():
                code.setdefault(i, before + row)
            before += self.size(label)
        code[""] = -1
        return code

    def _rows(self, tie: TieKind) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
        at = self.codes(tie.table, tie.source_column, *tie.source)
        to = self.codes(tie.table, tie.target_column, *tie.target)
        name = _WEIGHTS.get(tie.table)
        if name is None:
            return at, to, np.ones(len(at))
        default = TABLES[tie.table].column(name).default
        weight = self.column(tie.table, name)
        return at, to, np.where(np.isnan(weight), float(default or 0), weight)

    def _matrix(self, tie: TieKind, source: str, target: str) -> sp.csr_array[np.float64]:
        at, to, weight = self.ends(tie, source, target)
        shape = (self.size(source), self.size(target))
        if tie.directed:
            at, to, weight = _greatest(at, to, weight)
        else:
            loop = at == to
            at, to = np.r_[at, to[~loop]], np.r_[to, at[~loop]]
            weight = np.r_[weight, weight[~loop]]
        keep = weight > 0
        built: sp.csr_array[np.float64] = sp.coo_array((weight[keep], (at[keep], to[keep])), shape=shape).tocsr()
        built.sort_indices()
        return built


def _greatest(
    at: NDArray[np.int64], to: NDArray[np.int64], weight: NDArray[np.float64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """One row per (at, to), with the greatest weight; O(n log n)."""
    order = np.lexsort((-weight, to, at))
    at, to, weight = at[order], to[order], weight[order]
    first = np.ones(len(at), dtype=bool)
    first[1:] = (at[1:] != at[:-1]) | (to[1:] != to[:-1])
    return at[first], to[first], weight[first]


def _table_of(label: str) -> str:
    if label not in NODES:
        raise UsageError(Words("no node kind is called {name!r}", "没有名为“{name}”的节点类型").fill(name=label))
    return NODES[label].table


def _span(eco: Ecosystem, labels: tuple[str, ...], label: str) -> tuple[int, int]:
    """First code and one past the last code of ``label`` where ``labels`` are counted through."""
    start = sum(eco.size(other) for other in labels[: labels.index(label)])
    return start, start + eco.size(label)


def _pick(label: str, source: str | None, target: str | None) -> tuple[TieKind, str, str]:
    """Find the tie kind and the kinds of its ends; ``UsageError`` if they are not just one."""
    found = [
        (tie, a, b)
        for tie in TIES
        if tie.label == label
        for a in tie.source
        for b in tie.target
        if source in (None, a) and target in (None, b)
    ]
    if len(found) == 1:
        return found[0]
    ends = ", ".join(f"{a} → {b}" for _, a, b in found) or "-"
    words = Words(
        "ties {label} from {source} to {target}: state one kind for each end (possible: {ends})",
        "关系 {label}（{source} → {target}）的两端须各指明一种节点（可选：{ends}）",
    )
    raise UsageError(words.fill(label=label, source=source or "?", target=target or "?", ends=ends))


def _attributes(columns: Columns, row: int, skip: tuple[str, ...] = ()) -> dict[str, Any]:
    """Non-blank values of one row as plain Python values."""
    found: dict[str, Any] = {}
    for name, values in columns.items():
        value = values[row] if values.dtype == object else values[row].item()
        if name in skip or value == "" or value != value:  # noqa: PLR0124 (NaN is blank)
            continue
        found[name] = int(value) if isinstance(value, float) and name in ("year", "trl") else value
    return found
