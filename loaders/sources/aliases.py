"""The table of aliases: what each written name means, who decided it, and what is still only proposed.

Decisions of a person are never changed; taking a row away undoes a merge. What does not live here: matching
(``registry``).
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from graph.base.cell_text import key
from graph.base.errors import InputError, UsageError
from graph.base.nearest import Nearest
from graph.base.words import Words
from loaders.readers.delimited import read_delimited
from loaders.row_writing import row_writer
from loaders.rules.catalogue import finding
from loaders.sources.parents import Parents
from loaders.sources.registry import Name, Registry
from loaders.tables.raw_table import RawTable

DECIDED_BY_RULE = frozenset({"identifier", "name", "part", "parent"})
"""What ``decided_by`` says where no person decided."""


class Alias(NamedTuple):
    """What a written name means. ``decided_by`` is blank where ``id`` is only proposed; ``score`` is 0–100."""

    raw: str
    id: str
    score: float | None
    decided_by: str
    decided_on: str


def aliases_of(
    written: Iterable[str], known: Registry, kept: Mapping[str, Alias] | None = None, parents: Parents | None = None
) -> tuple[Alias, ...]:
    """Match every distinct name, in the order in which it is first written.

    With ``parents``, what is decided is rolled up to the parent at the top, and ``decided_by`` is then ``parent``.

    Examples
    --------
    >>> known = Registry.of([Name("R1", "Ningbo University"), Name("R2", "Ningbo University of Technology")])
    >>> [(a.raw, a.id, a.decided_by) for a in aliases_of(["Ningbo Univ.", "Ningbo Universty"], known)]
    [('Ningbo Univ.', 'R1', 'name'), ('Ningbo Universty', 'R1', '')]
    """
    kept = kept or {}
    names = [name for name in dict.fromkeys(written) if name]
    found: list[Alias] = []
    matches = {m.written: m for m in known.propose(n for n in names if n not in kept)}
    for name in names:
        if name in kept:
            found.append(kept[name])
            continue
        match = matches[name]
        if match.id is not None:
            top = match.id if parents is None else parents.top(match.id)
            found.append(Alias(name, top, 100.0, match.how if top == match.id else "parent", ""))
        elif match.proposals:
            found += [Alias(name, p.id, p.likeness, "", "") for p in match.proposals]
        else:
            found.append(Alias(name, "", None, "", ""))
    return tuple(found)


def as_csv(aliases: Sequence[Alias]) -> bytes:
    """The table as CSV text."""
    text = io.StringIO(newline="")
    writer = row_writer(text)
    writer.writerow(Alias._fields)
    writer.writerows(["" if v is None else v for v in alias] for alias in aliases)
    return text.getvalue().encode()


def kept_decisions(path: Path) -> dict[str, Alias]:
    """The rows of a table of aliases that a person decided, by written name; none where there is no table."""
    if not path.exists():
        return {}
    table = _table(path)
    return {
        row["raw"]: Alias(row["raw"], row["id"], None, row["decided_by"], row["decided_on"])
        for row in table.records()
        if row["decided_by"] and row["decided_by"] not in DECIDED_BY_RULE
    }


def read_names(path: Path, column: str) -> tuple[str, ...]:
    """The names of one column of a CSV file.

    Raises
    ------
    InputError
        The file cannot be read, or has no such column; the nearest header is named.
    """
    table = _table(path)
    return tuple(row[_column(table, (column,))] for row in table.records())


def read_parents(path: Path) -> Parents:
    """Parents from a CSV file of relations: ``id`` (or ``ror_id``), ``relation``, ``other``."""
    table = _table(path)
    ids, relation, other = (_column(table, names) for names in (("id", "ror_id"), ("relation",), ("other",)))
    return Parents.read((row[ids], row[relation], row[other]) for row in table.records())


def read_registry(path: Path) -> Registry:
    """A registry from a CSV file with columns ``id`` (or ``ror_id``) and ``name``, and perhaps ``name_types``.

    Names that are acronyms by ``name_types``, or written in capitals as one word, never decide.
    """
    return Registry.of(registry_names(path))


def registry_names(path: Path) -> Iterator[Name]:
    """The names of a registry's CSV file, as :func:`read_registry` takes them."""
    table = _table(path)
    ids, names = _column(table, ("id", "ror_id", "编号")), _column(table, ("name", "名称"))
    for row in table.records():
        short = "acronym" in row.get("name_types", "") or _one_word_of_capitals(row[names])
        yield Name(row[ids], row[names], short)


def _one_word_of_capitals(name: str) -> bool:
    return name.isascii() and " " not in name.strip() and name == name.upper()


def _table(path: Path) -> RawTable:
    if not path.is_file():
        raise UsageError(Words("there is no file {p}", "没有文件 {p}").fill(p=path))
    table = read_delimited(lambda: path.open("rb"), path.stem, path.name)
    errors = [f for f in table.findings if f.level == "error"]
    if errors:
        raise InputError(Words("{f} cannot be read", "{f} 无法读取").fill(f=path.name), table.findings)
    return table


def _column(table: RawTable, names: tuple[str, ...]) -> str:
    """The header of the table that is one of ``names``."""
    for header in table.header:
        if key(header) in map(key, names):
            return header
    mend = Nearest(table.header).words(names[0], Words("name the column by --column", "请用 --column 指明列名"))
    said = finding("M813", table.file, 1, names[0], names[0], mend=mend)
    raise InputError(Words("{f} has no column {c}", "{f} 没有列 {c}").fill(f=table.file, c=names[0]), [said])
