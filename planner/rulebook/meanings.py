"""What each field of a policy means: its docstring, read from the source when somebody asks.

Pydantic would parse every part's source at each start of the program (``use_attribute_docstrings``), for words that
only schema and rule book show. What does not live here: the fields (``policy``, ``money``, ``evaluation_system``).
"""

from __future__ import annotations

import ast
import inspect
from functools import cache
from itertools import pairwise
from typing import Any

from planner.rulebook.kinds import Part


@cache
def meanings(part: type[Part]) -> dict[str, str]:
    """Docstrings of a part's fields, by name.

    >>> from planner.rulebook.policy import Policy
    >>> meanings(Policy.model_fields["target"].annotation)["year"]
    'By the end of which year. ｜ 目标年（至该年年底）。'
    """
    (body,) = ast.parse(inspect.getsource(part)).body
    assert isinstance(body, ast.ClassDef)
    return {
        field.target.id: inspect.cleandoc(said.value.value)
        for field, said in pairwise(body.body)
        if isinstance(field, ast.AnnAssign)
        and isinstance(field.target, ast.Name)
        and isinstance(said, ast.Expr)
        and isinstance(said.value, ast.Constant)
        and isinstance(said.value.value, str)
    }


def described(part: type[Part]) -> dict[str, Any]:
    """JSON Schema of a part, with the meaning of every field in it and in its parts."""
    schema: dict[str, Any] = part.model_json_schema()
    parts = {p.__name__: p for p in _parts(Part)}
    for name, one in ((part.__name__, schema), *schema.get("$defs", {}).items()):
        for field, said in meanings(parts[name]).items() if name in parts else ():
            shown = {**one["properties"][field], "description": said}
            one["properties"][field] = dict(sorted(shown.items()))  # as pydantic orders them
    return schema


def _parts(of: type[Part]) -> list[type[Part]]:
    return [p for sub in of.__subclasses__() for p in (sub, *_parts(sub))]
