"""Codes of the audit (A8xx, A9xx), of solvers' claims (V9xx) and of doubtful planner data (P1xx), explained.

What does not live here: the checks, and the rules of input files. The titles of the audit's codes are its own
sentences, so that they cannot differ.
"""

from __future__ import annotations

from graph.base.findings import Level
from graph.base.rule import Rule
from graph.base.words import Words
from planner.rulebook.scenario.scenario_rule import Pair, rule

_MENDS: Pair = (
    "Do not use the plan. Where it was edited by hand, undo that; else report it: the program is wrong.",
    "请勿使用该方案。若经人工改动请撤销；否则请报告：程序有误。",
)
_GRADES: Pair = (
    "Do not use the grades. Where the run was edited by hand, undo that; else report it: the program is wrong.",
    "请勿使用该等次。若运行结果经人工改动请撤销；否则请报告：程序有误。",
)
_TABLES: dict[str, Pair] = {
    "A94": (
        "Every point, score, grade and amount follows from the tables, and is computed twice by different code.",
        "每项得分、等次和金额均由数据表得出，并由两套程序分别计算。",
    ),
    "A90": ("A choice on planner tables keeps every row and rule of theirs.", "规划表上的选择须满足各行各条规则。"),
    "A91": ("A choice on planner tables keeps every row and rule of theirs.", "规划表上的选择须满足各行各条规则。"),
    "A92": (
        "A choice on planner tables keeps floors, targets and locks too.",
        "规划表上的选择还须满足下限、目标量与锁定。",
    ),
}
_EXAMPLE = {
    "said": "good",
    "found": "pass",
    "centre": "C07",
    "given": "2024.5",
    "when": "2024",
    "year": "2024",
    "key": "K1",
    "value": "620",
    "limit": "500",
    "layer": "…",
}
_CLAIMS: tuple[tuple[str, Pair, Pair, str], ...] = (
    (
        "V901",
        ("a solver states an objective that is not that of its own plan", "求解器所报目标值与其自身方案不符"),
        ("Its bound is then worthless too, and nothing is proven.", "其所报的界随之作废，不构成证明。"),
        "stated 12, worth 9",
    ),
    (
        "V902",
        ("a solver's plan is better than its own bound", "求解器的方案优于其自身所报的界"),
        ("A bound that a plan passes bounds nothing.", "被方案超越的界不成其为界。"),
        "bound 9, plan 10",
    ),
    (
        "V903",
        ("a solver's plan does not pass the audit", "求解器的方案未通过复核"),
        ("It breaks a rule, whatever its value.", "无论价值如何，它违反了规则。"),
        "everyone chosen",
    ),
    (
        "V904",
        ("another solver's audited plan passes a solver's bound", "另一求解器经复核的方案超越了该求解器的界"),
        ("The plan is a witness: the claim of optimality is false.", "该方案即为反例：最优之说不成立。"),
        "optimal at 9; 10 was found",
    ),
    (
        "V905",
        (
            "a solver claims that there is no plan beside one that passes the audit",
            "求解器称无可行方案，却有方案通过复核",
        ),
        ("The plan is a witness: the claim is false.", "该方案即为反例：此说不成立。"),
        "infeasible; a plan exists",
    ),
    (
        "V906",
        ("a solver's claim that proves nothing alone", "仅凭该求解器不足为证"),
        ("CBC has called a plan optimal that was half a percent off.", "CBC 曾将差 0.5% 的方案称为最优。"),
        "--solver cbc",
    ),
    (
        "V907",
        ("a solver came to no end in time", "求解器限时内未得出结论"),
        ("Nothing could be compared.", "无从比较。"),
        "--time-limit 1 --cross-check scip",
    ),
)
_DOUBTS: tuple[tuple[str, Pair, Pair, str, Pair], ...] = (
    (
        "P110",
        ("figures too far apart in one row", "同一行数值相差过大"),
        (
            "A solver works to about nine digits: beside 1e9 an amount of 1e-6 is not seen.",
            "求解器约有九位有效数字：与 1e9 同行的 1e-6 无法分辨。",
        ),
        "0.000001, 1000000000",
        ("Check the units; put 0 for what does not matter.", "请核对单位；无关紧要的填 0。"),
    ),
    (
        "P210",
        ("nothing is worth anything", "价值全为 0"),
        ("Every choice that keeps the rules is equally good.", "满足规则的任何选择都一样好。"),
        "value 0, 0, 0",
        ("Give a value or weight above 0, or minimise the cost.", "请填写大于 0 的价值或权重，或改为成本最小。"),
    ),
    (
        "P112",
        ("rules that forbid a candidate together", "规则合起来使候选永远无法入选"),
        ("What a candidate requires excludes one another.", "候选所依赖的对象互斥。"),
        "A requires B; A excludes B",
        ("Drop one of the rules.", "请删去其中一条规则。"),
    ),
    (
        "P120",
        ("a payment beyond the caps", "拨付超出上限"),
        (
            "History stands; what was paid too much is taken off what may still be paid.",
            "历史照实保留，并从剩余额度中扣减。",
        ),
        "paid 320, cap 300",
        ("Correct the row if it is a slip.", "若系误填请更正。"),
    ),
    (
        "P121",
        ("a promise that cannot be held in full", "承诺无法全额兑现"),
        (
            "A promise is held up to the cap of its year after grades, and the room left.",
            "承诺以当年按评价核定的上限和余额为限。",
        ),
        "promised 220, room 180",
        ("Promise less, or raise the caps.", "请降低承诺或提高上限。"),
    ),
    (
        "P122",
        ("a grade that can change nothing", "不起作用的等次"),
        ("A grade acts on the money of the next year only.", "等次只作用于下一年度经费。"),
        "graded in the last support year",
        ("Nothing need be done.", "无须处理。"),
    ),
    (
        "P123",
        ("too many centres with one grade", "某等次的中心过多"),
        ("The scheme allows a share of each year's centres this grade.", "政策限定每年该等次的比例。"),
        "5 of 8 excellent, at most 0.3",
        ("Check the grades of that year.", "请核对该年等次。"),
    ),
    (
        "P124",
        ("an announced approval outside the approval years", "宣布的批复不在批复年份内"),
        ("It binds nothing; the centre stays a candidate.", "该决定不起作用，中心仍为候选。"),
        "announced for 2031, years to 2028",
        ("Correct the year, or set years.last later.", "请更正年份或推迟 years.last。"),
    ),
    (
        "P125",
        ("a payment to a centre that is not approved", "对未获批复中心的拨付"),
        (
            "It is money of no approved centre: no budget, no cap and no total counts it.",
            "该笔不属于任何已批复中心，不计入预算、上限和合计。",
        ),
        "55 paid in 2024 to a candidate",
        ("Record the approval, or correct the centre.", "请补记批复，或更正中心编号。"),
    ),
)
_CLAIM_MEND: Pair = (
    "Believe what is printed as proven; report the solver's case to its makers.",
    "以标明“已证明”者为准；请将该算例报告给求解器作者。",
)


def audit_rules() -> dict[str, Rule]:
    """All these rules by code.

    Examples
    --------
    >>> audit_rules()["A841"].title.en
    '‹centre›: support of ‹value› in its first year ‹year› exceeds ‹limit›'
    """
    from planner.audit import catalogue, evaluation, tables

    out = {code: rule(code, title, why, example, mend, "warning") for code, title, why, example, mend in _DOUBTS}
    for one in (*catalogue.ALL, *evaluation.RULES, *tables.ALL):
        said = one.words.fill(**{name: f"‹{name}›" for name in _EXAMPLE})
        why = catalogue.WHYS.get(one.code) or Words(*_TABLES[one.code[:3]])
        mend = Words(*(_GRADES if one in evaluation.RULES else _MENDS))
        out[one.code] = Rule(
            code=one.code, level="error", title=said, why=why, example=one.words.fill(**_EXAMPLE), mend=mend
        )
    for code, title, why_, example in _CLAIMS:
        level: Level = "note" if code in ("V906", "V907") else "error"
        out[code] = rule(code, title, why_, example, _CLAIM_MEND, level)
    return out
