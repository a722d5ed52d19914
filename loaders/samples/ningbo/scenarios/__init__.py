"""Scenarios of the sample city."""
