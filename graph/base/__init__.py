"""What everything stands on: words in two languages, findings, errors, text made safe, files written whole."""
