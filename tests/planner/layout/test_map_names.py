"""Room for names on the map: the area that a box shares with what is taken."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from planner.layout.figures.map_figure import _overlaps

BOX = st.tuples(*[st.integers(-9, 9)] * 2, *[st.integers(0, 9)] * 2).map(
    lambda b: (b[0], b[1], b[0] + b[2], b[1] + b[3])
)


def test_by_hand():
    boxes = np.array([(0.0, 0.0, 2.0, 2.0), (5.0, 5.0, 6.0, 6.0)])
    taken = np.array([(1.0, 1.0, 3.0, 3.0), (0.0, 1.0, 1.0, 9.0), (2.0, 0.0, 3.0, 2.0)])
    assert _overlaps(boxes, taken).tolist() == [2.0, 0.0]  # 1 · 1 + 1 · 1, and an edge in common is nothing


@given(st.lists(BOX, min_size=1, max_size=4), st.lists(BOX, max_size=4))
def test_the_area_is_that_of_the_unit_squares_in_both(boxes, taken):
    def squares(box):
        return {(x, y) for x in range(box[0], box[2]) for y in range(box[1], box[3])}

    shared = [sum(len(squares(box) & squares(other)) for other in taken) for box in boxes]
    assert _overlaps(np.array(boxes, float), np.array(taken, float).reshape(-1, 4)).tolist() == shared
