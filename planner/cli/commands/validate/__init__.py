"""``buju validate``."""
