"""The jackknife over replications, for means and for ratios of sums alike.

Replications are independent, what happens inside one is not; so the variance of an estimate is read off what
leaving out one replication does to it (Miller 1974, Biometrika 61; Cochran, Sampling Techniques, ch. 6, on
ratios). Where all bottoms are 1 this is the mean and its ordinary variance.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum

from guiju.simulate.observation import Observed


def ratio(sample: Sequence[Observed]) -> float | None:
    """Sum of tops over sum of bottoms: documents count alike, whichever replication has them."""
    bottom = fsum(one.bottom for one in sample)
    return fsum(one.top for one in sample) / bottom if bottom else None


def deviations(sample: Sequence[Observed]) -> list[float]:
    """Tukey's pseudo-value of each replication less the ratio; needs two replications with something in them.

    n r - (n - 1) r(without i) - r, written so that equal replications give zeros.
    """
    bottom = fsum(one.bottom for one in sample)
    value = fsum(one.top for one in sample) / bottom
    weight = len(sample) - 1
    return [weight * (one.top - value * one.bottom) / (bottom - one.bottom) for one in sample]


def variance(deviating: Sequence[float]) -> float:
    """The variance of the estimate whose deviations these are."""
    count = len(deviating)
    return fsum(one * one for one in deviating) / (count * (count - 1))
