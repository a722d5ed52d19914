"""A result as a run writes it, made up from a seed: the size and the wording of a real city."""

from __future__ import annotations

import random
from typing import Any

FIELDS = (
    ("F01", "数字产业"),
    ("F02", "绿色石化"),
    ("F03", "高端装备"),
    ("F04", "新型功能材料"),
    ("F05", "新能源"),
    ("F06", "关键基础件"),
    ("F07", "智能家电"),
    ("F08", "时尚纺织服装"),
    ("F09", "现代健康"),
    ("F10", "新兴和未来产业"),
)
DISTRICTS = tuple(
    (f"D{i:02}", name)
    for i, name in enumerate(("海曙", "江北", "北仑", "镇海", "鄞州", "奉化", "象山", "宁海", "余姚", "慈溪"), 1)
)
CENTRES = (
    "集成电路材料",
    "智能传感",
    "磁性元件",
    "稀土永磁",
    "工业操作系统",
    "微创器械",
    "激光装备",
    "光学薄膜",
    "海洋装备",
    "氢能装备",
    "绿色石化",
    "工业母机",
    "新能源汽车电驱",
    "精密模具",
    "高端轴承",
    "伺服电机",
    "机器人减速器",
    "石墨烯",
    "高分子材料",
    "先进封装",
    "低空装备",
    "医学影像",
    "纺织新材料",
    "核电关键件",
    "储能系统",
    "智能厨电",
    "工业软件",
    "光伏逆变",
    "特种钢缆",
    "再生医学",
    "水声装备",
    "精细化工",
    "仪器仪表",
    "柔性显示",
    "量子测量",
    "生物制造",
)
TOPICS = (
    "光刻胶",
    "MEMS传感",
    "高性能永磁",
    "实时操作系统",
    "介入导管",
    "光刻配套膜",
    "深海密封",
    "质子交换膜",
    "五轴数控系统",
    "碳化硅电驱",
    "微结构模具",
    "高速精密轴承",
    "高精度编码器",
    "RV减速器",
    "石墨烯分散",
    "特种聚烯烃",
    "超高纯靶材",
    "封装基板",
    "工业软件内核",
    "固态电解质",
)


