"""Group ``scenario``: scenario files."""

from __future__ import annotations

from graph.base.words import Words
from planner.cli.commands import Group

GROUP = Group(Words("Write, show and compare scenario files.", "编写、查看和比较情景文件。"), order=140)
