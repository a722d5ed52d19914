"""Centres where there are many: rows of plain data that the script draws as cards, a few at a time.

A row refers to texts that stand once for all rows. The script makes elements and sets texts, never markup, so nothing
of the data can be taken for it; within the block, ``<`` is written so that nothing ends it. What does not live here:
the card of a centre as the page writes it itself (``why``), and marks on the map (``district_map``).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from graph.base.words import Words
from planner.layout.page.markup import Html, say, tag, writable
from planner.layout.page.view import ShownCentre, View

MANY_EXISTING = 300
"""With more existing centres than this (or many chosen), those of which nothing is explained are rows of the crowd."""

Text = str | Words


@dataclass(frozen=True, kw_only=True)
class Card:
    """What a card of the crowd says, as texts.

    Attributes
    ----------
    facts
        Field, district, level and the like.
    pairs
        Lead, the other members, chief scientist; blank where there is none.
    technologies
        (name, whether nothing covers it with the plan).
    """

    name: str
    id: str
    colour: str
    short: str
    facts: Sequence[Text]
    pairs: tuple[str, str, str]
    technologies: Sequence[tuple[str, bool]] = ()


@dataclass
class _Texts:
    """Texts, each once, by number."""

    rows: list[str | list[str]] = field(default_factory=list)
    numbers: dict[Text, int] = field(default_factory=dict)

    def number(self, text: Text) -> int:
        if text not in self.numbers:
            self.numbers[text] = len(self.rows)
            self.rows.append([text.en, text.zh] if isinstance(text, Words) else writable(text))
        return self.numbers[text]


def in_crowd(view: View, centre: ShownCentre) -> bool:
    """Whether a centre is a row of the crowd."""
    many = {"chosen": view.many, "existing": view.many or view.counts["existing"] > MANY_EXISTING}
    if not many.get(centre.standing, False) or centre.key in view.listed_keys:
        return False
    return centre.id not in view.explained.centres and centre.id not in view.explained.prices


def crowd(cards: Mapping[str, Card], chosen: int = 0) -> Html:
    """The rows, by key of the centre, with the search and the place where the script draws them.

    Keys below ``chosen`` are those of chosen centres.
    """
    find = Words("Search id, name, lead, technology …", "查找编号、名称、依托单位、技术……")
    search = tag("input", type="search", class_="find among", data_en=find.en, data_zh=find.zh)
    tools = tag("div", search, tag("span", class_="count among-count", role="status"), class_="filters")
    more = tag("button", say(Words("show more", "再显示一些")), type="button", class_="among-more", hidden=True)
    part = Words(
        "These are many and drawn a part at a time (by the page's script); the run's result.json has all.",
        "数量较多，由页面脚本分批显示；全部见运行结果 result.json。",
    )
    note = tag("p", say(part), class_="note")
    block = tag("script", Html(crowd_json(cards, chosen)), type="application/json", id="crowd")
    return Html("".join((tools, tag("div", class_="cards among-cards"), more, note, block)))


def crowd_json(cards: Mapping[str, Card], chosen: int = 0) -> str:
    r"""The rows as JSON that may stand in a page.

    >>> crowd_json({"c3": Card(name="</script>", id="A", colour="f0", short="", facts=(), pairs=("", "", ""))})
    '{"chosen":0,"texts":["\\u003c/script>","A",""],"rows":[[3,1,0,0,2]]}'
    """
    texts = _Texts()
    rows = []
    for key, card in cards.items():
        name, own = texts.number(card.name), texts.number(card.id)
        colour = int(card.colour[1:]) if card.colour[1:].isdecimal() else -1
        row: list[object] = [int(key[1:]), own, name, colour, texts.number(card.short)]
        row.append([texts.number(fact) for fact in card.facts])
        row += [texts.number(text) if text else -1 for text in card.pairs]
        row.append([~texts.number(t) if bare else texts.number(t) for t, bare in card.technologies])
        while row[-1] in ([], -1) and len(row) > 5:
            row.pop()
        rows.append(row)
    told = json.dumps({"chosen": chosen, "texts": texts.rows, "rows": rows}, ensure_ascii=False, separators=(",", ":"))
    return told.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
