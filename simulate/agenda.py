"""Meetings of one body: topics are proposed, wait for the next meeting, and are decided there.

A planned meeting on a day off is held on the next working day. One that nobody may convene or chair, or
that has too few members, is put off to the first day on which it can be held, or not held at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial
from itertools import count
from typing import NamedTuple

from guiju.model.calendar import OutsideCalendar
from guiju.model.circumstance import NO_CASE
from guiju.model.due import last_day
from guiju.model.procedure import Cadence, Period
from guiju.scenarios.scenario import Meetings, Scenario
from guiju.simulate.clock import Order
from guiju.simulate.desk import HeldMeeting, Life, Task
from guiju.simulate.office import Office
from guiju.simulate.record import MeetingRecord


class Planned(NamedTuple):
    """One meeting of a series: the day on which it falls, and the working day on which it is to be held."""

    number: int
    nominal: date
    day: date


class Agenda:
    """The meetings of one body in one run. ``ready``: what waits for the next one, and since when."""

    def __init__(self, office: Office, plan: Meetings) -> None:
        self.office, self.plan = office, plan
        self.body = office.scenario.rulebook.bodies[plan.body]
        self.ready: list[tuple[int, Task]] = []
        series = tuple({item.day: item for item in planned_meetings(office.scenario, plan)}.values())
        for planned, following in zip(series, (*series[1:], None), strict=False):
            before = following.day if following else date.max
            self._on(planned.day, partial(self._attempt, planned, planned.day, before))

    def _on(self, day: date, call: Callable[[], None]) -> bool:
        """Do something at the hour of the meeting; False where that is after the horizon."""
        moment = self._start(day)
        self.office.clock.at(moment, Order.MEETING, call)
        return moment < self.office.clock.time.horizon

    def _start(self, day: date) -> int:
        return self.office.clock.time.midnight(day) + self.plan.at * 60

    def propose(self, task: Task) -> None:
        """A document that the body must decide: where the body has topics, its topic goes first."""
        if not self.body.topics:
            self.add(task)
            return
        office, type = self.office, self.body.topics[0]
        used = office.scenario.rulebook.documents[type].attributes
        case = office.cases.of(type, {id: value for id, value in task.life.plan.case.items() if id in used})
        office.begin(f"{task.life.name}/topic", office.plan(type, case, frozenset()), task.life.number, task)

    def add(self, task: Task) -> None:
        """It can be decided at the next meeting."""
        self.ready.append((self.office.clock.now, task))
        self.office.ledger.set_cause(task, "meeting")

    def review(self) -> None:
        """What a meeting that could not be held left waits for the next one once the body could meet."""
        if self.office.desks.asking.meets(self.body.id, NO_CASE, self.office.desks.situation):
            for _, task in self.ready:
                self.office.ledger.set_cause(task, "meeting")

    def _attempt(self, planned: Planned, day: date, before: date) -> None:
        """Hold a meeting on this day if that is possible, else on another day before the next one.

        Whoever sits in a meeting of another body is waited for.
        """
        office = self.office
        if office.desks.asking.meets(self.body.id, NO_CASE, office.desks.situation):
            sitting = [desk.rises for p in self._people() if (desk := office.desks.desks[p]).meetings]
            if sitting:
                office.clock.at(max(sitting), Order.MEETING, partial(self._attempt, planned, day, before))
            else:
                self._hold(planned, day)
            return
        for _, task in self.ready:
            office.ledger.set_cause(task, "nobody")
        later = office.clock.time.next_working(day)
        if (
            self.plan.postponed
            and later < before
            and self._on(later, partial(self._attempt, planned, later, before))
        ):
            return
        _, missing = office.desks.asking.at_meeting(self.body.id, office.desks.situation)
        start, limit = self._start(planned.day), self._cut_off(day)
        left = sum(since <= limit for since, _ in self.ready)
        office.meetings.append(MeetingRecord(self.body.id, start, None, None, False, missing, (), left, None))

    def _hold(self, planned: Planned, day: date) -> None:
        office, start = self.office, self.office.clock.now
        u = office.draws.uniform(f"meeting/{self.body.id}", "lasts", planned.number)
        end = office.clock.time.after(
            office.clock.time.opening(start), office.clock.time.seconds(self.plan.lasts, u)
        )
        items = self._in_time(day)
        taken = items if self.plan.capacity is None else items[: self.plan.capacity]
        self.ready = [entry for entry in self.ready if entry[1] not in taken]
        people = self._people()
        office.desks.sit(people, end)
        for _, task in self.ready:
            office.ledger.set_cause(task, "meeting")
        for task in taken:
            task.began = start
            office.ledger.set_cause(task, "acting")
        left = len(items) - len(taken)
        office.clock.at(end, Order.DONE, partial(self._rise, planned, day, start, taken, left, people))

    def _rise(
        self, planned: Planned, day: date, start: int, taken: list[Task], left: int, people: tuple[str, ...]
    ) -> None:
        """The meeting is over: what it took up is decided, and its minutes are to be made."""
        office = self.office
        decided = tuple(task.life.number for task in taken)
        office.desks.rise(people)
        minutes = self._minutes(planned)
        moved = day != planned.nominal
        office.meetings.append(
            MeetingRecord(
                self.body.id, self._start(planned.day), start, office.clock.now, moved, (), decided, left,
                minutes.number if minutes is not None else None,
            )
        )  # fmt: skip
        held = HeldMeeting(minutes)
        if minutes is not None:
            minutes.records = held
        for task in taken:
            task.life.meeting = held
            office.finish(task, "meeting")

    def _minutes(self, planned: Planned) -> Life | None:
        if not self.body.minutes:
            return None
        office, type = self.office, self.body.minutes[0]
        plan = office.plan(type, office.cases.of(type, {}), frozenset())
        return office.begin(f"{type}/{self.body.id}/{planned.number}", plan, None, None)

    def _in_time(self, day: date) -> list[Task]:
        """What was ready by the cut-off and may be decided in this situation, the oldest first."""
        limit = self._cut_off(day)
        return [task for since, task in self.ready if since <= limit and self._may_decide(task)]

    def _may_decide(self, task: Task) -> bool:
        question, office = task.plan.question, self.office
        assert question is not None
        return bool(office.desks.asking.choices(question, office.desks.situation, frozenset()))

    def _cut_off(self, day: date) -> int:
        """The close of the last day on which an item must be ready."""
        office, left = self.office, self.plan.cut_off
        if left == 0:
            return office.clock.now
        while left and day > office.scenario.first:
            day -= timedelta(1)
            left -= day.toordinal() in office.clock.time.working
        return office.clock.time.close(day) if left == 0 else -1

    def _people(self) -> tuple[str, ...]:
        """The members who are there, and those who convene and chair."""
        office = self.office
        acting, _ = office.desks.asking.at_meeting(self.body.id, office.desks.situation)
        incumbents = office.scenario.roster.incumbents
        people = {p for post in self.body.members for p in incumbents.get(post, ())}
        people |= {person for team in acting.values() for person in team}
        return tuple(sorted(person for person in people if person not in office.desks.situation.absent))


def planned_meetings(scenario: Scenario, plan: Meetings) -> Iterator[Planned]:
    """The series of a body from the first day of a scenario to its last; no series: one meeting."""
    norm = cadence(scenario, plan.body)
    every = plan.every or (norm.every if norm is not None else None)
    for number in count():
        try:
            nominal = (
                last_day(plan.first, Period(every.count * number, every.unit), scenario.calendar)
                if every
                else plan.first
            )
            working = scenario.hours.every_day or scenario.calendar.is_working(nominal)
            day = nominal if working else scenario.calendar.add(nominal, 1)
        except OutsideCalendar:
            return
        if nominal > scenario.last or (every is None and number):
            return
        if scenario.first <= day <= scenario.last:
            yield Planned(number, nominal, day)


def cadence(scenario: Scenario, body: str) -> Cadence | None:
    """The rule that says how often a body meets."""
    norms = scenario.rulebook.procedure.values()
    return next((norm for norm in norms if isinstance(norm, Cadence) and body in norm.bodies), None)
