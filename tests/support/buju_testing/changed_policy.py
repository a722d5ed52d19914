"""A policy after ``--set`` changes, without a scenario file."""

from planner.rulebook.policy import Policy
from planner.rulebook.scenario.overrides import Layers


def changed(policy, sets):
    """The policy with the changes, which must all be understood."""
    layers = Layers()
    layers.data = _plain(policy.model_dump())
    for text in sets:
        assert layers.set(text) == ()
    return Policy.model_validate(layers.data)


def _plain(value):
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in value.items()}
    return [_plain(v) for v in value] if isinstance(value, tuple | list) else value
