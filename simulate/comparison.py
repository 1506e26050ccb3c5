"""Two scenarios on common random numbers: replication against replication.

Each interval holds by itself at its level, not all of them jointly: among twenty measures on which nothing
turns, about one interval at 95% excludes zero.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from guiju.simulate.intervals import Interval, t_interval
from guiju.simulate.jackknife import deviations, variance
from guiju.simulate.observation import SCALES, Key, Observations, Observed
from guiju.simulate.statistics import LEVEL, Estimate, estimate, keys, of_key


@dataclass(frozen=True, slots=True)
class Difference:
    """One measure in two scenarios. ``value`` is that of ``other`` less that of ``base``.

    ``value`` is None where either observed nothing; ``low`` and ``high`` where either did in fewer than two
    replications. ``differing``: in how many replications the two differ at all; where none does the interval
    is a point and says only that. ``reduction``: how many times as large the variance would be without common
    random numbers; None where pairs do not vary.
    """

    key: Key
    base: Estimate
    other: Estimate
    value: float | None
    low: float | None
    high: float | None
    level: float
    replications: int
    differing: int
    reduction: float | None

    @property
    def excludes_zero(self) -> bool:
        """Whether the interval leaves no room for "no difference"."""
        return self.low is not None and self.high is not None and not self.low <= 0 <= self.high


def compare(
    base: Sequence[Observations], other: Sequence[Observations], level: float = LEVEL
) -> dict[Key, Difference]:
    """Each measure of either; replications at the same place must have the same seed and number."""
    if len(base) != len(other):
        raise ValueError(f"{len(base)} replications cannot be paired with {len(other)}")
    return {key: _difference(key, base, other, level) for key in keys([*base, *other])}


def _difference(
    key: Key, base: Sequence[Observations], other: Sequence[Observations], level: float
) -> Difference:
    before, after = estimate(key, base, level), estimate(key, other, level)
    pairs = list(zip(of_key(key, base), of_key(key, other), strict=True))
    interval, reduction = _paired(key, before, after, pairs)
    return Difference(
        key,
        before,
        after,
        None if before.value is None or after.value is None else after.value - before.value,
        interval and interval.low,
        interval and interval.high,
        level,
        len(pairs),
        sum(one != two for one, two in pairs),
        reduction,
    )


def _paired(
    key: Key, base: Estimate, other: Estimate, pairs: Sequence[tuple[Observed, Observed]]
) -> tuple[Interval | None, float | None]:
    """The paired jackknife: the variance of the differences of what each replication contributes.

    Differences of the replications' own ratios would lose those in which one side is empty, and weigh a
    replication with one document like one with a hundred.
    """
    observed = min(base.observed, other.observed)
    if base.value is None or other.value is None or observed < 2:
        return None, None
    seen = [pair for pair in pairs if pair[0].bottom or pair[1].bottom]
    before, after = deviations([pair[0] for pair in seen]), deviations([pair[1] for pair in seen])
    together = variance([two - one for one, two in zip(before, after, strict=True)])
    apart = variance(before) + variance(after)
    interval = t_interval(other.value - base.value, together, observed - 1, base.level)
    if SCALES[key.measure] == "share":
        interval = interval.clipped(-1.0, 1.0)
    return interval, apart / together if together else None
