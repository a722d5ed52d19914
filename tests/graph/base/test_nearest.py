"""The nearest name: look-alikes first, then the most similar, within a bound on the work."""

from graph.base import nearest
from graph.base.nearest import Nearest


def test_look_alikes_come_first():
    near = Nearest(["T01", "T10", "T11", "C10"])
    assert [near(v) for v in ("T1", "t-10", "T1O", "Tll", "Ｃ１０")] == ["T01", "T10", "T10", "T11", "C10"]


def test_nothing_is_near():
    assert Nearest(["alpha"])("zzz") is None
    assert Nearest([])("x") is None
    assert Nearest(["a"])("") is None
    assert Nearest(["x" * 1000])("x" * 999) is None


def test_the_work_is_bounded_and_look_alikes_are_still_found(monkeypatch):
    asked = []
    monkeypatch.setattr(nearest.difflib, "get_close_matches", lambda value, names, n: asked.append(value) or [])
    near = Nearest([f"ORG{i:05}" for i in range(1000)], budget=10_000)
    for i in range(5000):
        near(f"none{i}")
    assert len(asked) == 10
    assert near("org1") == "ORG00001"


def test_the_order_of_the_names_does_not_matter():
    assert Nearest(["T001", "T01"])("T1") == Nearest(["T01", "T001"])("T1")
