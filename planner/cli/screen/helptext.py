"""Help pages in the language of the process, laid out by display width.

Typer has its sentences in English only; what it adds to a help page is said here, by the name of the option.
What does not live here: the help of each command (it stands at the command) and usage errors (``usage``).
"""

from __future__ import annotations

import contextlib
import io
import re
import sys
from collections.abc import Sequence
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from graph.base.words import Lang
from planner.cli.language import LANG
from planner.cli.screen.wrapping import columns as columns_shown
from planner.cli.screen.wrapping import wrap
from planner.layout.text import width

_NAMED = {
    "help": "显示本帮助并退出",
    "install_completion": "为当前 shell 安装命令补全",
    "show_completion": "显示当前 shell 的补全脚本，可复制或自行安装",
}
"""What the options that Typer adds by itself mean, by their name."""
NARROW = 60
"""Columns below which what an option means stands on the lines below its name."""
_SAID = {
    "Usage": "用法",
    "Arguments": "参数",
    "Options": "选项",
    "Commands": "命令",
    "Error": "错误",
    "[OPTIONS]": "[选项]",
    "COMMAND [ARGS]...": "命令 [参数]...",
    "<text>": "<文本>",
    "<str>": "<文本>",
    "<int>": "<整数>",
    "<float>": "<数值>",
    "<path>": "<路径>",
    "FILE": "文件",
    "DIR": "目录",
    "FOLDER": "目录",
    "SECONDS": "秒",
    "KEY=VALUE": "键=值",
    "NAME=VALUE": "名称=值",
    "FORM,…": "形式,…",
    "COMMAND": "命令",
    "NAME": "名称",
    "CODE": "代码",
    "RUN": "运行",
    "RUN_A": "运行A",
    "RUN_B": "运行B",
    "CENTRE": "中心",
    "ROW": "预算行",
    "AMOUNT": "数额",
    "GOAL": "目标",
    "GOAL,…": "目标,…",
    "GOAL=A..B": "目标=A..B",
    "SHARE": "比例",
    "LINE": "行号",
    "YEAR": "年份",
    "YEAR=MONEY": "年份=金额",
    "FIRST-LAST": "首年-末年",
    "WHO": "姓名",
    "DATE": "日期",
    "ID": "编号",
    "TEXT": "文本",
    "TAG": "标签",
    "ADDRESS": "地址",
    "MAPPING": "映射",
    "PATH": "路径",
    "NAMES": "名称,…",
    "BASE": "基础情景",
    "KEY=LOW:HIGH": "键=下限:上限",
    "A.B=VALUE": "键=值",
    "HOLDER TECHNOLOGY": "持有者 技术",
}
"""Fixed sentences and metavars."""


def said(text: str, lang: Lang = LANG) -> str:
    """A fixed sentence of Typer in one language.

    >>> said("Options", "zh"), said("Options", "en"), said("anything else", "zh")
    ('选项', 'Options', 'anything else')
    """
    return _SAID.get(text, text) if lang == "zh" else text


def worded(app: typer.Typer) -> typer.Typer:
    """Give the application, its groups and its commands these help pages."""
    app.info.cls = Group
    for command in app.registered_commands:
        command.cls = Command
    for group in app.registered_groups:
        group.cls = Group
        if group.typer_instance is not None:
            worded(group.typer_instance)
    return app


class _Told:
    """What commands and groups have in common: an error of how they were typed knows where it was made."""

    def parse_args(self, ctx: Any, args: list[str]) -> Any:
        """Read what was typed."""
        try:
            return super().parse_args(ctx, args)  # type: ignore[misc]
        except Exception as error:
            if hasattr(error, "format_message") and getattr(error, "ctx", None) is None:
                error.ctx = ctx  # type: ignore[attr-defined]
            raise


class Command(_Told, TyperCommand):
    """A command whose help is laid out here."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help page."""
        formatter.write(page(ctx, _columns(formatter), LANG))


class Group(_Told, TyperGroup):
    """A group of commands whose help is laid out here."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command that was named; of one that is not there it is told which was asked for."""
        try:
            return super().resolve_command(ctx, args)
        except Exception as error:
            if hasattr(error, "format_message"):
                error.unknown_command = args[0] if args else ""  # type: ignore[attr-defined]
            raise

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help page."""
        formatter.write(page(ctx, _columns(formatter), LANG))

    def get_params(self, ctx: Any) -> list[Any]:
        """The parameters; those that install completion speak the language of the process."""
        params = super().get_params(ctx)
        for param in params:
            if param.name in ("install_completion", "show_completion") and not hasattr(param.callback, "plain"):
                param.callback = _spoken(param.callback)
        return params


def _spoken(callback: Any) -> Any:
    def run(*args: Any) -> Any:
        heard = io.StringIO()
        try:
            with contextlib.redirect_stdout(heard):
                return callback(*args)
        finally:
            lines = heard.getvalue().splitlines()
            sys.stdout.writelines(f"{_installed(line)}\n" for line in lines)

    run.plain = callback  # type: ignore[attr-defined]
    return run


def _installed(line: str) -> str:
    """What the installation of completion said, in the language; a line that is worded otherwise stays as it is."""
    if LANG == "zh" and (match := re.search(r"(\S+) completion installed in (.+)", line)):
        return f"{match[1]} 补全已安装到 {match[2]}"
    return "重新打开终端后生效" if LANG == "zh" and "restart the terminal" in line else line


def _columns(formatter: Any) -> int:
    """Columns of a page: Typer's, which are never less than 50, or those of a narrower terminal."""
    given: int = formatter.width
    return min(given, columns_shown() or given)


