"""``buju scenario diff``."""
