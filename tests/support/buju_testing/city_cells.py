"""A city as the cells of its tables, and as a workbook in which numbers are numbers."""

from __future__ import annotations

import csv
import io

import openpyxl

from graph.model.schema import TABLES
from loaders.saving import dataset_files


def texts(eco):
    """Table → rows of cells, header first, as the CSV files have them."""
    files = dataset_files(eco)
    return {
        n.removesuffix(".csv"): list(csv.reader(io.StringIO(b.decode())))
        for n, b in files.items()
        if n.endswith(".csv")
    }


def write_workbook(path, cells):
    """One sheet a table; a text that begins with = is no formula."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in cells.items():
        sheet = book.create_sheet(name)
        kinds = [column.kind for column in TABLES[name].columns] if name in TABLES else []
        for number, row in enumerate(rows, 1):
            for place, cell in enumerate(row, 1):
                numeric = number > 1 and kinds[place - 1 : place] in (["number"], ["integer"])
                at = sheet.cell(number, place)
                at.value = float(cell) if numeric and cell else cell or None
                if at.data_type == "f":
                    at.data_type = "s"
    book.save(path)
