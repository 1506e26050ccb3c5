"""One run: documents arrive, people work through them, and everything that happens is written down.

It decides only *when* things happen. What happens at one instant happens in a stated order: people leave
and come back, acts end and replies come in, time limits run out, meetings begin, documents arrive.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from enum import IntEnum
from typing import Protocol

import simpy
from guiju.model.calendar import OutsideCalendar
from guiju.model.due import last_day
from guiju.scenarios.law import Length
from guiju.scenarios.scenario import Scenario
from guiju.simulate.arrivals import Arrived, Cases
from guiju.simulate.authority import Asking, Choices
from guiju.simulate.desk import Desk, Life, Part, Task
from guiju.simulate.draws import Draws
from guiju.simulate.plan import Plan
from guiju.simulate.record import (
    CAUSES,
    ActDone,
    Cause,
    DocumentRecord,
    How,
    Load,
    MeetingRecord,
    Situation,
    Spent,
    Stay,
    Stuck,
)
from guiju.simulate.working_time import NEVER, WorkingTime
from simpy.events import EventPriority

NOBODY: frozenset[str] = frozenset()
RANK: Mapping[Cause | None, int] = {cause: place for place, cause in enumerate(CAUSES)}


class Order(IntEnum):
    """What comes first of things at the same instant."""

    SITUATION = 0
    DONE = 1
    EXPIRY = 2
    MEETING = 3
    ARRIVAL = 4


class Agenda(Protocol):
    """Where documents wait for a meeting."""

    def propose(self, task: Task) -> None: ...

    def add(self, task: Task) -> None: ...

    def review(self) -> None: ...


class Office:
    """The state of one run."""

    def __init__(
        self, scenario: Scenario, asking: Asking, time: WorkingTime, draws: Draws, now: Situation,
        plan: Callable[[str, Mapping[str, str], frozenset[str]], Plan], known_cases: Cases,
    ) -> None:  # fmt: skip
        self.scenario, self.asking, self.time, self.draws = scenario, asking, time, draws
        self.plan, self.cases = plan, known_cases
        self.busy_is_enough = scenario.policy.substitutes == "when-busy"
        self.env = simpy.Environment()
        self.now, self.worked = 0, time.worked(0)
        self.situation, self.number = now, 0
        self.desks = {person: Desk(person) for person in sorted(scenario.roster.people)}
        self.lives: list[Life] = []
        self.tasks: dict[int, Task] = {}
        self.asked = 0
        self.settled = True
        self.acts: list[ActDone] = []
        self.meetings: list[MeetingRecord] = []
        self.stays: list[Stay] = []
        self.stuck: dict[Stuck, int] = {}
        self.agendas: dict[str, Agenda] = {}
        for person in now.absent:
            self.desks[person].away = True

    def at(self, moment: int, order: Order, call: Callable[[], None]) -> None:
        """Do something at a moment; nothing after the horizon."""
        if moment >= self.time.horizon:
            return
        event = simpy.Event(self.env)
        event._ok, event._value = True, None
        event.callbacks.append(lambda _: self._do(moment, call))
        self.env.schedule(event, EventPriority(order), moment - self.now)

    def _do(self, moment: int, call: Callable[[], None]) -> None:
        """The clock is read once for all that happens in one event; so are the working seconds before it."""
        self.now, self.worked = moment, self.time.worked(moment)
        call()

    # documents

    def arrive(self, arrived: Arrived) -> None:
        plan = self.plan(arrived.type, arrived.case, arrived.facts)
        self.begin(arrived.name, plan, None, None)

    def begin(self, name: str, plan: Plan, parent: int | None, watcher: Task | None) -> Life:
        waiting = [len(act.after) for act in plan.acts]
        life = Life(len(self.lives), name, plan, self.now, parent, watcher, waiting)
        life.since, life.worked = self.now, self.worked
        self.lives.append(life)
        if watcher is not None:
            watcher.topic = life
        for place in [place for place, count in enumerate(waiting) if count == 0]:
            self._open(life, place)
        if not plan.acts:
            self._end(life)
        elif life.finished is None:
            self._account(life)
        return life

    def _open(self, life: Life, place: int) -> None:
        """An act could be done from now on, if somebody may and has time."""
        plan = life.plan.acts[place]
        task = Task(self.asked, life, place, plan, self.now, since=self.now)
        self.asked += 1
        life.open[place] = task
        match plan.doing:
            case "desk":
                self.tasks[task.number] = task
                self._offer(task)
            case "unnamed":
                self._unnamed(task)
            case "replies":
                self._ask_around(task)
            case "meeting":
                self._agenda(task).propose(task)
            case "link":
                self._link(task)

    def finish(self, task: Task, how: How) -> None:
        """An act is done; what waited for it alone can be done now."""
        life, act = task.life, task.plan.act
        self.tasks.pop(task.number, None)
        self._leave(task)
        people = tuple(task.signed)
        began = task.asked if task.began is None else task.began
        self.acts.append(
            ActDone(
                life.number, act, people, tuple(task.signed.values()), task.rule, task.asked, began,
                self.now, how, self.number,
            )
        )  # fmt: skip
        life.done[act], life.ended[act] = people, self.now
        del life.open[task.place]
        for place in task.plan.then:
            life.waiting[place] -= 1
            if life.waiting[place] == 0:
                self._open(life, place)
        if len(life.done) < len(life.plan.acts):
            self._account(life)
        else:
            self._end(life)

    def _end(self, life: Life) -> None:
        self._account(life)
        life.finished = self.now
        if life.records is not None:
            for task in life.records.waiting:
                self.finish(task, "link")
        if life.watcher is not None:
            self._agenda(life.watcher).add(life.watcher)

    def _agenda(self, task: Task) -> Agenda:
        assert task.plan.body is not None
        return self.agendas[task.plan.body]

    # causes

    def set_cause(self, task: Task, cause: Cause) -> None:
        if task.cause != cause or task.life.cause is None:
            self._leave(task)
            task.cause = cause
            self._account(task.life)

    def _leave(self, task: Task) -> None:
        """Book how long an act had nobody who may do it; what a topic waits for is booked to the topic."""
        if task.cause == "nobody" and (task.topic is None or task.topic.finished is not None):
            rules = task.plan.question.rules if task.plan.question else ()
            key = Stuck(task.life.plan.document, task.plan.act, rules)
            spent = self.worked - self.time.worked(task.since)
            self.stuck[key] = self.stuck.get(key, 0) + spent
        task.since = self.now

    def _account(self, life: Life) -> None:
        """Book the time since the last change to its cause, and note the cause from now on."""
        now = self.now
        if life.cause is not None and now > life.since:
            worked = self.worked - life.worked
            life.spent[RANK[life.cause]] += worked
            life.spent[-1] += now - life.since - worked
            self.stays.append(Stay(life.number, life.cause, life.since, now))
        life.since, life.worked = now, self.worked
        before = life.cause
        causes = [task.cause for task in life.open.values()]
        life.cause = causes[0] if len(causes) == 1 else min(causes, key=RANK.__getitem__, default=None)
        if life.watcher is not None and life.cause is not None and life.cause != before:
            self.set_cause(life.watcher, life.cause)

    # acts without a desk

    def _unnamed(self, task: Task) -> None:
        """Somebody whom nobody names does it, without a queue."""
        task.began = self.time.opening(self.now)
        seconds = self._seconds(task, task.plan.work.takes, task.plan.act)
        self.set_cause(task, "acting")
        self.at(self.time.after(task.began, seconds), Order.DONE, lambda: self.finish(task, "unnamed"))

    def _ask_around(self, task: Task) -> None:
        """Other departments reply, each in its own time; silence may end the wait (逾期视为无不同意见).

        A reply at the very end of the last day is in time.
        """
        work, start = task.plan.work, self.time.opening(self.now)
        replies = [
            self.time.after(start, self._seconds(task, work.takes, f"{task.plan.act}/{n}"))
            for n in range(work.replies)
        ]
        self.set_cause(task, "replies")
        expiry, last = max(self._silence(task), self.now), max(replies)
        if last <= expiry:
            self.at(last, Order.DONE, lambda: self.finish(task, "replies"))
        else:
            self.at(expiry, Order.EXPIRY, lambda: self.finish(task, "silence"))

    def _silence(self, task: Task) -> int:
        """When silence counts as no objection; NEVER where it does not."""
        found = NEVER
        for norm in task.plan.limits:
            start = task.life.ended.get(norm.start) if norm.start is not None else task.life.arrived
            if norm.silence == "no-objection" and start is not None and norm.within is not None:
                try:
                    due = last_day(self.time.day(start), norm.within, self.scenario.calendar)
                except OutsideCalendar:
                    continue
                found = min(found, self.time.close(due))
        return found

    def _link(self, task: Task) -> None:
        """It is done when the minutes of the meeting that decided are."""
        meeting = task.life.meeting
        if meeting is None or meeting.minutes is None or meeting.minutes.finished is not None:
            self.finish(task, "link")
        else:
            self.set_cause(task, "meeting")
            meeting.waiting.append(task)

    def _seconds(self, task: Task, takes: Length, purpose: str) -> int:
        return self.time.seconds(takes, self.draws.uniform(task.life.name, purpose))

    # acts at desks

    def _offer(self, task: Task) -> None:
        """Ask who may do an act now, and put it before them; keep what is being done by somebody who may."""
        question = task.plan.question
        assert question is not None
        choices = self.asking.choices(question, self.situation, self._barred(task))
        if choices is task.choices:
            return
        task.choices = choices
        if not choices:
            for part in task.parts:
                self._take_back(part)
            self.set_cause(task, "nobody")
            return
        first = choices[0]
        task.rule = first.rule
        if not first.people:
            self._withdraw(task, ())
            del self.tasks[task.number]
            self._unnamed(task)
            return
        if len(first.people) == 1:
            self._offer_to_one(task, choices)
        else:
            self._offer_to_team(task, choices)

    def _barred(self, task: Task) -> frozenset[str]:
        """Those who did an act that must be done by somebody else."""
        question = task.plan.question
        if question is None or not question.apart:
            return NOBODY
        signing = {other.plan.act: tuple(other.signed) for other in task.life.open.values()}
        done = task.life.done
        return frozenset(p for act in question.apart for p in (*done.get(act, ()), *signing.get(act, ())))

    def _keep_apart(self, task: Task) -> None:
        """What somebody who has just signed may not do is put before others."""
        touched = [
            other
            for other in task.life.open.values()
            if other.plan.question is not None and task.plan.act in other.plan.question.apart
        ]
        if touched:
            self._offer_all(touched)

    def _offer_all(self, tasks: Iterable[Task]) -> None:
        """Ask again for several acts; only then do people take up what comes first for them."""
        self.settled = False
        for task in list(tasks):
            if task.number in self.tasks:
                self._offer(task)
        self.settled = True
        for desk in sorted(self.desks.values(), key=lambda desk: desk.idle_since):
            self.serve(desk)

    def _offer_to_one(self, task: Task, choices: Choices) -> None:
        """Those who act in their own right; substitutes where there is nobody else, or busy is enough."""
        people = choices.able if self.busy_is_enough else choices.near
        if task.parts and len(task.parts) == 1:
            part = task.parts[0]
            part.people = people
            if part.doer in choices.alone:
                return
            self._take_back(part)
        else:
            self._withdraw(task, ())
            part = Part(task, people, self._seconds(task, task.plan.work.takes, task.plan.act))
            task.parts = [part]
        self._queue(part)

    def _offer_to_team(self, task: Task, choices: Choices) -> None:
        """Several people act, each at his own desk; who has signed has signed."""
        team = next((c for c in choices if set(task.signed) <= set(c.people)), choices[0])
        task.rule = team.rule
        kept = {part.people[0]: part for part in task.parts if part.people in {(p,) for p in team.people}}
        self._withdraw(task, kept.values())
        for person in team.people:
            if person not in kept and person not in task.signed:
                left = self._seconds(task, task.plan.work.takes, f"{task.plan.act}/{person}")
                kept[person] = Part(task, (person,), left)
        task.parts = list(kept.values())
        for part in task.parts:
            if part.doer is None:
                self._take_back(part)
                self._queue(part)
        if not task.parts:
            self.finish(task, "desk")

    def _withdraw(self, task: Task, kept: Iterable[Part]) -> None:
        for part in task.parts:
            if not any(part is other for other in kept):
                self._take_back(part)
        task.parts = [part for part in task.parts if any(part is other for other in kept)]

    def _take_back(self, part: Part) -> None:
        """From its desk or its queues; what has been done of it stays done."""
        part.turn += 1
        if part.doer is None:
            return
        desk = self.desks[part.doer]
        self._clear(desk, part)

    def _clear(self, desk: Desk, part: Part) -> None:
        worked = self.worked - self.time.worked(part.started)
        part.left -= worked
        if worked or (not part.left and part.started <= self.now):
            part.task.began = min(part.started, part.started if part.task.began is None else part.task.began)
        desk.worked += worked
        desk.current, desk.idle_since, part.doer = None, self.now, None

    def _queue(self, part: Part) -> None:
        """Before whoever has been idle longest, or into the queues of all who may."""
        idle = [desk for person in part.people if (desk := self.desks[person]).free]
        if idle and self.settled:
            self._start(min(idle, key=lambda desk: desk.idle_since), part)
            return
        for person in part.people:
            self.desks[person].put(part)
        self._judge(part.task)

    def _judge(self, task: Task) -> None:
        working = any(part.doer is not None for part in task.parts)
        self.set_cause(task, "acting" if working else "busy")

    def _start(self, desk: Desk, part: Part) -> None:
        desk.current, part.doer = part, desk.person
        part.started = self.time.opening(self.now)
        part.turn += 1
        turn = part.turn
        self.set_cause(part.task, "acting")
        end = self.time.after(part.started, part.left)
        self.at(end, Order.DONE, lambda: self._done(desk, part, turn))

    def _done(self, desk: Desk, part: Part, turn: int) -> None:
        if part.turn != turn:
            return
        task = part.task
        part.turn += 1
        self._clear(desk, part)
        desk.acts += 1
        task.parts.remove(part)
        task.signed[desk.person] = self._by_rules(task, desk.person)
        self._keep_apart(task)
        self.serve(desk)
        if task.parts:
            self._judge(task)
        else:
            self.finish(task, "desk")

    @staticmethod
    def _by_rules(task: Task, person: str) -> tuple[str, ...]:
        alone = not task.parts and not task.signed
        for choice in task.choices.by_size(alone) if task.choices else ():
            if person in choice.people:
                if alone:
                    task.rule = choice.rule
                return choice.by_rules[choice.people.index(person)]
        raise AssertionError(f"{person} was not among those who may {task.plan.act}")

    def serve(self, desk: Desk) -> None:
        """Whoever has become free takes what has waited longest for him."""
        if desk.free:
            part = desk.next()
            if part is not None:
                self._start(desk, part)

    # people

    def change(self, number: int, situation: Situation) -> None:
        """People leave and come back, posts fall vacant, mandates begin and end."""
        self.situation, self.number = situation, number
        for person, desk in self.desks.items():
            desk.away = person in situation.absent
            if desk.away and desk.meetings:
                self._get_up(desk)
        self._offer_all(self.tasks.values())
        for agenda in self.agendas.values():
            agenda.review()

    def sit(self, people: Iterable[str], until: int) -> None:
        """People leave their desks for a meeting; what they had before them goes back to the queue."""
        for person in people:
            desk = self.desks[person]
            desk.meetings, desk.sat, desk.rises = True, self.now, until
            part = desk.current
            if part is not None:
                part.turn += 1
                self._clear(desk, part)
                self._queue(part)

    def rise(self, people: Iterable[str]) -> None:
        """People go back to their desks from a meeting that ends now, but for those who left it before."""
        rising = [desk for p in people if (desk := self.desks[p]).meetings and desk.rises == self.now]
        for desk in rising:
            self._get_up(desk)
        for desk in rising:
            self.serve(desk)

    def _get_up(self, desk: Desk) -> None:
        desk.met += self.worked - self.time.worked(desk.sat)
        desk.meetings, desk.idle_since = False, self.now

    # the end

    def close(self) -> None:
        """Book what is under way at the horizon."""
        self.now, self.worked = self.time.horizon, self.time.worked(self.time.horizon)
        for life in self.lives:
            if life.finished is None:
                for task in life.open.values():
                    self._leave(task)
                self._account(life)
        for desk in self.desks.values():
            if desk.current is not None:
                desk.worked += self.worked - self.time.worked(desk.current.started)
            if desk.meetings:
                self._get_up(desk)

    def documents(self) -> tuple[DocumentRecord, ...]:
        return tuple(
            DocumentRecord(
                life.number, life.name, life.plan.document, life.plan.case, life.plan.facts, life.arrived,
                life.finished, life.parent, Spent(*life.spent),
                tuple(task.plan.act for task in life.open.values()),
            )
            for life in self.lives
        )  # fmt: skip

    def loads(self, present: Mapping[str, int]) -> dict[str, Load]:
        return {
            person: Load(desk.acts, desk.worked, desk.met, present[person])
            for person, desk in self.desks.items()
        }
