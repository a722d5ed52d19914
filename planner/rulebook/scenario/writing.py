"""Plain data as YAML text that ``graph.base.safe_yaml`` reads back as the same data; same data, same bytes."""

from __future__ import annotations

from typing import Any

import yaml

from graph.base.safe_yaml import EndlessNumber, scalar


class _Dumper(yaml.SafeDumper):
    """Block style, flow style for lists of plain values, and quotes wherever YAML 1.2 would read something else."""

    def ignore_aliases(self, data: Any) -> bool:
        del data
        return True


def _text(dumper: _Dumper, text: str) -> yaml.Node:
    try:
        needs_quotes = scalar(text) != text
    except EndlessNumber:
        needs_quotes = True
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="'" if needs_quotes else None)


def _number(dumper: _Dumper, number: float) -> yaml.Node:
    if number.is_integer() and abs(number) < 1e15:
        return dumper.represent_scalar("tag:yaml.org,2002:int", str(int(number)))
    text = repr(number)
    if "." not in text:  # else PyYAML, which reads YAML 1.1, would add a tag
        text = text.replace("e", ".0e")
    return dumper.represent_scalar("tag:yaml.org,2002:float", text)


def _list(dumper: _Dumper, values: list[Any]) -> yaml.Node:
    flow = not any(isinstance(v, (dict, list)) for v in values)
    return dumper.represent_sequence("tag:yaml.org,2002:seq", values, flow_style=flow)


_Dumper.add_representer(str, _text)
_Dumper.add_representer(float, _number)
_Dumper.add_representer(list, _list)


def to_yaml(data: Any) -> str:
    """Write plain data (dict, list, str, int, finite float, bool, None) as YAML; 1.0 is written as 1.

    >>> print(to_yaml({"on": "1e3", "list": [1, None]}), end="")
    'on': '1e3'
    list: [1, null]
    """
    return yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, default_flow_style=False, width=10**6)
