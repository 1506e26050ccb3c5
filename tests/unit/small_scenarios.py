"""Small scenarios for tests: about any rulebook and roster, a few weeks long, made without a file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from guiju.model.citation import Span
from guiju.model.load.calendar import bundled_calendar
from guiju.model.office import Roster
from guiju.model.reading import profile
from guiju.model.rulebook import Rulebook
from guiju.model.text import Text
from guiju.scenarios.law import Fixed, Length
from guiju.scenarios.scenario import Arrival, Given, Hours, Listed, Policy, Scenario, Work, Workload

FIRST, LAST = date(2022, 3, 1), date(2022, 3, 31)
NOWHERE = Span("-", 0, 0)
HALF_AN_HOUR = Work(Length(Fixed(30.0), "minutes"))


def workload(
    document: str, count: int = 3, facts: Mapping[str, float] | None = None, first: date = FIRST
) -> Workload:
    """So many documents on the first morning."""
    arrivals = Listed(tuple(Arrival(first, {}, {}) for _ in range(count)))
    return Workload(document, arrivals, {}, facts or {}, (), {}, 0, NOWHERE)


def small(
    book: Rulebook, roster: Roster, documents: Iterable[str], mandates: Iterable[str] = (), **changes: Any
) -> Scenario:
    """Half an hour for each act, eight hours a day, nobody away."""
    parts: dict[str, Any] = {
        "id": "small", "title": Text("小", "small"), "note": None, "rulebook": book, "roster": roster,
        "calendar": bundled_calendar(), "first": FIRST, "last": LAST, "hours": Hours(((480, 960),)),
        "reading_name": "default", "reading": profile(book.switches, "default"),
        "workload": {id: workload(id) for id in documents}, "acts": {}, "any_act": HALF_AN_HOUR,
        "peaks": (), "meetings": {}, "absences": (), "vacancies": (),
        "mandates": tuple(Given(rule, FIRST, LAST) for rule in mandates), "worst": None,
        "policy": Policy(), "expects": (), "seed": 1, "assumed": (), "files": (),
    }  # fmt: skip
    return Scenario(**{**parts, **changes})
