"""Units that a header gives beside its name, and whether they are the column's: ``投资额（万元）``, ``rd_share (%)``.

What does not live here: which column a header means (``headers``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from graph.base.cell_text import fold, key, shown
from graph.base.money_units import money
from graph.base.words import Words
from graph.model.schema import Column

_BRACKET = re.compile(r"^(?P<name>[^(\[（【〔]+?)[\s_:：,，]*[(\[（【〔]\s*(?P<unit>[^)\]）】〕]*)[)\]）】〕]?$")
_APART = re.compile(r"^(?P<name>.+?)\s*[/／:：,，;；_\-\s]\s*(?P<unit>[^/／:：,，;；_\s]+)$")
_GLUED = re.compile(r"^(?P<name>.*[^十百千万亿])(?P<unit>[十百千万亿]*(?:人民币|[欧美港日]?元|万|亿)|%|％|‰)$")

_PERCENT = frozenset({"%", "percent", "pct", "百分比", "百分数", "‰"})
_FRACTION = frozenset({"01", "0~1", "0至1", "0到1", "0–1", "0—1", "小数", "share", "fraction", "比例"})
_POINTS = frozenset(
    {"%", "分", "points", "point", "pts", "百分制", "0100", "0–100", "0—100", "0~100", "0至100", "满分100"}
)
_RANGE = re.compile(
    r"(?:\d+[-–—~至到]|满分|outof|/)(?P<most>\d+)(?:分)?|(?P<points>\d+|[一二三四五六七八九十百])(?:分|级|点)制?"
)
_HAN = {figure: n for n, figure in enumerate("一二三四五六七八九十", 1)} | {"百": 100}
_WORDS = re.compile(
    r"[元万萬亿億円%％‰$€£¥￥]|百分|yuan|rmb|cny|eur|usd|gbp|jpy|hkd|million|billion|thousand|percent|\bpct",
    re.IGNORECASE,
)
_MARKS = "()[]{}<>（）【】〔〕《》\"'“”‘’=*·•.,:;，。：；、/|+~—–"
_DEGREES = frozenset({"°", "度", "deg", "degree", "degrees", "十进制度"})
_YEARS = frozenset({"年", "年份", "year", "yyyy", "公元"})


def splits(header: str) -> list[tuple[str, str]]:
    """What may be the name and the unit of a header, the likeliest first.

    >>> splits("投资额（万元）"), splits("minimum_support 万元")[0], splits("id")
    ([('投资额', '万元')], ('minimum_support', '万元'), [])
    """
    text = fold(header)
    found = [m for pattern in (_BRACKET, _APART, _GLUED) if (m := pattern.match(text))]
    pairs = [(m["name"], m["unit"].strip(), m.re is _BRACKET) for m in found if m["name"].strip()]
    return list(dict.fromkeys((name, unit) for name, unit, bracket in pairs if bracket or _is_unit(unit)))


def _is_unit(text: str) -> bool:
    return money(text) is not None or key(text) in _PERCENT


def beside(header: str, name: str) -> str | None:
    """The unit that a header gives before or after the name of a column, whatever stands between; None if it has none.

    Parameters
    ----------
    header, name : str
        Keys, as :func:`graph.base.cell_text.key` makes them.

    Examples
    --------
    >>> beside("amount{万元}", "amount"), beside("amount万元/年", "amount"), beside("amountplanned", "amount")
    ('万元', '万元/年', None)
    """
    for rest in (header.removeprefix(name), header.removesuffix(name)):
        if rest != header and _WORDS.search(rest):
            return rest.strip(_MARKS)
    return None


@dataclass(frozen=True)
class Judged:
    """What is to be said of a unit: an error (``wrong``) or a remark; neither if it is the column's own."""

    wrong: bool
    words: Words
    mend: Words


