"""What the report argues: three chief reasons for the plan, its risks, and what was not chosen grouped by reason.

Every number is the result's or a count of its rows. What does not live here: the tables of the document.
"""

from __future__ import annotations

from graph.base.rounding import percent
from graph.base.words import Words
from planner.layout import content
from planner.layout.amounts import shown
from planner.layout.content import Result
from planner.runs.words import GOAL_WORDS

_FEW = 5
_SAME = 1e-6
"""So near to its cap, relatively, money is all given out."""


def _some(names: list[str]) -> Words:
    """The first names; that there are more is said by the number beside them."""
    more = len(names) > _FEW
    en, zh = ", ".join(names[:_FEW]), "、".join(names[:_FEW])
    return Words(en + " and others" if more else en, zh + "等" if more else zh)


def reasons(result: Result) -> list[Words]:
    """Three chief reasons at most: what opens, what rises most, how money and places are used."""
    said = [_opened(result), _rise(result), _spread(result)]
    return [words for words in said if words is not None]


def _opened(result: Result) -> Words | None:
    order = sorted(result.technologies, key=lambda t: -t.severity)
    new = [t.name for t in order if t.today <= 0 < content.depth(t)]
    if not new:
        return None
    hard = sum(t.kind == "bottleneck" for t in order if t.today <= 0 < content.depth(t))
    words = Words(
        "It opens new ground: {n} key technologies get their first centre, {b} of them bottlenecks, among them {t}.",
        "补齐关键技术短板。{n}项关键技术首次有中心承担，其中“卡脖子”技术{b}项，包括{t}。",
    )
    return words.fill(n=len(new), b=hard, t=_some(new))


def _rise(result: Result) -> Words | None:
    risen = [(share - result.goals_today.get(g, 0.0), g) for g, share in result.goals.items() if g in GOAL_WORDS]
    best = sorted((pair for pair in risen if pair[0] > 0), reverse=True)[:2]
    if not best:
        return None
    told = [
        Words("{g} from {a} to {b}", "{g}由{a}提高到{b}").fill(
            g=GOAL_WORDS[g], a=percent(result.goals_today.get(g, 0.0)), b=percent(result.goals[g])
        )
        for _, g in best
    ]
    rise = Words(" and ".join(w.en for w in told), "，".join(w.zh for w in told))
    return Words("It raises what the scheme aims at: {rise}.", "提升整体成效。{rise}。").fill(rise=rise)


def _spread(result: Result) -> Words | None:
    chosen = result.chosen
    if not chosen:
        return None
    places = {c.district for c in chosen} - {""}
    fields = {c.field for c in chosen} - {""}
    words = Words(
        "It keeps within the money and is well spread: {m} {u} for {n} centres in {d} districts and {f} fields, "
        "no year above the city's cap.",
        "资金安排稳妥、布局均衡。{n}家中心分布于{d}个区县（市）、{f}个领域，支持资金合计{m}{u}，各年度市级资金均未超过上限。",
    )
    if not any(y.cap is not None for y in result.support_by_year):
        words = Words(
            "It is well spread: {m} {u} for {n} centres in {d} districts and {f} fields.",
            "布局均衡。{n}家中心分布于{d}个区县（市）、{f}个领域，支持资金合计{m}{u}。",
        )
    paid = shown(sum(c.total_support for c in chosen))
    return words.fill(m=paid, u=content.unit(result), n=len(chosen), d=len(places), f=len(fields))


def risks(result: Result) -> list[Words]:
    """What the plan leaves open, what hangs on one centre, which years have no money left, and what is not proven."""
    out = []
    bare = [t.name for t in sorted(content.uncovered(result), key=lambda t: -t.severity)]
    thin = [t.name for t in sorted(content.single(result), key=lambda t: -t.severity)]
    if bare:
        words = Words(
            "Not all is covered: {n} key technologies have no centre yet, among them {t}.",
            "仍有空白。{n}项关键技术尚无中心承担，包括{t}，需继续培育候选中心。",
        )
        out.append(words.fill(n=len(bare), t=_some(bare)))
    if thin:
        words = Words(
            "Little reserve: {n} key technologies hang on a single centre; if it fails, they are open again.",
            "储备不足。{n}项关键技术仅由1家中心承担，该中心一旦停摆，相应技术即告中断。",
        )
        out.append(words.fill(n=len(thin)))
    capped = [(y, y.cap) for y in result.support_by_year if y.cap]  # a year without money has none to run out of
    full = [str(y.year) for y, cap in capped if cap - y.city <= _SAME * max(1.0, cap)]
    if full:
        words = Words(
            "No money is left under the city's cap of {y}: whatever is added needs a higher cap or another year.",
            "资金偏紧。{y}年市级资金已全部安排，如需追加，须提高当年额度或调整批复年份。",
        )
        out.append(words.fill(y=Words(" and ".join(full), "、".join(full))))
    if result.status != "proven":
        out.append(
            Words(
                "Whether a better plan exists is not proven.",
                "本方案是否最优尚未证明，定案前宜继续测算。",
            )
        )
    return out or [Words("None that the data show.", "数据未显示突出风险。")]


def not_chosen(result: Result) -> list[Words]:
    """Candidates not recommended, named under each reason once, the commonest reason first."""
    groups: dict[Words, list[str]] = {}
    for c in result.rejected:
        for words in c.reasons or (Words("No reason is told.", "未说明原因。"),):
            groups.setdefault(Words(words.en, words.zh), []).append(c.name or c.centre)
    out = []
    for words, names in sorted(groups.items(), key=lambda pair: -len(pair[1])):
        reason = Words(words.en.rstrip(". "), words.zh.rstrip("。"))
        told = Words("{r} ({n}): {names}.", "{r}（{n}家）：{names}。")
        listed = Words(", ".join(names), "、".join(names))
        out.append(told.fill(r=reason, n=len(names), names=listed))
    return out or [Words("None.", "无。")]
