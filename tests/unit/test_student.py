"""Student's t against a published table, closed forms, the normal limit and numerical integration."""

from __future__ import annotations

from math import atan, pi, sqrt, tan
from statistics import NormalDist

import pytest
from guiju.simulate.student import density, two_sided, within
from hypothesis import given
from hypothesis import strategies as st

# Percentage points of the t distribution, 90%, 95%, 99% two-sided (e.g. NIST/SEMATECH e-Handbook, 1.3.6.7.2).
TABLE = {
    1: (6.314, 12.706, 63.657),
    2: (2.920, 4.303, 9.925),
    3: (2.353, 3.182, 5.841),
    4: (2.132, 2.776, 4.604),
    5: (2.015, 2.571, 4.032),
    9: (1.833, 2.262, 3.250),
    10: (1.812, 2.228, 3.169),
    19: (1.729, 2.093, 2.861),
    29: (1.699, 2.045, 2.756),
    30: (1.697, 2.042, 2.750),
    100: (1.660, 1.984, 2.626),
}
DEGREES = st.integers(1, 400)
LEVELS = st.floats(0.01, 0.9999)


@pytest.mark.parametrize("df", TABLE)
def test_published_table(df: int) -> None:
    assert tuple(round(two_sided(level, df), 3) for level in (0.90, 0.95, 0.99)) == TABLE[df]


@given(LEVELS)
def test_closed_forms(level: float) -> None:
    """One degree of freedom is Cauchy's law; two have an algebraic quantile."""
    assert two_sided(level, 1) == pytest.approx(tan(pi * level / 2), rel=1e-9)
    assert two_sided(level, 2) == pytest.approx(level * sqrt(2 / (1 - level**2)), rel=1e-9)
    assert within(1.7, 3) == pytest.approx(2 / pi * (atan(1.7 / sqrt(3)) + 1.7 * sqrt(3) / (3 + 1.7**2)))


@given(LEVELS)
def test_normal_in_the_limit(level: float) -> None:
    """The distance is (z³ + z) / 4 df and less (Abramowitz and Stegun 26.7.5)."""
    z = NormalDist().inv_cdf((1 + level) / 2)
    far = two_sided(level, 100_000)
    assert far == pytest.approx(z + (z**3 + z) / 400_000, rel=1e-7)


@given(st.floats(0.01, 8), DEGREES)
def test_sums_agree_with_the_integral_of_the_density(t: float, df: int) -> None:
    assert within(t, df) == pytest.approx(2 * simpson(t, df), abs=1e-9)


def simpson(t: float, df: int, steps: int = 400) -> float:
    """The density from 0 to ``t`` by Simpson's rule."""
    at = [density(t * i / steps, df) for i in range(steps + 1)]
    return t / steps / 3 * (at[0] + at[-1] + 4 * sum(at[1:-1:2]) + 2 * sum(at[2:-1:2]))


@given(LEVELS, DEGREES)
def test_quantile_inverts_the_probability(level: float, df: int) -> None:
    assert within(two_sided(level, df), df) == pytest.approx(level, abs=1e-12)


@given(LEVELS, DEGREES)
def test_more_degrees_of_freedom_narrow(level: float, df: int) -> None:
    assert two_sided(level, df) > two_sided(level, df + 1) > NormalDist().inv_cdf((1 + level) / 2)


@pytest.mark.parametrize(("level", "df"), [(0.0, 5), (1.0, 5), (0.95, 0)])
def test_no_quantile(level: float, df: int) -> None:
    with pytest.raises(ValueError, match="no quantile"):
        two_sided(level, df)
