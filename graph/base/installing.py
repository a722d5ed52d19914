"""How to get an optional package, told so that it works wherever buju itself came from, a clone included.

What does not live here: who needs the package.
"""

from __future__ import annotations

import re
from importlib import metadata

_EXTRA = re.compile(r"extra\s*==\s*['\"]([^'\"]+)['\"]")


def how_to_install(extra: str) -> str:
    """The command that installs what an extra of buju brings: the packages themselves, by name.

    buju is on no package index, so that ``pip install buju[extra]`` would find nothing, or something else.

    >>> how_to_install("figures")
    'python -m pip install "matplotlib>=3.10.8"'
    """
    try:
        needed = metadata.requires("buju") or []
    except metadata.PackageNotFoundError:
        needed = []
    found = [line.partition(";")[0].strip() for line in needed if extra in _EXTRA.findall(line)]
    names = [name for name in found if not name.startswith("buju")]
    for name in found:  # an extra that is made of others: buju[figures,zh]
        for other in re.findall(r"[\w-]+", name.partition("[")[2]) if name.startswith("buju") else ():
            names += re.findall(r'"([^"]+)"', how_to_install(other))
    asked = " ".join(f'"{name}"' for name in dict.fromkeys(names))
    return f"python -m pip install {asked}" if asked else f'python -m pip install -e ".[{extra}]"'
