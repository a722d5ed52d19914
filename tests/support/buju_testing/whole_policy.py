"""A policy written out in part: what it does not name is as in the shipped rule book."""

from typing import Any

from pydantic import BaseModel

from planner.rulebook import scenario
from planner.rulebook.policy import Policy


def whole_policy(given: dict[str, Any]) -> Policy:
    """The policy of these values; sections and keys that are left out are the shipped ones, mappings are not merged."""
    return Policy.model_validate(_completed(given, scenario.shipped("ningbo-2023").policy))


def _completed(given: dict[str, Any], shipped: BaseModel) -> dict[str, Any]:
    out = dict(given)
    for name in type(shipped).model_fields:
        value = getattr(shipped, name)
        if name not in given:
            out[name] = shipped.model_dump()[name]
        elif isinstance(value, BaseModel):
            out[name] = _completed(given[name], value)
    return out
