"""Command ``sources new``."""
