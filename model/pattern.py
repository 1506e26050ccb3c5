"""Patterns: what a document is like, whatever the posts, people and rules in it are called.

Two documents have the same pattern when their rules, and all that those rules lead to, are the
same but for names. What is proved of one holds of the other with the names exchanged, so each
pattern is solved once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from guiju.model.authority import (
    Authority,
    Capacity,
    Incompatibility,
    Mandate,
    OfActing,
    OfPost,
    OfRole,
    Prerequisite,
    Recusal,
    Rule,
    Silence,
    Substitution,
)
from guiju.model.circumstance import Case, named_people
from guiju.model.document import (
    AtLeastOf,
    ByBody,
    ByUnit,
    ChoiceAttribute,
    EachOf,
    Expression,
    FirstOf,
    Holder,
    InRole,
    MeasureAttribute,
    Named,
    PeopleOf,
    Where,
)
from guiju.model.office import Roster
from guiju.model.reading import Guard, Guarded
from guiju.model.rulebook import Rulebook

Key = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Pattern:
    """The spelling of a document with its names numbered, and the names in that order."""

    key: Key
    people: tuple[str, ...]
    posts: tuple[str, ...]
    rules: tuple[str, ...]


@dataclass(frozen=True)
class Renaming:
    """From the names of one document to those of another of the same pattern."""

    people: Mapping[str, str]
    posts: Mapping[str, str]
    rules: Mapping[str, str]


def renaming(one: Pattern, other: Pattern) -> Renaming:
    return Renaming(
        dict(zip(one.people, other.people, strict=True)),
        dict(zip(one.posts, other.posts, strict=True)),
        dict(zip(one.rules, other.rules, strict=True)),
    )


@dataclass(frozen=True)
class Patterns:
    """Spells the documents of one rulebook and roster."""

    rulebook: Rulebook
    roster: Roster
    _spelled: dict[tuple[object, ...], Pattern] = field(default_factory=dict, repr=False)

    def of(self, document: str, case: Case) -> Pattern:
        key = (document, *sorted(case.items()))
        if key not in self._spelled:
            self._spelled[key] = _Speller(self, document, case).pattern()
        return self._spelled[key]

    @cached_property
    def covering(self) -> Mapping[Capacity, tuple[Substitution, ...]]:
        """Capacity -> the substitutions that cover it."""
        found: dict[Capacity, list[Substitution]] = {}
        for rule in self.rulebook.substitutions:
            for capacity in rule.covers:
                found.setdefault(capacity, []).append(rule)
        return {capacity: tuple(rules) for capacity, rules in found.items()}

    @cached_property
    def given(self) -> Mapping[Capacity, tuple[tuple[Mandate, frozenset[str]], ...]]:
        """Capacity -> the mandates of its holders, with their documents."""
        found: dict[Capacity, list[tuple[Mandate, frozenset[str]]]] = {}
        for rule in self.rulebook.mandates:
            found.setdefault(rule.giver, []).append((rule, frozenset(rule.documents)))
        return {capacity: tuple(rules) for capacity, rules in found.items()}

    @cached_property
    def partners(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {}
        for one, other in self.roster.pairs:
            found.setdefault(one, []).append(other)
            found.setdefault(other, []).append(one)
        return {person: tuple(sorted(others)) for person, others in found.items()}


class _Speller:
    """Writes one document down; a name is its number in the order of first mention."""

    def __init__(self, patterns: Patterns, document: str, case: Case) -> None:
        self.known, self.book, self.roster = patterns, patterns.rulebook, patterns.roster
        self.document, self.case = document, case
        self.out: list[Any] = []
        self.people: dict[str, int] = {}
        self.posts: dict[str, int] = {}
        self.rules: dict[str, int] = {}
        self.spread: set[object] = set()

    def pattern(self) -> Pattern:
        for attribute in self.book.documents[self.document].attributes:
            self._attribute(attribute)
        for rule in self.book.naming(self.document):
            if not isinstance(rule, Substitution | Mandate):
                self._rule(rule)
        return Pattern(tuple(self.out), tuple(self.people), tuple(self.posts), tuple(self.rules))

    def _attribute(self, id: str) -> None:
        value = self.case.get(id)
        self.out += ("attribute", id)
        if isinstance(self.book.attributes[id], ChoiceAttribute | MeasureAttribute):
            self.out.append(value)
            return
        named = named_people(value or "none")
        self.out.append(len(named))
        for person in named:
            self._person(person)

    def _post(self, post: str) -> None:
        """A mention; who holds it and what leads on from it is told once, by ``_holders``."""
        number = self.posts.get(post)
        if number is None:
            number = self.posts[post] = len(self.posts)
            definition = self.book.posts[post]
            self.out += ("new post", definition.seats, post == self.book.paired_post, definition.rank)
        self.out.append(number)

    def _person(self, person: str) -> None:
        number = self.people.get(person)
        if number is not None:
            self.out.append(number)
            return
        self.people[person] = len(self.people)
        who = self.roster.people[person]
        partners = self.known.partners.get(person, ())
        told = (who.portfolio is not None, who.qualifications, len(who.posts), len(partners))
        self.out += ("new person", *told)
        for post in who.posts:
            self._post(post)
        for partner in partners:
            self._person(partner)

    def _capacity(self, capacity: Capacity) -> None:
        """A mention, and once all that leads on from it."""
        match capacity:
            case OfPost(post):
                self.out.append("post")
                self._post(post)
            case OfRole(attribute):
                self.out += ("role", attribute)
            case OfActing(relation):
                self.out += ("acting", relation)
        if capacity in self.spread:
            return
        self.spread.add(capacity)
        if isinstance(capacity, OfPost):
            holders = self.roster.incumbents.get(capacity.post, ())
            self.out.append(len(holders))
            for person in holders:
                self._person(person)
        elif isinstance(capacity, OfRole):
            for holder in getattr(self.book.attributes[capacity.attribute], "holders", ()):
                self._post(holder.value)
                self._guard(holder.when)
        given = [m for m, documents in self.known.given.get(capacity, ()) if self.document in documents]
        rules: tuple[Rule, ...] = (*self.known.covering.get(capacity, ()), *given)
        self.out.append(len(rules))
        for rule in rules:
            self._rule(rule)

    def _guard(self, guard: Guard) -> None:
        for term, options in guard.terms:
            attribute = self.book.attributes.get(term)
            self.out += (term, len(options))
            if attribute is None or isinstance(attribute, ChoiceAttribute):
                self.out.append(options)
            else:
                for post in options:
                    self._post(post)
        self.out.append(guard.bounds)

    def _guarded(self, items: Iterable[Guarded[Any]]) -> None:
        for item in items:
            self.out.append(item.value)
            self._guard(item.when)

    def _rule(self, rule: Rule) -> None:
        number = self.rules.get(rule.id)
        if number is not None:
            self.out.append(number)
            return
        self.rules[rule.id] = len(self.rules)
        self.out.append(type(rule).__name__)
        self._guard(rule.when)
        match rule:
            case Authority():
                self.out.append(rule.act)
                self._expression(rule.by)
            case Silence() | Prerequisite():
                self.out.append(rule.act)
                self._guard(getattr(rule, "needs", Guard()))
            case Incompatibility():
                self.out.append(rule.acts)
            case Recusal():
                self.out += (rule.acts, rule.people)
            case Substitution():
                self._substitution(rule)
            case Mandate():
                self._mandate(rule)
        self.out.append("end")

    def _substitution(self, rule: Substitution) -> None:
        within = not rule.documents or self.document in rule.documents
        self.out += (rule.relation, within, bool(rule.documents))
        for listed in (rule.acts, rule.trigger, rule.activation, rule.timing, rule.eligible):
            self.out.append(len(listed))
            self._guarded(listed)
        for guard in (rule.ordered, rule.chained, rule.defers):
            self.out.append(guard is not None)
            if guard is not None:
                self._guard(guard)
        self.out += (len(rule.tiers), len(rule.covers), rule.giver is not None)
        for tier in rule.tiers:
            self.out.append(len(tier))
            for post in tier:
                self._capacity(OfPost(post))
        for capacity in (*rule.covers, *([rule.giver] if rule.giver else [])):
            self._capacity(capacity)
        self._capacity(OfActing(rule.relation))

    def _mandate(self, rule: Mandate) -> None:
        self.out += (rule.acts, rule.levels, len(rule.timing), len(rule.eligible), len(rule.to))
        self.out.append(len(rule.onward))
        self._guarded(rule.timing)
        self._guarded(rule.eligible)
        for to in rule.to:
            self._guard(to.when)
            self._capacity(to.value)
            relation = to.value.relation if isinstance(to.value, OfActing) else None
            for other in self.book.substitutions:
                if other.relation == relation:
                    self._rule(other)
        for onward in rule.onward:
            self._guard(onward.when)
            self._capacity(OfPost(onward.value))
        self._capacity(rule.giver)
        self._capacity(OfActing("mandate"))

    def _expression(self, root: Expression) -> None:
        stack: list[Expression] = [root]
        while stack:
            item = stack.pop()
            self.out.append(type(item).__name__)
            match item:
                case Holder(post):
                    self._capacity(OfPost(post))
                case InRole(attribute):
                    self._capacity(OfRole(attribute))
                case EachOf(target):
                    role = target in self.book.attributes
                    self._capacity(OfRole(target) if role else OfPost(target))
                case ByUnit(unit):
                    self._capacity(OfPost(self.book.units[unit].leader))
                case FirstOf(tiers):
                    self.out.append(len(tiers))
                    for tier in tiers:
                        self.out.append(len(tier))
                        for post in tier:
                            self._capacity(OfPost(post))
                case ByBody(body):
                    self._body(body)
                case Named(name):
                    self.out.append(name)
                    if ("signers", name) not in self.spread:
                        self.spread.add(("signers", name))
                        stack.append(self.book.signers[name])
                case Where(guarded):
                    self._guard(guarded.when)
                    stack.append(guarded.value)
                case PeopleOf(count, one):
                    self.out.append(count)
                    stack.append(one)
                case AtLeastOf(count, parts, different):
                    self.out += (count, len(parts), different)
                    stack.extend(reversed(parts))

    def _body(self, body: str) -> None:
        self.out.append(body)
        if ("body", body) not in self.spread:
            self.spread.add(("body", body))
            for rule in self.book.at_body(body):
                self._rule(rule)
            if self.book.bodies[body].quorum is not None:
                for post in self.book.bodies[body].members:
                    self._capacity(OfPost(post))
