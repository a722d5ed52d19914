"""The numbered rules that input is held against: what each asks, why, an example and how to mend it."""
