"""From a problem to a proven plan: stages, search, relaxation, solvers."""
