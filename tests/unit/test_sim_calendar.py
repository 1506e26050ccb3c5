"""Days off, make-up days, odd hours and the edges of a scenario. Answers from the holiday notices, by hand."""

from __future__ import annotations

from datetime import date

import pytest
from guiju.model.procedure import Period
from guiju.scenarios.law import Fixed, Length
from guiju.scenarios.scenario import Hours, Regular
from guiju.simulate.measures import measures
from guiju.simulate.observation import Key
from guiju.simulate.punctuality import punctuality
from guiju.simulate.record import Run
from guiju.simulate.run import prepare, run
from guiju.simulate.working_time import NEVER, working_time
from made_scenario import (
    CITE,
    OFFICE_HOURS,
    ROUND_THE_CLOCK,
    by,
    fixed,
    made,
    on,
    scenario,
    workload,
)
from sim_invariants import check, watched

ANN = {"ann": ["p1"]}
HOUR, DAY = 3_600, 86_400


def signed(first: date, last: date, arrives: date, hours: float) -> Run:
    found = watched(scenario(made({"r": by("p1")}, ANN), first, last, workload("d", on(arrives)),
                             any_act=fixed(hours, "hours")))  # fmt: skip
    check(found)
    return found.run


@pytest.mark.parametrize(
    ("arrives", "hours", "ended"),
    [
        (date(2021, 9, 25), 1, "2021-09-26T09:00:00"),  # a Saturday off; the Sunday after it is worked
        (date(2021, 9, 24), 7, "2021-09-24T18:00:00"),
        (date(2021, 9, 24), 7.5, "2021-09-26T08:30:00"),
        (date(2021, 9, 30), 7.5, "2021-10-08T08:30:00"),  # seven days of holidays
        (date(2021, 10, 8), 14, "2021-10-09T18:00:00"),  # a Saturday that is worked
        (date(2021, 10, 8), 14.5, "2021-10-11T08:30:00"),
        (date(2021, 9, 24), 4.5, "2021-09-24T15:30:00"),  # over the midday break
    ],
)
def test_days_off_and_days_made_up_for(arrives: date, hours: float, ended: str) -> None:
    found = signed(date(2021, 9, 20), date(2021, 10, 31), arrives, hours)
    assert [found.clock(act.ended).isoformat() for act in found.acts] == [ended]


def test_a_holiday_of_eight_days() -> None:
    """1 to 8 October 2020 lie before the calendar; 29 September to 6 October 2023 are eight days."""
    found = signed(date(2023, 9, 25), date(2023, 10, 15), date(2023, 9, 28), 8)
    assert [found.clock(act.ended).isoformat() for act in found.acts] == ["2023-10-07T09:00:00"]
    (document,) = found.documents
    assert (document.spent.acting, document.spent.off) == (8 * HOUR, 9 * DAY + HOUR - 8 * HOUR)


def test_a_first_day_off() -> None:
    """What lies there on New Year's Day is taken up on the first working day, the 4th."""
    made_of = scenario(
        made({"r": by("p1")}, ANN), date(2022, 1, 1), date(2022, 1, 9), workload("d", backlog=1)
    )
    found = run(prepare(made_of), 1, 0)
    assert found.clock(found.documents[0].arrived).isoformat() == "2022-01-04T08:00:00"
    assert found.clock(found.acts[0].ended).isoformat() == "2022-01-04T08:10:00"


def test_a_scenario_without_a_working_day_has_no_work() -> None:
    made_of = scenario(
        made({"r": by("p1")}, ANN), date(2021, 10, 1), date(2021, 10, 7), workload("d", 500.0, backlog=3)
    )
    found = watched(made_of)
    check(found)
    assert found.run.documents == ()
    assert found.run.loads["ann"].present == 0


def test_what_is_unfinished_at_the_horizon_is_counted() -> None:
    """One is signed, one is on the desk, one waits: two are unfinished, and so is what they spent."""
    made_of = scenario(made({"r": by("p1")}, ANN), date(2022, 3, 7), date(2022, 3, 7), workload("d", backlog=3),
                       any_act=fixed(4, "hours"))  # fmt: skip
    found = watched(made_of)
    check(found)
    assert [d.finished for d in found.run.documents] == [12 * HOUR, None, None]
    assert [d.waits_at for d in found.run.documents] == [(), ("sign",), ("sign",)]
    assert [d.spent.acting for d in found.run.documents] == [4 * HOUR, 3 * HOUR, 0]
    assert [d.spent.busy for d in found.run.documents] == [0, 4 * HOUR, 7 * HOUR]
    assert found.run.loads["ann"].desk == 7 * HOUR
    observed = measures(found.prepared, found.run)
    assert [observed[Key(m, "d")].top for m in ("arrived", "finished", "unfinished")] == [3, 1, 2]


def test_regular_arrivals_on_a_day_off_come_on_the_next_working_day() -> None:
    every = Regular(date(2021, 9, 20), Period(1, "weeks"))
    made_of = scenario(
        made({"r": by("p1")}, ANN), date(2021, 9, 20), date(2021, 10, 17), workload("d", every)
    )
    days = [run_day.isoformat() for run_day in map(_day_of(run(prepare(made_of), 1, 0)), range(4))]
    assert days == ["2021-09-22", "2021-09-27", "2021-10-08", "2021-10-11"]


