"""``buju curve``."""
