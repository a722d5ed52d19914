"""Rules of the yes/no choice: what bars a start, how many may or must be chosen, depth, and logic."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

import numpy as np

from graph.base.words import Words
from graph.measures.independence import STAKES, Stake, stakes
from graph.model.schema import CONDITIONS
from planner.problem.city.city import City
from planner.problem.rows import Bar, Bools, CountRow, DepthRow, Floats, Ints, Logic, Rule, Support
from planner.rulebook.policy import MustCover, Range
from planner.rulebook.scenario.shape import dotted


def bars(city: City, money: Support) -> tuple[Bar, ...]:
    """What forbids starts: ready years, thresholds, lead firms, rejections, support that its caps do not allow."""
    out: list[Bar] = []
    n_years = len(city.years)

    def bar(name: str, family: str, words: Words, key: str, mask: Bools) -> None:
        if mask.any():
            full = mask if mask.ndim == 2 else np.repeat(mask[:, None], n_years, axis=1)
            out.append(Bar(Rule(name, family, words, key), full))

    def threshold(name: str, family: str, words: Words, key: str, figure: Floats, least: float) -> None:
        short = ~(figure >= least)
        if short.any():
            full = np.repeat(short[:, None], n_years, axis=1)
            out.append(Bar(Rule(name, family, words, key), full, figure, least))

    ready = city.number("ready_year")
    years = np.asarray(city.years)
    early = np.where(np.isnan(ready), -np.inf, ready)[:, None] > years[None, :]
    bar(
        "ready",
        "ready",
        Words("no approval before a candidate is ready", "成熟一个、批复一个：未成熟不批复"),
        "",
        early,
    )
    for condition, score in city.policy.readiness.each.items():
        zh, en = next((z, e) for c, z, e in CONDITIONS if c == condition)
        words = Words("build condition '{en}' of at least {s:g}", "建设条件“{zh}”不低于 {s:g} 分").fill(
            en=en, zh=zh, s=score
        )
        got = _scores(city, (condition,))[:, 0]
        threshold(f"readiness {condition}", "readiness", words, f"readiness.each.{condition}", got, score)
    if city.policy.readiness.mean is not None:
        least = city.policy.readiness.mean
        words = Words("mean of the ten build conditions of at least {s:g}", "十项建设条件均分不低于 {s:g}").fill(
            s=least
        )
        mean = _scores(city, tuple(c for c, _, _ in CONDITIONS)).mean(axis=1)
        threshold("readiness mean", "readiness", words, "readiness.mean", mean, least)
    for name, column, least_of, words in (
        (
            "sales",
            "minimum_sales",
            city.policy.lead_firm.minimum_sales,
            Words("sales of a lead firm", "牵头企业销售收入"),
        ),
        (
            "rd_share",
            "minimum_rd_share",
            city.policy.lead_firm.minimum_rd_share,
            Words("R&D share of a lead firm", "牵头企业研发占比"),
        ),
    ):
        if least_of is not None:
            figure = _lead_figure(city, name)
            threshold(f"lead firm {name}", "lead_firm", words, f"lead_firm.{column}", figure, least_of)
    rejected = set(city.policy.fixed.rejected)
    words = Words("candidates that the scenario rejects", "情景指定不入选的候选中心")
    bar(
        "fixed rejected",
        "fixed",
        words,
        "fixed.rejected",
        np.array([c in rejected for c in city.candidate_ids], dtype=bool),
    )
    most = np.minimum(money.cap.sum(axis=1), money.total)
    words = Words("least support that the caps do not allow", "最低支持需求超出支持上限")
    bar("support caps", "support", words, "support.share", money.minimum > most * (1 + 1e-9))
    return tuple(out)


def _scores(city: City, names: Iterable[str]) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """(N, conditions) scores of the candidates, NaN where missing."""
    columns = list(names)
    out = np.full((city.eco.size("Centre"), len(columns)), np.nan)
    centre = city.eco.codes("conditions", "centre_id", "Centre")
    for k, name in enumerate(columns):
        out[centre, k] = city.eco.column("conditions", name)
    return np.asarray(out[city.candidates])


def _lead_figure(city: City, column: str) -> Floats:
    """(N,) a figure of each candidate's lead firm, NaN = missing; infinite where no firm leads."""
    lead = city.eco.codes("centres", "lead_id", "Organisation")[city.candidates]
    firm = (city.eco.column("organisations", "kind") == "firm")[lead] & (lead >= 0)
    return np.where(firm, city.eco.column("organisations", column)[lead], np.inf)


