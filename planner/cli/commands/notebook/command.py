"""Command ``notebook``: list the notebooks, or start one on the user's data. What they show: ``planner.notebook``."""

from __future__ import annotations

import ast
import os
import shutil
import sys
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, Any

import typer

import planner
from graph.base.errors import OutputError, UsageError
from graph.base.words import Words
from planner.cli.child import waited_for
from planner.cli.commands import Command
from planner.cli.language import tr
from planner.cli.options.serving import Browser, Port
from planner.cli.screen.console import Console

INSTALLED = "share/buju/notebooks/"
"""Where an installation keeps the notebooks, below its data folder."""

SERVER = "planner.cli.commands.notebook.server"
"""The module that serves a notebook in run mode; editing is marimo's own server, which asks for a token too."""
MISSING = Words(
    "notebooks need marimo, which is not installed: {how}",
    "笔记本需要 marimo，尚未安装：{how}",
)


def notebook(
    name: Annotated[
        str | None, typer.Argument(metavar="NAME", help=tr("name or number, e.g. 03", "名称或编号，如 03"))
    ] = None,
    data: Annotated[
        Path | None,
        typer.Option(
            "--data",
            metavar="FOLDER",
            help=tr(
                "folder, workbook or zip with the city's data (default: the sample city)", "城市数据（缺省为示例城市）"
            ),
        ),
    ] = None,
    edit: Annotated[
        bool,
        typer.Option(
            "--edit",
            help=tr(
                "edit a copy in the current folder instead of opening it as an app",
                "编辑当前文件夹中的副本，而非只读打开",
            ),
        ),
    ] = False,
    port: Port = None,
    browser: Browser = True,
    *,
    out: Console,
) -> int:
    """Start a notebook until Ctrl-C; without a name, list them all."""
    known = titles(folder())
    if name is None:
        from planner.cli.commands.notebook.schema import NotebookFile, NotebookList

        files = tuple(NotebookFile(name=path.stem, title=said, file=str(path)) for path, said in known.items())
        lines = [f"{each.name:<16} {each.title.say(out.lang)}" for each in files]
        out.result(NotebookList(notebooks=files), "\n".join(lines))
        return 0
    file = choose(name, list(known))
    if data is not None and not data.exists():
        raise UsageError(Words("there is no dataset at {path}", "{path} 处没有数据集").fill(path=data))
    need_marimo()
    words = [SERVER, str(file), "--lang", out.lang]
    if edit:
        file = copied(file, Path.cwd())
        out.say(Words("editing the copy {file}", "正在编辑副本 {file}").fill(file=file.name))
        words = ["marimo", "edit", str(file), "--host", "127.0.0.1"]
    return served(words, environment(data, out.lang), port, out, browser=browser)


def open_app(
    name: str, data: Path, port: int | None, out: Console, *, browser: bool, also: Mapping[str, str] | None = None
) -> int:
    """Serve one of the notebooks as an app until Ctrl-C.

    Parameters
    ----------
    name
        Its file.
    data
        What it hears of as its data.
    port
        To listen on; None: a free one.
    out
    browser
        Whether the browser is opened.
    also
        What else it hears.

    Raises
    ------
    UsageError
        marimo is not installed.
    """
    need_marimo()
    env = environment(data, out.lang) | dict(also or {})
    return served([SERVER, str(folder() / name), "--lang", out.lang], env, port, out, browser=browser)


def need_marimo() -> None:
    """Refuse what needs marimo where it is not installed."""
    if find_spec("marimo") is None:
        from graph.base.installing import how_to_install

        raise UsageError(MISSING.fill(how=how_to_install("notebooks")))


def served(words: Sequence[str], env: Mapping[str, str], port: int | None, out: Console, *, browser: bool) -> int:
    """Run a module of Python that serves a page, until Ctrl-C; its exit code."""
    out.say(Words("stop with Ctrl-C", "按 Ctrl-C 停止"))
    command = [sys.executable, "-m", *words]
    command += [] if port is None else ["--port", str(port)]
    command += [] if browser else ["--headless"]
    return waited_for(command, env)


def environment(data: Path | None, lang: str) -> dict[str, str]:
    """What the notebook's process hears: the data, the language, no check for updates."""
    env = os.environ | {"BUJU_LANG": lang, "MARIMO_SKIP_UPDATE_CHECK": "1"}
    if data is not None:
        env["BUJU_DATA"] = str(data.resolve())
    if is_source(root()):
        env["PYTHONPATH"] = os.pathsep.join(p for p in (str(root()), env.get("PYTHONPATH", "")) if p)
    return env


def root() -> Path:
    """The folder that holds the packages."""
    return Path(planner.__file__).resolve().parents[1]


def is_source(place: Path) -> bool:
    """Whether the packages are used from where they are developed."""
    return (place / "pyproject.toml").is_file() and (place / "notebooks").is_dir()


def folder() -> Path:
    """Where the notebooks are: beside the packages in a checkout, else among the data files of the installation.

    Raises
    ------
    UsageError
        This installation has none.
    """
    from importlib import metadata

    if is_source(root()):
        return root() / "notebooks"
    try:
        files: Any = metadata.files("buju") or ()
    except metadata.PackageNotFoundError:
        files = ()
    for file in files:
        if INSTALLED in file.as_posix() and file.suffix == ".py" and Path(file.locate()).is_file():
            return Path(file.locate()).resolve().parent
    raise UsageError(
        Words("this installation has no notebooks; install buju again", "此安装缺少笔记本；请重新安装 buju")
    )


def titles(place: Path) -> dict[Path, Words]:
    """Every notebook with what it shows: the first line of its text, English and Chinese apart at ``｜``."""
    found = {}
    for path in sorted(place.glob("[0-9]*.py")):
        first = (ast.get_docstring(ast.parse(path.read_text("utf-8"))) or path.stem).partition("\n")[0].rstrip(".")
        en, _, zh = first.partition(" ｜ ")
        found[path] = Words(en, zh or en)
    return found


def choose(name: str, files: list[Path]) -> Path:
    """The notebook of a name (``03_choosing``), a part of it (``choosing``) or a number (``03``, ``3``).

    Raises
    ------
    UsageError
        None, and which there are.

    Examples
    --------
    >>> choose("3", [Path("03_choosing.py"), Path("04_scenarios.py")]).stem
    '03_choosing'
    """
    asked = name.removesuffix(".py")
    for path in files:
        number, _, word = path.stem.partition("_")
        if asked in (path.stem, number, number.lstrip("0"), word):
            return path
    words = Words("no notebook called '{name}'; there is: {known}", "没有名为“{name}”的笔记本；现有：{known}")
    raise UsageError(words.fill(name=name, known=", ".join(path.stem for path in files)))


def copied(file: Path, target: Path) -> Path:
    """A copy of the notebook to edit; one that is there already is kept as it is."""
    copy = target / file.name
    if not copy.exists():
        try:
            shutil.copyfile(file, copy)
        except OSError as error:
            words = Words("cannot write {copy}: {why}", "无法写入 {copy}：{why}")
            raise OutputError(words.fill(copy=copy, why=error.strerror)) from error
    return copy


COMMAND = Command(
    notebook,
    Words(
        "List the notebooks, or start one in the browser on your data, on this computer only.",
        "列出笔记本，或用您的数据在浏览器中打开一个；仅限本机访问。",
    ),
    order=170,
    ends_with=(),
)
