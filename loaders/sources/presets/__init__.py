"""Mappings that come with buju."""
