"""Due days: counted by the calendar, from what was done, and what silence then means."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from guiju.model.calendar import OutsideCalendar
from guiju.model.due import Clause, Days, DeadlineNow, by_silence, deadlines, last_day
from guiju.model.load.calendar import bundled_calendar
from guiju.model.procedure import Deadline, Period
from guiju.source import load
from hypothesis import given
from hypothesis import strategies as st

BOOK = load(str(Path(__file__).parent.parent / "cases" / "good" / "desk.yaml"), None).rulebook
CALENDAR = bundled_calendar()
D = date.fromisoformat


def clause(id: str, *, provided: tuple[str, ...] = (), unless: tuple[str, ...] = ()) -> Clause:
    norm = BOOK.procedure[id]
    assert isinstance(norm, Deadline)
    return norm, provided, unless


def one(
    id: str, today: str, received: str | None = None, unless: tuple[str, ...] = (), **done: str
) -> DeadlineNow:
    days = {act.replace("_", "-"): D(day) for act, day in done.items()}
    found = deadlines(
        [clause(id, unless=unless)], Days(D(received) if received else None, days, D(today)), CALENDAR
    )
    return found[0]


@pytest.mark.parametrize(
    ("start", "period", "last"),
    [
        ("2026-09-21", Period(3, "working-days"), "2026-09-24"),
        ("2026-09-24", Period(1, "working-days"), "2026-09-28"),  # 中秋 25 to 27 September
        ("2026-09-30", Period(3, "working-days"), "2026-10-10"),  # 国庆, and Saturday the 10th is worked
        ("2026-11-20", Period(2, "days"), "2026-11-22"),
        ("2026-11-20", Period(1, "weeks"), "2026-11-27"),
        ("2026-01-31", Period(1, "months"), "2026-02-28"),
        ("2024-01-31", Period(1, "months"), "2024-02-29"),
        ("2026-12-31", Period(2, "months"), "2027-02-28"),
        ("2026-11-30", Period(12, "months"), "2027-11-30"),
        ("2026-03-15", Period(10, "months"), "2027-01-15"),
    ],
)
def test_last_days(start: str, period: Period, last: str) -> None:
    assert last_day(D(start), period, CALENDAR) == D(last)


@given(st.dates(D("2021-01-01"), D("2026-10-01")), st.integers(1, 30))
def test_working_days_are_the_ones_that_lie_between(start: date, count: int) -> None:
    last = last_day(start, Period(count, "working-days"), CALENDAR)
    after = (start + timedelta(n) for n in range(1, (last - start).days + 1))
    assert CALENDAR.is_working(last)
    assert sum(map(CALENDAR.is_working, after)) == count


@given(st.dates(D("1900-01-01"), D("2199-12-31")), st.integers(1, 9999))
def test_months_keep_the_day_where_the_month_has_it(start: date, count: int) -> None:
    last = last_day(start, Period(count, "months"), CALENDAR)
    assert (last.year * 12 + last.month) - (start.year * 12 + start.month) == count
    assert last.day == start.day or (last.day < start.day and (last + timedelta(1)).day == 1)


def test_no_guess_outside_the_calendar() -> None:
    with pytest.raises(OutsideCalendar):
        last_day(D("2026-12-30"), Period(7, "working-days"), CALENDAR)


@pytest.mark.parametrize(
    ("today", "done", "state"),
    [
        ("2026-11-20", {}, "not-started"),
        ("2026-11-23", {"decide": "2026-11-23"}, "running"),
        ("2026-11-30", {"decide": "2026-11-23"}, "running"),
        ("2026-12-01", {"decide": "2026-11-23"}, "overdue"),
        ("2026-12-09", {"decide": "2026-11-23", "print": "2026-11-30"}, "met"),
        ("2026-12-09", {"decide": "2026-11-23", "print": "2026-12-01"}, "late"),
    ],
)
def test_states_of_a_deadline(today: str, done: dict[str, str], state: str) -> None:
    found = one("printed-in-five-days", today, **done)
    assert found.state == state
    assert found.due == (D("2026-11-30") if "decide" in done else None)


def test_a_deadline_from_receipt() -> None:
    assert one("checked-in-a-week", "2026-11-23").state == "not-started"
    found = one("checked-in-a-week", "2026-11-28", received="2026-11-20")
    assert (found.state, found.due) == ("overdue", D("2026-11-27"))


def test_words_set_no_day() -> None:
    found = one("posted-promptly", "2026-11-28", print="2026-01-05")
    assert (found.state, found.due) == ("no-number", None)
    assert one("posted-promptly", "2026-11-28", print="2026-01-05", post="2026-11-02").state == "met"


@pytest.mark.parametrize(
    ("done", "state"),
    [
        ({}, "no-number"),
        ({"meet": "2026-11-20"}, "overdue"),
        ({"send_papers": "2026-11-20"}, "met"),
        ({"send_papers": "2026-11-20", "meet": "2026-11-20"}, "met"),
        ({"send_papers": "2026-11-21", "meet": "2026-11-20"}, "late"),
    ],
)
def test_before_an_act(done: dict[str, str], state: str) -> None:
    assert one("papers-first", "2026-11-28", **done).state == state


def test_silence_ends_a_step_on_its_last_day_and_not_before() -> None:
    assert one("replies-are-quick", "2026-09-24", consult="2026-09-21").state == "running"
    found = one("replies-are-quick", "2026-09-25", consult="2026-09-21")
    assert found.state == "silent"
    assert by_silence([found]) == {"reply": D("2026-09-24")}
    assert one("replies-are-quick-anyway", "2026-09-25", consult="2026-09-21").state == "overdue"


def test_silence_binds_nobody_to_whom_an_excuse_may_apply() -> None:
    found = one("replies-are-quick", "2026-09-25", unless=("urgent",), consult="2026-09-21")
    assert found.state == "overdue" and found.firm
    assert by_silence([found]) == {}


def test_a_step_done_by_silence_sets_the_next_deadline_running() -> None:
    norm, _, _ = clause("replies-are-quick")
    after = Deadline(
        **{**_fields(norm), "id": "after", "act": "check", "start": "reply", "silence": "nothing"}
    )
    found = deadlines(
        [(after, (), ()), (norm, (), ())], Days(None, {"consult": D("2026-09-21")}, D("2026-09-29")), CALENDAR
    )
    assert [(item.state, item.start, item.due) for item in found] == [
        ("running", D("2026-09-24"), D("2026-09-30")),
        ("silent", D("2026-09-21"), D("2026-09-24")),
    ]


def _fields(norm: Deadline) -> dict[str, object]:
    return {name: getattr(norm, name) for name in Deadline.__dataclass_fields__}
