"""The cell formats of the workbook by name, and which of them shows a column of amounts.

What does not live here: what stands in the cells (``workbook``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from planner.layout.amounts import most_places

_LINED = {"bold": True, "bottom": 1, "valign": "vcenter", "text_wrap": True}
_HEAD = {**_LINED, "font_color": "#FFFFFF", "bg_color": "#2E4057"}
FORMATS: Mapping[str, dict[str, Any]] = {
    "text": {"valign": "vcenter"},
    "wrap": {"valign": "vcenter", "text_wrap": True, "align": "left", "indent": 1},
    "money": {"num_format": "#,##0", "valign": "vcenter"},
    "money1": {"num_format": "#,##0.0", "valign": "vcenter"},
    "money2": {"num_format": "#,##0.00", "valign": "vcenter"},
    "number": {"num_format": "#,##0.00", "valign": "vcenter", "align": "center"},
    "whole": {"num_format": "#,##0", "valign": "vcenter", "align": "center"},
    "year": {"num_format": "0", "valign": "vcenter", "align": "center"},
    "share": {"num_format": "0.0%", "valign": "vcenter", "align": "left"},
    "total": {"num_format": "#,##0", "bold": True, "top": 1, "valign": "vcenter"},
    "total1": {"num_format": "#,##0.0", "bold": True, "top": 1, "valign": "vcenter"},
    "total2": {"num_format": "#,##0.00", "bold": True, "top": 1, "valign": "vcenter"},
    "rowtotal": {"num_format": "#,##0", "bold": True, "valign": "vcenter"},
    "rowtotal1": {"num_format": "#,##0.0", "bold": True, "valign": "vcenter"},
    "rowtotal2": {"num_format": "#,##0.00", "bold": True, "valign": "vcenter"},
    "figure": {"valign": "vcenter", "align": "left"},
    "amount": {"num_format": "#,##0.0", "valign": "vcenter", "align": "left"},
    "key": {"font_color": "#52606D", "valign": "vcenter"},
    "title": {"bold": True, "font_size": 16, "font_color": "#1F2933"},
    "note": {"font_color": "#C8324F", "bold": True},
    "section": {"bold": True, "bottom": 1, "font_color": "#0B6E99"},
    "head": _HEAD,
    "headmoney": {**_HEAD, "align": "right"},
    "headnumber": {**_HEAD, "align": "center"},
}


def fixed(style: str, digits: int) -> str:
    """The style of amounts that are shown with so many decimals.

    >>> fixed("money", 2), fixed("total", 0)
    ('money2', 'total')
    """
    return f"{style}{digits}" if digits else style


def amount(style: str, values: Iterable[float | None]) -> str:
    """The style of a column of amounts: the decimals that they are shown with everywhere, one number for all.

    >>> amount("money", [1019.25, 1900.0, None])
    'money2'
    """
    return fixed(style, most_places(values))
