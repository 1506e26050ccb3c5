"""``guiju sweep``: from a plan file to its finished table, by way of the journal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from guiju.model.load.problem import InputError, Problem
from guiju.scenarios.cells import cells
from guiju.scenarios.load_sweep import check_sweep, load_sweep
from guiju.scenarios.scenario import Scenario
from guiju.scenarios.sweep import Cell, Sweep
from guiju.simulate.journal import opened
from guiju.simulate.sweep import Compute, Progress, Row, Summarise, Tally, complete, study, table

SUFFIX = ".journal.sqlite"


@dataclass(frozen=True)
class Engine:
    """Everything that a sweep asks of the rest, and the one place where it does.

    ``scenario``: the scenario of a name, bundled or a path from the plan's folder; its ``files`` are all that
    it was read from, as their digest decides whether a result is there already. Raises InputError.
    ``compute`` is sent to other processes; ``summarise`` makes intervals of the replications of a cell.
    """

    scenario: Callable[[str, Path], Scenario]
    compute: Compute
    summarise: Summarise


@dataclass(frozen=True)
class Swept:
    """A finished sweep. ``files``: what was read for it, and the journal."""

    plan: Sweep
    cells: tuple[Cell, ...]
    rows: tuple[Row, ...]
    tally: Tally
    files: tuple[str, ...]


def sweep(path: str, journal: str | None, jobs: int, engine: Engine, progress: Progress) -> Swept:
    """Compute what the journal lacks, and make the table. Raises InputError."""
    plan = load_sweep(Path(path), path)
    scenarios = _scenarios(plan, Path(path).parent, engine)
    _check(plan, scenarios)
    listed = cells(plan, scenarios)
    runs = study(listed, plan.replications, plan.seed)
    place = Path(journal) if journal is not None else Path(path).with_suffix(SUFFIX)
    with opened(place, plan.id) as held:
        tally = complete(runs, held, engine.compute, jobs, progress)
        rows = table(runs, held, engine.summarise)
    read = sorted({file for scenario in scenarios.values() for file in scenario.files})
    return Swept(plan, listed, rows, tally, (path, str(place), *read))


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
