"""Deadlines of a run: what was on time, late, settled by silence, or not yet due at the horizon."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple

from guiju.model.calendar import OutsideCalendar
from guiju.model.due import last_day
from guiju.model.procedure import Deadline
from guiju.simulate.record import ActDone, DocumentRecord, Run
from guiju.simulate.run import Prepared

Outcome = Literal["on-time", "late", "silent", "undecided"]


class Dated(NamedTuple):
    """One deadline of one document. ``days``: working days from its start to the act, or to the horizon."""

    norm: str
    document: int
    outcome: Outcome
    days: int


def punctuality(prepared: Prepared, run: Run) -> Iterator[Dated]:
    """Every numbered deadline of every document whose start has come."""
    acts: dict[int, dict[str, ActDone]] = {}
    for act in run.acts:
        acts.setdefault(act.document, {})[act.act] = act
    for document in run.documents:
        done = acts.get(document.number, {})
        for norm in prepared.plan(document.type, document.case, document.facts).deadlines:
            dated = _dated(prepared, run, document, norm, done)
            if dated is not None:
                yield dated


def _dated(
    prepared: Prepared, run: Run, document: DocumentRecord, norm: Deadline, done: Mapping[str, ActDone]
) -> Dated | None:
    started = (
        document.arrived if norm.start is None else done[norm.start].ended if norm.start in done else None
    )
    if started is None or norm.within is None or norm.before:
        return None
    start, calendar = run.day(started), prepared.scenario.calendar
    act = done.get(norm.act)
    end = run.day(act.ended if act is not None else run.horizon - 1)
    days = prepared.time.days_between(start, end)
    try:
        due = last_day(start, norm.within, calendar)
    except OutsideCalendar:
        return Dated(norm.id, document.number, "undecided" if act is None else "on-time", days)
    if act is None:
        return Dated(norm.id, document.number, "late" if due < end else "undecided", days)
    outcome: Outcome = "silent" if act.how == "silence" else "on-time" if end <= due else "late"
    return Dated(norm.id, document.number, outcome, days)
