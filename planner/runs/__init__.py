"""From loaded input to a result, and runs on disk."""
