"""Who may act now: the only place where a run asks the rulebook, and it only asks.

Every answer is that of ``resolve`` under ``evaluate``, for the absences, vacancies and mandates of the
moment. Answers are kept by what they depend on: the people in their conditions, not the whole world.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from guiju.model.authority import Authority, Silence
from guiju.model.circumstance import NO_CASE, Case
from guiju.model.condition import Condition, Granted, grants_of, people_of
from guiju.model.document import Expression
from guiju.model.resolve import Chain, Resolver, Step
from guiju.model.world import World, evaluate
from guiju.simulate.record import Situation


class Choice(NamedTuple):
    """People who may do an act together now, by ``rule`` and each by the rules beside him.

    ``people`` is empty where the text names nobody. ``spoils``: a later act of the document would then find
    nobody who may do it.
    """

    people: tuple[str, ...]
    rule: str | None
    by_rules: tuple[tuple[str, ...], ...]
    spoils: bool

    @property
    def distance(self) -> int:
        """0 where all act in their own right; else the longest way of authority to one of them."""
        return max(map(len, self.by_rules), default=0)


class Choices(tuple[Choice, ...]):
    """Everybody who may do an act now, the best first; what follows from it is worked out once."""

    @cached_property
    def alone(self) -> frozenset[str]:
        """Those who may do it without others."""
        return frozenset(choice.people[0] for choice in self if len(choice.people) == 1)

    @cached_property
    def able(self) -> tuple[str, ...]:
        """Those who may do it alone and spoil no more than the best does, substitutes among them."""
        return tuple(dict.fromkeys(choice.people[0] for choice in self._like_the_best()))

    @cached_property
    def near(self) -> tuple[str, ...]:
        """Those of them to whom authority comes as directly as to the best."""
        distance = self[0].distance
        near = (choice for choice in self._like_the_best() if choice.distance == distance)
        return tuple(dict.fromkeys(choice.people[0] for choice in near))

    def _like_the_best(self) -> Iterable[Choice]:
        return (c for c in self if len(c.people) == 1 and c.spoils == self[0].spoils)

    def by_size(self, alone: bool) -> tuple[Choice, ...]:
        """Those for one person first, or those for several."""
        return self._one_first if alone else self._several_first

    @cached_property
    def _one_first(self) -> tuple[Choice, ...]:
        return tuple(sorted(self, key=lambda choice: len(choice.people) != 1))

    @cached_property
    def _several_first(self) -> tuple[Choice, ...]:
        return tuple(sorted(self, key=lambda choice: len(choice.people) == 1))


@dataclass(frozen=True, slots=True)
class _Way:
    rule: str | None
    people: tuple[str, ...]
    condition: Condition
    silent: bool


@dataclass(frozen=True, eq=False)
class Question:
    """One act of one document in one case: everything by which it can be done.

    ``doers``: everybody who can take part, when, under which rule and by which others. ``later``: the steps
    that those who do this act may not do. ``rules``: those that ask for the act.
    """

    act: str
    chain: Chain
    ways: tuple[_Way, ...]
    doers: tuple[tuple[str, Condition, str | None, tuple[str, ...]], ...]
    later: tuple[Step, ...]
    rules: tuple[str, ...]
    apart: frozenset[str]
    known: dict[tuple[object, ...], Choices] = field(default_factory=dict, repr=False)

    @cached_property
    def cone(self) -> tuple[str, ...]:
        """The people on whom the answer can depend."""
        own = [way.condition for way in self.ways] + [condition for _, condition, *_ in self.doers]
        own += [step.condition for step in self.later]
        return tuple(sorted(frozenset().union(*map(people_of, own)))) if own else ()


@dataclass(frozen=True, eq=False)
class Asking:
    """Asks one resolver. ``somebody``: whether acts for which the text names nobody are done by somebody."""

    resolver: Resolver
    reading: Mapping[str, str]
    somebody: bool
    _truths: dict[Condition, tuple[tuple[str, ...], frozenset[Granted], dict[tuple[object, ...], bool]]] = (
        field(default_factory=dict, repr=False)
    )

    def step(self, step: Step, chain: Chain) -> Question:
        """The question of a step of a chain."""
        ways = tuple(
            _Way(rule.id, tuple(sorted(people)), condition, isinstance(rule, Silence))
            for rule, people, condition in self.resolver.ways(step, chain)
        )
        doers = tuple(
            (person, condition, rules[0], rules[1:])
            for person, condition, rules in self.resolver.doers(step.act, chain.document, chain.case)
        )
        apart = self.resolver.apart_from(step.act, chain)
        before = self.resolver.walk.rulebook.earlier(step.act)
        later = tuple(s for s in chain.steps if s.act in apart - before)
        return Question(step.act, chain, ways, doers, later, tuple(r.id for r in step.rules), apart)

    def named(self, expression: Expression, act: str, chain: Chain, rule: str | None) -> Question:
        """The question of an act that an expression gives to somebody, outside the chain."""
        actors, document, case = self.resolver.actors, chain.document, chain.case
        ways = tuple(
            _Way(rule, tuple(sorted(people)), condition, False)
            for people, condition in actors.teams(expression, act, document, case)
        )
        doers = tuple(
            (person, condition, rule, rules)
            for person, condition, rules in actors.taking_part(expression, act, document, case)
        )
        rules = (rule,) if rule is not None else ()
        return Question(act, chain, ways, doers, (), rules, frozenset())

    def choices(self, question: Question, now: Situation, barred: frozenset[str]) -> Choices:
        """Everybody who may do an act now, those first who act in their own right and spoil nothing."""
        absent = now.absent
        key = (*map(absent.get, question.cone), now.vacant, now.given, barred)
        found = question.known.get(key)
        if found is None:
            found = Choices(sorted(self._choices(question, now, barred), key=_preference))
            question.known[key] = found
        return found

    def _choices(self, question: Question, now: Situation, barred: frozenset[str]) -> Iterable[Choice]:
        for way in question.ways:
            if not barred.intersection(way.people) and self.holds(way.condition, now):
                by_rules = tuple(self._by_rules(question, person, way.rule, now) for person in way.people)
                yield Choice(way.people, way.rule, by_rules, self._spoils(question, way.people, now))

    def _by_rules(self, question: Question, person: str, rule: str | None, now: Situation) -> tuple[str, ...]:
        """The shortest way of authority to a person under a rule: none in his own right."""
        ways = [
            rules
            for who, condition, asking, rules in question.doers
            if who == person and asking == rule and self.holds(condition, now)
        ]
        return min(ways, key=lambda rules: (len(rules), rules), default=())

    def _spoils(self, question: Question, people: tuple[str, ...], now: Situation) -> bool:
        members = frozenset(people)
        return any(
            not self.holds(self.resolver.without(step, question.chain, members), now)
            for step in question.later
        )

    def holds(self, condition: Condition, now: Situation) -> bool:
        """The truth of a condition in a situation."""
        known = self._truths.get(condition)
        if known is None:
            known = (tuple(sorted(people_of(condition))), grants_of(condition), {})
            self._truths[condition] = known
        cone, grants, truths = known
        key = (*map(now.absent.get, cone), now.vacant, now.given)
        truth = truths.get(key)
        if truth is None:
            granted = frozenset(grant for grant in grants if grant.rule in now.given)
            world = World(now.absent, now.vacant, granted, self.reading, self.somebody)
            truth = truths[key] = evaluate(condition, world)
        return truth

    def at_meeting(self, body: str, now: Situation) -> tuple[dict[str, tuple[str, ...]], tuple[str, ...]]:
        """Who does each act that a body asks for, and the acts that nobody may do now."""
        actors, people = self.resolver.actors, dict[str, tuple[str, ...]]()
        missing = [act for act, able in actors.at_meeting(body, NO_CASE).items() if not self.holds(able, now)]
        for rule in self.resolver.walk.rulebook.at_body(body):
            people.setdefault(rule.act, self._team(rule, body, now))
        return people, tuple(missing)

    def _team(self, rule: Authority, body: str, now: Situation) -> tuple[str, ...]:
        actors, case = self.resolver.actors, NO_CASE
        if not self.holds(self.resolver.walk.guard(rule.when, case), now):
            return ()
        able = [
            tuple(sorted(people))
            for people, condition in actors.teams(rule.by, rule.act, body, case)
            if self.holds(condition, now)
        ]
        return able[0] if able else ()

    def meets(self, body: str, case: Case, now: Situation) -> bool:
        """The body is quorate and every act that its rules ask for can be done."""
        return self.holds(self.resolver.actors.meets(body, case), now)


def _preference(choice: Choice) -> tuple[bool, bool, int, int]:
    """Those who spoil nothing, are named, act in their own right, are few; ties as the rules give them."""
    return (choice.spoils, not choice.people, choice.distance, len(choice.people))