def page(ctx: Any, columns: int, lang: Lang) -> str:
    """A command's help page, at most ``columns`` wide: usage, what it does, arguments, options, commands."""
    command = ctx.command
    rows = records(ctx, lang)
    parts = [_usage(ctx, lang), "\n".join(wrap(command.help or "", columns - 2, "  "))]
    parts += [
        _section(title, rows[kind], columns, lang) for kind, title in (("argument", "Arguments"), ("option", "Options"))
    ]
    if hasattr(command, "list_commands"):
        known = [(name, command.get_command(ctx, name)) for name in command.list_commands(ctx)]
        listed = [(name, c.short_help or c.help or "") for name, c in known if c is not None and not c.hidden]
        parts.append(_section("Commands", listed, columns, lang))
    return "\n\n".join(part for part in parts if part) + "\n"


def records(ctx: Any, lang: Lang) -> dict[str, list[tuple[str, str]]]:
    """Name and meaning of a command's arguments and options, under ``argument`` and ``option``."""
    rows: dict[str, list[tuple[str, str]]] = {"argument": [], "option": []}
    for param in ctx.command.get_params(ctx):
        if record := param.get_help_record(ctx):
            name = record[0].partition(" <")[0] if param.param_type_name == "argument" else record[0]
            text = _NAMED.get(param.name, "") if lang == "zh" else ""
            rows[param.param_type_name].append((_names(name, lang), text or _help(record[1], lang)))
    return rows


def synopsis(ctx: Any, lang: Lang) -> str:
    """How a command is typed, such as ``buju compare [OPTIONS] RUN_A RUN_B``."""
    pieces = " ".join(_names(piece, lang) for piece in ctx.command.collect_usage_pieces(ctx))
    return f"{ctx.command_path} {pieces}"


def _usage(ctx: Any, lang: Lang) -> str:
    return f"{said('Usage', lang)}{'：' if lang == 'zh' else ': '}{synopsis(ctx, lang)}"


def _names(text: str, lang: Lang) -> str:
    """Names and metavars: no braces around what must be given, the metavar in the language."""
    text = re.sub(r"\{(\w+)\}", r"\1", text.replace(" range>", ">"))
    if lang != "zh" or text in _SAID:
        return said(text, lang)
    pattern = r"<\w+>|(?<![\w-])[A-Z][A-Z_]*(?:=[A-Z]+)?(?:,…)?(?![\w-])"
    return " ".join(
        said(word, lang) if word in _SAID else re.sub(pattern, lambda m: said(m[0], lang), word)
        for word in text.split(" ")
    )


def _help(text: str, lang: Lang) -> str:
    """A help text with its trailing ``[default: …; required]`` in the language."""
    text = re.sub(r"\[default: \((.+?)\)", r"[default: \1", text)  # Typer sets a default in words in brackets
    head, bracket, rest = text.rpartition("  [") if "  [" in text else ("", "", "")
    if lang != "zh":
        return text
    if not bracket and text.startswith("["):
        head, rest = "", text[1:]
    elif not bracket:
        return said(text, lang)
    inner = (
        rest.removesuffix("]")
        .replace("default: ", "缺省：")
        .replace("required", "必填")
        .replace("env var: ", "环境变量：")
    )
    return f"{said(head, lang)}  [{inner.replace('; ', '；')}]".strip()


def _section(title: str, rows: Sequence[tuple[str, str]], columns: int, lang: Lang) -> str:
    if not rows:
        return ""
    left = min(max(width(name) for name, _ in rows), 30 if columns >= NARROW else 4)
    lines = [said(title, lang) + ("：" if lang == "zh" else ":")]
    for name, text in rows:
        body = wrap(text, columns - left - 4) or [""]
        if width(name) > left:
            lines.append(f"  {name}")
            name = ""  # noqa: PLW2901
        lines.append(f"  {name}{' ' * (left - width(name))}  {body[0]}".rstrip())
        lines += [" " * (left + 4) + line for line in body[1:]]
    return "\n".join(lines)
