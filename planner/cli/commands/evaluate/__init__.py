"""``buju evaluate``."""
