"""Command ``init``: a city of one's own, from a workbook that is there and a few answers."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from graph.base.errors import InputError, OutputError, UsageError
from graph.base.words import Words
from planner.cli.commands import Command
from planner.cli.language import tr
from planner.cli.screen.console import Console

if TYPE_CHECKING:
    from loaders.beginning import Answers, Begun
    from planner.cli.commands.init.abilities import Ability
    from planner.cli.commands.init.asking import Asker
    from planner.cli.commands.init.schema import Beginning
    from planner.rulebook.scenario import own_policy

_SHEETS = tr("SHEET=TABLE", "工作表=数据表")
_ROWS = tr("SHEET=ROW", "工作表=行号")
_COLUMNS = tr("HEADER=FIELD", "表头=字段")


def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help=tr("a new or empty folder", "新文件夹或空文件夹"))],
    city: Annotated[str | None, typer.Option("--city", metavar="NAME", help=tr("name of the city", "城市名称"))] = None,
    years: Annotated[
        str | None,
        typer.Option(
            "--years", metavar="FIRST-LAST", help=tr("approval years, as 2027-2029", "批复年份，如 2027-2029")
        ),
    ] = None,
    target: Annotated[
        str | None,
        typer.Option(
            "--target",
            metavar="N",
            help=tr("least number of centres by the last year, or none", "到末年至少建成的中心数，或“无”"),
        ),
    ] = None,
    budget: Annotated[
        list[str] | None,
        typer.Option(
            "--budget",
            metavar="YEAR=MONEY",
            help=tr(
                "city money of a year, repeated for each; years not named then have none",
                "某年市级经费，各年重复给出；未列年度按 0 计",
            ),
        ),
    ] = None,
    unit: Annotated[
        str | None,
        typer.Option(
            "--unit",
            metavar="TEXT",
            help=tr("unit of all money", "全部金额的单位"),
            show_default=tr(
                "what the workbook's headers say, else wan yuan (10,000 yuan)", "工作簿表头所写单位，否则为万元"
            ),
        ),
    ] = None,
    workbook: Annotated[
        Path | None,
        typer.Option(
            "--from",
            metavar="FILE",
            help=tr("the bureau's own workbook (.xlsx) or CSV file", "本单位已有的工作簿（.xlsx）或 CSV 文件"),
        ),
    ] = None,
    sheet: Annotated[
        list[str] | None,
        typer.Option(
            "--sheet",
            metavar=_SHEETS,
            help=tr("which table a sheet is; nothing after = leaves it out", "工作表是哪类数据；等号后留空即不读"),
        ),
    ] = None,
    header: Annotated[
        list[str] | None,
        typer.Option("--header", metavar=_ROWS, help=tr("row of a sheet's header", "工作表的表头在第几行")),
    ] = None,
    column: Annotated[
        list[str] | None,
        typer.Option(
            "--column",
            metavar=_COLUMNS,
            help=tr("what a column holds; nothing after = leaves it out", "某列是哪个字段；等号后留空即不读"),
        ),
    ] = None,
    guesses: Annotated[
        bool, typer.Option("--guesses", help=tr("agree to the guesses about columns", "确认对各列的推测"))
    ] = False,
    *,
    out: Console,
) -> None:
    """Begin a city of your own: tables from your workbook, a policy that inherits nothing, and a first scenario."""
    from graph.base.writing import write_files
    from planner.cli.commands.init import asking
    from planner.cli.commands.init.abilities import abilities
    from planner.cli.commands.init.text import abilities_text, columns_text

    _refuse_full(folder)
    asker = _asker(out)
    begun_city = _answers(asker, city, years, target, budget)
    begun = None
    if workbook is not None or (asker is not None and city is None):
        workbook = workbook or _asked_workbook(asker)
    if workbook is not None:
        from loaders.beginning import Answers

        said = Answers(
            headers={name: _row(value) for name, value in asking.pairs(header or [], "--header").items()},
            sheets=_tables(asking.pairs(sheet or [], "--sheet")),
            columns=asking.pairs(column or [], "--column"),
            guesses=guesses,
            first=begun_city.first,
            money=_unit(unit),
        )
        begun = _begun(workbook, begun_city.city, said, asker, out)
        begun_city = replace(begun_city, invested=_invested(begun))
    money = begun.money_unit if begun is not None else _unit(unit) or "万元"
    files = _files(begun_city, begun, money, out)
    written = write_files(folder, files)
    found = abilities(None if begun is None else begun.eco)
    names = [path.relative_to(folder).as_posix() for path in written]
    text = "\n\n".join(
        part
        for part in (
            "" if begun is None else columns_text(begun, out.lang),
            Words("{n:file is|files are} in {p}", "已在 {p} 写入 {n} 个文件")
            .fill(n=len(names), p=folder)
            .say(out.lang),
            abilities_text(found, out.lang),
        )
        if part
    )
    out.result(_beginning(folder, names, begun, found), text)
    if not out.json:
        following = Words("then: buju validate {p}, and buju plan {p}", "然后：buju validate {p}，再 buju plan {p}")
        if begun is None:
            following = Words(
                "then: fill in the tables, buju validate {p}, and buju plan {p}",
                "然后：填写各表，buju validate {p}，再 buju plan {p}",
            )
        out.say(following.fill(p=folder))


def _refuse_full(folder: Path) -> None:
    """Refuse a place that holds anything: what is there is somebody's work."""
    try:
        there = sorted(p.name for p in folder.iterdir()) if folder.is_dir() else []
    except OSError:
        there = []
    if there:
        words = Words(
            "{p} holds {name} already; nothing was written. Name a new folder",
            "{p} 中已有 {name}，未写入任何内容。请改用新文件夹",
        )
        raise OutputError(words.fill(p=folder, name=repr(there[0])))


