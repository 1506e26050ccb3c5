"""Who is away on which day: dates include both ends, what has dates comes before what is drawn."""

from __future__ import annotations

from datetime import date

from guiju.model.citation import NOWHERE
from guiju.scenarios.law import Fixed, Length
from guiju.scenarios.scenario import Absence, DailyAbsence, RandomAbsence, Vacancy
from guiju.simulate.draws import Draws
from guiju.simulate.situations import absences, situations
from guiju.simulate.working_time import working_time
from made_scenario import away, by, made, scenario

FIRST, LAST = date(2022, 3, 7), date(2022, 12, 31)
SOURCE = made({"r": by("p1")}, {"ann": ["p1"]})


def days_of(*listed: Absence) -> dict[int, str]:
    made_of = scenario(SOURCE, FIRST, LAST, absences=listed)
    return absences(made_of, working_time(made_of), Draws(1, 0))["ann"]


def test_both_ends_of_dates_belong_to_them() -> None:
    vacancy = Vacancy("p1", date(2022, 3, 9), date(2022, 3, 10))
    made_of = scenario(
        SOURCE, FIRST, LAST, vacancies=[vacancy], absences=[away("ann", FIRST, date(2022, 3, 9))]
    )
    found = situations(made_of, working_time(made_of), Draws(1, 0))
    assert [(s.since // 86_400, sorted(s.absent), sorted(s.vacant)) for s in found] == [
        (0, ["ann"], []),
        (2, ["ann"], ["p1"]),
        (3, [], ["p1"]),
        (4, [], []),
    ]


def test_dates_come_before_what_is_drawn_and_of_that_what_is_named_first() -> None:
    dated = away("ann", FIRST, date(2022, 3, 8), "ill")
    often, always = DailyAbsence(("ann",), "ill", 0.5, NOWHERE), DailyAbsence(("ann",), "away", 1.0, NOWHERE)
    found = days_of(always, dated)
    assert [found[day] for day in range(3)] == ["ill", "ill", "away"]
    assert set(days_of(always, often).values()) == {"away"}
    assert set(days_of(often, always).values()) == {"ill", "away"}


def test_drawn_absences_last_as_long_as_was_drawn() -> None:
    """Three days of the calendar; three working days, with the days off between them."""
    plain = days_of(RandomAbsence(("ann",), "away", 12, Length(Fixed(3), "days"), NOWHERE))
    runs = _runs(sorted(plain))
    assert len(runs) > 4
    assert all(length % 3 == 0 for _, length in runs[:-1])
    made_of = scenario(SOURCE, FIRST, LAST)
    for start, length in _runs(
        sorted(days_of(RandomAbsence(("ann",), "away", 12, Length(Fixed(3), "working-days"), NOWHERE)))
    )[:-1]:
        days = [date.fromordinal(FIRST.toordinal() + start + n) for n in range(length)]
        assert sum(map(made_of.calendar.is_working, days)) % 3 == 0
        assert made_of.calendar.is_working(days[-1])


def _runs(days: list[int]) -> list[tuple[int, int]]:
    """(first day, number of days) of each unbroken stretch."""
    found: list[tuple[int, int]] = []
    for day in days:
        if found and day == sum(found[-1]):
            found[-1] = (found[-1][0], found[-1][1] + 1)
        else:
            found.append((day, 1))
    return found
