"""``buju graph diff``."""
