"""Why, and why not: one card a candidate, with reasons, and the prices where the run has been explained.

Prices are shown only if the run's own files hold them (``buju explain RUN``); nothing is computed here.
"""

from __future__ import annotations

from collections.abc import Sequence

from graph.base.words import Words
from graph.model.schema import CHANNELS, FORMATIONS
from planner.layout import content
from planner.layout.page.crowd import Card, crowd, in_crowd
from planner.layout.page.markup import Html, bidi, join, num, pointer, say, share, tag
from planner.layout.page.panels import listed_note, panel
from planner.layout.page.periods import num_year
from planner.layout.page.view import ShownCentre, View
from planner.layout.text import cut, number
from planner.runs.plan_result import CentreFacts, ChosenCentre, RejectedCentre

MOST_NAMED = 8
"""Centres that a reason names; of more, it says how many."""
_MADE_UP = Words("made-up", "虚构")
_CODES = {value: Words(value, zh) for value, zh in (*CHANNELS, *FORMATIONS)}
_CODES |= {
    "municipal": Words("municipal", "市级"),
    "provincial": Words("provincial", "省级"),
    "national": Words("national", "国家级"),
}


def why(view: View) -> Html:
    """The panel of all candidates, and of the existing centres after them."""
    groups: list[Html] = []
    among: dict[str, Card] = {}
    for standing, words in (
        ("chosen", Words("Chosen", "入选")),
        ("rejected", Words("Not chosen", "未入选")),
        ("existing", Words("Existing", "已建")),
        ("ended", Words("Ended", "已终止")),
    ):
        own = [c for c in view.centres if c.standing == standing]
        if own:
            title = tag("h3", say(words), " ", tag("span", num(view.counts[standing], f"={standing}"), class_="soft"))
            cards = [_card(view, c) for c in own if not in_crowd(view, c)]
            among |= {c.key: _plain_card(view, c) for c in own if in_crowd(view, c)}
            shown = tag("div", cards, class_="cards") if cards else None
            below = crowd(among) if among and not view.many and standing == "existing" else None
            groups.append(
                tag("div", title, listed_note(view) if standing == "chosen" else None, shown, below, class_="group")
            )
    if among and view.many:
        title = tag("h3", say(Words("Others, chosen or existing", "其余入选和已建中心")))
        groups.append(tag("div", title, crowd(among, len(view.result.chosen)), class_="group"))
    words = Words(
        "{chosen} of {candidates} candidates are chosen; {rejected} are not, each with its reason",
        "{candidates} 家候选中心中 {chosen} 家入选；{rejected} 家未入选，原因逐一说明",
    )
    finding = say(words, **{k: num(view.counts[k], f"={k}") for k in ("chosen", "candidates", "rejected")})
    note = None
    if not view.explained.prices:
        said = Words("Prices of each decision appear here after {run}.", "运行 {run} 后，此处还会给出每项决定的代价。")
        note = tag("p", say(said, run=tag("code", "buju explain RUN")), class_="note")
    if view.counts["rejected"] > view.most_rejected:
        said = Words(
            "The first {a} of {b} are shown; rejected.csv has all.", "仅列出 {b} 家中的前 {a} 家；全部见 rejected.csv。"
        )
        rest = say(said, a=str(view.most_rejected), b=num(view.counts["rejected"], "=rejected"))
        groups.append(tag("p", rest, class_="note"))
    return panel(view, "why", Words("Why, and why not", "为何入选，为何未入选"), finding, note, groups, wide=True)


def _card(view: View, c: ShownCentre) -> Html:
    head = tag(
        "summary",
        tag("i", class_=f"sw {view.colour(c.row)} {c.standing}"),
        tag("span", bidi(cut(c.name, 60), class_="name"), tag("small", bidi(c.id)), class_="who"),
        tag("span", _short(view, c), class_="short"),
    )
    return tag(
        "details",
        head,
        tag("div", _facts(view, c), _reasons(view, c), class_="inside"),
        id=c.key,
        data_c=c.key,
        class_="card",
    )


