"""Commands ``scenario new|show|schema|diff`` and ``schema``: scenario files and the shapes of outputs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from graph.base.words import Lang, Words
from planner.cli.console import DEFAULT_LANG, JsonOption, LangOption, QuietOption, VerboseOption, console
from planner.cli.language import tr
from planner.cli.schemas import schema
from planner.cli.tables import aligned, cut

if TYPE_CHECKING:
    from planner.rulebook.scenario import Clause, Scenario

SetOption = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="A.B=VALUE",
        help=tr("change one value, last of all; may be repeated", "最后修改一个值，可重复"),
    ),
]
FileArgument = Annotated[
    Path,
    typer.Argument(
        metavar="FILE", help=tr("a scenario file, or the name of a shipped policy", "情景文件，或内置规则名")
    ),
]


def register(app: typer.Typer) -> None:
    """Add this module's commands."""
    group = typer.Typer(
        help=tr("Write, show and compare scenario files.", "编写、查看和比较情景文件。"),
        no_args_is_help=True,
        rich_markup_mode=None,
    )
    for name, function, words in (
        ("new", new, ("Write a commented scenario file to start from.", "生成带注释的情景文件。")),
        ("show", show, ("Show every value with its origin and clause.", "显示每个值及其来源和条款。")),
        (
            "schema",
            file_schema,
            ("Print the JSON Schema of scenario files, for editors.", "打印情景文件的 JSON Schema，供编辑器使用。"),
        ),
        ("diff", diff, ("Show the values in which two scenarios differ.", "显示两个情景取值的不同之处。")),
    ):
        group.command(name, help=tr(*words))(function)
    app.add_typer(group, name="scenario")
    app.command(
        "schema",
        help=tr("Print the JSON Schema of what COMMAND --json prints.", "打印某命令 --json 输出的 JSON Schema。"),
    )(schema)


def new(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=tr("the file to write", "要生成的文件"))],
    extends: Annotated[
        str,
        typer.Option(
            "--extends", metavar="BASE", help=tr("a shipped policy or a scenario file", "内置规则名或情景文件")
        ),
    ] = "ningbo-2023",
    force: Annotated[bool, typer.Option("--force", help=tr("write over a file that is there", "覆盖已有文件"))] = False,
    lang: LangOption = DEFAULT_LANG,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
) -> None:
    """Write a commented scenario file."""
    from planner.rulebook.scenario.starter import write_starter

    out = console(lang, as_json, quiet, verbose)
    base = write_starter(file, extends, out.lang, force=force)
    said = Words(
        "written; change what differs from {base}, then: buju scenario show {file}",
        "已生成；请只改与 {base} 不同之处，然后运行：buju scenario show {file}",
    )
    out.say(said.fill(base=base, file=file))
    out.result({"file": str(file), "extends": base}, str(file))


def show(
    file: FileArgument,
    sets: SetOption = None,
    lang: LangOption = DEFAULT_LANG,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
) -> None:
    """Show the merged scenario."""
    out = console(lang, as_json, quiet, verbose)
    scenario = _load(file, tuple(sets or ()))
    out.findings(scenario.findings)
    out.result(show_payload(scenario, out.lang), show_text(scenario, out.lang, full=verbose))


def file_schema(
    lang: LangOption = DEFAULT_LANG,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
) -> None:
    """Print the JSON Schema of scenario files."""
    from planner.rulebook.scenario.json_schema import scenario_schema

    made = scenario_schema()
    console(lang, as_json, quiet, verbose).result(made, json.dumps(made, ensure_ascii=False, indent=2))


def diff(
    a: Annotated[
        Path,
        typer.Argument(
            metavar="A", help=tr("one scenario file, shipped policy or run", "情景文件、内置规则名或运行目录")
        ),
    ],
    b: Annotated[Path, typer.Argument(metavar="B", help=tr("another", "另一个"))],
    lang: LangOption = DEFAULT_LANG,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
) -> None:
    """Show the values that differ."""
    out = console(lang, as_json, quiet, verbose)
    one, two = _load(a), _load(b)
    rows = differences(one, two)
    if not rows:
        out.say(Words("the two scenarios are the same in every value", "两个情景的取值完全相同"))
    head = [_t(out.lang, "path", "路径"), one.name, two.name, _t(out.lang, "origins", "来源")]
    body = []
    for r in rows:
        said = [_value(r[k]) if r[f"{k}_origin"] else "—" for k in ("a", "b")]
        body.append([r["path"], *said, " → ".join(r[k] or "—" for k in ("a_origin", "b_origin"))])
    out.result({"a": one.name, "b": two.name, "changed": rows}, aligned(body, head, most=60) if rows else "")


