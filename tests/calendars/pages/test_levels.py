"""Stretches on levels: the same ones as by comparing each with all before it, and soon found."""

from itertools import pairwise
from random import Random
from time import process_time

from hypothesis import given
from hypothesis import strategies as st

from calendars.pages.levels import Extent, first_fit, first_free

STRETCHES = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 25)))


def compared(extents: list[Extent]) -> list[int]:
    """By definition: each on the first level on which it meets no other."""
    levels: list[list[Extent]] = []
    found = []
    for start, end in extents:
        meets = [any(a < end and start < b for a, b in level) for level in levels]
        place = meets.index(False) if False in meets else len(levels)
        levels += [[]] if place == len(levels) else []
        levels[place].append((start, end))
        found.append(place)
    return found


@given(STRETCHES)
def test_level_is_the_first_on_which_nothing_is_met(stretches):
    extents = [(start / 10, (start + length) / 10) for start, length in stretches]
    assert first_fit(extents) == compared(extents)


def test_many_levels_are_the_same_in_any_order():
    chance = Random(1)
    starts = [chance.randrange(10_000) / 10 for _number in range(1_500)]
    extents = [(start, start + chance.choice((5, 12.5, 90, 400))) for start in starts]
    for order in (extents, sorted(extents), sorted(extents, reverse=True)):
        assert first_fit(order) == compared(order)


def test_stretches_that_touch_share_a_level():
    assert first_fit([(0, 1), (1, 2), (0.5, 1.5)]) == [0, 0, 1]
    assert first_fit([]) == []


def test_first_free_level():
    assert [first_free(taken) for taken in (0, 0b1, 0b10, 0b1011)] == [0, 1, 0, 2]


def test_time_grows_with_the_number_of_stretches_not_with_its_square():
    def seconds(count: int) -> float:
        began = process_time()
        first_fit((number % 365 * 3, number % 365 * 3 + 150) for number in range(count))
        return process_time() - began

    times = [min(seconds(count) for _round in range(3)) for count in (2_000, 16_000)]
    assert all(later < 30 * earlier for earlier, later in pairwise(times))  # squared it were 64
