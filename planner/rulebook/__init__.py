"""The rule book of a scheme and the scenarios that change it."""