def _plain_card(view: View, c: ShownCentre) -> Card:
    """What the card of a centre says, where there are so many that the script draws them."""
    row = c.row
    plain = (view.field_of(row), row.subfield, view.district_of(row))
    codes = (_CODES.get(code, code) for code in (row.level, row.channel, row.formation) if code)
    source = (_MADE_UP if row.source == "illustrative" else row.source,) if row.source else ()
    lead, others = _names(row)
    held = _held(view, c)
    return Card(
        name=cut(c.name, 60),
        id=c.id,
        colour=view.colour(row),
        short=_in_short(view, c),
        facts=(*(text for text in dict.fromkeys(plain) if text), *codes, *source),
        pairs=(lead, "" if view.many else others, row.chief_scientist_name or row.chief_scientist),
        technologies=held,
    )


def _in_short(view: View, c: ShownCentre) -> str:
    """Year and money of a chosen centre, the field of another."""
    if c.standing != "chosen":
        return cut(view.field_of(c.row), 24)
    return f"{c.decision.year} · {number(c.decision.total_support, 2)} {view.unit}"


def _short(view: View, c: ShownCentre) -> Html:
    if c.standing == "chosen":
        return join(num_year(c), " · ", num(c.decision.total_support, c.at + "/total_support"), " ", bidi(view.unit))
    price = _price(view, c)
    if c.standing == "rejected" and price:
        return price
    return bidi(cut(view.field_of(c.row), 24))


def _price(view: View, c: ShownCentre) -> Html | None:
    found = view.explained.prices.get(c.id)
    if found is None:
        return None
    if found.cost is None:
        none = Words("no plan can do without it", "任何方案都不能缺少它")
        return say(none if c.standing == "chosen" else Words("no plan can hold it", "任何方案都无法纳入它"))
    if found.lifted:
        return say(Words("only if a rule gives way", "须先调整规则"))
    worth = view.result.objective
    if worth:
        words = Words("forcing it in costs the plan {v}", "强行纳入成效降 {v}")
        if c.standing == "chosen":
            words = Words("dropping it costs the plan {v}", "去掉它成效降 {v}")
        place = "x%" + pointer("prices", c.id, "cost")
        return say(words, v=share(found.cost / abs(worth), place, 2))
    words = (
        Words("dropping it costs {v}", "去掉它损失 {v}")
        if c.standing == "chosen"
        else Words("forcing it in costs {v}", "强行纳入损失 {v}")
    )
    return say(words, v=num(found.cost, "x" + pointer("prices", c.id, "cost"), 4))


def _facts(view: View, c: ShownCentre) -> Html:
    row = c.row
    source = row.source
    plain = (view.field_of(row), row.subfield, view.district_of(row))
    facts = [
        *(bidi(text) for text in dict.fromkeys(plain) if text),
        *(_coded(code) for code in (row.level, row.channel, row.formation) if code),
        say(_MADE_UP) if source == "illustrative" else bidi(source) if source else None,
    ]
    line = tag("p", [[" · " if k else None, f] for k, f in enumerate(f for f in facts if f)], class_="facts")
    head = row.chief_scientist_name or row.chief_scientist
    pairs: list[tuple[Words, Html | None]] = [
        (Words("lead · members", "依托单位 · 成员"), _members(row)),
        (Words("chief scientist", "首席科学家"), _text(head)),
        (Words("technologies", "承担技术"), _technologies(view, c)),
    ]
    if isinstance(row, ChosenCentre):
        pairs.insert(0, (Words("support", "支持资金"), _paid(view, c)))
        if row.equity:
            pairs.insert(
                1, (Words("equity", "股权投入"), join(num(row.equity, c.at + "/equity"), " ", bidi(view.unit)))
            )
        if row.contribution is not None:
            pairs.insert(
                0,
                (
                    Words("share of the plan's worth", "贡献占比"),
                    view.worth(row.contribution, c.at + "/contribution"),
                ),
            )
    return join(line, tag("dl", [[tag("dt", say(words)), tag("dd", value)] for words, value in pairs if value]))


