"""One rule family a file."""