def make_result(
    *, seed: int = 7, chosen: int = 20, technologies: int = 60, district_share: float = 0.0, illustrative: bool = True
) -> dict[str, Any]:
    """A feasible result with ``chosen`` centres and ``technologies`` technologies; money adds up throughout."""
    rng = random.Random(seed)
    years = [2022, 2023, 2024, 2025]
    candidates = [
        {
            "centre": f"C{i + 1:02}",
            "name": (CENTRES[i % len(CENTRES)] + "技术创新中心")
            + (f"{i // len(CENTRES) + 1}" if i >= len(CENTRES) else ""),
            "field": FIELDS[i * 7 % len(FIELDS)],
            "district": DISTRICTS[i * 3 % len(DISTRICTS)],
        }
        for i in range(max(len(CENTRES), chosen))
    ]
    rng.shuffle(candidates)
    picked, rejected = sorted(candidates[:chosen], key=lambda c: str(c["centre"])), candidates[chosen:]
    existing = [
        {
            "centre": "E01",
            "name": "智能工厂操作系统技术创新中心",
            "level": "provincial",
            "field": "F01",
            "field_name": "数字产业",
            "district": "D02",
            "lead": "O900",
            "lead_name": "宁波工业互联网研究院",
        },
        {
            "centre": "E02",
            "name": "绿色智能汽车及零部件技术创新中心",
            "level": "provincial",
            "field": "F03",
            "field_name": "高端装备",
            "district": "D03",
            "lead": "O901",
            "lead_name": "吉利汽车",
        },
    ]
    rows = []
    for k, c in enumerate(picked):
        year = years[k * len(years) // max(len(picked), 1)]
        first = float(rng.randrange(150, 500, 10))
        support = {str(year): first}
        for lag in (1, 2):
            support[str(year + lag)] = float(rng.randrange(120, 260, 5)) + rng.choice((0.0, 0.5))
        rows.append(
            {
                "centre": c["centre"],
                "name": c["name"],
                "year": year,
                "support": support,
                "total_support": sum(support.values()),
                "equity": 200.0 if k % 5 == 0 else 0.0,
                "lead": f"O{k + 1:03}",
                "lead_name": rng.choice(
                    ("中科院宁波材料所", "舜宇光学", "江丰电子", "宁波大学", "锦浪科技", "甬江实验室")
                ),
                "district": c["district"][0],
                "district_name": c["district"][1],
                "field": c["field"][0],
                "field_name": c["field"][1],
                "channel": rng.choice(("city", "district", "department")),
                "formation": rng.choice(("enterprise", "institute", "joint")),
                "source": "illustrative" if illustrative else "https://example.org/centres",
                "technologies": [],
            }
        )
    techs = []
    for t in range(technologies):
        name = TOPICS[t % len(TOPICS)] + ("", "制备", "检测", "装备")[t // len(TOPICS) % 4]
        field = FIELDS[t * 3 % len(FIELDS)][0]
        near = [r for r in rows if r["field"] == field] or rows
        n = 0 if t % 17 == 3 else min(len(rows), rng.choice((1, 1, 2, 2, 2, 3, 4, 6)))
        who = rng.sample(near, min(n, len(near), 2))
        who += rng.sample([r for r in rows if r not in who], n - len(who))
        links = [{"centre": r["centre"], "strength": rng.choice((0.4, 0.6, 0.8, 1.0)), "existing": False} for r in who]
        if t % 11 == 4:
            links.append({"centre": existing[t % 2]["centre"], "strength": 0.9, "existing": True})
        for r in who:
            r["technologies"].append(f"T{t + 1:02}")
        techs.append(
            {
                "technology": f"T{t + 1:02}",
                "name": name,
                "kind": ("bottleneck", "bottleneck", "frontier", "common")[t % 4],
                "severity": float(5 - t % 5),
                "field": field,
                "today": sum(bool(x["existing"]) for x in links),
                "with_plan": len(links),
                "centres": sorted(links, key=lambda x: str(x["centre"])),
            }
        )
    money = []
    peak = max((sum(r["support"].get(str(y), 0.0) for r in rows) for y in range(2022, 2029)), default=0.0) * (
        1 - district_share
    )
    for y in range(2022, 2028):
        paid = sum(r["support"].get(str(y), 0.0) for r in rows)
        money.append(
            {
                "year": y,
                "paid": paid,
                "city": paid * (1 - district_share),
                "district": paid * district_share,
                "cap": None if y == 2027 else float(round(peak + 57, 0)) if y < 2026 else 3000.0,
            }
        )
    paid = sum(r["total_support"] for r in rows)
    rules = [
        _rule("target.count", "target", "target.count", ("centres by 2025", "到2025年建成中心数"), 20, 20, "centres"),
        _rule(
            "budgets.city.2024",
            "budgets",
            "budgets.city.2024",
            ("city money in 2024", "2024年市级资金"),
            peak + 57,
            peak,
            "money",
        ),
        _rule(
            "quotas.district.D04",
            "quotas",
            "quotas.district.D04.max",
            ("centres in 镇海", "镇海中心数"),
            3,
            3,
            "centres",
        ),
        _rule(
            "support.total_cap",
            "support",
            "support.total_cap",
            ("support of one centre", "单个中心支持总额"),
            1000,
            930,
            "money",
        ),
    ]
    return {
        "format": "buju-result/1",
        "status": "proven",
        "objective": 0.7312456789,
        "bound": 0.7312456789,
        "gap": 0.0,
        "stages": [
            {
                "sense": "maximise",
                "weights": {"coverage": 0.4},
                "objective": 0.7312456789,
                "bound": 0.7312456789,
                "gap": 0.0,
                "status": "proven",
            }
        ],
        "solver": {"name": "HiGHS", "version": "1.15.1"},
        "dataset": {
            "name": "宁波示例城市",
            "money_unit": "万元",
            "taxonomy": "361-2023",
            "licence": "CC0-1.0",
            "illustrative": illustrative,
            "note": "",
        },
        "scenario": "base",
        "title": {"en": "Base: 20 centres by 2025", "zh": "基准：到2025年建成20家"},
        "policy": {
            "target_count": 20,
            "target_year": 2025,
            "first_year": 2022,
            "last_year": 2025,
            "total_cap": 1000.0,
            "first_year_cap": 500.0,
            "build_period": 5,
            "review_after": 2,
        },
        "chosen": rows,
        "rejected": [
            {
                "centre": c["centre"],
                "name": c["name"],
                "district": c["district"][0],
                "field": c["field"][0],
                "reasons": [{"en": "not ready before 2026", "zh": "2026年前未成熟"}],
            }
            for c in rejected
        ],
        "existing": existing,
        "goals": {"coverage": 0.8123, "collaboration": 0.55, "talent": 0.6021, "firms": 0.7, "mechanism": 0.5833},
        "goals_today": {"coverage": 0.1123, "collaboration": 0.05, "talent": 0.08, "firms": 0.1, "mechanism": 0.0611},
        "binding": [{k: v for k, v in r.items() if k not in ("slack", "binding")} for r in rules if r["binding"]],
        "rules": rules,
        "support_by_year": money,
        "fields": [{"id": i, "name": n} for i, n in FIELDS],
        "districts": [{"id": i, "name": n} for i, n in DISTRICTS],
        "technologies": techs,
        "cost": paid + sum(r["equity"] for r in rows),
        "contribution_of_existing": 0.0911,
        "audit": {"clean": True, "checked": 1234, "findings": []},
        "conflict": [],
        "mends": [],
    }


def make_infeasible() -> dict[str, Any]:
    """The result of a scenario that cannot be met."""
    result = make_result(chosen=0, technologies=3)
    conflict = [
        {
            "rule": "target.count",
            "family": "target",
            "key": "target.count",
            "words": {"en": "20 centres by 2025", "zh": "到2025年建成20家"},
        }
    ]
    return result | {
        "status": "infeasible",
        "scenario": "impossible",
        "title": {"en": "Impossible", "zh": "无法实现的情景"},
        "objective": None,
        "bound": None,
        "gap": None,
        "goals": {},
        "chosen": [],
        "rejected": [],
        "conflict": conflict,
        "binding": [],
    }


def _rule(
    name: str, family: str, key: str, words: tuple[str, str], limit: float, used: float, unit: str
) -> dict[str, Any]:
    return {
        "rule": name,
        "family": family,
        "key": key,
        "words": {"en": words[0], "zh": words[1]},
        "limit": float(limit),
        "used": float(used),
        "unit": unit,
        "slack": float(limit - used),
        "binding": abs(limit - used) < 1e-6,
    }
