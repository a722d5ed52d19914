"""Zones against their definition: open or closed, every point of a small grid is accounted for."""

import itertools
import random

import numpy as np
import pytest

from planner.studies.fronts.zones import Zones


def in_a_zone(zones, point):
    return bool(np.any(np.all(point > zones.open + 0.5, axis=1))) if len(zones) else False


@pytest.mark.parametrize("goals", [2, 3, 4])
@pytest.mark.parametrize("seed", range(5))
def test_what_no_point_dominates_stays_open(goals, seed):
    rng = random.Random(seed)
    top = 4
    zones = Zones(np.ones(goals), np.full(goals, float(top)), np.zeros(goals))
    points = []
    for _ in range(6):
        point = np.array([float(rng.randint(0, top)) for _ in range(goals)])
        points.append(point)
        zones.split(point)
        for cell in itertools.product(range(top + 1), repeat=goals):
            beaten = any(np.all(np.array(cell) <= p) for p in points)
            assert in_a_zone(zones, np.array(cell)) == (not beaten)


def test_no_zone_lies_in_another_and_closed_ones_stay_closed():
    rng = random.Random(3)
    zones = Zones(np.ones(3), np.full(3, 9.0), np.zeros(3))
    closed = []
    for n in range(12):
        zones.split(np.array([float(rng.randint(0, 8)) for _ in range(3)]))
        for a, b in itertools.permutations(range(len(zones)), 2):
            assert not np.all(zones.open[a] >= zones.open[b])
        if n % 4 == 3:
            closed.append(zones.open[0].copy())
            zones.close(closed[-1])
        for corner in closed:
            assert not any(np.all(z >= corner) for z in zones.open)


def test_the_widest_question_leaves_the_others_most_room():
    zones = Zones(np.ones(2), np.array([10.0, 10.0]), np.zeros(2))
    zones.split(np.array([2.0, 9.0]))
    zones.close(np.array([-np.inf, 9.0]))
    corner, goal = zones.widest()
    assert (corner.tolist(), goal) == ([2.0, -np.inf], 0)  # the second is free: its room is 10, the first's is 8
