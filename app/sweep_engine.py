"""What sweeps run: the simulation, as ``guiju simulate`` runs it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from guiju.scenario_source import bundled_scenarios, load_scenario
from guiju.scenarios.scenario import Scenario
from guiju.simulate.observation import Observations
from guiju.simulate.run import prepare
from guiju.simulate.statistics import estimates
from guiju.study import study
from guiju.study.refusals import refuse
from guiju.study.worst import with_worst
from guiju.sweeping import Engine


def scenario_of(name: str, folder: Path) -> Scenario:
    """A bundled scenario, or a file from the plan's folder. Raises InputError."""
    return load_scenario(name if name in bundled_scenarios() else str(folder / name))


def check_work(scenario: Scenario) -> None:
    refuse(prepare(with_worst(scenario)))


def measuring(scenario: Scenario, seed: int) -> Callable[[int], Observations]:
    """The worst absences, where a scenario asks for them, are those under the reading of the cell."""
    return study.Measuring(with_worst(scenario), seed)


SIMULATION = Engine(scenario_of, check_work, measuring, estimates)
