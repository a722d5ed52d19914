"""Command ``record``: a payment, promise, grade or decision added to a dataset, with who and when."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from graph.base.errors import UsageError
from graph.base.words import Words
from planner.cli.commands import Command
from planner.cli.language import tr
from planner.cli.options.common import City
from planner.cli.options.recording import By, On, Paper
from planner.cli.screen.console import Console


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
    centre: Annotated[str, typer.Option("--centre", metavar="ID", help=tr("id of the centre", "中心编号"))] = "",
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
    from planner.cli.inputs.recording import add_rows, signed
    from planner.runs.table_files import table_file
    from planner.studies.course import recording

    if kind not in recording.TABLE:
        words = Words("{k} cannot be recorded; use one of: {all}", "不能登记 {k}；可用：{all}")
        raise UsageError(words.fill(k=kind, all=", ".join(recording.TABLE)))
    by_whom = signed(by, on, source)
    table = recording.TABLE[kind]
    if reverse is not None:
        file = table_file(folder, table, ())
        if not 2 <= reverse <= len(file.rows) + 1:
            words = Words("{t} has no row {n}", "{t} 没有第 {n} 行").fill(t=file.name, n=reverse)
            raise UsageError(words)
        row = recording.reversal(by_whom, kind, reverse, [file.cells(cells) for cells in file.rows])
    else:
        asked = {"centre": centre, "year": year, **_asked(kind, amount, grade, decision)}
        missing = [f"--{name}" for name, value in asked.items() if value in ("", None)]
        if missing or year is None:
            words = Words("a {k} needs {m}", "登记 {k} 还需要 {m}").fill(k=kind, m=", ".join(missing))
            raise UsageError(words)
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
    words = Words("{c} {y}: one row added to {f}", "{c} {y} 年：已在 {f} 中登记一行")
    out.result(recorded, words.fill(c=row["centre_id"], y=row["year"], f=files[0]).say(out.lang))


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
