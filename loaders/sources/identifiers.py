"""Identifiers of organisations: which registry one belongs to, whether its check digits hold, and its one written form.

What does not live here: names (``name_keys``).
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

Scheme = Literal["ror", "grid", "uscc", "pic"]

_ROR = re.compile(r"(?:https?://)?(?:www\.)?(?:ror\.org/)?(0[0-9a-hj-km-np-tv-z]{6}[0-9]{2})", re.IGNORECASE)
_GRID = re.compile(r"(?:https?://(?:www\.)?grid\.ac/institutes/)?(grid\.[0-9]+\.[0-9a-f]{1,2})", re.IGNORECASE)
_USCC = re.compile(r"[0-9A-HJ-NP-RTUWXY]{18}", re.IGNORECASE)
_PIC = re.compile(r"[0-9]{9}")
_CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz"


class Identifier(NamedTuple):
    """A scheme and the identifier in the form in which its registry writes it."""

    scheme: Scheme
    value: str


def identifier(text: str, scheme: Scheme | None = None) -> Identifier | None:
    """Recognise one identifier; None where the text is none, or its check digits do not hold.

    Parameters
    ----------
    text
        What stands in the source, as an address or bare.
    scheme
        The only scheme that counts. A PIC of CORDIS is nine digits without a check, so that it is
        recognised only where it is asked for.

    Returns
    -------
    Identifier or None

    Notes
    -----
    Checks: ROR, ISO 7064 MOD 97-10 over its base-32 number (ror.org, "Identifier pattern"); unified social credit
    code, GB 32100-2015, by ``python-stdnum``; GRID and PIC have none.

    Examples
    --------
    >>> identifier("https://ror.org/03v4gjf40").value
    'https://ror.org/03v4gjf40'
    >>> identifier("03v4gjf41") is None  # a wrong check digit
    True
    >>> identifier("99989 5013") is None, identifier("999895013", "pic").value
    (True, '999895013')
    """
    bare = text.strip()
    if scheme in (None, "ror") and (found := _ROR.fullmatch(bare)) and _ror_holds(found[1].lower()):
        return Identifier("ror", f"https://ror.org/{found[1].lower()}")
    if scheme in (None, "grid") and (found := _GRID.fullmatch(bare)):
        return Identifier("grid", found[1].lower())
    if scheme in (None, "uscc") and _USCC.fullmatch(bare) and (code := _uscc(bare)):
        return Identifier("uscc", code)
    if scheme == "pic" and _PIC.fullmatch(bare):
        return Identifier("pic", bare)
    return None


def scheme_of(text: str) -> Scheme | None:
    """The registry as whose identifier a text is written, whether or not its check digits hold.

    >>> scheme_of("https://ror.org/03v4gjf41"), scheme_of("999895013"), scheme_of("Ningbo University")
    ('ror', 'pic', None)
    """
    shapes: tuple[tuple[Scheme, re.Pattern[str]], ...] = (
        *(("pic", _PIC), ("ror", _ROR)),
        *(("grid", _GRID), ("uscc", _USCC)),
    )
    return next((scheme for scheme, shape in shapes if shape.fullmatch(text.strip())), None)


def _ror_holds(bare: str) -> bool:
    number = 0
    for character in bare[:7]:
        number = number * 32 + _CROCKFORD.index(character)
    return 98 - (number * 100) % 97 == int(bare[7:])


def _uscc(text: str) -> str | None:
    from stdnum.cn import uscc  # noqa: PLC0415 - of the extra `sources`
    from stdnum.exceptions import ValidationError  # noqa: PLC0415

    try:
        return str(uscc.validate(text))
    except ValidationError:
        return None
