"""``buju runs``."""
