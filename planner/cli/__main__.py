"""``python -m planner.cli`` is ``buju``."""

from planner.cli.app import main

main()
