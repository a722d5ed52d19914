"""What licences forbid, from their own words in both languages; what they allow is not taken for it."""

import pytest

from graph.base.licence import forbidden, warning

COMMERCIAL, PASSING, CHANGED = "commercial use", "passing the data on or publishing them", "passing changed versions on"


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("CC BY-NC 4.0", [COMMERCIAL]),
        ("cc-by-nc-sa-4.0", [COMMERCIAL]),
        ("CC BY-ND 4.0", [CHANGED]),
        ("Creative Commons Attribution-NonCommercial-NoDerivatives", [COMMERCIAL, CHANGED]),
        ("Not for redistribution", [PASSING]),
        ("You may not redistribute these data.", [PASSING]),
        ("Commercial use is prohibited; redistribution is not permitted.", [COMMERCIAL, PASSING]),
        ("For internal use only", [PASSING]),
        ("(c) 2025 A bureau, all rights reserved", [PASSING]),
        ("仅供内部使用", [PASSING]),
        ("未经许可不得对外公开", [PASSING]),
        ("禁止用于商业用途", [COMMERCIAL]),
        ("本数据不得转载，不得修改", [PASSING, CHANGED]),
        ("CC BY 4.0", []),
        ("CC0 (OpenAlex data; see openalex.org)", []),
        ("MIT", []),
        ("U.S. Government work, public domain; attribute the National Science Foundation", []),
        ("free for commercial and non-commercial use", []),
        ("允许商业和非商业使用，可以转载", []),
        ("", []),
    ],
)
def test_what_a_licence_forbids(text, kinds):
    found = forbidden(text)
    assert (found.en.split(", ") if found else []) == kinds
    assert (warning(text) is None) == (not kinds)
