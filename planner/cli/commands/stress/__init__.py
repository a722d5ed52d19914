"""``buju stress``."""
