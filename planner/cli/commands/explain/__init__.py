"""``buju explain``."""
