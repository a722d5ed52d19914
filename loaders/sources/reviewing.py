"""Proposals of a table of aliases decided by a person, a few at a time, each time undone to the byte.

The table of before stands beside the folder's tables (``.buju-aliases``) until its decisions are undone. What does not
live here: matching (``registry``), what the table holds (``aliases``) and the screen (``notebooks/names.py``).
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from graph.base.cell_text import shown
from graph.base.errors import InputError, UsageError
from graph.base.words import Words
from graph.base.writing import write_files
from loaders.readers.delimited import read_delimited
from loaders.row_writing import row_writer
from loaders.sources.aliases import DECIDED_BY_RULE, Alias
from loaders.sources.registry import Name

TABLE = "aliases.csv"
BEFORE = ".buju-aliases"
"""Folder of the tables of before, and of the names of what is proposed."""
NAMES = f"{BEFORE}/names.csv"


@dataclass(frozen=True)
class Proposal:
    """What a written name may mean; ``score`` is 0–100 as it was written."""

    id: str
    name: str
    score: str

    def text(self) -> str:
        """Name, id and likeness in one line.

        >>> Proposal("R1", "A University", "91.5").text()
        'A University (R1) · 91.5'
        """
        return f"{self.name} ({self.id}) · {self.score}" if self.name else f"{self.id} · {self.score}"


class Review:
    r"""The proposals of one folder.

    Parameters
    ----------
    folder : Path
        Holds ``aliases.csv``, and perhaps ``organisations.csv``, from which names are taken.

    Raises
    ------
    UsageError
        There is no such table.
    InputError
        It cannot be read.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as place:
    ...     table = Path(place, TABLE)
    ...     _ = table.write_text("raw,id,score,decided_by,decided_on\nA Univ,R1,91,,\nA Univ,R2,90,,\n", "utf-8")
    ...     review = Review(Path(place))
    ...     before, names = table.read_bytes(), [p.id for p in review.undecided()["A Univ"]]
    ...     review.decide({"A Univ": "R2"}, "Li", "2026-11-30")
    ...     after = table.read_text("utf-8").splitlines()[1:]
    ...     review.undo(), table.read_bytes() == before, names, after
    (True, True, ['R1', 'R2'], ['A Univ,R2,90,Li,2026-11-30'])
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / TABLE
        self.rows()
        self.names = {**_names(folder / "organisations.csv"), **_names(folder / NAMES)}

    def rows(self) -> list[dict[str, str]]:
        """The rows of the table as they are now."""
        if not self.path.is_file():
            words = Words(
                "there is no {t} in {p}: run buju sources resolve", "{p} 中没有 {t}：请先运行 buju sources resolve"
            )
            raise UsageError(words.fill(t=TABLE, p=shown(self.folder)))
        table = read_delimited(lambda: self.path.open("rb"), "aliases", TABLE)
        lacking = [c for c in Alias._fields if c not in table.header]
        if lacking or any(f.level == "error" for f in table.findings):
            words = Words("{t} cannot be read; columns that are missing: {c}", "{t} 无法读取；缺少的列：{c}")
            raise InputError(words.fill(t=TABLE, c=", ".join(lacking) or "–"), table.findings)
        self.header = table.header
        return list(table.records())

    def undecided(self) -> dict[str, tuple[Proposal, ...]]:
        """What is proposed for each written name on which nobody has decided, the likeliest first."""
        found: dict[str, list[Proposal]] = {}
        for row in self.rows():
            if row["id"] and not row["decided_by"]:
                proposal = Proposal(row["id"], self.names.get(row["id"], ""), row["score"])
                found.setdefault(row["raw"], []).append(proposal)
        return {raw: tuple(sorted(some, key=_likeness)) for raw, some in found.items()}

    def decided(self) -> tuple[Alias, ...]:
        """The rows that a person decided; a blank ``id`` says that a name is none of those proposed."""
        by_hand = [r for r in self.rows() if r["decided_by"] and r["decided_by"] not in DECIDED_BY_RULE]
        return tuple(Alias(r["raw"], r["id"], None, r["decided_by"], r["decided_on"]) for r in by_hand)

    def decide(self, choices: Mapping[str, str], by: str, on: str) -> None:
        """Write decisions: written name → the id that it means, or blank for none of those proposed.

        Raises
        ------
        UsageError
            No author is named (or one that rules go by), or something is chosen that is not proposed.
        """
        author = by.strip()
        if not author or author in DECIDED_BY_RULE:
            raise UsageError(Words("say who decides", "请填写决定人"))
        offered = {raw: {p.id for p in some} for raw, some in self.undecided().items()}
        for raw, chosen in choices.items():
            if raw not in offered or (chosen and chosen not in offered[raw]):
                words = Words("{i} is not proposed for {r} (any more)", "{i} 不是（或已不是）{r} 的候选")
                raise UsageError(words.fill(i=shown(chosen), r=shown(raw)))
        kept, written = [], set()
        for row in self.rows():
            raw = row["raw"]
            if raw not in choices or row["decided_by"] or not row["id"]:
                kept.append(row)
            elif row["id"] == choices[raw]:
                kept.append(row | {"decided_by": author, "decided_on": on})
            elif not choices[raw] and raw not in written:
                kept.append(row | {"id": "", "score": "", "decided_by": author, "decided_on": on})
            written.add(raw)
        text = io.StringIO(newline="")
        writer = row_writer(text)
        writer.writerow(self.header)
        writer.writerows([row.get(c, "") for c in self.header] for row in kept)
        after = text.getvalue().encode()
        before = f"{BEFORE}/{len(self._history()) + 1:06}-{sha256(after).hexdigest()[:16]}.csv"
        write_files(self.folder, {TABLE: after, before: self.path.read_bytes()}, force=True)

    def undo(self) -> bool:
        """Put the table back as it was before the last decisions, to the byte; whether there were any.

        Raises
        ------
        UsageError
            The table has been changed elsewhere since.
        """
        history = self._history()
        if not history:
            return False
        last = history[-1]
        if last.stem.partition("-")[2] != sha256(self.path.read_bytes()).hexdigest()[:16]:
            words = Words("{t} has been changed since: nothing was undone", "{t} 此后已被修改，未撤销")
            raise UsageError(words.fill(t=TABLE))
        write_files(self.folder, {TABLE: last.read_bytes()}, force=True)
        last.unlink()
        return True

    def _history(self) -> list[Path]:
        return sorted((self.folder / BEFORE).glob("[0-9]*-*.csv"))


