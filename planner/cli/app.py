"""The Typer application, and the one place where commands end and exit codes are decided."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable

import typer

from graph.base.errors import BujuError, InputError
from graph.base.words import Words
from planner.cli import commands
from planner.cli.ending import BUG
from planner.cli.language import LANG, tr
from planner.cli.options.common import LangOption
from planner.cli.screen.console import Console, console
from planner.cli.screen.helptext import usage_error, worded


def build() -> typer.Typer:
    """The application with all commands."""
    app = typer.Typer(
        name="buju",
        help=tr(
            "Plan which technology innovation centres a city should found, when, and with how much money.",
            "布局：规划一座城市建哪些技术创新中心、何时建、投多少钱。",
        ),
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_root)
    _add(app, commands.found())
    return worded(app)


def _add(app: typer.Typer, found: Iterable[commands.Found]) -> None:
    """Add commands to the application or to a group, and groups with theirs."""
    for each in found:
        said = each.what.help.say(LANG)
        if isinstance(each.what, commands.Command):
            app.command(each.name, help=said)(each.what.run)
            continue
        group = typer.Typer(help=said, no_args_is_help=True, rich_markup_mode=None)
        _add(group, commands.found(each.package))
        app.add_typer(group, name=each.name)


def _root(lang: LangOption = LANG) -> None:
    """The options before the command; ``planner.cli.language`` has read the language already."""
    console(lang, as_json=False, quiet=False, verbose=False)


def main() -> None:
    """Run the command line; every error ends here, with its exit code."""
    out = Console(LANG)
    try:
        code = build()(prog_name="buju", standalone_mode=False) or 0
    except BujuError as error:
        if isinstance(error, InputError):
            out.findings(error.findings)
        out.error(error.words)
        code = error.exit_code
    except typer.Exit as error:
        code = error.exit_code
    except typer.Abort:
        code = 130
    except KeyboardInterrupt:
        out.error(Words("interrupted", "已中断"))
        code = 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    except Exception as error:
        if hasattr(error, "exit_code") and hasattr(error, "show"):  # Typer's own usage errors
            print(usage_error(error), file=sys.stderr)
            code = error.exit_code
        elif os.environ.get("BUJU_DEBUG"):
            raise
        else:
            out.error(
                Words(
                    "this is a bug in buju: {kind}: {text}; set BUJU_DEBUG=1 to see where, and report it",
                    "这是 buju 的缺陷：{kind}：{text}；设 BUJU_DEBUG=1 可看到出处，请报告",
                ).fill(kind=type(error).__name__, text=error)
            )
            code = BUG
    sys.exit(code)
