"""Tables of what a capability rests on and of what a written name means: items of evidence, aliases.

What does not live here: how items are weighed (``graph.model.evidence_rules``) and what follows from them
(``graph.measures.items``).
"""

from __future__ import annotations

from graph.base.words import Words
from graph.model.vocabulary import SOURCE, Column, Table, ref

ITEM_KINDS = (
    ("publication", "论文"),
    ("patent", "专利"),
    ("award", "奖励或资助"),
    ("project", "项目"),
    ("standard", "标准"),
)

EVIDENCE_TABLES: tuple[Table, ...] = (
    Table(
        "evidence",
        "证据",
        Words(
            "publications, patents, awards, projects and standards that show a capability",
            "证明能力的论文、专利、奖励、项目与标准",
        ),
        ("item_id", "holder_id", "technology_id"),
        columns=(
            Column(
                "item_id",
                "条目编号",
                "id",
                Words("work, patent, award, project or standard", "论文、专利、奖励、项目或标准的编号"),
                required=True,
            ),
            ref("holder_id", "持有者", ("organisations", "people"), "organisation or person", "单位或人才编号"),
            ref("technology_id", "技术编号", "technologies", "technology", "技术编号"),
            Column(
                "holders",
                "持有者数",
                "integer",
                Words(
                    "all holders of the item, also those outside the tables; blank = those inside",
                    "条目的全部持有者数（含表外）；空白为表内数",
                ),
                low=1,
            ),
            Column("year", "年份", "integer", Words("year of the item", "年份"), low=1900, high=2100),
            Column("kind", "种类", "choice", Words("kind of item", "条目种类"), required=True, choices=ITEM_KINDS),
            Column(
                "weight",
                "权重",
                "number",
                Words("weight of the item for the technology", "条目对该技术的权重"),
                low=0,
                default=1.0,
            ),
            SOURCE,
        ),
        occasional=True,
    ),
    Table(
        "aliases",
        "别名",
        Words(
            "which organisation a written name means; a blank decided_by is a proposal",
            "书写名称所指单位；decided_by 空白者为建议",
        ),
        ("raw", "id"),
        columns=(
            Column("raw", "原文", "text", Words("the name as written", "原始书写名称"), required=True),
            Column(
                "id",
                "单位编号",
                "text",
                Words("organisation that is meant; blank = not known", "所指单位编号；空白为未知"),
            ),
            Column("score", "相似度", "number", Words("likeness, 0–100", "相似度 0–100"), low=0, high=100),
            Column(
                "decided_by",
                "认定人",
                "text",
                Words(
                    "who decided: a person, or identifier, name, part for buju's rules; blank = only proposed",
                    "认定人：人名，或 identifier、name、part（规则认定）；空白为仅建议",
                ),
            ),
            Column("decided_on", "认定日期", "text", Words("date of the decision", "认定日期")),
            SOURCE,
        ),
        occasional=True,
    ),
)
