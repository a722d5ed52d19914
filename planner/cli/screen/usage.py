"""What is wrong with how a command was typed, in both languages, by the kind of error and not by its sentence.

Typer's errors carry what they are about: the parameter, the option, what was typed. A kind that a later Typer adds
is said in Typer's own words. What does not live here: help pages (``helptext``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from graph.base.nearest import Nearest
from graph.base.words import Lang, Words
from planner.cli.language import LANG
from planner.cli.screen.helptext import said, synopsis
from planner.cli.screen.streams import harmless

_NUMBERS = {int: Words("a whole number", "整数"), float: Words("a number", "数值")}


def usage_error(error: Any, lang: Lang = LANG) -> str:
    """What to print for a usage error that Typer raised: usage line, where to find help, and what is wrong."""
    message, context = str(error.format_message()), getattr(error, "ctx", None)
    if "\n" in message:  # no arguments: the message is the help page
        return message
    lines = []
    if context is not None:
        path = context.command_path
        usage, colon = said("Usage", lang), "：" if lang == "zh" else ": "
        lines = [
            f"{usage}{colon}{synopsis(context, lang)}",
            f"用“{path} -h”查看帮助。" if lang == "zh" else f"Try '{path} -h' for help.",
            "",
        ]
    head = Words("Error: ", "错误：").say(lang)
    return "\n".join([*lines, head + harmless(usage_words(error).say(lang))])


def usage_words(error: Any) -> Words:
    """What is wrong, in both languages; an error of an unknown kind in Typer's words."""
    if hasattr(error, "unknown_command"):
        return _unknown_command(error)
    kind = next((k for k in type(error).__mro__ if k.__name__ in _KINDS), None)
    made = _KINDS[kind.__name__](error) if kind is not None else None
    return made or _as_it_is(error)


def _as_it_is(error: Any) -> Words:
    text = str(error.format_message())
    return Words(text, text)


def _unknown_command(error: Any) -> Words:
    asked, known = error.unknown_command, []
    if error.ctx is not None:
        known = list(error.ctx.command.list_commands(error.ctx))
    words = Words("No such command '{asked}'.", "没有命令 '{asked}'")
    return _meant(words.fill(asked=asked), asked, known, "'{}'")


def _unknown_option(error: Any) -> Words:
    asked = error.option_name
    known = [name for param in _params(error) if param.param_type_name == "option" for name in _options(param)]
    words = Words("No such option: {asked}.", "没有选项 {asked}").fill(asked=asked)
    return _meant(words, asked, [name for name in known if name.startswith("--")], "{}")


def _meant(words: Words, asked: str, known: Sequence[str], quoted: str) -> Words:
    near = Nearest(known)(asked)
    if near is None:
        return words
    return Words("{w} Did you mean {near}?", "{w}；是否指 {near}").fill(w=words, near=quoted.format(near))


def _missing(error: Any) -> Words | None:
    param = error.param
    if param is None:
        return None
    if param.param_type_name == "argument":
        name = param.metavar or param.name.upper()
        return Words(f"Missing argument '{name}'.", f"缺少参数 {said(name, 'zh')}")
    names = _options(param)
    return Words("Missing option " + " / ".join(f"'{n}'" for n in names) + ".", "缺少选项 " + "、".join(names))


def _misused_option(error: Any) -> Words | None:
    name = error.option_name
    param = next((p for p in _params(error) if name in _options(p)), None)
    if param is None:
        return None
    if getattr(param, "is_flag", False):
        return Words(f"Option '{name}' does not take a value.", f"选项 '{name}' 不接受值")
    return Words(f"Option '{name}' requires an argument.", f"选项 '{name}' 需要一个值")


def _bad_value(error: Any) -> Words | None:
    if error.param is None:  # raised by ours, in the language
        return Words(f"Invalid value: {error.message}", f"值无效：{error.message}")
    wanted = _NUMBERS.get(_number_kind(error.param))
    name = (_options(error.param) or [error.param.metavar or error.param.name])[0]
    if wanted is None:
        return None
    told = error.param if hasattr(error.param, "min") else getattr(error.param, "type", None)  # Typer before 0.29
    least, most = getattr(told, "min", None), getattr(told, "max", None)
    bounds = [Words(f"at least {least:g}", f"不小于 {least:g}")] if least is not None else []
    bounds += [Words(f"at most {most:g}", f"不大于 {most:g}")] if most is not None else []
    en, zh = " and ".join(w.en for w in bounds), "、".join(w.zh for w in bounds)
    return Words(
        f"Invalid value for '{name}': it takes {wanted.en}" + (f", {en}" if en else ""),
        f"{name} 的值无效：应为{zh + ' 的' if zh else ''}{wanted.zh}",
    )


def _number_kind(param: Any) -> Any:
    """``int`` or ``float`` where the parameter takes a number, by what its function says of it."""
    written = str(getattr(getattr(param, "type_descriptor", None), "annotation", ""))
    if not written:  # Typer before 0.29
        name = type(getattr(param, "type", None)).__name__
        return next((kind for kind in (int, float) if name.lower().startswith(kind.__name__)), None)
    return next((kind for kind in (int, float) if re.search(rf"\b{kind.__name__}\b", written)), None)


def _extra(error: Any) -> Words | None:
    match = re.search(r"argument(?:s|\(s\))? \((.+)\)\Z", str(error.format_message()), re.DOTALL)
    if match is None:
        return None
    return Words(str(error.format_message()), f"多出了参数 {match[1]}")


def _params(error: Any) -> list[Any]:
    return [] if error.ctx is None else list(error.ctx.command.get_params(error.ctx))


def _options(param: Any) -> list[str]:
    return [name for name in (*param.opts, *param.secondary_opts) if name.startswith("-")]


_KINDS: Mapping[str, Callable[[Any], Words | None]] = {
    "NoSuchOption": _unknown_option,
    "MissingParameter": _missing,
    "BadOptionUsage": _misused_option,
    "BadParameter": _bad_value,
    "UsageError": _extra,
}
"""Names of Typer's errors, the most particular first found along an error's line of classes."""
