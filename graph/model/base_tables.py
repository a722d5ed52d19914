"""Tables of what stands around the centres: organisations, people, technologies, districts, fields and their ties.

What does not live here: tables of centres (``graph.model.centre_tables``) and the order of all
(``graph.model.schema``).
"""

from __future__ import annotations

from graph.base.words import Words
from graph.model.vocabulary import (
    ID,
    NAME,
    ORGANISATION_KINDS,
    PLACE,
    SOURCE,
    TECHNOLOGY_KINDS,
    TIE_KINDS,
    TIERS,
    Column,
    Table,
    ref,
    strength,
)

BASE_TABLES: tuple[Table, ...] = (
    Table(
        "organisations",
        "单位",
        Words("firms, universities, institutes and others", "企业、高校、院所等"),
        ("id",),
        columns=(
            ID,
            NAME,
            Column(
                "kind",
                "类型",
                "choice",
                Words("kind of organisation", "单位类型"),
                required=True,
                choices=ORGANISATION_KINDS,
            ),
            ref("district", "区县", "districts", "district", "所在区（县、市）", required=False),
            *PLACE,
            Column("champion", "冠军企业", "boolean", Words("a leading ('champion') firm", "是否单项冠军等领军企业")),
            Column(
                "sales",
                "销售收入",
                "number",
                Words("three-year average sales", "近三年平均销售收入"),
                low=0,
                unit="money",
            ),
            Column(
                "rd_share",
                "研发占比",
                "number",
                Words("R&D share of revenue (0–1)", "研发投入占营收比例（0–1）"),
                low=0,
                high=1,
            ),
            SOURCE,
        ),
        required=True,
    ),
    Table(
        "people",
        "人才",
        Words("scientists and engineers", "科学家和工程师"),
        ("id",),
        columns=(
            ID,
            NAME,
            Column("tier", "层次", "choice", Words("tier of talent", "人才层次"), choices=TIERS),
            ref("organisation_id", "所在单位", "organisations", "employer", "所在单位编号", required=False),
            SOURCE,
        ),
    ),
    Table(
        "technologies",
        "技术",
        Words("key technologies", "关键技术"),
        ("id",),
        columns=(
            ID,
            NAME,
            ref("field", "领域", "fields", "field of the taxonomy", "所属领域", required=False),
            Column(
                "kind",
                "类别",
                "choice",
                Words("kind of technology", "技术类别"),
                required=True,
                choices=TECHNOLOGY_KINDS,
            ),
            Column(
                "severity",
                "严重度",
                "number",
                Words("severity, 1 (mild) to 5", "卡脖子严重度 1–5"),
                required=True,
                low=1,
                high=5,
            ),
            Column("trl", "成熟度", "integer", Words("technology readiness level", "技术成熟度等级"), low=1, high=9),
            SOURCE,
        ),
    ),
    Table(
        "capabilities",
        "能力",
        Words("who can do what", "谁具备哪些技术能力"),
        ("holder_id", "technology_id"),
        columns=(
            ref("holder_id", "持有者", ("organisations", "people"), "organisation or person", "单位或人才编号"),
            ref("technology_id", "技术编号", "technologies", "technology", "技术编号"),
            strength("strength (0–1)", "能力强度（0–1）"),
            Column("evidence", "依据", "text", Words("what it rests on", "依据")),
            SOURCE,
        ),
    ),
    Table(
        "ties",
        "合作关系",
        Words("ties between organisations", "单位之间的合作"),
        ("source_id", "target_id", "kind", "year"),
        columns=(
            ref("source_id", "甲方", "organisations", "one organisation", "一方单位编号"),
            ref("target_id", "乙方", "organisations", "the other organisation", "另一方单位编号"),
            Column("kind", "方式", "choice", Words("kind of tie", "合作方式"), required=True, choices=TIE_KINDS),
            Column("year", "年份", "integer", Words("year", "年份"), low=1900, high=2100),
            Column(
                "weight",
                "权重",
                "number",
                Words("weight, e.g. number of patents", "权重，如专利件数"),
                low=0,
                default=1.0,
            ),
            SOURCE,
        ),
    ),
    Table(
        "requires",
        "前置技术",
        Words("technology A needs technology B", "技术的前置依赖"),
        ("technology_id", "prerequisite_id"),
        columns=(
            ref("technology_id", "技术编号", "technologies", "technology", "技术编号"),
            ref("prerequisite_id", "前置技术", "technologies", "what it needs", "前置技术编号"),
            SOURCE,
        ),
    ),
    Table(
        "districts",
        "区县表",
        Words("districts", "区（县、市）"),
        ("id",),
        columns=(ID, NAME, *PLACE, SOURCE),
        required=True,
    ),
    Table(
        "fields",
        "领域表",
        Words("fields of the taxonomy", "产业领域"),
        ("id",),
        columns=(
            ID,
            NAME,
            Column(
                "taxonomy", "分类版本", "text", Words("version of the taxonomy, e.g. 361-2023", "分类版本，如 361-2023")
            ),
            Column("tier", "层级", "text", Words("tier within the taxonomy", "分类内的层级")),
            SOURCE,
        ),
        required=True,
    ),
)
