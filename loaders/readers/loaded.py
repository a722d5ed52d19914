"""What loading a dataset gives: the ecosystem, or everything that is wrong.

What does not live here: loading (``loaders.dataset``, ``cordis``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from graph.base.errors import InputError
from graph.base.findings import Finding
from graph.base.words import Words
from graph.model.ecosystem import Ecosystem
from loaders.tables.columns import Counts

NOT_USABLE = Words("the data cannot be planned on until the errors are mended", "数据有错误，改正后方可用于编制方案")


@dataclass(frozen=True, eq=False)
class Loaded:
    """What loading gave.

    Attributes
    ----------
    ecosystem
        None if a finding is an error.
    findings
        Everything that is wrong or worth knowing, of all files.
    counts
        Table → rows read and skipped, cells defaulted.
    hashes
        Relative file name → SHA-256.
    layout
        The tables of buju, or of another programme (``cordis``).
    """

    ecosystem: Ecosystem | None
    findings: tuple[Finding, ...]
    counts: Mapping[str, Counts]
    hashes: Mapping[str, str]
    layout: str

    def require(self) -> Ecosystem:
        """The ecosystem.

        Raises
        ------
        InputError
            If a finding is an error; all findings are carried along.
        """
        if self.ecosystem is None:
            raise InputError(NOT_USABLE, self.findings)
        return self.ecosystem
