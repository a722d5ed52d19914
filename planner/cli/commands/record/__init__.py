"""Command ``record``."""
