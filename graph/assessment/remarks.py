"""Findings of an assessment as sentences: what is uncovered, thin, hangs on one, lacks evidence or is not joined.

Each is a fact about the data, with its numbers and names; none gives advice. What does not live here: the measures.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from graph.assessment.remarks_network import NETWORK
from graph.assessment.sentences import NAMED, Remark, listed, many, named, stop, when
from graph.assessment.state import State, focus
from graph.base.rounding import percent
from graph.base.words import Words
from graph.measures.coverage import prerequisite_gaps, severities, severity_weighted_coverage
from graph.measures.evidence import claims_without_evidence, holders, used_strength
from graph.measures.fragility import SinglePoint, places


def remarks(today: State, after: State | None) -> tuple[Remark, ...]:
    """Say what matters, most urgent first; a sentence whose subject is empty is left out.

    Examples
    --------
    >>> from graph.measures.coverage import active_centres
    >>> from graph.model.ecosystem import DatasetInfo, Ecosystem
    >>> eco = Ecosystem.from_rows(DatasetInfo("x"), {
    ...     "technologies": [{"id": "T1", "name": "Rotor", "kind": "bottleneck", "severity": 5}]})
    >>> for remark in remarks(State(eco, active_centres(eco)), None)[:2]:
    ...     print(remark.words.en)
    Today 0 of 1 bottleneck technologies are covered.
    No centre and no candidate can cover 1 bottleneck technology: Rotor (T1).
    """
    parts: tuple[Callable[[State, State | None], Iterator[Remark]], ...] = (
        _cover,
        _thin,
        _shared,
        _people,
        _organisations,
        _coverage,
        _prerequisites,
        _upstream,
        _circles,
        _claims,
        *NETWORK,
    )
    return tuple(remark for part in parts for remark in part(today, after))


def _cover(today: State, after: State | None) -> Iterator[Remark]:
    eco = today.eco
    mask, one, several, zh = focus(eco)
    if not mask.any():
        return
    before = int((mask & (today.depth["centre"] > 0)).sum())
    words = Words("Today {c} of {n} {several} are covered", "目前 {n} 项{zh}中已覆盖 {c} 项")
    words = words.fill(c=before, n=int(mask.sum()), several=several, zh=zh)
    if after is not None:
        later = int((mask & (after.depth["centre"] > 0)).sum())
        words = Words(f"{words.en}; with the plan {later} are", f"{words.zh}，按规划建成后覆盖 {later} 项")
    yield Remark("cover", (), stop(words))
    used = used_strength(eco)
    could = np.bincount(used.indices, minlength=len(mask)) > 0
    never = _severest(today, mask & ~could)
    if never:
        yield Remark(
            "no candidate",
            tuple(never),
            Words(
                "No centre and no candidate can cover {k}: {names}.",
                "有 {n} 项{zh}，现有中心和候选中心均无力覆盖：{names}。",
            ).fill(
                k=many(never, one, several),
                zh=zh,
                n=len(never),
                names=_names(today, never),
            ),
        )
    now = after or today
    left = _severest(today, mask & could & (now.depth["centre"] == 0))
    if left:
        words = Words(
            "{k} could be covered by a candidate, but {verb} not: {names}.",
            "有 {n} 项{zh}虽有候选中心能够覆盖，但{state}：{names}。",
        )
        yield Remark(
            "open" if after is None else "left open by the plan",
            tuple(left),
            words.fill(
                k=many(left, one, several),
                zh=zh,
                n=len(left),
                verb="is" if len(left) == 1 else "are",
                state="目前尚无中心攻关" if after is None else "未列入规划",
                names=_names(today, left),
            ),
        )


def _thin(today: State, after: State | None) -> Iterator[Remark]:
    now = after or today
    mask, one, several, zh = focus(today.eco)
    thin = _severest(today, mask & (now.depth["centre"] == 1))
    if thin:
        yield Remark(
            "thin cover",
            tuple(thin),
            Words(
                "{when}{k} {verb} on one centre only: {names}.",
                "{when}有 {n} 项{zh}仅靠一家中心覆盖：{names}。",
            ).fill(
                when=when(after is not None),
                k=many(thin, one, several),
                zh=zh,
                verb="rests" if len(thin) == 1 else "rest",
                n=len(thin),
                names=_names(today, thin),
            ),
        )
    alone = (now.depth["centre"] > 1) & (now.depth["organisation"] == 0) & (now.depth["person"] == 1)
    for technology in _severest(today, alone):
        person = _only_person(now, technology)
        yield Remark(
            "one person behind several centres",
            (technology, person),
            Words(
                "{when}several centres cover {name}, but only {who} stands behind them all.",
                "{when}{name}虽有多家中心覆盖，但背后只有{who}一人支撑。",
            ).fill(
                when=when(after is not None),
                name=named(today.eco.names("Technology"), technology),
                who=named(today.eco.names("Person"), person),
            ),
        )


def _shared(today: State, after: State | None) -> Iterator[Remark]:
    now = after or today
    mask, one, several, zh = focus(today.eco)
    found = _severest(today, mask & (now.depth["centre"] > 1) & (now.independent < 2))
    if found:
        yield Remark(
            "cover that fails together",
            tuple(found),
            Words(
                "{when}{k} {verb} covered by several centres, any two of which share a lead, chief scientist or key "
                "person: {names}.",
                "{when}有 {n} 项{zh}虽由多家中心覆盖，但其中任意两家都共有牵头单位、首席科学家或关键人才：{names}。",
            ).fill(
                when=when(after is not None),
                k=many(found, one, several),
                verb="is" if len(found) == 1 else "are",
                zh=zh,
                n=len(found),
                names=_names(today, found),
            ),
        )


def _only_person(state: State, technology: str) -> str:
    """The first person behind the active centres covering the technology who is capable of it."""
    t = state.eco.position("Technology")[technology]
    covering = (used_strength(state.eco)[:, [t]].toarray()[:, 0] > 0) & state.centres
    behind = holders(state.eco).T @ covering.astype(np.float64) > 0
    capable = state.eco.matrix("CAPABLE_OF", "Person")[:, [t]].toarray()[:, 0] > 0
    return state.eco.ids("Person")[int(np.argmax(behind[state.eco.size("Organisation") :] & capable))]


def _people(today: State, after: State | None) -> Iterator[Remark]:
    now = after or today
    person, place = today.eco.names("Person"), today.eco.position("Person")
    where = np.diff(places(today.eco, now.centres).indptr)
    for holder, held in _by_holder(now, "person"):
        several = int(where[place[holder]])
        note = (
            Words("", "")
            if several < 2
            else Words(f", though {several} organisations stand behind that person", f"（其背后虽有 {several} 家单位）")
        )
        yield Remark(
            "hangs on one person",
            (holder, *held),
            Words(
                "Without {who} nobody is capable of {names}{note}.",
                "除{who}外，其他人员均不具备{names}的攻关能力{note}。",
            ).fill(who=named(person, holder), names=_names(today, held), note=note),
        )


def _organisations(today: State, after: State | None) -> Iterator[Remark]:
    now = after or today
    names = today.eco.names("Organisation")
    for holder, held in _by_holder(now, "organisation"):
        yield Remark(
            "hangs on one organisation",
            (holder, *held),
            Words("Only {who} is capable of {names}.", "除{who}外，其他单位均不具备{names}的攻关能力。").fill(
                who=named(names, holder), names=_names(today, held)
            ),
        )


def _coverage(today: State, after: State | None) -> Iterator[Remark]:
    severity = severities(today.eco)
    if severity.sum() == 0:
        return
    once, twice = (severity_weighted_coverage(severity, today.depth["centre"], r) for r in (1, 2))
    words = Words(
        f"By severity, {percent(once)} is covered at least once and {percent(twice)} at least twice today",
        f"按严重度加权，目前至少一重覆盖 {percent(once)}，至少两重覆盖 {percent(twice)}",
    )
    if after is not None:
        once, twice = (severity_weighted_coverage(severity, after.depth["centre"], r) for r in (1, 2))
        words = Words(
            f"{words.en}; with the plan {percent(once)} and {percent(twice)}",
            f"{words.zh}；按规划建成后分别为 {percent(once)} 和 {percent(twice)}",
        )
    yield Remark("coverage", (), stop(words))


def _prerequisites(today: State, after: State | None) -> Iterator[Remark]:
    gaps = prerequisite_gaps(today.eco, (after or today).centres)
    if not gaps:
        return
    names = today.eco.names("Technology")
    shown = [Words(f"{names[t]} needs {names[u]}", f"{names[t]}依赖{names[u]}") for t, u in gaps]
    yield Remark(
        "prerequisites",
        tuple(i for pair in gaps for i in pair),
        Words(
            "{when}{k} of covered technologies {verb} covered by no centre: {text}.",
            "{when}已覆盖技术有 {n} 处前置依赖无中心覆盖：{text}。",
        ).fill(
            when=when(after is not None),
            k=many(gaps, "prerequisite", "prerequisites"),
            verb="is" if len(gaps) == 1 else "are",
            n=len(gaps),
            text=listed(shown),
        ),
    )


def _upstream(today: State, after: State | None) -> Iterator[Remark]:
    now = after or today
    broken = _severest(today, (now.depth["centre"] > 0) & (now.weakest == 0))
    if not broken:
        return
    place = today.eco.position("Technology")
    worst = min(broken, key=lambda t: (-round(now.exposure[place[t]], 9), t))
    yield Remark(
        "upstream",
        tuple(broken),
        Words(
            "{when}{k} {verb}, directly or further up, on one that no centre covers; {name} is exposed most: {x} "
            "of the severity upstream of it is open.",
            "{when}有 {n} 项已覆盖技术的上游（直接或间接）存在空白，其中{name}敞口最大：上游严重度的 {x} 无中心覆盖。",
        ).fill(
            when=when(after is not None),
            k=many(broken, "covered technology", "covered technologies"),
            verb="rests" if len(broken) == 1 else "rest",
            n=len(broken),
            name=named(today.eco.names("Technology"), worst),
            x=percent(float(now.exposure[place[worst]]), 0),
        ),
    )


def _circles(today: State, _after: State | None) -> Iterator[Remark]:
    for circle in today.circles:
        yield Remark(
            "circle of prerequisites",
            tuple(circle),
            Words(
                "Prerequisites run in a circle, and it counts as one: {names}.", "前置依赖成环，按一个整体计：{names}。"
            ).fill(names=_names(today, circle)),
        )


def _claims(today: State, _after: State | None) -> Iterator[Remark]:
    bare = claims_without_evidence(today.eco)
    if not bare:
        return
    centre, technology = today.eco.names("Centre"), today.eco.names("Technology")
    names = listed([Words("{c} on {t}", "{c}的{t}").fill(c=named(centre, c), t=technology[t]) for c, t, _ in bare])
    yield Remark(
        "claims without evidence",
        tuple(sorted({c for c, _, _ in bare})),
        Words(
            "{k} of {n} claims have nobody capable behind them: {names}.",
            "{n} 项覆盖申报中有 {k} 项背后无人具备相应能力：{names}。",
        ).fill(k=len(bare), n=today.eco.matrix("COVERS").nnz, names=names),
    )


def _by_holder(state: State, layer: str) -> list[tuple[str, list[str]]]:
    """List holders on whom technologies in focus hang, and these; the greatest severity first, at most ``NAMED``."""
    mask, place = focus(state.eco).mask, state.eco.position("Technology")
    severity = severities(state.eco)
    points: list[SinglePoint] = [p for p in state.points if p.layer == layer and mask[place[p.technology]]]
    held: dict[str, list[str]] = {}
    for p in points:
        held.setdefault(p.holder, []).append(p.technology)

    def stake(holder: str) -> float:
        return float(sum(severity[place[t]] for t in held[holder]))

    order = sorted(held, key=lambda holder: (-stake(holder), holder))[:NAMED]
    return [(holder, sorted(held[holder], key=lambda t: (-severity[place[t]], t))) for holder in order]


def _severest(state: State, mask: NDArray[np.bool_]) -> list[str]:
    ids, severity = state.eco.ids("Technology"), severities(state.eco)
    return [ids[t] for t in sorted(np.flatnonzero(mask).tolist(), key=lambda t: (-severity[t], ids[t]))]


def _names(state: State, technologies: Sequence[str]) -> Words:
    names = state.eco.names("Technology")
    return listed([named(names, t) for t in technologies])
