"""Offices and the people in them: posts, units, bodies, absence kinds, and the roster."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from guiju.model.citation import Basis, Span
from guiju.model.reading import Guarded
from guiju.model.text import Text


@dataclass(frozen=True, slots=True)
class AbsenceKind:
    """One way to be away. ``planned`` absences leave time to act before they begin."""

    id: str
    name: Text
    planned: bool
    entails: tuple[Guarded[str], ...]
    bases: tuple[Basis, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Post:
    """A post (职务). ``seats`` bounds the number of holders the text leaves open."""

    id: str
    name: Text
    rank: int
    seats: tuple[int, int]
    paired: bool
    bases: tuple[Basis, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit that acts through the post that leads it."""

    id: str
    name: Text
    leader: str
    bases: tuple[Basis, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Body:
    """A meeting that decides. No quorum is modelled where the text names none."""

    id: str
    name: Text
    members: tuple[str, ...]
    bases: tuple[Basis, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Qualification:
    """A fact about people on which eligibility depends; the roster says who has it."""

    id: str
    name: Text
    bases: tuple[Basis, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Person:
    id: str
    name: Text
    posts: tuple[str, ...]
    portfolio: Text | None
    span: Span
    qualifications: tuple[str, ...] = ()


@dataclass(frozen=True)
class Roster:
    """Who holds which post, who is in charge of what, who is paired with whom."""

    id: str
    title: Text
    note: Text | None
    people: Mapping[str, Person]
    pairs: tuple[tuple[str, str], ...]

    @cached_property
    def incumbents(self) -> Mapping[str, tuple[str, ...]]:
        """Post -> the people who hold it, sorted; a vacant post is missing."""
        found: dict[str, list[str]] = {}
        for person in sorted(self.people):
            for post in self.people[person].posts:
                found.setdefault(post, []).append(person)
        return {post: tuple(people) for post, people in found.items()}
