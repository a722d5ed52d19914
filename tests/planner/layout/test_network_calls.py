"""A picture of a national programme asks once how every centre stands, not once a centre."""

from planner.layout.network import network as module
from planner.runs.plan_result import CentreFacts, PlanResult


def test_the_standing_of_all_centres_is_asked_once(monkeypatch):
    asked = []
    whole = module.statuses
    monkeypatch.setattr(module, "statuses", lambda result: asked.append(1) or whole(result))
    centres = tuple(CentreFacts(centre=f"E{n}", name="", members=()) for n in range(50))
    found = module.network(PlanResult(status="proven", existing=centres, organisations=()))
    assert len(found.nodes) == 50
    assert len(asked) == 1
