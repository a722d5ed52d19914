"""Goals that a dataset says nothing about: their figure is no result, and their weight weighs nothing.

What does not live here: how a goal is measured (``score``) and what is said of it on the screen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.base.words import Words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graph.model.ecosystem import Ecosystem

_NEEDS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "coverage": (("covers", "technology_id"),),
    "collaboration": (
        ("members", "organisation_id"),
        ("requires", "technology_id"),
        ("synergies", "bonus"),
    ),
    "talent": (("affiliations", "person_id"), ("centres", "chief_scientist_id")),
    "firms": (("organisations", "champion"),),
    "mechanism": (("conditions", "centre_id"),),
}
"""For each goal the columns of which one must say something."""
_BESIDES: Mapping[str, tuple[str, str]] = {"talent": ("people", "tier")}
"""And for some a column without which those are worth nothing."""
_TABLES = {
    "coverage": Words("covers", "覆盖表"),
    "collaboration": Words("members, requires or synergies", "成员单位、前置技术或协同表"),
    "talent": Words("affiliations or chief scientists with the tiers of people", "人才归属或首席科学家，及人才层次"),
    "firms": Words("champions among the organisations", "单位表中的“冠军企业”"),
    "mechanism": Words("conditions", "建设条件表"),
}


def unmeasured(eco: Ecosystem) -> dict[str, Words]:
    """The goals that cannot be measured on these data, each with what is missing.

    Parameters
    ----------
    eco : Ecosystem

    Returns
    -------
    dict of str to Words
        Empty where every goal has a table to be measured on.
    """
    return {
        goal: _TABLES[goal]
        for goal, columns in _NEEDS.items()
        if not any(_says(eco.tables.get(table, {}), column) for table, column in columns)
        or (goal in _BESIDES and not _says(eco.tables.get(_BESIDES[goal][0], {}), _BESIDES[goal][1]))
    }


def _says(table: Mapping[str, object], column: str) -> bool:
    """Whether a column holds anything: a text, ``True``, or a number above 0."""
    values = table.get(column)
    if values is None:
        return False
    return any(_is_said(value) for value in values)  # type: ignore[attr-defined]


def _is_said(value: object) -> bool:
    if value is None or value != value:  # noqa: PLR0124 - NaN is the one value that is not itself
        return False
    return bool(value)
