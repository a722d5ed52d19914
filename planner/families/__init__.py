"""Rules and goals: kinds of rows and components (``kinds``, ``terms``), what a policy asks of a city (``rules``, ``goals``).

See ``planner.families.kind`` for the cut between the two. What does not live here: the policy's fields
(``planner.rulebook``), the rows as data (``planner.problem.rows``), and the audit, which shares nothing with this.
"""
