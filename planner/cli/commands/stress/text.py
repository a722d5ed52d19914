"""What ``stress`` shows a person: the finding first, then the tables behind it.

What does not live here: the figures behind it (``planner.studies.stress``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from graph.base.rounding import percent
from graph.base.words import Lang, Words
from planner.cli.commands.stress.grades_text import grades_text
from planner.cli.screen.tables import aligned
from planner.runs.words import GOAL_WORDS, STATUS_WORDS
from planner.studies.stress.words import (
    CHOICES,
    CLASSES,
    KINDS,
    core_finding,
    failures_finding,
    scenarios_finding,
    short,
)
from planner.studies.worth_words import per_cent

if TYPE_CHECKING:
    from planner.studies.stress.answer import CoreAnswer, FailureRow, FailuresAnswer, ScenariosAnswer, StressAnswer

SHOWN = 25
"""Rows shown without ``-v``."""


def stress_text(answer: StressAnswer, lang: Lang, *, everything: bool) -> str:
    """The whole answer of ``stress``."""
    parts = []
    if answer.failures is not None:
        parts += _failures(answer.failures, lang, answer.centres or {}, everything=everything)
    if answer.core is not None:
        parts += _core(answer.core, lang, everything=everything)
    if answer.grades is not None and answer.dataset is not None:
        parts += grades_text(answer.grades, lang, answer.dataset.money_unit, everything=everything)
    if answer.scenarios is not None:
        parts += _scenarios(answer.scenarios, lang, everything=everything)
    if answer.dataset is not None and answer.dataset.illustrative:
        words = Words("made-up data (illustrative): not a real recommendation", "虚构示例数据，不构成真实建议")
        parts.append(words.say(lang))
    if answer.figure is not None:
        parts.append(Words("figure: {f}", "图：{f}").fill(f=answer.figure).say(lang))
    if answer.kept is not None:
        parts.append(Words("kept in {f}", "结果存于 {f}").fill(f=answer.kept).say(lang))
    return "\n\n".join(parts)


def _failures(found: FailuresAnswer, lang: Lang, names: Mapping[str, str], *, everything: bool) -> list[str]:
    rows = found.losses
    parts = ["\n".join(words.say(lang) for words in failures_finding(found))]
    for kind, title in KINDS.items():
        some = [row for row in rows if row.kind == kind]
        # organisations and people that stand for one centre alone say what the centre's row says already
        some = some if kind == "centre" or everything else [row for row in some if len(row.centres) > 1]
        if not some:
            continue
        shown = some if everything else some[:SHOWN]
        text = title.say(lang) + "\n" + _loss_table(shown, kind, found, lang, names, everything=everything)
        if len(shown) < len(some):
            more = Words("{n} further rows: -v", "另有 {n} 行，用 -v 列出").fill(n=len(some) - len(shown))
            text += "\n" + more.say(lang)
        parts.append(text)
    alone = [row for row in rows if row.kind != "centre" and len(row.centres) == 1]
    if alone and not everything:
        words = Words(
            "{n} lead organisations and chief scientists hold one chosen centre each: their loss is that centre's (-v)",
            "另有 {n} 个牵头单位和首席科学家各只对应一家入选中心，损失与该中心相同（-v 列出）",
        )
        parts.append(words.fill(n=len(alone)).say(lang))
    if any(row.broken and row.replacement.cost is not None and row.replacement.cost > row.loss for row in rows):
        note = Words(
            "replaced can cost more than the loss: it keeps the rules that the loss alone would break",
            "补位后损失可能大于损失本身：补位方案须继续满足失效后不再满足的规则",
        )
        parts.append(note.say(lang))
    if any(row.replacement.lifted for row in rows):
        note = Words(
            "* no plan without it keeps all rules; the cost holds after the least easing, see -v",
            "* 缺少它则没有方案能满足全部规则；所列代价按最小放宽后计算，用 -v 查看",
        )
        parts.append(note.say(lang))
    if any(row.replacement.cost is None and row.replacement.proven for row in rows):
        note = Words(
            "– in replaced: approved already, and no plan takes an approval back; explain tells what stopping it costs",
            "补位后损失为“–”：已批复，任何方案都不撤回批复；终止的代价见 explain",
        )
        parts.append(note.say(lang))
    if everything:
        parts += _details(rows, lang)
    return parts


def _loss_table(
    rows: Sequence[FailureRow],
    kind: str,
    found: FailuresAnswer,
    lang: Lang,
    names: Mapping[str, str],
    *,
    everything: bool,
) -> str:
    """Losses in per cent of the plan's worth, with what is lost by name; ``everything`` adds the figures."""
    heads = {
        "en": ["id", "name", "loss", "replaced", "rules broken", "in its place", "technologies left open"],
        "zh": ["编号", "名称", "损失", "补位后损失", "不再满足的规则", "补位的中心", "失去承担的技术"],
    }
    whole = found.objective
    comma = Words(", ", "、").say(lang)
    cells = []
    for row in rows:
        back = row.replacement
        cost = "–" if back.cost is None else per_cent(back.cost, whole).say(lang)
        cost += ("*" if back.lifted else "") + ("" if back.proven else "?")
        loss = per_cent(row.loss, whole).say(lang)
        if everything:
            loss += f" ({row.loss:.6f})"
            cost += "" if back.cost is None else f" ({back.cost:.6f})"
        name = row.name if kind == "centre" else f"{row.name} ({' '.join(row.centres)})"
        opened = comma.join(t.name for t in row.technologies) or "–"
        comes = comma.join(names.get(c, c) for c in back.comes)
        cells.append([row.id, name, loss, cost, str(len(row.broken)), comes, opened])
    return aligned(cells, heads[lang], right=[2, 3, 4], most=60)


