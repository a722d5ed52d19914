"""``buju plan``."""
