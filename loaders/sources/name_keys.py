"""Written names of organisations in the form in which they are compared, and the parts of an affiliation.

A key is for comparing only and is never shown. Words that tell two organisations apart stay in it: places, numbers,
what stands in brackets. What does not live here: legal forms (``legal_forms``), which organisation a name means
(``registry``).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
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

_GENERAL_WORDS = (
    "a academy affiliated agriculture and applied biology botany cancer center central chemistry children "
    "childrens city clinical college computer county department district economics education engineering eye "
    "faculty first for general geography geology graduate group health hospital informatics institute "
    "international key laboratory law life maternal maternity mathematics material materials mechanics medical "
    "medicine mental military municipal national natural no normal nursing of oncology people peoples pharmacy "
    "physics plant polytechnic private province provincial psychology public regional research royal school "
    "science sciences second social state statistics technical technological technology the third tumor "
    "university women womens zoology"
)
GENERAL = frozenset(_GENERAL_WORDS.split())
"""Words of which alone no name is made that says who is meant: "First People's Hospital", "Institute of Physics"."""
_GENERAL_HAN = re.compile(
    "(?:第?[一二三四五六七八九十]|省|市|县|区|人民|中心|附属|直属|总|综合|中西医结合|中医药?|妇幼|妇女|妇产|儿童|保健|口腔|眼科|肿瘤|"
    "精神|卫生|康复|传染病|专科|医科|医学|医疗|(?:理工|师范|农业|工业|交通)大学|国家重点实验室|重点实验室|大学|学院|医院|院|所)+"
)
SHARED_BARE = frozenset(
    {"中国地质大学", "中国石油大学", "china university of geosciences", "china university of petroleum"}
)
"""Keys that two universities share, and that their brackets tell apart (北京, 武汉, 华东): bare they say not which."""
SHARED = {
    name: frozenset({name, traditional})
    for name, traditional in (
        ("清华大学", "清華大學"),
        ("交通大学", "交通大學"),
        ("中山大学", "中山大學"),
        ("东吴大学", "東吳大學"),
        ("南华大学", "南華大學"),
        ("东华大学", "東華大學"),
        ("中央大学", "中央大學"),
        ("大同大学", "大同大學"),
        ("中国科技大学", "中國科技大學"),
    )
}
"""Names of two universities, one on each side of the strait: what is written in one script is not read as the other."""

_HOSPITAL = re.compile(r"医院|\b(?:hospital|hospitals|hopital|krankenhaus|klinikum|ospedale|hospices)\b")
_INSTITUTES = re.compile(
    r"研究所|研究院|研究中心|实验室|分院|\b(?:institute|laboratory|observatory|innovation academy|branch)\b"
)
_ABOVE = re.compile(r"(?:科学院|总局|局|部|集团)$|\b(?:academy of|administration|ministry|bureau)\b")
"""Academies, ministries and the like, whose institutes are no departments."""
_UNIVERSITY = re.compile(
    r"大学|理工学院|\binstitute of technology\b|\buniversit(?:y|at|aet|e|a|at|eit|ies)\b|\buniversidade?\b"
)
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
        simplified = _in_simplified(text)
        text = text if "".join(text.split()) in SHARED.get("".join(simplified.split()), ()) else simplified
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

    In a Chinese name, and in that of a university, the bracket tells campuses and universities apart, and stays.

    >>> without_country("Samsung (South Korea)"), without_country("中国石油大学（华东）")
    ('Samsung', '中国石油大学(华东)')
    >>> without_country("City University of Hong Kong (Dongguan)")
    'City University of Hong Kong (Dongguan)'
    """
    text = unicodedata.normalize("NFKC", name)
    found = _LAST_BRACKET.search(text)
    stays = found is None or _HAN.search(text) or _UNIVERSITY.search(name_key(text))
    return text if found is None or stays else text[: found.start()]


def too_short(key: str) -> bool:
    """Whether a key is an acronym or less, which does not say who is meant.

    >>> too_short("mit"), too_short("宁波大学")
    (True, False)
    """
    return len(key) < (3 if _HAN.search(key) else SHORTEST)


def too_general(key: str) -> bool:
    """Whether a key is made of words alone that any place may have: it does not say who is meant.

    >>> too_general(name_key("The First People's Hospital")), too_general("第一人民医院"), too_general("宁波市第一医院")
    (True, True, False)
    """
    if key in SHARED_BARE:
        return True
    if _HAN.search(key):
        return _GENERAL_HAN.fullmatch(key) is not None
    return all(word in GENERAL or word.isdigit() for word in key.split())


def its_own(part: str, known: Iterable[str] = ()) -> bool:
    """Whether a part of an affiliation names an organisation beside those of its parts that are known.

    A hospital of a university, an institute of an academy and another university are organisations of their own: where
    nobody knows them, what else stands there is not who is meant. A known hospital is, whatever university it is of.

    >>> its_own("Third Hospital", ["Foo University"]), its_own("School of Medicine", ["Foo University"])
    (True, False)
    >>> its_own("Bar University", ["Foo University"]), its_own("Foo University School of Law", ["Foo University"])
    (True, False)
    >>> its_own("Institute of Physics", ["Foo Academy of Sciences"]), its_own("Bar University", ["Foo Hospital"])
    (True, False)
    """
    key, others = name_key(part), [name_key(one) for one in known]
    if _HOSPITAL.search(key) is not None:
        return True
    if _INSTITUTES.search(key) is not None and any(_ABOVE.search(one) for one in others):
        return True
    there = any(one in key or _HOSPITAL.search(one) for one in others)
    return _UNIVERSITY.search(key) is not None and not there


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
