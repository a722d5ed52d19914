"""The kinds of values that policies are made of: money, shares, years, grades and the like, and the base of all parts.

What does not live here: the parts themselves (``planner.rulebook.policy``, ``planner.rulebook.money``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from graph.model.schema import CONDITIONS


@dataclass(frozen=True)
class Amount:
    """Marks a number as an amount of money, so that its unit is held against the data's wherever it stands."""


Money = Annotated[float, Field(ge=0, allow_inf_nan=False), Amount()]
"""Money in the dataset's unit (万元 in the sample, and in the policies that come with buju)."""
Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Count = Annotated[int, Field(ge=0)]
Year = Annotated[int, Field(ge=1990, le=2100)]
Score = Annotated[float, Field(ge=0, le=100, allow_inf_nan=False)]
Weight = Annotated[float, Field(ge=0, allow_inf_nan=False)]
BatchDate = Annotated[str, Field(pattern=r"^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$")]
"""Month and day, e.g. 06-30."""
Formation = Literal["enterprise", "institute", "joint"]
Channel = Literal["city", "district", "department"]
Grade = Literal["excellent", "good", "pass", "poor"]
TechnologyKind = Literal["bottleneck", "frontier", "common"]
Payer = Literal["city", "district", "province", "nation", "other"]
HigherLevel = Literal["provincial", "national"]
HigherPayer = Literal["province", "nation", "other"]
Tier = Literal["top", "outstanding", "leading", "promising", "senior"]
Condition = Literal[
    "positioning",
    "field_focus",
    "host_strength",
    "governance",
    "funding_diversity",
    "top_talent",
    "strategic_tasks",
    "landmark_results",
    "evaluation",
    "innovation_ecosystem",
]
assert Condition.__args__ == tuple(c for c, _, _ in CONDITIONS)  # type: ignore[attr-defined]
Term = Literal[
    "coverage",
    "collaboration",
    "talent",
    "firms",
    "mechanism",
    "cost",
    "delay",
    "late_money",
    "count",
    "partners",
]
"""The five goals; support and equity; years after the first; money × years after the first; centres; organisations."""


@dataclass(frozen=True)
class IdOf:
    """Marks text that is an id of one kind of node, so that it is held against the data wherever it stands."""

    label: str


DistrictId = Annotated[str, IdOf("District")]
FieldId = Annotated[str, IdOf("Field")]
CentreId = Annotated[str, IdOf("Centre")]
TechnologyId = Annotated[str, IdOf("Technology")]


class Part(BaseModel):
    """A part of a policy: frozen, and nothing in it that is not named."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)
