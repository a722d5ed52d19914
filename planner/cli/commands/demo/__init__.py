"""``buju demo``."""
