"""Due days of one document: counted from the day of an act by the working-day calendar (期限)."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from guiju.model.calendar import Calendar
from guiju.model.procedure import Deadline, Period

Clause = tuple[Deadline, tuple[str, ...], tuple[str, ...]]
"""A deadline, and the unknown facts on which it depends: only if, unless."""

DueState = Literal["met", "late", "running", "overdue", "silent", "not-started", "no-number"]


@dataclass(frozen=True, slots=True)
class DeadlineNow:
    """``start``: the day from which it runs; ``due``: its last day; None where there is none yet."""

    norm: Deadline
    provided: tuple[str, ...]
    unless: tuple[str, ...]
    state: DueState
    start: date | None
    due: date | None

    @property
    def firm(self) -> bool:
        """Whether it applies unless the file shows an excuse, as a file in order shows none."""
        return not self.provided


@dataclass(frozen=True)
class Days:
    """When the file came in, what was done and when, and what day it is."""

    received: date | None
    done: Mapping[str, date]
    today: date


def last_day(start: date, period: Period, calendar: Calendar) -> date:
    """The last day of a period after ``start``, which is not counted itself.

    Working days by the calendar, months by the calendar month, to the last day of a shorter one. A last
    day off moves nothing: no text modelled here says so. Raises OutsideCalendar.
    """
    match period.unit:
        case "working-days":
            return calendar.add(start, period.count)
        case "days":
            return start + timedelta(days=period.count)
        case "weeks":
            return start + timedelta(weeks=period.count)
        case "months":
            years, month = divmod(start.month - 1 + period.count, 12)
            year = start.year + years
            return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def deadlines(clauses: Iterable[Clause], days: Days, calendar: Calendar) -> tuple[DeadlineNow, ...]:
    """All deadlines, those too that only a step done by silence sets running. Raises OutsideCalendar."""
    listed, ended = tuple(clauses), dict(days.done)
    while True:
        found = tuple(_deadline(clause, days, ended, calendar) for clause in listed)
        silent = by_silence(found)
        if silent.keys() <= ended.keys():
            return found
        ended = {**silent, **days.done}


def by_silence(found: Iterable[DeadlineNow]) -> dict[str, date]:
    """Act -> the day after which not acting counts as no objection (逾期视为无不同意见)."""
    ended: dict[str, date] = {}
    for item in found:
        if item.state == "silent" and item.due is not None:
            ended[item.norm.act] = min(item.due, ended.get(item.norm.act, item.due))
    return ended


def _deadline(clause: Clause, days: Days, ended: Mapping[str, date], calendar: Calendar) -> DeadlineNow:
    norm, provided, unless = clause
    start = ended.get(norm.start) if norm.start is not None else days.received
    due = None
    if start is not None and norm.within is not None and not norm.before:
        due = last_day(start, norm.within, calendar)
    state = _state(norm, not provided and not unless, start, due, days)
    return DeadlineNow(norm, provided, unless, state, start, due)


def _state(norm: Deadline, certain: bool, start: date | None, due: date | None, days: Days) -> DueState:
    """Silence binds those who kept it only if the deadline applied to them for certain."""
    done = days.done.get(norm.act)
    if norm.before:
        if done is None:
            return "no-number" if start is None else "overdue"
        return "late" if start is not None and done > start else "met"
    if norm.within is None:
        return "no-number" if done is None else "met"
    if due is None:
        return "not-started"
    if done is not None:
        return "late" if done > due else "met"
    if days.today <= due:
        return "running"
    return "silent" if certain and norm.silence == "no-objection" else "overdue"
