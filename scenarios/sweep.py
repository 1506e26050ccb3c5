"""A sweep: scenarios × readings, each replicated; which combinations, not what comes of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from guiju.model.citation import Span
from guiju.model.reading import Reading
from guiju.model.text import Text
from guiju.scenarios.scenario import Scenario

EVERY = "*"
"""As the options of a switch: every option that the rulebook gives it."""


@dataclass(frozen=True, slots=True)
class Named:
    """A scenario as the plan names it: a bundled id, or a path from the plan's folder."""

    name: str
    span: Span


@dataclass(frozen=True, slots=True)
class Choice:
    """Options of one switch, each with its place; None: every option."""

    switch: str
    options: Mapping[str, Span] | None
    span: Span


@dataclass(frozen=True, slots=True)
class NamedReading:
    """A reading with a name: a profile, or the scenario's own where there is None, with some switches set."""

    name: str
    profile: str | None
    choices: tuple[Choice, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Sweep:
    """``readings`` one by one, or the product of what ``vary`` lists; with neither, each scenario's own.

    ``sample``: so many cells of the grid, drawn without replacement; None: all of them.
    """

    id: str
    title: Text
    scenarios: tuple[Named, ...]
    readings: tuple[NamedReading, ...]
    vary: tuple[Choice, ...]
    sample: int | None
    replications: int
    seed: int
    span: Span


@dataclass(frozen=True)
class Cell:
    """A scenario under one reading. ``scenario`` is the name in the plan, ``reading`` fixes every switch."""

    scenario: str
    name: str
    reading: Reading
    base: Scenario
