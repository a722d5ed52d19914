"""The dossier of one centre (建设任务书): goals, milestones, governance, members, money, grades, what is due.

Every number is the evaluation's. What does not live here: the report on all centres (``report``), filling a template
(``planner.layout.document.fill``). No expert is named: the evaluation's experts do not come here.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from graph.base.rounding import percent
from graph.base.words import Lang, Words
from graph.model.schema import LEVELS, TECHNOLOGY_KINDS, TIE_KINDS
from planner.layout.amounts import evened
from planner.layout.content import NOTE
from planner.layout.document.document import read_template
from planner.layout.document.fill import Content, Lines, Table, document_bytes, fill
from planner.layout.document.template import Parts, template
from planner.layout.text import number
from planner.studies.evaluation.dossier import CentreFile
from planner.studies.evaluation.result import EvaluationResult, GradeRow
from planner.studies.evaluation.said import FORMATION, GRADE, ORGAN, PAYER, WHY, grade, score

PARTS: Parts = (
    (Words("Goals", "目标定位"), ((None, ("goals", "technologies_table")),)),
    (Words("Milestones", "建设里程碑"), ((None, ("milestones_table", "due")),)),
    (Words("Organisation and governance", "组织架构"), ((None, ("governance_table",)),)),
    (
        Words("Members", "成员单位"),
        (
            (Words("Members", "成员"), ("members_table",)),
            (Words("Rights and obligations", "权利和义务"), ("duties_table",)),
        ),
    ),
    (
        Words("Money", "经费"),
        (
            (Words("By year and payer", "分年度、分出资方"), ("money_table",)),
            (Words("Projects", "项目"), ("projects_table",)),
        ),
    ),
    (
        Words("Evaluation", "绩效评价"),
        (
            (Words("Result of the year", "年度结果"), ("result", "points_table")),
            (Words("Grades over the years", "历年等次"), ("grades_table",)),
            (Words("What the grade hangs on", "等次取决于什么"), ("hangs",)),
        ),
    ),
    (Words("Data", "数据说明"), ((None, ("origin", "notice")),)),
)
OPENING = Words("The tasks of the centre and where it stands:", "中心建设任务及进展如下。")
_LEVEL = {level: Words(level, zh) for level, zh in LEVELS}
_KIND = {kind: Words(kind, zh) for kind, zh in TECHNOLOGY_KINDS}
_TIE = {tie: Words(tie.replace("_", " "), zh) for tie, zh in TIE_KINDS}
_ROLE = {"lead": Words("lead", "牵头"), "partner": Words("partner", "参与")}
_MONEY = {"paid": Words("paid", "已拨付"), "promised": Words("promised", "已承诺"), "equity": Words("equity", "注资")}
_STATE = {
    "past": Words("past", "已过"),
    "due": Words("due this year", "本年到期"),
    "to come": Words("to come", "未到期"),
}
_MARK = {
    "review": Words("review of the milestone", "里程碑评估"),
    "completion": Words("end of the build period", "建设期满验收"),
}


def dossier(made: EvaluationResult, file: CentreFile, lang: Lang, own: Path | None = None) -> bytes:
    """One centre's dossier as the bytes of a ``.docx`` file.

    Parameters
    ----------
    made, file
        The evaluation, and the centre in it.
    own
        A template of one's own, with the fields of :func:`contents`.

    Raises
    ------
    UsageError
        The template cannot be read or has unknown fields.
    """
    paper = template(lang, PARTS, OPENING) if own is None else read_template(own)
    said = contents(made, file, lang)
    fill(paper, said)
    return document_bytes(paper, str(said["title"]).replace("\n", " "))


def dossier_template(lang: Lang) -> bytes:
    """The shipped template, to start one's own from."""
    return document_bytes(template(lang, PARTS, OPENING), "buju")


