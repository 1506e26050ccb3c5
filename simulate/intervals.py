"""Confidence intervals from an estimate and its variance over replications."""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum, sqrt
from typing import NamedTuple

from guiju.simulate.jackknife import deviations, ratio, variance
from guiju.simulate.observation import Observed
from guiju.simulate.student import two_sided


class Interval(NamedTuple):
    low: float
    high: float

    def clipped(self, least: float, most: float = float("inf")) -> Interval:
        return Interval(max(self.low, least), min(self.high, most))


def t_interval(value: float, spread: float, df: int, level: float) -> Interval:
    """The value and Student's quantile times its standard error on either side (``spread``: its variance)."""
    half = two_sided(level, df) * sqrt(spread)
    return Interval(value - half, value + half)


def share_interval(sample: Sequence[Observed], level: float) -> Interval:
    """Of a share; each replication of the sample, two at least, has something that it is a share of."""
    value = ratio(sample)
    assert value is not None
    if not 0 < value < 1:
        return _unseen(value, sample, level)
    return wilson(value, variance(deviations(sample)), len(sample) - 1, level)


def wilson(value: float, spread: float, df: int, level: float) -> Interval:
    """Wilson's interval with the effective sample size value (1 - value) / ``spread``.

    Korn and Graubard (1998, Survey Methodology 24) put the effective sample size in the place of the
    binomial one and Student's quantile in that of the normal one; with Wilson's limits it is among those that
    Dean and Pagano (2015, J. Survey Statistics and Methodology 3) and Franco et al. (2019, ibid. 7) recommend
    for clusters. It needs no unit, so that shares of time have it too.
    """
    trial = value * (1 - value)
    inverse = two_sided(level, df) ** 2 * spread / trial
    centre = (value + inverse / 2) / (1 + inverse)
    half = sqrt(inverse * (trial + inverse / 4)) / (1 + inverse)
    return Interval(min(centre - half, value), max(centre + half, value)).clipped(0.0, 1.0)


def _unseen(value: float, sample: Sequence[Observed], level: float) -> Interval:
    """Of a share that was 0, or 1, in every replication.

    The share is at most the probability that a replication shows the event at all, and of that it is known
    that it happened in none of so many: Clopper and Pearson's exact limit, replications as trials (Kish's
    effective number of them where they weigh unlike). Documents as trials would be taken for independent.
    """
    bottom = fsum(one.bottom for one in sample)
    trials = bottom**2 / fsum(one.bottom**2 for one in sample)
    limit = 1 - ((1 - level) / 2) ** (1 / trials)
    return Interval(0.0, limit) if value < 0.5 else Interval(1 - limit, 1.0)
