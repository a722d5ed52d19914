"""``buju init``."""
