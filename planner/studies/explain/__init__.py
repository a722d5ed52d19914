"""Why a centre was chosen or not, from a run alone: prices, what it pushes out, what would flip it, contributions.

What does not live here: making the plan (``planner.solving.stages``) and the commands (``planner.cli``).
"""
