"""Tables of the course of a scheme: what was paid, promised, graded and decided, year by year.

What does not live here: what the rows mean to a plan (``planner.problem.history``) and the other tables
(``graph.model.centre_tables``, ``graph.model.base_tables``).
"""

from __future__ import annotations

from graph.base.words import Words
from graph.model.vocabulary import DECISIONS, GRADES, LEVELS, PAYERS, PAYMENT_KINDS, SOURCE, Column, Table, ref


def _centre() -> Column:
    return ref("centre_id", "中心编号", "centres", "centre", "中心编号")


def _year(en: str, zh: str) -> Column:
    return Column("year", "年份", "integer", Words(en, zh), required=True, low=1990, high=2100)


def _amount(en: str, zh: str, low: float | None = None) -> Column:
    return Column("amount", "金额", "number", Words(en, zh), required=True, low=low, unit="money")


COURSE_TABLES: tuple[Table, ...] = (
    Table(
        "payments",
        "拨付",
        Words("money that centres were paid, by year and payer", "已拨付给中心的资金，按年份和出资方"),
        (),
        columns=(
            _centre(),
            _year("year of the payment", "拨付年份"),
            _amount("amount; a negative one is money returned", "金额；负数为退回资金"),
            Column(
                "kind",
                "资金类别",
                "choice",
                Words("support, or equity (拨改投)", "支持经费或注资（拨改投）"),
                choices=PAYMENT_KINDS,
                default="support",
            ),
            Column("payer", "出资方", "choice", Words("who pays", "出资方"), choices=PAYERS, default="city"),
            SOURCE,
        ),
        occasional=True,
    ),
    Table(
        "commitments",
        "承诺",
        Words("support that an approval has promised for later years", "批复时承诺的以后年度支持"),
        (),
        columns=(
            _centre(),
            _year("year in which it is to be paid", "应拨付年份"),
            _amount("amount promised; a negative one takes a promise back", "承诺金额；负数为撤回承诺"),
            Column(
                "payer",
                "出资方",
                "choice",
                Words("who promised; blank = city and district", "承诺方；空白为市县两级"),
                choices=PAYERS,
            ),
            SOURCE,
        ),
        occasional=True,
    ),
    Table(
        "evaluations",
        "评价",
        Words("yearly grades of centres", "中心的年度评价等次"),
        ("centre_id", "year", "appeal"),
        columns=(
            _centre(),
            _year("year that was evaluated", "评价年份"),
            Column("grade", "等次", "choice", Words("grade", "等次"), required=True, choices=GRADES),
            Column("score", "得分", "number", Words("score (0–100)", "得分（0–100）"), low=0, high=100, unit="points"),
            Column(
                "appeal",
                "复核",
                "boolean",
                Words("second grade after an appeal; it goes before the first", "申诉复核后的等次，优先于初评"),
            ),
            SOURCE,
        ),
        occasional=True,
    ),
    Table(
        "decisions",
        "决定",
        Words("decisions on centres, by the year in which they act", "对中心的决定，按生效年份"),
        (),
        columns=(
            _centre(),
            _year("year in which the decision acts", "决定生效年份"),
            Column(
                "decision", "决定", "choice", Words("what was decided", "决定内容"), required=True, choices=DECISIONS
            ),
            Column("level", "级别", "choice", Words("promoted: the new level", "升级后的级别"), choices=LEVELS),
            Column(
                "to_id",
                "转至",
                "text",
                Words(
                    "merged: centre that takes over; new lead or chief scientist: their id",
                    "合并：并入的中心；更换牵头单位或首席科学家：其编号",
                ),
            ),
            Column("date", "日期", "text", Words("date of the decision", "决定日期")),
            Column("decided_by", "决定机关", "text", Words("who decided", "决定机关")),
            SOURCE,
        ),
        occasional=True,
    ),
)
