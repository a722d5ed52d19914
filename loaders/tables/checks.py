"""What the tables of a dataset must say together: years, leads, chief scientists, money, scores, places and rules.

Each check is one function from the typed tables to findings. What does not live here: keys and references (``keys``).
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from graph.base.cell_text import fold, shown
from graph.base.findings import Finding
from graph.base.words import Words
from graph.model.schema import CONDITIONS
from loaders.rules.catalogue import finding
from loaders.tables import evaluation_checks, evidence_checks
from loaders.tables.columns import TypedTable
from loaders.tables.course import check_course
from loaders.tables.keys import Ids, repeated, table_words
from loaders.tables.reading_rows import plain, rows, whole

Tables = Mapping[str, TypedTable]
YEARS = 5
"""Years after approval for which investments are asked."""
MANY = 4
"""From so many candidates on, what all of them lack alike is told once."""


def check_links(tables: Tables) -> list[Finding]:
    """Every finding between the tables, in the order of the checks; tables that are missing are passed over."""
    checks: tuple[Callable[[Tables], Iterator[Finding]], ...] = (
        years,
        equity,
        investments,
        conditions,
        leads,
        chief_scientists,
        claims,
        places,
        pairs,
        centre_rules,
        circles,
        *evaluation_checks.CHECKS,
        *evidence_checks.CHECKS,
    )
    return [*(found for check in checks for found in check(tables)), *check_course(tables)]


def _file(tables: Tables, table: str) -> str:
    return tables[table].file


def years(tables: Tables) -> Iterator[Finding]:
    """X504, X505, X506: years of approval and readiness."""
    for row, status, ready, approved in rows(tables, "centres", "status", "ready_year", "approved_year"):
        blank = math.isnan(approved)
        file = _file(tables, "centres")
        if status == "existing" and blank:
            yield finding("X504", file, row, "approved_year")
        elif status == "candidate" and not blank:
            yield finding("X505", file, row, "approved_year", f"{approved:g}")
        elif status == "existing" and ready > approved:
            yield finding("X506", file, row, "ready_year", f"{ready:g}")


def equity(tables: Tables) -> Iterator[Finding]:
    """X519: equity asked for by what is no new legal entity."""
    for row, new, amount in rows(tables, "centres", "new_legal_entity", "equity"):
        if amount > 0 and not new:
            yield finding("X519", _file(tables, "centres"), row, "equity", f"{amount:.15g}")


def _candidates(tables: Tables) -> Iterator[tuple[int, str]]:
    for row, centre, status in rows(tables, "centres", "id", "status"):
        if status == "candidate" and centre:
            yield row, centre


def investments(tables: Tables) -> Iterator[Finding]:
    """X501, X518: candidates without investments, or without those of some years."""
    if not whole(tables, "investments"):
        return
    given: dict[str, set[int]] = defaultdict(set)
    for _, centre, year in rows(tables, "investments", "centre_id", "year"):
        if not math.isnan(year):
            given[centre].add(int(year))
    candidates = list(_candidates(tables))
    lacking = {centre: tuple(sorted(set(range(1, YEARS + 1)) - given.get(centre, set()))) for _, centre in candidates}
    alike = set(lacking.values())
    if len(candidates) >= MANY and len(alike) == 1 and 0 < len(missing := alike.pop()) < YEARS:
        words = Words(
            "none of the {n} candidates has investments of year {y} after approval",
            "{n} 家候选中心均无批复后第 {y} 年的投入",
        )
        mend = Words("nothing need be done where support ends before that year", "如扶持期早于该年结束，不必处理")
        said = words.fill(n=len(candidates), y=_years(missing))
        yield finding("X518", _file(tables, "investments"), 0, "year", "", said, mend)
        return
    for row, centre in candidates:
        if centre not in given:
            yield finding("X501", _file(tables, "centres"), row, "id", centre)
        elif lacking[centre]:
            words = Words("investments of year {y} after approval are missing", "缺少批复后第 {y} 年的投入")
            said = words.fill(y=_years(lacking[centre]))
            yield finding("X518", _file(tables, "centres"), row, "id", centre, said)


def _years(years: Iterable[int]) -> Words:
    said = list(map(str, years))
    return Words(", ".join(said), "、".join(said))


def conditions(tables: Tables) -> Iterator[Finding]:
    """X502, X503: candidates without scores, or without some of the ten."""
    if not whole(tables, "conditions"):
        return
    candidates = {centre: row for row, centre in _candidates(tables)}
    seen = set()
    names = [c for c, _, _ in CONDITIONS]
    for position, (row, centre, *scores) in enumerate(rows(tables, "conditions", "centre_id", *names)):
        seen.add(centre)
        refused = tables["conditions"].refused
        blank = [i for i, score in enumerate(scores) if math.isnan(score)]
        blank = [i for i in blank if position not in refused.get(names[i], ())]
        if centre in candidates and blank:
            words = Words("no score for {which}", "未评分：{which}")
            which = Words(", ".join(CONDITIONS[i][0] for i in blank), "、".join(CONDITIONS[i][1] for i in blank))
            file = _file(tables, "conditions")
            yield finding("X503", file, row, CONDITIONS[blank[0]][0], centre, words.fill(which=which))
    if len(candidates) >= MANY and not seen & set(candidates):
        words = Words(
            "none of the {n} candidates has scores of the ten build conditions", "{n} 家候选中心均无十项建设条件得分"
        )
        yield finding(
            "X502",
            _file(tables, "conditions" if "conditions" in tables else "centres"),
            message=words.fill(n=len(candidates)),
        )
        return
    for centre, row in candidates.items():
        if centre not in seen:
            yield finding("X502", _file(tables, "centres"), row, "id", centre)


def leads(tables: Tables) -> Iterator[Finding]:
    """X507, X508: leads of centres beside the members."""
    members: dict[str, set[str]] = defaultdict(set)
    led = {centre: lead for _, centre, lead in rows(tables, "centres", "id", "lead_id")}
    for row, centre, organisation, role in rows(tables, "members", "centre_id", "organisation_id", "role"):
        members[centre].add(organisation)
        lead = led.get(centre, "")
        if role == "lead" and lead and organisation and lead != organisation:
            words = Words("centres names {lead} as lead of {centre}", "创新中心表中 {centre} 的牵头单位是 {lead}")
            yield finding(
                "X508",
                _file(tables, "members"),
                row,
                "role",
                organisation,
                words.fill(lead=shown(lead), centre=shown(centre)),
            )
    if "members" in tables and whole(tables, "members"):
        for row, centre, lead in rows(tables, "centres", "id", "lead_id"):
            if lead and lead not in members[centre]:
                yield finding("X507", _file(tables, "centres"), row, "lead_id", lead)


def chief_scientists(tables: Tables) -> Iterator[Finding]:
    """X509, X510: one chief scientist a centre, the same in both tables."""
    named = {centre: person for _, centre, person in rows(tables, "centres", "id", "chief_scientist_id")}
    first: dict[str, str] = {}
    for row, centre, person, role in rows(tables, "affiliations", "centre_id", "person_id", "role"):
        if role != "chief_scientist" or centre not in named or not person:
            continue
        file = _file(tables, "affiliations")
        if first.setdefault(centre, person) != person:
            words = Words("{centre} has the chief scientist {other} already", "{centre} 已有首席科学家 {other}")
            yield finding(
                "X509", file, row, "role", person, words.fill(centre=shown(centre), other=shown(first[centre]))
            )
        elif named[centre] != person:
            words = Words(
                "centres names '{other}' as chief scientist of {centre}",
                "创新中心表中 {centre} 的首席科学家为“{other}”",
            )
            yield finding(
                "X510", file, row, "role", person, words.fill(centre=shown(centre), other=shown(named[centre]))
            )


def claims(tables: Tables) -> Iterator[Finding]:
    """X511, X512: claims of strength 0, centres that cover nothing."""
    covering = set()
    for row, centre, strength in rows(tables, "covers", "centre_id", "strength"):
        covering.add(centre)
        if strength == 0:
            yield finding("X511", _file(tables, "covers"), row, "strength", "0")
    if "covers" in tables and whole(tables, "covers"):
        for row, centre in rows(tables, "centres", "id"):
            if centre and centre not in covering:
                yield finding("X512", _file(tables, "centres"), row, "id", centre)


def places(tables: Tables) -> Iterator[Finding]:
    """X513, X514: longitude, latitude and reference system belong together."""
    for table in ("centres", "organisations", "districts"):
        for position, (row, lon, lat, crs) in enumerate(rows(tables, table, "lon", "lat", "crs")):
            no_lon, no_lat = math.isnan(lon), math.isnan(lat)
            if no_lon != no_lat:
                column = "lon" if no_lon else "lat"
                if position not in tables[table].refused.get(column, ()):
                    yield finding("X513", _file(tables, table), row, column)
            elif not no_lon and not crs:
                yield finding("X514", _file(tables, table), row, "crs")


def pairs(tables: Tables) -> Iterator[Finding]:
    """X517: rows of undirected tables that stand in both orders."""
    for table, columns in (("ties", ("source_id", "target_id", "kind", "year")), ("synergies", ("a", "b"))):
        first: dict[tuple[Any, ...], tuple[int, str]] = {}
        for row, a, b, *rest in _alike(tables, table, columns):
            more = tuple(None if isinstance(v, float) and math.isnan(v) else v for v in rest)
            here = (min(a, b), max(a, b), *more)
            earlier = first.setdefault(here, (row, a))
            if earlier[1] != a and a != b:
                words = Words("the same pair as row {n}, in the other order", "与第 {n} 行是同一对，顺序相反").fill(
                    n=earlier[0]
                )
                yield finding("X517", _file(tables, table), row, columns[1], f"{a}, {b}", words)


def _alike(tables: Tables, table: str, columns: tuple[str, ...]) -> Iterator[tuple[Any, ...]]:
    """Rows of an undirected table; of a large one, only those that are like another."""
    positions = None if table not in tables else repeated(tables[table], columns, unordered=2)
    if positions is None:
        yield from rows(tables, table, *columns)
        return
    typed = tables[table]
    for position in positions:
        yield (typed.numbers[position], *(plain(typed.values[c][[position]])[0] for c in columns))  # type: ignore[call-overload]


def centre_rules(tables: Tables) -> Iterator[Finding]:
    """X515, X516: rules between centres name at least two known centres, and a limit where one is needed."""
    ids = Ids(tables)
    known = "centres" in tables and tables["centres"].trusted
    for row, kind, members, limit in rows(tables, "rules", "kind", "members", "limit"):
        file = _file(tables, "rules")
        named = [m for m in map(fold, fold(members).split("|")) if m]
        for name in dict.fromkeys(named) if known else ():
            if name not in ids.of("centres"):
                words = Words("no row of {t} has the id '{id}'", "{t}中没有编号“{id}”").fill(
                    t=table_words("centres"), id=shown(name)
                )
                otherwise = Words("write known centre ids, separated by |", "请写已知的中心编号，用 | 分隔")
                yield finding("X515", file, row, "members", name, words, ids.near(("centres",)).words(name, otherwise))
        if members and (len(named) < 2 or len(set(named)) < len(named)):
            words = Words("at least two different centres are needed", "至少需要两个不同的中心")
            yield finding("X515", file, row, "members", members, words)
        if kind == "at_most" and math.isnan(limit):
            yield finding("X516", file, row, "limit")
        elif kind in ("requires", "excludes") and not math.isnan(limit):
            words = Words("a limit is not used here", "此类规则不使用限额")
            yield finding("X516", file, row, "limit", f"{limit:g}", words, level="warning")


def circles(tables: Tables) -> Iterator[Finding]:
    """K404: one finding for each row that closes a circle of prerequisites, with the circle."""
    needs: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for row, technology, prerequisite in rows(tables, "requires", "technology_id", "prerequisite_id"):
        if technology and prerequisite and technology != prerequisite:
            needs[technology].append((prerequisite, row))
    done: set[str] = set()
    for start in list(needs):
        if start in done:
            continue
        path, on_path = [start], {start: 0}
        stack = [iter(needs[start])]
        while stack:
            step = next(stack[-1], None)
            if step is None:
                stack.pop()
                last = path.pop()
                del on_path[last]
                done.add(last)
                continue
            technology, row = step
            if technology in on_path:
                circle = " → ".join(map(shown, _cut([*path[on_path[technology] :], technology])))
                words = Words("prerequisites run in a circle: {c}", "前置技术形成循环：{c}").fill(c=circle)
                yield finding("K404", _file(tables, "requires"), row, "prerequisite_id", technology, words)
            elif technology not in done:
                path.append(technology)
                on_path[technology] = len(path) - 1
                stack.append(iter(needs.get(technology, ())))


def _cut(circle: list[str]) -> list[str]:
    return circle if len(circle) <= 12 else [*circle[:6], "…", *circle[-5:]]
