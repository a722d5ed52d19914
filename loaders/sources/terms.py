"""Under which terms a snapshot may be used: what its mapping says, and what stands beside its files.

A snapshot's own ``dataset.yaml`` goes before the mapping; lines of a SOURCE, LICENCE or TERMS file that forbid
something are repeated, and kept with the licence of the tables. What does not live here: what a sentence forbids
(``graph.base.licence``).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from graph.base.cell_text import printable, shown, trim
from graph.base.errors import InputError
from graph.base.findings import Finding
from graph.base.licence import forbidden, warning
from graph.base.safe_yaml import read_file
from graph.base.words import Words
from loaders.rules.catalogue import finding

_ABOUT = ("dataset.yaml", "dataset.yml")
_NAMES = ("source", "license", "licence", "copying", "terms", "许可", "来源")
"""How files begin that say where data come from and what may be done with them."""
_ENDINGS = ("", ".txt", ".md")
_MOST_BYTES, _MOST_LINES, _LONGEST = 1 << 16, 3, 1900


def terms(folder: Path, stated: str, mapping: str = "") -> tuple[str, tuple[Finding, ...]]:
    r"""The licence of the tables made from a folder, and what its reader must know of it.

    Parameters
    ----------
    folder : Path
        Holds the snapshot.
    stated : str
        The licence that the mapping states.
    mapping : str
        What the mapping is called.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as there:
    ...     _ = Path(there, "SOURCE.txt").write_text("From the bureau.\nNot for redistribution.\n", "utf-8")
    ...     licence, findings = terms(Path(there), "CC0")
    >>> licence, findings[0].file, findings[0].row
    ('CC0; SOURCE.txt: Not for redistribution.', 'SOURCE.txt', 2)
    """
    findings: list[Finding] = []
    licence, file = stated, mapping
    for path, own in _own(folder):
        licence, file = own, path.name
        if own != stated:
            words = Words(
                "the snapshot has a licence of its own: {o} (the mapping says: {s})",
                "数据自带许可：{o}（映射文件所写：{s}）",
            )
            findings.append(
                finding("M823", path.name, value=own, message=words.fill(o=shown(own), s=shown(stated or "–")))
            )
    if (told := warning(licence)) is not None:
        findings.append(finding("M822", file, value=licence, message=told))
    for file, row, line in _forbidding(folder):
        licence = f"{licence}; {file}: {line}".removeprefix("; ")
        words = Words("beside the data it is said that {k} is forbidden", "数据所附说明禁止{k}").fill(k=forbidden(line))
        findings.append(finding("M822", file, row, value=line, message=words))
    return licence[:_LONGEST], tuple(findings)


def _own(folder: Path) -> Iterator[tuple[Path, str]]:
    """The licence of the snapshot's own ``dataset.yaml``; one that cannot be read says nothing."""
    for path in (folder / name for name in _ABOUT if (folder / name).is_file()):
        try:
            data = read_file(path).data
        except InputError:
            continue
        if isinstance(data, dict) and isinstance(said := data.get("licence"), str) and said.strip():
            yield path, trim(said)
            return


def _forbidding(folder: Path) -> Iterator[tuple[str, int, str]]:
    """File, row and text of the lines that forbid something, the first few of each file."""
    for path in sorted(folder.iterdir()):
        if not (path.is_file() and path.suffix.lower() in _ENDINGS and path.stem.lower().startswith(_NAMES)):
            continue
        with path.open("rb") as stream:
            text = _text(stream.read(_MOST_BYTES))
        lines = ((n, printable(" ".join(line.split()))) for n, line in enumerate(text.splitlines(), 1))
        hits = [(n, line[:200]) for n, line in lines if forbidden(line)]
        yield from ((path.name, n, line) for n, line in hits[:_MOST_LINES])


def _text(data: bytes) -> str:
    """A note as text: UTF-8, or what Chinese Windows writes."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030", "replace")
