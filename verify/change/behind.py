"""The changes behind one difference, by trying hybrids in its world."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from guiju.model.actors import ExpansionTooLarge
from guiju.model.condition import Condition
from guiju.model.reading import Reading, profile
from guiju.model.world import World, evaluate
from guiju.verify.change.answers import Asked, condition_of, settled
from guiju.verify.change.definitions import Change, Key
from guiju.verify.change.hybrids import Hybrids
from guiju.verify.change.minimal import minimal
from guiju.verify.change.result import Turn
from guiju.verify.change.sides import Side
from guiju.verify.gaps import EnginesDisagree
from guiju.verify.verdict import Box

MOST_EXPLAINED = 12
"""Of a longer list, the changes behind the first worlds only: with the fewest people away."""


@dataclass(frozen=True)
class Behind:
    """Finds and checks what is behind the worlds in which two sides differ."""

    hybrids: Hybrids
    _settled: dict[tuple[frozenset[Key], Asked], Condition | None] = field(default_factory=dict, repr=False)
    _before: dict[tuple[object, ...], dict[tuple[Key, ...], None]] = field(default_factory=dict, repr=False)
    _replaying: dict[tuple[object, ...], tuple[Condition, World]] = field(default_factory=dict, repr=False)

    def turns(self, asked: Asked, boxes: Iterable[Box], before: bool) -> tuple[Turn, ...]:
        """The minimal worlds of a difference, all replayed. ``before``: what the old side answers there."""
        for box in (listed := tuple(boxes)):
            self._replay(asked, box, before)
        explained = (self._turn(asked, box, before) for box in listed[:MOST_EXPLAINED])
        return (*explained, *map(Turn, listed[MOST_EXPLAINED:]))

    def _turn(self, asked: Asked, box: Box, before: bool) -> Turn:
        every = self.hybrids.candidates
        enough = self._found(asked, box, every, not before, frozenset())
        undo = self._found(asked, box, every, before, frozenset(every))
        return Turn(box, self._changes(enough), self._changes(undo))

    def _found(
        self, asked: Asked, box: Box, every: tuple[Key, ...], wanted: bool, start: frozenset[Key]
    ) -> tuple[Key, ...]:
        """A minimal set of changes to make (or, from all of them, to take back) for an answer.

        What was found for the same act before is tried first, and checked to be minimal here.
        """
        world = self.world(box)
        known = self._before.setdefault((asked.act, wanted, bool(start)), {})

        def shows(switched: tuple[Key, ...]) -> bool:
            return self._answer(start ^ frozenset(switched), asked, world) is wanted

        near = self.hybrids.near(asked.document)
        for found in known:
            if (
                set(found) <= set(near)
                and shows(found)
                and not any(shows((*found[:i], *found[i + 1 :])) for i in range(len(found)))
            ):
                return found
        found = minimal(near if shows(near) else every, shows)
        known[found] = None
        return found

    def _answer(self, made: frozenset[Key], asked: Asked, world: World) -> bool | None:
        """What a hybrid answers; None where it does not hold together."""
        key = (made, asked)
        if key not in self._settled:
            if len(self._settled) > 1 << 14:
                self._settled.clear()
            self._settled[key] = self._condition(made, asked)
        condition = self._settled[key]
        return None if condition is None else evaluate(condition, world)

    def _condition(self, made: frozenset[Key], asked: Asked) -> Condition | None:
        side = self.hybrids.side(made)
        if side is None or side.case(asked.document, asked.case) is None:
            return None
        try:
            return settled(side, asked)
        except ExpansionTooLarge:
            return None

    def _changes(self, keys: Iterable[Key]) -> tuple[Change, ...]:
        return tuple(self._by_key[key] for key in keys)

    @cached_property
    def _by_key(self) -> Mapping[Key, Change]:
        return {change.key: change for change in self.hybrids.changes}

    def world(self, box: Box) -> World:
        """The first kind each, everybody else present; readings left open as the box says."""
        return World({person: kinds[0] for person, kinds in box.absent}, reading=self._reading(box))

    def _reading(self, box: Box) -> Reading:
        old, new = self.hybrids.old, self.hybrids.new
        strict = {**profile(new.book.switches, "strict"), **profile(old.book.switches, "strict")}
        return {**strict, **dict(box.readings[0] if box.readings else ())}

    def _replay(self, asked: Asked, box: Box, before: bool) -> None:
        """The world again on both sides, its readings fixed from the start, through ``evaluate`` alone."""
        world = self.world(box)
        for side, wanted in ((self.hybrids.old, before), (self.hybrids.new, not before)):
            key = (id(side), asked, *sorted(world.reading.items()))
            if key not in self._replaying:
                self._replaying[key] = replaying(side, asked, world.reading)
            condition, around = self._replaying[key]
            if evaluate(condition, replace(around, absent=world.absent)) is not wanted:
                raise EnginesDisagree(f"{asked.document}: the difference does not replay: {box!r}")


def replaying(side: Side, asked: Asked, chosen: Reading) -> tuple[Condition, World]:
    """The condition under one reading, unsettled, and a world with the mandates granted and nobody away."""
    reading = {id: side.reading.get(id, chosen.get(id, "")) for id in side.book.switches}
    condition = condition_of(side, asked, reading)
    granted = side.question(asked.mandates).grants(condition, frozenset())
    return condition, World(granted=granted, reading=reading)