def counts(city: City) -> tuple[CountRow, ...]:
    """Target, exclusive rules, quotas, locks and the dataset's at-most and excludes rules."""
    return (*_target(city), *_exclusive(city), *_quotas(city), *_chosen(city), *_groups(city))


def _target(city: City) -> list[CountRow]:
    rule = city.policy.target
    everyone = np.arange(city.size)
    given = len(city.existing) if rule.count_existing else 0
    out = []
    if rule.count is not None:
        until = sum(year <= rule.year for year in city.years) - 1
        words = Words("at least {n} centres by {year}", "到 {year} 年至少 {n} 家中心").fill(
            n=rule.count, year=rule.year
        )
        name = Rule("target", "target", words, "target.count", "centres")
        out.append(
            CountRow(name, everyone, low=rule.count, given=given, until=until if until + 1 < len(city.years) else None)
        )
    if rule.maximum is not None:
        words = Words("at most {n} centres", "至多 {n} 家中心").fill(n=rule.maximum)
        name = Rule("target maximum", "target", words, "target.maximum", "centres")
        out.append(CountRow(name, everyone, high=rule.maximum, given=given))
    return out


def _exclusive(city: City) -> list[CountRow]:
    rule = city.policy.exclusive
    organisations, people = city.eco.names("Organisation"), city.eco.names("Person")
    out = []
    for key, column, limit, what, names in (
        ("centres_per_lead", "lead_id", rule.centres_per_lead, Words("centres led by", "牵头中心数："), organisations),
        (
            "centres_per_chief_scientist",
            "chief_scientist_id",
            rule.centres_per_chief_scientist,
            Words("centres whose chief scientist is", "任首席科学家的中心数："),
            people,
        ),
        (
            "centres_per_subfield",
            "subfield",
            rule.centres_per_subfield,
            Words("centres in the sub-field", "细分领域中心数："),
            {},
        ),
    ):
        if limit is None:
            continue
        held = [str(v) for v in city.eco.column("centres", column)[city.existing]]
        for value, members in _by(city.text(column)).items():
            given = held.count(value)
            if given + len(members) > limit:
                words = Words("{what} {name}: at most {n}", "{what}{name}，至多 {n}").fill(
                    what=what, name=names.get(value, value), n=limit
                )
                name = Rule(f"exclusive {column} {value}", "exclusive", words, f"exclusive.{key}", "centres")
                out.append(CountRow(name, members, high=max(limit, given), given=given))
    return out


def _by(values: list[str]) -> dict[str, Ints]:
    groups: dict[str, list[int]] = defaultdict(list)
    for i, value in enumerate(values):
        if value:
            groups[value].append(i)
    return {value: np.array(members, dtype=np.int64) for value, members in groups.items()}


CHANNEL_WORDS = {
    "city": Words("put forward by the city", "市级主动布局"),
    "district": Words("put forward by districts", "区县推荐"),
    "department": Words("put forward by departments", "部门推荐"),
}
FORMATION_WORDS = {
    "enterprise": Words("led by a firm", "企业牵头"),
    "institute": Words("led by an institute", "院所牵头"),
    "joint": Words("jointly formed", "联合组建"),
}


