"""Student's t for whole degrees of freedom: exact finite sums, and the quantile by Newton's method.

Abramowitz and Stegun, Handbook of Mathematical Functions, 26.7.3 (odd) and 26.7.4 (even).
"""

from __future__ import annotations

from functools import lru_cache
from math import atan, cos, exp, lgamma, log1p, pi, sin, sqrt
from statistics import NormalDist

_NORMAL = NormalDist()


def within(t: float, df: int) -> float:
    """The probability that |T| is at most ``t``, for ``t`` from 0."""
    angle = atan(t / sqrt(df))
    square = cos(angle) ** 2
    if df % 2 == 0:
        return sin(angle) * _sum(1, df - 2, square)
    tail = cos(angle) * _sum(2, df - 2, square) if df > 1 else 0.0
    return 2 / pi * (angle + sin(angle) * tail)


def _sum(over: int, last: int, square: float) -> float:
    """1 + o/(o+1) x + o(o+2)/((o+1)(o+3)) x² + …, while the newest divisor is at most ``last``."""
    total = term = 1.0
    for factor in range(over, last, 2):
        term *= square * factor / (factor + 1)
        total += term
    return total


def density(t: float, df: int) -> float:
    scale = exp(lgamma((df + 1) / 2) - lgamma(df / 2)) / sqrt(df * pi)
    return scale * exp(-(df + 1) / 2 * log1p(t * t / df))


@lru_cache(maxsize=4096)
def two_sided(level: float, df: int) -> float:
    """The t that |T| exceeds with probability 1 - ``level``.

    The probability is concave in t and the normal quantile lies below the root, so that Newton's steps
    climb to it and never pass it; they end when rounding hides the rest of the way.
    """
    if not 0 < level < 1 or df < 1:
        raise ValueError(f"no quantile of Student's t at level {level} with {df} degrees of freedom")
    t = _NORMAL.inv_cdf((1 + level) / 2)
    while (step := (level - within(t, df)) / (2 * density(t, df))) > 1e-14 * t:
        t += step
    return t
