"""Quantiles of times some of which were cut off, by hand and against plain quantiles."""

from __future__ import annotations

import random
from math import ceil

from guiju.simulate.lifetimes import quantiles

SHARES = (0.1, 0.25, 0.5, 0.75, 0.9)


def test_an_example_by_hand() -> None:
    """Ten documents; + is cut off: 3 5 5+ 6 8+ 9 9 12+ 14 20+.

    Surviving after 3: 9/10; after 5: .9 x 8/9 = .8; after 6: .8 x 6/7 = .6857; after 9: .6857 x 3/5 = .4114;
    after 14: .4114 x 1/2 = .2057.
    """
    times = [(3, True), (5, True), (5, False), (6, True), (8, False), (9, True), (9, True), (12, False),
             (14, True), (20, False)]  # fmt: skip
    random.Random(1).shuffle(times)
    assert quantiles(times, (0.1, 0.2, 0.25, 0.3, 0.5, 0.58, 0.6, 0.79, 0.8)) == (
        3,
        5,
        6,
        6,
        9,
        9,
        14,
        14,
        None,
    )


def test_at_one_time_those_who_finish_come_before_those_who_are_cut_off() -> None:
    """Both are at risk at 5: half finish there. In the other order all would."""
    assert quantiles([(5, False), (5, True)], (0.5, 0.6)) == (5, None)


def test_without_cuts_they_are_plain_quantiles() -> None:
    rng = random.Random(2)
    for count in (1, 2, 9, 10, 100):
        values = sorted(rng.randrange(50) for _ in range(count))
        plain = tuple(values[ceil(round(share * count, 9)) - 1] for share in SHARES)
        assert quantiles([(value, True) for value in values], SHARES) == plain


def test_what_is_never_reached_has_no_answer() -> None:
    assert quantiles([], SHARES) == (None,) * 5
    assert quantiles([(4, False), (7, False)], SHARES) == (None,) * 5
