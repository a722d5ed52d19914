"""Names that mean one organisation, and names that look as if they did: each kind by hand."""

import pytest

from loaders.sources.legal_forms import legal_form
from loaders.sources.name_keys import name_key
from loaders.sources.registry import Name, Registry

REGISTRY = {
    "HIT": ["哈尔滨工业大学"],
    "CUP": ["中国石油大学（华东）"],
    "SAMSUNG": ["Samsung (South Korea)"],
    "IOP": ["中国科学院物理研究所"],
    "ITRI": ["財團法人工業技術研究院"],
    "NTHU": ["國立清華大學"],
    "THU": ["清华大学", "Tsinghua University"],
    "SAIC": ["上海汽车集团股份有限公司"],
    "HUAWEI": ["华为技术有限公司"],
    "PHILIPS": ["Philips N.V."],
    "FIAT": ["Fiat S.p.A."],
    "ORLEN": ["Orlen Sp. z o.o."],
    "BOSCH": ["Robert Bosch GmbH & Co. KG"],
    "KTH": ["KTH Royal Institute of Technology"],
    "LUH": ["Leibniz Universität Hannover"],
    "NBU": ["宁波大学"],
    "PKU": ["北京大学"],
    "PKU1": ["北京大学第一医院"],
    "INSERM": ["Institut National de la Santé et de la Recherche Médicale"],
    "UWO": ["Western University", "University of Western Ontario"],
    "CUHK": ["香港中文大學"],
    "CUHKSZ": ["香港中文大學（深圳）"],
    "KOREA": ["Korea University"],
}


@pytest.fixture(scope="module")
def known():
    return Registry.of(Name(i, name) for i, names in REGISTRY.items() for name in names)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("SAMSUNG", "SAMSUNG"),
        ("中科院物理所", "IOP"),
        ("中科院物理研究所", "IOP"),
        ("中國科學院物理研究所", "IOP"),
        ("中国科学院 物理研究所", "IOP"),
        ("中国科学院·物理研究所", "IOP"),
        ("中国科学院\u200b物理研究所", "IOP"),  # a zero-width space of a web page
        ("宁　波　大　学", "NBU"),  # spread over a cell
        ("工業技術研究院", "ITRI"),
        ("工业技术研究院", "ITRI"),
        ("国立清华大学", "NTHU"),
        ("清华大学（Tsinghua University）", "THU"),
        ("华为技术有限责任公司", "HUAWEI"),
        ("上海汽车集团", "SAIC"),
        ("Ｐｈｉｌｉｐｓ　ＮＶ", "PHILIPS"),
        ("Philips", "PHILIPS"),
        ("FIAT SPA", "FIAT"),
        ("Orlen spzoo", "ORLEN"),
        ("Robert Bosch", "BOSCH"),
        ("LEIBNIZ UNIVERSITAET HANNOVER", "LUH"),
        ("KTH Royal Institute of Technology (KTH)", "KTH"),
        ("Institut National de la Santé et de la Recherche Médicale (INSERM)", "INSERM"),
        ("Western University (University of Western Ontario)", "UWO"),
        ("北京大學 第一醫院", "PKU1"),
        ("香港中文大学", "CUHK"),
        ("香港中文大学(深圳)", "CUHKSZ"),
    ],
)
def test_another_writing_of_a_name_is_decided(written, meant, known):
    assert known.match(written).id == meant


@pytest.mark.parametrize(
    "written",
    [
        "哈尔滨工业大学（深圳）",  # a campus, by the registry's own relation or not at all
        "哈尔滨工业大学(威海)",
        "Korea University (Sejong Campus)",
        "中国石油大学（北京）",  # another university
        "中国石油大学",  # either of the two
        "香港中文大学（广州）",
        "Samsung (India)",  # another firm of the group
        "Samsung Electronics",
        "上海汽车集团有限公司",  # the group, not its listed firm
        "华为技术股份有限公司",
        "Philips GmbH",
        "宁波大学医学院",
        "北京大学第三医院",
        "清华大学深圳国际研究生院",
        "清华大学（Peking University）",  # two names of two organisations
    ],
)
def test_what_tells_two_organisations_apart_is_left_to_a_person(written, known):
    assert known.match(written).id is None


@pytest.mark.parametrize(
    ("written", "proposed"),
    [
        ("哈尔滨工业大学（深圳）", ["HIT"]),
        ("Korea University (Sejong Campus)", ["KOREA"]),
        ("Samsung (India)", ["SAMSUNG"]),
        ("上海汽车集团有限公司", ["SAIC"]),
        ("Philips GmbH", ["PHILIPS"]),
        ("宁波大学医学院", []),
    ],
)
def test_what_only_a_bracket_or_a_form_tells_apart_is_proposed(written, proposed, known):
    (match,) = known.propose([written])
    assert match.id is None
    assert [p.id for p in match.proposals] == proposed
    assert all(p.likeness < 100 for p in match.proposals)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("A/S", "AS"),
        ("Pty. Ltd.", "Proprietary Limited"),
        ("s.r.o.", "SRO"),
        ("Co., Ltd.", "Limited"),
        ("e. V.", "e.V."),
    ],
)
def test_a_legal_form_is_the_same_with_dots_and_written_out(one, other):
    first, second = (legal_form(name_key(f"Alpha Works {form}")) for form in (one, other))
    assert first == second
    assert (first.key, bool(first.form)) == ("alpha works", True)


@pytest.mark.parametrize("name", ["Plan B", "Vitamin C", "Ltd", "有限公司", "Group A C"])
def test_what_is_no_form_stays(name):
    assert legal_form(name_key(name)) == (name_key(name), "")
