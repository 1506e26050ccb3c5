"""What every run keeps, whatever the scenario: checked on its record, and on what people do at their desks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import pytest
from guiju.scenarios.scenario import Scenario
from guiju.simulate import office as office_module
from guiju.simulate.arrivals import arrivals
from guiju.simulate.desk import Desk, Part
from guiju.simulate.desks import Desks
from guiju.simulate.draws import Draws
from guiju.simulate.plan import ActPlan
from guiju.simulate.record import CAUSES, ActDone, DocumentRecord, Run, Situation
from guiju.simulate.run import Prepared, prepare, run


@dataclass
class Watched:
    """One run, and what each person did: (person, from, to, what), in the order in which it ended.

    ``shares``: the stretches of work on each person's share of an act. ``signed``: whose share was done, of
    which act of which document, and when.
    """

    prepared: Prepared
    run: Run
    busy: list[tuple[str, int, int, str]] = field(default_factory=list)
    shares: dict[Part, list[tuple[int, int]]] = field(default_factory=dict)
    signed: list[tuple[int, str, str, int]] = field(default_factory=list)

    def worked(self, since: int, until: int) -> int:
        return self.prepared.time.worked(until) - self.prepared.time.worked(since)

    def situations(self) -> Iterator[tuple[Situation, int]]:
        """Every situation and its end."""
        listed = self.run.situations
        ends = (*(situation.since for situation in listed[1:]), self.run.horizon)
        return zip(listed, ends, strict=True)

    def plan(self, document: DocumentRecord) -> tuple[ActPlan, ...]:
        return self.prepared.plan(document.type, document.case, document.facts).acts


def watched(scenario: Scenario, seed: int = 1, replication: int = 0) -> Watched:
    """Run a scenario and write down what people do, from outside the engine."""
    prepared = prepare(scenario)
    busy: list[tuple[str, int, int, str]] = []
    shares: dict[Part, list[tuple[int, int]]] = {}
    signed: list[tuple[int, str, str, int]] = []

    class Spy(Desks):
        def _clear(self, desk: Desk, part: Part) -> None:
            busy.append((desk.person, part.started, self.clock.now, part.task.plan.act))
            shares.setdefault(part, []).append((part.started, self.clock.now))
            super()._clear(desk, part)

        def _done(self, desk: Desk, part: Part, turn: int) -> None:
            if part.turn == turn:
                signed.append((part.task.life.number, part.task.plan.act, desk.person, self.clock.now))
            super()._done(desk, part, turn)

        def _get_up(self, desk: Desk) -> None:
            busy.append((desk.person, desk.sat, self.clock.now, "meeting"))
            super()._get_up(desk)

        def close(self) -> None:
            desks = [(desk, desk.current) for desk in self.desks.values() if desk.current is not None]
            busy.extend(
                (desk.person, part.started, self.clock.time.horizon, "unfinished") for desk, part in desks
            )
            super().close()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(office_module, "Desks", Spy)
        found = run(prepared, seed, replication)
    return Watched(prepared, found, busy, shares, signed)


def check(watched: Watched) -> None:
    """Everything that holds of every run."""
    for holds in (
        everybody_is_somewhere,
        everything_that_came_in_is_there,
        acts_come_in_their_order,
        nobody_does_two_things,
        nobody_works_while_away,
        work_takes_as_long_as_was_drawn,
        loads_add_up,
        duties_kept_apart,
        only_those_who_are_there_act,
    ):
        holds(watched)


def everybody_is_somewhere(watched: Watched) -> None:
    """Every document is somewhere at every instant of its life."""
    run = watched.run
    spans: dict[int, list[Any]] = {}
    for span in run.stays:
        assert span.since < span.until, span
        spans.setdefault(span.document, []).append(span)
    for document in run.documents:
        end = run.horizon if document.finished is None else document.finished
        assert sum(document.spent) == end - document.arrived, document
        own = spans.get(document.number, [])
        moments = [document.arrived, *(span.until for span in own)]
        assert [span.since for span in own] == moments[:-1], document
        assert moments[-1] == end, document
        for cause in CAUSES:
            seconds = sum(watched.worked(s.since, s.until) for s in own if s.cause == cause)
            assert seconds == getattr(document.spent, cause), (document, cause)
        assert bool(document.waits_at) == (document.finished is None), document


def everything_that_came_in_is_there(watched: Watched) -> None:
    """Every arrival has one record; all other documents are topics or minutes."""
    prepared, run = watched.prepared, watched.run
    names = [document.name for document in run.documents]
    assert len(names) == len(set(names))
    assert [document.number for document in run.documents] == list(range(len(names)))
    expected = arrivals(prepared.cases, prepared.time, Draws(run.seed, run.replication))
    found = {d.name: (d.arrived, d.name, d.type, d.case, d.facts) for d in run.documents}
    for arrived in expected:
        assert found.pop(arrived.name) == tuple(arrived)
    bodies = prepared.scenario.rulebook.bodies.values()
    inner = {type for body in bodies for type in (*body.topics, *body.minutes)}
    assert all(type in inner for _, _, type, *_ in found.values())


def acts_come_in_their_order(watched: Watched) -> None:
    """Each act once, asked for as soon as those before it were done, and ended after it was asked for."""
    run, done = watched.run, dict[int, dict[str, ActDone]]()
    for act in run.acts:
        assert act.act not in done.setdefault(act.document, {}), act
        done[act.document][act.act] = act
        assert act.asked <= act.began <= act.ended < run.horizon, act
        assert act.ended >= run.situations[act.situation].since
        assert not any(s.since <= act.ended for s in run.situations[act.situation + 1 :]), act
    assert [act.ended for act in run.acts] == sorted(act.ended for act in run.acts)
    for document in run.documents:
        acts, ended = watched.plan(document), done.get(document.number, {})
        for place, plan in enumerate(acts):
            before = [acts[other].act for other in plan.after]
            if plan.act in ended:
                asked = max((ended[other].ended for other in before), default=document.arrived)
                assert ended[plan.act].asked == asked, (document, plan.act)
            else:
                assert document.finished is None
                waits = plan.act in document.waits_at
                assert waits == all(other in ended for other in before), (document, plan.act, place)
        assert ended.keys() <= {plan.act for plan in acts}
        if document.finished is not None:
            last = max((act.ended for act in ended.values()), default=document.arrived)
            assert document.finished == last, document


def nobody_does_two_things(watched: Watched) -> None:
    """What one person does, at the desk and in meetings, does not overlap."""
    by_person: dict[str, list[tuple[int, int, str]]] = {}
    for person, since, until, what in watched.busy:
        if watched.worked(since, until):
            by_person.setdefault(person, []).append((since, until, what))
    for person, stretches in by_person.items():
        for one, other in pairwise(sorted(stretches)):
            assert one[1] <= other[0], (person, one, other)


def nobody_works_while_away(watched: Watched) -> None:
    """A stretch of work counts working seconds alone, and lies in none of a person's absences."""
    for person, since, until, what in watched.busy:
        for situation, end in watched.situations():
            if person in situation.absent:
                overlap = watched.worked(max(since, situation.since), max(since, min(until, end)))
                assert overlap <= 0, (person, since, until, what)


