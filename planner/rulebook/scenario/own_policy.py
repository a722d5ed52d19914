"""A policy of a city's own, which extends nothing: every value is neutral until the city sets it, and says so.

Neutral means that the value limits nothing and prefers nothing: no cap, no quota, equal weights. What does not live
here: the scenario that extends it (``starter``) and the questions to a person (``planner.cli.commands.init``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, get_args

from graph.base.words import Lang, Words
from graph.model.schema import CONDITIONS
from planner.rulebook.kinds import Formation, Grade, TechnologyKind, Tier
from planner.rulebook.scenario.writing import to_yaml

POLICY = "policy.yaml"
"""Name of the file, beside the tables."""
SOURCE = "neutral value of buju init, not of any city's rules; to be set by the bureau"
_HEAD = Words(
    """\
# The rule book of {city}. It extends nothing: no number here comes from another city's rules.
# What was asked for stands as it was answered; every other value is neutral (it limits nothing and prefers nothing)
# until you set it. Give each number that you set its clause and source under `clauses`.
# Every path: buju scenario schema; how it reads: buju scenario show -v {file}
""",
    """\
# {city}的规则文件。不继承任何其他城市的规则，其中没有他市的数值。
# 询问过的数值照答复填写；其余均为中性值（不设限、不偏重），请按本市规定修改，并在 clauses 下写明条款与出处。
# 全部路径：buju scenario schema；查看：buju scenario show -v {file}
""",
)
_READINGS: Mapping[str, Words] = {
    "years": Words("as answered when the dataset was begun", "据建立数据集时的答复"),
    "build_period": Words("as many years as the table of investments holds", "与投入表所列年数一致"),
    "target": Words("as answered; null sets no number", "据答复；null 为不设家数"),
    "support": Words(
        "no cap: a centre may get up to its whole investment of a year, in as many years as the table holds",
        "不设上限：每年最多可按当年投入全额支持，年数与投入表一致",
    ),
    "evaluation": Words("grades change no money until factors are set", "未设系数前，评价等次不影响经费"),
    "budgets": Words(
        "as answered; once a year is named, the years that are not have no money; null or {} is no limit",
        "据答复；给出任一年度后，未列年度按 0 计；null 或 {} 为不设限",
    ),
    "cofunding": Words("districts pay nothing until a share is set", "未设比例前，区县不承担"),
    "equity": Words("no pot and no default amount", "不设注资总额和缺省额"),
    "readiness": Words("no thresholds", "不设门槛"),
    "exclusive": Words("no limits", "不设限额"),
    "lead_firm": Words("no thresholds", "不设门槛"),
    "quotas": Words("no quotas", "不设名额"),
    "goals": Words(
        "all kinds, tiers and conditions weigh the same; a centre covers at full strength from approval on",
        "各类技术、各层次人才、各项条件同等计分；批复后即按全部能力计",
    ),
    "objective": Words(
        "the five goals weigh the same; among equals the cheaper and the earlier",
        "五项目标权重相同；并列时先取省钱、再取较早",
    ),
}


@dataclass(frozen=True, kw_only=True)
class Start:
    """What a city has answered: the first and last approval year, how many centres, and money by year.

    ``invested`` is how many years after approval its table of investments holds.
    """

    city: str
    first: int
    last: int
    target: int | None = None
    budgets: Mapping[int, float] = field(default_factory=dict)
    invested: int = 5

    @property
    def city_money(self) -> dict[int, float]:
        """City money of every funding year; empty where no year was named.

        >>> Start(city="x", first=2027, last=2028, budgets={2027: 5.0}, invested=2).city_money
        {2027: 5.0, 2028: 0.0, 2029: 0.0}
        """
        if not self.budgets:
            return {}
        span = range(self.first, self.last + self.invested)
        return {year: self.budgets.get(year, 0.0) for year in sorted({*span, *self.budgets})}


def own_policy(start: Start, lang: Lang) -> str:
    """Write the policy file of a city that starts from nothing.

    Examples
    --------
    >>> from planner.rulebook.scenario import load
    >>> from graph.base.safe_yaml import read
    >>> made = load(read(own_policy(Start(city="x", first=2027, last=2029, target=4), "en"), "policy.yaml").data)
    >>> made.policy.support.total_cap, made.policy.target.count, made.files
    (None, 4, ('scenario',))
    """
    title = {"en": f"Rules of {start.city}", "zh": f"{start.city}技术创新中心建设规则"}
    clauses = {
        path: {"clause": "", "source": SOURCE, "reading": {"en": said.en, "zh": said.zh}}
        for path, said in _READINGS.items()
    }
    data = {"name": "own-policy", "title": title, "policy": _values(start), "clauses": clauses}
    return _HEAD.say(lang).format(city=start.city, file=POLICY) + to_yaml(data)


def _values(start: Start) -> dict[str, Any]:
    equal = 1 / 5
    return {
        "years": {"first": start.first, "last": start.last},
        "build_period": 5,
        "target": {"count": start.target, "maximum": None, "year": start.last, "count_existing": True},
        "support": {
            "years": start.invested,
            "share": 1.0,
            "base": "annual",
            "total_cap": None,
            "first_year_cap": None,
            "first_year_least": 0.0,
            "default_minimum": 0,
        },
        "evaluation": {
            "factors": dict.fromkeys(get_args(Grade), 1.0),
            "expected": dict.fromkeys(get_args(Formation), "good"),
            "centres": {},
        },
        "budgets": {"city": start.city_money, "total": None, "districts": {}},
        "cofunding": {"district_share": 0.0, "by_district": {}},
        "equity": {"pot": None, "default_amount": 0},
        "readiness": {"each": {}, "mean": None},
        "exclusive": {"centres_per_lead": None, "centres_per_chief_scientist": None, "centres_per_subfield": None},
        "lead_firm": {"minimum_sales": None, "minimum_rd_share": None},
        "quotas": {"district": {}, "field": {}, "channel": {}, "formation": {}, "year": {}},
        "must_cover": [],
        "fixed": {"chosen": [], "rejected": []},
        "goals": {
            "coverage": {
                "kinds": dict.fromkeys(get_args(TechnologyKind), 1.0),
                "failure": 0.0,
                "depth": 1,
                "ramp": [1.0],
                "years": {start.last: 1.0},
            },
            "collaboration": {"ties": 0.5},
            "talent": {"tiers": dict.fromkeys(get_args(Tier), 1.0)},
            "mechanism": {"conditions": [name for name, _, _ in CONDITIONS]},
        },
        "objective": [
            {"maximise": dict.fromkeys(("coverage", "collaboration", "talent", "firms", "mechanism"), equal)},
            {"minimise": {"cost": 1}},
            {"minimise": {"delay": 1}},
            {"minimise": {"late_money": 1}},
        ],
    }


def own_scenario(start: Start, lang: Lang) -> str:
    """Write the first scenario of the city, which changes nothing of its policy yet."""
    said = Words(
        "# What `buju plan` takes where no scenario is named. Write here only what differs from ../{p}.\n",
        "# buju plan 缺省采用的情景。只写与 ../{p} 不同之处。\n",
    ).fill(p=POLICY)
    title = {"en": f"First plan of {start.city}", "zh": f"{start.city}初步方案"}
    return said.say(lang) + to_yaml({"name": "base", "title": title, "extends": f"../{POLICY}", "policy": {}})
