"""Sentences about figures that may be changed, with the mark ``{n}`` where the figure goes.

What does not live here: the figures (``levers``).
"""

from __future__ import annotations

from graph.base.words import Words
from graph.model.schema import CONDITIONS

_COUNTS = {
    "target.maximum": Words("at most {n} centres", "至多 {n} 家中心"),
    "exclusive.centres_per_lead": Words("at most {n} centres led by one organisation", "同一单位牵头的中心至多 {n} 家"),
    "exclusive.centres_per_chief_scientist": Words(
        "at most {n} centres with the same chief scientist", "同一首席科学家任职的中心至多 {n} 家"
    ),
    "exclusive.centres_per_subfield": Words("at most {n} centres in one sub-field", "同一细分领域的中心至多 {n} 家"),
}
_SCORES = {
    "readiness.mean": Words("mean of the ten build conditions of at least {n}", "十项建设条件均分不低于 {n}"),
    "lead_firm.minimum_sales": Words("sales of a lead firm of at least {n}", "牵头企业销售收入不低于 {n}"),
    "lead_firm.minimum_rd_share": Words("R&D share of a lead firm of at least {n}", "牵头企业研发占比不低于 {n}"),
}


def count_label(key: str, words: Words, value: float, year: int) -> Words:
    """The sentence of a rule on numbers, with a mark for the number.

    Parameters
    ----------
    key : str
        Scenario path of the rule.
    words : Words
        The rule's own sentence, whose last number is its limit.
    value : float
        The limit.
    year : int
        The target year.

    Examples
    --------
    >>> count_label("quotas.district.CX.max", Words("CX: new centres, at most 2", "CX新建中心数不超过 2"), 2, 2025).en
    'CX: new centres, at most {n}'
    """
    if key == "target.count":
        return Words("at least {n} centres by {y}", "到 {y} 年至少 {n} 家中心").fill(n="{n}", y=year)
    if key in _COUNTS:
        return _COUNTS[key]
    number = f"{value:g}"
    escaped = [text.replace("{", "{{").replace("}", "}}") for text in words]
    if all(text.endswith(number) for text in escaped):
        return Words(*(text.removesuffix(number) + "{n}" for text in escaped))
    return Words(escaped[0] + ": {n}", escaped[1] + "：{n}")


def score_label(key: str) -> Words:
    """The sentence of a threshold, with a mark for the figure.

    >>> score_label("readiness.each.governance").zh
    '建设条件“组织架构”不低于 {n} 分'
    """
    if key in _SCORES:
        return _SCORES[key]
    name = key.rpartition(".")[2]
    zh, en = next(((z, e) for c, z, e in CONDITIONS if c == name), (name, name))
    return Words(f"build condition '{en}' of at least {{n}}", f"建设条件“{zh}”不低于 {{n}} 分")