def contents(made: EvaluationResult, file: CentreFile, lang: Lang) -> dict[str, Content]:
    """What each field of a dossier becomes."""
    row = next(g for g in made.grades if g.centre == file.centre)
    title = Words("Tasks of the centre: {n}\n(as of {y})", "{n}\n建设任务书（截至 {y} 年）")
    return {
        "title": title.fill(n=file.name, y=made.year).say(lang),
        "centre": file.name,
        "year": str(made.year),
        "unit": made.dataset.money_unit,
        "notice": NOTE.say(lang) if made.dataset.illustrative else "",
        "goals": _goals(file, row, lang),
        "technologies_table": _technologies(file, lang),
        "milestones_table": _milestones(made, file, lang),
        "due": Lines([_due(mark.mark, mark.year, mark.state).say(lang) for mark in row.due]),
        "governance_table": _governance(file, lang),
        "members_table": _members(file, lang),
        "duties_table": _duties(file, lang),
        "money_table": _money(made, file, lang),
        "projects_table": _projects(made, file, lang),
        "result": outcome(made, row).say(lang),
        "points_table": points(made, row, lang),
        "grades_table": _grades(made, file, row, lang),
        "hangs": Lines([words.say(lang) for words in hangs(made, row)]),
        "origin": origin(made).say(lang),
    }


def table(
    heads: Sequence[Words],
    rows: Sequence[Sequence[str]],
    widths: Sequence[float],
    lang: Lang,
    right: Sequence[int] = (),
) -> Content:
    """A table; where it has no rows, one sentence that says so."""
    if not rows:
        return Words("Nothing is recorded.", "无记录。").say(lang)
    return Table([head.say(lang) for head in heads], rows, widths, right)


def _goals(file: CentreFile, row: GradeRow, lang: Lang) -> str:
    words = Words(
        "{n} ({level} level, {form}) in the field {field}, {district}, was approved in {y}. Lead: {lead}. Chief "
        "scientist: {chief}. It works on {k} technologies.",
        "{n}（{level}，{form}），领域：{field}，所在地：{district}，{y} 年批复。牵头单位：{lead}。首席科学家：{chief}。"
        "攻关技术 {k} 项。",
    )
    nothing = Words("–", "–")
    return words.fill(
        n=file.name,
        level=_LEVEL.get(file.level, nothing),
        form=FORMATION[row.formation],
        field=file.field or "–",
        district=file.district or "–",
        y=file.approved_year,
        lead=file.lead or "–",
        chief=file.chief_scientist or "–",
        k=len(file.technologies),
    ).say(lang)


def _technologies(file: CentreFile, lang: Lang) -> Content:
    heads = (
        Words("technology", "技术"),
        Words("kind", "类别"),
        Words("severity", "严重度"),
        Words("strength claimed", "申报强度"),
    )
    rows = [
        [
            t.name,
            _KIND.get(t.kind, Words(t.kind or "–", t.kind or "–")).say(lang),
            "–" if t.severity is None else number(t.severity),
            number(t.strength, 2),
        ]
        for t in file.technologies
    ]
    return table(heads, rows, (82, 24, 22, 28), lang, (2, 3))


def _milestones(made: EvaluationResult, file: CentreFile, lang: Lang) -> Content:
    heads = (
        Words("milestone", "里程碑"),
        Words("due", "应达成"),
        Words("reached", "实际达成"),
        Words("evidence", "依据"),
    )
    rows = []
    for m in sorted(file.milestones, key=lambda m: (m.due, m.name)):
        late = Words("overdue", "逾期") if m.due <= made.year else Words("to come", "未到期")
        rows.append([m.name, str(m.due), late.say(lang) if m.reached is None else str(m.reached), m.evidence or "–"])
    return table(heads, rows, (66, 20, 26, 44), lang)


def _due(mark: str, year: int, state: str) -> Words:
    return Words("{m}: {y} ({s})", "{m}：{y} 年（{s}）").fill(m=_MARK[mark], y=year, s=_STATE[state])


