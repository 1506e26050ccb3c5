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


class _Due(simpy.Event):
    """Something to do at a moment: an event that needs no more than to be scheduled, as SimPy's timeouts."""

    def __init__(self, clock: Clock, moment: int, call: Callable[[], None]) -> None:
        self.env, self.callbacks = clock._env, clock._callbacks
        self._ok, self._value = True, None
        self.moment, self.call = moment, call


class Clock:
    """``now``: the moment; ``worked``: the working seconds before it. Both are read once for each event."""

    def __init__(self, time: WorkingTime) -> None:
        self.time = time
        self.now, self.worked = 0, time.worked(0)
        self._env = simpy.Environment()
        self._callbacks: list[Callable[[simpy.Event], None]] = [self._happen]

    def at(self, moment: int, order: Order, call: Callable[[], None]) -> None:
        """Do something at a moment; nothing after the horizon."""
        if moment >= self.time.horizon:
            return
        self._env.schedule(_Due(self, moment, call), EventPriority(order), moment - self.now)

    def _happen(self, due: simpy.Event) -> None:
        assert isinstance(due, _Due)
        if due.moment != self.now:
            self.now, self.worked = due.moment, self.time.worked(due.moment)
        due.call()

    def run(self) -> None:
        """Let everything happen up to the horizon."""
        horizon = self.time.horizon
        self._env.run(until=horizon)
        self.now, self.worked = horizon, self.time.worked(horizon)

    def opening(self) -> int:
        """The first moment from now on at which work goes on."""
        return self.time.opening(self.now)

    def after(self, seconds: int) -> int:
        """When so many working seconds will have passed; for none, when work goes on."""
        return self.time.moment(self.worked + seconds) if seconds > 0 else self.opening()

    def since(self, moment: int) -> int:
        """Working seconds since a moment."""
        return self.worked - self.time.worked(moment)
