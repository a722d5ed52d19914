"""Scenarios of the sample city at the end of 2026."""
