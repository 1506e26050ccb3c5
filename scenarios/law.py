"""Laws of chance for times: each turns a uniform number into a length, so that runs can share numbers.

Inverse transforms throughout (Law and Kelton, Simulation Modeling and Analysis, ch. 8): a larger number
gives a longer time in every scenario, which is what common random numbers need.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, log, sqrt
from statistics import NormalDist, fmean
from typing import Literal

TimeUnit = Literal["minutes", "hours", "working-days", "days"]
"""Minutes, hours and working days are working time; days are days of the calendar."""

_NORMAL = NormalDist()


@dataclass(frozen=True, slots=True)
class Fixed:
    """Always the same."""

    value: float

    def quantile(self, u: float) -> float:
        return self.value

    @property
    def mean(self) -> float:
        return self.value


@dataclass(frozen=True, slots=True)
class Uniform:
    """Anything between two values alike."""

    least: float
    most: float

    def quantile(self, u: float) -> float:
        return self.least + (self.most - self.least) * u

    @property
    def mean(self) -> float:
        return (self.least + self.most) / 2


@dataclass(frozen=True, slots=True)
class Triangular:
    """Three-point estimate: least, likely, most."""

    least: float
    likely: float
    most: float

    def quantile(self, u: float) -> float:
        width, left = self.most - self.least, self.likely - self.least
        if width == 0:
            return self.least
        if u * width < left:
            return self.least + sqrt(u * width * left)
        return self.most - sqrt((1 - u) * width * (self.most - self.likely))

    @property
    def mean(self) -> float:
        return (self.least + self.likely + self.most) / 3


@dataclass(frozen=True, slots=True)
class Exponential:
    """Without memory: the time that is left does not depend on the time that has passed."""

    mean: float

    def quantile(self, u: float) -> float:
        return -self.mean * log(1 - u)


@dataclass(frozen=True, slots=True)
class Lognormal:
    """Skewed: half of them below ``median``, about 84% below ``median`` times ``spread``."""

    median: float
    spread: float

    def quantile(self, u: float) -> float:
        return self.median * exp(log(self.spread) * _NORMAL.inv_cdf(u))

    @property
    def mean(self) -> float:
        return self.median * exp(log(self.spread) ** 2 / 2)


@dataclass(frozen=True, slots=True)
class Empirical:
    """One of the observed values, each alike; ``values`` ascend."""

    values: tuple[float, ...]

    def quantile(self, u: float) -> float:
        return self.values[int(u * len(self.values))]

    @property
    def mean(self) -> float:
        return fmean(self.values)


Law = Fixed | Uniform | Triangular | Exponential | Lognormal | Empirical


@dataclass(frozen=True, slots=True)
class Length:
    """A time as a law in one unit."""

    law: Law
    unit: TimeUnit
