"""Command ``due``."""
