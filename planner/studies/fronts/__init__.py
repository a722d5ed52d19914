"""Exact Pareto fronts of two to four goals.

What does not live here: the model (``planner.program``) and the live solver (``planner.solving.live_model``).
"""
