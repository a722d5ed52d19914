"""Exit codes: what they are, and which of them an answer ends with."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from planner.runs.certificates import SolverFinding

BUG, FINDINGS, USAGE, INFEASIBLE, NO_PROOF, INTERRUPTED = 70, 1, 2, 3, 4, 130


def exit_code(status: str, found: bool, require_proof: bool, caught: bool = False) -> int:
    """Exit code: 4 nothing found, or a proof asked for and missing; 1 a solver was caught; 3 infeasible; else 0."""
    if status != "infeasible" and (not found or (require_proof and status != "proven")):
        return NO_PROOF
    if caught:
        return FINDINGS
    return INFEASIBLE if status == "infeasible" else 0


def refuted(findings: Iterable[SolverFinding] | None) -> bool:
    """Whether a solver was caught with a false claim."""
    return any(finding.level == "error" for finding in findings or ())
