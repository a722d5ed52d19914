"""Written names of organisations in the form in which they are compared, and the parts of an affiliation.

A key is for comparing only and is never shown. Words that tell two organisations apart stay in it: places, numbers,
what stands in brackets. What does not live here: legal forms (``legal_forms``), which organisation a name means
(``registry``).
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import Any

ABBREVIATED = {
    "ctr": "center",
    "centre": "center",
    "dept": "department",
    "hosp": "hospital",
    "inst": "institute",
    "lab": "laboratory",
    "natl": "national",
    "sci": "science",
    "tech": "technology",
    "univ": "university",
}
"""Words that indexes of publications shorten, whole words only."""
SHORT_CHINESE = {"中科院": "中国科学院", "国科大": "中国科学院大学", "社科院": "社会科学院", "军科院": "军事科学院"}
"""Beginnings of Chinese names that are usually shortened, and what they stand for."""
SHORTEST = 4
"""Keys of fewer characters (acronyms) are shared by too many organisations to say which is meant; Chinese ones: 3."""

_MOST_CONVERSIONS = 3
_IGNORED = re.compile(r"[^\w()]+")
_SPELLED = str.maketrans(
    {"&": " and ", "’": "'", "‘": "'", "ı": "i", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "æ": "ae"}
)
_BRACKET = re.compile(r"\s*\(([^()]*)\)")
_LAST_BRACKET = re.compile(r"\s*\(([^()]*)\)\s*$")
_DOTTED = re.compile(r"(?<!\w)([a-z])\.\s?(?=[a-z](?!\w))")
"""A letter with a dot before another lone one: ``n.v.``"""
_UMLAUT = re.compile(r"(?<=[aou])e")
_CUT = re.compile(r"[,;|/\n，；、]|\s+[-–—]+\s*|\s*[–—]+\s*|\s{2,}|(?<=[a-z]{6})\.\s")
_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003134f]")
_BETWEEN_HAN = re.compile(rf"(?<={_HAN.pattern}) (?={_HAN.pattern})")
_INSTITUTE = re.compile(r"(中国科学院|社会科学院|军事科学院)(.+)(?<!研究)所")


@lru_cache(maxsize=200_000)
def name_key(name: str) -> str:
    """The form in which names are compared; ``""`` where nothing is left.

    Width, case, accents, punctuation, characters that print nothing and a leading "The" do not count, nor blanks
    between Chinese characters; traditional characters are read as simplified, shortened words as whole ones.

    Examples
    --------
    >>> name_key("The Univ. of São Paulo") == name_key("UNIVERSITY OF SAO PAULO")
    True
    >>> name_key("中科院 物理所") == name_key("中國科學院物理研究所")
    True
    >>> name_key("Samsung (South Korea)") == name_key("Samsung (India)")
    False
    """
    text = unicodedata.normalize("NFKC", name).casefold().translate(_SPELLED).replace("'s", "s")
    text = "".join(c for c in text if unicodedata.category(c) != "Cf")
    if _HAN.search(text):
        text = _in_simplified(text)
    text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    text = _DOTTED.sub(r"\1", text).replace("(", " (").replace(")", ") ")
    words = [ABBREVIATED.get(word, word) for word in _IGNORED.sub(" ", text).split()]
    key = _BETWEEN_HAN.sub("", " ".join(words[1:] if len(words) > 1 and words[0] == "the" else words))
    for short, full in SHORT_CHINESE.items():
        if key.startswith(short):
            key = full + key[len(short) :]
            break
    return f"{key[:-1]}研究所" if _INSTITUTE.fullmatch(key) else key


def umlauts_as_letters(key: str) -> str:
    """A key in which ä, ö and ü that were spelled ae, oe and ue are the plain letter, as those with dots are.

    >>> umlauts_as_letters(name_key("UNIVERSITAET ZUERICH")) == name_key("Universität Zürich")
    True
    """
    return key if _HAN.search(key) else _UMLAUT.sub("", key)


def without_country(name: str) -> str:
    """A name without what stands in Latin letters in brackets at its end, where registries put the country.

    In a Chinese name the bracket tells campuses and universities apart, and stays.

    >>> without_country("Samsung (South Korea)"), without_country("中国石油大学（华东）")
    ('Samsung', '中国石油大学(华东)')
    """
    text = unicodedata.normalize("NFKC", name)
    found = _LAST_BRACKET.search(text)
    return text if found is None or _HAN.search(text) else text[: found.start()]


def too_short(key: str) -> bool:
    """Whether a key is an acronym or less, which does not say who is meant.

    >>> too_short("mit"), too_short("宁波大学")
    (True, False)
    """
    return len(key) < (3 if _HAN.search(key) else SHORTEST)


def parts(affiliation: str) -> tuple[str, ...]:
    """What an affiliation names, largest pieces as written, then those without brackets that only shorten the name.

    What else stands in brackets (a campus, a country) may tell two organisations apart.

    Examples
    --------
    >>> parts("Dept. X, KTH Royal Institute of Technology (KTH), Stockholm")
    ('Dept. X', 'KTH Royal Institute of Technology (KTH)', 'Stockholm', 'KTH Royal Institute of Technology')
    >>> parts("哈尔滨工业大学（深圳）"), parts("Samsung (India)")
    (('哈尔滨工业大学(深圳)',), ('Samsung (India)',))
    """
    text = unicodedata.normalize("NFKC", affiliation)
    found = [part.strip() for part in _CUT.split(text) if part and part.strip()]
    bare = [
        _BRACKET.sub(lambda m, part=part: "" if _shortens(m[1], part[: m.start()]) else m[0], part).strip()
        for part in found
    ]
    return tuple(dict.fromkeys([*found, *(b for b in bare if b)]))


def two_names(part: str) -> tuple[str, str] | None:
    """What stands before the last bracket of a part and in it, which may be two names of one organisation.

    >>> two_names("Western University (University of Western Ontario)")
    ('Western University', 'University of Western Ontario')
    """
    text = unicodedata.normalize("NFKC", part)
    found = _LAST_BRACKET.search(text)
    return None if found is None else (text[: found.start()], found[1])


def _shortens(inside: str, name: str) -> bool:
    """Whether what stands in brackets is made of letters of the name before it, in their order, from a word's first."""
    if " " in inside.strip():
        return False
    short = name_key(inside).replace(" ", "")
    words = name_key(name).split()
    starts = (iter("".join(words[n:])) for n, word in enumerate(words) if word[0] == short[:1])
    return bool(short) and any(all(c in letters for c in short) for letters in starts)


def _in_simplified(text: str) -> str:
    """Converted until nothing changes: OpenCC turns 乾縣 into 乾县, and 乾县 into 干县 (``findings``)."""
    for _ in range(_MOST_CONVERSIONS):
        before, text = text, _simplified().convert(text)
        if text == before:
            break
    return text


@cache
def _simplified() -> Any:
    """Traditional to simplified characters, for keys only."""
    from opencc import OpenCC  # noqa: PLC0415 - of the extra `sources`

    return OpenCC("t2s")
