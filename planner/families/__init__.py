"""Rules and goals, one file each (``rules``, ``goals``): what a policy asks of a city.

How rows enter the program stands in ``kinds``, components of the objective in ``terms``; see ``planner.families.kind``
for the cut between the two halves. What does not live here: the policy's fields (``planner.rulebook``), the rows as
data (``planner.problem.rows``), and the audit, which shares nothing with this.
"""