def _asker(out: Console) -> Asker | None:
    """Who asks, where somebody sits at a terminal; questions go to stderr."""
    from planner.cli.commands.init.asking import Asker

    if out.json or out.quiet or sys.stdin is None or not sys.stdin.isatty():
        return None
    return Asker(out.lang, lambda text: typer.prompt(text, default="", show_default=False, err=True), out.say)


def _answers(
    asker: Asker | None, city: str | None, years: str | None, target: str | None, budget: list[str] | None
) -> own_policy.Start:
    from planner.cli.commands.init import asking
    from planner.rulebook.scenario.own_policy import Start

    if asker is None:
        lacking = [option for option, value in (("--city", city), ("--years", years)) if value is None]
        if lacking:
            words = Words("nobody can be asked here: give {o} as options", "此处无法询问，请用选项给出 {o}")
            raise UsageError(words.fill(o=" ".join(lacking)))
    asked = asker is not None and (city is None or years is None)
    name = asking.city(city) if city is not None else _ask(asker, Words("name of the city", "城市名称"), asking.city)
    span = (
        asking.years(years)
        if years is not None
        else _ask(asker, Words("approval years, as 2027-2029", "批复年份，如 2027-2029"), asking.years)
    )
    count = asking.target(target or "")
    if target is None and asked:
        words = Words("how many centres by {y}, at least? (empty: no number)", "到 {y} 年至少建成几家？（回车：不设）")
        count = _ask(asker, words.fill(y=span[1]), asking.target)
    money = asking.budgets(budget or [])
    if budget is None and asked:
        words = Words(
            "city money by year, as {a}=3000 {b}=3000; years not named have none (empty: no limit at all)",
            "各年市级经费，如 {a}=3000 {b}=3000；未列年度按 0 计（回车：不设限）",
        )
        money = _ask(asker, words.fill(a=span[0], b=span[0] + 1), lambda text: asking.budgets([text]))
    return Start(city=name, first=span[0], last=span[1], target=count, budgets=money)


def _ask(asker: Asker | None, words: Words, read: Any) -> Any:
    assert asker is not None
    return asker.until(words, read)


def _asked_workbook(asker: Asker | None) -> Path | None:
    words = Words("your own workbook, if there is one (empty: none)", "已有的工作簿路径（回车：没有）")

    def read(text: str) -> Path | None:
        if text.strip() and not Path(text.strip()).is_file():
            raise UsageError(Words("{p} does not exist", "{p} 不存在").fill(p=text.strip()))
        return Path(text.strip()) if text.strip() else None

    found: Path | None = _ask(asker, words, read)
    return found


