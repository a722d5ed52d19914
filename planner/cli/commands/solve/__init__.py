"""``buju solve``."""
