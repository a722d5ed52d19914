"""Command ``sources run``."""
