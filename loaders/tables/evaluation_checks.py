"""What the tables of the yearly evaluation must say: scales, points, vetoes, known indicators, years and dates.

What does not live here: what only the scenario's evaluation system can say (``planner.studies.evaluation``).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from datetime import date

from graph.base.cell_text import shown
from graph.base.findings import Finding
from graph.base.nearest import Nearest
from graph.base.words import Words
from graph.model.scales import FORMS, Scale, ScaleError, parse
from graph.model.schema import FORMATIONS
from loaders.rules.catalogue import finding
from loaders.tables.columns import TypedTable
from loaders.tables.keys import table_words
from loaders.tables.reading_rows import rows, whole

Tables = Mapping[str, TypedTable]
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def indicators(tables: Tables) -> Iterator[Finding]:
    """X560, X561, X562: scales that can be read, points that add to something, vetoes with a threshold."""
    file = tables["indicators"].file if "indicators" in tables else ""
    points: dict[str, float] = dict.fromkeys((f for f, _ in FORMATIONS), 0.0)
    refused = False
    first = 0
    columns = ("scale", "points", "veto", "formation")
    for row, text, full, veto, formation in rows(tables, "indicators", *columns):
        first = first or row
        scale = _scale(text)
        if isinstance(scale, Words) and text:
            yield finding("X560", file, row, "scale", text, scale, FORMS)
        elif isinstance(scale, Scale) and veto and not scale.has_threshold:
            yield finding("X562", file, row, "veto", text)
        refused = refused or math.isnan(full)
        for one in [formation] if formation in points else points:
            points[one] += 0.0 if math.isnan(full) else full
    nothing = [f for f, total in points.items() if total <= 0]
    if first and not refused and len(nothing) == len(points):
        yield finding("X561", file, first, "points", "0")


def _scale(text: str) -> Scale | Words:
    try:
        return parse(text)
    except ScaleError as error:
        return error.words


def values(tables: Tables) -> Iterator[Finding]:
    """X563 to X566: known indicators, values within a rubric, evidence, reviews of what experts judge."""
    known = {
        i: (kind, text, evidence)
        for _, i, kind, text, evidence in rows(tables, "indicators", "id", "kind", "scale", "evidence_required")
    }
    near = Nearest(known)
    if not known or not whole(tables, "indicators"):
        return
    columns = ("indicator_id", "value", "evidence")
    for row, indicator, value, evidence in rows(tables, "measurements", *columns):
        file = tables["measurements"].file
        if indicator not in known:
            yield from _unknown(file, row, indicator, near)
            continue
        _, text, asked = known[indicator]
        scale = _scale(text)
        if isinstance(scale, Scale) and scale.kind == "rubric" and not math.isnan(value) and not 0 <= value <= 100:
            yield finding("X564", file, row, "value", f"{value:g}")
        if asked and not evidence:
            yield finding("X565", file, row, "evidence")
    for row, indicator in rows(tables, "reviews", "indicator_id"):
        file = tables["reviews"].file
        if indicator not in known:
            yield from _unknown(file, row, indicator, near)
        elif known[indicator][0] == "quantitative":
            yield finding("X566", file, row, "indicator_id", indicator)


def _unknown(file: str, row: int, indicator: str, near: Nearest) -> Iterator[Finding]:
    if indicator:
        words = Words("no row of {t} has the id '{id}'", "{t}中没有编号“{id}”").fill(
            t=table_words("indicators"), id=shown(indicator)
        )
        otherwise = Words("correct the id, or add the indicator", "请更正编号，或补充该指标")
        yield finding("X563", file, row, "indicator_id", indicator, words, near.words(indicator, otherwise))


def evaluated_years(tables: Tables) -> Iterator[Finding]:
    """X567: nothing is measured or reviewed before the centre was approved."""
    approved = {
        centre: year
        for _, centre, status, year in rows(tables, "centres", "id", "status", "approved_year")
        if status == "approved"
    }
    for table in ("measurements", "reviews"):
        for row, centre, year in rows(tables, table, "centre_id", "year"):
            if year < approved.get(centre, math.nan):
                yield finding("X567", tables[table].file, row, "year", f"{year:g}")


def meetings(tables: Tables) -> Iterator[Finding]:
    """X569: a vote in which nobody voted."""
    for row, yes, no in rows(tables, "votes", "for", "against"):
        if yes + no == 0:
            yield finding("X569", tables["votes"].file, row, "for", "0")


def dates(tables: Tables) -> Iterator[Finding]:
    """X568: dates as year, month and day."""
    for table in ("measurements", "votes"):
        for row, said in rows(tables, table, "date"):
            if said and not _is_day(said):
                yield finding("X568", tables[table].file, row, "date", said)


def _is_day(said: str) -> bool:
    if not _DAY.fullmatch(said):
        return False
    try:
        date.fromisoformat(said)
    except ValueError:
        return False
    return True


CHECKS = (indicators, values, evaluated_years, meetings, dates)
