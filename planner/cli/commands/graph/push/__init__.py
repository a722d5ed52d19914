"""``buju graph push``."""
