"""The cases of a sweep as a table: CSV that spreadsheets open as it is meant, and Parquet where pyarrow is there.

What does not live here: the journal of a sweep under way (``running``).
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from importlib.util import find_spec
from typing import Any

from graph.base.cell_text import neutral
from graph.base.records import encode
from planner.studies.sweep.answer import SweepAnswer
from planner.studies.sweep.case import CaseRow

PLAIN = ("case", "status", "objective", "bound", "gap", "support")


def files(answer: SweepAnswer, rows: Sequence[CaseRow]) -> dict[str, bytes]:
    """All files of a finished sweep by name: ``answer.json``, ``cases.csv``, ``cases.parquet`` with pyarrow."""
    rows = sorted(rows, key=lambda row: row.case)
    told = json.dumps(encode(answer), ensure_ascii=False, indent=1, allow_nan=False) + "\n"
    columns = _columns(answer.keys, rows)
    made = {"answer.json": told.encode(), "cases.csv": _csv(columns)}
    if find_spec("pyarrow") is not None:
        made["cases.parquet"] = _parquet(columns)
    return made


def _columns(keys: Sequence[str], rows: Sequence[CaseRow]) -> dict[str, list[Any]]:
    """One column a key, then what is known of each case; lists are joined by a space."""
    out: dict[str, list[Any]] = {"case": [row.case for row in rows]}
    for key in keys:
        cells = [row.values.get(key) for row in rows]
        plain = all(cell is None or isinstance(cell, int | float) for cell in cells)
        out[key] = cells if plain else [None if cell is None else str(cell) for cell in cells]
    for name in PLAIN[1:]:
        out[name] = [getattr(row, name) for row in rows]
    for goal in dict.fromkeys(goal for row in rows for goal in row.goals):
        out[f"goal {goal}"] = [row.goals.get(goal) for row in rows]
    out["centres"] = [len(row.chosen) if row.planned else None for row in rows]
    out["chosen"] = [" ".join(f"{c}:{y}" for c, y in row.chosen.items()) for row in rows]
    out["open"] = [" ".join(row.open) for row in rows]
    out["conflict"] = [" ".join(row.conflict) for row in rows]
    out["said"] = [row.said for row in rows]
    return out


def _csv(columns: dict[str, list[Any]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([_cell(name) for name in columns])
    writer.writerows([[_cell(cell) for cell in row] for row in zip(*columns.values(), strict=True)])
    return text.getvalue().encode("utf-8-sig")


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return neutral(value)
    return str(int(value)) if float(value).is_integer() else repr(float(value))


def _parquet(columns: dict[str, list[Any]]) -> bytes:
    import pyarrow as pa  # noqa: PLC0415 - an extra
    import pyarrow.parquet as pq  # noqa: PLC0415

    out = io.BytesIO()
    kinds = {name: _kind(pa, cells) for name, cells in columns.items()}
    table = pa.table({name: pa.array(cells, kinds[name]) for name, cells in columns.items()})
    pq.write_table(table, out)
    return out.getvalue()


def _kind(pa: Any, cells: Sequence[Any]) -> Any:
    there = [cell for cell in cells if cell is not None]
    if any(isinstance(cell, str) for cell in there):
        return pa.string()
    return pa.int64() if there and all(isinstance(cell, int) for cell in there) else pa.float64()
