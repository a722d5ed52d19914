"""Sample cities."""
