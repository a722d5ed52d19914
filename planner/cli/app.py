"""The Typer application, and the one place where commands end and exit codes are decided."""

from __future__ import annotations

import _thread
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Annotated, Any

import typer

from graph.base.errors import BujuError, InputError
from graph.base.words import Words
from planner.cli import commands
from planner.cli.ending import BUG, INTERRUPTED, USAGE
from planner.cli.language import LANG, tr
from planner.cli.options.common import LangOption
from planner.cli.screen import colours, streams
from planner.cli.screen.console import Console, console
from planner.cli.screen.helptext import worded
from planner.cli.screen.progress import end_progress
from planner.cli.screen.usage import usage_error
from planner.cli.settings import SETTINGS
from planner.cli.speaking import speaking


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
            app.command(each.name, help=said)(speaking(_heard(each.what.run)))
            continue
        group = typer.Typer(help=said, no_args_is_help=True, rich_markup_mode=None)
        _add(group, commands.found(each.package))
        app.add_typer(group, name=each.name)


class _StoppedError(Exception):
    """Ctrl-C came while a command worked, and the command had nothing to show."""


def _heard(run: Callable[..., Any]) -> Callable[..., Any]:
    """The command with its Ctrl-C told from an ending of its own: Typer would turn both into the same number."""

    @wraps(run)
    def command(*args: Any, **given: Any) -> Any:
        try:
            return run(*args, **given)
        except KeyboardInterrupt as error:
            raise _StoppedError from error

    return command


def version() -> str:
    """The version of this installation, as its packaging says."""
    from importlib import metadata

    try:
        return metadata.version("buju")
    except metadata.PackageNotFoundError:
        return "0+unknown"


def _version(asked: bool) -> None:
    """Print the version and end."""
    if asked:
        streams.put(f"buju {version()}")
        raise typer.Exit


def _root(
    lang: LangOption = LANG,
    number: Annotated[
        bool,
        typer.Option(
            "--version", callback=_version, is_eager=True, help=tr("print the version and end", "显示版本号并退出")
        ),
    ] = False,
    _color: Annotated[
        str,
        typer.Option(
            colours.OPTION,
            metavar="auto|always|never",
            help=tr("colour of answers, with any command", "输出是否着色，可用于任何命令"),
            show_default=tr("auto: on a terminal, unless NO_COLOR is set", "auto：终端着色，设 NO_COLOR 则不着色"),
        ),
    ] = "auto",
) -> None:
    """The options before the command; ``planner.cli.language`` has read the language already."""
    console(lang, as_json=False, quiet=False, verbose=number)


def main() -> None:
    """Run the command line; every error ends here, with its exit code."""
    sys.unraisablehook = _unraised
    streams.prepare()
    code = _run()
    streams.close()
    sys.exit(code)


def _unraised(lost: sys.UnraisableHookArgs) -> None:
    """A Ctrl-C that comes where Python can raise nothing (a callback of an import lock) is pressed again, later."""
    if isinstance(lost.exc_value, KeyboardInterrupt):
        threading.Timer(0.05, _pressed).start()  # here it would be lost again
    else:
        sys.__unraisablehook__(lost)


def _pressed() -> None:
    """Press Ctrl-C for the main thread, also while it waits."""
    if hasattr(signal, "pthread_kill"):
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)
    else:
        _thread.interrupt_main()


def _run() -> int:
    """Run the command and give its exit code, whatever ends it."""
    for words in SETTINGS.problems:
        Console(LANG).error(words)
    if SETTINGS.problems:
        return USAGE
    try:
        args = colours.taken(sys.argv[1:])
        return int(build()(args, prog_name="buju", standalone_mode=False) or 0)
    except (streams.ClosedPipeError, BrokenPipeError):
        return 0
    except (KeyboardInterrupt, Exception) as error:  # noqa: BLE001 - what is nobody's fault is told as a bug
        return _ended_by(error, Console(LANG))


def _ended_by(error: BaseException, out: Console) -> int:
    """Say why a command ended without an answer; its exit code."""
    if isinstance(error, BujuError):
        if isinstance(error, InputError):
            out.findings(error.findings)
        out.error(error.words)
        return error.exit_code
    if isinstance(error, typer.Exit):
        return int(error.exit_code)
    if isinstance(error, (_StoppedError, KeyboardInterrupt, typer.Abort)):
        end_progress(out)
        out.error(Words("interrupted: nothing was found yet", "已中断：尚无结果"))
        return INTERRUPTED
    if hasattr(error, "exit_code") and hasattr(error, "format_message"):  # Typer's own usage errors
        streams.tell(usage_error(error))
        return int(error.exit_code)
    if os.environ.get("BUJU_DEBUG"):
        raise error
    words = Words(
        "this is a bug in buju: {kind}: {text}; set BUJU_DEBUG=1 to see where, and report it",
        "这是 buju 的缺陷：{kind}：{text}；设 BUJU_DEBUG=1 可看到出处，请报告",
    )
    out.error(words.fill(kind=type(error).__name__, text=error))
    return BUG
