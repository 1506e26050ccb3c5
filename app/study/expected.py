"""Whether a scenario does what it says that it is expected to do."""

from __future__ import annotations

from os.path import realpath
from typing import Literal

from guiju.scenarios.scenario import Expectation
from guiju.study.study import Comparison

Outcome = Literal["met", "missed", "undecided"]


def stated(comparison: Comparison) -> tuple[Expectation, ...]:
    """What the scenario expects against this baseline, named by its id or, of a file, by its path."""
    base = comparison.base.scenario
    own = {realpath(path) for path in base.files[:1]}
    return tuple(
        item
        for item in comparison.other.scenario.expects
        if item.against == base.id or realpath(item.against) in own
    )


def outcome(comparison: Comparison, item: Expectation) -> Outcome:
    """Met or missed where the interval of the difference leaves no room for doubt.

    "same" is met where no replication differs, and missed where the interval excludes zero.
    """
    found = comparison.difference(item.measure, item.of or "")
    if found is None or found.value is None:
        return "undecided"
    if item.change == "same":
        return "met" if found.differing == 0 else "missed" if found.excludes_zero else "undecided"
    if not found.excludes_zero:
        return "missed" if found.differing == 0 else "undecided"
    return "met" if (found.value > 0) == (item.change == "more") else "missed"
