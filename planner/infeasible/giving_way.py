"""Which rules give way where several sets of them would do, and how far: one answer, whatever the order of the rows.

Fewest rules; of equally few, those that a planner reconsiders first; moved by the least sum of relative amounts; of
equally small ones, the least loss; then single things by id, and figures of rules reconsidered later the least. What
does not live here: the slacks (``loosening``) and that order (``planner.families.levers``).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from planner.families.lever import Item, Lever
from planner.infeasible.loosening import Loosened, Slack
from planner.problem.rows import Floats
from planner.program.frame import Frame, Terms, add
from planner.solving.highs import Answer

Ask = Callable[[Frame, Terms], Answer]
"""Minimises over a frame, within the limits of whoever asks."""
MANY = 16
"""In one question, sets of up to so many rules are told apart by their number first."""
ROOM = 1e-8
"""What is held at its least may be more by this part (absolute below 1)."""
SNAP = 1e-6
"""Amounts are told apart by this part of the figure that they change."""


@dataclass(frozen=True)
class Moved:
    """How far a lever moves, and what it waives."""

    lever: Lever
    by: float
    items: tuple[Item, ...]


class CutShortError(Exception):
    """A question was left open for want of rounds: there is no answer."""


def fewest(frame: Frame, switches: Sequence[int], ask: Ask, after: Sequence[int] = ()) -> tuple[int, ...] | None:
    """Places of the fewest switches that must be on, the first of them where several sets would do.

    Parameters
    ----------
    frame : Frame
        Changed: it holds the answer's number afterwards.
    switches : sequence of int
        Binary columns, in the order in which they are preferred.
    ask : callable
    after : sequence of int
        The answer of this question before some sets, this one among them, were forbidden: none before it is possible.

    Returns
    -------
    tuple of int or None
        In order; of two sets of equal number, that whose first place that differs is smaller. None if no set does.

    Raises
    ------
    CutShortError
    """
    if after:
        frame.at_least(dict.fromkeys(switches, 1.0), float(len(after)), "no_fewer")
    many = float(MANY * len(switches))
    values = _values(ask(frame, {c: many + place for place, c in enumerate(switches)}))
    if values is None:
        return None
    on = tuple(place for place, c in enumerate(switches) if values[c] > 0.5)
    if len(on) > MANY:
        values = _values(ask(frame, dict.fromkeys(switches, 1.0)))
        assert values is not None
        on = tuple(place for place, c in enumerate(switches) if values[c] > 0.5)
    return on if len(on) < 2 else _first(frame, switches, on, ask, after)


def least(model: Loosened, ask: Ask, loss: Terms | None = None) -> list[Moved] | None:
    """How far the levers of a model must move together.

    Parameters
    ----------
    model : Loosened
    ask : callable
    loss : dict, optional
        What is least among equally small moves; without it they are told apart by their order alone.

    Returns
    -------
    list of Moved or None
        One for each lever; None if they do not suffice.

    Raises
    ------
    CutShortError
    """
    values = _values(ask(model.frame, sizes(model)))
    if values is None:
        return None
    found = [_moved(slack, values) for slack in model.slacks]
    _hold(model.frame, sizes(model), values)
    if loss:  # with it every question takes long, so that it is asked first whether there is any
        if not _several(model, found, ask):
            return found
        values = _asked(ask, model.frame, loss)
        _hold(model.frame, loss, values)
    for place, slack in reversed(list(enumerate(model.slacks))):
        if place > 0:
            values = _asked(ask, model.frame, slack.size)
            _hold(model.frame, slack.size, values)
        found[place] = _moved(slack, values)
        waived = len(found[place].items)
        if 0 < waived < len(slack.items):
            ordered = sorted(slack.items, key=lambda one: (one[0].id, one[0].rule))
            known = [k for k, (item, _) in enumerate(ordered) if item in found[place].items]
            taken = _first(model.frame, [column for _, column in ordered], known, ask)
            items = {ordered[k][0] for k in taken}
            found[place] = replace(found[place], items=tuple(item for item, _ in slack.items if item in items))
    return found


def _several(model: Loosened, found: Sequence[Moved], ask: Ask) -> bool:
    """Whether there is another way of moving as little: asked of the levers and single things alone, which is quick."""
    if len(found) > 1:
        for slack, moved in zip(model.slacks, found, strict=True):
            values = _asked(ask, model.frame, slack.size)
            if _moved(slack, values).by < moved.by - SNAP * _scale(slack):
                return True
    taken = [c for s, m in zip(model.slacks, found, strict=True) for item, c in s.items if item in m.items]
    if not taken or len(taken) == sum(len(slack.items) for slack in model.slacks):
        return False
    values = _asked(ask, model.frame, dict.fromkeys(taken, 1.0))
    return any(values[c] < 0.5 for c in taken)


def sizes(model: Loosened) -> Terms:
    """The sum of how far all levers give way, each relative to its figure."""
    goal: Terms = {}
    for slack in model.slacks:
        add(goal, slack.size, 1.0 / _scale(slack))
    return goal


def _scale(slack: Slack) -> float:
    return 1.0 if slack.items else max(1.0, abs(slack.lever.value))


def _first(
    frame: Frame, columns: Sequence[int], known: Sequence[int], ask: Ask, after: Sequence[int] = ()
) -> tuple[int, ...]:
    """Places of the first set of as many binary columns as a known set has; they are held on.

    One question a set: whether there is one before it. Two sets of a number part where the one has a place on that the
    other has not, and up to there all of the other's: ``parts[j]`` says that they do so behind the j-th place. No set
    before ``after``, if it has as many places, is there.
    """
    frame.at_most(dict.fromkeys(columns, 1.0), float(len(known)), "so_many")
    known = tuple(sorted(known))
    while True:
        same = 0
        while len(after) == len(known) > same and after[same] == known[same]:
            same += 1
        parts = [frame.column("parts", 0.0, 1.0) for _ in known]
        begin = 0
        for j, place in enumerate(known):
            between: Terms = dict.fromkeys((columns[p] for p in range(begin, place)), -1.0)
            if j + 1 < len(known):
                frame.at_most({parts[j + 1]: 1.0, columns[place]: -1.0}, 0.0, "parts")
                frame.at_most({parts[j + 1]: 1.0, parts[j]: -1.0}, 0.0, "parts")
                between[parts[j + 1]] = -1.0
            frame.at_most({parts[j]: 1.0, **between}, 0.0, "parts")
            begin = place + 1
        if same == len(known):
            return _held(frame, columns, known)
        frame.columns[parts[same]].bounds(1.0, 1.0)
        values = _values(ask(frame, {}))
        if values is None:
            frame.columns[parts[same]].bounds(0.0, 1.0)
            return _held(frame, columns, known)
        known = tuple(place for place, c in enumerate(columns) if values[c] > 0.5)


def _held(frame: Frame, columns: Sequence[int], places: Sequence[int]) -> tuple[int, ...]:
    for place in places:
        frame.columns[columns[place]].bounds(1.0, 1.0)
    return tuple(places)


def _hold(frame: Frame, terms: Terms, values: Floats) -> None:
    value = sum(v * values[c] for c, v in terms.items())
    frame.at_most(dict(terms), value + ROOM * max(1.0, abs(value)), "held")


def _asked(ask: Ask, frame: Frame, terms: Terms) -> Floats:
    """An answer where there is one: the question before had it."""
    values = _values(ask(frame, terms))
    if values is None:
        raise CutShortError
    return values


def _values(answer: Answer) -> Floats | None:
    if answer.status == "infeasible":
        return None
    if answer.status != "proven" or answer.values is None:
        raise CutShortError
    return answer.values


def _moved(slack: Slack, values: Floats) -> Moved:
    """How far a lever moves, without what the solver's tolerance adds: that would be rounded up to a whole step."""
    by = sum(v * values[c] for c, v in slack.size.items())
    told = round(float(by), -math.floor(math.log10(SNAP * _scale(slack))))
    return Moved(slack.lever, told, tuple(item for item, c in slack.items if values[c] > 0.5))
