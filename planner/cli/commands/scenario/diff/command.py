"""Command ``scenario diff``: the values in which two scenarios differ."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from graph.base.words import Lang, Words
from planner.cli.commands import Command
from planner.cli.language import tr
from planner.cli.screen.console import Console
from planner.cli.screen.tables import aligned

if TYPE_CHECKING:
    from planner.rulebook.scenario import Scenario


from planner.cli.commands.scenario.diff.schema import ChangedValue, ScenarioDifference
from planner.cli.commands.scenario.reading import load_scenario, value_text


def diff(
    a: Annotated[
        Path,
        typer.Argument(
            metavar="A", help=tr("one scenario file, shipped policy or run", "情景文件、内置规则名或运行目录")
        ),
    ],
    b: Annotated[Path, typer.Argument(metavar="B", help=tr("another", "另一个"))],
    *,
    out: Console,
) -> None:
    """Show the values that differ."""
    one, two = load_scenario(a), load_scenario(b)
    rows = differences(one, two)
    if not rows:
        out.say(Words("the two scenarios are the same in every value", "两个情景的取值完全相同"))
    head = [_t(out.lang, "path", "路径"), one.name, two.name, _t(out.lang, "origins", "来源")]
    body = []
    for r in rows:
        said = [value_text(value) if origin else "—" for value, origin in ((r.a, r.a_origin), (r.b, r.b_origin))]
        body.append([r.path, *said, " → ".join(origin or "—" for origin in (r.a_origin, r.b_origin))])
    out.result(ScenarioDifference(a=one.name, b=two.name, changed=rows), aligned(body, head, most=60) if rows else "")


def differences(one: Scenario, two: Scenario) -> tuple[ChangedValue, ...]:
    """List the values that differ; a value that only one of them has is None, with origin "", in the other.

    >>> from planner.rulebook.scenario import load
    >>> differences(load(Path("ningbo-2023")), load(Path("ningbo-2023"), ["target.count=18"]))[0].b
    18
    """
    left, right = one.values(), two.values()
    made = []
    for p in [*right, *(q for q in left if q not in right)]:
        inside = any(q.startswith(p + ".") for q in (*left, *right))  # an empty mapping that the other one fills
        if not inside and (p not in left or p not in right or left[p] != right[p]):
            at = [str(scenario.origins.get(p, "")) for scenario in (one, two)]
            made.append(ChangedValue(path=p, a=left.get(p), b=right.get(p), a_origin=at[0], b_origin=at[1]))
    return tuple(made)


def _t(lang: Lang, en: str, zh: str) -> str:
    return Words(en, zh).say(lang)


COMMAND = Command(
    diff, Words("Show the values in which two scenarios differ.", "显示两个情景取值的不同之处。"), order=40
)
