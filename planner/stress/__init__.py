"""Stress: what a plan loses when a centre fails, when the weights are known only partly, and under several scenarios.

What does not live here: making the plan (``planner.solve``), prices of one candidate (``planner.explain.prices``), and
the commands (``planner.cli``).
"""
