"""``buju export``."""
