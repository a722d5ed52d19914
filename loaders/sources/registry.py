"""Which organisation of a registry a written name means: by identifier, by an exact key, or as a proposal.

Only an identifier or a key that the registry holds for one organisation decides; everything else is proposed to a
person. What does not live here: keys (``name_keys``) and what a person has decided (table ``aliases``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, TypeVar

from loaders.sources.identifiers import identifier
from loaders.sources.legal_forms import legal_form
from loaders.sources.name_keys import (
    its_own,
    name_key,
    parts,
    too_general,
    too_short,
    two_names,
    umlauts_as_letters,
    without_country,
)

_Key = TypeVar("_Key")
How = Literal["identifier", "name", "part", "none"]

PROPOSED_FROM = 85.0
"""Least likeness (0–100, share of equal characters of both keys) of a proposal."""
MOST_PROPOSALS = 3


class Name(NamedTuple):
    """One name of one organisation of a registry."""

    id: str
    name: str
    short: bool = False
    """An acronym or label that several organisations may share: never decides"""


class Proposal(NamedTuple):
    """An organisation that may be meant, with its likeness 0–100; ``inside`` where one name holds the other whole.

    Such a pair is more often an institute and its parent than one organisation written in two ways.
    """

    id: str
    likeness: float
    inside: bool


@dataclass(frozen=True)
class Match:
    """What a written name means: an organisation and how that was found, or proposals."""

    written: str
    id: str | None
    how: How
    proposals: tuple[Proposal, ...] = ()


@dataclass(frozen=True)
class Registry:
    """Names of organisations, indexed by key.

    ``levels`` holds, from strict to loose, which ids own a key: names as they are, without legal forms, without the
    bracket in which registries put the country, with umlauts as plain letters. A looser level is asked only where no
    stricter one knows the key, and does not decide between two legal forms: ``forms`` holds those that the names of an
    organisation state, by script.
    """

    ids: frozenset[str]
    levels: tuple[Mapping[str, frozenset[str]], ...] = field(repr=False)
    forms: Mapping[tuple[str, bool], frozenset[str]] = field(repr=False, default_factory=dict)

    @classmethod
    def of(cls, names: Iterable[Name]) -> Registry:
        """Index names; acronyms and keys that are too short are left out.

        Examples
        --------
        >>> known = Registry.of([Name("R1", "Ningbo University"), Name("R2", "Samsung (Korea)"),
        ...                      Name("R3", "Samsung (India)")])
        >>> known.match("College of Science, Ningbo Univ., Ningbo").id
        'R1'
        >>> known.match("Samsung").id is None  # held twice
        True
        """
        levels: tuple[dict[str, set[str]], ...] = ({}, {}, {}, {})
        forms: dict[tuple[str, bool], set[str]] = {}
        ids: set[str] = set()
        for name in names:
            ids.add(name.id)
            if not name.short:
                keys, form = _keys(without_country(name.name), name.name)
                if form:
                    forms.setdefault((name.id, form.isascii()), set()).add(form)
                for level, key in zip(levels, keys, strict=True):
                    if not (too_short(key) or too_general(key)):
                        level.setdefault(key, set()).add(name.id)
        return cls(frozenset(ids), tuple(map(_frozen, levels)), _frozen(forms))

    def match(self, written: str) -> Match:
        """Say which organisation is meant, by identifier, by the whole name, or by the only part that is a name.

        An affiliation whose parts name two organisations is not decided, whether the registry knows both or one.
        """
        read = identifier(written)
        for bare in (written.strip(), "" if read is None else read.value):
            if bare in self.ids:
                return Match(written, bare, "identifier")
        if (whole := self._one(written)) is not None:
            return Match(written, whole, "name")
        named = {part: self._one(part) or self._both(part) for part in parts(written)}
        found = {one for one in named.values() if one is not None}
        known = [part for part, one in named.items() if one is not None]
        unknown = (part for part, one in named.items() if one is None and not _only_shortened(part, known))
        if len(found) == 1 and not any(its_own(part, known) for part in unknown):
            return Match(written, found.pop(), "part")
        return Match(written, None, "none")

    def propose(self, written: Iterable[str]) -> Iterator[Match]:
        """Match each name; where none is decided, add the organisations whose names are most alike.

        First come those from which only a bracket or a legal form tells the name apart, however long that is.
        Likeness is that of the whole keys (``rapidfuzz.fuzz.ratio``): scores by tokens mislead on unspaced Chinese,
        and two empty names score 100, so that empty keys are not asked.
        """
        from rapidfuzz import fuzz, process  # noqa: PLC0415 - of the extra `sources`

        keys = sorted(self.levels[0])
        for name in written:
            match = self.match(name)
            key = name_key(name)
            if match.id is not None or not key:
                yield match
                continue
            near = process.extract(key, keys, scorer=fuzz.ratio, score_cutoff=PROPOSED_FROM, limit=MOST_PROPOSALS)
            alike = [
                Proposal(owner, round(score, 1), other in key or key in other)
                for other, score, _ in near
                for owner in sorted(self.levels[0][other])
            ]
            held = [Proposal(o, round(fuzz.ratio(key, k), 1), True) for o, k in self._held_back(name)]
            found = {p.id: p for p in (*held, *alike)} | {p.id: p for p in alike}
            yield Match(name, None, "none", tuple(found.values())[:MOST_PROPOSALS])

    def _held_back(self, name: str) -> Iterator[tuple[str, str]]:
        """Organisations that a name would mean without its last bracket and its legal form, with the key of that."""
        names = two_names(name)
        bare = name if names is None else names[0]
        keys, _ = _keys(bare, bare)
        for level, key in zip(self.levels, keys, strict=True):
            for owner in sorted(level.get(key, ())):
                yield owner, key

    def _both(self, part: str) -> str | None:
        """The organisation that a name and the other name in brackets behind it both mean."""
        names = two_names(part)
        found = set() if names is None else {self._one(name) for name in names}
        return found.pop() if len(found) == 1 else None

    def _one(self, name: str) -> str | None:
        """The one organisation that owns the key of a name; None where there is none or more than one."""
        keys, form = _keys(name, name)
        for n, (level, key) in enumerate(zip(self.levels, keys, strict=True)):
            if owners := level.get(key):
                owner = next(iter(owners))
                stated = self.forms.get((owner, form.isascii())) if form and n else None
                return None if len(owners) > 1 or (stated and form not in stated) else owner
        return None


def _only_shortened(part: str, known: Sequence[str]) -> bool:
    """Whether a part is one that is known, and something in brackets behind it."""
    names = two_names(part)
    return names is not None and names[0].strip() in known


def _keys(bare: str, name: str) -> tuple[tuple[str, str, str, str], str]:
    """The key of a name, without its legal form, of ``bare`` without one, with umlauts as letters; and the form."""
    exact = name_key(name)
    formless, form = legal_form(exact)
    loose = formless if bare == name else legal_form(name_key(bare)).key
    return (exact, formless, loose, umlauts_as_letters(loose)), form


def _frozen(sets: Mapping[_Key, set[str]]) -> dict[_Key, frozenset[str]]:
    return {key: frozenset(values) for key, values in sets.items()}
