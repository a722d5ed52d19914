"""Command ``sources check``."""
