"""Ids that were exchanged for others while everything else stayed: matched by structure, both ways unique.

Every id that only one side knows gets a colour: what its definition says, with the ids in it that only one
side knows replaced by their colours in turn, until no colour tells more apart. A colour that stands for
exactly one definition on either side is one definition under two names; any other stays two.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from guiju.model.office import Roster
from guiju.model.rulebook import Rulebook
from guiju.verify.change.definitions import Key, definitions
from guiju.verify.change.names import SECTIONS, Respelling
from guiju.verify.change.spelling import spelling


@dataclass(frozen=True, slots=True)
class Renamed:
    """A definition that is the same under another id."""

    space: str
    before: str
    after: str


def renamings(old: tuple[Rulebook, Roster], new: tuple[Rulebook, Roster]) -> tuple[Renamed, ...]:
    """The definitions of two rulebooks and rosters that differ in their ids only."""
    one, other = _named(*old), _named(*new)
    sides = [(one, {k for k in one if k not in other}), (other, {k for k in other if k not in one})]
    colours = [dict.fromkeys(alone, "") for _, alone in sides]
    spellers = [_Speller(*old), _Speller(*new)]
    told = -1
    while told < (told := sum(len(set(colour.values())) for colour in colours)):
        colours = [
            {key: speller.colour(key, defined[key], colour) for key in alone}
            for speller, (defined, alone), colour in zip(spellers, sides, colours, strict=True)
        ]
    before, after = (_unique(colour) for colour in colours)
    found = [
        Renamed(space, id, after[space, colour]) for (space, colour), id in before.items()
        if (space, colour) in after
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda r: (r.space, r.before)))


def _named(book: Rulebook, roster: Roster) -> dict[Key, object]:
    """The definitions that have an id of their own."""
    found = definitions(book, roster, {})
    return {key: value for key, value in found.items() if key[0] in SECTIONS or key[0] == "person"}


class _Speller:
    """Colours the definitions of one side."""

    def __init__(self, book: Rulebook, roster: Roster) -> None:
        self.known, self.attributes = known_ids(book, roster), book.attributes

    def colour(self, key: Key, value: object, colours: Mapping[Key, str]) -> str:
        def name(space: str, id: str) -> str:
            return colours.get((space, id), f"={id}")

        written = Respelling(self.known, self.attributes, name).of(value)
        return digest(spelling(written, whole=True))


def digest(value: object) -> str:
    """A colour stays short however deep definitions refer to each other."""
    return hashlib.sha256(repr(value).encode()).hexdigest()


def _unique(colours: Mapping[Key, str]) -> dict[tuple[str, str], str]:
    """Namespace and colour -> the one id that has it."""
    found: dict[tuple[str, str], list[str]] = {}
    for (space, id), colour in colours.items():
        found.setdefault((space, colour), []).append(id)
    return {key: ids[0] for key, ids in found.items() if len(ids) == 1}


def known_ids(book: Rulebook, roster: Roster) -> dict[str, Mapping[str, object]]:
    ids: dict[str, Mapping[str, object]] = {s: getattr(book, field) for s, field in SECTIONS.items()}
    return {**ids, "person": roster.people}


def under_names(book: Rulebook, roster: Roster, found: tuple[Renamed, ...]) -> tuple[Rulebook, Roster]:
    """The new side again, with the ids that the old side has for the same things."""
    if not found:
        return book, roster
    names = {(r.space, r.after): r.before for r in found}
    speller = Respelling(
        known_ids(book, roster), book.attributes, lambda space, id: names.get((space, id), id)
    )

    def section(space: str, defined: Mapping[str, object]) -> dict[str, Any]:
        return {names.get((space, id), id): speller.of(value) for id, value in defined.items()}

    sections: dict[str, Any] = {
        field: section(space, getattr(book, field)) for space, field in SECTIONS.items()
    }
    regulation, space = speller.of(book.regulation), speller.of(book.case_space)
    pairs = tuple((names.get(("person", a), a), names.get(("person", b), b)) for a, b in roster.pairs)
    return (
        replace(book, regulation=regulation, case_space=space, **sections),
        replace(roster, people=section("person", roster.people), pairs=pairs),
    )
