"""``buju runs tag``."""
