"""Runs what is missing of a sweep, and makes its table from the journal alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from guiju.model.calendar import OutsideCalendar
from guiju.model.citation import Span
from guiju.model.load.problem import InputError, Problem
from guiju.scenarios.scenario import Scenario
from guiju.scenarios.sweep import Cell
from guiju.simulate.journal import Journal
from guiju.simulate.keys import about, content_of, digest
from guiju.simulate.observation import Key, Observations
from guiju.simulate.replications import Workers
from guiju.simulate.statistics import Estimate

Measuring = Callable[[Scenario, int], Callable[[int], Observations]]
"""By scenario and seed: what runs one replication. It is sent to other processes."""
Summarise = Callable[[Sequence[Observations]], Mapping[Key, Estimate]]
Progress = Callable[[int, int], None]


class Row(NamedTuple):
    """One line of the final table: a measure in a cell. ``n``: the replications that observed something."""

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


class Run(NamedTuple):
    """A replication, from 0, of the cell of a number."""

    cell: int
    replication: int


@dataclass(frozen=True)
class Plan:
    """The runs of a sweep: every cell so many times. ``contents``: digests of the scenarios, by name."""

    cells: tuple[Cell, ...]
    contents: Mapping[str, str]
    replications: int
    seed: int

    def about(self, cell: Cell, replication: int) -> str:
        return about(cell, self.contents[cell.scenario], self.seed, replication)

    def runs(self) -> Iterator[tuple[Run, str]]:
        """Each with what decides it."""
        for place, cell in enumerate(self.cells):
            for n in range(self.replications):
                yield Run(place, n), self.about(cell, n)

    def scenario(self, place: int) -> Scenario:
        """The scenario of a cell, under its reading."""
        cell = self.cells[place]
        return replace(cell.base, reading_name=cell.name, reading=cell.reading)


def planned(cells: tuple[Cell, ...], replications: int, seed: int) -> Plan:
    """Reads the files of the scenarios again, for their digests. Raises InputError."""
    scenarios = {cell.scenario: cell.base for cell in cells}
    contents = {name: content_of(scenario) for name, scenario in scenarios.items()}
    return Plan(cells, contents, replications, seed)


class Missing:
    """What the journal does not have. Two cells that come to the same are run once."""

    def __init__(self, plan: Plan, journal: Journal) -> None:
        self._plan, self._journal = plan, journal
        wanted = {text: run for run, text in plan.runs()}
        self.runs = [(run, text) for text, run in wanted.items() if digest(text) not in journal.keys]
        self.found = len(wanted) - len(self.runs)

    @property
    def cells(self) -> tuple[int, ...]:
        return tuple(dict.fromkeys(run.cell for run, _ in self.runs))

    def compute(self, measuring: Measuring, jobs: int, progress: Progress) -> Tally:
        """Only this process writes, and each result is in the journal before its worker goes on.

        Raises InputError where a run does.
        """
        done, total = self.found, self.found + len(self.runs)
        bench = _Bench(self._plan, measuring, tuple(run for run, _ in self.runs))
        with Workers(bench, min(jobs, len(self.runs)), ahead=False) as workers:
            for number, result in workers.as_done(range(len(self.runs))):
                if isinstance(result, _Refused):
                    raise InputError(result.problems)
                self._journal.write(self.runs[number][1], result)
                done += 1
                progress(done, total)
        return Tally(self.found, len(self.runs))


class _Refused(NamedTuple):
    """What a run has to say against its input: errors do not travel between processes whole."""

    problems: tuple[Problem, ...]


class _Bench:
    """A worker's equipment. Keeps what was prepared for the last cell."""

    def __init__(self, plan: Plan, measuring: Measuring, runs: Sequence[Run]) -> None:
        self.plan, self.measuring, self.runs = plan, measuring, runs
        self.last: tuple[int, Callable[[int], Observations]] | None = None

    def __call__(self, number: int, /) -> Observations | _Refused:
        run = self.runs[number]
        try:
            return self._measure(run.cell)(run.replication)
        except InputError as error:
            return _Refused(error.problems)
        except OutsideCalendar as error:
            span = Span(self.plan.cells[run.cell].base.id, 0, 0)
            return _Refused((Problem(span, error.code, error.words),))

    def _measure(self, cell: int) -> Callable[[int], Observations]:
        if self.last is None or self.last[0] != cell:
            self.last = cell, self.measuring(self.plan.scenario(cell), self.plan.seed)
        return self.last[1]


def table(plan: Plan, journal: Journal, summarise: Summarise) -> tuple[Row, ...]:
    """A pure function of the rows of the journal: cells in the order of the plan, measures sorted."""
    rows: list[Row] = []
    for cell in plan.cells:
        seen = [journal.read(plan.about(cell, n)) for n in range(plan.replications)]
        rows += [_row(cell, key, found) for key, found in sorted(summarise(seen).items())]
    return tuple(rows)


def _row(cell: Cell, key: Key, found: Estimate) -> Row:
    return Row(cell.scenario, cell.name, *key, found.value, found.low, found.high, found.observed)
