"""Commands about data: demo, template, validate, rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from graph.base.findings import Finding, Level
from graph.base.words import Lang, Words
from planner.cli.console import (
    DEFAULT_LANG,
    City,
    Console,
    JsonOption,
    LangOption,
    QuietOption,
    VerboseOption,
    console,
)
from planner.cli.language import tr

if TYPE_CHECKING:
    from loaders.tables.columns import Counts

SHOWN = 8
"""Findings of one rule that are printed before the rest is only counted; ``-v`` prints all."""
LEVELS: Mapping[Level, Words] = {
    "error": Words("error", "错误"),
    "warning": Words("warning", "警告"),
    "note": Words("note", "提示"),
}


def register(app: typer.Typer) -> None:
    """Add this module's commands."""
    app.command(help=tr("Copy a sample city to a folder.", "把示例城市复制到文件夹。"))(demo)
    app.command(help=tr("Write empty tables to fill in.", "生成待填写的空表。"))(template)
    app.command(help=tr("Check a dataset and say everything that is wrong with it.", "检查数据集，一次列出全部问题。"))(
        validate
    )
    app.command(
        help=tr("List the rules that input is held against, or explain one.", "列出数据检查规则，或解释其中一条。")
    )(rules)


Force = Annotated[bool, typer.Option("--force", help=tr("replace what is there", "覆盖已有内容"))]


def demo(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help=tr("a new folder", "新文件夹"))],
    name: Annotated[str, typer.Option("--city", help=tr("which sample city", "示例城市名称"))] = "ningbo",
    force: Force = False,
    lang: LangOption = DEFAULT_LANG,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
) -> None:
    """Copy the sample city with its scenarios."""
    from loaders.samples import copy_sample

    speak = console(lang, as_json, quiet, verbose)
    if force:
        _only_a_sample(folder, name)
    target = copy_sample(name, folder, force)
    files = sorted(str(p.relative_to(target)) for p in target.rglob("*") if p.is_file())
    words = Words("{n} files of the sample city {name} are in {p}", "示例城市 {name} 的 {n} 个文件已写入 {p}")
    speak.result({"folder": str(folder), "files": files}, words.fill(n=len(files), name=name, p=folder).say(speak.lang))
    base = folder / "scenarios" / "base.yaml"
    if not as_json and base.is_file():
        speak.say(Words("next: buju plan {p} -S {base}", "下一步：buju plan {p} -S {base}").fill(p=folder, base=base))


def _only_a_sample(folder: Path, name: str) -> None:
    """Refuse to replace a folder that holds anything but the sample city: it would be lost."""
    from importlib.resources import files

    from graph.base.errors import OutputError

    sample = files("loaders.samples") / name
    known = {entry.name for entry in sample.iterdir()} if sample.is_dir() else set()
    try:
        other = sorted(p.name for p in folder.iterdir() if p.name not in known) if folder.is_dir() else []
    except OSError:
        other = []
    if known and other:
        words = Words(
            "{p} also holds {other}, which is no part of the sample city; nothing was replaced. Name another folder",
            "{p} 中还有不属于示例城市的 {other}，未作覆盖。请改用其他文件夹",
        )
        raise OutputError(words.fill(p=folder, other=repr(other[0])))


def template(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help=tr("folder for the empty tables", "存放空表的文件夹"))],
    planner: Annotated[
        bool,
        typer.Option(
            "--planner",
            help=tr(
                "planner tables for `buju solve` instead, filled with a made-up example",
                "改为 buju solve 用的规划表，附虚构示例",
            ),
        ),
    ] = False,
    force: Force = False,
    lang: LangOption = DEFAULT_LANG,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
) -> None:
    """Write CSV files with headers, dataset.yaml and a workbook; headers in the language of ``--lang``."""
    from loaders.template import WORKBOOK, write_template

    speak = console(lang, as_json, quiet, verbose)
    if planner:
        from graph.base.writing import write_files
        from planner.problem.tables.example import example_files

        made = [path.name for path in write_files(folder, example_files(speak.lang), force=force)]
        said = Words(
            "{n} files are in {p}: a made-up example; solve it with buju solve {p}",
            "已在 {p} 写入 {n} 个文件（虚构示例）；可用 buju solve {p} 求解",
        ).fill(n=len(made), p=folder)
        speak.result({"folder": str(folder), "files": made}, said.say(speak.lang))
        return
    files = [path.name for path in write_template(folder, speak.lang, force=force)]
    words = Words(
        "{n} files are in {p}: fill in the CSV files, or only {book}",
        "已在 {p} 写入 {n} 个文件：可填写各 CSV，也可只填写 {book}",
    ).fill(n=len(files), p=folder, book=WORKBOOK)
    speak.result({"folder": str(folder), "files": files}, words.say(speak.lang))


