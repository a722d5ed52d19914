"""Command ``due``: reviews, build periods, milestones and obligations that are due by a year."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

import typer

from graph.base.words import Lang, Words
from planner.cli.commands import Command
from planner.cli.language import tr
from planner.cli.options.common import City
from planner.cli.options.solving import Scenario, Sets
from planner.cli.screen.console import Console

WHAT = {
    "review": Words("review", "中期评估"),
    "completion": Words("end of the build period", "建设期满"),
    "milestone": Words("milestone", "里程碑"),
    "obligation": Words("obligation", "义务"),
}


def due(
    folder: City,
    as_of: Annotated[
        int, typer.Option("--as-of", metavar="YEAR", help=tr("due by the end of this year", "截至该年年底到期"))
    ],
    scenario: Scenario = None,
    sets: Sets = None,
    *,
    out: Console,
) -> None:
    """List them, the longest overdue first."""
    from planner.cli.commands.due.schema import DueList
    from planner.cli.inputs.city import read_city
    from planner.studies.course.due import due as due_of

    city = read_city(folder, scenario, [*(sets or ()), f"as_of={as_of}"], out)
    found = due_of(city.dataset.ecosystem, city.scenario.policy)
    names = city.dataset.ecosystem.names("Technology")
    lines = [_line(one, names, out.lang) for one in found]
    nothing = Words("nothing is due by {y}", "截至 {y} 年没有到期事项").fill(y=as_of).say(out.lang)
    out.result(DueList(as_of=as_of, due=found), "\n".join(lines) or nothing)


def _line(one: object, names: Mapping[str, str], lang: Lang) -> str:
    from planner.studies.course.due import Due

    assert isinstance(one, Due)
    late = Words(" ({n:year|years} late)", "（逾期 {n} 年）").fill(n=one.late).say(lang) if one.late else ""
    gap = "：" if lang == "zh" else ": "
    shown = "、".join(names.get(t, t) for t in one.technologies)
    tail = f"（{shown}）" if shown and lang == "zh" else f" ({shown})" if shown else ""
    return f"{one.year} {one.centre} {one.name} – {WHAT[one.what].say(lang)}{late}{gap}{one.must_show.say(lang)}{tail}"


COMMAND = Command(
    due,
    Words(
        "List reviews, milestones and obligations of centres that are due by a year.",
        "列出截至某年到期的评估、里程碑和义务。",
    ),
    order=66,
)
