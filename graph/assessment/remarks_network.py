"""Findings about the collaboration network, about promotion, and about places, as sentences.

Rules as in ``graph.assessment.remarks``, which puts them after its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from graph.assessment.left_out import estimated, left_out
from graph.assessment.pipeline import LEVELS, TARGETS, pipeline
from graph.assessment.portfolio import nearest_open
from graph.assessment.sentences import Remark, listed, many, named, stop, when
from graph.assessment.state import State, fields_in_use
from graph.base.rounding import percent
from graph.base.words import Words
from graph.measures.collaboration import cross_sector_share, ei_index, expected_ei, sectors
from graph.model.schema import CONDITIONS

LOSSES = 0.05
"""Share of the organisations whose loss the sentence on robustness looks at."""


def _collaboration(today: State, after: State | None) -> Iterator[Remark]:
    if len(today.pairs) == 0 and (after is None or len(after.pairs) == 0):
        return
    chance = expected_ei(np.unique(sectors(today.eco), return_counts=True)[1])
    english, chinese = [], []
    for state, en, zh in ((today, "today", "目前"), (after, "with the plan", "按规划建成后")):
        if state is None:
            continue
        n = len(state.pairs)
        if n == 0:
            english.append(f"{en} no pair is joined")
            chinese.append(f"{zh}尚无单位间合作")
            continue
        share, index = cross_sector_share(*state.crossing), ei_index(*state.crossing)
        english.append(f"{en} {percent(share)} of {n} joined pairs of organisations cross sectors (E–I {index:+.2f})")
        chinese.append(f"{zh}有合作的 {n} 对单位中 {percent(share)} 跨主体类型（E–I 指数 {index:+.2f}）")
    en = "; ".join(english)
    yield Remark(
        "collaboration",
        (),
        Words(
            f"{en[0].upper()}{en[1:]}; by chance alone E–I would be {chance:+.2f}.",
            f"{'；'.join(chinese)}；若随机结对，E–I 指数应为 {chance:+.2f}。",
        ),
    )


def _missing_tie(today: State, after: State | None) -> Iterator[Remark]:
    missing = (after or today).missing
    if not len(missing):
        return
    names, ids = today.eco.names("Organisation"), today.eco.ids("Organisation")
    a, b = (ids[o] for o in missing.ends[0].tolist())
    shared = float(missing.shared[0])
    yield Remark(
        "missing tie",
        (a, b),
        Words(
            "{when}{k} of organisations of different sectors are capable of the same technology without being "
            "joined; {a} and {b} share most (severity {s:g} in all).",
            "{when}仍有 {n} 对不同类型的单位掌握同一技术却无合作，其中{a}与{b}共同掌握的技术最多（严重度合计 {s:g}）。",
        ).fill(
            when=when(after is not None),
            k=many(range(len(missing)), "pair", "pairs"),
            n=len(missing),
            a=named(names, a),
            b=named(names, b),
            s=shared,
        ),
    )


def _engaged(today: State, after: State | None) -> Iterator[Remark]:
    eco = today.eco
    leading = (eco.column("organisations", "kind") == "firm") & eco.column("organisations", "champion")
    for topic, mask, en, zh in (
        ("leading firms", np.r_[leading, np.zeros(eco.size("Person"), dtype=bool)], "Leading firms", "家领军企业"),
        (
            "talent",
            np.r_[np.zeros(len(leading), dtype=bool), np.ones(eco.size("Person"), dtype=bool)],
            "People",
            "名人才",
        ),
    ):
        if not mask.any():
            continue
        before = int((today.engaged & mask).sum())
        words = Words(
            f"{en} in a centre: {before} of {mask.sum()} today",
            f"{mask.sum()} {zh}中，目前参与中心建设的有 {before} {zh[0]}",
        )
        if after is not None:
            later = int((after.engaged & mask).sum())
            words = Words(f"{words.en}, {later} with the plan", f"{words.zh}，按规划建成后为 {later} {zh[0]}")
        yield Remark(topic, (), stop(words))


def _places(today: State, after: State | None) -> Iterator[Remark]:
    now = after or today
    if not now.centres.any():
        yield Remark(
            "no centre",
            (),
            Words("{when}no centre is in place.", "{when}尚无中心。").fill(when=when(after is not None)),
        )
        return
    listed_fields = fields_in_use(today.eco)
    for column, label, en, zh in (
        ("district", "District", ("district has", "districts have"), "个区（县、市）"),
        ("field", "Field", ("field has", "fields have"), "个领域"),
    ):
        has = set(now.eco.column("centres", column)[now.centres].tolist())
        names = now.eco.names(label)
        empty = sorted(i for i in names if i not in has and (label == "District" or i in listed_fields))
        if empty:
            yield Remark(
                f"{column}s without a centre",
                tuple(empty),
                Words("{when}{k} no centre: {names}.", "{when}有 {n} {zh}没有中心：{names}。").fill(
                    when=when(after is not None),
                    k=many(empty, *en),
                    n=len(empty),
                    zh=zh,
                    names=listed([Words(names[i], names[i]) for i in empty], most=12),
                ),
            )


def _brokers(today: State, after: State | None) -> Iterator[Remark]:
    now = after or today
    found, ids = now.betweenness, now.eco.ids("Organisation")
    if not (found.values > 0).any():
        return
    rounded = found.values.round(6)
    first = min(range(len(ids)), key=lambda o: (-rounded[o], ids[o]))
    contacts = now.network.indices[now.network.indptr[first] : now.network.indptr[first + 1]]
    note = Words("", "")
    if found.sample is not None:
        note = Words(
            f" (estimated from {found.sample} sources, seed {found.seed})",
            f"（按 {found.sample} 个起点抽样估计，随机种子 {found.seed}）",
        )
    yield Remark(
        "broker",
        (ids[first],),
        Words(
            "{when}{who} brokers most: it holds {x} of all betweenness in the collaboration network{note}, with "
            "contacts in {k}.",
            "{when}{who}的中介作用最大：占合作网络全部中介度的 {x}{note}，合作单位分属 {n} 类主体。",
        ).fill(
            when=when(after is not None),
            who=named(now.eco.names("Organisation"), ids[first]),
            x=percent(float(found.values[first] / found.values.sum()), 0),
            note=note,
            k=many(sorted(set(sectors(now.eco)[contacts].tolist())), "sector", "sectors"),
            n=len(set(sectors(now.eco)[contacts].tolist())),
        ),
    )


def _helix(today: State, after: State | None) -> Iterator[Remark]:
    now = after or today
    made = now.undertakings.presence
    if len(made) == 0:
        return
    if now.helix is None:
        absent = [
            words
            for words, there in zip(
                (Words("university or institute", "高校院所"), Words("firm", "企业"), Words("government body", "政府")),
                [bool(there) for there in np.asarray(made.any(axis=0))],
                strict=True,
            )
            if not there
        ]
        yield Remark(
            "triple helix",
            (),
            Words(
                "{when}no {who} takes part in any of the {n} joint undertakings counted, so triple-helix synergy is "
                "undefined.",
                "{when}计入的 {n} 项合作中均无{who}参与，三螺旋协同无从计算。",
            ).fill(
                when=when(after is not None),
                who=Words(" and no ".join(w.en for w in absent), "、".join(w.zh for w in absent)),
                n=len(made),
            ),
        )
        return
    yield Remark(
        "triple helix",
        (),
        Words(
            "{when}the triple-helix synergy over {n} joint undertakings is {t:+.1f} millibits ({what}); {b:+.1f} of it "
            "only shows between districts.",
            "{when}{n} 项合作的三螺旋协同为 {t:+.1f} 毫比特（{what}），其中 {b:+.1f} 仅在区县之间显现。",
        ).fill(
            when=when(after is not None),
            n=len(made),
            t=1000 * now.helix.total,
            b=1000 * now.helix.between,
            what=Words("negative: synergy", "负值，有协同")
            if now.helix.total < 0
            else Words("not negative: no synergy", "非负，无协同"),
        ),
    )


def _communities(today: State, after: State | None) -> Iterator[Remark]:
    now = after or today
    found = now.communities
    tied = found.of[found.of >= 0]
    if len(tied) == 0:
        return
    yield Remark(
        "communities",
        (),
        Words(
            "{when}the {m} joined organisations form {k} ({method}, seed {seed}, modularity {q:.2f}); the largest has "
            "{n}.",
            "{when}有合作的 {m} 家单位分成 {c} 个社群（{method}，随机种子 {seed}，模块度 {q:.2f}），最大的有 {n} 家。",
        ).fill(
            when=when(after is not None),
            m=len(tied),
            k=many(range(int(tied.max()) + 1), "community", "communities"),
            c=int(tied.max()) + 1,
            method=found.method,
            seed=found.seed,
            q=found.modularity,
            n=int((tied == 0).sum()),
        ),
    )


def _robustness(today: State, after: State | None) -> Iterator[Remark]:
    now = after or today
    n = len(now.curve)
    if len(now.pairs) == 0:
        return
    lost = max(1, round(LOSSES * n))
    yield Remark(
        "robustness",
        (),
        Words(
            "{when}the largest part of the network holds {x} of the organisations, after the loss of the {k} best "
            "joined, one by one, {y} (R = {r:.3f}).",
            "{when}合作网络最大分块含 {x} 的单位；若依次失去合作最多的 {k} 家，降至 {y}（R = {r:.3f}）。",
        ).fill(
            when=when(after is not None),
            x=percent(float(now.components[0] / n), 0),
            k=lost,
            y=percent(float(now.curve[lost - 1]), 0),
            r=float(now.curve.mean()),
        ),
    )


def _promotion(today: State, after: State | None) -> Iterator[Remark]:
    now = after or today
    said = {name: Words(en, zh) for name, zh, en in CONDITIONS}
    found = pipeline(now)
    for target in TARGETS:
        mine = [s for s in found if s.target == target and (s.level == "candidate") == (target == "municipal")]
        if not mine:
            continue
        first = mine[0]
        about = Words("", "")
        if first.mean is not None and first.weakest is not None:
            about = Words(
                "build conditions {m:.1f} on average, the weakest is {w} with {s:g}; ",
                "建设条件平均 {m:.1f} 分，短板为{w} {s:g} 分；",
            ).fill(m=first.mean, w=said[first.weakest[0]], s=first.weakest[1])
        yield Remark(
            f"promotion to {target}" if target != "municipal" else "next candidate",
            tuple(s.centre for s in mine),
            (
                Words(
                    "{when}{who} stands first of {n} candidates still to be approved ({about}ordered {basis}).",
                    "{when}{who}在 {n} 家尚未批复的候选中心中居首（{about}{basis}）。",
                )
                if first.level == "candidate"
                else Words(
                    "{when}{who} stands first of {n} on the way to the {level} level ({about}ordered {basis}).",
                    "{when}{who}在 {n} 家有望升至{level}的中心中居首（{about}{basis}）。",
                )
            ).fill(
                when=when(after is not None),
                who=named(now.eco.names("Centre"), first.centre),
                n=len(mine),
                level=LEVELS[target],
                about=about,
                basis=first.basis,
            ),
        )


def _reach(today: State, after: State | None) -> Iterator[Remark]:
    now = after or today
    eco = now.eco
    first = nearest_open(eco, now.portfolio, now.depth["centre"] == 0, 3)
    if not first:
        return
    district, technology = eco.names("District"), eco.names("Technology")
    basis = Words("capabilities", "能力数据") if now.portfolio.basis == "capabilities" else Words("claims", "申报数据")
    shown = [
        Words(
            f"{technology[s.technology]} in {district[s.place]} ({percent(s.density, 0)})",
            f"{technology[s.technology]}—{district[s.place]}（{percent(s.density, 0)}）",
        )
        for s in first
    ]
    yield Remark(
        "reach",
        tuple(i for s in first for i in (s.place, s.technology)),
        Words(
            "{when}the uncovered technologies that are nearest to what a district does, by relatedness density over "
            "{basis}: {names}.",
            "{when}按关联密度（{basis}），与某一区（县、市）已有技术最相近的空白技术：{names}。",
        ).fill(when=when(after is not None), basis=basis, names=listed(shown)),
    )


def _limits(today: State, after: State | None) -> Iterator[Remark]:
    now = after or today
    for topic, words in (("estimated", estimated(now)), *(("left out", words) for words in left_out(now))):
        if words is not None:
            yield Remark(topic, (), words)


NETWORK: tuple[Callable[[State, State | None], Iterator[Remark]], ...] = (
    _collaboration,
    _missing_tie,
    _brokers,
    _helix,
    _communities,
    _robustness,
    _promotion,
    _reach,
    _engaged,
    _places,
    _limits,
)
"""The sentences of this module, in their order."""
