"""A column of what is handed out, and the columns that several tables share: one header each in both languages.

What does not live here: the tables (``content``, ``course_sheets``, ``dossiers.sheets``, ``maps.map_layers``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from graph.base.words import Lang

Kind = Literal["text", "money", "number", "year", "share"]


@dataclass(frozen=True)
class Field:
    """One column of an export: its key (header in English), its Chinese header and how its cells are meant."""

    key: str
    zh: str
    kind: Kind = "text"

    def header(self, lang: Lang) -> str:
        """The header in one language."""
        return self.zh if lang == "zh" else self.key


CENTRE = Field("centre", "编号")
NAME = Field("name", "中心名称")
OF_CENTRE = Field("centre", "中心编号")
"""The centre that a row of something else belongs to."""
FIELD, FIELD_NAME = Field("field", "领域编号"), Field("field_name", "领域")
DISTRICT, DISTRICT_NAME = Field("district", "区县编号"), Field("district_name", "区县（市）")
YEAR, APPROVED = Field("year", "年份", "year"), Field("year", "批复年份", "year")
PAID, TOTAL_SUPPORT = Field("paid", "已拨付", "money"), Field("total_support", "支持资金合计", "money")
INDICATOR, INDICATOR_NAME = Field("indicator", "指标编号"), Field("name", "指标名称")
SOURCE = Field("source", "来源")
"""The clause that a row comes from."""
