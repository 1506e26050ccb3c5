"""Answers that need no queue, worked out from the calendar and the articles by hand."""

from __future__ import annotations

from datetime import date

import pytest
from guiju.model.load.calendar import bundled_calendar
from guiju.model.reading import profile
from guiju.scenarios.law import Fixed
from guiju.simulate.punctuality import punctuality
from guiju.simulate.record import Run
from guiju.simulate.run import prepare, run
from guiju.source import Source
from made_scenario import away, fixed, meeting, on, scenario, taking, workload
from sim_invariants import check, watched

CONSULTED = {"draft": fixed(0), "consult": fixed(0)}


def opinions(source: Source, hours: float, silence: str = "every-late-reply") -> Run:
    """A normative document sent to other departments on 2021-09-24, one of the seven-day classes."""
    reading = {**profile(source.rulebook.switches, "default"), "reply-silence": silence}
    acts = {**CONSULTED, "reply": taking(Fixed(hours), "hours", replies=2)}
    work = workload(
        "normative-document", on(date(2021, 9, 24)), facts={"seven-day-class": 1.0},
        also=("draft", "consult", "reply"), case={"decided-by": "none", "in-charge": "deputy-2"},
    )  # fmt: skip
    found = watched(
        scenario(source, date(2021, 9, 20), date(2021, 10, 31), work, acts=acts, reading=reading, mandates=[])
    )
    check(found)
    return found.run


def test_an_opinion_request_falls_silent_at_the_close_of_the_last_day(xiangshan: Source) -> None:
    """Seven working days from Friday 24 September: a make-up Sunday and Saturday and a week of holidays."""
    found = opinions(xiangshan, 1000)
    (reply,) = (act for act in found.acts if act.act == "reply")
    assert (found.clock(reply.ended).isoformat(), reply.how) == ("2021-10-09T18:00:00", "silence")


def test_a_reply_at_the_very_end_of_the_last_day_is_a_reply(xiangshan: Source) -> None:
    """From the opening on the 24th to the close on the 9th lie eight working days of seven hours."""
    for hours, how, ended in (
        (56.0, "replies", "2021-10-09T18:00:00"),
        (56.0 + 1 / 3600, "silence", "2021-10-09T18:00:00"),
        (56.0 - 1 / 3600, "replies", "2021-10-09T17:59:59"),
    ):
        found = opinions(xiangshan, hours)
        (reply,) = (act for act in found.acts if act.act == "reply")
        assert (found.clock(reply.ended).isoformat(), reply.how) == (ended, how)


def test_where_silence_says_nothing_the_wait_goes_on(xiangshan: Source) -> None:
    found = opinions(xiangshan, 70, "after-agreement-only")
    (reply,) = (act for act in found.acts if act.act == "reply")
    assert (found.clock(reply.ended).isoformat(), reply.how) == ("2021-10-12T18:00:00", "replies")


@pytest.mark.parametrize(("days", "outcome"), [(5.5, "on-time"), (6, "late")])
def test_a_document_passed_on_the_28th_is_due_on_the_11th(
    xiangshan: Source, days: float, outcome: str
) -> None:
    """Passed at eleven on 28 September; the five working days end on 11 October, after the holidays."""
    acts = {**CONSULTED, "issue": fixed(days * 7 - 2, "hours")}
    work = workload(
        "order", on(date(2021, 9, 27)), case={"decided-by": "executive-meeting"}, also=("issue",)
    )  # fmt: skip
    made_of = scenario(
        xiangshan, date(2021, 9, 27), date(2021, 10, 31), work, acts=acts, any_act=fixed(0),
        meetings=[meeting("executive-meeting", date(2021, 9, 28))],
    )  # fmt: skip
    prepared = prepare(made_of)
    found = run(prepared, 1, 0)
    (decided,) = (act for act in found.acts if act.act == "decide")
    (issued,) = (act for act in found.acts if act.act == "issue" and act.document == decided.document)
    assert found.clock(decided.ended).isoformat() == "2021-09-28T11:00:00"
    assert found.day(issued.ended) == date(2021, 10, 11 if outcome == "on-time" else 12)
    dated = [d for d in punctuality(prepared, found) if d.norm == "decided-documents-are-issued-in-five-days"]
    assert [item.outcome for item in dated] == [outcome]


ILL = (date(2022, 5, 9), date(2022, 6, 5))
PRESIDED = {
    "meeting-without-head": "presider",
    "presiding-trigger": "any-inability",
    "mandate-timing": "standing",
    "presiding-scope": "signs",
}


def with_head_ill(source: Source, switches: dict[str, str], mandates: list[str]) -> Run:
    """Executive meetings every fortnight from 10 January by the rulebook's cadence; the head ill for four weeks."""
    reading = {**profile(source.rulebook.switches, "default"), **switches}
    work = workload("order", 50, case={"decided-by": "executive-meeting"}, also=("issue",))
    found = watched(scenario(
        source, date(2022, 1, 1), date(2022, 6, 30), work, reading=reading, mandates=mandates,
        meetings=[meeting("executive-meeting", date(2022, 1, 10))], absences=[away("mayor", *ILL, "ill")],
    ))  # fmt: skip
    check(found)
    return found.run


def within(run: Run) -> list[date]:
    """The days in the four weeks on which the executive meeting met."""
    held = [run.day(m.held) for m in run.meetings if m.held is not None]
    return [day for day in held if ILL[0] <= day <= ILL[1]]


def test_without_the_head_no_executive_meeting(xiangshan: Source) -> None:
    found = with_head_ill(xiangshan, {"meeting-without-head": "head-only"}, ["presiding"])
    assert within(found) == []
    planned = [found.day(m.planned) for m in found.meetings]
    missing = [set(m.missing) for m in found.meetings if m.held is None]
    assert missing == [{"convene", "preside"}], (
        "that of 16 May; that of 30 May is put off to the Monday after"
    )
    assert date(2022, 5, 16) in planned
    moved = [
        (found.day(m.planned), found.day(m.held)) for m in found.meetings if m.moved and m.held is not None
    ]
    assert (date(2022, 5, 30), date(2022, 6, 6)) in moved


def test_with_a_presider_for_any_inability_and_standing_mandates_all_are_held(xiangshan: Source) -> None:
    found = with_head_ill(xiangshan, PRESIDED, ["presiding"])
    assert within(found) == [date(2022, 5, 16), date(2022, 5, 30)]
    assert all(m.held is not None for m in found.meetings)


@pytest.mark.parametrize("switch", ["meeting-without-head", "presiding-trigger", "mandate-timing"])
def test_every_one_of_the_three_switches_is_needed(xiangshan: Source, switch: str) -> None:
    default = profile(xiangshan.rulebook.switches, "default")[switch]
    assert within(with_head_ill(xiangshan, {**PRESIDED, switch: default}, ["presiding"])) == []


def test_the_mandate_must_be_given(xiangshan: Source) -> None:
    assert within(with_head_ill(xiangshan, PRESIDED, [])) == []


def test_the_days_counted_here_are_those_of_the_calendar() -> None:
    calendar = bundled_calendar()
    assert calendar.add(date(2021, 9, 24), 7) == date(2021, 10, 9)
    assert calendar.add(date(2021, 9, 28), 5) == date(2021, 10, 11)
