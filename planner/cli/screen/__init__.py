"""What stands on the screen: the console, tables, words, progress, help pages."""
