"""What the rules of procedure ask of one document: met, missing, still to be shown, forbidden, owed.

A fact that the file does not name is unknown: to requirements, and where it decides whether a duty or a
deadline applies at all. To prohibitions, and as an excuse (除…外), it reads as in a file that is in order,
and the answer says which facts were taken for granted so.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, TypeVar

from guiju.model.circumstance import Case, Circumstance
from guiju.model.citation import Basis, Citation, Force
from guiju.model.condition import TRUE
from guiju.model.procedure import Cadence, Deadline, Duty, Norm, Prohibition, Requirement

N = TypeVar("N", bound=Norm)
Facts = Mapping[str, bool]
"""Fact -> whether the file shows it; a fact that is missing is unknown."""


@dataclass(frozen=True, slots=True)
class RequirementNow:
    """``provided``: unknown facts on which it depends whether it applies at all.

    ``lacking``: needed facts that the file shows not to be so; ``unshown``: those it does not name.
    """

    norm: Requirement
    state: Literal["met", "missing", "open"]
    provided: tuple[str, ...]
    lacking: tuple[str, ...]
    unshown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProhibitionNow:
    """``shown``: facts that breach it. ``assumed``: facts that nobody named, taken to be in order."""

    norm: Prohibition
    breached: bool
    shown: tuple[str, ...]
    assumed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DutyNow:
    """``provided``: unknown facts on which it depends; ``unless``: excuses taken not to be there."""

    norm: Duty
    provided: tuple[str, ...]
    unless: tuple[str, ...]


@dataclass(frozen=True)
class FileInHand:
    """One document, its case and what its file shows. ``bodies``: the meetings that it goes through."""

    now: Circumstance
    document: str
    case: Case
    bodies: Collection[str]
    facts: Facts

    def norms(self, kind: type[N]) -> tuple[N, ...]:
        """The rules of procedure of a kind whose guard holds, by id; facts are not asked yet."""
        everything = sorted(self.now.rulebook.procedure.items())
        return tuple(norm for _, norm in everything if isinstance(norm, kind) and self._concerns(norm))

    def _concerns(self, norm: Norm) -> bool:
        named = self.document in getattr(norm, "documents", ())
        at = not set(getattr(norm, "bodies", ())).isdisjoint(self.bodies)
        return (named or at) and self.now.guard(norm.when, self.case) is TRUE

    def requirements(self) -> tuple[RequirementNow, ...]:
        found = (self._requirement(norm) for norm in self.norms(Requirement))
        return tuple(item for item in found if item is not None)

    def _requirement(self, norm: Requirement) -> RequirementNow | None:
        provided = self.condition(norm.facts)
        if provided is None:
            return None
        lacking = tuple(fact for fact in norm.needs if self.facts.get(fact) is False)
        unshown = self.unnamed(norm.needs)
        if not lacking and not unshown:
            return RequirementNow(norm, "met", (), (), ())
        missing = lacking and not provided
        return RequirementNow(norm, "missing" if missing else "open", provided, lacking, unshown)

    def prohibitions(self) -> tuple[ProhibitionNow, ...]:
        return tuple(map(self._prohibition, self.norms(Prohibition)))

    def _prohibition(self, norm: Prohibition) -> ProhibitionNow:
        shown = tuple(filter(self._taken, norm.facts))
        breached = bool(shown or not norm.facts) and not any(map(self._taken, norm.unless))
        return ProhibitionNow(norm, breached, shown, self.unnamed((*norm.facts, *norm.unless)))

    def _taken(self, fact: str) -> bool:
        return self.facts.get(fact, self.now.rulebook.facts[fact].in_order)

    def duties(self) -> tuple[DutyNow, ...]:
        return tuple(
            DutyNow(norm, provided, self.unnamed(norm.unless))
            for norm in self.norms(Duty)
            for provided in [self.condition(norm.facts, norm.unless)]
            if provided is not None
        )

    def deadlines(self) -> tuple[tuple[Deadline, tuple[str, ...], tuple[str, ...]], ...]:
        """Deadlines that may apply, with the unknown facts on which that depends: if, unless."""
        return tuple(
            (norm, provided, self.unnamed(norm.unless))
            for norm in self.norms(Deadline)
            for provided in [self.condition(norm.facts, norm.unless)]
            if provided is not None
        )

    def cadences(self) -> tuple[Cadence, ...]:
        return self.norms(Cadence)

    def condition(self, facts: Iterable[str], unless: Iterable[str] = ()) -> tuple[str, ...] | None:
        """The unknown ones among facts that must be shown; None where it does not apply."""
        facts = tuple(facts)
        if any(self.facts.get(fact) is False for fact in facts) or any(map(self._taken, unless)):
            return None
        return self.unnamed(facts)

    def unnamed(self, facts: Iterable[str]) -> tuple[str, ...]:
        return tuple(fact for fact in facts if fact not in self.facts)


def binding(basis: Basis) -> bool:
    """Words that only permit (可以、根据需要) hold nothing up."""
    return not (isinstance(basis, Citation) and basis.force is Force.PERMISSIVE)
