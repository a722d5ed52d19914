"""``buju sweep``."""
