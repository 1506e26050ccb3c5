"""``guiju sweep``: from a plan file to its finished table, by way of the journal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from guiju.model.citation import Span
from guiju.model.load.problem import InputError, Problem
from guiju.scenarios.cells import cells
from guiju.scenarios.load_sweep import check_sweep, load_sweep
from guiju.scenarios.scenario import Scenario
from guiju.scenarios.sweep import Cell, Sweep
from guiju.simulate.journal import opened
from guiju.simulate.replications import RETRIES, WorkerLost
from guiju.simulate.sweep import Measuring, Missing, Plan, Progress, Row, Summarise, Tally, planned, table

SUFFIX = ".journal.sqlite"


@dataclass(frozen=True)
class Engine:
    """Everything that a sweep asks of the simulation, and the one place where it does.

    ``scenario``: by its name in the plan and the plan's folder; its ``files`` are all that it was read from,
    as their digest decides whether a result is there already. ``check``: raises InputError for work that can
    never be served. ``measuring`` runs replications and is sent to other processes.
    """

    scenario: Callable[[str, Path], Scenario]
    check: Callable[[Scenario], None]
    measuring: Measuring
    summarise: Summarise


@dataclass(frozen=True)
class Swept:
    """A finished sweep. ``files``: what was read for it, and the journal."""

    plan: Sweep
    cells: tuple[Cell, ...]
    rows: tuple[Row, ...]
    tally: Tally
    files: tuple[str, ...]


def _silent(done: int, total: int) -> None:
    return None


def sweep(
    path: str, engine: Engine, *, journal: str | None = None, jobs: int = 1, progress: Progress = _silent
) -> Swept:  # fmt: skip
    """Compute what the journal lacks, and make the table. Raises InputError."""
    plan = load_sweep(Path(path), path)
    scenarios = _scenarios(plan, Path(path).parent, engine)
    _check(plan, scenarios)
    runs = planned(cells(plan, scenarios), plan.replications, plan.seed)
    place = Path(journal) if journal is not None else Path(path).with_suffix(SUFFIX)
    with opened(place, plan.id) as held:
        missing = Missing(runs, held)
        _check_work(plan, runs, missing, engine)
        try:
            tally = missing.compute(engine.measuring, jobs, progress)
        except WorkerLost as error:
            times = {"times": RETRIES + 1}
            raise InputError([Problem(Span("--jobs", 0, 0), "worker-died", times)]) from error
        rows = table(runs, held, engine.summarise)
    read = sorted({file for scenario in scenarios.values() for file in scenario.files})
    return Swept(plan, runs.cells, rows, tally, (path, str(place), *read))


def _scenarios(plan: Sweep, folder: Path, engine: Engine) -> dict[str, Scenario]:
    """Each scenario by its name in the plan; a defect without a place of its own is one of the plan."""
    found: dict[str, Scenario] = {}
    problems: list[Problem] = []
    for named in plan.scenarios:
        try:
            found[named.name] = engine.scenario(named.name, folder)
        except InputError as error:
            problems += [p if p.span.line else Problem(named.span, p.code, p.words) for p in error.problems]
    if problems:
        raise InputError(problems)
    return found


def _check(plan: Sweep, scenarios: dict[str, Scenario]) -> None:
    """Each defect once, however many rulebooks have it."""
    problems: dict[str, Problem] = {}
    for scenario in scenarios.values():
        try:
            check_sweep(plan, scenario.rulebook)
        except InputError as error:
            problems |= {f"{p.span} {p.code}": p for p in error.problems}
    if problems:
        raise InputError(problems.values())


def _check_work(plan: Sweep, runs: Plan, missing: Missing, engine: Engine) -> None:
    """Before anything runs: the first cell whose work can never be done, with what stands in its way."""
    for place in missing.cells:
        try:
            engine.check(runs.scenario(place))
        except InputError as error:
            cell = runs.cells[place]
            words = {"scenario": cell.scenario, "reading": cell.name}
            raise InputError([Problem(plan.span, "sweep-cell", words), *error.problems]) from error
