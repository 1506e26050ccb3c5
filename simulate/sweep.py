"""Runs what is missing of a sweep, and makes its table from the journal alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from guiju.scenarios.scenario import Scenario
from guiju.scenarios.sweep import Cell
from guiju.simulate.journal import Journal
from guiju.simulate.keys import about, content_of, digest
from guiju.simulate.observation import Key, Observations
from guiju.simulate.workers import outcomes

Compute = Callable[[Scenario, int, int], Observations]
"""One replication of a scenario by seed and number. It is sent to other processes."""
Progress = Callable[[int, int], None]


class Interval(NamedTuple):
    """What replications say of one measure: None where nothing was to be observed."""

    estimate: float | None
    low: float | None
    high: float | None
    n: int


Summarise = Callable[[Sequence[Observations]], Mapping[Key, Interval]]


class Row(NamedTuple):
    """One line of the final table: a measure in a cell."""

    scenario: str
    reading: str
    measure: str
    of: str
    estimate: float | None
    low: float | None
    high: float | None
    n: int


class Tally(NamedTuple):
    """How many results the journal had, and how many were computed."""

    found: int
    computed: int


@dataclass(frozen=True)
class Study:
    """The runs of a sweep: every cell so many times. ``contents``: digests of the scenarios, by name."""

    cells: tuple[Cell, ...]
    contents: Mapping[str, str]
    replications: int
    seed: int

    def about(self, cell: Cell, replication: int) -> str:
        return about(cell, self.contents[cell.scenario], self.seed, replication)

    def runs(self) -> Iterator[tuple[int, int]]:
        """Number of the cell and of the replication (from 0)."""
        return ((place, n) for place in range(len(self.cells)) for n in range(self.replications))


def study(cells: tuple[Cell, ...], replications: int, seed: int) -> Study:
    """Reads the files of the scenarios again, for their digests. Raises InputError."""
    contents = {name: content_of(files) for name, files in {c.scenario: c.base.files for c in cells}.items()}
    return Study(cells, contents, replications, seed)


def complete(study: Study, journal: Journal, compute: Compute, jobs: int, progress: Progress) -> Tally:
    """Compute what the journal does not have. Two cells that come to the same are computed once.

    Only this process writes: each result is in the journal before its worker gets the next task.
    """
    wanted = {study.about(study.cells[place], n): (place, n) for place, n in study.runs()}
    missing = {run: text for text, run in wanted.items() if digest(text) not in journal.keys}
    found = done = len(wanted) - len(missing)
    progress(done, len(wanted))
    for run, observations in outcomes(_Bench(study, compute), list(missing), jobs):
        journal.write(missing[run], observations)
        done += 1
        progress(done, len(wanted))
    return Tally(found, done - found)


class _Bench:
    """A worker's equipment. Keeps the scenario of the last cell, and with it what was worked out for it."""

    def __init__(self, study: Study, compute: Compute) -> None:
        self.study, self.compute = study, compute
        self.last: tuple[int, Scenario] | None = None

    def __call__(self, run: tuple[int, int]) -> Observations:
        place, replication = run
        if self.last is None or self.last[0] != place:
            cell = self.study.cells[place]
            self.last = place, replace(cell.base, reading_name=cell.name, reading=cell.reading)
        return self.compute(self.last[1], self.study.seed, replication)


def table(study: Study, journal: Journal, summarise: Summarise) -> tuple[Row, ...]:
    """A pure function of the rows of the journal: cells in the order of the plan, measures sorted."""
    rows = []
    for cell in study.cells:
        seen = [journal.read(study.about(cell, n)) for n in range(study.replications)]
        rows += [
            Row(cell.scenario, cell.name, *key, estimate, low, high, n)
            for key, (estimate, low, high, n) in sorted(summarise(seen).items())
        ]
    return tuple(rows)
