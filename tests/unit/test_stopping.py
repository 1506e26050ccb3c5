"""Sequential stopping: when it stops, what it asks for, and that chance cannot fool it."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import pytest
from guiju.simulate.observation import NOTHING, Key, Observations, Observed
from guiju.simulate.statistics import estimate
from guiju.simulate.stopping import LEAST, Goal, run_until

MEAN = Key("lead-time-mean", "")
ON_TIME = Key("on-time", "")
COUNT = Key("meetings-moved", "")

Draw = Callable[[int], Observed]


class Batches:
    """Answers by the number of the replication, and keeps what it was asked."""

    def __init__(self, key: Key, draw: Draw) -> None:
        self.key, self.draw = key, draw
        self.asked: list[tuple[int, int]] = []

    def __call__(self, first: int, count: int) -> list[Observations]:
        self.asked.append((first, count))
        return [{self.key: self.draw(number)} for number in range(first, first + count)]


def noisy(number: int) -> Observed:
    return Observed(Random(f"noise {number}").gauss(10.0, 3.0))


def test_ten_are_enough_where_nothing_varies() -> None:
    batches = Batches(MEAN, lambda _: Observed(7.0))
    end = run_until(Goal(MEAN, 0.05, most=100), batches)
    assert (end.reached, end.replications, batches.asked) == (True, LEAST, [(0, LEAST)])
    assert end.estimate.value == 7


def test_it_stops_at_the_first_batch_that_suffices() -> None:
    goal = Goal(MEAN, 0.05, most=1000, batch=7)
    batches = Batches(MEAN, noisy)
    end = run_until(goal, batches)
    assert end.reached and 100 < end.replications < 250
    assert batches.asked == [(0, 10), *((first, 7) for first in range(10, end.replications, 7))]
    for count in range(10, end.replications + 1, 7):
        part = estimate(MEAN, end.observations[:count])
        assert part.half_width is not None and part.value is not None
        assert (part.half_width <= 0.05 * part.value) == (count == end.replications)
    assert end.estimate == estimate(MEAN, end.observations)


def test_the_cap_is_kept_to_the_replication_and_said() -> None:
    batches = Batches(MEAN, noisy)
    end = run_until(Goal(MEAN, 0.001, most=25), batches)
    assert (end.reached, end.replications, batches.asked) == (False, 25, [(0, 10), (10, 10), (20, 5)])


def test_shares_are_known_in_points() -> None:
    """1 of 50 each: the half width is small, though not beside 2%."""
    end = run_until(
        Goal(ON_TIME, 0.05, most=500), Batches(ON_TIME, lambda n: Observed(float(n % 2) * 2, 50.0))
    )
    assert end.reached and end.replications == 10
    assert end.estimate.half_width is not None and end.estimate.half_width > 0.05 * (end.estimate.value or 0)


def test_a_share_that_was_never_seen_needs_more() -> None:
    """The half width is (1 - 0.025^(1/R)) / 2: at most 5 points from 36 replications on."""
    end = run_until(Goal(ON_TIME, 0.05, most=500, batch=1), Batches(ON_TIME, lambda _: Observed(0.0, 2000.0)))
    assert (end.reached, end.replications) == (True, 36)


@pytest.mark.parametrize(("key", "draw"), [(COUNT, lambda _: Observed(0.0)), (MEAN, lambda _: NOTHING)])
def test_a_part_of_nothing_is_never_reached(key: Key, draw: Draw) -> None:
    end = run_until(Goal(key, 0.5, most=30), Batches(key, draw))
    assert (end.reached, end.replications) == (False, 30)


@pytest.mark.parametrize(
    ("precision", "most", "batch"), [(0.0, 100, 10), (-1.0, 100, 10), (0.1, 9, 10), (0.1, 100, 0)]
)
def test_goals_that_make_no_sense(precision: float, most: int, batch: int) -> None:
    with pytest.raises(ValueError, match="precision above 0"):
        Goal(MEAN, precision, most, batch)
