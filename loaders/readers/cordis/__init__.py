"""CORDIS, the European Commission's research projects, as an ecosystem."""
