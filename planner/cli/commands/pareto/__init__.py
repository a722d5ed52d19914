"""``buju pareto``."""
