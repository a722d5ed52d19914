"""What a dataset says about itself: ``dataset.yaml``, or a sheet ``dataset`` of a workbook.

What does not live here: the tables.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from graph.base import safe_yaml
from graph.base.cell_text import fold, key, shown, trim
from graph.base.errors import InputError, UsageError
from graph.base.findings import Finding
from graph.base.licence import warning
from graph.base.nearest import Nearest
from graph.base.words import Words
from graph.model.ecosystem import DatasetInfo
from graph.model.evidence_rules import evidence_rules
from loaders.readers.reader import Source
from loaders.rules.catalogue import finding
from loaders.tables.cells import boolean
from loaders.tables.raw_table import RawTable

TEXTS = ("name", "money_unit", "taxonomy", "licence", "note", "evidence")
KEYS = (*TEXTS, "illustrative")
ZH = {
    "名称": "name",
    "金额单位": "money_unit",
    "分类版本": "taxonomy",
    "许可": "licence",
    "说明": "note",
    "虚构": "illustrative",
    "证据": "evidence",
}
"""Chinese names of the keys, for the sheet of a workbook."""
_LONGEST = 2000


def read_info(source: Source) -> tuple[DatasetInfo, tuple[Finding, ...]]:
    """Name, money unit and the like; what is not said is the source's name and the defaults of :class:`DatasetInfo`."""
    document = source.document
    sheet = source.read("dataset", "数据集") if source.kind == "workbook" else None
    if document is None and sheet is None:
        files = any(f.file.startswith("dataset.y") for f in source.findings)
        return DatasetInfo(source.name), () if files else (finding("S120", source.name),)
    given: dict[str, Any] = {}
    findings: list[Finding] = []
    try:
        pairs = list(_yaml(*document) if document is not None else _sheet(sheet))
    except InputError as error:
        return DatasetInfo(source.name), error.findings
    for name, value, file, row, column in pairs:
        if name not in KEYS:
            near = Nearest(KEYS).words(name, Words("use one of: {k}", "可用的键：{k}").fill(k=", ".join(KEYS)))
            words = Words("'{k}' is no key of dataset.yaml", "dataset.yaml 没有“{k}”这个键").fill(k=shown(name))
            findings.append(finding("S122", file, row, column, name, words, near))
        elif name == "evidence" and (said := _refused(value)) is not None:
            findings.append(finding("S123", file, row, column, value, said))
        elif (read := _value(name, value)) is None:
            findings.append(finding("S123", file, row, column, value))
        else:
            given[name] = read
            if name == "licence" and (said := warning(str(read))) is not None:
                findings.append(finding("S133", file, row, column, value, said))
    given["name"] = given.get("name") or source.name
    return DatasetInfo(**given), tuple(findings)


def _refused(value: Any) -> Words | None:
    """What is wrong with the line that says how items of evidence are weighed."""
    try:
        evidence_rules(str(value or ""))
    except UsageError as error:
        return error.words
    return None


Pair = tuple[str, Any, str, int, str]
"""Key, value, file, row and column."""


def _yaml(text: str, file: str) -> Iterator[Pair]:
    document = safe_yaml.read(text, file)
    data = {} if document.data is None else document.data
    if not isinstance(data, dict):
        raise InputError(Words("{f} cannot be read", "{f} 无法读取").fill(f=file), [finding("S121", file, 1)])
    for name, value in data.items():
        row, column = document.place((name,), key=True)
        yield str(name), value, file, row, str(column)


def _sheet(sheet: RawTable | None) -> Iterator[Pair]:
    if sheet is None:
        return
    for number, row in zip((1, *sheet.numbers), (list(sheet.header), *sheet.rows), strict=True):
        name, value = [*row, "", ""][:2]
        name = ZH.get(fold(name), key(name))
        if name and name not in ("key", "键"):
            yield {"moneyunit": "money_unit"}.get(name, name), value, sheet.file, number, "2"


def _value(name: str, value: Any) -> str | bool | None:
    """The value as its key wants it; None if it is of another kind."""
    if name == "illustrative":
        read = boolean(value) if isinstance(value, str) and value else value or False
        return read if isinstance(read, bool) else None
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, (str, int, float)) or len(str(value)) > _LONGEST:
        return None
    said = trim(str(value))
    if any("\ud800" <= c <= "\udfff" for c in said):  # half a character: no encoding can write it
        return None
    return said if name == "note" or said.isprintable() else None
