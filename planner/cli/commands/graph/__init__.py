"""``buju graph``."""
