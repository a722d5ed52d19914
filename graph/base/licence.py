"""What the licence of data forbids, as far as its own words say so in a known way.

A licence is a sentence of the data's owner, which is repeated wherever the data go; what it forbids is said besides.
What does not live here: where it stands (``dataset.yaml``, a mapping, a file beside a snapshot).
"""

from __future__ import annotations

import re

from graph.base.words import Words

_NO = "(?:不得|不可|不准|禁止|严禁|请勿)"
_BANNED = r"(?:is |are )?(?:not (?:allowed|permitted)|prohibited|forbidden|excluded)"
_PASSING = "(?:distribut|publish|publication|shar(?:e|ing)|pass(?:ed|ing)? (?:it|them )?on)"
_COMMERCIAL = (
    r"\bcc[ -]by(?:-\w\w)*-nc\b",
    r"\bnon-?\s?commercial",
    r"\b(?:no|not for|not be used for) commercial",
    rf"\bcommercial (?:use|usage|purposes?) {_BANNED}",
    "非商业|非商用|非营利",
    rf"{_NO}[^。；;]{{0,8}}(?:商业|商用|营利)",
)
_PASSED_ON = (
    rf"\b(?:no|not (?:for|be|to be)|(?:do|may|must|shall) not) (?:re-?)?{_PASSING}",
    rf"\b(?:re-?)?(?:distribution|publication) {_BANNED}",
    r"\binternal use only|\ball rights reserved",
    rf"{_NO}[^。；;]{{0,8}}(?:公开|发布|转载|传播|转让|转发|分发|外传|扩散|披露|对外)",
    "仅供内部|内部使用|内部资料|保留所有权利|版权所有",
)
_CHANGED = (
    r"\bcc[ -]by(?:-\w\w)*-nd\b",
    r"\bno[- ]?derivatives?|\b(?:no|not be) modifi",
    f"{_NO}(?:演绎|修改|改编)",
)
_KINDS = tuple(
    (words, re.compile("|".join(patterns)))
    for words, patterns in (
        (Words("commercial use", "商业使用"), _COMMERCIAL),
        (Words("passing the data on or publishing them", "对外提供或公开发布"), _PASSED_ON),
        (Words("passing changed versions on", "发布修改后的版本"), _CHANGED),
    )
)
_BOTH = re.compile(
    r"\bcommercial(?:ly)?,? (?:and|or|as well as) non-?\s?commercial\w*"
    r"|\bnon-?\s?commercial\w*,? (?:and|or|as well as) commercial\w*|商业(?:和|与|或|及|、)非商业"
)
"""Said of both kinds of use, a licence allows or orders something else."""


def forbidden(licence: str) -> Words | None:
    """What a licence forbids, as words for a sentence; None where its text says nothing of the kind.

    Words of a known form are read (``CC BY-NC``, "not for redistribution", 不得对外发布); a text that says it in
    another way is repeated where the licence stands, and no more: None does not mean that all is allowed.

    Examples
    --------
    >>> forbidden("CC BY-NC-ND 4.0").en
    'commercial use, passing changed versions on'
    >>> forbidden("仅供内部使用，不得用于商业用途").zh
    '商业使用、对外提供或公开发布'
    >>> forbidden("CC BY 4.0"), forbidden("free for commercial and non-commercial use")
    (None, None)
    """
    text = _BOTH.sub(" ", licence.casefold())
    found = [words for words, pattern in _KINDS if pattern.search(text)]
    if not found:
        return None
    return Words(", ".join(w.en for w in found), "、".join(w.zh for w in found))


def warning(licence: str) -> Words | None:
    """The sentence of a licence that forbids something, to stand beside its text; None of any other.

    Examples
    --------
    >>> warning("CC BY-NC 4.0").en
    'the licence of the data forbids commercial use'
    """
    kinds = forbidden(licence)
    if kinds is None:
        return None
    return Words("the licence of the data forbids {k}", "数据许可禁止{k}").fill(k=kinds)
