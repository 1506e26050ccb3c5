"""Paired comparisons: known answers, what pairing gains, and how often the intervals hold the truth."""

from __future__ import annotations

from random import Random

import pytest
from guiju.simulate.comparison import Difference, compare
from guiju.simulate.observation import NOTHING, Key, Observed
from guiju.simulate.statistics import estimate
from hypothesis import given
from hypothesis import strategies as st

MEAN = Key("lead-time-mean", "")
ON_TIME = Key("on-time", "")
PARTS = st.integers(0, 9).flatmap(lambda n: st.integers(0, n).map(lambda k: Observed(float(k), float(n))))
PAIRS = st.lists(st.tuples(PARTS, PARTS), min_size=2, max_size=15)


def of(key: Key, pairs: list[tuple[Observed, Observed]]) -> Difference:
    return compare([{key: one} for one, _ in pairs], [{key: two} for _, two in pairs])[key]


def test_plain_values_are_the_paired_t_test() -> None:
    """Differences 1, 2, 3: mean 2, standard error 0.57735, t(2) 4.302653."""
    found = of(
        MEAN, [(Observed(10), Observed(11)), (Observed(20), Observed(22)), (Observed(30), Observed(33))]
    )
    assert (found.value, found.differing, found.replications) == (pytest.approx(2), 3, 3)
    assert (found.low, found.high) == pytest.approx((2 - 2.484138, 2 + 2.484138), abs=1e-5)
    assert not found.excludes_zero
    assert found.reduction == pytest.approx((100 + 121) / 1)


def test_a_constant_difference_is_certain() -> None:
    found = of(MEAN, [(Observed(float(n)), Observed(n + 1.0)) for n in range(9)])
    assert (found.low, found.high) == pytest.approx((1, 1)) and found.excludes_zero


def test_no_difference_at_all_is_said() -> None:
    """The values vary, the scenarios do not differ."""
    found = of(ON_TIME, [(Observed(n, 9.0), Observed(n, 9.0)) for n in range(9)])
    assert (found.value, found.low, found.high, found.differing, found.reduction) == (0, 0, 0, 0, None)
    assert not found.excludes_zero


@given(PAIRS)
def test_values_are_those_of_the_estimates(pairs: list[tuple[Observed, Observed]]) -> None:
    found = of(ON_TIME, pairs)
    assert found.base == estimate(ON_TIME, [{ON_TIME: one} for one, _ in pairs])
    assert found.other == estimate(ON_TIME, [{ON_TIME: two} for _, two in pairs])
    if found.base.value is None or found.other.value is None:
        assert (found.value, found.low, found.high, found.reduction) == (None, None, None, None)
    elif found.low is not None and found.high is not None:
        assert found.value == found.other.value - found.base.value
        assert -1 <= found.low <= found.value + 1e-12 and found.value - 1e-12 <= found.high <= 1


@given(PAIRS)
def test_swapping_turns_the_sign(pairs: list[tuple[Observed, Observed]]) -> None:
    found, back = of(ON_TIME, pairs), of(ON_TIME, [(two, one) for one, two in pairs])
    if found.low is not None and found.high is not None:
        assert (back.low, back.high) == pytest.approx((-found.high, -found.low), abs=1e-9)
        assert back.reduction == pytest.approx(found.reduction)


def test_empty_denominators_neither_fail_nor_count_as_zero() -> None:
    pairs = [
        (Observed(1, 2), NOTHING),
        (NOTHING, Observed(3, 4)),
        (Observed(1, 2), Observed(1, 4)),
        (NOTHING, NOTHING),
    ]
    found = of(ON_TIME, pairs)
    assert found.value == pytest.approx(0.5 - 0.5)
    assert (found.base.observed, found.other.observed, found.differing) == (2, 2, 3)
    assert found.low is not None and found.low < 0


def test_degrees_of_freedom_are_those_of_the_side_that_was_seen_less() -> None:
    """Contributions 0.5 and -0.5 among three: variance 1/12; at level 50%, t(1) is 1."""
    pairs = [(Observed(1, 2), NOTHING), (NOTHING, Observed(3, 4)), (Observed(1, 2), Observed(1, 4))]
    found = compare([{ON_TIME: one} for one, _ in pairs], [{ON_TIME: two} for _, two in pairs], level=0.5)[
        ON_TIME
    ]
    assert (found.low, found.high) == pytest.approx((-((1 / 12) ** 0.5), (1 / 12) ** 0.5))


def test_one_replication_has_no_interval() -> None:
    found = of(MEAN, [(Observed(1), Observed(2))])
    assert (found.value, found.low, found.high) == (1, None, None)
    assert not found.excludes_zero


def test_a_measure_that_only_one_side_has() -> None:
    found = compare([{MEAN: Observed(1)}] * 2, [{ON_TIME: Observed(1, 2)}] * 2)
    assert list(found) == [MEAN, ON_TIME]
    assert all(one.value is None and one.low is None for one in found.values())


def test_unequal_numbers_cannot_be_paired() -> None:
    with pytest.raises(ValueError, match="3 replications cannot be paired with 2"):
        compare([{}] * 3, [{}] * 2)


def year(random: Random, shared: bool) -> tuple[Observed, Observed]:
    """A good or bad year of 20 to 40 documents; the other scenario is 10 points worse."""

    def numbers() -> tuple[float, list[float]]:
        return random.uniform(-0.15, 0.15), [random.random() for _ in range(random.randint(20, 40))]

    one = numbers()
    two = one if shared else numbers()
    (before, after) = (
        Observed(float(sum(n < chance + shift for n in drawn)), float(len(drawn)))
        for chance, (shift, drawn) in ((0.8, one), (0.7, two))
    )
    return before, after


@pytest.mark.parametrize("shared", [True, False])
def test_intervals_hold_the_true_difference(shared: bool) -> None:
    """Within 3.3 standard errors of 95% in 600 trials at a fixed seed."""
    random = Random(f"difference {shared}")
    trials = [of(ON_TIME, [year(random, shared) for _ in range(20)]) for _ in range(600)]
    hits = sum(one.low is not None and one.high is not None and one.low <= -0.1 <= one.high for one in trials)
    assert hits / 600 == pytest.approx(0.95, abs=0.029)


def test_common_random_numbers_are_seen_to_help_and_others_not_to() -> None:
    random = Random("reduction")
    paired = of(ON_TIME, [year(random, True) for _ in range(400)])
    alone = of(ON_TIME, [year(random, False) for _ in range(400)])
    assert paired.reduction is not None and paired.reduction > 3
    assert alone.reduction == pytest.approx(1, abs=0.2)
    assert paired.excludes_zero
