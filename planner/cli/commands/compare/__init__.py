"""``buju compare``."""