def _governance(file: CentreFile, lang: Lang) -> Content:
    heads = (Words("body", "机构"), Words("who", "人员"), Words("position", "职务"))
    order = list(ORGAN)
    rows = [
        [ORGAN[o.organ].say(lang), o.name, o.position or "–"]
        for o in sorted(file.organs, key=lambda o: order.index(o.organ))
    ]
    return table(heads, rows, (38, 70, 48), lang)


def _members(file: CentreFile, lang: Lang) -> Content:
    heads = (Words("organisation", "单位"), Words("role", "角色"), Words("tie", "合作方式"), Words("share", "份额"))
    nothing = Words("–", "–")
    rows = [
        [
            m.name,
            _ROLE.get(m.role, nothing).say(lang),
            _TIE.get(m.tie, nothing).say(lang),
            "–" if m.share is None else percent(m.share),
        ]
        for m in file.members
    ]
    return table(heads, rows, (78, 22, 34, 22), lang, (3,))


def _duties(file: CentreFile, lang: Lang) -> Content:
    heads = (
        Words("organisation", "单位"),
        Words("kind", "类别"),
        Words("what", "内容"),
        Words("by", "期限"),
        Words("done", "履行"),
    )
    kinds = {"obligation": Words("obligation", "义务"), "right": Words("right", "权利")}
    done = {True: Words("yes", "已履行"), False: Words("open", "未履行")}
    rows = [
        [
            d.name,
            kinds.get(d.kind, kinds["obligation"]).say(lang),
            d.what,
            "–" if d.due is None else str(d.due),
            "–" if d.kind == "right" else done[d.met].say(lang),
        ]
        for d in file.duties
    ]
    return table(heads, rows, (46, 18, 54, 18, 20), lang)


def _money(made: EvaluationResult, file: CentreFile, lang: Lang) -> Content:
    unit = Words("amount ({u})", "金额（{u}）").fill(u=made.dataset.money_unit)
    heads = (Words("year", "年份"), Words("payer", "出资方"), Words("kind", "类别"), unit)
    rows = [[str(m.year), PAYER[m.payer].say(lang), _MONEY[m.kind].say(lang), number(m.amount, 2)] for m in file.money]
    return table(heads, evened(rows, [3]), (28, 44, 40, 44), lang, (3,))


def _projects(made: EvaluationResult, file: CentreFile, lang: Lang) -> Content:
    unit = Words("amount ({u})", "金额（{u}）").fill(u=made.dataset.money_unit)
    heads = (Words("project", "项目"), Words("year", "年份"), Words("payer", "出资方"), unit)
    rows = [
        [p.name, str(p.year), PAYER[p.payer].say(lang), number(p.amount, 2)]
        for p in sorted(file.projects, key=lambda p: (p.name, p.year))
    ]
    return table(heads, evened(rows, [3]), (72, 22, 28, 34), lang, (3,))


def outcome(made: EvaluationResult, row: GradeRow) -> Words:
    """The year's result in one sentence: score, grade, place, and what it means in money."""
    if row.grade is None:
        words = Words(
            "{y}: no grade yet; the score lies between {low}. Missing: {what}.",
            "{y} 年度：暂无法评定，得分介于 {low}。缺：{what}。",
        )
        names = {i.id: i.name for i in made.indicators}
        lacking = [
            Words("{i} ({w})", "{i}（{w}）").fill(i=names[m.indicator], w=WHY[m.why])
            for m in made.missing
            if m.centre == row.centre
        ]
        what = Words(", ".join(w.en for w in lacking), "、".join(w.zh for w in lacking))
        return words.fill(y=made.year, low=score(None, row.low, row.high), what=what)
    place = Words("", "")
    if row.rank is not None:
        place = Words(", place {r} of {n} of its formation", "，同类第 {r} 名（共 {n} 家）").fill(
            r=row.rank, n=row.ranked
        )
    words = Words(
        "{y}: score {s}, grade {g}{place}. Support factor of {next}: {f}; at most {cap} {unit} of city and district.",
        "{y} 年度：得分 {s}，等次{g}{place}。{next} 年支持系数 {f}，市县两级支持最高 {cap} {unit}。",
    )
    return words.fill(
        y=made.year,
        s=score(row.score, row.low, row.high),
        g=GRADE[row.grade],
        place=place,
        next=made.year + 1,
        f="–" if row.next_factor is None else number(row.next_factor, 2),
        cap="–" if row.next_cap is None else number(row.next_cap, 2),
        unit=made.dataset.money_unit,
    )


