"""Stress: what a plan loses when a centre fails, when the weights are known only partly, and under several scenarios.

What does not live here: making the plan (``planner.solving.stages``), prices of one candidate
(``planner.studies.explain.prices``), and the commands (``planner.cli``).
"""
