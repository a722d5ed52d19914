"""The innovation ecosystem as typed columns and sparse ties, and what is measured on it."""