def work_takes_as_long_as_was_drawn(watched: Watched) -> None:
    """However often an act was interrupted, its stretches add up to the time that was drawn for it."""
    draws = Draws(watched.run.seed, watched.run.replication)
    for part, stretches in watched.shares.items():
        took = sum(watched.worked(*stretch) for stretch in stretches)
        task = part.task
        drawn = {
            watched.prepared.time.seconds(task.plan.work.takes, draws.uniform(task.life.name, purpose))
            for purpose in (task.plan.act, *(f"{task.plan.act}/{p}" for p in watched.run.loads))
        }
        assert took + part.left in drawn, (task.life.name, task.plan.act, took, part.left, drawn)


def loads_add_up(watched: Watched) -> None:
    """Nobody is busy longer than he is there, and what he did is what his desk and his meetings saw."""
    found: dict[tuple[str, bool], int] = {}
    for person, since, until, what in watched.busy:
        key = (person, what == "meeting")
        found[key] = found.get(key, 0) + watched.worked(since, until)
    for person, load in watched.run.loads.items():
        assert load.desk == found.get((person, False), 0), person
        assert load.desk + load.meetings <= load.present, person
        there = sum(watched.worked(s.since, end) for s, end in watched.situations() if person not in s.absent)
        assert load.present == there, person


def duties_kept_apart(watched: Watched) -> None:
    """Nobody does two acts of a document that the rules keep apart."""
    book, done = watched.prepared.scenario.rulebook, dict[int, dict[str, tuple[str, ...]]]()
    for act in watched.run.acts:
        done.setdefault(act.document, {})[act.act] = act.people
    now = watched.prepared.asking.resolver.walk
    for document in watched.run.documents:
        people = done.get(document.number, {})
        for rule in book.incompatibilities:
            one, other = (set(people.get(act, ())) for act in rule.acts)
            if document.type in rule.documents and now.guard(rule.when, document.case).op == "true":
                assert not one & other, (document, rule.id, one & other)


def only_those_who_are_there_act(watched: Watched) -> None:
    """Whoever did an act alone was there when it ended."""
    for act in watched.run.acts:
        if act.how == "desk" and len(act.people) == 1:
            assert act.people[0] not in watched.run.situations[act.situation].absent, act
