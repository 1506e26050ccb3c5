"""Sequential stopping: replications are added until one measure is known well enough.

Law and Kelton, Simulation Modeling and Analysis, ch. 9: the sequential procedure. It looks only after whole
batches, whose size depends on nothing but the goal: the same seed stops at the same number for any number
of processes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from guiju.simulate.observation import SCALES, Key, Observations
from guiju.simulate.statistics import LEVEL, Estimate, estimate

LEAST = 10
"""Fewer replications tell too little about their own variance to stop by it."""

RunBatch = Callable[[int, int], list[Observations]]
"""The first replication and how many, from it on: what each observed."""


@dataclass(frozen=True, slots=True)
class Goal:
    """Half the width of the interval: as a part of the value, or of a share by itself (0.05: five points)."""

    key: Key
    precision: float
    most: int
    batch: int = LEAST
    level: float = LEVEL

    def __post_init__(self) -> None:
        if self.precision <= 0 or self.batch < 1 or self.most < LEAST:
            raise ValueError(f"needed: a precision above 0, batches of 1, room for {LEAST} replications")

    def reached(self, found: Estimate) -> bool:
        """A part of nothing is not defined: a value of 0 that is no share never suffices."""
        if found.value is None or found.half_width is None:
            return False
        if SCALES[self.key.measure] == "share":
            return found.half_width <= self.precision
        return found.value > 0 and found.half_width <= self.precision * found.value


@dataclass(frozen=True, slots=True)
class Stopped:
    """All replications that were run, what they say of the measure, and whether that is precise enough."""

    goal: Goal
    observations: tuple[Observations, ...]
    estimate: Estimate
    reached: bool

    @property
    def replications(self) -> int:
        return len(self.observations)


def run_until(goal: Goal, run_batch: RunBatch) -> Stopped:
    """Run batches, at least ``LEAST`` replications and at most those that the goal allows."""
    seen = list(run_batch(0, LEAST))
    while not goal.reached(found := estimate(goal.key, seen, goal.level)) and len(seen) < goal.most:
        seen += run_batch(len(seen), min(goal.batch, goal.most - len(seen)))
    return Stopped(goal, tuple(seen), found, goal.reached(found))
