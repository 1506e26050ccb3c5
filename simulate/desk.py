"""The moving parts of a run: people at their desks, documents on their way, and the acts between them."""

from __future__ import annotations

from dataclasses import dataclass, field
from heapq import heappop, heappush

from guiju.simulate.authority import Choices
from guiju.simulate.plan import ActPlan, Plan
from guiju.simulate.record import CAUSES, Cause


@dataclass(slots=True, eq=False)
class Life:
    """One document on its way. ``waiting``: how many acts must still be done before each one.

    ``watcher``: the act of another document that waits for this one. ``meeting``: the one that decided it;
    ``records``: the one whose minutes it is.
    """

    number: int
    name: str
    plan: Plan
    arrived: int
    parent: int | None
    watcher: Task | None
    waiting: list[int]
    open: dict[int, Task] = field(default_factory=dict)
    done: dict[str, tuple[str, ...]] = field(default_factory=dict)
    ended: dict[str, int] = field(default_factory=dict)
    spent: list[int] = field(default_factory=lambda: [0] * (len(CAUSES) + 1))
    cause: Cause | None = None
    since: int = 0
    worked: int = 0
    finished: int | None = None
    meeting: HeldMeeting | None = None
    records: HeldMeeting | None = None


@dataclass(slots=True, eq=False)
class Task:
    """One act that could be done now, or waits. ``choices``: who may do it, as last asked."""

    number: int
    life: Life
    place: int
    plan: ActPlan
    asked: int
    cause: Cause = "acting"
    since: int = 0
    began: int | None = None
    parts: list[Part] = field(default_factory=list)
    signed: dict[str, tuple[str, ...]] = field(default_factory=dict)
    rule: str | None = None
    choices: Choices | None = None
    topic: Life | None = None


@dataclass(slots=True, eq=False)
class Part:
    """One person's share of an act: ``people`` may each do it; ``left``: working seconds still to do.

    ``turn`` changes whenever it is taken from a desk or a queue, so that what was set for it no longer holds.
    """

    task: Task
    people: tuple[str, ...]
    left: int
    doer: str | None = None
    started: int = 0
    turn: int = 0


@dataclass(slots=True, eq=False)
class Desk:
    """One person: his work, and what lies before him in order of urgency and age."""

    person: str
    away: bool = False
    meetings: bool = False
    sat: int = 0
    rises: int = 0
    current: Part | None = None
    idle_since: int = 0
    acts: int = 0
    worked: int = 0
    met: int = 0
    _queue: list[tuple[bool, int, int, int, int, Part]] = field(default_factory=list)
    _puts: int = 0

    @property
    def free(self) -> bool:
        return self.current is None and not self.away and not self.meetings

    def put(self, part: Part) -> None:
        task, self._puts = part.task, self._puts + 1
        entry = (not task.life.plan.urgent, task.asked, task.number, self._puts, part.turn, part)
        heappush(self._queue, entry)

    def next(self) -> Part | None:
        """The first part that still waits for this person."""
        while self._queue:
            *_, turn, part = heappop(self._queue)
            if part.turn == turn and part.doer is None:
                return part
        return None


@dataclass(slots=True, eq=False)
class HeldMeeting:
    """A meeting that was held, the document that records it, and the acts that wait for that."""

    minutes: Life | None
    waiting: list[Task] = field(default_factory=list)
