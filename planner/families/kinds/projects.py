"""Projects: what several candidates do together counts when all of them are chosen.

A project is a further row of ``model.active`` behind those of the candidates, so that coverage and depth read it as
they read a candidate.
"""

from __future__ import annotations

from planner.families.kind import Kind
from planner.families.model import Model
from planner.problem.rows import Project


def projects(model: Model) -> None:
    """Bound u[b, y] ≤ active[i, y] for every member i, and u[b, y−1] ≤ u[b, y], 0 ≤ u ≤ 1.

    Continuous: projects only ever help, so that u rises to the least of its members' columns. A row a member is
    tighter than one row for their sum. A project of one member is that member.
    """
    for project in model.problem.projects:
        members = sorted({int(i) for i in project.members})
        if len(members) == 1:
            model.active.append(list(model.active[members[0]]))
            continue
        columns: list[int | None] = []
        before: int | None = None
        for y in range(len(model.problem.years)):
            own = [model.active[i][y] for i in members]
            if any(column is None for column in own):
                columns.append(None)
                continue
            now = model.column("project")
            for column in own:
                assert column is not None
                model.at_most({now: 1.0, column: -1.0}, 0.0, "project")
            if before is not None:
                model.at_most({before: 1.0, now: -1.0}, 0.0, "project")
            before = now
            columns.append(before)
        model.active.append(columns)


class Projects(Kind[Project]):
    """u[b, y] ≤ active[i, y] for every member."""

    row = Project
    field = "projects"
    families = (("projects", projects),)


KIND = Projects()
