"""What a comparison of two sides says: frozen, plain, and free of solvers.

``opened``: the worlds in which a document could be completed before and cannot be now; ``closed``: the
reverse. ``lost`` and ``gained``: the same for one person and one act.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from guiju.verify.change.definitions import Change
from guiju.verify.change.norms import NormChange, TimingChange
from guiju.verify.change.renaming import Renamed
from guiju.verify.change.sides import Side
from guiju.verify.question import Mandates
from guiju.verify.verdict import Box, Verdict

Direction = Literal["equivalent", "more-permissive", "less-permissive", "incomparable"]


@dataclass(frozen=True, slots=True)
class Turn:
    """A minimal world in which the two sides differ, and the changes behind it.

    ``enough``: changes that, made to the old side alone, bring the difference about; ``undo``: changes that,
    taken back from the new side alone, undo it. Of neither can any one be left out.
    """

    box: Box
    enough: tuple[Change, ...] = ()
    undo: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Turns:
    """All minimal worlds in one direction. ``verdict``: proved where the list is proved complete."""

    worlds: tuple[Turn, ...]
    complete: bool


@dataclass(frozen=True, slots=True)
class End:
    """One end of mandates: whether the document can be completed, before and after.

    ``gaps_opened``, ``gaps_closed``: minimal gaps that only the new side has, and only the old one.
    """

    mandates: Mandates
    opened: Turns
    closed: Turns
    gaps_opened: tuple[Box, ...]
    gaps_closed: tuple[Box, ...]

    @property
    def direction(self) -> Direction:
        return direction(self.closed.worlds, self.opened.worlds)


@dataclass(frozen=True, slots=True)
class Power:
    """What changes for one person and one act, at one end of mandates."""

    mandates: Mandates
    act: str
    person: str
    gained: Turns
    lost: Turns


@dataclass(frozen=True)
class CaseChange:
    """One document in one case: what changes there, at each end of mandates.

    ``steps`` and ``silences``: acts asked for, and acts for which the text names nobody, on one side only.
    """

    document: str
    case: Mapping[str, str]
    ends: tuple[End, ...]
    powers: tuple[Power, ...]
    steps_added: tuple[str, ...]
    steps_removed: tuple[str, ...]
    silences_added: tuple[str, ...]
    silences_removed: tuple[str, ...]

    @property
    def gap_opens(self) -> bool:
        return any(end.opened.worlds for end in self.ends)

    @property
    def complete(self) -> bool:
        turns = [turns for end in self.ends for turns in (end.opened, end.closed)]
        turns += [turns for power in self.powers for turns in (power.gained, power.lost)]
        return all(item.complete for item in turns)

    @property
    def empty(self) -> bool:
        ends = any(e.opened.worlds or e.closed.worlds or e.gaps_opened or e.gaps_closed for e in self.ends)
        steps = (self.steps_added, self.steps_removed, self.silences_added, self.silences_removed)
        return self.complete and not (ends or self.powers or any(steps))


@dataclass(frozen=True)
class DocumentChange:
    """A document type: its cases that differ, and what of it only one side has."""

    document: str
    compared: int
    cases: tuple[CaseChange, ...]

    @property
    def signing(self) -> Direction:
        ends = [end for case in self.cases for end in case.ends]
        return direction([e for e in ends if e.closed.worlds], [e for e in ends if e.opened.worlds])

    @property
    def powers(self) -> Direction:
        found = [power for case in self.cases for power in case.powers]
        return direction([p for p in found if p.gained.worlds], [p for p in found if p.lost.worlds])


@dataclass(frozen=True, slots=True)
class ClaimChange:
    """A claim whose verdict changed; None: that side does not make it."""

    claim: str
    before: Verdict | None
    after: Verdict | None


@dataclass(frozen=True)
class Difference:
    """All that differs between an old and a new side; the new one has the ids of the old."""

    sides: tuple[Side, Side]
    renamed: tuple[Renamed, ...]
    documents_added: tuple[str, ...]
    documents_removed: tuple[str, ...]
    documents: tuple[DocumentChange, ...]
    changes: tuple[Change, ...]
    norms: tuple[NormChange, ...]
    timings: tuple[TimingChange, ...]
    claims: tuple[ClaimChange, ...]

    @property
    def gap_opens(self) -> bool:
        return any(case.gap_opens for item in self.documents for case in item.cases)

    @property
    def complete(self) -> bool:
        """Whether every list of worlds is proved to be complete."""
        return all(case.complete for item in self.documents for case in item.cases)

    @property
    def any(self) -> bool:
        """Whether some answer differs; a definition that changes none, or its id, is no difference."""
        documents = any(item.cases for item in self.documents) or self.documents_added
        rest = (self.documents_removed, self.norms, self.timings, self.claims)
        return bool(documents) or any(rest)


def direction(more: Iterable[object], less: Iterable[object]) -> Direction:
    """The new side allows more, less, both in different worlds, or the same."""
    wider, narrower = any(True for _ in more), any(True for _ in less)
    if wider and narrower:
        return "incomparable"
    return "more-permissive" if wider else "less-permissive" if narrower else "equivalent"