def _begun(workbook: Path, city: str, said: Answers, asker: Asker | None, out: Console) -> Begun:
    """Read the workbook, asking what it does not say as long as somebody can be asked.

    Raises
    ------
    InputError
        With everything that is wrong or has to be decided, at once.
    """
    from loaders.beginning import begin
    from planner.cli.screen.progress import working

    with working(out, Words("reading {f}", "正在读取 {f}").fill(f=workbook.name)):
        begun = begin(workbook, city, said)
    while asker is not None and begun.questions:
        for question in begun.questions:
            said = asker.answered(said, question)
        begun = begin(workbook, city, said)
    if begun.questions or begun.errors:
        words = Words(
            "{f} cannot be begun from yet; nothing was written", "{f} 尚不能用于建立数据集，未写入任何内容"
        ).fill(f=workbook.name)
        raise InputError(
            words, [*(q.finding for q in begun.questions), *(f for f in begun.findings if f.level == "error")]
        )
    out.findings(f for f in begun.findings if out.verbose or f.code.startswith("B"))
    return begun


def _invested(begun: Begun) -> int:
    """How many years after approval the workbook states investments of; five where it states none."""
    years = [int(row["year"]) for row in begun.rows.get("investments", ()) if row.get("year", "").isdecimal()]
    return min(max(years, default=5), 5)


def _files(city: own_policy.Start, begun: Begun | None, money: str, out: Console) -> dict[str, bytes]:
    from loaders.beginning.begun import document
    from loaders.template import empty_tables
    from planner.rulebook.scenario.own_policy import POLICY, own_policy, own_scenario

    tables = empty_tables(out.lang) if begun is None else begun.files(out.lang)
    return {
        **tables,
        "dataset.yaml": document(city.city, money, ""),
        POLICY: own_policy(city, out.lang).encode(),
        "scenarios/base.yaml": own_scenario(city, out.lang).encode(),
    }


def _beginning(folder: Path, names: list[str], begun: Begun | None, found: Sequence[Ability]) -> Beginning:
    from planner.cli.commands.init.schema import Beginning, CanDo, LeftRow, ReadColumn

    nothing = Words("", "")
    return Beginning(
        folder=str(folder),
        files=tuple(names),
        columns=tuple(
            ReadColumn(sheet=m.sheet, header=m.header, field=m.field.name if m.field else None, how=m.how)
            for m in (() if begun is None else begun.matches)
        ),
        left_rows=() if begun is None else tuple(LeftRow(sheet=s, row=n, text=t) for s, n, t in begun.left_rows),
        left_sheets=() if begun is None else tuple(begun.left_sheets),
        notes=() if begun is None else tuple(begun.notes),
        can=tuple(
            CanDo(what=one.what, there=one.there, needs=nothing if one.there else one.needs, adds=one.adds)
            for one in found
        ),
    )


def _row(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise UsageError(
            Words("--header takes a row number from 1 on, not {t}", "--header 应为行号，而非 {t}").fill(t=text)
        )
    return int(text)


def _tables(given: dict[str, str]) -> dict[str, str]:
    from graph.model.schema import TABLES
    from loaders.beginning.fields import TABLE_NAMES

    by_name = {form: t for t in TABLE_NAMES for form in (t, TABLES[t].zh)} | {"": ""}
    for value in given.values():
        if value not in by_name:
            words = Words("--sheet: there is no table {t}; one of: {all}", "--sheet：没有数据表 {t}；可用：{all}")
            raise UsageError(words.fill(t=value, all=", ".join(TABLE_NAMES)))
    return {name: by_name[value] for name, value in given.items()}


def _unit(text: str | None) -> str | None:
    if text is not None and (not text.strip() or len(text) > 20 or not text.isprintable()):
        raise UsageError(Words("--unit takes a short text such as 万元", "--unit 应为简短文字，如 万元"))
    return None if text is None else text.strip()


COMMAND = Command(
    init,
    Words("Begin a city of your own from a workbook that is there.", "用已有的工作簿建立本市的数据集。"),
    order=15,
)
