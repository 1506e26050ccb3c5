"""The office of a scenario as somebody would write it in SimPy alone, for one year and one office.

A process for each document, a ``PreemptiveResource`` for each person, hard-wired signers: for each act a
holder and at most one substitute, who acts when the holder is away; there is no rulebook in it. Calendar,
draws and log rows are those of ``guiju``. It knows straight paths only. With ``causes`` it also books what
each document waits for, as a run of ``guiju`` always does.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from itertools import count
from math import ceil, log
from typing import Any, ClassVar

import simpy
from bare_wiring import Absence, ActWiring, Body, Path, Seat, Source, Wiring
from guiju.simulate.draws import Draws
from guiju.simulate.record import CAUSES, ActDone, Cause, DocumentRecord, How, MeetingRecord, Spent, Stay
from guiju.simulate.working_time import DAY

Steps = Generator[simpy.Event, Any, Any]
MEETING = (-1,)
"""Comes before every file."""


@dataclass(eq=False)
class Person:
    """``files``: the processes that wait or are worked on at his desk. ``away``: for how many reasons."""

    name: str
    desk: simpy.PreemptiveResource
    away: int = 0
    files: set[simpy.Process] = field(default_factory=set)


@dataclass(eq=False)
class Document:
    """One document. ``at``: how many of its acts are done."""

    number: int
    name: str
    path: Path
    arrived: int
    parent: int | None
    finished: int | None = None
    at: int = 0
    cause: Cause | None = None
    since: int = 0
    spent: list[int] = field(default_factory=lambda: [0] * (len(CAUSES) + 1))


@dataclass(eq=False)
class Item:
    """A document that waits for a meeting."""

    document: Document
    since: int
    decided: simpy.Event


class BareOffice:
    """One replication: ``run`` leaves ``acts``, ``meetings``, ``stays`` if asked, and gives the documents."""

    def __init__(self, wiring: Wiring, draws: Draws, causes: bool = False) -> None:
        self.causes = causes
        self.wiring, self.time, self.uniform = wiring, wiring.time, draws.uniform
        self.env = simpy.Environment()
        self.people = {name: Person(name, simpy.PreemptiveResource(self.env)) for name in wiring.people}
        self.changed = self.env.event()
        self.changes = 0
        self.ready: dict[str, list[Item]] = {body.id: [] for body in wiring.bodies}
        self.all: list[Document] = []
        self.acts: list[ActDone] = []
        self.meetings: list[MeetingRecord] = []
        self.stays: list[Stay] = []

    def run(self) -> tuple[DocumentRecord, ...]:
        for source in self.wiring.sources:
            self.env.process(self.arrivals(source))
        for absence in self.wiring.absences:
            self.env.process(self.absences(absence))
        for body in self.wiring.bodies:
            self.env.process(self.meet(body))
        self.env.run(until=self.time.horizon)
        for document in self.all:
            if document.finished is None:
                self.stand(document, None)
        return tuple(
            DocumentRecord(
                d.number, d.name, d.path.document, d.path.case, d.path.facts, d.arrived, d.finished, d.parent,
                Spent(*d.spent), () if d.finished is not None else (d.path.acts[d.at].act,),
            )
            for d in self.all
        )  # fmt: skip

    # what comes in

    def arrivals(self, source: Source) -> Steps:
        for n in range(source.backlog):
            self.env.process(self.arrival(source, f"{source.document}/backlog/{n}"))
        name, at = f"{source.document}/usual", 0.0
        for n in count():
            at += -source.mean * log(1 - self.uniform(name, "arrival", n))
            if at >= self.time.total:
                return
            yield self.env.timeout(self.time.moment(int(at) + 1) - self.env.now)
            self.env.process(self.arrival(source, f"{name}/{n}"))

    def arrival(self, source: Source, name: str) -> Steps:
        if self.env.now < self.time.opens[0]:
            yield self.env.timeout(self.time.opens[0] - self.env.now)
        values = tuple(
            values[min(bisect_right(upto, self.uniform(name, purpose)), len(values) - 1)]
            for purpose, values, upto in source.attributes
        )
        facts = frozenset(
            fact for fact, purpose, share in source.facts if self.uniform(name, purpose) < share
        )
        yield from self.document(name, self.wiring.path(source.document, values, facts), None)

    # documents

    def document(self, name: str, path: Path, parent: int | None) -> Steps:
        document = Document(len(self.all), name, path, int(self.env.now), parent)
        self.all.append(document)
        for act in path.acts:
            yield from self.doing[act.doing](self, document, act)
            document.at += 1
        document.finished = int(self.env.now)
        self.stand(document, None)

    def stand(self, document: Document, cause: Cause | None) -> None:
        """Book the time since the last change, and what the document waits for from now on."""
        if not self.causes or cause == document.cause:
            return
        now = int(self.env.now)
        if document.cause is not None and now > document.since:
            worked = self.time.worked(now) - self.time.worked(document.since)
            document.spent[CAUSES.index(document.cause)] += worked
            document.spent[-1] += now - document.since - worked
            self.stays.append(Stay(document.number, document.cause, document.since, now))
        document.cause, document.since = cause, now

    def write(
        self, document: Document, act: ActWiring, asked: int, began: int, how: How,
        signed: tuple[tuple[str, tuple[str, ...]], ...] = (),
    ) -> None:  # fmt: skip
        people, by_rules = tuple(person for person, _ in signed), tuple(rules for _, rules in signed)
        self.acts.append(
            ActDone(
                document.number, act.act, people, by_rules, act.rule, asked, began, int(self.env.now), how,
                self.changes,
            )
        )  # fmt: skip

    def unnamed(self, document: Document, act: ActWiring) -> Steps:
        now = int(self.env.now)
        start = self.time.opening(now)
        seconds = self.time.seconds(act.takes, self.uniform(document.name, act.act))
        self.stand(document, "acting")
        yield self.env.timeout(self.time.after(start, seconds) - now)
        self.write(document, act, now, start, "unnamed")

    def replies(self, document: Document, act: ActWiring) -> Steps:
        """All replies, or the end of the last day for them, from which on silence is no objection."""
        now = int(self.env.now)
        start = self.time.opening(now)
        last = max(
            self.time.after(
                start, self.time.seconds(act.takes, self.uniform(document.name, f"{act.act}/{n}"))
            )
            for n in range(act.replies)
        )
        expiry = self.last_second(now, act.days) if act.days else last
        self.stand(document, "replies")
        yield self.env.timeout(min(last, expiry) - now)
        self.write(document, act, now, now, "replies" if last <= expiry else "silence")

    def last_second(self, now: int, days: int) -> int:
        place = bisect_right(self.wiring.working_days, now // DAY) - 1 + days
        return self.wiring.closings[place] if place < len(self.wiring.closings) else self.time.horizon

    def desk(self, document: Document, act: ActWiring) -> Steps:
        """One person, or several at once, each at his own desk."""
        asked, rank = int(self.env.now), (document.path.rank, int(self.env.now), document.number)
        if len(act.seats) == 1:
            seconds = self.time.seconds(act.takes, self.uniform(document.name, act.act))
            signed, began = yield from self.sign(document, act.seats[0], rank, seconds)
            self.write(document, act, asked, began, "desk", (signed,))
            return
        parts = []
        for seat in act.seats:
            seconds = self.time.seconds(act.takes, self.uniform(document.name, f"{act.act}/{seat[0][0]}"))
            parts.append(self.env.process(self.sign(document, seat, rank, seconds)))
        done = yield self.env.all_of(parts)
        signed = tuple(done[part][0] for part in parts)
        self.write(document, act, asked, min(done[part][1] for part in parts), "desk", signed)

    def sign(self, document: Document, seat: Seat, rank: tuple[int, ...], left: int) -> Steps:
        """Wait for the desk of whoever is there, work, and begin again elsewhere if he leaves."""
        env, time, began = self.env, self.time, None
        me = env.active_process
        while True:
            there = next((entry for entry in seat if not self.people[entry[0]].away), None)
            if there is None:
                self.stand(document, "nobody")
                yield self.changed
                continue
            person, start = self.people[there[0]], None
            person.files.add(me)
            self.stand(document, "busy")
            try:
                with person.desk.request(priority=rank, preempt=False) as turn:
                    yield turn
                    self.stand(document, "acting")
                    start = time.opening(int(env.now))
                    began = start if began is None else began
                    yield env.timeout(time.after(start, left) - env.now)
                    return there, began
            except simpy.Interrupt:
                if start is not None:
                    left -= time.worked(int(env.now)) - time.worked(start)
                    if left <= 0:
                        return there, began
            finally:
                person.files.discard(me)

    def meeting(self, document: Document, act: ActWiring) -> Steps:
        """Its topic goes its own way first; then it waits for the next meeting that has room."""
        asked = int(self.env.now)
        if act.topic is not None:
            yield from self.document(f"{document.name}/topic", act.topic, document.number)
        item = Item(document, int(self.env.now), self.env.event())
        self.ready[act.body].append(item)
        self.stand(document, "meeting")
        began = yield item.decided
        self.write(document, act, asked, began, "meeting")

    doing: ClassVar[dict[str, Callable[[BareOffice, Document, ActWiring], Steps]]] = {
        "unnamed": unnamed,
        "replies": replies,
        "desk": desk,
        "meeting": meeting,
    }

    # people

    def absences(self, absence: Absence) -> Steps:
        """Away for some whole days, again and again, by chance."""
        env, uniform, person, at = self.env, self.uniform, self.people[absence.person], 0.0
        for n in count():
            at += -absence.between * log(1 - uniform(absence.entity, "start", n))
            start = ceil(at)
            length = max(1, ceil(absence.lasts.law.quantile(uniform(absence.entity, "lasts", n))))
            if start * DAY >= self.time.horizon:
                return
            yield env.timeout(start * DAY - env.now)
            self.leave(person)
            end = self.wiring.day_after(start, length, absence.working)
            yield env.timeout(max(end * DAY - env.now, 0))
            self.come_back(person)
            at = float(end)

    def leave(self, person: Person) -> None:
        person.away += 1
        self.changes += 1
        if person.away == 1:
            for file in list(person.files):
                file.interrupt()

    def come_back(self, person: Person) -> None:
        person.away -= 1
        self.changes += 1
        self.changed.succeed()
        self.changed = self.env.event()

    # meetings

    def meet(self, body: Body) -> Steps:
        for number, nominal, planned, following in body.series:
            day = planned
            while True:
                yield self.env.timeout(max(day * DAY + body.at - self.env.now, 0))
                if all(any(not self.people[name].away for name in chairs) for chairs in body.chairs):
                    yield from self.hold(body, number, nominal, planned, day)
                    break
                later = self.wiring.next_working(day)
                if not body.postponed or later >= following:
                    left = len(self.in_time(body, day))
                    planned_at = planned * DAY + body.at
                    self.meetings.append(
                        MeetingRecord(body.id, planned_at, None, None, False, (), (), left, None)
                    )
                    break
                day = later

    def hold(self, body: Body, number: int, nominal: int, planned: int, day: int) -> Steps:
        env, ready = self.env, self.ready[body.id]
        there = [person for name in body.members if not (person := self.people[name]).away]
        seats = [person.desk.request(priority=MEETING, preempt=True) for person in there]
        yield env.all_of(seats)
        start = int(env.now)
        u = self.uniform(f"meeting/{body.id}", "lasts", number)
        end = self.time.after(self.time.opening(start), self.time.seconds(body.lasts, u))
        items = self.in_time(body, day)
        taken = items[: body.capacity]
        for item in taken:
            ready.remove(item)
        yield env.timeout(end - start)
        for person, seat in zip(there, seats, strict=True):
            person.desk.release(seat)
        minutes = None
        if body.minutes is not None:
            minutes = len(self.all)
            steps = self.document(f"{body.minutes.document}/{body.id}/{number}", body.minutes, None)
            self.env.process(steps)
        decided = tuple(item.document.number for item in taken)
        self.meetings.append(
            MeetingRecord(
                body.id, planned * DAY + body.at, start, end, day != nominal, (), decided,
                len(items) - len(taken), minutes,
            )
        )  # fmt: skip
        for item in taken:
            item.decided.succeed(start)

    def in_time(self, body: Body, day: int) -> list[Item]:
        days = self.wiring.working_days
        place = bisect_left(days, day) - body.cut_off
        limit = self.wiring.closings[place] if place >= 0 else -1
        return [item for item in self.ready[body.id] if item.since <= limit]
