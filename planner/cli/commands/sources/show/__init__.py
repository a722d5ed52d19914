"""Command ``sources show``."""
