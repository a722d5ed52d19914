"""Markup that is safe by construction: text is escaped unless it was made by the functions here.

What does not live here: what the page says and shows.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from graph.base.rounding import percent
from graph.base.words import Words
from planner.layout.amounts import padded
from planner.layout.text import number

_VOID = frozenset({"meta", "input", "br", "col", "link"})
_SVG_EMPTY = frozenset({"rect", "circle", "line", "path", "polygon", "polyline"})
_UNCLOSED = frozenset({"td", "th", "tr", "li", "dt", "dd"})
"""Elements whose end tag HTML lets out where the next begins or the parent ends; a matrix is mostly these."""
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_BARE = re.compile(r"[A-Za-z0-9._#/%~-]+")
"""Attribute values that need no quotes."""
_TURNING = frozenset({"R", "AL", "AN", "RLE", "LRE", "RLO", "LRO", "PDF", "RLI", "LRI", "FSI", "PDI"})
_SLOT = re.compile(r"\{(\w+)\}")


class Html(str):
    """Markup; everything else that is put into a tag is text and gets escaped."""

    __slots__ = ()


Part = Any
"""What a tag may hold: markup, text, numbers, nothing (``None``), or lists of these."""


def escape(text: str) -> Html:
    r"""Text as markup, also safe within double quotes; characters that no page may hold become U+FFFD.

    >>> escape('<script>"&\x00') == '&lt;script&gt;&quot;&amp;\ufffd'
    True
    """
    return Html(html.escape(writable(text), quote=True))


def writable(text: str) -> str:
    """Text without the characters that no page may hold: they become U+FFFD."""
    return _CONTROL.sub("\ufffd", text)


def join(*parts: Part) -> Html:
    """Parts in a row.

    >>> join("a<b", None, [Html("<br>"), 3])
    'a&lt;b<br>3'
    """
    out: list[str] = []
    for part in parts:
        if part is None:
            continue
        if isinstance(part, Html):
            out.append(part)
        elif isinstance(part, (str, int, float)):
            out.append(escape(str(part)))
        else:
            out.append(join(*part))
    return Html("".join(out))


def tag(name: str, /, *parts: Part, **attributes: Any) -> Html:
    """One element. ``class_`` gives ``class``, ``data_at`` gives ``data-at``; ``None`` and ``False`` are left out.

    >>> tag("p", "1 < 2", class_="a", data_at="/x", hidden=True, title=None)
    '<p class=a data-at=/x hidden>1 &lt; 2</p>'
    >>> tag("rect", x=1.25, width=3.0)
    '<rect x=1.25 width=3 />'
    >>> tag("p", class_="a b", title="")
    '<p class="a b" title=""></p>'
    """
    said = "".join(_attribute(key, value) for key, value in attributes.items())
    if name in _VOID:
        return Html(f"<{name}{said}>")
    inner = join(*parts)
    if name in _SVG_EMPTY and not inner:
        return Html(f"<{name}{said}/>" if said.endswith('"') else f"<{name}{said} />")
    if name in _UNCLOSED:
        return Html(f"<{name}{said}>{inner}")
    return Html(f"<{name}{said}>{inner}</{name}>")


def _attribute(key: str, value: Any) -> str:
    if value is None or value is False:
        return ""
    name = key.rstrip("_").replace("_", "-")
    if value is True:
        return f" {name}"
    text = plain(value) if isinstance(value, float) else str(value)
    return f" {name}={text}" if _BARE.fullmatch(text) else f' {name}="{escape(text)}"'


def plain(value: float) -> str:
    """A coordinate: two decimals at most, no idle zeros.

    >>> plain(1.0), plain(0.126), plain(-0.001)
    ('1', '0.13', '0')
    """
    shown = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if shown == "-0" else shown


def part(share: float) -> str:
    """A length or place in per cent of the figure.

    >>> part(71.428), part(0), part(100.0)
    ('71.43%', '0', '100%')
    """
    shown = plain(share)
    return shown if shown == "0" else f"{shown}%"


def say(words: Words | Mapping[str, str], /, **values: Part) -> Html:
    """A sentence in both languages, of which the page shows one; ``{name}`` takes text or markup.

    >>> say(Words("{n} centres", "{n} 家中心"), n=Html("<b>3</b>"))
    '<b>3</b><i lang=en> centres</i><i lang=zh> 家中心</i>'
    >>> say({"en": "T<1", "zh": "T<1"})
    'T&lt;1'
    """
    return _said("i", words, values)


def say_in_figure(words: Words | Mapping[str, str], /, **values: Part) -> Html:
    """The same inside SVG text.

    >>> say_in_figure(Words("cap", "上限"))
    '<tspan lang=en>cap</tspan><tspan lang=zh>上限</tspan>'
    """
    return _said("tspan", words, values)


def _said(name: str, words: Words | Mapping[str, str], values: Mapping[str, Part]) -> Html:
    en, zh = (words.en, words.zh) if isinstance(words, Words) else (str(words["en"]), str(words["zh"]))
    ours, theirs = _parted(en, values), _parted(zh, values)
    if ours[1::2] != theirs[1::2]:  # the languages want the values in another order: each says all of it
        return _either(name, _filled(ours, values), _filled(theirs, values))
    return join(
        *(
            values[one] if k % 2 else _either(name, escape(one), escape(other))
            for k, (one, other) in enumerate(zip(ours, theirs, strict=True))
        )
    )


def _either(name: str, en: Html, zh: Html) -> Html:
    if en == zh:
        return en
    return join(*(tag(name, part, lang=lang) for part, lang in ((en, "en"), (zh, "zh")) if part))


def _parted(text: str, values: Mapping[str, Part]) -> list[str]:
    """Text and names of slots in turn; a sentence from the data has no slots."""
    return _SLOT.split(text) if values else [text]


def _filled(parts: list[str], values: Mapping[str, Part]) -> Html:
    return join(*(values[part] if k % 2 else part for k, part in enumerate(parts)))


def bidi(text: str, **attributes: Any) -> Html:
    """A name from the data, kept from turning the text around it (right-to-left names, stray marks).

    >>> bidi("plain"), bidi("\u05d0")
    ('plain', '<bdi>א</bdi>')
    """
    turns = any(unicodedata.bidirectional(c) in _TURNING for c in text)
    given = any(value is not None for value in attributes.values())
    return tag("bdi", text, **attributes) if turns or given else escape(text)


def figure_of(value: float | None, at: str, shown: str, *, svg: bool = False) -> Html:
    """A number of the result: shown rounded, with the whole number and its place in the result behind it."""
    if value is None:
        return Html("–")
    full = exact(value)
    if svg:
        return tag("tspan", shown, data_v=full, data_at=at)
    return tag("data", shown, value=full, data_at=at)


def exact(value: float) -> str:
    """A number in full: reading it back gives the same number.

    >>> exact(162.0), exact(0.1), exact(1e22)
    ('162', '0.1', '1e+22')
    """
    return repr(value).removesuffix(".0")


def num(value: float | None, at: str, decimals: int = 2, *, least: int = 0, svg: bool = False) -> Html:
    """A number of the result, with thousands separators and at least so many decimals.

    >>> num(1019.25, "/cost", 1)
    '<data value=1019.25 data-at=/cost>1,019.3</data>'
    """
    return figure_of(value, at, "" if value is None else padded(number(value, decimals), least), svg=svg)


def brief(value: float) -> str:
    """A number as short as a figure needs it: from a million on, in millions.

    >>> brief(3066.67), brief(37133145.33)
    ('3,066.67', '37.13 M')
    """
    return f"{number(value / 1e6, 2)} M" if abs(value) >= 1e6 else number(value, 2)


def share(value: float | None, at: str, decimals: int = 1, *, svg: bool = False) -> Html:
    """A share of the result, as a percentage.

    >>> share(0.25, "/goals/talent")
    '<data value=0.25 data-at=/goals/talent>25.0%</data>'
    """
    return figure_of(value, at, "" if value is None else percent(value, decimals), svg=svg)


def pointer(*steps: object) -> str:
    """A place in the result, as a JSON pointer (RFC 6901).

    >>> pointer("chosen", 3, "a/b")
    '/chosen/3/a~1b'
    """
    return "".join("/" + str(s).replace("~", "~0").replace("/", "~1") for s in steps)


def spaced(items: Iterable[str]) -> str:
    """Keys in one attribute, each once, apart by spaces."""
    return " ".join(dict.fromkeys(items))
