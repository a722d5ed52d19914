"""``buju graph check``."""
