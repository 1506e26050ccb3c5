"""What detectors stand on: a rulebook with a roster under a reading, and what holds in it for certain."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product
from typing import NamedTuple

from guiju.model.authority import (
    ALWAYS,
    ANY_KIND,
    VACANT,
    Authority,
    Capacity,
    OfPost,
    OfRole,
    Substitution,
)
from guiju.model.circumstance import NO_CASE, Circumstance
from guiju.model.condition import (
    FALSE,
    TRUE,
    Condition,
    Leaf,
    Reads,
    all_of,
    any_of,
    constant,
    leaves,
    negate,
    rewrite,
)
from guiju.model.document import (
    ByUnit,
    EachOf,
    Expression,
    FirstOf,
    Holder,
    InRole,
    Named,
    PeopleAttribute,
    PersonAttribute,
    Where,
    parts_of,
)
from guiju.model.office import Roster
from guiju.model.reading import Guard, Reading
from guiju.model.rulebook import Rulebook

MOST_READINGS = 4096


class Power(NamedTuple):
    """What a rule lets the holder of a post do, by virtue of what, and under which readings."""

    rule: Authority
    capacity: OfPost | OfRole
    post: str
    holds: Condition


@dataclass(frozen=True)
class Ground:
    """``reading`` may leave switches open: then a finding is one under some option, and what would
    answer it must hold under every option.

    Guards on the case count as met: a detector asks what the text provides for at all.
    """

    book: Rulebook
    roster: Roster
    reading: Reading
    _covered: dict[tuple[Capacity, str, str | None], Condition] = field(default_factory=dict, repr=False)

    @cached_property
    def circumstance(self) -> Circumstance:
        return Circumstance(self.book, self.roster, self.reading)

    def guard(self, guard: Guard) -> Condition:
        """When a guard can hold: a condition over the switches that are open."""
        terms = tuple(term for term in guard.terms if term[0] in self.book.switches)
        return self.circumstance.guard(Guard(terms), NO_CASE)

    def always(self, condition: Condition) -> bool:
        """Holds under every option of the open switches. Beyond 4,096 combinations: no."""
        if condition is TRUE or condition is FALSE:
            return condition is TRUE
        asked = sorted({item.switch for item in leaves(condition) if isinstance(item, Reads)})
        options = [sorted(self.book.switches[id].options) for id in asked]
        ways = 1
        for listed in options:
            ways *= len(listed)
        if ways > MOST_READINGS:
            return False
        return all(_under(condition, dict(zip(asked, way, strict=True))) for way in product(*options))

    def possible(self, guard: Guard) -> bool:
        return self.guard(guard) is not FALSE

    def ever(self, condition: Condition) -> bool:
        """Holds under some option of the open switches. Beyond 4,096 combinations: yes."""
        return not self.always(negate(condition))

    # Who acts

    def named(self, expression: Expression) -> Iterator[tuple[Expression, Condition]]:
        """Every expression inside one, through names, and the readings under which it counts."""
        stack, seen = [(expression, TRUE)], set[tuple[str, Condition]]()
        while stack:
            item, around = stack.pop()
            match item:
                case Where(guarded):
                    inner = all_of([around, self.guard(guarded.when)])
                    stack += [] if inner is FALSE else [(guarded.value, inner)]
                case Named(name):
                    if (name, around) not in seen:
                        seen.add((name, around))
                        stack.append((self.book.signers[name], around))
                case _:
                    yield item, around
                    stack.extend((part, around) for part in reversed(parts_of(item)))

    def capacities(self, expression: Expression) -> Iterator[tuple[OfPost | OfRole, Condition]]:
        """The posts and roles that an expression names, and under which readings."""
        for item, around in self.named(expression):
            for capacity in self.own(item):
                yield capacity, around

    def own(self, item: Expression) -> Iterator[OfPost | OfRole]:
        """The posts and roles that one expression names by itself."""
        match item:
            case Holder(post):
                yield OfPost(post)
            case InRole(attribute):
                yield OfRole(attribute)
            case EachOf(target):
                yield OfRole(target) if target in self.book.attributes else OfPost(target)
            case ByUnit(unit):
                yield OfPost(self.book.units[unit].leader)
            case FirstOf(tiers):
                yield from (OfPost(post) for tier in tiers for post in tier)

    def holders_of(self, capacity: Capacity) -> Mapping[str, Condition]:
        """The posts whose holders can have a capacity, and under which readings."""
        if isinstance(capacity, OfPost):
            return {capacity.post: TRUE}
        if not isinstance(capacity, OfRole):
            return {}
        attribute = self.book.attributes[capacity.attribute]
        found: dict[str, Condition] = {}
        if isinstance(attribute, PersonAttribute | PeopleAttribute):
            for item in attribute.holders:
                found[item.value] = any_of([found.get(item.value, FALSE), self.guard(item.when)])
        return {post: held for post, held in found.items() if held is not FALSE}

    def posts_of(self, capacity: Capacity) -> tuple[str, ...]:
        """The posts whose holders can have a capacity under some reading."""
        return tuple(self.holders_of(capacity))

    @cached_property
    def powers(self) -> tuple[Power, ...]:
        """Every power that a rule can give, with the readings under which it does."""
        found: dict[tuple[str, OfPost | OfRole, str], Condition] = {}
        for rule in self.book.authorities:
            for capacity, around in self.capacities(rule.by):
                for post, held in self.holders_of(capacity).items():
                    here = all_of([self.guard(rule.when), around, held])
                    key = (rule.id, capacity, post)
                    found[key] = any_of([found.get(key, FALSE), here])
        rules = {rule.id: rule for rule in self.book.authorities}
        return tuple(
            Power(rules[id], capacity, post, holds)
            for (id, capacity, post), holds in found.items()
            if holds is not FALSE
        )

    # Who covers

    def covered(self, capacity: Capacity, act: str, place: str | None) -> Condition:
        """Some substitution stands in for an absent holder of the capacity, for the act on a document.

        ``place`` is the document, None a meeting: cover for some documents does not reach into meetings.
        """
        key = (capacity, act, place)
        if key not in self._covered:
            self._covered[key] = any_of(
                all_of([self.guard(rule.when), self.acts(rule, act), self.absence(rule)])
                for rule in self.book.substitutions
                if capacity in rule.covers and (not rule.documents or place in rule.documents)
            )
        return self._covered[key]

    def covered_in(self, rule: Authority, capacity: Capacity) -> Condition:
        """The capacity is covered for the act of a rule, on all documents and at all bodies of it."""
        places = (*rule.documents, *([None] if rule.bodies else []))
        return all_of(self.covered(capacity, rule.act, place) for place in places)

    def acts(self, rule: Substitution, act: str) -> Condition:
        return any_of(self.guard(item.when) for item in rule.acts if item.value == act)

    def absence(self, rule: Substitution) -> Condition:
        """The rule answers some absence, and not vacancy alone."""
        return any_of(self.guard(item.when) for item in rule.trigger if item.value != VACANT)

    def on_vacancy(self, rule: Substitution) -> Condition:
        named = [item for item in rule.trigger if item.value == VACANT]
        return all_of([self.guard(rule.when), any_of(self.guard(item.when) for item in named)])

    # Kinds of absence

    def begins(self, rule: Substitution) -> Condition:
        """The rule is in force and begins with some absence; cover that is always there begins with none."""
        standing = [item for item in rule.trigger if item.value == ALWAYS]
        lasting = any_of(self.guard(item.when) for item in standing)
        return all_of([self.guard(rule.when), self.absence(rule), negate(lasting)])

    def begins_in(self, rule: Substitution, kind: str) -> Condition:
        """The rule begins with a kind of absence, or with another that it entails."""
        knows = (
            self.guard(item.when)
            if item.value == ANY_KIND
            else all_of([self.guard(item.when), self.is_also(kind, item.value)])
            for item in rule.trigger
        )
        return all_of([self.begins(rule), any_of(knows)])

    def is_also(self, kind: str, other: str) -> Condition:
        """Whoever is away in a kind is away in the other as well."""
        return self._entailed[kind].get(other, FALSE)

    @cached_property
    def _entailed(self) -> Mapping[str, Mapping[str, Condition]]:
        found = {kind: {kind: TRUE} for kind in self.book.kinds}
        for _ in self.book.kinds:  # a chain of entailed kinds is no longer than that
            for id, kind in self.book.kinds.items():
                for item in kind.entails:
                    for other, also in tuple(found[item.value].items()):
                        way = all_of([self.guard(item.when), also])
                        found[id][other] = any_of([found[id].get(other, FALSE), way])
        return found


def _under(condition: Condition, reading: Reading) -> bool:
    def value(item: Leaf) -> Condition | None:
        return constant(reading[item.switch] == item.option) if isinstance(item, Reads) else None

    return rewrite(condition, value) is TRUE
