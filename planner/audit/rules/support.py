"""What one centre is paid: where, when and how much."""

from __future__ import annotations

from graph.base.words import Words
from planner.audit.facts import Facts
from planner.audit.family import AuditFamily, Given, rule
from planner.audit.report import Ledger, total
from planner.rulebook.policy import Policy

NEGATIVE_PAY = rule(
    "A807",
    "pay_negative",
    "{centre}: support of {value} in {year} is negative",
    "{centre}：{year}年支持额为负（{value}）",
)
PAY_UNCHOSEN = rule(
    "A808",
    "pay_unchosen",
    "{centre} is not chosen but is paid {value} in {year}",
    "{centre}未入选，却在{year}年获支持{value}",
)
PAY_OUTSIDE = rule(
    "A809",
    "pay_years",
    "{centre} is paid {value} in {year}, outside its support years {key}",
    "{centre}在{year}年获支持{value}，超出支持年限（{key}）",
)
SHARE = rule(
    "A840",
    "share",
    "{centre}: support of {value} in {year} (year {key} of support) exceeds {limit}",
    "{centre}：{year}年（第{key}年）支持{value}，超过按投入总额比例核定的上限{limit}",
)
FIRST_YEAR_CAP = rule(
    "A841",
    "first_year_cap",
    "{centre}: support of {value} in its first year {year} exceeds {limit}",
    "{centre}：首年（{year}年）支持{value}，超过首年上限{limit}",
)
FIRST_YEAR_LEAST = rule(
    "A855",
    "first_year_least",
    "{centre}: support of {value} in its first year {year} is less than the least share of what it needs, {limit}",
    "{centre}：首年（{year}年）支持{value}，低于应付的首年最低额{limit}",
)
TOTAL_CAP = rule(
    "A842",
    "total_cap",
    "{centre}: support of {value} in all exceeds {limit}",
    "{centre}：支持总额{value}，超过上限{limit}",
)
MINIMUM_SUPPORT = rule(
    "A843",
    "minimum_support",
    "{centre}: support of {value} in all is less than the least it needs, {limit}",
    "{centre}：支持总额{value}，低于启动所需最低额{limit}",
)


def base(facts: Facts, policy: Policy, centre: str, k: int) -> float:
    """The base 投入总额 of a centre in its k-th support year, by the reading of ``support.base``.

    Returns
    -------
    float
        Investment of year k (annual), of years 1..k (cumulative) or of the whole build period (total), in the
        dataset's money unit; a missing year counts as 0.
    """
    told = facts.investments.get(centre, {})
    reading = policy.support.base
    if reading == "annual":
        return told.get(k, 0.0)
    last = k if reading == "cumulative" else policy.build_period
    return total((told.get(j, 0.0),) for j in range(1, last + 1))


def factor(facts: Facts, policy: Policy, centre: str, k: int) -> float:
    """Support factor of the k-th year: 1 in the first, that of the expected grade later (no grade: 1)."""
    if k == 1:
        return 1.0
    told = policy.evaluation
    grade = told.centres.get(centre) or told.expected.get(facts.centres[centre].formation)  # type: ignore[call-overload]
    return told.factors.get(grade, 1.0)


def yearly_limit(facts: Facts, policy: Policy, centre: str, k: int) -> float:
    """Greatest support in the k-th year by the share of the base: share · base · factor."""
    return total([(policy.support.share, base(facts, policy, centre, k), factor(facts, policy, centre, k))])


def least_support(facts: Facts, policy: Policy, centre: str) -> float:
    """Least total support of a chosen candidate."""
    told = facts.centres[centre].minimum_support
    return policy.support.default_minimum if told is None else told


def first_year_least(facts: Facts, policy: Policy, centre: str) -> float:
    """Least support in the first year: a share of the least total, but no more than the first year's caps allow."""
    told = policy.support
    most = yearly_limit(facts, policy, centre, 1)
    if told.first_year_cap is not None:
        most = min(most, told.first_year_cap)
    return min(told.first_year_least * least_support(facts, policy, centre), most)


def placed(book: Ledger, given: Given) -> None:
    """Families pay_negative, pay_unchosen, pay_years: money goes to chosen centres in their support years only."""
    known = set() if given.past is None else set(given.past.stands)
    for i, years in ((i, years) for i, years in given.pay.items() if i not in known):
        for year, money in years.items():
            book.at_least(NEGATIVE_PAY, money, 0.0, measured=True, centre=i, year=year)
            some = money != 0.0
            allowed = i in given.starts or not some
            book.check(PAY_UNCHOSEN, allowed, centre=i, year=year, value=money, limit=0.0)
            if i in given.starts:
                last = given.starts[i] + given.policy.support.years - 1
                inside = given.starts[i] <= year <= last
                span = f"{given.starts[i]}–{last}"
                book.check(PAY_OUTSIDE, inside or not some, centre=i, year=year, value=money, limit=0.0, key=span)


def centres(book: Ledger, given: Given) -> None:
    """Families share, first_year_cap, first_year_least, total_cap, minimum_support: what one centre is paid."""
    told = given.policy.support
    if not told.first_year_least:
        book.skip("first_year_least")
    if told.first_year_cap is None:
        book.skip("first_year_cap")
    if told.total_cap is None:
        book.skip("total_cap")
    for i, start in given.new.items():
        paid = given.pay.get(i, {})
        for k in range(1, told.years + 1):
            year = start + k - 1
            limit = yearly_limit(given.facts, given.policy, i, k)
            book.at_most(SHARE, paid.get(year, 0.0), limit, measured=True, centre=i, year=year, key=k)
        first = paid.get(start, 0.0)
        if told.first_year_cap is not None:
            book.at_most(FIRST_YEAR_CAP, first, told.first_year_cap, measured=True, centre=i, year=start)
        if told.first_year_least:
            least = first_year_least(given.facts, given.policy, i)
            book.at_least(FIRST_YEAR_LEAST, first, least, measured=True, centre=i, year=start)
        spent = total((money,) for money in paid.values())
        if told.total_cap is not None:
            book.at_most(TOTAL_CAP, spent, told.total_cap, measured=True, centre=i)
        book.at_least(MINIMUM_SUPPORT, spent, least_support(given.facts, given.policy, i), measured=True, centre=i)


def check(book: Ledger, given: Given) -> None:
    """Where and when money goes, then how much of it."""
    placed(book, given)
    centres(book, given)


AUDIT = AuditFamily(
    100,
    (
        NEGATIVE_PAY,
        PAY_UNCHOSEN,
        PAY_OUTSIDE,
        SHARE,
        FIRST_YEAR_CAP,
        FIRST_YEAR_LEAST,
        TOTAL_CAP,
        MINIMUM_SUPPORT,
    ),
    Words("The policy caps support by centre, year and budget.", "政策按中心、年度与预算限定支持资金。"),
    check,
    of_money=True,
)
