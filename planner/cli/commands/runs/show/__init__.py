"""``buju runs show``."""
