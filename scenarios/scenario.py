"""A scenario: who is away when, what work comes in and how long acts take, over a stretch of dates.

It says nothing of who may act: that is asked of the rulebook at every moment. Whatever it gives without a
source is assumed, and printed as such.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from guiju.model.calendar import Calendar
from guiju.model.citation import Span
from guiju.model.office import Roster
from guiju.model.procedure import Period
from guiju.model.reading import Reading
from guiju.model.rulebook import Rulebook
from guiju.model.text import Text
from guiju.scenarios.law import Length

EVEN = "*"
"""As a value of a case attribute: every value alike."""

MEASURES: Mapping[str, str] = {
    "lead-time-mean": "document", "lead-time-median": "document", "lead-time-p90": "document",
    "lead-time-p95": "document", "arrived": "document", "finished": "document", "unfinished": "document",
    "acting": "document", "waiting-nobody": "document", "waiting-busy": "document",
    "waiting-meeting": "document", "waiting-replies": "document", "no-actor": "document",
    "on-time": "deadline", "silence-used": "deadline",
    "meetings-held": "body", "meetings-moved": "body", "meetings-not-held": "body", "agenda-left": "body",
    "load": "person", "acts-by-substitutes": "act", "unnamed-acts": "act",
}  # fmt: skip
"""The measures of which a scenario can expect something, and what each is of."""


@dataclass(frozen=True, slots=True)
class Hours:
    """Working hours of every working day, as minutes after midnight. ``every_day``: no day is off."""

    spans: tuple[tuple[int, int], ...]
    every_day: bool = False

    @property
    def seconds(self) -> int:
        """Working seconds in one working day."""
        return sum(end - start for start, end in self.spans) * 60


@dataclass(frozen=True, slots=True)
class ByRate:
    """Arrivals without memory: on average so many in a calendar year, in working hours (Poisson)."""

    per_year: float


@dataclass(frozen=True, slots=True)
class Regular:
    """One arrival on ``first`` and after every period; on a day off, on the next working day."""

    first: date
    every: Period


@dataclass(frozen=True, slots=True)
class Arrival:
    """One arrival at the opening of a day, with the values and facts that are known of it."""

    day: date
    case: Mapping[str, str]
    facts: Mapping[str, bool]


@dataclass(frozen=True, slots=True)
class Listed:
    """Arrivals one by one, in order of days."""

    arrivals: tuple[Arrival, ...]


Arrivals = ByRate | Regular | Listed


@dataclass(frozen=True, slots=True)
class Work:
    """How an act is done that takes time.

    ``takes``: working time at the desk; with ``replies``, the time until each of so many other departments
    replies, all at once. ``by``: the post whose holder does it where the text names nobody; None: somebody
    unnamed, without a queue. ``minutes``: it is done when the minutes of the deciding meeting are.
    """

    takes: Length
    by: str | None = None
    replies: int = 0
    minutes: bool = False
    source: Text | None = None


@dataclass(frozen=True, slots=True)
class Workload:
    """Documents of one type. ``case``: attribute -> (value, weight) pairs; ``facts``: how often one is shown.

    ``also``: the acts that it goes through beside those that the rules ask for. ``backlog``: how many lie
    there on the first day.
    """

    document: str
    arrivals: Arrivals
    case: Mapping[str, tuple[tuple[str, float], ...]]
    facts: Mapping[str, float]
    also: tuple[str, ...]
    acts: Mapping[str, Work]
    backlog: int
    span: Span
    source: Text | None = None


@dataclass(frozen=True, slots=True)
class Peak:
    """So many times the usual arrivals by rate from ``first`` to ``last``, of these documents (none: all)."""

    first: date
    last: date
    times: float
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Meetings:
    """When a body meets. ``every``: as scheduled here; None: as the rulebook's cadence says.

    ``at``: minutes after midnight. ``capacity``: items on one agenda; None: any number. ``cut_off``: working
    days before the meeting by which an item must be ready. ``postponed``: a meeting that cannot be held is
    held on the first day on which it can, before the next one; else it is not held.
    """

    body: str
    first: date
    every: Period | None
    at: int
    lasts: Length
    capacity: int | None
    cut_off: int
    postponed: bool
    span: Span
    source: Text | None = None


@dataclass(frozen=True, slots=True)
class DatedAbsence:
    """Away from the start of ``first`` to the end of ``last``."""

    person: str
    kind: str
    first: date
    last: date
    span: Span


@dataclass(frozen=True, slots=True)
class RandomAbsence:
    """Away on average so many times in a year, each time for a while; each of the people by himself."""

    people: tuple[str, ...]
    kind: str
    per_year: float
    lasts: Length
    span: Span


@dataclass(frozen=True, slots=True)
class DailyAbsence:
    """Away on each day with a probability, each day and each of the people by himself."""

    people: tuple[str, ...]
    kind: str
    share: float
    span: Span


Absence = DatedAbsence | RandomAbsence | DailyAbsence


@dataclass(frozen=True, slots=True)
class Vacancy:
    """A post without a holder, from ``first`` to the end of ``last``."""

    post: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Given:
    """The mandates (or notices) of a rule, given from ``first`` to the end of ``last``."""

    rule: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Worst:
    """Absences to be built from the gaps that ``verify`` finds: those of at most so many people that stop
    the most work, from ``first`` to ``last``.
    """

    at_most: int
    first: date
    last: date
    span: Span


@dataclass(frozen=True, slots=True)
class Policy:
    """What people do where the rules leave it to them.

    ``substitutes``: a substitute acts when the holder is away, or also when he is busy. ``silence``: whether
    acts for which the text names nobody are done by somebody unnamed, or wait. ``overload``: whether more
    work than people can do is let in.
    """

    substitutes: Literal["when-away", "when-busy"] = "when-away"
    silence: Literal["somebody", "nobody"] = "somebody"
    overload: bool = False


@dataclass(frozen=True, slots=True)
class Expectation:
    """What a scenario is expected to do to a measure, against another scenario on the same numbers."""

    measure: str
    of: str | None
    change: Literal["more", "less", "same"]
    against: str


@dataclass(frozen=True)
class Scenario:
    """``reading`` fixes every switch. ``acts``: how long acts take, where a workload does not say.

    ``any_act``: the time of acts for which nothing else is given.
    """

    id: str
    title: Text
    note: Text | None
    rulebook: Rulebook
    roster: Roster
    calendar: Calendar
    first: date
    last: date
    hours: Hours
    reading_name: str
    reading: Reading
    workload: Mapping[str, Workload]
    acts: Mapping[str, Work]
    any_act: Work | None
    peaks: tuple[Peak, ...]
    meetings: Mapping[str, Meetings]
    absences: tuple[Absence, ...]
    vacancies: tuple[Vacancy, ...]
    mandates: tuple[Given, ...]
    worst: Worst | None
    policy: Policy
    expects: tuple[Expectation, ...]
    seed: int
    assumed: tuple[str, ...]
    """The parts of the scenario that give no source: ``acts/review``, ``workload/letter``, ``hours`` …"""
    files: tuple[str, ...]
