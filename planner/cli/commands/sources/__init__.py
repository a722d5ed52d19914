"""Group ``sources``."""
