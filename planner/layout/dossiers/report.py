"""The yearly report on all centres (年度绩效评价报告): grades, profiles, what is missing, votes, money, agreement.

Every number is the evaluation's. No expert is named: those left out are counted. What does not live here: the single
dossiers (``dossier``).
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from graph.base.words import Lang, Words
from planner.layout.amounts import evened
from planner.layout.content import NOTE
from planner.layout.document.document import read_template
from planner.layout.document.fill import Content, Lines, document_bytes, fields, fill
from planner.layout.document.template import Parts, template
from planner.layout.dossiers.dossier import PARTS as DOSSIER
from planner.layout.dossiers.dossier import origin, table
from planner.layout.text import number
from planner.studies.evaluation.result import EvaluationResult
from planner.studies.evaluation.said import FORMATION, GRADE, WHY, cut, grade, score

PARTS: Parts = (
    (Words("Conclusion", "总体结论"), ((None, ("summary", "cuts_table")),)),
    (
        Words("Grades", "评价结果"),
        (
            (Words("By formation", "分类排名"), ("grades_table",)),
            (Words("By dimension", "分维度得分"), ("dimensions_table",)),
        ),
    ),
    (Words("Money of the year after", "下一年度经费"), ((None, ("money_table",)),)),
    (
        Words("What is open", "待补事项"),
        ((Words("Missing", "缺失"), ("missing_table",)), (Words("Due", "到期评估"), ("due_table",))),
    ),
    (Words("Experts", "专家评分"), ((None, ("experts",)),)),
    (Words("Votes", "论证表决"), ((None, ("votes_table",)),)),
    (Words("Data", "数据说明"), ((None, ("origin", "notice")),)),
)
OPENING = Words("The yearly evaluation is reported as follows.", "现将年度绩效评价情况报告如下。")


def report(made: EvaluationResult, lang: Lang, own: Path | None = None) -> bytes:
    """The report as the bytes of a ``.docx`` file; ``own`` is a template of one's own.

    Raises
    ------
    UsageError
        The template cannot be read or has unknown fields.
    """
    paper = template(lang, PARTS, OPENING) if own is None else read_template(own)
    said = contents(made, lang)
    fill(paper, said)
    return document_bytes(paper, str(said["title"]).replace("\n", " "))


def report_template(lang: Lang) -> bytes:
    """The shipped template of the report, to start one's own from."""
    return document_bytes(template(lang, PARTS, OPENING), "buju")


def is_for_report(own: Path) -> bool:
    """Whether a template of one's own is for the report: it has a field that the report has and no dossier has.

    Raises
    ------
    UsageError
        The template cannot be read.
    """
    mine, theirs = ({f for _, subs in parts for _, names in subs for f in names} for parts in (PARTS, DOSSIER))
    return bool((mine - theirs) & set(fields(read_template(own))))


def contents(made: EvaluationResult, lang: Lang) -> dict[str, Content]:
    """What each field of the report becomes."""
    title = Words("Report on the evaluation of {y}\n{d}", "{y} 年度绩效评价报告\n{d}")
    return {
        "title": title.fill(y=made.year, d=made.dataset.name).say(lang),
        "year": str(made.year),
        "unit": made.dataset.money_unit,
        "notice": NOTE.say(lang) if made.dataset.illustrative else "",
        "summary": summary(made).say(lang),
        "cuts_table": _cuts(made, lang),
        "grades_table": _grades(made, lang),
        "dimensions_table": _dimensions(made, lang),
        "money_table": _money(made, lang),
        "missing_table": _missing(made, lang),
        "due_table": _due(made, lang),
        "experts": Lines([w.say(lang) for w in _experts(made)]),
        "votes_table": _votes(made, lang),
        "origin": origin(made).say(lang),
    }


def summary(made: EvaluationResult) -> Words:
    """How many centres got which grade."""
    found: Counter[str | None] = Counter(g.grade for g in made.grades)
    parts = [Words("{n} {g}", "{g} {n} 家").fill(n=found[g], g=word) for g, word in GRADE.items() if found[g]]
    if found[None]:
        parts.append(Words("{n} without a grade", "暂无法评定 {n} 家").fill(n=found[None]))
    listed = Words(", ".join(p.en for p in parts) or "none", "，".join(p.zh for p in parts) or "无")
    words = Words("{n:centre was|centres were} evaluated in {y}: {listed}.", "{y} 年度共评价 {n} 家中心：{listed}。")
    return words.fill(n=len(made.grades), y=made.year, listed=listed)


def _cuts(made: EvaluationResult, lang: Lang) -> Content:
    heads = (Words("formation", "组建模式"), *(GRADE[g] for g in ("excellent", "good", "pass")))
    general = Words("general", "一般").say(lang)
    rows = [[general, *(number(made.cuts[g], 2) for g in ("excellent", "good", "pass"))]]
    rows += [
        [FORMATION[f].say(lang), *(number(cuts[g], 2) for g in ("excellent", "good", "pass"))]
        for f, cuts in made.cuts_by_formation.items()
    ]
    return table(heads, rows, (44, 36, 36, 36), lang, (1, 2, 3))


