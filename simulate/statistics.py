"""What replications say together: an estimate with its confidence interval for each measure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import fsum

from guiju.simulate.intervals import Interval, share_interval, t_interval
from guiju.simulate.jackknife import deviations, ratio, variance
from guiju.simulate.observation import NOTHING, SCALES, Key, Observations, Observed

LEVEL = 0.95


@dataclass(frozen=True, slots=True)
class Estimate:
    """One measure over all replications.

    ``value`` is None when none of them observed anything; ``low`` and ``high`` are None when fewer than two
    did. ``observed``: how many of the ``replications`` had something to observe: a quantile that was not
    reached in the others makes the value too small. ``n``: the sum of the bottoms, of a share what it is a
    share of.
    """

    key: Key
    value: float | None
    low: float | None
    high: float | None
    level: float
    replications: int
    observed: int
    n: float

    @property
    def half_width(self) -> float | None:
        return None if self.low is None or self.high is None else (self.high - self.low) / 2


def estimate(key: Key, replications: Sequence[Observations], level: float = LEVEL) -> Estimate:
    """One measure; replications that have nothing to say of it are counted and left out."""
    sample = [one for one in of_key(key, replications) if one.bottom]
    interval = _interval(key, sample, level) if len(sample) > 1 else None
    return Estimate(
        key,
        ratio(sample),
        interval and interval.low,
        interval and interval.high,
        level,
        len(replications),
        len(sample),
        fsum(one.bottom for one in sample),
    )


def estimates(replications: Sequence[Observations], level: float = LEVEL) -> dict[Key, Estimate]:
    """All measures that any replication mentions, in the order of first mention."""
    return {key: estimate(key, replications, level) for key in keys(replications)}


def keys(replications: Iterable[Observations]) -> tuple[Key, ...]:
    return tuple(dict.fromkeys(key for one in replications for key in one))


def of_key(key: Key, replications: Iterable[Observations]) -> list[Observed]:
    """What each replication observed."""
    return [one.get(key, NOTHING) for one in replications]


def _interval(key: Key, sample: Sequence[Observed], level: float) -> Interval:
    if SCALES[key.measure] == "share":
        return share_interval(sample, level)
    value = ratio(sample)
    assert value is not None
    return t_interval(value, variance(deviations(sample)), len(sample) - 1, level).clipped(0.0)
