"""``buju scenario``."""
