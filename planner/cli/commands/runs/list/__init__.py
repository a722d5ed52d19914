"""``buju runs list``."""
