"""Every rule that the audit checks: code, family and sentence, once.

What does not live here: how a rule is checked.
"""

from __future__ import annotations

from graph.base.words import Words
from planner.audit.report import Rule


def _rule(code: str, family: str, en: str, zh: str) -> Rule:
    return Rule(code, family, Words(en, zh))


# --- the plan itself: A80x ---
UNKNOWN_CENTRE = _rule(
    "A801", "shape", "{centre} is no centre of this dataset", "方案中的{centre}不在数据集的中心名单内"
)
NOT_A_CANDIDATE = _rule(
    "A802", "shape", "{centre} already exists and cannot be approved again", "{centre}为已有中心，不得再次批复"
)
BAD_YEAR = _rule(
    "A803", "shape", "{centre}: approval year {given} is not a whole year", "{centre}：批复年份“{given}”不是整数年份"
)
BAD_PAY = _rule(
    "A804",
    "shape",
    "{centre}: support {given} in {when} is not a finite number",
    "{centre}：{when}年支持额“{given}”不是有效数字",
)
BAD_PAY_YEAR = _rule(
    "A805", "shape", "{centre}: {given} is not a funding year", "{centre}：“{given}”不是有效的资金年份"
)
BAD_SUPPORT = _rule("A806", "shape", "{centre}: support is not given by year", "{centre}：支持资金未按年度列示")
NEGATIVE_PAY = _rule(
    "A807",
    "pay_negative",
    "{centre}: support of {value} in {year} is negative",
    "{centre}：{year}年支持额为负（{value}）",
)
PAY_UNCHOSEN = _rule(
    "A808",
    "pay_unchosen",
    "{centre} is not chosen but is paid {value} in {year}",
    "{centre}未入选，却在{year}年获支持{value}",
)
PAY_OUTSIDE = _rule(
    "A809",
    "pay_years",
    "{centre} is paid {value} in {year}, outside its support years {key}",
    "{centre}在{year}年获支持{value}，超出支持年限（{key}）",
)

# --- may the candidate be approved: A81x ---
HORIZON = _rule(
    "A810", "horizon", "{centre}: approval in {year} is outside {key}", "{centre}：批复年份{year}不在规划期{key}内"
)
NOT_READY = _rule(
    "A811",
    "ready",
    "{centre} is approved in {year}, before it is ready ({limit})",
    "{centre}在{year}年批复，早于成熟年份{limit}",
)
CONDITION = _rule(
    "A812",
    "readiness_each",
    "{centre}: {key} scores {value}, below the threshold {limit}",
    "{centre}：“{key}”得分{value}，低于门槛{limit}",
)
CONDITION_MEAN = _rule(
    "A813",
    "readiness_mean",
    "{centre}: mean of the ten conditions is {value}, below {limit}",
    "{centre}：十项建设条件平均分{value}，低于门槛{limit}",
)
LEAD_SALES = _rule(
    "A814",
    "lead_firm_sales",
    "{centre}: sales of the lead firm {key} are {value}, below {limit}",
    "{centre}：牵头企业{key}销售收入{value}，低于要求{limit}",
)
LEAD_RD = _rule(
    "A815",
    "lead_firm_rd",
    "{centre}: R&D share of the lead firm {key} is {value}, below {limit}",
    "{centre}：牵头企业{key}研发投入占比{value}，低于要求{limit}",
)
FIXED_CHOSEN = _rule("A816", "fixed_chosen", "{centre} must be chosen, and is not", "{centre}为必选中心，方案未选入")
FIXED_REJECTED = _rule(
    "A817", "fixed_rejected", "{centre} must not be chosen, and is", "{centre}为禁选中心，方案却已选入"
)

# --- how many: A82x ---
TARGET_COUNT = _rule(
    "A820",
    "target_count",
    "{value} centres by the end of {year}, fewer than {limit}",
    "截至{year}年底共{value}家中心，少于目标{limit}家",
)
TARGET_MAXIMUM = _rule(
    "A821", "target_maximum", "{value} centres in all, more than {limit}", "中心总数{value}家，超过上限{limit}家"
)
EXCLUSIVE_LEAD = _rule(
    "A822",
    "exclusive_lead",
    "{key} leads {value} newly chosen centres; {limit} are allowed beside the existing ones",
    "{key}新牵头{value}家中心，扣除已有中心后只允许{limit}家",
)
EXCLUSIVE_CHIEF = _rule(
    "A823",
    "exclusive_chief_scientist",
    "{key} is chief scientist of {value} newly chosen centres; {limit} are allowed beside the existing ones",
    "{key}新任{value}家中心的首席科学家，扣除已有中心后只允许{limit}家",
)
EXCLUSIVE_SUBFIELD = _rule(
    "A824",
    "exclusive_subfield",
    "sub-field {key} gets {value} newly chosen centres; {limit} are allowed beside the existing ones",
    "细分领域“{key}”新增{value}家中心，扣除已有中心后只允许{limit}家",
)


