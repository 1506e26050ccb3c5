"""A run against the proof side: who acted could act, and whoever waited for nobody had nobody.

Asked of two that know nothing of the simulation: ``Explainer`` under ``evaluate``, and the literal interpreter
in ``tests/naive.py``, which knows mandates only as all given or none.
"""

from __future__ import annotations

import importlib.util
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any

from guiju.model.circumstance import NO_CASE
from guiju.model.condition import all_of, grants_of
from guiju.model.world import World, evaluate
from guiju.simulate.plan import ActPlan
from guiju.simulate.record import ActDone, DocumentRecord, Situation, Stuck
from guiju.verify.explain import Explainer
from guiju.verify.question import Cast
from sim_invariants import Watched


@cache
def naive() -> ModuleType:
    path = Path(__file__).parent.parent / "naive.py"
    spec = importlib.util.spec_from_file_location("guiju_naive_of_runs", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@dataclass(frozen=True)
class Proof:
    """``granted``: what the mandates of the run come to for the literal interpreter; None: neither."""

    watched: Watched
    granted: bool | None = None

    @cached_property
    def explainer(self) -> Explainer:
        scenario = self.watched.prepared.scenario
        return Explainer(Cast(scenario.rulebook, scenario.roster))

    @cached_property
    def _known(self) -> dict[Any, Any]:
        return {}

    def world(self, now: Situation, *conditions: Any) -> World:
        scenario = self.watched.prepared.scenario
        grants = {g for condition in conditions for g in grants_of(condition) if g.rule in now.given}
        somebody = scenario.policy.silence == "somebody"
        return World(now.absent, now.vacant, frozenset(grants), scenario.reading, somebody)

    def chain(self, document: DocumentRecord) -> Any:
        return self.explainer.chain(document.type, document.case, self.watched.prepared.scenario.reading)

    def can(self, document: DocumentRecord, act: str, number: int, barred: frozenset[str]) -> bool:
        """Somebody outside ``barred`` can do a step of the chain; both sides must agree."""
        key = ("can", document.type, tuple(document.case.items()), act, number, barred)
        if key not in self._known:
            self._known[key] = self._can(document, act, number, barred)
        return bool(self._known[key])

    def _can(self, document: DocumentRecord, act: str, number: int, barred: frozenset[str]) -> bool:
        chain, now = self.chain(document), self.watched.run.situations[number]
        (step,) = (step for step in chain.steps if step.act == act)
        resolver = self.explainer.cast.resolver(self.watched.prepared.scenario.reading)
        condition = all_of([step.condition, resolver.without(step, chain, barred)])
        found = evaluate(condition, self.world(now, condition))
        teams = self.teams(document, number)
        if teams is not None:
            assert found == any(not team & barred for team in teams[act]), (document, act, now, barred)
        return found

    def teams(self, document: DocumentRecord, number: int) -> dict[str, frozenset[frozenset[str]]] | None:
        """Act -> the teams that can do it, as the literal interpreter has it."""
        if self.granted is None:
            return None
        key = ("teams", document.type, tuple(document.case.items()), number)
        if key not in self._known:
            scenario, now = self.watched.prepared.scenario, self.watched.run.situations[number]
            somebody = scenario.policy.silence == "somebody"
            self._known[key] = naive().Now(
                scenario.rulebook, scenario.roster, document.type, document.case, now.absent, now.vacant,
                self.granted, scenario.reading, somebody,
            ).steps()  # fmt: skip
        teams: dict[str, frozenset[frozenset[str]]] = self._known[key]
        return teams

    def ways(self, document: DocumentRecord, act: str, number: int) -> frozenset[tuple[str, ...]]:
        """(person, rule, further rules …) for everybody who can take part in an act."""
        key = ("ways", document.type, tuple(document.case.items()), act, number)
        if key not in self._known:
            chain, now = self.chain(document), self.watched.run.situations[number]
            (step,) = (step for step in chain.steps if step.act == act)
            routes = self.explainer.routes(step, chain, self.world(now))
            world = self.world(now, *(route.condition for _, route in routes))
            able = self.explainer.actors(step, chain, world)
            self._known[key] = frozenset((route.person, rule.id, *route.rules) for rule, route in able)
        found: frozenset[tuple[str, ...]] = self._known[key]
        return found


def check_against_proof(proof: Proof) -> Counter[str]:
    """What was compared, counted, so that a test can see that something was."""
    counted: Counter[str] = Counter()
    run = proof.watched.run
    for act in run.acts:
        document = run.documents[act.document]
        if act.how == "desk" and any(step.act == act.act for step in proof.chain(document).steps):
            _those_could(proof, document, act)
            counted["acts"] += 1
            counted["by substitutes"] += any(act.by_rules)
            counted["together"] += len(act.people) > 1
    counted.update(_waits(proof))
    counted.update(_meetings(proof))
    return counted


def _those_could(proof: Proof, document: DocumentRecord, act: ActDone) -> None:
    """Those who did an act were let by the rules when it ended, together and each by the rules beside him."""
    assert proof.can(document, act.act, act.situation, frozenset()), act
    if len(act.people) == 1:
        way = (act.people[0], act.rule, *act.by_rules[0])
        assert way in proof.ways(document, act.act, act.situation), act
    teams = proof.teams(document, act.situation)
    if teams is not None:
        people = frozenset(act.people)
        assert people in teams[act.act] if len(people) == 1 else any(t <= people for t in teams[act.act]), act


def _open(proof: Proof, document: DocumentRecord) -> Iterator[tuple[ActPlan, int, int]]:
    """Every act that was open at some time: from when to when."""
    run = proof.watched.run
    done = {act.act: act for act in run.acts if act.document == document.number}
    acts = proof.watched.plan(document)
    for plan in acts:
        act = done.get(plan.act)
        if act is not None:
            yield plan, act.asked, act.ended
        elif plan.act in document.waits_at:
            before = [done[acts[other].act].ended for other in plan.after]
            yield plan, max(before, default=document.arrived), run.horizon


def _waits(proof: Proof) -> Counter[str]:
    """Nobody was booked exactly when nobody could act, instant by instant; in ``stuck`` too."""
    watched, run = proof.watched, proof.watched.run
    counted: Counter[str] = Counter()
    stuck: Counter[Stuck] = Counter()
    spans: dict[int, list[Any]] = {}
    for span in run.stays:
        spans.setdefault(span.document, []).append(span)
    changes = {situation.since for situation in run.situations}
    for document in run.documents:
        opened = list(_open(proof, document))
        end = run.horizon if document.finished is None else document.finished
        moments = {m for _, since, until in opened for m in (since, until)} | {document.arrived, end}
        moments |= {m for m in changes if document.arrived < m < end}
        moments |= {signed for number, _, _, signed in watched.signed if number == document.number}
        moments |= {m for span in spans.get(document.number, ()) for m in (span.since, span.until)}
        chain = {step.act: step for step in proof.chain(document).steps}
        ordered = sorted(moments)
        for since, until in pairwise(ordered):
            here = [item for item in opened if item[1] <= since and until <= item[2]]
            (cause,) = (s.cause for s in spans[document.number] if s.since <= since and until <= s.until)
            number = max(n for n, s in enumerate(run.situations) if s.since <= since)
            able = []
            for plan, _, _ in here:
                if plan.doing != "desk" or plan.act not in chain:
                    continue
                barred = _barred(proof, document, plan, since)
                able.append(proof.can(document, plan.act, number, barred))
                if not able[-1]:
                    rules = tuple(rule.id for rule in chain[plan.act].rules)
                    stuck[Stuck(document.type, plan.act, rules)] += watched.worked(since, until)
                    counted["with nobody"] += 1
            if any(able):
                assert cause in ("acting", "busy"), (document, since, until, cause, here, able)
                counted["with somebody"] += 1
            elif able and len(able) == len(here):
                assert cause == "nobody", (document, since, until, cause)
            elif cause == "nobody" and not able and all(plan.doing == "meeting" for plan, *_ in here):
                counted["meetings without anybody"] += 1
    met = {(document.type, plan.act) for document in run.documents for plan in watched.plan(document)
           if plan.doing != "desk"}  # fmt: skip
    chains = {(document.type, step.act) for document in run.documents for step in proof.chain(document).steps}
    acts = chains - met
    booked = {key: s for key, s in run.stuck.items() if (key.type, key.act) in acts and s}
    expected = {key: s for key, s in stuck.items() if (key.type, key.act) in acts and s}
    assert booked == expected, booked.items() ^ expected.items()
    return counted


def _barred(proof: Proof, document: DocumentRecord, plan: ActPlan, moment: int) -> frozenset[str]:
    """Those who may not do an act because of what they did before."""
    book, reading = proof.watched.prepared.scenario.rulebook, proof.watched.prepared.scenario.reading
    now = naive().Now(
        book, proof.watched.prepared.scenario.roster, document.type, document.case, {}, frozenset(), False,
        reading, False,
    )  # fmt: skip
    others = {
        other
        for rule in book.incompatibilities
        if document.type in rule.documents and plan.act in rule.acts and now.holds(rule.when)
        for other in rule.acts
        if other != plan.act
    }
    return frozenset(
        person
        for number, act, person, signed in proof.watched.signed
        if number == document.number and act in others and signed <= moment
    )


def _meetings(proof: Proof) -> Counter[str]:
    """A meeting was held only if its body met by the rules, and not held only if it did not."""
    counted: Counter[str] = Counter()
    run, scenario = proof.watched.run, proof.watched.prepared.scenario
    actors = proof.explainer.cast.resolver(scenario.reading).actors
    for meeting in run.meetings:
        condition = actors.meets(meeting.body, NO_CASE)
        since = meeting.planned if meeting.held is None else meeting.held
        here = max(n for n, situation in enumerate(run.situations) if situation.since <= since)
        could = [evaluate(condition, proof.world(now, condition)) for now in run.situations[here:]]
        assert could[0] if meeting.held is not None else not all(could), meeting
        counted["held" if meeting.held is not None else "not held"] += 1
    return counted
