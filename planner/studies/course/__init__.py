"""The course of a scheme beside the plan: rows recorded, a plan's year adopted, what comes due.

What does not live here: what history means to a plan (``planner.problem.history``, ``planner.families``).
"""