def _quota(least: str, most: str, family: str, en: str, zh: str) -> tuple[Rule, Rule]:
    return (
        _rule(least, family, en + ": {value} centres, fewer than {limit}", zh + "：入选{value}家，少于下限{limit}家"),
        _rule(most, family, en + ": {value} centres, more than {limit}", zh + "：入选{value}家，超过上限{limit}家"),
    )


QUOTAS = {
    "district": _quota("A830", "A831", "quota_district", "district {key}", "区（县、市）{key}"),
    "field": _quota("A832", "A833", "quota_field", "field {key}", "领域{key}"),
    "channel": _quota("A834", "A835", "quota_channel", "channel {key}", "推荐渠道{key}"),
    "formation": _quota("A836", "A837", "quota_formation", "formation {key}", "组建模式{key}"),
    "year": _quota("A838", "A839", "quota_year", "approvals in {key}", "{key}年批复"),
}

# --- money: A84x, A85x ---
SHARE = _rule(
    "A840",
    "share",
    "{centre}: support of {value} in {year} (year {key} of support) exceeds {limit}",
    "{centre}：{year}年（第{key}年）支持{value}，超过按投入总额比例核定的上限{limit}",
)
FIRST_YEAR_CAP = _rule(
    "A841",
    "first_year_cap",
    "{centre}: support of {value} in its first year {year} exceeds {limit}",
    "{centre}：首年（{year}年）支持{value}，超过首年上限{limit}",
)
FIRST_YEAR_LEAST = _rule(
    "A855",
    "first_year_least",
    "{centre}: support of {value} in its first year {year} is less than the least share of what it needs, {limit}",
    "{centre}：首年（{year}年）支持{value}，低于应付的首年最低额{limit}",
)
TOTAL_CAP = _rule(
    "A842",
    "total_cap",
    "{centre}: support of {value} in all exceeds {limit}",
    "{centre}：支持总额{value}，超过上限{limit}",
)
MINIMUM_SUPPORT = _rule(
    "A843",
    "minimum_support",
    "{centre}: support of {value} in all is less than the least it needs, {limit}",
    "{centre}：支持总额{value}，低于启动所需最低额{limit}",
)
BUDGET_CITY = _rule(
    "A844",
    "budget_city",
    "the city pays {value} in {year}, more than {limit}",
    "{year}年市级支出{value}，超过预算{limit}",
)
BUDGET_TOTAL = _rule(
    "A845", "budget_total", "support of {value} in all exceeds {limit}", "支持资金合计{value}，超过总预算{limit}"
)
BUDGET_DISTRICT = _rule(
    "A846",
    "budget_district",
    "district {key} pays {value}, more than {limit}",
    "{key}区级配套支出{value}，超过预算{limit}",
)
EQUITY = _rule(
    "A847", "equity", "equity of {value} exceeds the pot of {limit}", "国资注资合计{value}，超过注资资金池{limit}"
)

# --- what must be covered, rules between centres: A86x, A87x ---
MUST_COVER = _rule(
    "A860",
    "must_cover",
    "technology {key} is covered by {value} {layer}, fewer than {limit}",
    "技术{key}只有{value}个{layer}覆盖，少于要求的{limit}个",
)
REQUIRES = _rule(
    "A870", "requires", "{centre} is chosen without {key}, which it needs", "{centre}已入选，但其依赖的{key}未布局"
)
EXCLUDES = _rule(
    "A871",
    "excludes",
    "{value} of {key} are newly chosen; at most {limit} may be, beside existing ones",
    "互斥中心{key}中新选入{value}家，扣除已有中心后最多{limit}家",
)
AT_MOST = _rule(
    "A872",
    "at_most",
    "{value} of {key} are newly chosen; at most {limit} may be, beside existing ones",
    "{key}中新选入{value}家，扣除已有中心后最多{limit}家",
)
UNREADABLE_RULE = _rule("A873", "rules_table", "rule row {key} cannot be checked", "规则表“{key}”无法核验")

# --- figures claimed: A88x ---
CLAIM = _rule(
    "A880",
    "claims",
    "{key}: the plan claims {value}, the audit finds {limit}",
    "{key}：方案申报{value}，审计核算{limit}",
)
UNKNOWN_CLAIM = _rule("A881", "claims", "{key} is claimed but cannot be recomputed", "申报指标“{key}”无法复核")

ALL: tuple[Rule, ...] = tuple(
    sorted(
        [r for r in globals().values() if isinstance(r, Rule)] + [r for pair in QUOTAS.values() for r in pair],
        key=lambda r: r.code,
    )
)
"""All rules by code."""
FAMILIES: tuple[str, ...] = tuple(dict.fromkeys(r.family for r in ALL))
"""All families, in the order of their codes."""
