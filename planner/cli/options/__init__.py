"""Options that several commands share, each standing once."""
