"""Command ``sources list``."""
