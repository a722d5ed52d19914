"""Command ``sources review``."""
