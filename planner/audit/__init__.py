"""The audit: every rule and every goal rechecked on a finished plan, in plain Python, from the definitions alone.

What does not live here: the program that finds plans. Nothing of it is imported, so that an error there
cannot hide here.
"""

from __future__ import annotations

from planner.audit.check import audit
from planner.audit.report import AuditFinding, AuditReport
from planner.audit.tables import audit_tables

__all__ = ["AuditFinding", "AuditReport", "audit", "audit_tables"]
