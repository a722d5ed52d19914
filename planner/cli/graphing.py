"""Commands ``graph push|pull|diff|check``: the ecosystem in a Neo4j server that a team shares.

What does not live here: Cypher, the connection and what is compared (``graph.store``).
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from graph.base.errors import UsageError
from graph.base.words import Lang, Words
from planner.cli import exchanging
from planner.cli.console import (
    DEFAULT_LANG,
    Console,
    Dataset,
    JsonOption,
    LangOption,
    QuietOption,
    VerboseOption,
    console,
)
from planner.cli.language import tr

if TYPE_CHECKING:
    from graph.model.ecosystem import Ecosystem
    from graph.store.client import Connection
    from graph.store.reading import Check, Difference

SHOWN = 8
"""Rows of one kind of difference that are printed before the rest is only counted; ``-v`` prints all."""


def register(app: typer.Typer) -> None:
    """Add the group ``graph``."""
    group = typer.Typer(
        help=tr(
            "The ecosystem in graph files, and in a Neo4j server: BUJU_NEO4J_URI, _USER, _PASSWORD or _PASSWORD_FILE, "
            "_DATABASE.",
            "生态数据与图文件互换，或存入 Neo4j 服务器：BUJU_NEO4J_URI、_USER、"
            "_PASSWORD 或 _PASSWORD_FILE、_DATABASE。",
        ),
        no_args_is_help=True,
        rich_markup_mode=None,
    )
    for name, function, words in (
        ("push", push, ("Make the server hold a dataset; may be repeated.", "把数据集推送到服务器，可重复执行。")),
        ("pull", pull, ("Write what the server holds to a folder.", "把服务器中的数据写入文件夹。")),
        ("diff", diff, ("Show where a dataset and the server differ.", "显示数据集与服务器的不同之处。")),
        ("check", check, ("Count and check what the server holds.", "清点并检查服务器中的数据。")),
    ):
        group.command(name, help=tr(*words))(function)
    exchanging.register(group)
    app.add_typer(group, name="graph")


def push(
    path: Dataset,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=tr("say what would change, write nothing", "只说明将有哪些改动，不写入"))
    ] = False,
    prune: Annotated[
        bool,
        typer.Option(
            "--prune",
            help=tr("remove what is on the server and not in the dataset", "删除服务器上有而数据集中没有的内容"),
        ),
    ] = False,
    lang: LangOption = DEFAULT_LANG,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
) -> None:
    """Push a dataset: constraints, nodes, ties, counts compared."""
    from graph.store.sync import plan_push
    from graph.store.sync import push as push_to

    out = console(lang, as_json, quiet, verbose)
    eco = _load(path)
    with _connected(out) as connection:
        if dry_run:
            started = time.perf_counter()
            nodes, ties, difference = plan_push(connection, eco)
            sizes = {k: len(v) for k, v in difference.as_dict().items()}
            payload = {"nodes": nodes, "ties": ties, "seconds": time.perf_counter() - started, "dry_run": True}
            words = Words(
                "nothing was written; a push would send {n:,} nodes and {t:,} ties: {a:,} new, {c:,} changed; "
                "{b:,} are only on the server",
                "未写入；推送将送出 {n:,} 个节点、{t:,} 条关系：新增 {a:,}，修改 {c:,}；另有 {b:,} 项仅在服务器上",
            ).fill(
                n=sum(nodes.values()),
                t=sum(ties.values()),
                a=sizes["only_here"],
                b=sizes["only_there"],
                c=sizes["changed"],
            )
            out.result({**payload, "prune": prune, **sizes}, words.say(out.lang))
            return
        done = push_to(connection, eco, prune=prune, progress=out.say)
    payload = {"nodes": dict(done.nodes), "ties": dict(done.ties), "seconds": done.seconds, "dry_run": False}
    extra = {"nodes": dict(done.extra_nodes), "ties": dict(done.extra_ties)}
    n, t = sum(done.nodes.values()), sum(done.ties.values())
    words = Words(
        "{n:,} nodes and {t:,} ties are on the server ({s:.1f} s)",
        "服务器上已有 {n:,} 个节点、{t:,} 条关系（{s:.1f} 秒）",
    ).fill(n=n, t=t, s=done.seconds)
    lines = [words.say(out.lang)]
    if done.pruned:
        lines.append(Words("{n:,} were removed", "已删除 {n:,} 项").fill(n=done.pruned).say(out.lang))
    more = sum(done.extra_nodes.values()) + sum(done.extra_ties.values())
    if more:
        said = Words(
            "{n:,} more are on the server and not in the dataset: buju graph diff shows them, --prune removes them",
            "服务器上另有 {n:,} 项不在数据集中：可用 buju graph diff 查看，用 --prune 删除",
        )
        lines.append(said.fill(n=more).say(out.lang))
    out.result({**payload, "pruned": done.pruned, "extra": extra}, "\n".join(lines))


def pull(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help=tr("folder to write to", "写入的文件夹"))],
    force: Annotated[bool, typer.Option("--force", help=tr("replace what is there", "覆盖已有内容"))] = False,
    lang: LangOption = DEFAULT_LANG,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
) -> int:
    """Pull the dataset into a folder; exit 1 if it could not be planned on as it is."""
    from graph.store.reading import pull as pull_from
    from loaders.dataset import load
    from loaders.saving import save

    out = console(lang, as_json, quiet, verbose)
    started = time.perf_counter()
    with _connected(out) as connection:
        eco = pull_from(connection)
    files = [str(p) for p in save(eco, folder, force=force)]
    rows = {name: len(next(iter(columns.values()))) for name, columns in eco.tables.items()}
    loaded = load(folder)
    errors = [f for f in loaded.findings if f.level == "error"]
    out.findings(errors)
    payload = {"folder": str(folder), "files": files, "rows": rows, "seconds": time.perf_counter() - started}
    words = Words("{n:,} rows in {k} tables are in {p}", "{k} 张表共 {n:,} 行已写入 {p}")
    out.result(payload, words.fill(n=sum(rows.values()), k=sum(map(bool, rows.values())), p=folder).say(out.lang))
    return 1 if errors else 0


def diff(
    path: Dataset,
    lang: LangOption = DEFAULT_LANG,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
) -> None:
    """Compare a dataset with the server; neither is changed."""
    from graph.store.reading import compare, read

    out = console(lang, as_json, quiet, verbose)
    eco = _load(path)
    with _connected(out) as connection:
        held = read(connection)
    if held.unfinished:
        out.say(Words("the last push was cut off; push again", "上次推送中断，请重新推送"))
    difference = compare(eco, held)
    out.result(difference.as_dict(), diff_text(difference, out.lang, None if verbose else SHOWN))


def check(
    lang: LangOption = DEFAULT_LANG,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
) -> int:
    """Check the database; exit 1 if something is wrong with it."""
    from graph.store.reading import check as check_server

    out = console(lang, as_json, quiet, verbose)
    with _connected(out) as connection:
        found = check_server(connection)
    payload = {
        "server": found.server,
        "dataset": found.dataset,
        "nodes": dict(found.nodes),
        "ties": dict(found.ties),
        "missing_constraints": list(found.missing_constraints),
        "problems": [words.say(out.lang) for words in found.problems],
    }
    out.result(payload, check_text(found, out.lang))
    return 1 if found.problems else 0


def _load(path: Path) -> Ecosystem:
    from loaders.dataset import load

    if not path.exists():
        raise UsageError(Words("there is no dataset at {path}", "{path} 处没有数据集").fill(path=path))
    return load(path).require()


@contextmanager
def _connected(out: Console) -> Iterator[Connection]:
    """Connect as the environment says; a password that it does not give is asked for on a terminal."""
    import getpass

    from graph.store.client import connect, settings

    def ask(user: str) -> str:
        prompt = Words("Neo4j password of {user}: ", "{user} 的 Neo4j 密码：").fill(user=user)
        return getpass.getpass(prompt.say(out.lang))

    given = settings(os.environ, ask if sys.stdin is not None and sys.stdin.isatty() else None)
    with connect(given) as connection:
        words = Words("connected to {uri}, Neo4j {v}", "已连接 {uri}，Neo4j {v}")
        out.say(words.fill(uri=given.place, v=connection.version))
        yield connection


def diff_text(difference: Difference, lang: Lang, most: int | None = SHOWN) -> str:
    """Write a difference for the screen; ``most`` rows of each part, None for all."""
    if difference.empty:
        return Words("no difference", "没有差异").say(lang)
    lines: list[str] = []
    for words, rows in (
        (Words("only in the dataset ({n}):", "仅在数据集中（{n}）："), difference.only_here),
        (Words("only on the server ({n}):", "仅在服务器上（{n}）："), difference.only_there),
        (Words("different ({n}):", "取值不同（{n}）："), difference.changed),
    ):
        if rows:
            lines += [words.fill(n=len(rows)).say(lang), *(f"  {_row(row)}" for row in rows[:most])]
            if most is not None and len(rows) > most:
                rest = Words("  … and {n} more (-v shows all)", "  …另有 {n} 条（-v 全部显示）")
                lines.append(rest.fill(n=len(rows) - most).say(lang))
    return "\n".join(lines)


def _row(row: Mapping[str, Any]) -> str:
    from graph.base.cell_text import shown

    key = row["key"]
    if isinstance(key.get("source"), Mapping):
        key = {end: "/".join(str(v) for k, v in key[end].items() if k != "kind") for end in ("source", "target")}
    text = f"{row['kind']} {' → '.join(shown('-' if v is None else v) for v in key.values())}".rstrip()
    changed: Mapping[str, Mapping[str, Any]] = row.get("columns", {})
    pairs = [f"{name}: {shown(_value(v['here']))} | {shown(_value(v['there']))}" for name, v in changed.items()]
    return f"{text}  {'; '.join(pairs)}".rstrip()


def _value(value: Any) -> Any:
    return "-" if value is None else value


def check_text(found: Check, lang: Lang) -> str:
    """Write a check for the screen: counts, then what is wrong."""
    from planner.cli.tables import aligned

    rows: Sequence[Sequence[str]] = [[k, f"{n:,}"] for k, n in (*found.nodes.items(), *found.ties.items()) if n]
    lines = [f"{found.dataset or '-'} · Neo4j {found.server}", aligned(rows, right=[1])]
    good = [Words("nothing is wrong", "未发现问题")]
    return "\n".join([*lines, *(words.say(lang) for words in found.problems or good)])
