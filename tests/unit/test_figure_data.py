"""What the figures show, against runs made by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest
from guiju.simulate.figure_data import (
    Away,
    LeadTimes,
    Stuck,
    absences,
    lead_times,
    quantile,
    stuck,
    waiting,
)
from guiju.simulate.record import Situation, Stay
from runs import DAY, HOUR, document, empty, small

NOBODY = frozenset[str]()


def test_unfinished_documents_are_kept_apart_with_their_age() -> None:
    found = {row.type: row for row in lead_times([small()])}
    assert found["letter"] == LeadTimes("letter", (3 - 9 / 24,), (6.0,))
    assert found["topic"].unfinished == ()


def test_lead_times_of_all_runs_in_order_of_the_median() -> None:
    one = replace(empty(), documents=(document(0, "b", 0, 4 * DAY), document(1, "a", 0, 9 * DAY)))
    two = replace(empty(), documents=(document(0, "b", 0, 2 * DAY), document(1, "c", 0, None)))
    assert lead_times([one, two]) == (
        LeadTimes("c", (), (28.0,)),
        LeadTimes("b", (2.0, 4.0), ()),
        LeadTimes("a", (9.0,), ()),
    )


def test_lead_times_in_another_unit() -> None:
    (row,) = lead_times(
        [replace(empty(), documents=(document(0, "b", DAY, 3 * DAY),))], lambda a, b: (b - a) / HOUR
    )
    assert row.finished == (48.0,)


@pytest.mark.parametrize(
    ("values", "share", "expected"),
    [((), 0.5, None), ((3.0,), 0.9, 3.0), ((1.0, 2.0, 4.0), 0.5, 2.0), ((1.0, 2.0, 4.0), 0.75, 3.0),
     ((1.0, 2.0), 1.0, 2.0), ((1.0, 2.0), 0.0, 1.0)],
)  # fmt: skip
def test_quantiles(values: tuple[float, ...], share: float, expected: float | None) -> None:
    assert quantile(values, share) == expected


def test_waiting_is_an_average_over_each_week() -> None:
    stays = (
        Stay(0, "meeting", 5 * DAY, 9 * DAY),
        Stay(1, "meeting", 6 * DAY, 7 * DAY),
        Stay(1, "busy", 7 * DAY, 14 * DAY),
        Stay(2, "replies", 13 * DAY, 17 * DAY),
    )
    found = waiting(replace(empty(17 * DAY), stays=stays))
    assert found.weeks == ((0, 7 * DAY), (7 * DAY, 14 * DAY), (14 * DAY, 17 * DAY))
    assert found.documents["meeting"] == (3 / 7, 2 / 7, 0)
    assert found.documents["busy"] == (0, 1, 0)
    assert found.documents["replies"] == (0, 1 / 7, 1)
    assert found.documents["nobody"] == found.documents["acting"] == (0, 0, 0)


def test_no_second_of_waiting_is_lost() -> None:
    run = small()
    found = waiting(run)
    for cause, means in found.documents.items():
        drawn = sum(m * (until - since) for m, (since, until) in zip(means, found.weeks, strict=True))
        assert drawn == pytest.approx(sum(s.until - s.since for s in run.stays if s.cause == cause))


def test_absences_last_over_changes_of_other_things() -> None:
    assert absences(small()) == (
        Away("lu", "leave", DAY, 2 * DAY),
        Away("lu", "trip", 2 * DAY, 10 * DAY),
        Away("qi", "leave", 2 * DAY, 3 * DAY),
    )


def test_coming_back_and_leaving_again_are_two_absences() -> None:
    situations = tuple(
        Situation(day * DAY, {"lu": "leave"} if away else {}, NOBODY, NOBODY)
        for day, away in ((0, True), (2, False), (5, True), (28, False))
    )
    assert absences(replace(empty(), situations=situations)) == (
        Away("lu", "leave", 0, 2 * DAY),
        Away("lu", "leave", 5 * DAY, 28 * DAY),
    )


def test_stuck_counts_documents_of_a_type_at_a_time() -> None:
    documents = tuple(document(n, "letter" if n < 3 else "topic", 0, None) for n in range(4))
    stays = (
        Stay(0, "nobody", 0, 5 * DAY),
        Stay(1, "nobody", 2 * DAY, 3 * DAY),
        Stay(2, "nobody", 5 * DAY, 6 * DAY),
        Stay(2, "nobody", 8 * DAY, 8 * DAY),
        Stay(2, "busy", 8 * DAY, 9 * DAY),
        Stay(3, "nobody", 20 * DAY, 28 * DAY),
    )
    assert stuck(replace(empty(), documents=documents, stays=stays)) == (
        Stuck("letter", 1, 0, 2 * DAY),
        Stuck("letter", 2, 2 * DAY, 3 * DAY),
        Stuck("letter", 1, 3 * DAY, 6 * DAY),
        Stuck("topic", 1, 20 * DAY, 28 * DAY),
    )


def test_nothing_to_show() -> None:
    assert lead_times([empty()]) == absences(empty()) == stuck(empty()) == ()


def test_an_absence_that_begins_at_the_horizon_is_none() -> None:
    late = Situation(28 * DAY, {"lu": "leave"}, NOBODY, NOBODY)
    assert absences(replace(empty(), situations=(late,))) == ()
