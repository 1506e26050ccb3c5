"""The cells of a sweep: every combination of its scenarios and readings, or a sample of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import blake2b
from math import prod

from guiju.model.load.fields import fail
from guiju.model.reading import profile
from guiju.scenarios.scenario import Scenario
from guiju.scenarios.sweep import Cell, NamedReading, Sweep

MOST_RUNS = 1_000_000


def cells(plan: Sweep, scenarios: Mapping[str, Scenario]) -> tuple[Cell, ...]:
    """In the order of the plan. ``scenarios``: by their names in it; each rulebook passed ``check_sweep``.

    Raises InputError when there are more runs than anybody waits for, or fewer cells than are to be drawn.
    """
    pairs = [(named.name, scenarios[named.name]) for named in plan.scenarios]
    if plan.vary:
        return _grid(plan, pairs)
    _bounded(plan, len(pairs) * max(1, len(plan.readings)))
    return tuple(
        _named(name, scenario, reading) for name, scenario in pairs for reading in plan.readings or (None,)
    )


def _named(name: str, scenario: Scenario, reading: NamedReading | None) -> Cell:
    if reading is None:
        return Cell(name, scenario.reading_name, dict(scenario.reading), scenario)
    switches = scenario.rulebook.switches
    base = scenario.reading if reading.profile is None else profile(switches, reading.profile)
    chosen = {choice.switch: option for choice in reading.choices for option in choice.options or ()}
    return Cell(name, reading.name, {**base, **chosen}, scenario)


def _grid(plan: Sweep, pairs: Sequence[tuple[str, Scenario]]) -> tuple[Cell, ...]:
    axes = [_axes(plan, scenario) for _, scenario in pairs]
    sizes = [prod(len(options) for _, options in listed) for listed in axes]
    total = sum(sizes)
    if plan.sample is not None and plan.sample > total:
        raise fail(plan.span, "too-many", found=plan.sample, most=total)
    _bounded(plan, total if plan.sample is None else plan.sample)
    chosen = range(total) if plan.sample is None else drawn(plan.seed, plan.sample, total)
    found, first, at = [], 0, 0
    for index in chosen:
        while index >= first + sizes[at]:
            first, at = first + sizes[at], at + 1
        found.append(_cell(*pairs[at], axes[at], index - first))
    return tuple(found)


def _axes(plan: Sweep, scenario: Scenario) -> list[tuple[str, tuple[str, ...]]]:
    switches = scenario.rulebook.switches
    return [
        (choice.switch, tuple(switches[choice.switch].options if choice.options is None else choice.options))
        for choice in plan.vary
    ]


def _cell(name: str, scenario: Scenario, axes: Sequence[tuple[str, tuple[str, ...]]], index: int) -> Cell:
    """The combination of that number; the last switch turns fastest."""
    chosen: dict[str, str] = {}
    for switch, options in reversed(axes):
        index, place = divmod(index, len(options))
        chosen[switch] = options[place]
    label = " ".join(f"{switch}={chosen[switch]}" for switch, _ in axes)
    return Cell(name, label, {**scenario.reading, **chosen}, scenario)


def _bounded(plan: Sweep, count: int) -> None:
    if count * plan.replications > MOST_RUNS:
        runs = count * plan.replications
        raise fail(plan.span, "too-many-runs", found=runs, cells=count, most=MOST_RUNS)


def drawn(seed: int, count: int, total: int) -> list[int]:
    """So many different numbers below ``total``, each set alike likely (Floyd's algorithm), ascending.

    Drawn by hashing, so that no version of Python changes the sample of a seed.
    """
    chosen: set[int] = set()
    for top in range(total - count, total):
        digest = blake2b(f"sweep/{seed}/{top}".encode(), digest_size=16).digest()
        place = int.from_bytes(digest, "big") % (top + 1)
        chosen.add(top if place in chosen else place)
    return sorted(chosen)
