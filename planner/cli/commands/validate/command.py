"""Command ``validate``: everything that is wrong with a dataset."""

from __future__ import annotations

from graph.base.words import Words
from planner.cli.commands import Command
from planner.cli.commands.validate.text import print_findings, summary
from planner.cli.options.common import City
from planner.cli.screen.console import Console


def validate(
    path: City,
    *,
    out: Console,
) -> int:
    """Exit 0 when the dataset can be planned on, 1 when a finding is an error."""
    from loaders.dataset import load
    from planner.cli.commands.validate.schema import Validation

    loaded = load(path)
    errors = loaded.ecosystem is None
    if not out.json:
        print_findings(out, loaded.findings)
    out.result(
        Validation(findings=loaded.findings, tables=loaded.counts),
        summary(loaded.counts, loaded.findings, out.lang, errors=errors),
    )
    return int(errors)


COMMAND = Command(
    validate,
    Words("Check a dataset and say everything that is wrong with it.", "检查数据集，一次列出全部问题。"),
    order=30,
)
