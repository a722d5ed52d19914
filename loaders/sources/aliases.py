"""The table of aliases: what each written name means, who decided it, and what is still only proposed.

Decisions of a person are never changed; taking a row away undoes a merge. What does not live here: matching
(``registry``).
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from graph.base.cell_text import key
from graph.base.errors import InputError, UsageError
from graph.base.findings import Finding
from graph.base.nearest import Nearest
from graph.base.words import Words
from loaders.readers.delimited import read_delimited
from loaders.row_writing import row_writer
from loaders.rules.catalogue import finding
from loaders.sources.identifiers import identifier, scheme_of
from loaders.sources.parents import Parents
from loaders.sources.registry import Name, Registry
from loaders.tables.raw_table import RawTable

MOST_PLACES = 5
"""Organisations in circles that are named."""
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


def stray_identifiers(path: Path, column: str, known: Registry) -> tuple[Finding, ...]:
    """M816: cells that are written as an identifier and name nobody, because of another registry or a slip."""
    table = _table(path)
    head = _column(table, (column,))
    found: list[Finding] = []
    counted: Counter[tuple[str, bool]] = Counter()
    for row, record in zip(table.numbers, table.records(), strict=True):
        text = record[head].strip()
        if (scheme := scheme_of(text)) is None or known.match(text).id is not None:
            continue
        holds = scheme == "pic" or identifier(text) is not None
        counted[scheme, holds] += 1
        if counted[scheme, holds] > 1:
            continue  # the first of a kind is named, with how many there are
        words = Words("the {s} is not one of this registry", "该 {s} 不在此名录中")
        mend = Words("give the registry that it is of", "请提供其所属的名录")
        if not holds:
            words = Words("the check digits of the {s} do not hold", "该 {s} 校验位不符")
            mend = Words("correct the identifier", "请更正该标识符")
        found.append(finding("M816", path.name, row, head, text, words.fill(s=scheme.upper()), mend))
    totals = iter(counted.values())
    return tuple(replace(f, message=_such(f.message, next(totals))) for f in found)


def _such(words: Words, n: int) -> Words:
    return Words("{w} ({n} such cells)", "{w}（共 {n} 处）").fill(w=words, n=n)


def circles(path: Path, parents: Parents) -> tuple[Finding, ...]:
    """M817: organisations that are their own parents in a circle, each with the row in which it is first named."""
    table = _table(path)
    one, other = (_column(table, names) for names in (("id", "ror_id"), ("other",)))
    rows: dict[str, int] = {}
    for row, record in zip(table.numbers, table.records(), strict=True):
        for name in (record[one], record[other]):
            if name in parents.circles:
                rows.setdefault(name, row)
    return tuple(finding("M817", path.name, row, one, name) for name, row in list(rows.items())[:MOST_PLACES])


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
