"""What the figures of a run show, as numbers: nothing here draws."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple, get_args

from guiju.model.text import Text
from guiju.simulate.record import Cause, Run

DAY = 86_400
WEEK = 7 * DAY
CAUSES: tuple[Cause, ...] = get_args(Cause)
Length = Callable[[int, int], float]
"""How long it is from a moment to a later one, in the unit of a figure."""


class LeadTimes(NamedTuple):
    """One document type: how long its documents took, and how old the unfinished ones are. Both ascend."""

    type: str
    finished: tuple[float, ...]
    unfinished: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Waiting:
    """Week after week, how many documents were in each state on average.

    ``weeks``: from when to when; the last may be short.
    """

    weeks: tuple[tuple[int, int], ...]
    documents: Mapping[Cause, tuple[float, ...]]


class Away(NamedTuple):
    """One person's absence of one kind."""

    person: str
    kind: str
    since: int
    until: int


class Stuck(NamedTuple):
    """So many documents of a type waited with nobody authorised."""

    type: str
    documents: int
    since: int
    until: int


@dataclass(frozen=True, slots=True)
class DeadlineCount:
    """How often a deadline was met, missed, let pass in silence, or still open at the end."""

    norm: str
    label: Text
    on_time: int
    late: int
    silent: int
    undecided: int

    @property
    def parts(self) -> tuple[int, int, int, int]:
        return self.on_time, self.silent, self.late, self.undecided


def calendar_days(since: int, until: int) -> float:
    return (until - since) / DAY


def lead_times(runs: Iterable[Run], length: Length = calendar_days) -> tuple[LeadTimes, ...]:
    """By document type, of all runs together; the type with the longest median last."""
    finished: dict[str, list[float]] = {}
    unfinished: dict[str, list[float]] = {}
    for run in runs:
        for record in run.documents:
            ended = run.horizon if record.finished is None else record.finished
            kept = unfinished if record.finished is None else finished
            kept.setdefault(record.type, []).append(length(record.arrived, ended))
    found = [
        LeadTimes(type, tuple(sorted(finished.get(type, ()))), tuple(sorted(unfinished.get(type, ()))))
        for type in finished.keys() | unfinished.keys()
    ]
    return tuple(sorted(found, key=lambda row: (quantile(row.finished, 0.5) or 0.0, row.type)))


def quantile(ascending: tuple[float, ...], share: float) -> float | None:
    """Between the two nearest values (Hyndman and Fan 1996, type 7); None of nothing."""
    if not ascending:
        return None
    place = share * (len(ascending) - 1)
    below = int(place)
    above = min(below + 1, len(ascending) - 1)
    return ascending[below] + (ascending[above] - ascending[below]) * (place - below)


def waiting(run: Run) -> Waiting:
    weeks = tuple((since, min(since + WEEK, run.horizon)) for since in range(0, run.horizon, WEEK))
    seconds = {cause: [0] * len(weeks) for cause in CAUSES}
    for stay in run.stays:
        for number in range(stay.since // WEEK, -(-stay.until // WEEK)):
            since, until = weeks[number]
            seconds[stay.cause][number] += min(stay.until, until) - max(stay.since, since)
    documents = {
        cause: tuple(spent / (until - since) for spent, (since, until) in zip(of, weeks, strict=True))
        for cause, of in seconds.items()
    }
    return Waiting(weeks, documents)


def absences(run: Run) -> tuple[Away, ...]:
    """Absences as they lasted, by person and time; a change of kind begins another."""
    found: list[Away] = []
    began: dict[tuple[str, str], int] = {}
    for situation in run.situations:
        now = set(situation.absent.items())
        found += [Away(*who, began.pop(who), situation.since) for who in began.keys() - now]
        for who in now - began.keys():
            began[who] = situation.since
    found += [Away(*who, since, run.horizon) for who, since in began.items()]
    return tuple(sorted((a for a in found if a.until > a.since), key=lambda a: (a.person, a.since, a.kind)))


def stuck(run: Run) -> tuple[Stuck, ...]:
    """By document type and time, wherever at least one document waited with nobody authorised."""
    types = {record.number: record.type for record in run.documents}
    changes: dict[str, dict[int, int]] = {}
    for stay in run.stays:
        if stay.cause == "nobody" and stay.until > stay.since:
            of_type = changes.setdefault(types[stay.document], {})
            of_type[stay.since] = of_type.get(stay.since, 0) + 1
            of_type[stay.until] = of_type.get(stay.until, 0) - 1
    return tuple(level for type in sorted(changes) for level in _levels(type, changes[type]))


def _levels(type: str, changes: Mapping[int, int]) -> Iterable[Stuck]:
    moments = sorted(moment for moment, change in changes.items() if change)
    count = 0
    for since, until in pairwise(moments):
        count += changes[since]
        if count:
            yield Stuck(type, count, since, until)
