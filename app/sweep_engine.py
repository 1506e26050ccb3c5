"""What sweeps run: the simulation, as ``guiju simulate`` runs it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from guiju.scenario_source import bundled_scenarios, load_scenario
from guiju.scenarios.scenario import Scenario
from guiju.simulate.observation import Key, Observations, filled
from guiju.simulate.run import prepare
from guiju.simulate.statistics import Estimate, estimates
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


def summarise(seen: Sequence[Observations]) -> Mapping[Key, Estimate]:
    """As a study does it: what a replication does not mention did not happen in it."""
    return estimates(filled(seen, tuple(sorted({key for one in seen for key in one}))))


SIMULATION = Engine(scenario_of, check_work, measuring, summarise)
