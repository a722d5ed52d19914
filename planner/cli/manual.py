"""Every command as a page of Markdown in both languages, made from the application itself.

``scripts/docs`` writes ``docs/commands.md``; a test holds it fresh. Help texts are fixed when the commands are
imported, so each language is read by a process of its own: ``python -m planner.cli.manual`` prints one as JSON.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Any

from planner.cli.commands import named
from planner.cli.language import LANG

Row = Sequence[str]

CODES: Mapping[int, tuple[str, str]] = {
    0: ("done", "完成"),
    1: (
        "findings: data, a scenario or a run has errors, or a solver's claim does not hold; all are listed",
        "有问题：数据、情景或运行结果有误，或求解器的结论不成立；全部列出",
    ),
    2: (
        "usage: an option, a place or a file that cannot be used; nothing is written",
        "用法错误：选项、位置或文件无法使用；不写入任何内容",
    ),
    3: ("infeasible: no plan keeps the rules; where it can be, the conflict is named", "无可行方案；尽可能指明冲突"),
    4: (
        "no plan found in time, or `--require-proof` and no proof",
        "限时内未找到方案，或加 `--require-proof` 而未证明",
    ),
    5: ("an outside service (Neo4j) does not answer or refuses", "外部服务（Neo4j）无响应或拒绝"),
    70: ("a bug in buju", "程序缺陷"),
    130: ("interrupted; what was found by then is printed", "已中断；打印当时已得的结果"),
}
"""Exit code → what it means."""
ALWAYS = (0, 2, 70, 130)
"""What every command may end with; ``may_end`` says which others."""

_HEAD = (
    "# Commands · 命令\n",
    "<!-- made by scripts/docs from the code; do not edit -->\n",
    (
        "What `buju COMMAND -h` says, in both languages. The payload goes to stdout, words and progress to stderr;\n"
        "`--json` prints one object, whose JSON Schema `buju schema COMMAND` prints.\n"
        "即 `buju 命令 -h` 的内容，中英对照。结果写到标准输出，提示与进度写到标准错误；`--json` 打印一个对象，"
        "其 JSON Schema 由 `buju schema 命令` 给出。\n"
    ),
)


def may_end(name: str, options: Sequence[str]) -> tuple[int, ...]:
    """Exit codes of a command beside ``ALWAYS``.

    Examples
    --------
    >>> may_end("plan", ["--require-proof"]), may_end("graph push", []), may_end("rules", [])
    ((1, 3, 4), (1, 5), ())
    """
    packages = dict(named())
    told = set(import_module(f"{packages[name]}.command").COMMAND.ends_with)
    return tuple(sorted(told | ({3, 4} if "--require-proof" in options else set())))


def described() -> dict[str, dict[str, Any]]:
    """Every command and group by its name without ``buju``: usage, help, arguments and options, in one language."""
    from typer.main import get_command

    from planner.cli.app import build

    root = get_command(build())
    found: dict[str, dict[str, Any]] = {}

    def read(command: Any, words: tuple[str, ...], parent: Any) -> None:
        from planner.cli.screen.helptext import records, synopsis

        context = command.make_context(words[-1] if words else "buju", [], parent=parent, resilient_parsing=True)
        rows = records(context, LANG)
        below = command.list_commands(context) if hasattr(command, "list_commands") else []
        found[" ".join(words)] = {
            "usage": synopsis(context, "en"),
            "help": " ".join((command.help or "").split()),
            "arguments": rows["argument"],
            "options": rows["option"],
            "group": bool(below),
        }
        for name in below:
            read(command.get_command(context, name), (*words, name), context)

    read(root, (), None)
    return found


def both() -> tuple[dict[str, dict[str, Any]], dict[str, dict[str, Any]]]:
    """What ``described`` gives in English and in Chinese."""
    english, chinese = (
        json.loads(
            subprocess.run(
                [sys.executable, "-m", "planner.cli.manual"],
                env=os.environ | {"BUJU_LANG": lang, "PYTHONIOENCODING": "utf-8"},
                capture_output=True,
                check=True,
            ).stdout
        )
        for lang in ("en", "zh")
    )
    return english, chinese


def page() -> str:
    """The page ``docs/commands.md``."""
    english, chinese = both()
    commands = {name: said for name, said in english.items() if not said["group"]}
    shared = _shared(commands)
    out = [*_HEAD, "## Exit codes · 退出码\n"]
    ends = {name: may_end(name, _names(said["options"])) for name, said in commands.items()}
    rows = []
    for code, words in CODES.items():
        of = [f"`{name}`" for name, codes in ends.items() if code in codes]
        rows.append((f"{code}", *words, ", ".join(of) or "all"))
    out += [_table(("code", "meaning", "含义", "commands"), rows)]
    out += ["## Options of all commands · 各命令共有的选项\n"]
    first = next(iter(commands))
    out += [_options(english[first], chinese[first], shared, only=True)]
    for name, said in english.items():
        if name:
            out += _section(name, said, chinese[name], shared, ends.get(name))
    return "\n".join(out).rstrip() + "\n"


def _section(
    name: str,
    english: Mapping[str, Any],
    chinese: Mapping[str, Any],
    shared: frozenset[str],
    ends: Sequence[int] | None,
) -> list[str]:
    out = [f"## buju {name}\n", f"{_text(english['help'])}\n", f"{_text(chinese['help'])}\n"]
    if ends is None:
        return out
    out.append(f"```text\n{english['usage']}\n```\n")
    if english["arguments"]:
        rows = _aligned(english["arguments"], chinese["arguments"])
        out.append(_table(("argument", "meaning", "含义"), rows))
    if table := _options(english, chinese, shared, only=False):
        out.append(table)
    out.append(f"Exit codes · 退出码: {', '.join(map(str, sorted({*ALWAYS, *ends})))}\n")
    return out


def _options(english: Mapping[str, Any], chinese: Mapping[str, Any], shared: frozenset[str], *, only: bool) -> str:
    rows = _aligned(english["options"], chinese["options"])
    rows = [row for row, (name, _) in zip(rows, english["options"], strict=True) if (name in shared) == only]
    return _table(("option", "meaning", "含义"), rows) if rows else ""


def _aligned(english: Sequence[Row], chinese: Sequence[Row]) -> list[tuple[str, ...]]:
    """Names as they are typed, with the meaning in both languages."""
    return [(f"`{a[0]}`", a[1], b[1]) for a, b in zip(english, chinese, strict=True)]


def _shared(commands: Mapping[str, Mapping[str, Any]]) -> frozenset[str]:
    """Names of the options that every command has."""
    return frozenset.intersection(*(frozenset(row[0] for row in said["options"]) for said in commands.values()))


def _names(options: Sequence[Row]) -> list[str]:
    return [part.split()[0] for name, _ in options for part in name.split(", ")]


def _table(head: Row, rows: Sequence[Row]) -> str:
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    lines += ["| " + " | ".join(_text(cell) for cell in row) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def _text(text: str) -> str:
    """Text of a cell: one line, no bar that ends it, no angle bracket that is taken for a tag outside code."""
    bare = " ".join(text.split()).replace("|", "\\|")
    return bare if bare.startswith("`") else bare.replace("<", "&lt;")


if __name__ == "__main__":
    json.dump(described(), sys.stdout, ensure_ascii=False)
