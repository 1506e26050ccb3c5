"""How often the intervals of ``simulate/`` hold the true value, by simulation with fixed seeds.

Run: ``python3 task.py bench intervals [--trials N]``. Each line is one kind of data with a known truth;
``holds`` should be 95%. Beside Wilson's limits stands Student's t
on the same jackknife variance, cut off at 0 and 1.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from itertools import accumulate
from math import comb, sqrt
from random import Random
from statistics import fmean

from guiju.simulate.comparison import compare
from guiju.simulate.intervals import t_interval
from guiju.simulate.jackknife import deviations, ratio, variance
from guiju.simulate.observation import Key, Observed
from guiju.simulate.statistics import estimate
from guiju.simulate.stopping import Goal, run_until

SHARE = Key("on-time", "")
PLAIN = Key("lead-time-mean", "")
PER_DOCUMENT = Key("waiting-busy", "")

Draw = Callable[[Random], Observed]


def binomial(chance: float, size: int) -> Draw:
    """Documents of a replication that are alike and independent."""
    below = list(accumulate(comb(size, k) * chance**k * (1 - chance) ** (size - k) for k in range(size + 1)))
    return lambda random: Observed(float(_place(below, random.random())), float(size))


def _place(below: Sequence[float], uniform: float) -> int:
    return next((at for at, sum_ in enumerate(below) if uniform < sum_), len(below) - 1)


def clustered(chance: float, likeness: float, size: int) -> Draw:
    """Good and bad years: the chance itself is drawn (beta), with this correlation inside a replication."""
    total = 1 / likeness - 1
    return lambda random: _drawn(random.betavariate(chance * total, (1 - chance) * total), size, random)


def uneven(chance: float, size: float) -> Draw:
    """Few documents in some replications, none in others, and worse chances where there are many."""

    def draw(random: Random) -> Observed:
        count = int(random.expovariate(1 / size))
        return _drawn(chance if count < size else chance**2, count, random)

    return draw


def bursts(chance: float, length: int, size: int) -> Draw:
    """Events that come together, or not at all: one absence, many late documents."""
    return lambda random: Observed(float(length) if random.random() < chance else 0.0, float(size))


def _drawn(chance: float, size: int, random: Random) -> Observed:
    return Observed(float(sum(random.random() < chance for _ in range(size))), float(size))


def uneven_truth(chance: float, size: float) -> float:
    """What a share of ``uneven`` tends to: sum of expected tops over that of bottoms."""
    stay = 2.718281828459045 ** (-1 / size)
    weights = [(k, (1 - stay) * stay**k) for k in range(int(60 * size))]
    top = sum(k * w * (chance if k < size else chance**2) for k, w in weights)
    return top / sum(k * w for k, w in weights)


SHARES: dict[str, tuple[Draw, float]] = {
    "independent, 50%, 5 each": (binomial(0.5, 5), 0.5),
    "independent, 90%, 5 each": (binomial(0.9, 5), 0.9),
    "independent, 99%, 20 each": (binomial(0.99, 20), 0.99),
    "independent, 99.9%, 100 each": (binomial(0.999, 100), 0.999),
    "clustered 0.1, 50%, 50 each": (clustered(0.5, 0.1, 50), 0.5),
    "clustered 0.1, 90%, 50 each": (clustered(0.9, 0.1, 50), 0.9),
    "clustered 0.1, 98%, 50 each": (clustered(0.98, 0.1, 50), 0.98),
    "clustered 0.5, 90%, 20 each": (clustered(0.9, 0.5, 20), 0.9),
    "uneven, 80%, about 10 each": (uneven(0.8, 10), uneven_truth(0.8, 10)),
    "bursts, 20 of 100 in every 3rd": (bursts(1 / 3, 20, 100), 1 / 15),
    "bursts, 20 of 100 in every 10th": (bursts(0.1, 20, 100), 0.02),
    "bursts, 20 of 100 in every 50th": (bursts(0.02, 20, 100), 0.004),
}


def shares(trials: int) -> None:
    print(f"{'a share':34}{'R':>5}{'holds':>9}{'width':>9}{'t holds':>9}{'t width':>9}")
    for name, (draw, truth) in SHARES.items():
        for count in (10, 30, 100):
            random = Random(f"{name} {count}")
            own, plain = [], []
            for _ in range(trials):
                sample = [draw(random) for _ in range(count)]
                found = estimate(SHARE, [{SHARE: one} for one in sample])
                own.append((found.low or 0.0, found.high or 0.0))
                plain.append(_student([one for one in sample if one.bottom]))
            print(f"{name:34}{count:5}{_held(own, truth)}{_held(plain, truth)}")


def _student(sample: Sequence[Observed]) -> tuple[float, float]:
    value = ratio(sample)
    assert value is not None
    return t_interval(value, variance(deviations(sample)), len(sample) - 1, 0.95).clipped(0.0, 1.0)


def _held(intervals: Sequence[tuple[float, float]], truth: float) -> str:
    holds = fmean(low <= truth <= high for low, high in intervals)
    return f"{holds:9.1%}{fmean(high - low for low, high in intervals):9.4f}"


def lognormal(random: Random) -> Observed:
    """Skewed: median 1, standard deviation of the logarithm 0.5."""
    return Observed(random.lognormvariate(0.0, 0.5))


def waiting(random: Random) -> Observed:
    """Exponential waits of about 10 documents: a ratio that is no share."""
    count = int(random.expovariate(1 / 10))
    return Observed(sum(random.expovariate(0.5) for _ in range(count)), float(count))


def others(trials: int) -> None:
    print(f"\n{'other measures':34}{'R':>5}{'holds':>9}{'width':>9}")
    for key, draw, truth in ((PLAIN, lognormal, 1.1331484530668263), (PER_DOCUMENT, waiting, 2.0)):
        for count in (10, 30, 100):
            random = Random(f"{key} {count}")
            tries = [estimate(key, [{key: draw(random)} for _ in range(count)]) for _ in range(trials)]
            bounds = [(one.low or 0.0, one.high or 0.0) for one in tries]
            print(f"{draw.__name__:34}{count:5}{_held(bounds, truth)}")


def pairs(trials: int) -> None:
    """Two scenarios with one good or bad year in common; the other loses 5 points."""
    print(f"\n{'paired differences':34}{'R':>5}{'holds':>9}{'width':>9}{'reduction':>11}")
    for common in (True, False):
        for count in (10, 30, 100):
            random = Random(f"pairs {common} {count}")
            bounds, reductions = [], []
            for _ in range(trials):
                years = [_year(random, common) for _ in range(count)]
                found = compare([{SHARE: a} for a, _ in years], [{SHARE: b} for _, b in years])[SHARE]
                bounds.append((found.low or 0.0, found.high or 0.0))
                reductions.append(found.reduction or 0.0)
            name = "common random numbers" if common else "independent"
            print(f"{name:34}{count:5}{_held(bounds, -0.05)}{sorted(reductions)[trials // 2]:11.2f}")


def _year(random: Random, common: bool) -> tuple[Observed, Observed]:
    """Documents of a year are on time with a chance around 0.8, and around 0.75 in the other scenario."""

    def draws() -> tuple[float, list[float]]:
        return random.uniform(-0.15, 0.15), [random.random() for _ in range(40)]

    shift, numbers = draws()
    again, others_ = (shift, numbers) if common else draws()
    on_time = sum(number < 0.8 + shift for number in numbers)
    return Observed(on_time, 40.0), Observed(sum(number < 0.75 + again for number in others_), 40.0)


def stopping(trials: int) -> None:
    print(f"\n{'stopped at a precision':34}{'mean R':>7}{'holds':>9}{'width':>9}{'reached':>9}")
    for name, key, draw, truth, precision in (
        ("lognormal, 5% of the mean", PLAIN, lognormal, 1.1331484530668263, 0.05),
        ("lognormal, 20% of the mean", PLAIN, lognormal, 1.1331484530668263, 0.2),
        ("clustered 0.1, 90%, 3 points", SHARE, clustered(0.9, 0.1, 50), 0.9, 0.03),
        ("bursts in every 10th, 2 points", SHARE, bursts(0.1, 20, 100), 0.02, 0.02),
    ):
        random = Random(name)
        goal = Goal(key, precision, most=2000)
        ends = [run_until(goal, lambda _, n: [{key: draw(random)} for _ in range(n)]) for _ in range(trials)]  # noqa: B023
        bounds = [(end.estimate.low or 0.0, end.estimate.high or 0.0) for end in ends]
        reached = fmean(end.reached for end in ends)
        print(f"{name:34}{fmean(e.replications for e in ends):7.1f}{_held(bounds, truth)}{reached:9.1%}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--trials", type=int, default=2000)
    trials = parser.parse_args().trials
    error = 1.96 * sqrt(0.95 * 0.05 / trials)
    print(f"{trials} trials each: a true 95% shows as 95% ± {error:.1%}\n")
    shares(trials)
    others(trials)
    pairs(trials)
    stopping(max(1, trials // 4))


if __name__ == "__main__":
    main()