def validate(
    path: City,
    lang: LangOption = DEFAULT_LANG,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
) -> int:
    """Exit 0 when the dataset can be planned on, 1 when a finding is an error."""
    from loaders.dataset import load

    speak = console(lang, as_json, quiet, verbose)
    loaded = load(path)
    errors = loaded.ecosystem is None
    payload = {
        "findings": [f.as_dict(speak.lang) for f in loaded.findings],
        "tables": {name: counts.as_dict() for name, counts in loaded.counts.items()},
    }
    if not as_json:
        _print_findings(speak, loaded.findings)
    speak.result(payload, _summary(loaded.counts, loaded.findings, speak.lang, errors=errors))
    return int(errors)


def rules(
    code: Annotated[
        str | None, typer.Argument(metavar="CODE", help=tr("code of one rule, e.g. K402", "规则编号，如 K402"))
    ] = None,
    lang: LangOption = DEFAULT_LANG,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
) -> None:
    """Print one rule in full, or all of them by code and title."""
    from loaders.rules.catalogue import catalogue, explain
    from loaders.rules.rule import Rule
    from planner.cli.audit_rules import audit_rules
    from planner.rulebook.scenario.rules import RULES, ScenarioRule

    planned = RULES | audit_rules()
    speak = console(lang, as_json, quiet, verbose)
    if code is None:
        everything: tuple[Rule | ScenarioRule, ...] = (*catalogue().values(), *planned.values())
        known = [each.as_dict(speak.lang) for each in everything]
        width = max(_width(LEVELS[each.level].say(speak.lang)) for each in everything)
        lines = []
        for each in everything:
            level = LEVELS[each.level].say(speak.lang)
            lines.append(f"{each.code}  {level}{' ' * (width - _width(level))}  {each.title.say(speak.lang)}")
        speak.result({"rules": known}, "\n".join(lines))
        return
    rule: Rule | ScenarioRule = planned.get(code.strip().upper()) or explain(code)
    parts = [
        (Words("why", "原因"), rule.why),
        (Words("example", "示例"), rule.example),
        (Words("mend", "改法"), rule.mend),
    ]
    colon = Words(": ", "：").say(speak.lang)
    body = [name.say(speak.lang) + colon + said.say(speak.lang) for name, said in parts]
    head = f"{rule.code} ({LEVELS[rule.level].en}): {rule.title.en}"
    if speak.lang == "zh":
        head = f"{rule.code}（{LEVELS[rule.level].zh}）：{rule.title.zh}"
    speak.result(rule.as_dict(speak.lang), "\n".join([head, *body]))


def _print_findings(speak: Console, findings: Iterable[Finding]) -> None:
    """Findings on stderr, grouped by rule, errors first; with ``--quiet`` only errors."""
    groups: dict[tuple[int, str], list[Finding]] = {}
    order = list(LEVELS)
    for f in findings:
        if f.level == "error" or not speak.quiet:
            groups.setdefault((order.index(f.level), f.code), []).append(f)
    for (_, code), group in sorted(groups.items()):
        many = len(group) if speak.verbose else SHOWN
        speak.findings(group[:many])
        if len(group) > many:
            rest = Words("  … and {n} more of {code}; -v shows all", "  ……{code} 另有 {n} 条，-v 可全部列出")
            speak.error(rest.fill(n=len(group) - many, code=code))


def _summary(counts: Mapping[str, Counts], findings: Iterable[Finding], lang: Lang, *, errors: bool) -> str:
    """The table of counts and the verdict."""
    from graph.model.schema import TABLES

    lines = []
    if counts:
        head = Words("table|read|skipped|defaulted", "表格|读入行|跳过行|默认值").say(lang).split("|")
        rows = [head]
        for name, c in counts.items():
            title = f"{TABLES[name].zh} {name}" if lang == "zh" and name in TABLES else name
            rows.append([title, *(f"{n:,}" for n in (c.read, c.skipped, c.defaulted))])
        widths = [max(_width(row[i]) for row in rows) for i in range(4)]
        for row in rows:
            cells = [row[0] + " " * (widths[0] - _width(row[0]))]
            cells += [" " * (w - _width(cell)) + cell for cell, w in zip(row[1:], widths[1:], strict=True)]
            lines.append("  ".join(cells).rstrip())
    tally = {level: sum(f.level == level for f in findings) for level in LEVELS}
    said = Words(
        "{error} errors, {warning} warnings, {note} notes", "错误 {error} 条，警告 {warning} 条，提示 {note} 条"
    )
    verdict = (
        Words("cannot be planned on until the errors are mended", "有错误，改正后方可编制方案")
        if errors
        else Words("can be planned on", "可以编制方案")
    )
    lines.append(
        Words("{said}: {verdict}", "{said}：{verdict}。").fill(said=said.fill(**tally), verdict=verdict).say(lang)
    )
    return "\n".join(lines)


def _width(text: str) -> int:
    """Columns on a terminal: Chinese characters take two."""
    return sum(2 if ord(c) > 0x2E7F else 1 for c in text)