def judge(column: Column, unit: str, dataset: str | None) -> Judged | None:
    """Hold the unit of a header against the column's.

    Parameters
    ----------
    dataset
        The money unit of the dataset; None where tables have none.

    Examples
    --------
    >>> from graph.model.schema import TABLES
    >>> column = TABLES["investments"].column("investment")
    >>> judge(column, "万元", "万元") is None, judge(column, "亿元", "万元").mend.say("en")
    (True, 'write the amounts in 万元 (1 亿元 = 10,000 万元)')
    """
    said = key(unit).replace("～", "~")
    if column.unit == "money" or (column.kind == "number" and money(unit) is not None):
        return _judged_money(unit, dataset)
    if (column.low, column.high) == (0, 1):
        own, other = _FRACTION, Words("the column is a share from 0 to 1", "该列为 0 至 1 的比例")
    elif (column.low, column.high) == (0, 100):
        own, other = _POINTS, Words("the column is in points from 0 to 100", "该列为 0 至 100 分")
    elif column.unit == "°":
        own, other = _DEGREES, Words("the column is in degrees", "该列单位为度")
    elif column.kind in ("number", "integer") and said in _PERCENT:
        own, other = frozenset[str](), Words("the column is no percentage", "该列不是百分数")
    elif column.high is not None and _beyond(unit, column.high):
        words = Words(
            f"the column goes from {column.low:g} to {column.high:g}", f"该列为 {column.low:g} 至 {column.high:g}"
        )
        own, other = frozenset[str](), words
    else:
        own = _YEARS if column.kind == "integer" else frozenset()
        return None if said in own else _remark(column, unit)
    if said in own:
        return None
    words = Words("the header gives the unit '{u}'; {other}", "表头单位为“{u}”；{other}").fill(
        u=shown(unit), other=other
    )
    mend = Words("write the values so, and the header without a unit", "请据此改写数值，表头不写单位")
    if said in _PERCENT and (column.low, column.high) == (0, 1):
        mend = Words(
            "divide the values by 100 (12 % is 0.12), and take the unit out of the header",
            "请将数值除以 100（12% 写作 0.12），并去掉表头中的单位",
        )
    return Judged(True, words, mend)


def _beyond(unit: str, high: float) -> bool:
    """Whether a unit names a scale that goes on beyond the column's: ``0-10``, ``10分制``, ``满分 10``."""
    found = _RANGE.fullmatch("".join(fold(unit).casefold().split()))
    most = (found["most"] or found["points"]) if found else "0"
    return float(_HAN.get(most) or most) > high


def _remark(column: Column, unit: str) -> Judged:
    words = Words("read as {c}; '{u}' is taken for a remark", "按“{zh}”列读取；“{u}”视为备注")
    mend = Words("nothing need be done; plain column names are safer", "不必处理；直接使用列名更稳妥")
    return Judged(False, words.fill(c=column.name, zh=column.zh, u=shown(unit)), mend)


def _judged_money(unit: str, dataset: str | None) -> Judged | None:
    given, own = money(unit), None if dataset is None else money(dataset)
    if dataset is not None and (key(unit) == key(dataset) or (given is not None and given == own)):
        return None
    if dataset is None:
        words = Words("the header gives the unit '{u}'; these tables have none", "表头单位为“{u}”；此类表格不设单位")
        mend = Words(
            "write all amounts in one unit, and the header without it", "请将全部金额改为同一单位，表头不写单位"
        )
        return Judged(True, words.fill(u=shown(unit)), mend)
    words = Words(
        "the header gives the unit '{u}'; the dataset's money unit is {m}", "表头单位为“{u}”；数据集金额单位为“{m}”"
    ).fill(u=shown(unit), m=shown(dataset))
    mend = Words(
        "write the amounts in {m}, or correct money_unit in dataset.yaml",
        "请将金额换算为 {m}，或更正 dataset.yaml 中的 money_unit",
    )
    if given is not None and own is not None and given.currency == own.currency:
        mend = Words("write the amounts in {m} ({rate})", "请将金额换算为 {m}（{rate}）")
        big, small = (unit, dataset) if given.factor > own.factor else (dataset, unit)
        times = max(given.factor, own.factor) / min(given.factor, own.factor)
        mend = mend.fill(rate=f"1 {shown(big)} = {times:,.0f} {shown(small)}", m=shown(dataset))
        return Judged(True, words, mend)
    return Judged(True, words, mend.fill(m=shown(dataset)))
