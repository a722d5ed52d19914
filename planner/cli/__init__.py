"""The command ``buju``. This package alone may import ``loaders``; heavy imports stay inside commands."""

from planner.cli.app import main

__all__ = ["main"]
