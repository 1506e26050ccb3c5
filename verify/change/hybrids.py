"""Hybrids: the old side with some of the changes made, to see which of them bring a difference about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from guiju.model.citation import NOWHERE
from guiju.model.load.loops import check_loops
from guiju.model.load.problem import InputError
from guiju.model.office import Roster
from guiju.model.rulebook import Rulebook
from guiju.verify.change.definitions import Change, Key, definitions
from guiju.verify.change.names import SECTIONS
from guiju.verify.change.sides import Side, joint_book

SHARED = ("kind", "act", "post", "unit", "body", "attribute", "document", "signer", "qualification")
"""Words of a rulebook: one that only one side has says nothing by itself, and stands in every hybrid."""
BEARING = (*SHARED, "rule", "person", "pair", "reading")
"""What who may act can depend on."""
MOST_KEPT = 512


@dataclass(frozen=True)
class Hybrids:
    """The sides between an old and a new one, by the changes made."""

    old: Side
    new: Side
    changes: tuple[Change, ...]
    _made: dict[frozenset[Key], Side | None] = field(default_factory=dict, repr=False)
    _near: dict[str, tuple[Key, ...]] = field(default_factory=dict, repr=False)

    @cached_property
    def candidates(self) -> tuple[Key, ...]:
        """The changes that can bring a difference about: what only one side has besides words."""
        return tuple(c.key for c in self.changes if c.key[0] in BEARING and not self._mere_word(c))

    def _mere_word(self, change: Change) -> bool:
        one_sided = change.how != "changed"
        return one_sided and change.key[0] in (*SHARED, "reading")

    def near(self, document: str) -> tuple[Key, ...]:
        """The candidates that name a document, or none at all."""
        if document not in self._near:
            self._near[document] = tuple(key for key in self.candidates if bears_on(key, document, self))
        return self._near[document]

    def side(self, made: frozenset[Key]) -> Side | None:
        """The hybrid; None where it does not hold together."""
        if made not in self._made:
            if len(self._made) >= MOST_KEPT:
                self._made.clear()
            self._made[made] = self._side(made)
        return self._made[made]

    def _side(self, made: frozenset[Key]) -> Side | None:
        sections: dict[str, Any] = {
            SECTIONS[space]: self._section(space, made) for space in (*SHARED, "rule")
        }
        book = replace(self._joint, **sections)
        people = self._section("person", made)
        pairs = tuple(tuple(pair.split("+")) for pair in self._section("pair", made))
        roster = Roster(self.new.roster.id, self.new.roster.title, None, people, pairs)  # type: ignore[arg-type]
        reading = {id: option for id, option in self._section("reading", made).items() if option != "*"}
        side = Side(book, roster, dict(sorted(reading.items())))
        return side if holds_together(side) else None

    @cached_property
    def _joint(self) -> Rulebook:
        return joint_book(self.old, self.new)

    @cached_property
    def _defined(self) -> tuple[Mapping[Key, object], Mapping[Key, object]]:
        old, new = self.old, self.new
        return definitions(old.book, old.roster, old.reading), definitions(new.book, new.roster, new.reading)

    @cached_property
    def _by_space(self) -> Mapping[str, tuple[str, ...]]:
        found = defaultdict(list)
        for space, id in sorted({*self._defined[0], *self._defined[1]}):
            found[space].append(id)
        return {space: tuple(ids) for space, ids in found.items()}

    @cached_property
    def _differing(self) -> frozenset[Key]:
        return frozenset(self.candidates)

    def _section(self, space: str, made: Collection[Key]) -> dict[str, Any]:
        old, new = self._defined
        found = {}
        for id in self._by_space.get(space, ()):
            key = (space, id)
            if key in self._differing:
                value = (new if key in made else old).get(key)
            else:
                value = new.get(key, old.get(key))
            if value is not None:
                found[id] = value
        return found


def holds_together(side: Side) -> bool:
    """Nothing leads back to itself, and pairs are of people whom the roster names."""
    if not {person for pair in side.roster.pairs for person in pair} <= set(side.roster.people):
        return False
    try:
        check_loops(side.book, defaultdict(lambda: NOWHERE))
    except InputError:
        return False
    return True


def bears_on(key: Key, document: str, hybrids: Hybrids) -> bool:
    """Whether a change may bear on a document: it names it, or no document at all."""
    space, id = key
    if space == "document":
        return id == document
    rules = [side.book.rules[id] for side in (hybrids.old, hybrids.new) if id in side.book.rules]
    named = [getattr(rule, "documents", ()) for rule in rules] if space == "rule" else []
    return not named or any(not documents or document in documents for documents in named)
