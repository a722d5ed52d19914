"""Many scenarios of one city: drawn or given as a table, solved anywhere, kept case by case, and what they say.

``varied`` draws, ``case`` solves one, ``running`` solves all and keeps them, ``boxes`` finds where a plan fails,
``answer`` sums up. What does not live here: solving (``planner.runs.outcome``) and sentences (``planner.cli``).
"""
