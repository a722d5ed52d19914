"""Pictures of a run: what each shows, and how all are drawn."""
