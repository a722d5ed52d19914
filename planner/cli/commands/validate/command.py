"""Command ``validate``: everything that is wrong with a dataset."""

from __future__ import annotations

from graph.base.words import Words
from planner.cli.commands import Command
from planner.cli.commands.validate.text import print_findings, summary
from planner.cli.language import LANG
from planner.cli.options.common import City, JsonOption, LangOption, QuietOption, VerboseOption
from planner.cli.screen.console import console


def validate(
    path: City,
    lang: LangOption = LANG,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
) -> int:
    """Exit 0 when the dataset can be planned on, 1 when a finding is an error."""
    from loaders.dataset import load
    from planner.cli.commands.validate.schema import Validation

    speak = console(lang, as_json, quiet, verbose)
    loaded = load(path)
    errors = loaded.ecosystem is None
    if not as_json:
        print_findings(speak, loaded.findings)
    speak.result(
        Validation(findings=loaded.findings, tables=loaded.counts),
        summary(loaded.counts, loaded.findings, speak.lang, errors=errors),
    )
    return int(errors)


COMMAND = Command(
    validate,
    Words("Check a dataset and say everything that is wrong with it.", "检查数据集，一次列出全部问题。"),
    order=30,
)
