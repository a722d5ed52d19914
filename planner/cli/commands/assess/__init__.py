"""``buju assess``."""
