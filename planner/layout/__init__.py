"""The recommended layout as files people hand in; everything is drawn from a run's result."""
