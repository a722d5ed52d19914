"""Help pages and usage errors in the language of the process, laid out by display width.

Typer has its sentences in English only. They are put into Chinese here from outside, through ``typer.core``'s
public classes and the errors' own text; a sentence that a later Typer words otherwise stays English.
What does not live here: the help of each command (it stands at the command, by ``tr``).
"""

from __future__ import annotations

import contextlib
import io
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from graph.base.words import Lang
from planner.cli.language import LANG
from planner.layout.text import char_width, width

_SHOW = "Show completion for the {} shell, to copy it or customize the installation."
_SAID = {
    "Show this message and exit.": "显示本帮助并退出",
    "Install completion for the current shell.": "为当前 shell 安装命令补全",
    _SHOW.format("current"): "显示当前 shell 的补全脚本，可复制或自行安装",
    "Install completion for the specified shell.": "为指定的 shell 安装命令补全",
    _SHOW.format("specified"): "显示指定 shell 的补全脚本，可复制或自行安装",
    "Completion will take effect once you restart the terminal": "重新打开终端后生效",
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
}
"""Fixed sentences and metavars."""
_ARGUMENT = r"(argument|option|parameter)"
_KIND = {"argument": "参数", "option": "选项", "parameter": "参数"}
_PATTERNS: tuple[tuple[str, Callable[[re.Match[str]], str]], ...] = (
    (
        rf"Missing {_ARGUMENT}(?: (.+?))?\.(?: (.*))?",
        lambda m: f"缺少{_KIND[m[1]]} {_unquoted(m[2])}".rstrip() + _more(m[3]),
    ),
    (r"Missing command\.", lambda _: "缺少命令"),
    (r"No such option: (\S+) \(Possible options: (.+)\)", lambda m: f"没有选项 {m[1]}；是否指 {m[2]}"),
    (r"No such option: (\S+)(?: Did you mean (.+)\?)?", lambda m: f"没有选项 {m[1]}" + _meant(m[2])),
    (r"No such command (.+?)\.(?: Did you mean (.+)\?)?", lambda m: f"没有命令 {m[1]}" + _meant(m[2])),
    (r"Invalid value for (.+?): (.+)", lambda m: f"{_unquoted(m[1])} 的值无效：{error_words(m[2])}"),
    (r"Invalid value: (.+)", lambda m: f"值无效：{error_words(m[1])}"),
    (r"Option (.+) requires an argument\.", lambda m: f"选项 {m[1]} 需要一个值"),
    (r"Option (.+) requires (\d+) arguments\.", lambda m: f"选项 {m[1]} 需要 {m[2]} 个值"),
    (r"Option (.+) does not take a value\.", lambda m: f"选项 {m[1]} 不接受值"),
    (r"Argument (.+) takes (\d+) values\.", lambda m: f"参数 {m[1]} 需要 {m[2]} 个值"),
    (r"Got unexpected extra arguments?(?:\(s\))? \((.+)\)", lambda m: f"多出了参数 {m[1]}"),
    (r"(?:Value )?(.+) is not a valid (?:int|integer)(?: range)?\.", lambda m: f"{m[1]} 不是整数"),
    (r"(?:Value )?(.+) is not a valid float(?: range)?\.", lambda m: f"{m[1]} 不是数值"),
    (r"(?:Value )?(.+) is not in the range (.+)\.", lambda m: f"{m[1]} 不在范围 {m[2]} 之内"),
    (r"Input should be greater than or equal to (.+)", lambda m: f"应不小于 {m[1]}"),
    (r"Input should be less than or equal to (.+)", lambda m: f"应不大于 {m[1]}"),
    (r"Input should be a valid integer(?:, .+)?", lambda _: "应为整数"),
    (r"Input should be a valid number(?:, .+)?", lambda _: "应为数值"),
    (r"Input should be a finite number", lambda _: "应为有限数值"),
    (r"(.+) is not one of (.+)\.", lambda m: f"{m[1]} 不在可选值 {m[2]} 之中"),
    (r"(File|Directory|Path) (.+) does not exist\.", lambda m: f"{m[2]} 不存在"),
    (r"(File|Directory|Path) (.+) is a file\.", lambda m: f"{m[2]} 是文件"),
    (r"(File|Directory|Path) (.+) is a directory\.", lambda m: f"{m[2]} 是目录"),
    (
        r"(File|Directory|Path) (.+) is not (readable|writable)\.",
        lambda m: f"{m[2]} 不可{'读' if m[3] == 'readable' else '写'}",
    ),
    (r"(\S+) completion installed in (.+)", lambda m: f"{m[1]} 补全已安装到 {m[2]}"),
)


