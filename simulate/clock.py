"""The clock of a run: the one place that knows SimPy.

What happens at one instant happens in a stated order: people leave and come back, acts end and replies come
in, time limits run out, meetings begin, documents arrive.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum

import simpy
from guiju.simulate.working_time import WorkingTime
from simpy.events import EventPriority


class Order(IntEnum):
    """What comes first of things at the same instant."""

    SITUATION = 0
    DONE = 1
    EXPIRY = 2
    MEETING = 3
    ARRIVAL = 4


class Clock:
    """``now``: the moment; ``worked``: the working seconds before it. Both are read once for each event."""

    def __init__(self, time: WorkingTime) -> None:
        self.time = time
        self.now, self.worked = 0, time.worked(0)
        self._env = simpy.Environment()

    def at(self, moment: int, order: Order, call: Callable[[], None]) -> None:
        """Do something at a moment; nothing after the horizon."""
        if moment >= self.time.horizon:
            return
        event = simpy.Event(self._env)
        event._ok, event._value = True, None
        event.callbacks.append(lambda _: self._do(moment, call))
        self._env.schedule(event, EventPriority(order), moment - self.now)

    def _do(self, moment: int, call: Callable[[], None]) -> None:
        self.now, self.worked = moment, self.time.worked(moment)
        call()

    def run(self) -> None:
        """Let everything happen up to the horizon."""
        horizon = self.time.horizon
        self._env.run(until=horizon)
        self.now, self.worked = horizon, self.time.worked(horizon)

    def since(self, moment: int) -> int:
        """Working seconds since a moment."""
        return self.worked - self.time.worked(moment)
