"""Legal forms of organisations at the end (or the head) of a key: what is left without one, and which it is.

Two names that state different forms are two organisations as the registers of companies see it: a group and its listed
firm, a firm and its subsidiary abroad. What does not live here: keys (``name_keys``).
"""

from __future__ import annotations

from typing import NamedTuple

_SAME = {
    "company": "co",
    "corporation": "corp",
    "incorporated": "inc",
    "limited": "ltd",
    "private": "pvt",
    "proprietary": "pty",
    "有限责任公司": "有限公司",
}
"""Forms written out, and as they are shortened."""
LATIN = frozenset(
    [
        *("ab", "ag", "aps", "as", "asa", "bhd", "bv", "co", "corp", "doo", "ev", "gmbh", "inc", "kft", "kg", "llc"),
        *("llp", "ltd", "nv", "oy", "oyj", "plc", "pte", "pty", "pvt", "sa", "sarl", "sas", "sdn", "se", "spa"),
        *("spzoo", "srl", "sro", *(word for word in _SAME if word.isascii())),
    ]
)
HAN = ("股份有限公司", "有限责任公司", "有限公司", "集团公司")
HAN_HEADS = ("财团法人", "社团法人")
"""Forms that stand before a name, as in Taiwan."""
_LONGEST = 4


class Formed(NamedTuple):
    """A key without its legal form, and the form; ``""`` where none is stated."""

    key: str
    form: str


def legal_form(key: str) -> Formed:
    """Take the legal form off a key; the key itself where nothing else would be left.

    Examples
    --------
    >>> legal_form("siemens ag")
    Formed(key='siemens', form='ag')
    >>> legal_form("宁波江丰电子材料股份有限公司")
    Formed(key='宁波江丰电子材料', form='股份有限公司')
    >>> legal_form("acme company limited").form == legal_form("acme co ltd").form == legal_form("acme ltd").form
    True
    """
    for head in HAN_HEADS:
        if key.startswith(head) and len(key) > len(head):
            return Formed(key[len(head) :], head)
    for form in HAN:
        if key.endswith(form) and len(key) > len(form):
            return Formed(key[: -len(form)], _SAME.get(form, form))
    forms: list[str] = []
    words = _joined(key).split()
    while len(words) > 1 and (words[-1] in LATIN or (forms and words[-1] == "and")):
        forms.append(words.pop())
    told = sorted({_SAME.get(f, f) for f in forms} - {"and"})
    return Formed(" ".join(words), " ".join(f for f in told if f != "co" or told == ["co"]))


def _joined(key: str) -> str:
    """A key whose last short words are one, where that is a form: ``a s``, ``sp z oo``.

    >>> _joined("novo nordisk a s"), _joined("plan b c")
    ('novo nordisk as', 'plan b c')
    """
    words = key.split()
    for n in range(min(_LONGEST, len(words) - 1), 1, -1):
        if (word := "".join(words[-n:])) in LATIN and all(len(w) <= 2 for w in words[-n:]):
            return " ".join([*words[:-n], word])
    return key
