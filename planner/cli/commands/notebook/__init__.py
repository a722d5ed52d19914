"""``buju notebook``."""