def _grades(made: EvaluationResult, lang: Lang) -> Content:
    heads = (
        Words("centre", "中心"),
        Words("formation", "组建模式"),
        Words("score", "得分"),
        Words("place", "名次"),
        Words("grade", "等次"),
        Words("year before", "上年"),
    )
    order = sorted(made.grades, key=lambda g: (g.formation, g.rank is None, g.rank or 0, g.centre))
    rows = [
        [
            g.name,
            FORMATION[g.formation].say(lang),
            score(g.score, g.low, g.high),
            "–" if g.rank is None else f"{g.rank}/{g.ranked}",
            grade(g.grade).say(lang),
            grade(g.before).say(lang),
        ]
        for g in order
    ]
    return table(heads, rows, (46, 26, 26, 16, 21, 21), lang, (2, 3))


def _dimensions(made: EvaluationResult, lang: Lang) -> Content:
    names = list(made.dimensions)
    heads = (Words("centre", "中心"), *(made.dimensions[d] for d in names))
    rows = [[g.name, *("–" if (v := g.dimensions.get(d)) is None else cut(v) for d in names)] for g in made.grades]
    wide = 110 / max(1, len(names))
    return table(heads, rows, (46, *(wide for _ in names)), lang, tuple(range(1, len(names) + 1)))


def _money(made: EvaluationResult, lang: Lang) -> Content:
    unit = made.dataset.money_unit
    heads = (
        Words("centre", "中心"),
        Words("grade", "等次"),
        Words("factor of {y}", "{y} 年系数").fill(y=made.year + 1),
        Words("at most ({u})", "支持上限（{u}）").fill(u=unit),
        Words("paid until {y} ({u})", "截至 {y} 年已拨（{u}）").fill(y=made.year, u=unit),
    )
    rows = [
        [
            g.name,
            grade(g.grade).say(lang),
            "–" if g.next_factor is None else number(g.next_factor, 2),
            "–" if g.next_cap is None else number(g.next_cap, 2),
            number(g.paid, 2),
        ]
        for g in made.grades
    ]
    return table(heads, evened(rows, [3, 4]), (48, 21, 25, 30, 32), lang, (2, 3, 4))


def _missing(made: EvaluationResult, lang: Lang) -> Content:
    heads = (Words("centre", "中心"), Words("indicator", "指标"), Words("why", "原因"))
    names = {g.centre: g.name for g in made.grades}
    indicators = {i.id: i.name for i in made.indicators}
    rows = [[names[m.centre], indicators[m.indicator].say(lang), WHY[m.why].say(lang)] for m in made.missing]
    return table(heads, rows, (60, 60, 36), lang)


def _due(made: EvaluationResult, lang: Lang) -> Content:
    marks = {
        "review": Words("review of the milestone", "里程碑评估"),
        "completion": Words("end of the build period", "建设期满验收"),
    }
    rows = [
        [g.name, marks[d.mark].say(lang), str(d.year)]
        for g in made.grades
        for d in g.due
        if made.year <= d.year <= made.year + 1
    ]
    return table((Words("centre", "中心"), Words("review", "评估"), Words("year", "年份")), rows, (76, 52, 28), lang)


def _experts(made: EvaluationResult) -> list[Words]:
    a = made.agreement.alpha
    alpha = Words("cannot be computed", "无法计算") if a is None else Words(number(a, 3), number(a, 3))
    alone = sum(bool(g.decides_alone) for g in made.grades)
    return [
        Words("Agreement of the experts (Krippendorff's alpha): {a}.", "专家一致性（Krippendorff α）：{a}。").fill(
            a=alpha
        ),
        Words(
            "{n:review of a centre was|reviews of a centre were} left out for conflict of interest.",
            "因利益冲突回避 {n} 人次。",
        ).fill(n=len(made.left_out)),
        Words("{n:grade hangs|grades hang} on a single expert.", "有 {n} 家中心的等次取决于个别专家。").fill(n=alone),
    ]


def _votes(made: EvaluationResult, lang: Lang) -> Content:
    heads = (
        Words("centre", "中心"),
        Words("meeting", "会议"),
        Words("for", "同意"),
        Words("against", "反对"),
        Words("absent", "缺席"),
        Words("result", "结果"),
    )
    result = {True: Words("carried", "通过"), False: Words("not carried", "未通过")}
    rows = [
        [
            v.centre,
            v.meeting,
            str(v.in_favour),
            str(v.against),
            str(v.absent),
            (result[v.carried] if v.quorum_met else Words("no quorum", "未达法定人数")).say(lang),
        ]
        for v in made.votes
    ]
    return table(heads, rows, (40, 44, 16, 16, 16, 24), lang, (2, 3, 4))
