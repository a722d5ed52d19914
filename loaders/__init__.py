"""Files of many kinds in; an ecosystem, or findings, out."""
