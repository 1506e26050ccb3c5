"""One run: documents arrive, go through their acts, and everything that happens is written down.

It decides only *when* things happen; who may act, ``desks`` ask the rulebook.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Protocol

from guiju.model.calendar import OutsideCalendar
from guiju.model.due import last_day
from guiju.scenarios.scenario import Scenario
from guiju.simulate.arrivals import Arrived, Cases
from guiju.simulate.authority import Asking
from guiju.simulate.clock import Clock, Order
from guiju.simulate.desk import Life, Task
from guiju.simulate.desks import Desks
from guiju.simulate.draws import Draws
from guiju.simulate.ledger import Ledger
from guiju.simulate.plan import Plan
from guiju.simulate.record import ActDone, DocumentRecord, How, MeetingRecord, Situation, Spent
from guiju.simulate.working_time import NEVER, WorkingTime


class Agenda(Protocol):
    """Where documents wait for a meeting."""

    def propose(self, task: Task) -> None: ...

    def add(self, task: Task) -> None: ...

    def review(self) -> None: ...


class Office:
    """The documents of one run and their acts, with the clock, the ledger and the desks."""

    def __init__(
        self, scenario: Scenario, asking: Asking, time: WorkingTime, draws: Draws, now: Situation,
        plan: Callable[[str, Mapping[str, str], frozenset[str]], Plan], known_cases: Cases,
    ) -> None:  # fmt: skip
        self.scenario, self.draws, self.plan, self.cases = scenario, draws, plan, known_cases
        self.clock = Clock(time)
        self.ledger = Ledger(self.clock)
        busy = scenario.policy.substitutes == "when-busy"
        self.desks = Desks(sorted(scenario.roster.people), asking, self.ledger, self, now, busy)
        self.agendas: dict[str, Agenda] = {}
        self.lives: list[Life] = []
        self.acts: list[ActDone] = []
        self.meetings: list[MeetingRecord] = []
        self.asked = 0

    def expect(self, coming: Iterator[Arrived]) -> None:
        """Wait for the next document that comes in: a long list of what is due makes every event dear."""
        arrived = next(coming, None)
        if arrived is not None:
            self.clock.at(arrived.moment, Order.ARRIVAL, lambda: self._arrive(arrived, coming))

    def _arrive(self, arrived: Arrived, coming: Iterator[Arrived]) -> None:
        self.expect(coming)
        plan = self.plan(arrived.type, arrived.case, arrived.facts)
        self.begin(arrived.name, plan, None, None)

    def begin(self, name: str, plan: Plan, parent: int | None, watcher: Task | None) -> Life:
        waiting = [len(act.after) for act in plan.acts]
        life = Life(len(self.lives), name, plan, self.clock.now, parent, watcher, waiting)
        life.since, life.worked = self.clock.now, self.clock.worked
        self.lives.append(life)
        if watcher is not None:
            watcher.topic = life
        for place in [place for place, count in enumerate(waiting) if count == 0]:
            self._open(life, place)
        if not plan.acts:
            self._end(life)
        elif life.finished is None:
            self.ledger.account(life)
        return life

    def _open(self, life: Life, place: int) -> None:
        """An act could be done from now on, if somebody may and has time."""
        plan = life.plan.acts[place]
        task = Task(self.asked, life, place, plan, self.clock.now, since=self.clock.now)
        self.asked += 1
        life.open[place] = task
        match plan.doing:
            case "desk":
                self.desks.put(task)
            case "unnamed":
                self.unnamed(task)
            case "replies":
                self._ask_around(task)
            case "meeting":
                self._agenda(task).propose(task)
            case "link":
                self._link(task)

    def finish(self, task: Task, how: How) -> None:
        """An act is done; what waited for it alone can be done now."""
        life, act = task.life, task.plan.act
        self.desks.remove(task)
        self.ledger.leave(task)
        people = tuple(task.signed)
        began = task.asked if task.began is None else task.began
        self.acts.append(
            ActDone(
                life.number, act, people, tuple(task.signed.values()), task.rule, task.asked, began,
                self.clock.now, how, self.desks.number,
            )
        )  # fmt: skip
        life.done[act], life.ended[act] = people, self.clock.now
        del life.open[task.place]
        for place in task.plan.then:
            life.waiting[place] -= 1
            if life.waiting[place] == 0:
                self._open(life, place)
        if len(life.done) < len(life.plan.acts):
            self.ledger.account(life)
        else:
            self._end(life)

    def _end(self, life: Life) -> None:
        self.ledger.account(life)
        life.finished = self.clock.now
        if life.records is not None:
            for task in life.records.waiting:
                self.finish(task, "link")
        if life.watcher is not None:
            self._agenda(life.watcher).add(life.watcher)

    def _agenda(self, task: Task) -> Agenda:
        assert task.plan.body is not None
        return self.agendas[task.plan.body]

    def unnamed(self, task: Task) -> None:
        """Somebody whom nobody names does it, without a queue."""
        task.began = self.clock.opening()
        seconds = self.seconds(task, task.plan.act)
        self.ledger.set_cause(task, "acting")
        self.clock.at(self.clock.after(seconds), Order.DONE, lambda: self.finish(task, "unnamed"))

    def _ask_around(self, task: Task) -> None:
        """Other departments reply, each in its own time; silence may end the wait (逾期视为无不同意见).

        A reply at the very end of the last day is in time.
        """
        replies = [
            self.clock.after(self.seconds(task, f"{task.plan.act}/{n}"))
            for n in range(task.plan.work.replies)
        ]
        self.ledger.set_cause(task, "replies")
        expiry, last = max(self._silence(task), self.clock.now), max(replies)
        if last <= expiry:
            self.clock.at(last, Order.DONE, lambda: self.finish(task, "replies"))
        else:
            self.clock.at(expiry, Order.EXPIRY, lambda: self.finish(task, "silence"))

    def _silence(self, task: Task) -> int:
        """When silence counts as no objection; NEVER where it does not."""
        found = NEVER
        for norm in task.plan.limits:
            start = task.life.ended.get(norm.start) if norm.start is not None else task.life.arrived
            if norm.silence == "no-objection" and start is not None and norm.within is not None:
                try:
                    due = last_day(self.clock.time.day(start), norm.within, self.scenario.calendar)
                except OutsideCalendar:
                    continue
                found = min(found, self.clock.time.close(due))
        return found

    def _link(self, task: Task) -> None:
        """It is done when the minutes of the meeting that decided are."""
        meeting = task.life.meeting
        if meeting is None or meeting.minutes is None or meeting.minutes.finished is not None:
            self.finish(task, "link")
        else:
            self.ledger.set_cause(task, "meeting")
            meeting.waiting.append(task)

    def seconds(self, task: Task, purpose: str) -> int:
        """How long an act takes, or one person's share of it: the same in every scenario."""
        u = self.draws.uniform(task.life.name, purpose)
        return self.clock.time.seconds(task.plan.work.takes, u)

    def change(self, number: int, situation: Situation) -> None:
        """People leave and come back, posts fall vacant, mandates begin and end."""
        self.desks.change(number, situation)
        for agenda in self.agendas.values():
            agenda.review()

    def close(self) -> None:
        """Book what is under way at the horizon."""
        self.ledger.close(self.lives)
        self.desks.close()

    def documents(self) -> tuple[DocumentRecord, ...]:
        return tuple(
            DocumentRecord(
                life.number, life.name, life.plan.document, life.plan.case, life.plan.facts, life.arrived,
                life.finished, life.parent, Spent(*life.spent),
                tuple(task.plan.act for task in life.open.values()),
            )
            for life in self.lives
        )  # fmt: skip