def _quotas(city: City) -> list[CountRow]:
    rule = city.policy.quotas
    out: list[CountRow] = []

    def rows(kind: str, ranges: Mapping[str, Range], names: Mapping[str, str | Words]) -> None:
        groups = _by(city.text(kind))
        for value, limits in sorted(ranges.items()):
            members = groups.get(value, np.zeros(0, dtype=np.int64))
            out.extend(_quota(kind, value, names.get(value, value), limits, members))

    rows("district", rule.district, city.eco.names("District"))
    rows("field", rule.field, city.eco.names("Field"))
    rows("channel", rule.channel, CHANNEL_WORDS)  # type: ignore[arg-type]
    rows("formation", rule.formation, FORMATION_WORDS)  # type: ignore[arg-type]
    for year, limits in sorted(rule.year.items()):
        if year in city.years:
            out += _quota(
                "year",
                str(year),
                Words("{y}", "{y} 年").fill(y=year),
                limits,
                np.arange(city.size),
                city.years.index(year),
            )
    return out


def _quota(
    kind: str, value: str, name: str | Words, limits: Range, members: Ints, year: int | None = None
) -> list[CountRow]:
    out = []
    label = Words("{name}: new centres", "{name}新建中心数").fill(name=name)
    for side, limit in (("min", limits.min), ("max", limits.max)):
        if limit is not None:
            words = (
                Words("{label}, at least {n}", "{label}不少于 {n}")
                if side == "min"
                else Words("{label}, at most {n}", "{label}不超过 {n}")
            )
            rule = Rule(
                f"quota {kind} {value} {side}",
                "quota",
                words.fill(label=label, n=limit),
                dotted(("quotas", kind, value, side)),
                "centres",
            )
            low, high = (limit, np.inf) if side == "min" else (-np.inf, limit)
            out.append(CountRow(rule, members, low, high, year=year))
    return out


def _chosen(city: City) -> list[CountRow]:
    where = {c: i for i, c in enumerate(city.candidate_ids)}
    out = []
    for centre in city.policy.fixed.chosen:
        if centre in where:
            words = Words("{c} must be chosen", "{c} 必须入选").fill(c=city.candidate_names[where[centre]])
            rule = Rule(f"fixed chosen {centre}", "fixed", words, "fixed.chosen", "centres")
            out.append(CountRow(rule, np.array([where[centre]]), low=1))
    return out


def _rule_rows(city: City) -> list[tuple[str, list[str], float]]:
    columns = (city.eco.column("rules", c) for c in ("kind", "members", "limit"))
    return [(str(k), [m.strip() for m in str(ms).split("|")], float(n)) for k, ms, n in zip(*columns, strict=True)]


def _split(city: City, members: list[str]) -> tuple[Ints, int]:
    """Positions of the candidates among ``members``, and the number of existing centres among them."""
    where = {c: i for i, c in enumerate(city.candidate_ids)}
    inside = np.array([where[m] for m in dict.fromkeys(members) if m in where], dtype=np.int64)
    ids = city.eco.ids("Centre")
    existing = {ids[e] for e in city.existing}
    return inside, len(existing & set(members))


def _groups(city: City) -> list[CountRow]:
    out = []
    for kind, members, limit in _rule_rows(city):
        if kind == "requires":
            continue
        inside, given = _split(city, members)
        most = 1 if kind == "excludes" or np.isnan(limit) else int(limit)
        words = Words("at most {n} of {m}", "{m} 中至多 {n} 家").fill(n=most, m="、".join(members))
        rule = Rule(f"{kind} {'|'.join(members)}", "logic", words, "", "centres")
        out.append(CountRow(rule, inside, high=max(most, given), given=given))
    return out


def logic(city: City) -> tuple[Logic, ...]:
    """The dataset's ``requires`` rules; a requirement that an existing centre meets is no rule."""
    where = {c: i for i, c in enumerate(city.candidate_ids)}
    out = []
    for kind, members, _ in _rule_rows(city):
        if kind == "requires" and members[0] in where:
            needed, _ = _split(city, members[1:])
            if len(needed):
                words = Words("{a} requires {b}", "{a} 依赖 {b}").fill(a=members[0], b="、".join(members[1:]))
                rule = Rule(f"requires {'|'.join(members)}", "logic", words)
                out.append(Logic(rule, "requires", np.concatenate([[where[members[0]]], needed])))
    return tuple(out)


