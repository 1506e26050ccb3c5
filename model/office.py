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
    """A post (职务). ``seats`` bounds the number of holders the text leaves open.

    ``mentioned``: the text uses the post, and no article creates it or gives it work. ``pair_list``:
    where the text says who is paired with whom.
    """

    id: str
    name: Text
    rank: int
    seats: tuple[int, int]
    paired: bool
    bases: tuple[Basis, ...]
    span: Span
    mentioned: bool = False
    pair_list: tuple[Basis, ...] = ()


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit that acts through the post that leads it."""

    id: str
    name: Text
    leader: str
    bases: tuple[Basis, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Quorum:
    """How many members must be present: ``count``, or more than (or at least) a share of them (法定人数)."""

    count: int | None
    share: tuple[int, int] | None
    more: bool
    basis: Basis

    def of(self, members: int) -> int:
        """The number that must be there of so many members."""
        if self.count is not None:
            return self.count
        assert self.share is not None
        part, whole = self.share
        return members * part // whole + 1 if self.more else -(-members * part // whole)


@dataclass(frozen=True, slots=True)
class Body:
    """A meeting (会议). No quorum is modelled where the text names none.

    ``members`` is empty where the text does not say who sits in it. ``minutes`` and ``topics``: the
    documents that record it and that fix its agenda.
    """

    id: str
    name: Text
    members: tuple[str, ...]
    bases: tuple[Basis, ...]
    span: Span
    minutes: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    quorum: Quorum | None = None


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


NOBODY = Roster("", Text("", ""), None, {}, ())
"""For what is said of a text alone."""
