"""Command ``sources resolve``."""
