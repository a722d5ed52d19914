"""Rule books that ship with buju."""