def depths(city: City) -> tuple[DepthRow, ...]:
    """Technologies that must be covered, at what depth, by different leads or centres."""
    return tuple(row for k, rule in enumerate(city.policy.must_cover) for row in _must(city, rule, f"must_cover.{k}"))


def _covered_by(rule: MustCover) -> Words:
    if rule.depth == 1:
        return Words("{t} must be covered", "{t}须有中心承担")
    if rule.disjoint:
        said = [APART_WORDS[kind] for kind in apart(rule)]
        return Words(
            "{t} must be covered by {k} centres that share no " + " and no ".join(w.en for w in said),
            "{t}须由 {k} 家互不共有" + "、".join(w.zh for w in said) + "的中心承担",
        )
    if rule.distinct == "lead":
        return Words("{t} must be covered by {k} centres of different leads", "{t}须由 {k} 家不同牵头单位的中心承担")
    return Words("{t} must be covered by {k} centres", "{t}须由 {k} 家中心承担")


APART_WORDS = {
    "lead": Words("lead", "牵头单位"),
    "chief_scientist": Words("chief scientist", "首席科学家"),
    "key_person": Words("key person", "关键人才"),
}


def apart(rule: MustCover) -> tuple[Stake, ...]:
    """What the centres of a must-cover rule may not share; leads among it where these have to differ anyway."""
    wanted = {*rule.disjoint, *(("lead",) if rule.distinct == "lead" else ())}
    return tuple(kind for kind in STAKES if kind in wanted)


def _sharing(city: City, rule: MustCover, technology: int, centres: Ints) -> tuple[tuple[int, ...], ...]:
    """Places in ``centres`` of those that share one organisation or person, each such set once."""
    users: dict[str, list[int]] = defaultdict(list)
    for k, mine in enumerate(stakes(city.eco, technology, centres.tolist(), apart(rule))):
        for thing in mine:
            users[thing].append(k)
    return tuple(sorted({tuple(places) for places in users.values() if len(places) > 1}))


def _must(city: City, rule: MustCover, key: str) -> list[DepthRow]:
    eco = city.eco
    severe = eco.column("technologies", "severity") >= rule.severity
    wanted = severe & np.isin(eco.column("technologies", "kind").astype(str), rule.kinds)
    strength = city.strength.tocsc()
    lead = eco.codes("centres", "lead_id", "Organisation")
    # a centre without a lead is a group of its own
    group = np.arange(eco.size("Centre")) + eco.size("Organisation")
    if rule.distinct == "lead" and not rule.disjoint:
        group = np.where(lead >= 0, lead, group)
    position = np.full(eco.size("Centre"), -1)
    position[city.candidates] = np.arange(city.size)
    names, ids = eco.names("Technology"), eco.ids("Technology")
    out = []
    for t in np.flatnonzero(wanted):
        if ids[t] in rule.exempt:
            continue
        centres = strength.indices[strength.indptr[t] : strength.indptr[t + 1]]
        amount = strength.data[strength.indptr[t] : strength.indptr[t + 1]]
        by = np.sort(centres[(amount > 0) & (amount >= rule.strength)])
        given = tuple(sorted({int(group[c]) for c in by if position[c] < 0}))
        candidates = by[position[by] >= 0]
        words = _covered_by(rule).fill(t=names[ids[t]], k=rule.depth)
        how = "apart" if rule.disjoint else rule.distinct
        name = Rule(f"must cover {ids[t]} x{rule.depth} {how}", "must_cover", words, key, "depth")
        sharing: tuple[tuple[int, ...], ...] = ()
        if rule.disjoint:
            sharing = _sharing(city, rule, int(t), np.r_[candidates, by[position[by] < 0]])
        out.append(DepthRow(name, position[candidates], group[candidates], rule.depth, given, sharing))
    return out
