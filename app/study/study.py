"""``simulate`` and ``compare``: from a scenario to frozen estimates."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from guiju.model.calendar import OutsideCalendar
from guiju.model.citation import Span
from guiju.model.load.problem import InputError, Problem
from guiju.scenario_source import load_scenario
from guiju.scenarios.scenario import Scenario
from guiju.simulate.comparison import Difference
from guiju.simulate.comparison import compare as compare_observations
from guiju.simulate.measures import measures
from guiju.simulate.observation import Key, Observations, filled
from guiju.simulate.record import Run
from guiju.simulate.replications import Workers
from guiju.simulate.run import Prepared, prepare, run
from guiju.simulate.statistics import LEVEL, Estimate, estimates
from guiju.simulate.stopping import Goal, run_until
from guiju.study.refusals import refuse
from guiju.study.worst import with_worst

REPLICATIONS = 20
MOST = 1000
"""At a precision: no more replications than these."""
HEADLINE = Key("lead-time-mean", "")
"""The measure whose precision stops a run: the mean time from arrival to completion of all documents."""
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Measuring:
    """Runs one replication of a scenario and measures it. It travels to worker processes."""

    scenario: Scenario
    seed: int

    @cached_property
    def prepared(self) -> Prepared:
        return prepare(self.scenario)

    def __call__(self, replication: int, /) -> Observations:
        return measures(self.prepared, run(self.prepared, self.seed, replication))

    def __getstate__(self) -> dict[str, object]:
        return {"scenario": self.scenario, "seed": self.seed}


@dataclass(frozen=True)
class Study:
    """A scenario, run ``replications`` times. ``precision``: what was asked for, and whether it was reached.

    ``observations``: the measures of each replication, in order; ``estimates``: what they say together.
    """

    scenario: Scenario
    seed: int
    observations: tuple[Observations, ...]
    precision: float | None
    reached: bool

    @property
    def replications(self) -> int:
        return len(self.observations)

    @cached_property
    def estimates(self) -> Mapping[Key, Estimate]:
        return estimates(filled(self.observations, _keys(self.observations)), LEVEL)

    def estimate(self, measure: str, of: str = "") -> Estimate | None:
        return self.estimates.get(Key(measure, of))

    def sample(self, replication: int = 0) -> Run:
        """One replication whole, with every act, for logs and pictures."""
        return run(self.prepared, self.seed, replication)

    @cached_property
    def prepared(self) -> Prepared:
        return prepare(self.scenario)


@dataclass(frozen=True)
class Comparison:
    """Two scenarios on common random numbers: ``other`` against ``base``."""

    base: Study
    other: Study

    @cached_property
    def differences(self) -> Mapping[Key, Difference]:
        base, other = self.base.observations, self.other.observations
        keys = _keys((*base, *other))
        return compare_observations(filled(base, keys), filled(other, keys), LEVEL)

    def difference(self, measure: str, of: str = "") -> Difference | None:
        return self.differences.get(Key(measure, of))


def simulate(
    scenario: str | Scenario, *, replications: int = REPLICATIONS, precision: float | None = None,
    seed: int | None = None, jobs: int = 1, progress: Progress | None = None,
) -> Study:  # fmt: skip
    """Run a scenario, by bundled name, by path or as loaded.

    ``precision``: run until half the confidence interval of the mean lead time is so small a part of it
    (0.05), at most ``MOST`` times. The result does not depend on ``jobs``; a script that asks for several
    needs ``if __name__ == "__main__":``. Raises InputError for bad input and for work never to be served.
    """
    ready = _ready(scenario)
    task = Measuring(ready, ready.seed if seed is None else seed)
    refuse(task.prepared)
    try:
        with Workers(task, jobs) as workers:
            if precision is None:
                found = workers.run(range(replications), _counting(progress, replications))
                return Study(ready, task.seed, tuple(found), None, True)
            stopped = run_until(
                Goal(HEADLINE, precision, MOST),
                lambda first, count: workers.run(
                    range(first, first + count), _counting(progress, first + count, first)
                ),
            )
            return Study(ready, task.seed, stopped.observations, precision, stopped.reached)
    except OutsideCalendar as error:
        raise InputError([Problem(Span(ready.id, 0, 0), error.code, error.words)]) from error


def compare(
    base: str | Scenario, other: str | Scenario, *, replications: int = REPLICATIONS,
    seed: int | None = None, jobs: int = 1, progress: Progress | None = None,
) -> Comparison:  # fmt: skip
    """Run two scenarios of the same days on the same random numbers, those of the seed or of ``other``.

    Raises InputError, also where they are of different days: their documents would not be the same ones.
    """
    ready, against = _ready(other), _ready(base)
    if (ready.first, ready.last) != (against.first, against.last):
        words = {"found": f"{against.first}–{against.last}", "wanted": f"{ready.first}–{ready.last}"}
        raise InputError([Problem(Span(against.id, 0, 0), "compare-days", words)])
    shared = ready.seed if seed is None else seed
    before = simulate(against, replications=replications, seed=shared, jobs=jobs, progress=progress)
    after = simulate(ready, replications=replications, seed=shared, jobs=jobs, progress=progress)
    return Comparison(before, after)


def _keys(replications: Iterable[Observations]) -> tuple[Key, ...]:
    return tuple(sorted({key for found in replications for key in found}))


def _ready(scenario: str | Scenario) -> Scenario:
    return with_worst(load_scenario(scenario) if isinstance(scenario, str) else scenario)


def _counting(progress: Progress | None, total: int, before: int = 0) -> Callable[[int], None] | None:
    return None if progress is None else lambda done: progress(before + done, total)
