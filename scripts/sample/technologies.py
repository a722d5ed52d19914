"""Sixty key technologies (a made-up list with plausible names), six to a field, and what each needs first.

What does not live here: who covers them.
"""

from __future__ import annotations

from sample.facts import ILLUSTRATIVE, Row

UNCOVERED = "T34"
"""The evident gap: a severe bottleneck that neither a centre nor any organisation or person can work on."""
ONE_PROFESSOR = "T50"
"""Claimed by two centres of different leads, though a single professor stands behind both claims."""

_TECHNOLOGIES = """
    数字产业
        高精度MEMS传感芯片 bottleneck 5 5
        工业控制系统内核 bottleneck 4 6
        硅光互连芯片 frontier 3 4
        机器视觉算法库 common 2 8
        工业时序数据库 common 2 8
        边缘智能推理芯片 frontier 4 5
    绿色石化
        高端聚烯烃催化剂 bottleneck 5 5
        光学级聚酯基膜 bottleneck 4 6
        生物基单体聚合 frontier 3 4
        二氧化碳捕集与转化 frontier 3 4
        化工过程数字孪生 common 2 7
        特种环氧树脂 bottleneck 3 6
    高端装备
        RV减速器 bottleneck 4 6
        高速电主轴 bottleneck 4 6
        五轴联动数控系统 bottleneck 5 5
        精密注塑成形 common 3 8
        协作机器人力控 frontier 3 5
        金属增材制造工艺 frontier 3 6
    新型功能材料
        高性能稀土永磁 bottleneck 4 6
        半导体光刻胶 bottleneck 5 4
        超高纯溅射靶材 bottleneck 4 6
        高强高导铜合金 common 3 7
        特种合金真空熔炼 common 3 7
        二维材料宏量制备 frontier 2 3
    新能源
        固态电解质 frontier 4 4
        高比能正极材料 common 3 7
        储能变流器 common 2 8
        质子交换膜 bottleneck 4 5
        钙钛矿光伏组件 frontier 3 5
        车规级功率模块 bottleneck 5 5
    关键基础件
        高速精密轴承 bottleneck 4 6
        超高压密封件 bottleneck 3 6
        轴承钢纯净冶炼 common 3 7
        高压柱塞泵 bottleneck 4 4
        精密模具 common 2 8
        气动比例阀 common 3 6
    智能家电
        变频压缩机 common 2 8
        家电专用芯片 bottleneck 3 6
        直驱电机 common 2 8
        空气净化催化材料 frontier 2 5
        家居多模态交互 frontier 2 5
        低噪声流体设计 common 1 8
    时尚纺织服装
        高性能功能纤维 bottleneck 3 6
        无水印染 frontier 3 5
        智能缝制装备 common 2 7
        三维服装设计软件 bottleneck 3 5
        可穿戴柔性传感 frontier 3 4
        废旧纺织品再生 common 2 6
    现代健康
        医学影像探测器 bottleneck 5 5
        体外诊断核心酶 bottleneck 4 5
        可降解植入材料 frontier 3 5
        高值耗材涂层 common 2 7
        手术机器人导航 frontier 4 4
        海洋生物活性物质 common 2 5
    新兴和未来产业
        深海耐压结构 frontier 4 5
        量子精密测量 frontier 3 3
        合成生物底盘细胞 frontier 3 4
        人形机器人关节 bottleneck 4 4
        低空飞行器动力 frontier 4 4
        卫星通信终端芯片 bottleneck 4 5
"""
"""A line with one word names the field; under it: name, kind, severity, readiness level."""

CHAIN = ("T58", "T13", "T31", "T33", "T23")
"""The longest prerequisite chain, four ties long: robot joint, gear, bearing, bearing steel, vacuum melting."""

_REQUIRES = """
    T58-T13 T13-T31 T31-T33 T33-T23 T15-T14 T14-T31 T15-T02 T02-T05 T53-T17 T17-T01 T47-T01 T06-T03
    T30-T22 T25-T26 T59-T25 T59-T30 T38-T06 T20-T12 T12-T07 T21-T23 T49-T01 T46-T04 T41-T04 T45-T04
    T43-T08 T08-T07 T29-T08 T60-T06 T10-T11 T57-T50 T55-T18 T18-T23 T39-T19 T19-T23 T55-T34 T58-T39 T11-T05
"""


def technologies() -> list[Row]:
    """T01–T60 with field, kind, severity and readiness level."""
    rows: list[Row] = []
    field = 0
    for line in _TECHNOLOGIES.strip().splitlines():
        if " " not in line.strip():
            field += 1
            continue
        name, kind, severity, trl = line.split()
        rows.append(
            {
                "id": f"T{len(rows) + 1:02d}",
                "name": name,
                "field": f"F{field:02d}",
                "kind": kind,
                "severity": int(severity),
                "trl": int(trl),
                "source": ILLUSTRATIVE,
            },
        )
    return rows


def requires() -> list[Row]:
    """Prerequisite ties; they hold no cycle."""
    pairs = (pair.split("-") for pair in _REQUIRES.split())
    return [{"technology_id": a, "prerequisite_id": b, "source": ILLUSTRATIVE} for a, b in pairs]