def _details(rows: Sequence[FailureRow], lang: Lang) -> list[str]:
    """For each failure: goals, technologies without cover, rules no longer kept, and what had to be eased."""
    out = []
    for row in rows:
        lines = [f"{row.id} {row.name}"]
        goals = [
            f"{GOAL_WORDS[g].say(lang) if g in GOAL_WORDS else g} {-v:+.6f}" for g, v in row.goals.items() if abs(v) > 0
        ]
        if goals:
            lines.append("  " + Words("goals: ", "目标：").say(lang) + Words(", ", "，").say(lang).join(goals))
        for names, words in (
            ([t.name for t in row.technologies], Words("left without cover: ", "失去覆盖：")),
            ([rule.words.say(lang) for rule in row.broken], Words("no longer kept: ", "不再满足的规则：")),
        ):
            if names:
                lines.append("  " + words.say(lang) + Words("; ", "；").say(lang).join(names))
        eased = [words.say(lang) for words in row.replacement.lifted]
        if eased:
            what = Words("eased for a replacement: ", "为补位而放宽：").say(lang)
            lines.append("  " + what + Words("; ", "；").say(lang).join(eased))
        if row.existing:
            what = Words("leads existing centres too, not counted: ", "另牵头已有中心（未计入）：").say(lang)
            lines.append("  " + what + " ".join(row.existing))
        out.append("\n".join(lines))
    return out


def _core(core: CoreAnswer, lang: Lang, *, everything: bool) -> list[str]:
    parts = ["\n".join(words.say(lang) for words in core_finding(core))]
    if not core.plans:
        return parts
    drawn = core.method == "sampled"
    heads = {
        "en": ["id", "name", "core index", *(["of weights"] if drawn else []), "", ""],
        "zh": ["编号", "名称", "核心指数", *(["占权重"] if drawn else []), "", ""],
    }
    in_plan = Words("in the plan", "在本方案中").say(lang)
    rows = []
    order = core.ranked
    out_of_all = [r for r in order if r.class_ == "exterior"]
    for row in order if everything else [r for r in order if r.class_ != "exterior"]:
        extra = [percent(row.acceptability or 0.0, 0)] if drawn else []
        name = row.name if row.name != row.candidate else ""
        place = (CLASSES[row.class_].say(lang) if row.class_ else "") + (
            "" if row.proven else Words(" (of these)", "（限所得方案）").say(lang)
        )
        rows.append([row.candidate, name, f"{row.core_index or 0.0:.3f}", *extra, place, in_plan if row.chosen else ""])
    parts.append(aligned(rows, heads[lang], right=[2, 3] if drawn else [2]))
    if out_of_all and not everything:
        words = Words("in none of the plans ({n}): {ids}", "不在任何方案中（{n} 家）：{ids}")
        parts.append(
            words.fill(n=len(out_of_all), ids=Words(", ", "、").say(lang).join(r.name for r in out_of_all)).say(lang)
        )
    return parts


def _scenarios(found: ScenariosAnswer, lang: Lang, *, everything: bool) -> list[str]:
    """One choice for several scenarios; ``everything`` shows the figures of the objective in place of per cent."""
    parts = ["\n".join(words.say(lang) for words in scenarios_finding(found))]
    names = [s.name for s in found.scenarios]
    figures = {"en": ["best", "bound"], "zh": ["最优值", "界"]}[lang] if everything else []
    heads = {
        "en": ["scenario", *figures, "status", "chosen", "chance"],
        "zh": ["情景", *figures, "状态", "入选", "概率"],
    }
    rows = [
        [
            s.name,
            *((short(s.objective), short(s.bound)) if everything else ()),
            STATUS_WORDS[s.status].say(lang),
            str(len(s.chosen)),
            "" if s.chance is None else f"{s.chance:g}",
        ]
        for s in found.scenarios
    ]
    right = [1, 2, 4, 5] if everything else [2, 3]
    if rows:
        parts.append(aligned(rows, heads[lang], right=right))
    if found.matrix:
        parts.append(_matrix(found, names, lang, everything=everything))
    if found.choices:
        parts.append(_choices(found, names, lang, everything=everything))
    if found.conflict:
        title = Words("these rules stand against one choice for all scenarios:", "下列规则使各情景没有通用方案：")
        parts.append("\n".join([title.say(lang), *("  " + r.words.say(lang) for r in found.conflict)]))
    parts += _expected(found, lang) if everything else []
    if not found.audit.checked:
        return parts
    clean = Words("audit clean: {n:,} checks", "复核通过：共 {n:,} 项").fill(n=found.audit.checked)
    faults = Words("THE AUDIT FOUND FAULTS; do not use these plans", "复核发现问题，请勿使用这些方案")
    parts.append((clean if found.audit.clean else faults).say(lang))
    return parts


