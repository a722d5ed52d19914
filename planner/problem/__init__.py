"""The planning problem and a plan as plain data, what a plan is worth, and how a city or tables become a problem."""