def show_payload(scenario: Scenario, lang: Lang) -> dict[str, Any]:
    """Give the merged scenario as plain JSON data.

    >>> from planner.rulebook.scenario import shipped
    >>> show_payload(shipped("ningbo-2023"), "en")["values"][0]["path"]
    'years.first'
    """
    values = []
    for path, value in scenario.values().items():
        clause, origin = scenario.clause(path), scenario.origins[path]
        values.append(
            {
                "path": path,
                "value": value,
                "origin": {"file": origin.file, "line": origin.line, "column": origin.column},
                "clause": clause.clause if clause else "",
                "source": clause.source if clause else "",
                "reading": clause.reading.say(lang) if clause else "",
            }
        )
    return {
        "name": scenario.name,
        "title": {"en": scenario.title.en, "zh": scenario.title.zh},
        "files": list(scenario.files),
        "sets": list(scenario.sets),
        "values": values,
        "findings": [f.as_dict(lang) for f in scenario.findings],
    }


def show_text(scenario: Scenario, lang: Lang, *, full: bool = False) -> str:
    """Write the merged scenario as aligned columns; ``*`` marks what differs in origin from the base."""
    rows = [
        [
            _t(lang, "path", "路径"),
            "",
            _t(lang, "value", "取值"),
            _t(lang, "origin", "来源"),
            _t(lang, "clause", "条款"),
        ]
    ]
    base = scenario.files[0]
    for path, value in scenario.values().items():
        clause, origin = scenario.clause(path), scenario.origins[path]
        said = _short(clause, lang) if clause else ""
        if full and clause:
            said = " ｜ ".join(p for p in (clause.clause, clause.source, clause.reading.say(lang)) if p)
        mark = "*" if origin.file != base else ""
        shown = _value(value)
        rows.append([path, mark, shown if full else cut(shown, 32), str(origin), said if full else cut(said, 48)])
    made_of = " → ".join([*scenario.files, *(f"--set {s}" for s in scenario.sets)])
    head = f"{scenario.name}  {scenario.title.say(lang)}\n{made_of}\n"
    return f"{head}\n{aligned(rows, most=400)}"


def differences(one: Scenario, two: Scenario) -> list[dict[str, Any]]:
    """List the values that differ; a value that only one of them has is None, with origin "", in the other.

    >>> from planner.rulebook.scenario import load
    >>> differences(load(Path("ningbo-2023")), load(Path("ningbo-2023"), ["target.count=18"]))[0]["b"]
    18
    """
    left, right = one.values(), two.values()
    made = []
    for p in [*right, *(q for q in left if q not in right)]:
        inside = any(q.startswith(p + ".") for q in (*left, *right))  # an empty mapping that the other one fills
        if not inside and (p not in left or p not in right or left[p] != right[p]):
            origins = {"a_origin": str(one.origins.get(p, "")), "b_origin": str(two.origins.get(p, ""))}
            made.append({"path": p, "a": left.get(p), "b": right.get(p), **origins})
    return made


def _load(file: Path, sets: tuple[str, ...] = ()) -> Scenario:
    from planner.rulebook.scenario import load

    resolved = file / "scenario.resolved.yaml"
    return load(resolved if resolved.is_file() else file, sets)


def _short(clause: Clause, lang: Lang) -> str:
    parts = (clause.clause, clause.reading.zh) if lang == "zh" else (clause.reading.en, clause.clause)
    return next((p for p in parts if p), "")


def _value(value: Any) -> str:
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, list):
        return "[" + ", ".join(_value(v) for v in value) + "]"
    return str(value)


def _t(lang: Lang, en: str, zh: str) -> str:
    return Words(en, zh).say(lang)
