"""An evaluation on the screen: one line a centre, what is missing, what a grade hangs on, who was left out."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from graph.base.cell_text import shown
from graph.base.words import Lang, Words
from planner.cli.screen.tables import aligned
from planner.cli.screen.words import money
from planner.layout.amounts import evened
from planner.studies.evaluation.said import FORMATION, GRADE, WHY, grade, score

if TYPE_CHECKING:
    from planner.studies.evaluation.result import EvaluationResult, GradeRow


def evaluation_text(
    made: EvaluationResult, lang: Lang, run: Path, written: Path | None = None, *, whole: bool = False
) -> str:
    """Write the evaluation for the screen."""
    title = Words("Evaluation of {y}: {name}, system {s}", "{y} 年度绩效评价：{name}，评价体系 {s}")
    lines = [title.fill(y=made.year, name=made.dataset.name, s=made.system).say(lang)]
    if made.dataset.illustrative:
        lines.append(Words("(made-up data, for illustration)", "（示例数据，非真实情况）").say(lang))
    lines += ["", _table(made, lang)]
    names = {i.id: i.name for i in made.indicators}
    centres = {row.centre: row.name for row in made.grades}
    if made.missing:
        lines += ["", Words("Missing; no score until it is there:", "缺失，补齐后方可计分：").say(lang)]
        lines += _missing(made, names, lang)
    if made.left_out:
        lines += ["", Words("Experts left out for conflict of interest:", "因利益冲突回避的专家：").say(lang)]
        said = Words("  {x} – {c}: {why}", "  {x} – {c}：{why}")
        lines += [said.fill(x=m.expert, c=_named(centres, m.centre), why=WHY[m.why]).say(lang) for m in made.left_out]
    for row in made.grades:
        lines += _hangs(row, made, lang, whole=whole)
    lines += _votes(made, lang)
    a = made.agreement.alpha
    alpha = Words("cannot be said", "无法计算") if a is None else Words(f"{a:.3f}", f"{a:.3f}")
    lines += [
        "",
        Words("Agreement of experts (Krippendorff's alpha): {a}", "专家一致性（Krippendorff α）：{a}")
        .fill(a=alpha)
        .say(lang),
    ]
    checked = Words("Audit: {n} checks, {f} findings", "复核：{n} 项检查，{f} 处问题")
    lines.append(checked.fill(n=made.audit.checked, f=len(made.audit.findings)).say(lang))
    lines += [f"  {f.message.say(lang)}" for f in made.audit.findings]
    if written is not None:
        lines.append(Words("Grades written to {p}", "等次已写入 {p}").fill(p=shown(written)).say(lang))
    lines.append(Words("Run: {r}", "运行：{r}").fill(r=run).say(lang))
    return "\n".join(lines)


def _missing(made: EvaluationResult, indicators: Mapping[str, Words], lang: Lang) -> list[str]:
    """What each centre lacks, one line for each reason."""
    centres = {row.centre: row.name for row in made.grades}
    grouped: dict[tuple[str, str], list[Words]] = {}
    for m in made.missing:
        grouped.setdefault((m.centre, m.why), []).append(indicators[m.indicator])
    said = Words("  {c} {n}: {why}: {i}", "  {c} {n}：{why}：{i}")
    return [
        said.fill(
            c=centre,
            n=shown(centres.get(centre, "")),
            why=WHY[why],
            i=Words("{all} ({k})", "{all}（{k}项）").fill(all=_listed(names), k=len(names)),
        ).say(lang)
        for (centre, why), names in grouped.items()
    ]


def _table(made: EvaluationResult, lang: Lang) -> str:
    heads = (
        Words("centre", "中心"),
        Words("formation", "组建模式"),
        Words("score", "得分"),
        Words("grade", "等次"),
        Words("place", "名次"),
        Words("before", "上年"),
        Words("factor", "系数"),
        Words("cap", "上限"),
    )
    order = sorted(made.grades, key=lambda g: (g.formation, g.rank is None, g.rank or 0, g.centre))
    rows = [
        [
            f"{row.centre} {shown(row.name)}",
            FORMATION[row.formation].say(lang),
            score(row.score, row.low, row.high),
            grade(row.grade).say(lang),
            "–" if row.rank is None else f"{row.rank}/{row.ranked}",
            grade(row.before).say(lang),
            "–" if row.next_factor is None else f"{row.next_factor:g}",
            "–" if row.next_cap is None else money(row.next_cap),
        ]
        for row in order
    ]
    said = Words(
        "before: the grade of {b}; factor and cap: of the support of {y}, in {u}",
        "上年为 {b} 年等次；系数、上限为 {y} 年支持资金的系数与上限（{u}）",
    ).fill(b=made.year - 1, y=made.year + 1, u=made.dataset.money_unit)
    return aligned(evened(rows, [7]), [h.say(lang) for h in heads], right=(2, 4, 6, 7), most=44) + "\n" + said.say(lang)


def _hangs(row: GradeRow, made: EvaluationResult, lang: Lang, *, whole: bool) -> list[str]:
    """What stands behind a grade, if it is a single thing; with ``whole`` every interval."""
    said: list[Words] = []
    names = {i.id: i.name for i in made.indicators}
    if row.veto:
        said.append(Words("veto: {v}", "一票否决：{v}").fill(v=_listed([names[v] for v in row.veto])))
    for turn in row.decides_alone:
        to = Words("no grade", "无法评定") if turn.grade_without is None else GRADE[turn.grade_without]
        said.append(Words("without expert {x}: {g}", "不计专家 {x}：{g}").fill(x=turn.expert, g=to))
    if row.near_cuts:
        cuts = _listed([GRADE[g] for g in row.near_cuts])
        said.append(Words("within noise of the cut of {g}", "与{g}线之差在专家分歧范围内").fill(g=cuts))
    if whole:
        for figure in row.turned_by:
            said += [
                Words("{i} from {v:g} on: {g}", "{i} 达到 {v:g}：{g}").fill(i=names[figure.indicator], v=v, g=GRADE[g])
                for v, g in ((figure.raised_at, figure.raised_to),)
                if v is not None and g is not None
            ]
            said += [
                Words("{i} short of {v:g}: {g}", "{i} 不到 {v:g}：{g}").fill(i=names[figure.indicator], v=v, g=GRADE[g])
                for v, g in ((figure.lowered_below, figure.lowered_to),)
                if v is not None and g is not None
            ]
        for w in row.holds_while:
            end = "∞" if w.to is None else f"{w.to:.6g}"
            left, right = "[" if w.from_holds else "(", "]" if w.to_holds else ")"
            said.append(
                Words("holds while {i} weighs {r}", "{i} 分值在 {r} 内等次不变").fill(
                    i=names[w.indicator], r=f"{left}{w.from_:.6g}, {end}{right}"
                )
            )
    return (
        []
        if not said
        else [
            "",
            f"{row.centre} {shown(row.name)}{'：' if lang == 'zh' else ':'}",
            *(f"  {words.say(lang)}" for words in said),
        ]
    )


def _votes(made: EvaluationResult, lang: Lang) -> list[str]:
    lines = []
    centres = {row.centre: row.name for row in made.grades}
    for v in made.votes:
        result = Words("carried", "通过") if v.carried else Words("not carried", "未通过")
        result = result if v.quorum_met else Words("no quorum", "未达法定人数")
        words = Words(
            "  {c}, {m}: {y} for, {n} against, {a} absent: {r}", "  {c}，{m}：同意 {y}、反对 {n}、缺席 {a}：{r}"
        )
        said = words.fill(
            c=_named(centres, v.centre), m=shown(v.meeting), y=v.in_favour, n=v.against, a=v.absent, r=result
        )
        lines.append(said.say(lang))
    return ["", Words("Votes:", "论证表决：").say(lang), *lines] if lines else []


def _named(names: Mapping[str, str], centre: str) -> str:
    return f"{centre} {shown(names[centre])}" if centre in names else centre


def _listed(words: list[Words]) -> Words:
    return Words(", ".join(w.en for w in words), "、".join(w.zh for w in words))
