"""A meeting on a plan: pins and amounts that are moved, who comes and goes for it, and variants that are kept.

What does not live here: the app that shows it (``notebooks/meeting.py``), the comparison (``planner.studies.compare``).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from graph.base.errors import InputError, UsageError
from graph.base.words import Lang, Words
from graph.base.writing import write_files
from graph.model.ecosystem import Ecosystem
from planner.layout import content
from planner.layout.amounts import shown
from planner.notebook.page import Grid
from planner.notebook.variant import Asked, Variant, plain, read_variant
from planner.rulebook import scenario as scenarios
from planner.runs.pipeline import plan_result
from planner.runs.plan_result import PlanResult
from planner.runs.store import Run
from planner.solving.highs import Limits
from planner.studies.compare import Comparison, compare
from planner.studies.worth_words import per_cent

SECONDS = 2.4
"""CPU time of the search for an answer, which is there within 3 s then; what is not proven by then has its gap."""
KEPT = "meeting.json"
"""File of a run's folder that holds the variants of its meetings."""
FORMAT = "buju-meeting/1"
LONGEST = 500
"""Characters of a note."""


_FOREIGN = Words("{f} is damaged or belongs to another result: move it away", "{f} 已损坏或属于其他结果，请移走该文件")


@dataclass(frozen=True)
class Answer:
    """What came of a question: the result, and what it changes of the run's plan."""

    asked: Asked
    result: PlanResult
    comparison: Comparison
    blamed: tuple[str, ...] = field(default=())
    """Pins and amounts without any one of which there would be a plan, where there is none."""


