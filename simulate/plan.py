"""The way of one document: which acts it goes through, in what order, and how each is done.

The rules say what is asked for and what comes before what; the scenario says how long it takes, and what
is done besides. Files are taken to be in order, but for the facts that the scenario draws.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from guiju.model.authority import Authority
from guiju.model.citation import Basis
from guiju.model.document import ByBody, ChoiceAttribute, Expression, Holder, atoms
from guiju.model.due import DeadlineNow
from guiju.model.file_in_hand import FileInHand
from guiju.model.procedure import Deadline, Duty
from guiju.model.resolve import Chain, Resolver, Step
from guiju.model.sequence import awaited
from guiju.scenarios.scenario import Scenario, Work
from guiju.simulate.authority import Asking, Question

Doing = Literal["desk", "unnamed", "meeting", "replies", "link"]


class NoTime(ValueError):
    """The scenario says nowhere how long an act takes."""

    def __init__(self, document: str, act: str) -> None:
        self.document, self.act = document, act
        super().__init__(f"{document}: no time is given for {act}")


@dataclass(frozen=True, slots=True)
class ActPlan:
    """One act. ``after``: places of the acts that must be done before, ``then``: of those that wait for it.

    ``question``: whom to ask who may do it; None where that is nobody's power. ``body``: the meeting that
    does it. ``limits``: the numbered deadlines of its replies.
    """

    act: str
    doing: Doing
    work: Work
    after: tuple[int, ...]
    then: tuple[int, ...]
    question: Question | None
    body: str | None
    limits: tuple[Deadline, ...]


@dataclass(frozen=True, eq=False)
class Plan:
    """``deadlines``: every numbered one that holds for this file and counts between two of its acts, or from
    receipt. ``urgent``: it comes before others of its time.
    """

    document: str
    case: Mapping[str, str]
    facts: frozenset[str]
    acts: tuple[ActPlan, ...]
    deadlines: tuple[Deadline, ...]
    urgent: bool


@dataclass(frozen=True)
class Planner:
    """Plans for one scenario and its resolver."""

    scenario: Scenario
    resolver: Resolver
    asking: Asking

    def plan(self, document: str, case: Mapping[str, str], facts: frozenset[str]) -> Plan:
        """Raises NoTime, and ExpansionTooLarge."""
        chain = self.resolver.chain(document, case)
        bodies = {step.act: _body_of(step, self.resolver) for step in chain.steps}
        meeting = {act: body for act, body in bodies.items() if body is not None}
        hand = self._hand(document, case, facts, meeting.values())
        acts = self._acts(chain, hand)
        order = {act: place for place, act in enumerate(acts)}
        earlier = {act: self.scenario.rulebook.earlier(act) & order.keys() for act in acts}
        steps = {step.act: step for step in chain.steps}
        limits = tuple(norm for norm, _, _ in hand.deadlines() if norm.within is not None)
        plans = []
        for act in acts:
            after = tuple(sorted(order[other] for other in earlier[act]))
            then = tuple(sorted(order[other] for other in acts if act in earlier[other]))
            own = tuple(n for n in limits if n.act == act and (n.start is None or n.start in order))
            plans.append(self._act(act, chain, steps.get(act), meeting.get(act), hand, after, then, own))
        counted = tuple(n for n in limits if n.act in order and (n.start is None or n.start in order))
        return Plan(document, case, facts, tuple(plans), counted, self._urgent(case))

    def _hand(
        self, document: str, case: Mapping[str, str], facts: frozenset[str], bodies: Iterable[str]
    ) -> FileInHand:
        known = {id: id in facts or fact.in_order for id, fact in self.scenario.rulebook.facts.items()}
        return FileInHand(self.resolver.walk.circumstance, document, case, frozenset(bodies), known)

    def _acts(self, chain: Chain, hand: FileInHand) -> tuple[str, ...]:
        """In the order of the rulebook: what the chain and deadlines ask for, and what the scenario adds.

        An act that is a duty only where the file shows something is done only there.
        """
        book, load = self.scenario.rulebook, self.scenario.workload.get(chain.document)
        duties = {item.norm.act for item in hand.duties()}
        excused = {norm.act for norm in hand.norms(Duty)} - duties
        also = {act for act in (load.also if load else ()) if act not in excused}
        asked = {step.act for step in chain.steps} | also
        limits = [DeadlineNow(*item, "not-started", None, None) for item in hand.deadlines()]
        found = awaited(asked, hand.requirements(), limits, duties - also, ())
        return tuple(sorted(found, key=book.chain_order.__getitem__))

    def _act(
        self, act: str, chain: Chain, step: Step | None, body: str | None, hand: FileInHand,
        after: tuple[int, ...], then: tuple[int, ...], limits: tuple[Deadline, ...],
    ) -> ActPlan:  # fmt: skip
        work = self._work(chain.document, act)
        if body is not None:
            question = self.asking.step(step, chain) if step is not None else None
            return ActPlan(act, "meeting", work, after, then, question, body, limits)
        if step is not None:
            return ActPlan(act, "desk", work, after, then, self.asking.step(step, chain), None, limits)
        if work.minutes or work.replies:
            doing: Doing = "link" if work.minutes else "replies"
            return ActPlan(act, doing, work, after, then, None, None, limits)
        named, rule = self._by(act, work, hand)
        if named is None:
            return ActPlan(act, "unnamed", work, after, then, None, None, limits)
        question = self.asking.named(named, act, chain, rule)
        return ActPlan(act, "desk", work, after, then, question, None, limits)

    @staticmethod
    def _by(act: str, work: Work, hand: FileInHand) -> tuple[Expression | None, str | None]:
        """Whom the scenario names for an act, else whose duty it is."""
        if work.by is not None:
            return Holder(work.by), None
        for item in hand.duties():
            if item.norm.act == act and item.norm.by is not None:
                return item.norm.by, item.norm.id
        return None, None

    def _work(self, document: str, act: str) -> Work:
        load = self.scenario.workload.get(document)
        found = (load.acts.get(act) if load else None) or self.scenario.acts.get(act) or self.scenario.any_act
        if found is None:
            raise NoTime(document, act)
        return found

    def _urgent(self, case: Mapping[str, str]) -> bool:
        attributes = self.scenario.rulebook.attributes
        chosen = ((attributes[id], value) for id, value in case.items())
        return any(isinstance(a, ChoiceAttribute) and a.urgency and value != a.default for a, value in chosen)


def _body_of(step: Step, resolver: Resolver) -> str | None:
    """The meeting that does a step, where one does."""
    signers = resolver.walk.rulebook.signers
    return next(
        (
            item.body
            for rule in step.rules
            if isinstance(rule, Authority)
            for item in atoms(rule.by, signers)
            if isinstance(item, ByBody)
        ),
        None,
    )


def bases_of(questions: Iterable[str], resolver: Resolver) -> tuple[Basis, ...]:
    """What the rules with these ids rest on."""
    book = resolver.walk.rulebook
    return tuple(book.rules[id].basis if id in book.rules else book.procedure[id].basis for id in questions)
