"""From the absences of a scenario to situations: who is away on which day, drawn person by person.

Absences are of whole days. Those with dates come before those that are drawn, and of the drawn ones those
that the scenario names first.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from math import ceil, log

from guiju.scenarios.scenario import DailyAbsence, DatedAbsence, RandomAbsence, Scenario
from guiju.simulate.draws import Draws
from guiju.simulate.record import Situation
from guiju.simulate.working_time import DAY, WorkingTime

YEAR = 365.25


def situations(scenario: Scenario, time: WorkingTime, draws: Draws) -> tuple[Situation, ...]:
    """Every change of who is away, which posts are vacant and which mandates are given, in order."""
    days = (scenario.last - scenario.first).days + 1
    away = absences(scenario, time, draws)
    found: list[Situation] = []
    for number in range(days):
        day = scenario.first + timedelta(days=number)
        absent = {person: kinds[number] for person, kinds in away.items() if number in kinds}
        vacant = frozenset(v.post for v in scenario.vacancies if v.first <= day <= v.last)
        given = frozenset(g.rule for g in scenario.mandates if g.first <= day <= g.last)
        now = Situation(number * DAY, absent, vacant, given)
        if not found or (absent, vacant, given) != (found[-1].absent, found[-1].vacant, found[-1].given):
            found.append(now)
    return tuple(found)


def absences(scenario: Scenario, time: WorkingTime, draws: Draws) -> dict[str, dict[int, str]]:
    """Person -> number of the day -> kind of absence, people in the order of their ids."""
    away: dict[str, dict[int, str]] = {person: {} for person in sorted(scenario.roster.people)}
    for dated in scenario.absences:
        if isinstance(dated, DatedAbsence):
            for number in _numbers(scenario, dated.first, dated.last):
                away[dated.person][number] = dated.kind
    times: dict[tuple[str, str, str], int] = {}
    for absence in scenario.absences:
        if isinstance(absence, DatedAbsence):
            continue
        for person in absence.people:
            name = (type(absence).__name__, person, absence.kind)
            times[name] = times.get(name, -1) + 1
            entity = f"{'/'.join(name)}/{times[name]}"
            drawn = (
                _renewal(absence, entity, scenario, time, draws)
                if isinstance(absence, RandomAbsence)
                else _daily(absence, entity, scenario, draws)
            )
            for number in drawn:
                away[person].setdefault(number, absence.kind)
    return away


def _numbers(scenario: Scenario, first: date, last: date) -> range:
    start = max((first - scenario.first).days, 0)
    return range(start, min((last - scenario.first).days, (scenario.last - scenario.first).days) + 1)


def _daily(absence: DailyAbsence, entity: str, scenario: Scenario, draws: Draws) -> Iterator[int]:
    for number in range((scenario.last - scenario.first).days + 1):
        if draws.uniform(entity, "day", number) < absence.share:
            yield number


def _renewal(
    absence: RandomAbsence, entity: str, scenario: Scenario, time: WorkingTime, draws: Draws
) -> Iterator[int]:
    """Absences one after another: the time from the end of one to the start of the next has no memory."""
    if absence.per_year <= 0:
        return
    days = (scenario.last - scenario.first).days + 1
    between = max(YEAR / absence.per_year - _mean_days(absence, scenario), 0.0)
    at, n = 0.0, 0
    while at < days:
        at += -between * log(1 - draws.uniform(entity, "start", n))
        start = ceil(at)
        length = max(1, ceil(absence.lasts.law.quantile(draws.uniform(entity, "lasts", n))))
        last = start + length - 1
        if absence.lasts.unit != "days":
            last = _after_working_days(start, length, scenario, time)
        yield from range(start, min(last + 1, days))
        at, n = float(last + 1), n + 1


def _mean_days(absence: RandomAbsence, scenario: Scenario) -> float:
    mean = absence.lasts.law.mean
    return mean if absence.lasts.unit == "days" or scenario.hours.every_day else mean * 7 / 5


def _after_working_days(start: int, length: int, scenario: Scenario, time: WorkingTime) -> int:
    """The day with which so many working days from a day on end; the horizon where there are too few."""
    days = (scenario.last - scenario.first).days + 1
    for number in range(start, days):
        if (scenario.first + timedelta(days=number)).toordinal() in time.working:
            length -= 1
            if length == 0:
                return number
    return days
