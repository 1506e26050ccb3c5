"""All that a rulebook, a roster and a reading define, one by one, and what differs between two of them."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, Literal

from guiju.model.citation import Assumption, Basis, Citation, articles
from guiju.model.office import Roster
from guiju.model.procedure import Norm
from guiju.model.reading import Reading
from guiju.model.rulebook import Rulebook
from guiju.verify.change.names import SECTIONS
from guiju.verify.change.spelling import spelling

Key = tuple[str, str]
"""Namespace and id; besides those of a rulebook ``person``, ``pair``, ``reading`` and ``case-space``."""


@dataclass(frozen=True, slots=True)
class Change:
    """A definition that only one side has, or that says something else there. Articles: old and new."""

    key: Key
    how: Literal["added", "removed", "changed"]
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


def definitions(book: Rulebook, roster: Roster, reading: Reading) -> dict[Key, object]:
    found: dict[Key, object] = {
        (space, id): value
        for space, section in SECTIONS.items()
        for id, value in getattr(book, section).items()
    }
    found |= {("person", id): person for id, person in roster.people.items()}
    found |= {("pair", "+".join(sorted(pair))): True for pair in roster.pairs}
    found |= {("reading", id): reading.get(id, "*") for id in book.switches}
    if book.case_space is not None:
        found["case-space", ""] = book.case_space
    return found


def changes(old: Mapping[Key, object], new: Mapping[Key, object]) -> tuple[Change, ...]:
    """What differs in meaning, sorted; names, places in files and citations alone change nothing."""
    return tuple(
        Change(key, _how(key, old, new), cited_by(old.get(key)), cited_by(new.get(key)))
        for key in sorted({*old, *new})
        if not (key in old and key in new and meaning(old[key]) == meaning(new[key]))
    )


def meaning(value: object) -> tuple[Hashable, object]:
    """What answers can depend on. How binding a rule of procedure is belongs to it."""
    basis = getattr(value, "basis", None)
    force = (basis.force, basis.against) if isinstance(value, Norm) and isinstance(basis, Citation) else None
    return spelling(value, whole=False), force


def _how(key: Key, old: Mapping[Key, object], new: Mapping[Key, object]) -> Any:
    return "changed" if key in old and key in new else "removed" if key in old else "added"


def cited_by(value: object) -> tuple[str, ...]:
    """The articles that a definition cites."""
    return articles(tuple(_bases(value)))


def _bases(value: object) -> Iterator[Basis]:
    if isinstance(value, Citation | Assumption):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _bases(item)
    elif is_dataclass(value) and not isinstance(value, type):
        for item in fields(value):
            yield from _bases(getattr(value, item.name))
