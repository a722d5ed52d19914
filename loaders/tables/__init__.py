"""Tables: raw ones as they stand in a file, and typed ones with findings; no file is opened here."""
