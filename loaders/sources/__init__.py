"""Foreign data sets as tables of buju: mapping files run by DuckDB, names resolved, evidence counted.

Mappings (``mapping``, ``presets``), running them (``running``), identifiers and names of organisations
(``identifiers``, ``name_keys``, ``registry``). What does not live here: datasets of buju's own (``loaders.readers``).
"""
