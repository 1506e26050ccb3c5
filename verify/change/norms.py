"""Rules of procedure that changed: limits, facts asked for, prohibitions, duties, meetings; and the bounds of
the numbered legs that follow from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Literal

from guiju.model.calendar import Calendar
from guiju.model.procedure import Norm
from guiju.verify.change.definitions import cited_by, meaning
from guiju.verify.change.sides import Side
from guiju.verify.change.spelling import spelling
from guiju.verify.lint.ground import Ground
from guiju.verify.timing import Timing, timings


@dataclass(frozen=True, slots=True)
class NormChange:
    """A rule of procedure that only one side has, or that says something else there.

    ``documents``: those that it names on either side. ``fields``: what of it changed (within, start,
    silence …), ``force`` where it binds more or less.
    """

    norm: str
    how: Literal["added", "removed", "changed"]
    documents: tuple[str, ...]
    fields: tuple[str, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TimingChange:
    """The longest times of a document's numbered legs, before and after; None: no numbered leg."""

    document: str
    choices: tuple[tuple[str, str], ...]
    before: Timing | None
    after: Timing | None


def norm_changes(old: Side, new: Side, documents: tuple[str, ...]) -> tuple[NormChange, ...]:
    found = []
    for id in sorted({*old.book.procedure, *new.book.procedure}):
        one, other = old.book.procedure.get(id), new.book.procedure.get(id)
        named = sorted({d for norm in (one, other) for d in getattr(norm, "documents", ())})
        about = not named or set(named) & set(documents)
        if about and (one is None or other is None or meaning(one) != meaning(other)):
            how: Literal["added", "removed", "changed"]
            how = "added" if one is None else "removed" if other is None else "changed"
            changed = _fields(one, other) if one is not None and other is not None else ()
            found.append(NormChange(id, how, tuple(named), changed, cited_by(one), cited_by(other)))
    return tuple(found)


def _fields(one: Norm, other: Norm) -> tuple[str, ...]:
    if type(one) is not type(other):
        return ("kind",)
    names = [f.name for f in fields(one) if f.name not in ("id", "span", "basis")]
    found = [
        name
        for name in names
        if spelling({name: getattr(one, name)}, whole=name == "word")
        != spelling({name: getattr(other, name)}, whole=name == "word")
    ]
    return (*found, *(("force",) if meaning(one)[1] != meaning(other)[1] else ()))


def timing_changes(
    old: Side, new: Side, documents: tuple[str, ...], calendar: Calendar
) -> tuple[TimingChange, ...]:
    """Where the legs, or what is left without a number, differ."""
    before, after = (_timings(side, documents, calendar) for side in (old, new))
    return tuple(
        TimingChange(*key, before.get(key), after.get(key))
        for key in sorted({*before, *after})
        if _compared(before.get(key)) != _compared(after.get(key))
    )


def _timings(
    side: Side, documents: tuple[str, ...], calendar: Calendar
) -> Mapping[tuple[str, tuple[tuple[str, str], ...]], Timing]:
    own = tuple(document for document in documents if document in side.book.documents)
    ground = Ground(side.book, side.roster, side.reading)
    return {(t.document, t.choices): t for t in timings(ground, own, calendar, every=True)}


def _compared(timing: Timing | None) -> object:
    """The bounds and what bounds them; the rules that set them may be called something else."""
    if timing is None:
        return None
    legs = tuple((leg.act, leg.period, leg.meeting) for leg in timing.legs)
    return legs, timing.unnumbered, timing.caught, timing.missed
