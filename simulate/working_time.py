"""Working time as seconds: how much of it lies before a moment, and when so much of it will have passed.

Moments are whole seconds after the midnight before the first day. Every question is one search in a table
of the stretches of working time, made once.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import date, timedelta

from guiju.model.calendar import Calendar
from guiju.scenarios.law import Length
from guiju.scenarios.scenario import Hours, Scenario

DAY = 86_400
NEVER = 2**62
"""A moment after every horizon."""
_UNITS = {"minutes": 60, "hours": 3600, "days": DAY}


@dataclass(frozen=True)
class WorkingTime:
    """``opens`` and ``closes``: when each stretch begins and ends; ``before``: working seconds before it."""

    first: date
    horizon: int
    hours: Hours
    opens: list[int]
    closes: list[int]
    before: list[int]
    working: frozenset[int]

    @property
    def total(self) -> int:
        return self.before[-1] + self.closes[-1] - self.opens[-1] if self.opens else 0

    def worked(self, moment: int) -> int:
        """Working seconds before a moment."""
        at = bisect_right(self.opens, moment) - 1
        if at < 0:
            return 0
        return self.before[at] + min(moment, self.closes[at]) - self.opens[at]

    def moment(self, worked: int) -> int:
        """The first moment at which so many working seconds have passed; NEVER where there are too few."""
        at = bisect_left(self.before, worked) - 1
        if at < 0:
            return self.opens[0] if self.opens else NEVER
        found = self.opens[at] + worked - self.before[at]
        return found if found <= self.closes[at] else NEVER

    def after(self, moment: int, seconds: int) -> int:
        """When so many working seconds will have passed since a moment; for none, the moment itself."""
        return self.moment(self.worked(moment) + seconds) if seconds > 0 else moment

    def opening(self, moment: int) -> int:
        """The first moment from this one on at which work goes on."""
        at = bisect_right(self.closes, moment)
        return max(moment, self.opens[at]) if at < len(self.opens) else NEVER

    def close(self, day: date) -> int:
        """The end of work on a day; on a day off, the last second of the day."""
        midnight = self.midnight(day)
        if day.toordinal() not in self.working:
            return midnight + DAY - 1
        return midnight + self.hours.spans[-1][1] * 60

    def days_between(self, start: date, end: date) -> int:
        """Working days after a day and not after another."""
        return sum(n in self.working for n in range(start.toordinal() + 1, end.toordinal() + 1))

    def next_working(self, day: date) -> date:
        """The first working day after a day; the last of all days where there is none before the horizon."""
        last = self.day(self.horizon)
        following = (day + timedelta(n) for n in range(1, (last - day).days + 1))
        return next((day for day in following if day.toordinal() in self.working), date.max)

    def midnight(self, day: date) -> int:
        return (day - self.first).days * DAY

    def day(self, moment: int) -> date:
        return self.first + timedelta(days=moment // DAY)

    def seconds(self, length: Length, u: float) -> int:
        """A time drawn from its law; working time, or plain time for days."""
        return round(length.law.quantile(u) * self.unit(length))

    def unit(self, length: Length) -> int:
        return self.hours.seconds if length.unit == "working-days" else _UNITS[length.unit]


def working_time(scenario: Scenario) -> WorkingTime:
    """From the first day of a scenario to its last. Raises OutsideCalendar."""
    return _over(scenario.first, scenario.last, scenario.hours, scenario.calendar)


def _over(first: date, last: date, hours: Hours, calendar: Calendar) -> WorkingTime:
    opens: list[int] = []
    closes: list[int] = []
    before: list[int] = []
    working: set[int] = set()
    total = 0
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        if hours.every_day or calendar.is_working(day):
            working.add(day.toordinal())
            for start, end in hours.spans:
                opens.append(number * DAY + start * 60)
                closes.append(number * DAY + end * 60)
                before.append(total)
                total += (end - start) * 60
    horizon = ((last - first).days + 1) * DAY
    return WorkingTime(first, horizon, hours, opens, closes, before, frozenset(working))