class Meeting:
    """A run on the table: its data, its scenario, and the questions put to it.

    Parameters
    ----------
    run : Run
    eco : Ecosystem
        The data of the run.
    seconds : float
        Limit of one answer.
    """

    def __init__(self, run: Run, eco: Ecosystem, seconds: float = SECONDS) -> None:
        content.require_layout(run.result)
        self.run, self.eco, self.base, self.seconds = run, eco, run.result, seconds
        self.file = run.path / "scenario.resolved.yaml"
        self.policy = scenarios.load(self.file).policy
        self._solve = lru_cache(maxsize=64)(self._solved)

    @property
    def names(self) -> dict[str, str]:
        """Candidates by what a person sees: name, district, id."""
        rows = sorted((*self.base.chosen, *self.base.rejected), key=lambda c: c.name)
        return {f"{c.name}（{c.district_name}，{c.centre}）": c.centre for c in rows}

    def amounts(self) -> dict[str, tuple[Words, float]]:
        """What can be moved: caps on money, the target, and quotas; ``--set`` key → words and present value."""
        from planner.notebook.choosing import caps  # noqa: PLC0415 - a circle otherwise

        found = {cap.key: (cap.words, cap.amount) for cap in caps(self.policy)}
        if self.policy.target.count is not None:
            words = Words("centres by {y}, at least", "到 {y} 年至少建成家数").fill(y=str(self.policy.target.year))
            found["target.count"] = (words, float(self.policy.target.count))
        names = {"district": {d.id: d.name for d in self.base.districts}, "field": content.field_names(self.base)}
        for kind, quotas in (("district", self.policy.quotas.district), ("field", self.policy.quotas.field)):
            for key, quota in quotas.items():
                for side, value in (("min", quota.min), ("max", quota.max)):
                    if value is not None:
                        least = Words("{n}: new centres, at least", "{n}新建中心至少")
                        most = Words("{n}: new centres, at most", "{n}新建中心至多")
                        words = (least if side == "min" else most).fill(n=names[kind].get(key, key))
                        found[f"quotas.{kind}.{key}.{side}"] = (words, float(value))
        return found

    def ask(self, asked: Asked) -> Answer:
        """Plan anew under what is asked; where that cannot be met, say which pin stands in the way.

        Raises
        ------
        UsageError
            A centre is pinned both in and out.
        """
        if both := set(asked.chosen) & set(asked.rejected):
            words = Words("{c} is pinned both in and out", "{c} 既被指定入选又被指定排除")
            raise UsageError(words.fill(c=", ".join(sorted(both))))
        result = self._solve(asked)
        blamed = () if result.has_plan else tuple(self._blamed(asked))
        return Answer(asked, result, compare(self.base, result), blamed)

    def _solved(self, asked: Asked) -> PlanResult:
        scenario = scenarios.load(self.file, asked.changes(self.policy))
        return plan_result(self.eco, scenario, Limits(seconds=self.seconds))[1]

    def _blamed(self, asked: Asked) -> list[str]:
        """The pins and amounts that stand in the way: without that one alone there is a plan."""
        out = []
        for name, without in _without(asked):
            if self._solve(without).has_plan:
                out.append(name)
        return out

    def words(self, answer: Answer) -> list[Words]:
        """Who comes and goes, technologies by name, and money; or which pin cannot be."""
        if not answer.result.has_plan:
            return self._cannot(answer)
        found, unit = answer.comparison, self.eco.info.money_unit
        out = []
        for words, names in (
            (Words("Come in: {n}.", "新增：{n}。"), [c.name for c in found.joined]),
            (Words("Fall out: {n}.", "退出：{n}。"), [c.name for c in found.left]),
            (Words("Change year: {n}.", "调整年份：{n}。"), [_moved(c.name, c.year_a, c.year_b) for c in found.moved]),
            (Words("Technologies covered now: {n}.", "新增承担的技术：{n}。"), [t.name for t in found.closed]),
            (Words("Technologies left open now: {n}.", "失去承担的技术：{n}。"), [t.name for t in found.opened]),
        ):
            if names:
                out.append(words.fill(n=Words(", ".join(names), "、".join(names))))
        paid = [sum(c.total_support for c in r.chosen) for r in (self.base, answer.result)]
        change = shown(paid[1] - paid[0])
        way = Words("less", "减少") if change.startswith("-") else Words("more", "增加")
        money = Words("Support {b} {u}, {d} {u} {w} than the plan.", "支持资金{b}{u}，比原方案{w}{d}{u}。")
        same = Words("Support {b} {u}, as in the plan.", "支持资金{b}{u}，与原方案相同。")
        out.append((same if change == "0" else money).fill(b=shown(paid[1]), u=unit, d=change.lstrip("-"), w=way))
        out.append(_worth(self.base, answer.result))
        return out if found.joined or found.left or found.moved else [Words("No centre changes.", "中心不变。"), *out]

    def _cannot(self, answer: Answer) -> list[Words]:
        if answer.result.status != "infeasible":
            return [Words("No plan was found within {s:g} seconds.", "{s:g}秒内未找到方案。").fill(s=self.seconds)]
        told = [self._pin(name) for name in answer.blamed]
        if not told:
            words = Words(
                "This cannot be met, and no single pin is the reason: take back more than one.",
                "无法满足；并非由某一项造成，须撤回多项。",
            )
            return [words, *_together(answer.result)]
        listed = Words("; ".join(w.en for w in told), "；".join(w.zh for w in told))
        words = Words(
            "This cannot be met. Taking back any one of these alone makes it possible: {n}.",
            "无法满足。撤回以下任何一项即可满足：{n}。",
        )
        return [words.fill(n=listed), *_together(answer.result)]

    def _pin(self, name: str) -> Words:
        from planner.notebook.choosing import caps  # noqa: PLC0415 - a circle otherwise

        kind, _, what = name.partition(":")
        if kind == "set":
            key, _, value = what.partition("=")
            label = self.amounts().get(key, (Words(key, key), 0.0))[0]
            unit = self.eco.info.money_unit if key in {cap.key for cap in caps(self.policy)} else ""
            said = Words("{l}: {v} {u}", "{l}{v}{u}") if unit else Words("{l}: {v}", "{l}{v}")
            return said.fill(l=label, v=_amount(value), u=unit)
        names = {c.centre: c.name for c in (*self.base.chosen, *self.base.rejected)}
        words = Words("{n} pinned in", "指定{n}入选") if kind == "in" else Words("{n} pinned out", "指定排除{n}")
        return words.fill(n=names.get(what, what))

    def asked_words(self, asked: Asked) -> list[Words]:
        """What was asked for, in words."""
        pins = [*(f"in:{c}" for c in asked.chosen), *(f"out:{c}" for c in asked.rejected)]
        return [self._pin(name) for name in (*pins, *(f"set:{text}" for text in asked.sets))]

    def proof(self, answer: Answer) -> Words:
        """The state of proof, which is always shown."""
        result = answer.result
        if result.status == "infeasible":
            return Words("proven: no plan keeps all of this", "已证明：没有方案能同时满足")
        if not result.has_plan:
            return Words("nothing is proven", "未得到任何证明")
        return Words(content.certificate(result, "en"), content.certificate(result, "zh"))

    def variant(self, answer: Answer, author: str, note: str) -> Variant:
        """An answer as it is kept.

        Raises
        ------
        UsageError
            Nobody is named, or a text is too long.
        """
        who, said = " ".join(author.split()), " ".join(note.split())
        if not who:
            raise UsageError(Words("say whose variant it is", "请填写提出人"))
        if len(who) > LONGEST or len(said) > LONGEST:
            raise UsageError(Words("at most {n} characters", "最多 {n} 字").fill(n=LONGEST))
        return Variant(
            author=who,
            note=said,
            asked=answer.asked,
            said=tuple(self.words(answer)),
            proof=self.proof(answer),
            feasible=answer.result.has_plan,
        )

    def kept(self) -> tuple[Variant, ...]:
        """The variants that the run's folder holds, the oldest first.

        Raises
        ------
        InputError
            The file is damaged.
        """
        path = self.run.path / KEPT
        if not path.is_file():
            return ()
        try:
            data = json.loads(path.read_text("utf-8"))
            ours = data["format"] == FORMAT and data["result_sha256"] == self.run.digest
            every = tuple(read_variant(one) for one in data["variants"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise InputError(_FOREIGN.fill(f=path)) from error
        if not ours:
            raise InputError(_FOREIGN.fill(f=path))
        return every

    def keep(self, variant: Variant) -> tuple[Variant, ...]:
        """Add a variant to those that are kept, and give them all."""
        every = (*self.kept(), variant)
        data = {"format": FORMAT, "result_sha256": self.run.digest, "variants": [plain(v) for v in every]}
        text = json.dumps(data, ensure_ascii=False, indent=1) + "\n"
        write_files(self.run.path, {KEPT: text.encode()}, force=True)
        return every

    def minutes(self, lang: Lang) -> bytes:
        """The kept variants as an annex to the minutes (会议纪要附件), a ``.docx`` file."""
        from planner.layout.document.minutes import Line, minutes  # noqa: PLC0415 - an optional package

        lines = [
            Line(
                author=v.author,
                note=v.note,
                asked=tuple(self.asked_words(v.asked)),
                said=v.said,
                proof=v.proof,
                feasible=v.feasible,
            )
            for v in self.kept()
        ]
        return minutes(self.base, lines, lang)


def variants(table: Meeting, kept: Sequence[Variant]) -> Grid:
    """The kept variants as a table."""
    head = (
        Words("no.", "序号"),
        Words("by", "提出人"),
        Words("asked for", "调整内容"),
        Words("what comes of it", "结果"),
        Words("proof", "证明情况"),
        Words("note", "备注"),
    )
    rows = tuple(
        (k, v.author, _listed(table.asked_words(v.asked)), _joined(v.said), v.proof, v.note)
        for k, v in enumerate(kept, 1)
    )
    return Grid(head, rows, tuple("" if v.feasible else "alarm" for v in kept))


def _together(result: PlanResult) -> list[Words]:
    """The rules that cannot be kept together, as one sentence."""
    if not result.conflict:
        return []
    listed = Words("; ".join(r.words.en for r in result.conflict), "；".join(r.words.zh for r in result.conflict))
    return [Words("These rules collide: {r}.", "相互冲突的规则：{r}。").fill(r=listed)]


def _amount(text: str) -> str:
    """An amount as every form shows it; what is no number stays as it was said."""
    try:
        return shown(float(text))
    except ValueError:
        return text


def _joined(words: Sequence[Words]) -> Words:
    return Words(" ".join(w.en for w in words), "".join(w.zh for w in words))


def _listed(words: Sequence[Words]) -> Words:
    return Words("; ".join(w.en for w in words) or "–", "；".join(w.zh for w in words) or "–")


def _without(asked: Asked) -> list[tuple[str, Asked]]:
    """Each pin and amount by name, with the question that lacks it."""

    def less(values: Sequence[str], one: str) -> tuple[str, ...]:
        return tuple(v for v in values if v != one)

    return [
        *((f"in:{c}", replace(asked, chosen=less(asked.chosen, c))) for c in asked.chosen),
        *((f"out:{c}", replace(asked, rejected=less(asked.rejected, c))) for c in asked.rejected),
        *((f"set:{s}", replace(asked, sets=less(asked.sets, s))) for s in asked.sets),
    ]


def _moved(name: str, before: int | None, now: int | None) -> str:
    return f"{name} {before}→{now}"


def _worth(before: PlanResult, now: PlanResult) -> Words:
    """The plan's worth beside that of the run, in per cent of it."""
    if before.objective is None or now.objective is None:
        return Words("", "")
    change = now.objective - before.objective
    if round(change, 9) == 0:
        return Words("The plan's worth is the same.", "方案综合得分不变。")
    share = per_cent(change, before.objective)
    if (change < 0) == (before.stages[0].sense == "maximise"):
        return Words("The plan's worth falls by {p}.", "方案综合得分降低{p}。").fill(p=share)
    return Words("The plan's worth rises by {p}.", "方案综合得分提高{p}。").fill(p=share)


def meeting(run: Path, data: Path, load: Callable[[Path], tuple[Ecosystem, Mapping[str, str]]]) -> Meeting:
    """The meeting on a run and its data.

    Raises
    ------
    UsageError
        The data are not those of the run: they have changed since, or are another city's.
    """
    from planner.runs.store import read_run  # noqa: PLC0415 - only where a run is read

    found = read_run(run)
    eco, hashes = load(data)
    known = found.provenance.get("inputs")
    if dict(hashes) != known:
        words = Words(
            "{d} is not what the run {r} was made of: plan anew, or give its data with --data",
            "{d} 与运行结果 {r} 所用数据不同：请重新编制方案，或用 --data 给出原数据",
        )
        raise UsageError(words.fill(d=data, r=run))
    return Meeting(found, eco)
