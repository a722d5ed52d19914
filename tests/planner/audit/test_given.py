"""What rules ask of centre after centre is found once: at 5,000 centres it is asked thousands of times."""

from collections.abc import Mapping
from types import SimpleNamespace

from planner.audit.family import Given


class Counted(Mapping):
    """Approval years that know how often they were gone through."""

    def __init__(self, years):
        self.years, self.times = years, 0

    def __getitem__(self, key):
        return self.years[key]

    def __iter__(self):
        self.times += 1
        return iter(self.years)

    def __len__(self):
        return len(self.years)


def test_who_is_free_decided_and_new_is_found_once():
    starts = Counted({f"C{n}": 2023 + n % 3 for n in range(100)})
    past = SimpleNamespace(stands={"C1": None}, announced={"C2": 2024})
    given = Given(facts=None, policy=None, starts=starts, pay={}, past=past)
    for centre in starts.years:
        assert (centre in given.free) == (centre not in ("C1", "C2"))
        assert (centre in given.decided) == (centre in ("C1", "C2"))
        assert (centre in given.new) == (centre != "C1")
        assert (centre in given.held) == (centre == "C1")
    assert starts.times == 4
