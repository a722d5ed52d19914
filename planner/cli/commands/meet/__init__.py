"""``buju meet``."""