def points(made: EvaluationResult, row: GradeRow, lang: Lang) -> Content:
    """Points on every indicator, with the value they follow from; panels by their mean, without a name."""
    heads = (
        Words("indicator", "指标"),
        Words("value", "数值"),
        Words("points", "得分"),
        Words("of", "满分"),
        Words("evidence", "依据"),
    )
    known = {i.id: i for i in made.indicators}
    rows = []
    for item in row.items:
        one = known[item.indicator]
        value = (
            "–"
            if item.value is None
            else number(item.value, 2) + (f" {one.unit}" if one.unit and not item.reviews else "")
        )
        mean = Words("mean of {n} reviews", "{n} 份评分均值").fill(n=item.reviews).say(lang) if item.reviews else ""
        why = WHY[item.missing].say(lang) if item.missing else ""
        got = "–" if item.points is None else number(item.points, 2)
        rows.append(
            [
                one.name.say(lang),
                value,
                got,
                number(item.full, 2),
                why or mean or " ".join(filter(None, (item.evidence, item.date))) or "–",
            ]
        )
    return table(heads, rows, (56, 26, 18, 16, 40), lang, (1, 2, 3))


def _grades(made: EvaluationResult, file: CentreFile, row: GradeRow, lang: Lang) -> Content:
    rows = [[str(y), grade(g).say(lang)] for y, g in sorted(file.grades.items())]
    rows.append([str(made.year), grade(row.grade).say(lang)])
    return table((Words("year", "年度"), Words("grade", "等次")), rows, (40, 40), lang)


def hangs(made: EvaluationResult, row: GradeRow) -> list[Words]:
    """What the grade hangs on, without naming an expert."""
    names = {i.id: i.name for i in made.indicators}
    said = [Words("Veto: {i}.", "一票否决：{i}。").fill(i=names[v]) for v in row.veto]
    if row.decides_alone:
        said.append(Words("One expert's scores alone could turn the grade.", "个别专家的评分即可改变等次，建议复议。"))
    for t in row.turned_by:
        if t.raised_at is not None:
            words = Words("{i} at {v} would make it {g}.", "{i}达到 {v} 即为{g}。")
            said.append(words.fill(i=names[t.indicator], v=number(t.raised_at, 2), g=grade(t.raised_to)))
        if t.lowered_below is not None:
            words = Words("{i} short of {v} would make it {g}.", "{i}不到 {v} 即为{g}。")
            said.append(words.fill(i=names[t.indicator], v=number(t.lowered_below, 2), g=grade(t.lowered_to)))
    if row.near_cuts:
        said.append(
            Words("The score lies within the experts' disagreement of a cut.", "得分与等次线之差在专家分歧范围内。")
        )
    return said or [
        Words("No single figure and no single expert would turn it.", "没有单项数值或个别专家能改变该等次。")
    ]


def origin(made: EvaluationResult) -> Words:
    """Where the numbers come from."""
    words = Words(
        "All numbers are those of the evaluation of {y} ({d}, system {s}); audit: {n} checks, {f} findings.",
        "全部数字取自 {y} 年度绩效评价（{d}，评价体系 {s}）；复核 {n} 项，发现 {f} 处不符。",
    )
    return words.fill(y=made.year, d=made.dataset.name, s=made.system, n=made.audit.checked, f=len(made.audit.findings))
