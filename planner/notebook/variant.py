"""What a meeting asks for and what it keeps of an answer, and how that stands in the run's folder.

What does not live here: how a question is answered (``meeting``).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass

from graph.base.words import Words
from planner.rulebook.policy import Policy


@dataclass(frozen=True)
class Asked:
    """What a meeting asks for: centres pinned in and out, and amounts moved, as ``--set`` would say them."""

    chosen: tuple[str, ...] = ()
    rejected: tuple[str, ...] = ()
    sets: tuple[str, ...] = ()

    def changes(self, policy: Policy) -> tuple[str, ...]:
        """All changes as ``--set`` texts, beside what the scenario has fixed already.

        >>> from planner.rulebook.scenario import shipped
        >>> Asked(("C1",), (), ("target.count=3",)).changes(shipped("ningbo-2023").policy)
        ('fixed.chosen=["C1"]', 'target.count=3')
        """
        fixed = policy.fixed
        chosen = [c for c in dict.fromkeys((*fixed.chosen, *self.chosen)) if c not in self.rejected]
        rejected = [c for c in dict.fromkeys((*fixed.rejected, *self.rejected)) if c not in self.chosen]
        said = []
        if self.chosen or tuple(chosen) != fixed.chosen:
            said.append("fixed.chosen=" + json.dumps(chosen, ensure_ascii=False))
        if self.rejected or tuple(rejected) != fixed.rejected:
            said.append("fixed.rejected=" + json.dumps(rejected, ensure_ascii=False))
        return (*said, *self.sets)


@dataclass(frozen=True, kw_only=True)
class Variant:
    """One answer that a meeting keeps: what was asked, by whom, with which note, and what came of it in words."""

    author: str
    note: str
    asked: Asked
    said: tuple[Words, ...]
    proof: Words
    feasible: bool


def plain(variant: Variant) -> dict[str, object]:
    """A variant as plain data, to be kept."""
    made = asdict(variant)
    made["said"] = [{"en": w.en, "zh": w.zh} for w in variant.said]
    made["proof"] = {"en": variant.proof.en, "zh": variant.proof.zh}
    return made


def read_variant(data: Mapping[str, object]) -> Variant:
    """A variant as it was kept.

    Raises
    ------
    ValueError, KeyError, TypeError
        It is of another shape.
    """
    asked = data["asked"]
    if not isinstance(asked, Mapping):
        raise TypeError
    texts: Callable[[object], tuple[str, ...]] = lambda v: tuple(str(x) for x in v)  # type: ignore[attr-defined]  # noqa: E731
    return Variant(
        author=str(data["author"]),
        note=str(data["note"]),
        asked=Asked(texts(asked["chosen"]), texts(asked["rejected"]), texts(asked["sets"])),
        said=tuple(Words(w["en"], w["zh"]) for w in data["said"]),  # type: ignore[attr-defined]
        proof=Words(data["proof"]["en"], data["proof"]["zh"]),  # type: ignore[index]
        feasible=data["feasible"] is True,
    )
