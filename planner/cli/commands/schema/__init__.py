"""``buju schema``."""
