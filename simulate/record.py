"""What one run leaves behind: plain facts in seconds after the start, from which everything is measured."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal, NamedTuple

How = Literal["desk", "unnamed", "meeting", "replies", "silence", "link"]
"""An act was done: by people whom the rules let act, by somebody unnamed, in a meeting, by the replies of all
who were asked, by their silence, or with another document on which it hangs."""


class ActDone(NamedTuple):
    """One act of one document. ``people`` did it, each by the rules beside it (own right: none).

    ``asked``: when it could first have been done; ``began`` and ``ended``: when it was worked on. ``rule``
    asked for it; ``situation``: number of the situation in which it ended.
    """

    document: int
    act: str
    people: tuple[str, ...]
    by_rules: tuple[tuple[str, ...], ...]
    rule: str | None
    asked: int
    began: int
    ended: int
    how: How
    situation: int


Cause = Literal["acting", "busy", "nobody", "meeting", "replies"]
"""Why a document stands where it stands, in working time: it is worked on, whoever may act has other work,
nobody may act, a meeting must come, other departments must reply. Of several, the first that holds.
"""
CAUSES: tuple[Cause, ...] = ("acting", "busy", "nobody", "meeting", "replies")


class Spent(NamedTuple):
    """The seconds of a document's life by cause, and outside working time (``off``): its whole life."""

    acting: int = 0
    busy: int = 0
    nobody: int = 0
    meeting: int = 0
    replies: int = 0
    off: int = 0


class Stay(NamedTuple):
    """A stretch of one document's life with one cause, days off included."""

    document: int
    cause: Cause
    since: int
    until: int


class Stuck(NamedTuple):
    """An act for which nobody was authorised, and the rules that ask for it."""

    type: str
    act: str
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """One document. ``name`` tells it in every scenario. ``facts``: those that its file shows.

    ``parent``: the document whose topic it is. ``finished``: None when it
    was not at the horizon. ``waits_at``: the acts that were open then.
    """

    number: int
    name: str
    type: str
    case: Mapping[str, str]
    facts: frozenset[str]
    arrived: int
    finished: int | None
    parent: int | None
    spent: Spent
    waits_at: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MeetingRecord:
    """One planned meeting. ``held``: when it began; None: it was not held, because of the acts in ``missing``
    that nobody could do (empty and not held: too few members). ``moved``: to another day than planned.

    ``decided``: the documents decided; ``left``: items ready in time for which there was no room or no
    meeting. ``minutes``: the document that records it.
    """

    body: str
    planned: int
    held: int | None
    ended: int | None
    moved: bool
    missing: tuple[str, ...]
    decided: tuple[int, ...]
    left: int
    minutes: int | None


@dataclass(frozen=True, slots=True)
class Situation:
    """Who is away and how, which posts are vacant and which mandates are given, from a moment on."""

    since: int
    absent: Mapping[str, str]
    vacant: frozenset[str]
    given: frozenset[str]


@dataclass(frozen=True, slots=True)
class Load:
    """What one person did: acts, seconds at the desk and in meetings, and seconds he was there to work."""

    acts: int
    desk: int
    meetings: int
    present: int


@dataclass(frozen=True)
class Run:
    """One replication of a scenario. Seconds count from the midnight before ``first``.

    ``stuck``: working seconds in which documents waited for an act with nobody authorised. ``stays``: how
    long each document stood with one cause after another.
    """

    scenario: str
    seed: int
    replication: int
    first: date
    horizon: int
    situations: tuple[Situation, ...]
    documents: tuple[DocumentRecord, ...]
    acts: tuple[ActDone, ...]
    meetings: tuple[MeetingRecord, ...]
    loads: Mapping[str, Load]
    stuck: Mapping[Stuck, int]
    stays: tuple[Stay, ...]

    def clock(self, moment: int) -> datetime:
        """The time of day of a moment."""
        return datetime.combine(self.first, datetime.min.time()) + timedelta(seconds=moment)

    def day(self, moment: int) -> date:
        return self.first + timedelta(days=moment // 86_400)
