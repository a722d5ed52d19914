"""Command ``record``: a payment, promise, grade or decision added to a dataset, with who and when."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from graph.base.errors import UsageError
from graph.base.words import Words
from graph.model.vocabulary import DECISIONS, GRADES
from planner.cli.commands import Command
from planner.cli.language import tr
from planner.cli.options.common import City
from planner.cli.options.recording import By, On, Paper
from planner.cli.screen.console import Console

_CHOICES = dict(GRADES + DECISIONS)
_KINDS = {
    "payment": Words("payment", "拨付"),
    "commitment": Words("promise", "承诺"),
    "grade": Words("grade", "等次"),
    "decision": Words("decision", "决定"),
}


def record(
    folder: City,
    kind: Annotated[
        str,
        typer.Argument(
            metavar="payment|commitment|grade|decision", help=tr("what happened", "登记何事：拨付、承诺、等次或决定")
        ),
    ],
    by: By,
    on: On = None,
    source: Paper = "",
    centre: Annotated[
        str, typer.Option("--centre", metavar="CENTRE", help=tr("id or name of the centre", "中心编号或名称"))
    ] = "",
    year: Annotated[
        int | None, typer.Option("--year", metavar="YEAR", help=tr("year in which it acts", "生效年份"))
    ] = None,
    amount: Annotated[
        float | None,
        typer.Option("--amount", help=tr("money; a negative payment is money returned", "金额；负数为退回")),
    ] = None,
    payer: Annotated[str, typer.Option("--payer", help=tr("who pays or promises", "出资方或承诺方"))] = "",
    equity: Annotated[bool, typer.Option("--equity", help=tr("the payment is equity", "该笔为注资"))] = False,
    grade: Annotated[
        str, typer.Option("--grade", help=tr("excellent, good, pass or poor", "优秀、良好、合格或不合格"))
    ] = "",
    score: Annotated[float | None, typer.Option("--score", help=tr("score (0–100)", "得分（0–100）"))] = None,
    appeal: Annotated[bool, typer.Option("--appeal", help=tr("the grade after an appeal", "申诉复核后的等次"))] = False,
    decision: Annotated[
        str,
        typer.Option("--decision", help=tr("approved, stopped, rectify, promoted …", "批复、终止、限期整改、升级等")),
    ] = "",
    level: Annotated[str, typer.Option("--level", help=tr("promoted: the new level", "升级后的级别"))] = "",
    to: Annotated[
        str,
        typer.Option(
            "--to",
            help=tr(
                "merged into, new lead, or new chief scientist: the id", "并入中心、新牵头单位或新首席科学家的编号"
            ),
        ),
    ] = "",
    reverse: Annotated[
        int | None,
        typer.Option("--reverse", metavar="LINE", help=tr("take back this row of the table", "冲销表中的这一行")),
    ] = None,
    *,
    out: Console,
) -> None:
    """Add one row; nothing that was recorded is overwritten."""
    from planner.cli.commands.record.schema import RecordedRow
    from planner.cli.inputs.recording import add_rows, centre_names, named_centre, signed
    from planner.runs.table_files import table_file
    from planner.studies.course import recording

    if kind not in recording.TABLE:
        words = Words("{k} cannot be recorded; use one of: {all}", "不能登记 {k}；可用：{all}")
        known = Words(", ".join(_KINDS), "、".join(f"{k}（{said.zh}）" for k, said in _KINDS.items()))
        raise UsageError(words.fill(k=kind, all=known))
    by_whom = signed(by, on, source)
    table = recording.TABLE[kind]
    file = table_file(folder, table, ())
    names = centre_names(folder)
    if reverse is not None:
        if not 2 <= reverse <= len(file.rows) + 1:
            words = Words("{t} has no row {n}", "{t} 没有第 {n} 行").fill(t=file.name, n=reverse)
            raise UsageError(words)
        row = recording.reversal(by_whom, kind, reverse, [file.cells(cells) for cells in file.rows])
    else:
        asked = {"centre": centre, "year": year, **_asked(kind, amount, grade, decision)}
        missing = [f"--{name}" for name, value in asked.items() if value in ("", None)]
        if missing or year is None:
            words = Words("a {k} needs {m}", "登记{k}还需要 {m}")
            raise UsageError(words.fill(k=_KINDS[kind], m=Words(", ".join(missing), "、".join(missing))))
        centre = named_centre(centre, names)
        made: dict[str, Any] = {
            "payment": lambda: recording.payment(
                by_whom, centre, year, amount or 0.0, payer or "city", "equity" if equity else "support"
            ),
            "commitment": lambda: recording.commitment(by_whom, centre, year, amount or 0.0, payer),
            "grade": lambda: recording.grade(by_whom, centre, year, grade, score, appeal=appeal),
            "decision": lambda: recording.decision(by_whom, centre, year, decision, level, to),
        }
        row = made[kind]()
    files, said = add_rows(folder, {table: [row]})
    out.findings(said if not out.quiet else ())
    recorded = RecordedRow(table=table, row=row, files=tuple(map(str, files)), findings=tuple(said))
    place = Words("row {n} of {f}", "{f} 第 {n} 行").fill(n=len(file.rows) + 2, f=files[0])
    called = Words("{n} ({c})", "{n}（{c}）").fill(n=names.get(row["centre_id"], "–"), c=row["centre_id"])
    if reverse is None:
        value = str(row.get("amount") or row.get(kind, ""))
        chosen = Words(value, _CHOICES.get(value, value))
        what = Words("{k} {v}", "{k}：{v}").fill(k=_KINDS[kind], v=chosen)
        words = Words("{c}, {y}: {what} recorded in {p}", "{c}{y} 年：已登记{what}，见 {p}")
    else:
        what = Words(str(reverse), str(reverse))
        words = Words("{c}, {y}: row {what} taken back by {p}", "{c}{y} 年：第 {what} 行已冲销，见 {p}")
    out.result(recorded, words.fill(c=called, y=row["year"], what=what, p=place).say(out.lang))


def _asked(kind: str, amount: float | None, grade: str, decision: str) -> dict[str, Any]:
    """What each kind of row cannot do without."""
    if kind in ("payment", "commitment"):
        return {"amount": amount}
    return {"grade": grade} if kind == "grade" else {"decision": decision}


COMMAND = Command(
    record,
    Words(
        "Record a payment, promise, grade or decision in a dataset, with who and when.",
        "登记拨付、承诺、等次或决定，注明何人何时。",
    ),
    order=64,
)
