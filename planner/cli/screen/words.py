"""Words of goals, states and levels that several answers share, and money as it is shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from graph.base.findings import Level
from graph.base.words import Lang, Words
from planner.layout import amounts

TERM_WORDS = {
    "value": Words("own values", "自身价值"),
    "technologies": Words("technologies covered", "技术覆盖"),
    "targets": Words("targets met", "达到目标量"),
    "synergies": Words("pair bonuses", "协同加分"),
    "shortfall": Words("shortfall", "缺口"),
    "largest_shortfall": Words("largest shortfall", "最大缺口"),
    "cost": Words("cost", "成本"),
    "count": Words("number chosen", "入选数"),
}
LEVELS: Mapping[Level, Words] = {
    "error": Words("error", "错误"),
    "warning": Words("warning", "警告"),
    "note": Words("note", "提示"),
}


def level_words(code: str, level: Level) -> Words:
    """What a finding is called: a question that nobody has answered yet is no error.

    >>> level_words("K402", "error").en, level_words("B903", "error").en
    ('error', 'to decide')
    """
    from loaders.rules.catalogue import catalogue

    rule = catalogue().get(code)
    return Words("to decide", "待确认") if rule is not None and rule.asks else LEVELS[level]


def table_title(name: str, lang: Lang) -> str:
    """A table's name as files have it, in Chinese after what it means.

    >>> table_title("people", "zh"), table_title("people", "en"), table_title("mine", "zh")
    ('人才 people', 'people', 'mine')
    """
    from graph.model.schema import TABLES

    return f"{TABLES[name].zh} {name}" if lang == "zh" and name in TABLES else name


def money(amount: float) -> str:
    """Money as every other form shows it: two decimals at most, a half away from zero.

    >>> money(12345.5), money(300.0), money(-1e-9), money(0.125)
    ('12,345.5', '300', '0', '0.13')
    """
    return amounts.shown(amount)


def rule_figures(rules: Sequence[tuple[str, Sequence[float | None]]]) -> list[list[str]]:
    """Figures of rules, each with its unit, as they are shown: those of money with one number of decimals.

    >>> rule_figures([("centres", [20.0, None]), ("money", [1900.0, 0.0]), ("money", [178.333, 1.0])])
    [['20', '–'], ['1,900.00', '0.00'], ['178.33', '1.00']]
    """
    rows = [["–" if value is None else money(value) for value in figures] for _, figures in rules]
    priced = [k for k, (unit, _) in enumerate(rules) if unit == "money"]
    even = amounts.evened([rows[k] for k in priced], range(max(map(len, rows), default=0)))
    for k, row in zip(priced, even, strict=True):
        rows[k] = row
    return rows


def amount(value: float) -> str:
    """A figure of any size so that two different ones look different: whole ones in full, others to six figures.

    >>> amount(1975308642.0), amount(2.5), amount(3.35e-6), amount(1234567.891), amount(-0.0)
    ('1,975,308,642', '2.5', '3.35e-06', '1,234,567.89', '0')
    """
    if value == round(value):
        return f"{value:,.0f}".replace("-0", "0") if value == 0 else f"{value:,.0f}"
    return f"{value:,.2f}" if abs(value) >= 1e5 else f"{value:,.6g}"


def exact(value: float) -> str:
    """An objective or bound with six decimals, or six figures where that would show nothing of it.

    >>> exact(0.4430952), exact(3.35e-6), exact(0.0)
    ('0.443095', '3.35e-06', '0.000000')
    """
    return f"{value:.6g}" if 0 < abs(value) < 1e-3 else f"{value:.6f}"
