"""Made-up organisations of the sample city: all names begin with 示例, all rows are illustrative.

What does not live here: real organisations (``facts``).
"""

from __future__ import annotations

from random import Random

from sample.facts import ILLUSTRATIVE, Row

FIRMS = (
    "智能传感 工业软件 机器视觉 边缘计算 芯片封测 数据服务 光通信",
    "聚烯烃材料 化工催化 光学薄膜 特种树脂 碳利用 化工智控 生物基材料",
    "精密减速器 数控机床 电主轴 注塑装备 协作机器人 增材制造 智能检测",
    "永磁材料 光刻材料 高纯靶材 铜合金 真空熔炼 纳米材料 磁性器件",
    "储能系统 电池材料 氢能科技 光伏科技 功率半导体 逆变电源 固态电池",
    "精密轴承 密封科技 轴承钢 液压件 精密模具 气动元件 紧固件",
    "变频电器 家电芯片 微特电机 净化科技 智能家居 风机科技 厨用电器",
    "功能纤维 数码印花 缝制设备 服装软件 柔性传感 再生纤维 针织科技",
    "影像科技 诊断试剂 植介入器械 医用涂层 手术机器人 海洋生物 康复器械",
    "深海装备 量子测量 合成生物 机器人关节 低空动力 卫星终端 前沿智能",
)
"""Seven firms to a field, in the order of the fields: 示例…有限公司."""
INSTITUTES = (
    "数字技术",
    "石化新材料",
    "智能装备",
    "功能材料",
    "新能源",
    "基础件",
    "家电技术",
    "纺织技术",
    "健康技术",
    "未来产业",
)
"""One institute to a field: 示例…研究院."""
OTHERS = (
    ("university", "示例理工大学 示例海洋大学 示例医科大学 示例工业大学 示例纺织学院"),
    ("laboratory", "示例光电实验室 示例材料实验室 示例能源实验室 示例深海实验室"),
    ("government", "示例开发区管委会 示例高新区管委会 示例产业基金办公室"),
    ("other", "示例轴承行业协会 示例检验检测中心 示例技术转移中心 示例纺织行业协会 示例创业投资中心"),
)

_WEIGHTS = {"BL": 3, "ZH": 3, "YZ": 3, "CX": 3, "YY": 2, "HS": 2, "JB": 1, "FH": 1, "NH": 1, "XS": 1}
_DISTRICTS = [d for d, weight in _WEIGHTS.items() for _ in range(weight)]


def pick(rng: Random, items: list[str]) -> str:
    """One of the items; uses ``random()`` alone, which never changes between versions of Python."""
    return items[int(rng.random() * len(items))]


def made_up_organisations(rng: Random, seats: dict[str, str]) -> list[Row]:
    """Firms with made-up figures, institutes and others; ``seats`` gives the districts of those that lead a centre."""
    rows: list[Row] = []

    def add(name: str, kind: str, field: str) -> Row:
        row: Row = {
            "id": f"S{len(rows) + 1:03d}",
            "name": name,
            "kind": kind,
            "district": seats.get(name) or pick(rng, _DISTRICTS),
            "source": ILLUSTRATIVE,
            "field": field,
        }
        rows.append(row)
        return row

    for number, (firms, institute) in enumerate(zip(FIRMS, INSTITUTES, strict=True), 1):
        for firm in firms.split():
            row = add(f"示例{firm}有限公司", "firm", f"F{number:02d}")
            leads = row["name"] in seats
            row["champion"] = rng.random() < (0.55 if leads else 0.25)
            row["sales"] = round((24_000 if leads else 6_000) * (1 + 14 * rng.random() ** 3), -2)
            row["rd_share"] = round((0.032 if leads else 0.014) + 0.05 * rng.random(), 3)
        add(f"示例{institute}研究院", "institute", f"F{number:02d}")
    for kind, names in OTHERS:
        for name in names.split():
            add(name, kind, "")
    return rows
