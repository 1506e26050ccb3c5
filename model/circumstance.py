"""Guards and statuses as Conditions: what the reading, the case and a person's absence come to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType

from guiju.model.authority import ALWAYS, ANY_KIND, VACANT, Capacity, OfPost, OfRole
from guiju.model.condition import (
    FALSE,
    TRUE,
    Away,
    Condition,
    Reads,
    Vacant,
    all_of,
    any_of,
    constant,
    leaf,
    negate,
)
from guiju.model.document import ChoiceAttribute, MeasureAttribute
from guiju.model.measure import Interval, read
from guiju.model.office import Roster
from guiju.model.reading import Guard, Guarded, Reading
from guiju.model.rulebook import Rulebook

Case = Mapping[str, str]
NO_CASE: Case = MappingProxyType({})


def named_people(value: str) -> tuple[str, ...]:
    """The people in a case value: ids joined by +, or ``none``."""
    return () if value == "none" else tuple(value.split("+"))


def within(value: str | None, intervals: Iterable[Interval]) -> bool:
    """Whether a case's class of a measure lies in one of the intervals; a missing one never does."""
    return value is not None and any(interval.contains(read(value)) for interval in intervals)


@dataclass(frozen=True)
class Circumstance:
    """A rulebook and a roster under a reading; switches that it leaves out stay open."""

    rulebook: Rulebook
    roster: Roster
    reading: Reading
    _guards: dict[tuple[object, ...], Condition] = field(default_factory=dict, repr=False)
    _statuses: dict[tuple[str, ...], Condition] = field(default_factory=dict, repr=False)

    def guard(self, guard: Guard, case: Case) -> Condition:
        """Whether a guard holds: a condition over open switches, decided for the case."""
        if not guard.terms and not guard.bounds:
            return TRUE
        key = (guard, *map(case.get, guard.asked))
        if key not in self._guards:
            self._guards[key] = all_of([self.terms(guard, case), self.bounds(guard, case)])
        return self._guards[key]

    def terms(self, guard: Guard, case: Case) -> Condition:
        """What a guard asks of readings, choices and people."""
        return all_of(self._term(term, options, case) for term, options in guard.terms)

    def bounds(self, guard: Guard, case: Case) -> Condition:
        """What a guard asks of measures: whether the case is within its limits."""
        return constant(all(within(case.get(term), intervals) for term, intervals in guard.bounds))

    def any_guard(self, items: Iterable[Guarded[str]], case: Case) -> Condition:
        return any_of(self.guard(item.when, case) for item in items)

    def _term(self, key: str, options: tuple[str, ...], case: Case) -> Condition:
        if key in self.rulebook.switches:
            if key in self.reading:
                return constant(self.reading[key] in options)
            return any_of(leaf(Reads(key, option)) for option in options)
        return constant(bool(self._values(key, case) & set(options)))

    def _values(self, key: str, case: Case) -> set[str]:
        """What a guard compares: the option chosen, or the posts of the people named."""
        attribute = self.rulebook.attributes[key]
        if isinstance(attribute, ChoiceAttribute):
            return {case.get(key, attribute.default)}
        if isinstance(attribute, MeasureAttribute):
            return set()
        people = named_people(case.get(key, "none"))
        return {post for person in people for post in self.roster.people[person].posts}

    def incumbents(self, capacity: Capacity, case: Case) -> Iterator[tuple[str, Condition]]:
        """The holders of a post or role, and what their holding it needs."""
        if isinstance(capacity, OfPost):
            held = self.filled(capacity.post)
            yield from ((person, held) for person in self.roster.incumbents.get(capacity.post, ()))
        elif isinstance(capacity, OfRole):
            for person in named_people(case.get(capacity.attribute, "none")):
                yield person, self._qualifies(capacity.attribute, person, case)

    def _qualifies(self, attribute: str, person: str, case: Case) -> Condition:
        definition = self.rulebook.attributes[attribute]
        if isinstance(definition, ChoiceAttribute | MeasureAttribute):
            return FALSE
        posts = self.roster.people[person].posts
        return any_of(
            all_of([self.guard(holder.when, case), self.filled(holder.value)])
            for holder in definition.holders
            if holder.value in posts
        )

    def eligible(self, needs: Iterable[Guarded[str]], person: str, case: Case) -> Condition:
        """Every qualification that applies is one that the person has."""
        held = self.roster.people[person].qualifications
        return all_of(negate(self.guard(item.when, case)) for item in needs if item.value not in held)

    def fallen_vacant(self, kinds: Iterable[Guarded[str]], post: str, case: Case) -> Condition:
        """The post has no holder, and a trigger names vacancy."""
        named = any_of(self.guard(item.when, case) for item in kinds if item.value == VACANT)
        empty = leaf(Vacant(post)) if post in self.roster.incumbents else TRUE
        return all_of([named, empty])

    def filled(self, post: str) -> Condition:
        return negate(leaf(Vacant(post)))

    def present(self, person: str) -> Condition:
        key = (person,)
        if key not in self._statuses:
            self._statuses[key] = negate(leaf(Away(person, self._all_kinds)))
        return self._statuses[key]

    def reachable(self, person: str) -> Condition:
        """Present, or away in a way that left time to act before."""
        sudden = {id for id, kind in self.rulebook.kinds.items() if not kind.planned}
        return negate(leaf(Away(person, frozenset(sudden))))

    def nobody_in(
        self, tiers: Iterable[tuple[str, ...]], needs: Iterable[Guarded[str]] = (), case: Case = NO_CASE
    ) -> Condition:
        """Everybody in the tiers is away, or his post vacant, or he lacks a qualification."""
        needs = tuple(needs)
        return all_of(
            any_of(
                [leaf(Vacant(post)), negate(self.present(person)), negate(self.eligible(needs, person, case))]
            )
            for tier in tiers
            for post in tier
            for person in self.roster.incumbents.get(post, ())
        )

    def triggered(self, kinds: Iterable[Guarded[str]], person: str, case: Case) -> Condition:
        """The person is away as one of the kinds that a rule names."""
        return any_of(
            all_of([self.guard(item.when, case), self._away(item.value, person, case)]) for item in kinds
        )

    def _away(self, kind: str, person: str, case: Case) -> Condition:
        if kind == ALWAYS:
            return TRUE
        if kind == VACANT:
            return FALSE
        if kind == ANY_KIND:
            return negate(self.present(person))
        return self.away_as(person, kind, case)

    def away_as(self, person: str, kind: str, case: Case) -> Condition:
        """Away as the kind or as one that entails it."""
        key = (person, kind, *(case.get(id, "") for id in self._entailing_attributes))
        if key not in self._statuses:
            by_guard: dict[Condition, set[str]] = {}
            for other in sorted(self.rulebook.kinds):
                by_guard.setdefault(self._entails(other, kind, case, frozenset()), set()).add(other)
            self._statuses[key] = any_of(
                all_of([condition, leaf(Away(person, frozenset(kinds)))])
                for condition, kinds in by_guard.items()
            )
        return self._statuses[key]

    def _entails(self, kind: str, target: str, case: Case, seen: frozenset[str]) -> Condition:
        if kind == target:
            return TRUE
        return any_of(
            all_of([self.guard(item.when, case), self._entails(item.value, target, case, seen | {kind})])
            for item in self.rulebook.kinds[kind].entails
            if item.value not in seen
        )

    @cached_property
    def _all_kinds(self) -> frozenset[str]:
        return frozenset(self.rulebook.kinds)

    @cached_property
    def _entailing_attributes(self) -> tuple[str, ...]:
        guards = [item.when for kind in self.rulebook.kinds.values() for item in kind.entails]
        return self.attributes_in(guards)

    def attributes_in(self, guards: Iterable[Guard]) -> tuple[str, ...]:
        """The case attributes that some of the guards ask for."""
        terms = {term for guard in guards for term in guard.asked}
        return tuple(sorted(terms & set(self.rulebook.attributes)))
