"""``buju scenario new``."""
