"""``buju scenario show``."""
