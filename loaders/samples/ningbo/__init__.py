"""The sample city Ningbo: real districts and field names; centres, people and money are made up and marked so."""
