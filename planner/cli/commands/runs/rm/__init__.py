"""``buju runs rm``."""