def names_csv(ids: Iterable[str], names: Iterable[Name]) -> bytes:
    """The first name, no acronym if there is another, of each id that is proposed, as CSV."""
    wanted = dict.fromkeys(ids, "")
    for name in sorted((n for n in names if n.id in wanted), key=lambda n: n.short):
        wanted[name.id] = wanted[name.id] or name.name
    text = io.StringIO(newline="")
    row_writer(text).writerows([("id", "name"), *wanted.items()])
    return text.getvalue().encode()


def write_sample(folder: Path) -> None:
    """Write made-up proposals, to see what a review looks like."""
    aliases = (
        "raw,id,score,decided_by,decided_on",
        "示例理工大学（南校区）,S1,88.9,,",
        "示例理工大学（南校区）,S2,84.2,,",
        "示例精密机械有限公司,S3,91.7,,",
    )
    names = ("id,name", "S1,示例理工大学", "S2,示例理工学院", "S3,示例精密机械股份有限公司")
    told = {TABLE: aliases, NAMES: names}
    write_files(folder, {name: "".join(f"{line}\n" for line in lines).encode() for name, lines in told.items()})


def _likeness(proposal: Proposal) -> tuple[float, str]:
    try:
        return -float(proposal.score or 0), proposal.id
    except ValueError:
        return 0.0, proposal.id


def _names(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    table = read_delimited(lambda: path.open("rb"), path.stem, path.name)
    return {row.get("id", ""): row.get("name", "") for row in table.records()}
