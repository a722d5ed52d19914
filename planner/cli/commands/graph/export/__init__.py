"""``buju graph export``."""
