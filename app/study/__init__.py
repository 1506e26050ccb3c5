"""Studies: a scenario run many times, compared, described and drawn."""

from guiju.scenario_source import bundled_scenarios, load_scenario
from guiju.study.study import Comparison, Study, compare, simulate

__all__ = ["Comparison", "Study", "bundled_scenarios", "compare", "load_scenario", "simulate"]
