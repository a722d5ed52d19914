"""The document: the layout in words, in a template that can be replaced."""
