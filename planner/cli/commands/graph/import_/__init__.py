"""``buju graph import``."""
