"""``buju graph pull``."""