def _text(text: str) -> Html | None:
    return bidi(text) if text else None


def _coded(value: str) -> Html:
    return say(_CODES[value]) if value in _CODES else bidi(value)


def _members(row: CentreFacts) -> Html | None:
    """The lead, then the others."""
    lead, others = _names(row)
    rest = join(" · " if lead else None, bidi(others)) if others else None
    return join(tag("b", bidi(lead)) if lead else None, rest) if lead or others else None


def _names(row: CentreFacts) -> tuple[str, str]:
    """Name of the lead, and those of the others in a row, of which twelve are named."""
    names = [m.name or m.organisation for m in row.members or () if m.organisation != row.lead]
    more = f" +{len(names) - 12}" if len(names) > 12 else ""
    return row.lead_name or row.lead, " · ".join(names[:12]) + more


def _technologies(view: View, c: ShownCentre) -> Html | None:
    """What it covers; of a candidate that was not chosen, what it could cover."""
    held = _held(view, c)
    out = [[" · " if k else None, bidi(name, class_="bad" if bare else None)] for k, (name, bare) in enumerate(held)]
    return join(out) if out else None


def _held(view: View, c: ShownCentre) -> list[tuple[str, bool]]:
    """Names of its technologies, each with whether nothing covers it with the plan."""
    out = []
    for t in c.row.technologies or [view.technologies[k].technology for k in view.held[c.key]]:
        n = view.technology_row.get(t)
        name = t if n is None else view.technologies[n].name
        out.append((cut(name, 40), n is not None and content.depth(view.technologies[n]) <= 0))
    return out


def _paid(view: View, c: ShownCentre) -> Html:
    years = [
        [" + " if k else None, num(amount, c.at + pointer("support", year)), tag("small", f" {year}")]
        for k, (year, amount) in enumerate(sorted(c.decision.support.items()))
    ]
    total = num(c.decision.total_support, c.at + "/total_support")
    return join(tag("b", total), " ", bidi(view.unit), " = " if years else None, years)


def _reasons(view: View, c: ShownCentre) -> Html | None:
    kept, found = view.explained.centres.get(c.id), view.explained.prices.get(c.id)
    reasons = () if kept is None else kept.reasons
    said = [say(r) for r in (reasons or (c.row.reasons if isinstance(c.row, RejectedCentre) else ()))]
    price = _price(view, c)
    if price and found is not None and not reasons:
        unproven = found.cost is not None and not found.proven
        said.append(join(price, say(Words(" (not proven)", "（未证明）")) if unproven else None))
        said += [say(w) for w in found.lifted]
        comes, along = _exchange(view, c, found.pushes_out), _exchange(view, c, found.along, along=True)
        said += [row for row in (comes, along) if row]
    flips = [
        tag("li", say(f.words), [[" ", tag("code", s)] for s in f.set]) for f in (() if kept is None else kept.flip)
    ]
    if not said and not flips:
        return None
    title = {"chosen": Words("Why", "为何入选"), "rejected": Words("Why not", "为何未入选")}.get(c.standing)
    turn = [tag("h4", say(Words("What would turn it round", "怎样才会改变"))), tag("ul", flips)] if flips else None
    return join(tag("h4", say(title)) if title else None, tag("ul", [tag("li", s) for s in said]), turn)


def _exchange(view: View, c: ShownCentre, ids: Sequence[str], *, along: bool = False) -> Html | None:
    others = [view.by_id[o] for o in ids if o in view.by_id]
    if not others:
        return None
    more = f" +{len(others) - MOST_NAMED}" if len(others) > MOST_NAMED else None
    named = join([[" · " if k else None, view.link(o)] for k, o in enumerate(others[:MOST_NAMED])], more)
    if along:
        words = Words("then also in or out: {who}", "随之变动：{who}")
    elif c.standing == "chosen":
        words = Words("without it would come: {who}", "没有它则改选：{who}")
    else:
        words = Words("to make room would go: {who}", "为其让位的是：{who}")
    return say(words, who=named)
