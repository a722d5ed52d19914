"""The 42 made-up candidate centres of the sample city: who leads them, when they are ready, what they claim.

What does not live here: their money and scores (``money``), members and people (``network``), evidence (``evidence``).
"""

from __future__ import annotations

from dataclasses import dataclass

from sample.organisations import FIRMS, INSTITUTES


@dataclass(frozen=True)
class Candidate:
    """One line of the table below; ``claims`` are (technology, claimed strength, backing)."""

    id: str
    field: str
    name: str
    subfield: str
    district: str
    lead: str
    formation: str
    channel: str
    ready: int
    minimum: int
    equity: int
    claims: tuple[tuple[str, float, str], ...]


_CANDIDATES = """
F01 智能传感 MEMS传感 ZH 智能传感 enterprise district 2023 520 0 T01=.8 T06=.4 T47=.3
F01 工业软件 工业控制软件 HS 数字技术 institute city 2023 430 200 T02=.8 T05=.6 T11=.4
F01 机器视觉 机器视觉 YZ 机器视觉 enterprise department 2024 220 0 T04=.8 T45=.4 T41=.3
F01 光电集成 光电芯片 YY 示例光电实验室 joint city 2024 880 400 T03=.8 T06=.6 T01=.6 T49=.6
F02 聚烯烃材料 高端聚烯烃 ZH 聚烯烃材料 enterprise district 2023 640 0 T07=.8 T12=.4 T09=.4
F02 光学薄膜 光学薄膜 CX 光学薄膜 enterprise district 2024 330 0 T08=.8 T29=.3
F02 低碳化工 碳利用 BL 石化新材料 institute city 2023 560 250 T10=.7 T11=.6 T07=.6
F02 特种树脂 特种树脂 ZH 特种树脂 enterprise department 2025 260 0 T12=.8 T20=.5! T43=.3?
F03 工业母机 数控机床 BL 数控机床 enterprise city 2023 760 0 T15=.8 T14=.7 T02=.4
F03 精密减速器 减速器 YY 精密减速器 enterprise district 2023 480 0 T13=.8 T58=.4 T14=.3?
F03 精密注塑 注塑装备 BL 注塑装备 enterprise district 2023 230 0 T16=.8 T35=.5
F03 智能装备 智能制造装备 YZ 智能装备 joint city 2024 820 350 T15=.7 T17=.6 T18=.6
F04 永磁材料 稀土永磁 YZ 永磁材料 enterprise district 2023 450 0 T19=.8 T39=.3 T22=.5
F04 光刻材料 光刻材料 YY 光刻材料 enterprise department 2024 690 0 T20=.8 T21=.3?
F04 高纯靶材 靶材 YY 高纯靶材 enterprise district 2023 470 0 T21=.8 T23=.5
F04 先进功能材料 前沿材料 ZH 功能材料 institute city 2023 850 380 T20=.6 T24=.7 T19=.5 T23=.6
F05 固态电池 动力电池 FH 固态电池 joint city 2024 620 300 T25=.8 T26=.6 T59=.3
F05 氢能 氢能 CX 氢能科技 enterprise district 2024 540 0 T28=.8 T10=.4!
F05 功率半导体 功率半导体 BL 功率半导体 enterprise department 2023 580 0 T30=.8 T27=.5
F05 光储系统 光伏储能 XS 逆变电源 enterprise district 2023 340 0 T27=.8 T29=.6
F06 精密轴承 轴承 CX 精密轴承 enterprise district 2023 420 0 T31=.8 T33=.5 T13=.3
F06 轴承钢 特殊钢 BL 轴承钢 enterprise department 2024 270 0 T33=.8 T23=.5
F06 密封件 密封件 CX 密封科技 enterprise district 2023 270 0 T32=.8 T36=.6
F06 精密模具 模具 NH 精密模具 enterprise district 2024 200 0 T35=.8 T16=.4 T13=.5!
F07 变频家电 家电整机 CX 变频电器 enterprise district 2023 240 0 T37=.8 T42=.6 T40=.3
F07 家电芯片 家电芯片 CX 家电技术 joint city 2025 520 220 T38=.8 T06=.4 T41=.5
F07 微特电机 电机 NH 微特电机 enterprise district 2024 210 0 T39=.8 T58=.3?
F07 健康厨居 家电整机 HS 厨用电器 enterprise department 2023 280 0 T40=.7 T42=.5 T37=.4
F08 功能纤维 功能纤维 FH 功能纤维 enterprise district 2023 260 0 T43=.8 T48=.5
F08 绿色印染 印染 FH 纺织技术 institute city 2025 300 150 T44=.8 T48=.4
F08 智能服装 服装软件 HS 服装软件 enterprise department 2024 230 0 T46=.8 T45=.6
F08 柔性可穿戴 柔性电子 JB 纺织技术 joint district 2025 410 180 T47=.8 T01=.5
F09 体外诊断 体外诊断 HS 示例医科大学 institute city 2023 490 0 T50=.7 T52=.4
F09 医学影像 医学影像 YZ 影像科技 enterprise district 2024 660 0 T49=.8 T53=.4
F09 植介入器械 高值耗材 JB 植介入器械 enterprise district 2023 290 0 T51=.7 T52=.8
F09 合成生物 生物制造 XS 合成生物 joint department 2024 590 280 T57=.7 T50=.6 T54=.4
F10 深海装备 海洋装备 XS 深海装备 joint city 2024 780 320 T55=.8 T54=.5 T32=.3
F10 人形机器人 人形机器人 JB 机器人关节 joint city 2025 720 360 T58=.8 T17=.6 T13=.4
F10 低空动力 低空经济 NH 低空动力 enterprise district 2025 560 0 T59=.8 T30=.6
F10 量子测量 前沿信息 YZ 未来产业 institute city 2027 700 260 T56=.8 T60=.5
F10 卫星终端 卫星通信 JB 卫星终端 enterprise district 2025 390 0 T60=.8 T56=.4 T03=.3!
F09 手术机器人 医疗机器人 YY 手术机器人 enterprise department 2024 440 0 T53=.8 T17=.4 T04=.5
"""
"""Field, name, sub-field, district, lead, formation, channel, ready year, least support, equity asked for, claims.
A claim marked ``?`` is backed in part only, one marked ``!`` by nobody behind the centre."""

_BACKING = {"?": "part", "!": "none"}


def candidates() -> list[Candidate]:
    """C01–C42."""
    found = []
    for number, line in enumerate(_CANDIDATES.strip().splitlines(), 1):
        field, name, subfield, district, lead, formation, channel, ready, minimum, equity, *claims = line.split()
        found.append(
            Candidate(
                f"C{number:02d}",
                field,
                f"示例{name}中心",
                subfield,
                district,
                _full_name(lead),
                formation,
                channel,
                int(ready),
                int(minimum),
                int(equity),
                tuple((c[:3], float(c[4:].rstrip("?!")), _BACKING.get(c[-1], "full")) for c in claims),
            ),
        )
    return found


def _full_name(lead: str) -> str:
    if any(lead in firms.split() for firms in FIRMS):
        return f"示例{lead}有限公司"
    return f"示例{lead}研究院" if lead in INSTITUTES else lead
