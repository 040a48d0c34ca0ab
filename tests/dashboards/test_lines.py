"""Labels at line ends: never closer than the gap, in order, as near as can be."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from dashboards.lines import End, end_labels, spread

heights = st.lists(st.floats(0, 100), min_size=1, max_size=8)


@given(heights)
def test_labels_never_collide_and_keep_their_order(wanted: list[float]) -> None:
    placed = spread(wanted, 5, 0, 100)
    ranked = sorted(range(len(wanted)), key=lambda i: (wanted[i], placed[i]))
    gaps = [placed[b] - placed[a] for a, b in pairwise(ranked)]
    assert all(gap >= 5 - 1e-9 for gap in gaps)


@given(heights)
def test_labels_stay_on_the_scale(wanted: list[float]) -> None:
    assert all(-1e-9 <= y <= 100 + 1e-9 for y in spread(wanted, 5, 0, 100))


def test_labels_that_do_not_collide_stay_where_they_are() -> None:
    assert spread([80, 10, 40], 5, 0, 100) == [80, 10, 40]


def test_two_labels_at_one_height_part_evenly() -> None:
    assert spread([50, 50], 10, 0, 100) == [45, 55]


def test_names_in_labels_are_escaped() -> None:
    (label,) = end_labels([End(5, "<b>A & B", "blue")], (0, 100), 200)
    assert label["text"] == "&lt;b&gt;A &amp; B"
