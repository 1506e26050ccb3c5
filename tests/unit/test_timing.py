"""Bounds of the numbered legs, against loops over days that know only which days are working days."""

from __future__ import annotations

from datetime import date, timedelta

import chinese_calendar  # type: ignore[import-untyped]
import pytest
from guiju.model.load.calendar import bundled_calendar
from guiju.model.procedure import Period
from guiju.model.reading import profile
from guiju.source import load
from guiju.verify.lint.ground import Ground
from guiju.verify.timing import Leg, Timing, bound, timings

ONE = timedelta(1)


def found(reading: str = "default") -> dict[tuple[str, str], Timing]:
    source = load("xiangshan-2021", None)
    ground = Ground(source.rulebook, source.roster, profile(source.rulebook.switches, reading))
    listed = timings(ground, tuple(source.rulebook.documents), bundled_calendar())
    return {(item.document, dict(item.choices).get("decided-by", "")): item for item in listed}


def works(day: date) -> bool:
    return bool(chinese_calendar.is_workday(day))


def later(day: date, count: int) -> date:
    while count:
        day += ONE
        count -= works(day)
    return day


def end(day: date, turns: int) -> date:
    """Seven working days for opinions, a fortnight or two to the meeting, five working days to issue."""
    meeting = later(day, 7) + timedelta(14 * turns)
    while not works(meeting):
        meeting += ONE
    return later(meeting, 5)


def taken(start: date, turns: int) -> int:
    last = end(start, turns)
    return sum(works(start + timedelta(n)) for n in range(1, (last - start).days + 1))


@pytest.mark.parametrize("turns", [1, 2])
def test_every_start_day_is_tried(turns: int) -> None:
    item = found()["normative-document", "executive-meeting"]
    result = item.caught if turns == 1 else item.missed
    assert result is not None
    first = date(2021, 1, 1)
    starts = (first + timedelta(n) for n in range((result.until - first).days + 1))
    days = [start for start in starts if works(start)]
    assert (days[0], len(days)) == (result.since, result.starts)
    assert max(taken(start, turns) for start in days) == result.longest
    assert min(taken(start, turns) for start in days) == result.shortest
    with pytest.raises(
        NotImplementedError
    ):  # the day after the last start would end in a year without a notice
        taken(later(result.until, 1), turns)


def test_the_words_give_less_than_the_calendar() -> None:
    """7 + 10 + 5 working days by the words; holidays and make-up days make it two more."""
    item = found()["normative-document", "executive-meeting"]
    assert item.caught is not None and item.missed is not None
    assert (item.caught.longest, item.missed.longest) == (24, 34)
    assert [(leg.act, leg.meeting) for leg in item.legs] == [
        ("reply", False),
        ("decide", True),
        ("issue", False),
    ]


def test_what_has_no_number_is_listed_and_what_issuing_bounds_is_not() -> None:
    item = found()["important-downward-document", "executive-meeting"]
    assert "sign" not in item.unnumbered, "it is signed before it is issued, and that has five days"
    assert {"review", "publish"} <= set(item.unnumbered)
    assert "sign" in found()["important-downward-document", "none"].unnumbered


def test_a_document_without_a_numbered_leg_has_no_row() -> None:
    assert not [document for document, _ in found() if document in ("audit-report", "office-document")]


def test_legs_that_do_not_fit_into_the_calendar_have_no_bound() -> None:
    long = (Leg("decide", "x", Period(90, "months"), True),)
    assert bound(bundled_calendar(), long, 1) is None
