"""Cell text made comparable and printable: widths folded, blanks stripped, hostile characters shown harmlessly.

What does not live here: what a cell means (``cells``) and which name was meant (``nearest``).
"""

from __future__ import annotations

import unicodedata

FOLD = {0x3000: " ", 0x00A0: " ", 0x2212: "-"} | {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
"""Full-width forms to their usual forms; the ideographic and no-break space; the minus sign."""
INVISIBLE = "\ufeff\u200b\u200c\u200d\u2060"
"""Characters of no width that word processors leave behind; stripped from the ends of cells."""
LONGEST_SHOWN = 80
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def fold(text: str) -> str:
    """The text with full-width characters in their usual width and without blanks at its ends.

    Examples
    --------
    >>> fold("　Ｔ０１， ")
    'T01,'
    """
    return trim(text) if text.isascii() else trim(text.translate(FOLD))


def trim(text: str) -> str:
    """The text without blanks and invisible characters at its ends; inside, nothing changes."""
    text = text.strip()
    return text if text.isascii() else text.strip(INVISIBLE).strip()


def key(text: str) -> str:
    """Form in which headers, table names and choices are compared: width, case, blanks, ``_`` and ``-`` do not count.

    Examples
    --------
    >>> key("Lead ID") == key("lead_id"), key("＊编号")
    (True, '编号')
    """
    folded = fold(text).casefold().strip("*")
    return "".join(c for c in folded if c not in " _-\t\r\n")


def shown(value: object) -> str:
    r"""The value as it may be printed anywhere: control and direction characters escaped, long text cut.

    Examples
    --------
    >>> shown("a\x1b[2Jb\n"), len(shown("x" * 10_000_000))
    ('a\\x1b[2Jb\\n', 80)
    """
    text = str(value)[: LONGEST_SHOWN + 1]
    if len(text) > LONGEST_SHOWN:
        text = text[: LONGEST_SHOWN - 1] + "…"
    return printable(text)


def printable(value: object) -> str:
    r"""The whole text with control and direction characters escaped; for paths.

    >>> printable("a\tb")
    'a\\tb'
    """
    text = str(value)
    return text if text.isprintable() else "".join(c if _harmless(c) else _escaped(c) for c in text)


def _harmless(character: str) -> bool:
    return character.isprintable() or unicodedata.category(character) == "Zs"


def _escaped(character: str) -> str:
    return character.encode("unicode_escape", "backslashreplace").decode("ascii")


def neutral(text: str) -> str:
    """Text that no spreadsheet takes for a formula: a leading ``= + - @``, tab or line end gets an apostrophe.

    Source: OWASP, "CSV Injection". Numbers are not text and never come here.

    >>> neutral("=HYPERLINK(1)"), neutral("  @x"), neutral("磁性材料")
    ("'=HYPERLINK(1)", "'  @x", '磁性材料')
    """
    return "'" + text if text.lstrip(" ").startswith(_FORMULA_STARTS) else text