def _off(value: float | None, best: float | None, lang: Lang, *, everything: bool) -> str:
    """How far off the best of a scenario something is: a figure, or per cent of that best."""
    if value is None or best is None or everything:
        return short(value)
    return per_cent(value, best).say(lang)


def _matrix(found: ScenariosAnswer, names: Sequence[str], lang: Lang, *, everything: bool) -> str:
    title = Words(
        "what is lost of the best plan's worth (regret) when the best plan of … is put into …",
        "后悔值：某情景的最优方案（行）放到另一情景（列），较该情景最优方案的损失",
    )
    cannot = Words("breaks rules", "不可行").say(lang)
    bests = [s.objective for s in found.scenarios]
    rows = [
        [
            name,
            *(
                cannot if cell.regret is None else _off(cell.regret, best, lang, everything=everything)
                for cell, best in zip(cells, bests, strict=True)
            ),
        ]
        for name, cells in zip(names, found.matrix, strict=True)
    ]
    text = title.say(lang) + "\n" + aligned(rows, ["", *names], right=list(range(1, len(names) + 1)))
    notes = []
    for name, cells in zip(names, found.matrix, strict=True):
        for other, cell in zip(names, cells, strict=True):
            if cell.broken:
                words = Words("{a} in {b}: {r}", "{a} 放到 {b}：{r}")
                rules = Words(
                    "; ".join(r.words.en for r in cell.broken),
                    "；".join(r.words.zh for r in cell.broken),
                )
                notes.append("  " + words.fill(a=name, b=other, r=rules).say(lang))
    return "\n".join([text, *notes])


def _choices(found: ScenariosAnswer, names: Sequence[str], lang: Lang, *, everything: bool) -> str:
    figures = {"en": ["measure", "bound"], "zh": ["指标值", "界"]}[lang] if everything else []
    heads = {
        "en": ["one choice for all", *figures, "status", *(f"in {n}" for n in names)],
        "zh": ["通用方案", *figures, "状态", *(f"在 {n}" for n in names)],
    }
    bests = [s.objective for s in found.scenarios]
    rows = []
    for measure, choice in found.choices.items():
        if everything:
            values = [short(v) for v in choice.values] or ["–"] * len(names)
        else:
            values = [_lost(r, best, lang) for r, best in zip(choice.regrets, bests, strict=False)]
            values = values or ["–"] * len(names)
        status = STATUS_WORDS[choice.status].say(lang)
        label = CHOICES[measure].fill(tail=f"{found.tail:g}").say(lang)
        told = [short(choice.value), short(choice.bound)] if everything else []
        rows.append([label, *told, status, *values])
    first = 1 + len(figures)
    right = [*range(1, first), *range(first + 1, first + 1 + len(names))]
    text = aligned(rows, heads[lang], right=right, most=34)
    lines = [text]
    seen: dict[str, list[str]] = {}
    for measure, choice in found.choices.items():
        if choice.chosen:
            seen.setdefault(" ".join(choice.chosen), []).append(CHOICES[measure].fill(tail=f"{found.tail:g}").say(lang))
    comma = Words(", ", "、").say(lang)
    lines += [
        f"  {comma.join(who)}: {ids}" if lang == "en" else f"  {comma.join(who)}：{ids}" for ids, who in seen.items()
    ]
    return "\n".join(lines)


def _lost(regret: float | None, best: float | None, lang: Lang) -> str:
    if regret is None:
        return "–"
    text = per_cent(regret, best).say(lang)
    return "=" if regret == 0 else f"−{text}"


def _expected(found: ScenariosAnswer, lang: Lang) -> list[str]:
    if found.ws is None or found.rp is None:
        return []
    rows = [
        ("WS", Words("wait and see: Σ chance × best value", "等待观望：Σ 概率 × 各情景最优值"), found.ws),
        ("RP", Words("one choice now: best expected value", "即刻决策：期望值最优"), found.rp),
        ("EVPI", Words("what knowing the scenario would be worth", "完全信息的期望价值"), found.evpi),
        ("EEV", Words("expected value of the plan for the mean scenario", "平均情景方案的期望值"), found.eev),
        ("VSS", Words("what planning for all scenarios gains over it", "随机规划解的价值"), found.vss),
    ]
    lines = [aligned([[k, w.say(lang), short(v)] for k, w, v in rows], right=[2], most=60)]
    if found.no_mean:
        words = Words(
            "no mean scenario: the scenarios differ in more than numbers, so there is no EEV and no VSS",
            "各情景的差异不限于数值，不存在平均情景，故无 EEV 与 VSS",
        )
        lines.append(words.say(lang))
    elif found.eev is None:
        words = Words(
            "the plan for the mean scenario breaks rules in one of the scenarios, so it has no expected value",
            "平均情景的方案在某个情景中不可行，故无期望值",
        )
        lines.append(words.say(lang))
    return lines
