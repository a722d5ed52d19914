"""Map layers and where things stand on a map."""
