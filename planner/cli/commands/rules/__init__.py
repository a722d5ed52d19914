"""``buju rules``."""
