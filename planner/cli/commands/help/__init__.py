"""``buju help``."""
