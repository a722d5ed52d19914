"""Written names of organisations in the form in which they are compared, and the parts of an affiliation.

A key is for comparing only and is never shown. Words that tell two organisations apart stay in it: places, numbers,
what stands in brackets. What does not live here: which organisation a name means (``registry``).
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
LEGAL_FORMS = frozenset(
    {
        "ab",
        "ag",
        "aps",
        "as",
        "bv",
        "co",
        "company",
        "corp",
        "corporation",
        "ev",
        "gmbh",
        "inc",
        "incorporated",
        "kg",
        "limited",
        "llc",
        "llp",
        "ltd",
        "nv",
        "oy",
        "plc",
        "pvt",
        "sa",
        "se",
        "spa",
        "srl",
    }
)
LEGAL_FORMS_ZH = ("股份有限公司", "有限责任公司", "有限公司", "集团公司")
SHORTEST = 4
"""Keys of fewer characters (acronyms) are shared by too many organisations to say which is meant; Chinese ones: 3."""

_IGNORED = re.compile(r"[^\w()]+")
_SPELLED = str.maketrans(
    {"&": " and ", "’": "'", "‘": "'", "ı": "i", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "æ": "ae"}
)
_BRACKET = re.compile(r"\s*\([^()]*\)")
_LAST_BRACKET = re.compile(r"\s*\([^()]*\)\s*$")
_CUT = re.compile(r"[,;|/\n，；、]|\s+[-–—]+\s*|\s*[–—]+\s*|\s{2,}|(?<=[a-z]{6})\.\s")
_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003134f]")


@lru_cache(maxsize=200_000)
def name_key(name: str) -> str:
    """The form in which names are compared; ``""`` where nothing is left.

    Width, case, accents, punctuation and a leading "The" do not count; traditional characters are read as
    simplified, shortened words as whole ones.

    Examples
    --------
    >>> name_key("The Univ. of São Paulo") == name_key("UNIVERSITY OF SAO PAULO")
    True
    >>> name_key("中科院宁波材料所") == name_key("中國科學院寧波材料所")
    True
    >>> name_key("Samsung (South Korea)") == name_key("Samsung (India)")
    False
    """
    text = unicodedata.normalize("NFKC", name).casefold().translate(_SPELLED).replace("'s", "s")
    if _HAN.search(text):
        text = _simplified().convert(text)
    text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    words = [ABBREVIATED.get(word, word) for word in _IGNORED.sub(" ", text).split()]
    key = " ".join(words[1:] if len(words) > 1 and words[0] == "the" else words)
    for short, full in SHORT_CHINESE.items():
        if key.startswith(short):
            return full + key[len(short) :]
    return key


def without_legal_form(key: str) -> str:
    """A key without the legal forms at its end; the key itself where nothing else would be left.

    >>> without_legal_form("siemens ag"), without_legal_form("宁波江丰电子材料股份有限公司")
    ('siemens', '宁波江丰电子材料')
    """
    for form in LEGAL_FORMS_ZH:
        if key.endswith(form) and len(key) > len(form):
            return key[: -len(form)]
    words = key.split()
    while len(words) > 1 and words[-1] in LEGAL_FORMS:
        words.pop()
    return " ".join(words)


def without_last_bracket(name: str) -> str:
    """A name without what stands in brackets at its end, in which registries put the country.

    >>> without_last_bracket("Samsung (South Korea)")
    'Samsung'
    """
    return _LAST_BRACKET.sub("", unicodedata.normalize("NFKC", name))


def too_short(key: str) -> bool:
    """Whether a key is an acronym or less, which does not say who is meant.

    >>> too_short("mit"), too_short("宁波大学")
    (True, False)
    """
    return len(key) < (3 if _HAN.search(key) else SHORTEST)


def parts(affiliation: str) -> tuple[str, ...]:
    """What an affiliation names, largest pieces as written, then those with brackets left away.

    Examples
    --------
    >>> parts("Dept. X, KTH Royal Institute of Technology (KTH), Stockholm")
    ('Dept. X', 'KTH Royal Institute of Technology (KTH)', 'Stockholm', 'KTH Royal Institute of Technology')
    """
    text = unicodedata.normalize("NFKC", affiliation)
    found = [part.strip() for part in _CUT.split(text) if part and part.strip()]
    bare = [_BRACKET.sub("", part).strip() for part in found if "(" in part]
    return tuple(dict.fromkeys([*found, *(b for b in bare if b)]))


@cache
def _simplified() -> Any:
    """Traditional to simplified characters, for keys only."""
    from opencc import OpenCC  # noqa: PLC0415 - of the extra `sources`

    return OpenCC("t2s")
