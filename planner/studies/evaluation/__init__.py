"""The yearly evaluation: points, panels, vetoes, grades, what a grade hangs on and what it means in money."""
