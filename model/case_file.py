"""The case file (案卷): one concrete document, as a person who handles it describes it today."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from guiju.model.cases import CaseOf
from guiju.model.circumstance import Case
from guiju.model.citation import Span


@dataclass(frozen=True, slots=True)
class Dated:
    """A day, and where the case file names it."""

    day: date
    span: Span


@dataclass(frozen=True, slots=True)
class Standing:
    """A document type that governs the case. ``exact``: its case with measures as they were written.

    Rules of procedure may cut a measure where no rule on authority does, so classes are too coarse for
    them.
    """

    document: str
    case: CaseOf
    exact: Case


@dataclass(frozen=True, slots=True)
class CaseFile:
    """``governing``: the document that the file names, or all that stand in the case of ``space``.

    ``facts``: what the file shows (True) or shows not to be so; others are still to be shown.
    ``mandates``: the rules of the mandates and notices that were given; None: the file does not say.
    """

    governing: tuple[Standing, ...]
    space: Mapping[str, str] | None
    facts: Mapping[str, bool]
    absent: Mapping[str, str]
    vacant: tuple[str, ...]
    mandates: frozenset[str] | None
    received: Dated | None
    done: Mapping[str, Dated]
