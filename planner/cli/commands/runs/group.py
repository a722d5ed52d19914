"""Group ``runs``: the folder in which runs are kept."""

from __future__ import annotations

from graph.base.words import Words
from planner.cli.commands import Group

GROUP = Group(Words("List, show, name and remove kept runs.", "列出、查看、命名和删除已留存的运行结果。"), order=135)
