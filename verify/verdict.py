"""What a proof says: frozen, plain, and free of solvers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from guiju.model.cases import CaseOf

Verdict = Literal["proved", "refuted", "unspecified", "unknown", "vacuous"]
Cause = Literal["text", "roster"]


@dataclass(frozen=True, slots=True)
class Box:
    """A minimal set of absences that blocks; the listed kinds combine freely.

    ``present``: people whose being there is part of the block. ``filled``: posts likewise.
    ``readings``: with open switches, the minimal combinations for which it holds.
    """

    absent: tuple[tuple[str, tuple[str, ...]], ...]
    present: tuple[str, ...] = ()
    vacant: tuple[str, ...] = ()
    filled: tuple[str, ...] = ()
    readings: tuple[tuple[tuple[str, str], ...], ...] = ()

    @property
    def people(self) -> tuple[str, ...]:
        return tuple(person for person, _ in self.absent)


def box_order(box: Box) -> tuple[object, ...]:
    """Fewest people first, then by their ids, kinds and readings."""
    return (len(box.absent), box.people, box.present, box.vacant, box.filled, box.absent, box.readings)


@dataclass(frozen=True, slots=True)
class Shape:
    """The answer to one settled condition; documents of the same shape share it.

    ``resilience``: absences always survived; None: never blocked. ``at_least``: only the
    premises bound it. ``unlisted``: gaps that the list leaves out; it is then not complete.
    """

    verdict: Verdict
    resilience: int | None
    at_least: bool
    complete: bool
    boxes: tuple[Box, ...]
    unlisted: int = 0


@dataclass(frozen=True, slots=True)
class Shortfall:
    """A rule that stopped short of helping, why, and the switches that decide it."""

    rule: str
    aspect: str
    person: str
    switches: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FailedStep:
    """A step that nobody can do: the rules that govern it and those that fell short.

    ``unmet``: prerequisites without which it is void, whoever does it. ``inquorate``: the bodies that
    have too few members there.
    """

    act: str
    rules: tuple[str, ...]
    shortfalls: tuple[Shortfall, ...]
    unmet: tuple[str, ...] = ()
    inquorate: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Gap:
    """A box with the rules behind it. ``conflict``: incompatibilities that block by themselves."""

    box: Box
    rules: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    failed: tuple[FailedStep, ...] = ()
    conflict: tuple[str, ...] = ()
    cause: Cause | None = None


@dataclass(frozen=True, slots=True)
class Unspecified:
    """A step for which the text names nobody."""

    act: str
    rule: str
    articles: tuple[str, ...]


@dataclass(frozen=True)
class DocumentResult:
    """One document type in one case.

    ``silence_blocks``: it is blocked somewhere if the steps that name nobody are done by nobody.
    ``core``: the rules that a proof leans on.
    """

    document: str
    case: CaseOf
    verdict: Verdict
    resilience: int | None
    at_least: bool
    complete: bool
    unspecified: tuple[Unspecified, ...]
    gaps: tuple[Gap, ...]
    silence_blocks: bool
    core: tuple[str, ...] = ()
    core_articles: tuple[str, ...] = ()
    unlisted: int = 0


@dataclass(frozen=True)
class ReadingRange:
    """How far a result depends on the readings, over all of their combinations.

    ``switches`` decide the verdict or the resilience; ``touching`` change some gap at least.
    ``minimal``: verdict -> the minimal combinations of options under which exactly it holds.
    """

    verdicts: tuple[Verdict, ...]
    resilience: tuple[int | None, int | None]
    switches: tuple[str, ...]
    touching: tuple[str, ...]
    minimal: Mapping[Verdict, tuple[tuple[tuple[str, str], ...], ...]] = field(default_factory=dict)
