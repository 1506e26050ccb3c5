"""The desks of a run: acts are put before those who may do them now, and taken back when they may not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

from guiju.simulate.authority import Asking, Choices
from guiju.simulate.clock import Clock, Order
from guiju.simulate.desk import Desk, Part, Task
from guiju.simulate.ledger import Ledger
from guiju.simulate.record import How, Load, Situation

NOBODY: frozenset[str] = frozenset()


class Acts(Protocol):
    """What becomes of acts that have left the desks, and how long they take."""

    def finish(self, task: Task, how: How) -> None: ...

    def unnamed(self, task: Task) -> None: ...

    def seconds(self, task: Task, purpose: str) -> int: ...


class Desks:
    """``situation``: who is away and what is given now. ``tasks``: the acts before somebody, or nobody.

    ``busy_is_enough``: substitutes act when the holder is busy, not only when he is away. ``settled``: False
    while several acts are being asked about: nobody takes one up before all are put before people.
    """

    def __init__(
        self,
        people: Iterable[str],
        asking: Asking,
        ledger: Ledger,
        acts: Acts,
        now: Situation,
        busy_is_enough: bool,
    ) -> None:
        self.asking, self.ledger, self.acts = asking, ledger, acts
        self.clock: Clock = ledger.clock
        self.situation, self.number, self.busy_is_enough = now, 0, busy_is_enough
        self.desks = {person: Desk(person, person in now.absent) for person in people}
        self.tasks: dict[int, Task] = {}
        self.settled = True

    def put(self, task: Task) -> None:
        """An act could be done from now on, if somebody may and has time."""
        self.tasks[task.number] = task
        self.offer(task)

    def remove(self, task: Task) -> None:
        """It is no longer for anybody here."""
        self.tasks.pop(task.number, None)

    def offer(self, task: Task) -> None:
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
            self.ledger.set_cause(task, "nobody")
            return
        first = choices[0]
        task.rule = first.rule
        if not first.people:
            self._withdraw(task, ())
            self.remove(task)
            self.acts.unnamed(task)
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
                self.offer(task)
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
            part = Part(task, people, self.acts.seconds(task, task.plan.act))
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
                left = self.acts.seconds(task, f"{task.plan.act}/{person}")
                kept[person] = Part(task, (person,), left)
        task.parts = list(kept.values())
        for part in task.parts:
            if part.doer is None:
                self._take_back(part)
                self._queue(part)
        if not task.parts:
            self.acts.finish(task, "desk")

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
        worked = self.clock.since(part.started)
        part.left -= worked
        if worked or (not part.left and part.started <= self.clock.now):
            part.task.began = min(part.started, part.started if part.task.began is None else part.task.began)
        desk.worked += worked
        desk.current, desk.idle_since, part.doer = None, self.clock.now, None

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
        self.ledger.set_cause(task, "acting" if working else "busy")

    def _start(self, desk: Desk, part: Part) -> None:
        desk.current, part.doer = part, desk.person
        part.started = self.clock.opening()
        part.turn += 1
        turn = part.turn
        self.ledger.set_cause(part.task, "acting")
        self.clock.at(self.clock.after(part.left), Order.DONE, lambda: self._done(desk, part, turn))

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
            self.acts.finish(task, "desk")

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

    def change(self, number: int, situation: Situation) -> None:
        """People leave and come back, posts fall vacant, mandates begin and end."""
        self.situation, self.number = situation, number
        for person, desk in self.desks.items():
            desk.away = person in situation.absent
            if desk.away and desk.meetings:
                self._get_up(desk)
        self._offer_all(self.tasks.values())

    def sit(self, people: Iterable[str], until: int) -> None:
        """People leave their desks for a meeting; what they had before them goes back to the queue."""
        for person in people:
            desk = self.desks[person]
            desk.meetings, desk.sat, desk.rises = True, self.clock.now, until
            part = desk.current
            if part is not None:
                part.turn += 1
                self._clear(desk, part)
                self._queue(part)

    def rise(self, people: Iterable[str]) -> None:
        """People go back to their desks from a meeting that ends now, but for those who left it before."""
        rising = [desk for p in people if (desk := self.desks[p]).meetings and desk.rises == self.clock.now]
        for desk in rising:
            self._get_up(desk)
        for desk in rising:
            self.serve(desk)

    def _get_up(self, desk: Desk) -> None:
        desk.met += self.clock.since(desk.sat)
        desk.meetings, desk.idle_since = False, self.clock.now

    def close(self) -> None:
        """Book what people are doing at the horizon."""
        for desk in self.desks.values():
            if desk.current is not None:
                desk.worked += self.clock.since(desk.current.started)
            if desk.meetings:
                self._get_up(desk)

    def loads(self, present: Mapping[str, int]) -> dict[str, Load]:
        return {
            person: Load(desk.acts, desk.worked, desk.met, present[person])
            for person, desk in self.desks.items()
        }
