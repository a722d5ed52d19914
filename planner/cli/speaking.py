"""What every command has: ``--lang``, ``--json``, ``-q`` and ``-v``, and the console that they make.

What does not live here: the console itself (``screen.console``) and the options' words (``options.common``).
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

from planner.cli.language import LANG
from planner.cli.options.common import JsonOption, LangOption, QuietOption, VerboseOption
from planner.cli.screen.console import console

SHARED = (
    ("lang", LangOption, LANG),
    ("as_json", JsonOption, False),
    ("quiet", QuietOption, False),
    ("verbose", VerboseOption, False),
)
"""Parameter, annotation and default of the shared options, in the order of the help pages."""


def speaking(command: Callable[..., Any]) -> Callable[..., Any]:
    """The function that Typer runs: the shared options stand behind the command's own, ``out`` is made of them.

    Examples
    --------
    >>> def count(folder: str, *, out: object) -> None: ...
    >>> list(inspect.signature(speaking(count)).parameters)
    ['folder', 'lang', 'as_json', 'quiet', 'verbose']
    """
    kind = inspect.Parameter.KEYWORD_ONLY
    taken = inspect.signature(command, eval_str=True).parameters
    own = [each for name, each in taken.items() if name != "out"]
    shared = [inspect.Parameter(name, kind, default=value, annotation=said) for name, said, value in SHARED]

    def run(*, lang: str, as_json: bool, quiet: bool, verbose: bool, **given: Any) -> Any:
        return command(**given, out=console(lang, as_json, quiet, verbose))

    parameters = [*own, *shared]
    run.__name__, run.__doc__ = command.__name__, command.__doc__
    run.__annotations__ = {each.name: each.annotation for each in parameters}
    run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    return run
