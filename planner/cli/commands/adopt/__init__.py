"""Command ``adopt``."""
