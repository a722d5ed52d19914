"""What ``template --json`` prints: the same as ``demo``, a folder and its files."""

from planner.cli.commands.demo.schema import SCHEMA

__all__ = ["SCHEMA"]
