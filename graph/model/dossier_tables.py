"""Tables of a centre's dossier: milestones, governance, projects and their money, who owes what by when.

What does not live here: grades and payments (``graph.model.course_tables``) and figures of a year
(``graph.model.evaluation_tables``).
"""

from __future__ import annotations

from graph.base.words import Words
from graph.model.vocabulary import PAYERS, SOURCE, Column, Table, ref

ORGANS = (
    ("council", "理事会"),
    ("director", "中心主任"),
    ("chief_scientist", "首席科学家"),
    ("advisers", "专家委员会"),
)
"""The bodies of the drafting note, part 3, paragraph 3: decide, lead, carry out, advise."""
DUTIES = (("obligation", "义务"), ("right", "权利"))


def _centre() -> Column:
    return ref("centre_id", "中心编号", "centres", "centre", "中心编号")


def _text(name: str, header: str, en: str, zh: str, *, required: bool = False) -> Column:
    return Column(name, header, "text", Words(en, zh), required=required)


def _year(name: str, header: str, en: str, zh: str, *, required: bool = False) -> Column:
    return Column(name, header, "integer", Words(en, zh), required=required, low=1990, high=2100)


DOSSIER_TABLES: tuple[Table, ...] = (
    Table(
        "milestones",
        "里程碑",
        Words("what a centre is to reach, by when, and when it did", "中心应达到的里程碑及达成年份"),
        ("centre_id", "name"),
        columns=(
            _centre(),
            _text("name", "里程碑", "what is to be reached", "应达到的目标", required=True),
            _year("due", "应达成年份", "year in which it is due", "应达成年份", required=True),
            _year("reached", "达成年份", "year in which it was reached; blank = not yet", "实际达成年份，空白为未达成"),
            _text("evidence", "依据", "what shows it", "达成依据"),
            SOURCE,
        ),
        occasional=True,
    ),
    Table(
        "organs",
        "组织机构",
        Words("who governs a centre", "中心的组织机构和人员"),
        ("centre_id", "organ", "name"),
        columns=(
            _centre(),
            Column("organ", "机构", "choice", Words("body", "机构"), required=True, choices=ORGANS),
            _text("name", "姓名", "person or office", "人员或职务", required=True),
            _text("position", "职务", "position in the body", "在机构中的职务"),
            SOURCE,
        ),
        occasional=True,
    ),
    Table(
        "projects",
        "项目",
        Words("projects of a centre and their money", "中心的项目及经费"),
        ("centre_id", "name", "year", "payer"),
        columns=(
            _centre(),
            _text("name", "项目", "project", "项目名称", required=True),
            _year("year", "年份", "year of the money", "经费年份", required=True),
            Column("amount", "金额", "number", Words("money", "金额"), required=True, low=0, unit="money"),
            Column("payer", "出资方", "choice", Words("who pays", "出资方"), choices=PAYERS, default="city"),
            SOURCE,
        ),
        occasional=True,
    ),
    Table(
        "obligations",
        "权责",
        Words("rights and obligations of a centre's members", "中心各成员的权利和义务"),
        ("centre_id", "organisation_id", "what"),
        columns=(
            _centre(),
            ref("organisation_id", "单位编号", "organisations", "who owes it, or may claim it", "单位编号"),
            Column(
                "kind",
                "类别",
                "choice",
                Words("obligation or right", "义务或权利"),
                choices=DUTIES,
                default="obligation",
            ),
            _text("what", "内容", "what is owed or may be claimed", "权利或义务的内容", required=True),
            _year("due", "期限", "by the end of which year", "期限（年）"),
            Column("met", "已履行", "boolean", Words("whether it was done", "是否已履行")),
            SOURCE,
        ),
        occasional=True,
    ),
)
