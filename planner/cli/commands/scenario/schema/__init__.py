"""``buju scenario schema``."""
