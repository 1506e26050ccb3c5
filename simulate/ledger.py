"""The ledger of a run: what every document waits for, booked whenever it changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from guiju.simulate.clock import Clock
from guiju.simulate.desk import Life, Task
from guiju.simulate.record import CAUSES, Cause, Stay, Stuck

RANK: Mapping[Cause, int] = {cause: place for place, cause in enumerate(CAUSES)}


class Ledger:
    """``stays`` and ``stuck`` as a run records them."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.stays: list[Stay] = []
        self.stuck: dict[Stuck, int] = {}

    def set_cause(self, task: Task, cause: Cause) -> None:
        if task.cause != cause or task.life.cause is None:
            self.leave(task)
            task.cause = cause
            self.account(task.life)

    def leave(self, task: Task) -> None:
        """Book how long an act had nobody who may do it; what a topic waits for is booked to the topic."""
        if task.cause == "nobody" and (task.topic is None or task.topic.finished is not None):
            rules = task.plan.question.rules if task.plan.question else ()
            key = Stuck(task.life.plan.document, task.plan.act, rules)
            spent = self.clock.since(task.since)
            self.stuck[key] = self.stuck.get(key, 0) + spent
        task.since = self.clock.now

    def account(self, life: Life) -> None:
        """Book the time since the last change to its cause, and note the cause from now on."""
        now = self.clock.now
        if life.cause is not None and now > life.since:
            worked = self.clock.worked - life.worked
            life.spent[RANK[life.cause]] += worked
            life.spent[-1] += now - life.since - worked
            self.stays.append(Stay(life.number, life.cause, life.since, now))
        life.since, life.worked = now, self.clock.worked
        before = life.cause
        causes = [task.cause for task in life.open.values()]
        if len(causes) > 1:
            causes.sort(key=RANK.__getitem__)
        life.cause = causes[0] if causes else None
        if life.watcher is not None and life.cause is not None and life.cause != before:
            self.set_cause(life.watcher, life.cause)

    def close(self, lives: Iterable[Life]) -> None:
        """Book what is unfinished at the horizon."""
        for life in lives:
            if life.finished is None:
                for task in life.open.values():
                    self.leave(task)
                self.account(life)