def _unquoted(name: str | None) -> str:
    return "、".join(said(part.strip("'"), "zh") for part in (name or "").split(" / "))


def _more(text: str | None) -> str:
    return f"；{error_words(text)}" if text else ""


def _meant(names: str | None) -> str:
    return f"；是否指 {names}" if names else ""


def said(text: str, lang: Lang = LANG) -> str:
    """A fixed sentence of Typer in one language.

    >>> said("Options", "zh"), said("Options", "en"), said("anything else", "zh")
    ('选项', 'Options', 'anything else')
    """
    return _SAID.get(text, text) if lang == "zh" else text


def error_words(text: str, lang: Lang = "zh") -> str:
    """A usage error of Typer in one language; what is not known stays as it is.

    >>> error_words("No such option: --foce (Possible options: --force)")
    '没有选项 --foce；是否指 --force'
    >>> error_words("Invalid value for '--gap': 'x' is not a valid float.")
    "--gap 的值无效：'x' 不是数值"
    """
    if lang == "zh":
        for pattern, make in _PATTERNS:
            if match := re.fullmatch(pattern, text, re.DOTALL):
                return make(match)
    return said(text, lang)


def usage_error(error: Any, lang: Lang = LANG) -> str:
    """What to print for a usage error that Typer raised: usage line, where to find help, and what is wrong."""
    message, context = str(error.format_message()), getattr(error, "ctx", None)
    if "\n" in message:  # no arguments: the message is the help page
        return message
    lines = []
    if context is not None:
        path = context.command_path
        lines = [
            _usage(context, lang),
            f"用“{path} -h”查看帮助。" if lang == "zh" else f"Try '{path} -h' for help.",
            "",
        ]
    colon = "：" if lang == "zh" else ": "
    return "\n".join([*lines, said("Error", lang) + colon + error_words(message, lang)])


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


class Command(TyperCommand):
    """A command whose help is laid out here."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help page."""
        formatter.write(page(ctx, formatter.width, LANG))


class Group(TyperGroup):
    """A group of commands whose help is laid out here."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help page."""
        formatter.write(page(ctx, formatter.width, LANG))

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
            sys.stdout.writelines(f"{error_words(line, LANG)}\n" for line in lines)

    run.plain = callback  # type: ignore[attr-defined]
    return run


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
            rows[param.param_type_name].append((_names(name, lang), _help(record[1], lang)))
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
    return re.sub(r"<\w+>|(?<![\w-])[A-Z][A-Z_]*(?:=[A-Z]+)?(?:,…)?(?![\w-])", lambda m: said(m[0], lang), text)


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
    left = min(max(width(name) for name, _ in rows), 30)
    lines = [said(title, lang) + ("：" if lang == "zh" else ":")]
    for name, text in rows:
        body = wrap(text, columns - left - 4) or [""]
        if width(name) > left:
            lines.append(f"  {name}")
            name = ""  # noqa: PLW2901
        lines.append(f"  {name}{' ' * (left - width(name))}  {body[0]}".rstrip())
        lines += [" " * (left + 4) + line for line in body[1:]]
    return "\n".join(lines)


_NOT_FIRST = "，。；：、！？）”》…」』%"


def wrap(text: str, columns: int, indent: str = "") -> list[str]:
    """Text as lines of at most ``columns`` columns; Chinese breaks anywhere but before closing marks.

    >>> wrap("按情景为城市选定中心，证明最优", 12)
    ['按情景为城市', '选定中心，证', '明最优']
    >>> wrap("choose centres and years", 14)
    ['choose centres', 'and years']
    """
    lines, line = [], ""
    for piece in _pieces(" ".join(text.split())):
        if line and width(line + piece.rstrip()) > max(columns, 8) and piece[0] not in _NOT_FIRST:
            lines.append(indent + line.rstrip())
            line = piece.lstrip()
        else:
            line += piece
    return [*lines, indent + line.rstrip()] if line.strip() else lines


def _pieces(text: str) -> Iterator[str]:
    """Words with the space after them; each wide character for itself."""
    word = ""
    for char in text:
        if char_width(char) == 2:
            if word:
                yield word
            yield char
            word = ""
        else:
            word += char
            if char == " ":
                yield word
                word = ""
    if word:
        yield word