def _day_of(found: Run):  # type: ignore[no-untyped-def]
    return lambda number: found.day(found.documents[number].arrived)


# deadlines from receipt, and those that run out before they can be kept


def replying(acts: dict[str, list[str]], after: str | None, days: int, *, silence: bool = True) -> object:
    """A rulebook in which others reply within so many working days of receipt or of an act."""
    deadline = {
        "norm": "deadline", "act": "reply", "documents": ["d"], "within": f"{days} working-days", "cite": CITE,
        **({"after": after} if after else {}), **({"silence": "no-objection"} if silence else {}),
    }  # fmt: skip
    return made({"r": by("p1")}, ANN, acts=acts, procedure={"in-time": deadline})


@pytest.mark.parametrize(
    ("after", "ended"),
    [
        (None, "2022-03-09T18:00:00"),  # received on Monday: two working days
        ("draft", "2022-03-10T18:00:00"),  # drafted on Tuesday
    ],
)
def test_silence_from_receipt_and_from_an_act(after: str | None, ended: str) -> None:
    source = replying({"draft": [], "reply": ["draft"], "sign": ["reply"]}, after, 2)
    made_of = scenario(source, date(2022, 3, 7), date(2022, 3, 20), workload("d", on(date(2022, 3, 7)), also=["draft"]),  # type: ignore[arg-type]
                       acts={"draft": fixed(8, "hours"), "reply": fixed(90, "hours", replies=1)})  # fmt: skip
    found = watched(made_of)
    check(found)
    (reply,) = (act for act in found.run.acts if act.act == "reply")
    assert (found.run.clock(reply.ended).isoformat(), reply.how) == (ended, "silence")


def test_a_time_limit_that_ran_out_before_others_were_asked() -> None:
    """Two days from receipt, but the draft takes five: the silence is there as soon as they are asked."""
    source = replying({"draft": [], "reply": ["draft"], "sign": ["reply"]}, None, 2)
    made_of = scenario(source, date(2022, 3, 7), date(2022, 3, 20), workload("d", on(date(2022, 3, 7)), also=["draft"]),  # type: ignore[arg-type]
                       acts={"draft": fixed(29, "hours"), "reply": fixed(9, "hours", replies=1)})  # fmt: skip
    found = watched(made_of)
    check(found)
    (reply,) = (act for act in found.run.acts if act.act == "reply")
    assert (found.run.clock(reply.ended).isoformat(), reply.how) == ("2022-03-11T09:00:00", "silence")


def test_undecided_late_and_on_time_at_the_horizon() -> None:
    """Due on Wednesday: at the horizon on Wednesday undecided, on Thursday late."""
    source = replying({"reply": [], "sign": ["reply"]}, None, 2, silence=False)
    for last, outcome in ((date(2022, 3, 9), "undecided"), (date(2022, 3, 10), "late")):
        prepared = prepare(
            scenario(source, date(2022, 3, 7), last, workload("d", on(date(2022, 3, 7))),  # type: ignore[arg-type]
                     acts={"reply": fixed(90, "hours", replies=1)})
        )  # fmt: skip
        assert [d.outcome for d in punctuality(prepared, run(prepared, 1, 0))] == [outcome]


# working time


def test_working_time_against_counting_minutes() -> None:
    """A table of stretches against a loop over every minute of ten days."""
    for hours in (OFFICE_HOURS, ROUND_THE_CLOCK, Hours(((0, 720), (720, 1440))), Hours(((30, 45),))):
        made_of = scenario(made({"r": by("p1")}, ANN), date(2021, 9, 28), date(2021, 10, 9), hours=hours)
        time = working_time(made_of)
        calendar, worked = made_of.calendar, 0
        totals = {}
        for minute in range(12 * 1440):
            day, at = divmod(minute, 1440)
            on_day = hours.every_day or calendar.is_working(date.fromordinal(made_of.first.toordinal() + day))
            open_now = on_day and any(start <= at < end for start, end in hours.spans)
            moment = minute * 60
            assert time.worked(moment) == worked, (hours, minute)
            assert (time.opening(moment) == moment) == open_now
            totals.setdefault(worked, moment)
            worked += 60 * open_now
        assert time.total == worked
        for seconds, moment in totals.items():
            if seconds:
                assert time.moment(seconds) == moment
                assert time.after(0, seconds) == moment
        assert time.moment(worked + 1) == NEVER


def test_the_close_of_a_day_is_the_end_of_its_last_hours() -> None:
    made_of = scenario(made({"r": by("p1")}, ANN), date(2021, 9, 28), date(2021, 10, 9))
    time = working_time(made_of)
    assert time.close(date(2021, 9, 28)) == 18 * HOUR
    assert time.close(date(2021, 10, 2)) == 5 * DAY - 1


def test_times_in_working_days_are_of_the_hours_of_the_scenario() -> None:
    time = working_time(scenario(made({"r": by("p1")}, ANN), date(2021, 9, 28), date(2021, 10, 9)))
    assert time.seconds(Length(Fixed(2), "working-days"), 0.5) == 14 * HOUR
    assert time.seconds(Length(Fixed(1.5), "hours"), 0.5) == 5_400
