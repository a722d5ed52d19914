"""``buju template``."""
