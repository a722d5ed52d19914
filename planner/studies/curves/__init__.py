"""What each budget buys: the budget curve, and the roadmap in which every step keeps what the one before has founded.

What does not live here: the model (``planner.program``), its solver (``planner.solving.stages``,
``planner.solving.live_model``).
"""
