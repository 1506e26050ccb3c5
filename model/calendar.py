"""Working days: weekdays that no holiday notice frees, and weekend days that it makes working days.

China decides year by year (节假日安排, 调休), so a calendar covers whole years and nothing else:
outside them it raises, and never falls back on Monday to Friday.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import accumulate

from guiju.model.citation import Assumption
from guiju.model.text import Text

SATURDAY = 5


class OutsideCalendar(ValueError):
    """A day that the calendar does not cover was asked for; ``code`` names the message."""

    code = "outside-calendar"

    def __init__(self, day: date, calendar: Calendar) -> None:
        self.day, self.first, self.last = day, calendar.first, calendar.last
        self.words = {
            "found": day.isoformat(),
            "calendar": calendar.id,
            "first": self.first.year,
            "last": self.last.year,
        }
        super().__init__(f"{day} is outside {calendar.id}, {self.first} to {self.last}")
        self.calendar = calendar

    def __reduce__(self) -> tuple[type[OutsideCalendar], tuple[date, Calendar]]:
        """It travels between processes."""
        return OutsideCalendar, (self.day, self.calendar)


@dataclass(frozen=True, slots=True)
class Notice:
    """The document that arranged the holidays of a year, by its number (发文字号)."""

    number: str


@dataclass(frozen=True, slots=True)
class Holiday:
    """Consecutive days off, weekends in them included; both ends belong to it."""

    festival: str
    name: Text
    first: date
    last: date

    def days(self) -> Iterator[date]:
        return (self.first + timedelta(n) for n in range((self.last - self.first).days + 1))


@dataclass(frozen=True, slots=True)
class CalendarYear:
    """What one notice says of one year; New Year's holiday may begin in the December before it."""

    number: int
    basis: Notice | Assumption
    holidays: tuple[Holiday, ...]
    working: tuple[date, ...]


@dataclass(frozen=True)
class Calendar:
    """Working days of consecutive years. ``assumed``: supplied by the user, vouched for by nobody."""

    id: str
    title: Text
    assumed: bool
    years: tuple[CalendarYear, ...]

    @cached_property
    def first(self) -> date:
        return date(self.years[0].number, 1, 1)

    @cached_property
    def last(self) -> date:
        return date(self.years[-1].number, 12, 31)

    @cached_property
    def off(self) -> frozenset[date]:
        """Weekdays that a holiday frees."""
        days = (day for year in self.years for holiday in year.holidays for day in holiday.days())
        return frozenset(day for day in days if self.first <= day <= self.last and not is_weekend(day))

    @cached_property
    def on(self) -> frozenset[date]:
        """Weekend days that are worked instead (调休上班)."""
        return frozenset(d for year in self.years for d in year.working if self.first <= d <= self.last)

    def is_working(self, day: date) -> bool:
        """Raises OutsideCalendar."""
        at = self._index(day)
        return self._counts[at + 1] > self._counts[at]

    def add(self, day: date, n: int) -> date:
        """The n-th working day after a day, which is not counted itself; for 0 the day itself.

        Raises OutsideCalendar with the day, or with the first day that is missing to get that far.
        """
        if n < 0:
            raise ValueError("working days are counted forwards only")
        at = self._index(day)
        if n == 0:
            return day
        wanted = self._counts[at + 1] + n - 1
        if wanted >= len(self._working):
            raise OutsideCalendar(self.last + timedelta(1), self)
        return date.fromordinal(self._working[wanted])

    def between(self, start: date, end: date) -> int:
        """How many working days lie after ``start`` and not after ``end``. Raises OutsideCalendar."""
        if end < start:
            raise ValueError("the end lies before the start")
        return self._counts[self._index(end) + 1] - self._counts[self._index(start) + 1]

    def _index(self, day: date) -> int:
        if not self.first <= day <= self.last:
            raise OutsideCalendar(day, self)
        return day.toordinal() - self.first.toordinal()

    @cached_property
    def _working(self) -> tuple[int, ...]:
        """The ordinals of all working days, ascending."""
        every = map(date.fromordinal, range(self.first.toordinal(), self.last.toordinal() + 1))
        return tuple(d.toordinal() for d in every if d in self.on or not (is_weekend(d) or d in self.off))

    @cached_property
    def _counts(self) -> tuple[int, ...]:
        """How many of the first 0, 1, 2 … days are working days."""
        working, start = set(self._working), self.first.toordinal()
        every = range(start, self.last.toordinal() + 1)
        return tuple(accumulate((day in working for day in every), initial=0))


def is_weekend(day: date) -> bool:
    return day.weekday() >= SATURDAY
