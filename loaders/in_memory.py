"""A dataset of data frames: the same checks and findings as of files.

What does not live here: what a frame is (``loaders.readers.frames``) and the checks.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from loaders.dataset import Loaded, load_source
from loaders.readers.frames import tables
from loaders.readers.sources import source_of


def load_tables(frames: Mapping[str, Any], document: str) -> Loaded:
    """Load frames by the name of their table; ``document`` is the text of their ``dataset.yaml``.

    Examples
    --------
    >>> found = load_tables({"centres": [{"id": "C1"}]}, "name: two")
    >>> sorted({(f.code, f.file, f.column) for f in found.findings if f.level == "error"})[:2]
    [('H201', 'centres', 'district'), ('H201', 'centres', 'field')]
    """
    return load_source(source_of("data", dict(tables(frames)), document))
