"""Routes: the ways by which one act on one document comes to one person.

``Walk`` follows the authority graph from a post or role to people. It and ``resolve`` are the only
code that knows authority; everything else interprets their Conditions.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from guiju.model.authority import (
    ALWAYS,
    ANY_KIND,
    Capacity,
    Mandate,
    OfActing,
    OfPost,
    OfRole,
    Substitution,
    Timing,
)
from guiju.model.condition import (
    FALSE,
    TRUE,
    Away,
    Condition,
    Granted,
    InForce,
    Reads,
    Vacant,
    all_of,
    any_of,
    constant,
    leaf,
    negate,
)
from guiju.model.document import ChoiceAttribute
from guiju.model.graph import Graph, capacity_node
from guiju.model.office import Roster
from guiju.model.reading import Guard, Guarded, Reading
from guiju.model.rulebook import Rulebook

Case = Mapping[str, str]
Aspect = Literal[
    "reading", "post", "vacancy", "scope", "trigger", "order", "exclusion", "activation", "presence"
]


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that a route needs, and the rule that asks for it."""

    aspect: Aspect
    rule: str | None
    condition: Condition


@dataclass(frozen=True)
class Route:
    """A person, the rules that lead to him, and all that must hold on the way."""

    person: str
    relation: str
    rules: tuple[str, ...]
    parts: tuple[Part, ...]

    @cached_property
    def condition(self) -> Condition:
        forces = [leaf(InForce(rule)) for rule in self.rules]
        return all_of([*forces, *(part.condition for part in self.parts)])


@dataclass(frozen=True, slots=True)
class _State:
    """Authority has come to ``person``, who holds it as ``capacity``."""

    person: str
    capacity: Capacity
    relation: str
    rules: tuple[str, ...]
    parts: tuple[Part, ...]
    visited: frozenset[str]


@dataclass(frozen=True)
class Walk:
    """Walks one authority graph under one reading (switches it leaves out stay open)."""

    graph: Graph
    reading: Reading = field(default_factory=dict)
    _guards: dict[tuple[object, ...], Condition] = field(default_factory=dict, repr=False)
    _kinds: dict[tuple[object, ...], Condition] = field(default_factory=dict, repr=False)
    _giving: dict[tuple[Capacity, str, str], tuple[Mandate, ...]] = field(default_factory=dict, repr=False)
    _known: dict[tuple[object, ...], tuple[Route, ...]] = field(default_factory=dict, repr=False)
    _granters: dict[tuple[object, ...], tuple[Route, ...]] = field(default_factory=dict, repr=False)
    _leaving: dict[tuple[Capacity, str], tuple[tuple[Substitution, int, str], ...]] = field(
        default_factory=dict, repr=False
    )

    @cached_property
    def rulebook(self) -> Rulebook:
        rulebook: Rulebook = self.graph.graph["rulebook"]
        return rulebook

    @cached_property
    def roster(self) -> Roster:
        roster: Roster = self.graph.graph["roster"]
        return roster

    def routes(
        self, capacity: OfPost | OfRole, act: str, document: str, case: Case, *, barred: bool = False
    ) -> tuple[Route, ...]:
        """All routes for an act by virtue of a capacity; cover is a least fixed point.

        Cover is walked along simple paths only, so people who cover each other never lean on
        each other. ``barred``: include routes that can never hold, for explanations.
        """
        key = (*self._key(capacity, act, document, case), barred)
        if key not in self._known:
            self._known[key] = tuple(self._routes(capacity, act, document, case, barred, frozenset()))
        return self._known[key]

    def _key(self, capacity: OfPost | OfRole, act: str, document: str, case: Case) -> tuple[object, ...]:
        """All that routes depend on: documents alike in their mandates share them."""
        mandates = tuple(rule.id for rule in self._mandates_from(capacity, act, document))
        own = case.get(capacity.attribute) if isinstance(capacity, OfRole) else None
        return (capacity, own, act, mandates, *(case.get(id) for id in self._guarding))

    @cached_property
    def _guarding(self) -> tuple[str, ...]:
        """The case attributes that some rule on cover or mandates asks for."""
        book = self.rulebook
        guards: list[Guard] = []
        for rule in book.substitutions:
            guards += [rule.when, *(g for g in (rule.ordered, rule.chained, rule.defers) if g)]
            guards += [item.when for items in (rule.acts, rule.trigger) for item in items]
            guards += [item.when for item in rule.activation] + [item.when for item in rule.timing]
        for mandate in book.mandates:
            guards += [mandate.when, *(to.when for to in mandate.to), *(t.when for t in mandate.timing)]
        for attribute in book.attributes.values():
            if not isinstance(attribute, ChoiceAttribute):
                guards += [holder.when for holder in attribute.holders]
        terms = {term for guard in guards for term, _ in guard.terms}
        return tuple(sorted(terms & set(book.attributes)))

    def guard(self, guard: Guard, case: Case) -> Condition:
        """Whether a guard holds: a condition over open switches, decided for the case."""
        if not guard.terms:
            return TRUE
        key = (guard, *(case.get(term) for term, _ in guard.terms))
        if key not in self._guards:
            self._guards[key] = all_of(self._term(term, options, case) for term, options in guard.terms)
        return self._guards[key]

    def _term(self, key: str, options: tuple[str, ...], case: Case) -> Condition:
        if key in self.rulebook.switches:
            if key in self.reading:
                return constant(self.reading[key] in options)
            return any_of(leaf(Reads(key, option)) for option in options)
        return constant(bool(self._attribute(key, case) & set(options)))

    def _attribute(self, key: str, case: Case) -> set[str]:
        """What a guard compares: the option chosen, or the posts of the people named."""
        attribute = self.rulebook.attributes[key]
        if isinstance(attribute, ChoiceAttribute):
            return {case.get(key, attribute.default)}
        people = named_people(case.get(key, "none"))
        return {post for person in people for post in self.roster.people[person].posts}

    def incumbents(self, capacity: Capacity, case: Case) -> Iterator[tuple[str, tuple[Part, ...]]]:
        """The holders of a post or role, and what their holding it needs."""
        if isinstance(capacity, OfPost):
            held = Part("vacancy", None, negate(leaf(Vacant(capacity.post))))
            for person in self.roster.incumbents.get(capacity.post, ()):
                yield person, (held,)
        elif isinstance(capacity, OfRole):
            for person in named_people(case.get(capacity.attribute, "none")):
                yield person, (Part("post", None, self._qualifies(capacity.attribute, person, case)),)

    def _qualifies(self, attribute: str, person: str, case: Case) -> Condition:
        definition = self.rulebook.attributes[attribute]
        if isinstance(definition, ChoiceAttribute):
            return FALSE
        posts = self.roster.people[person].posts
        return any_of(
            all_of([self.guard(holder.when, case), negate(leaf(Vacant(holder.value)))])
            for holder in definition.holders
            if holder.value in posts
        )

    def _routes(
        self,
        capacity: OfPost | OfRole,
        act: str,
        document: str,
        case: Case,
        barred: bool,
        asking: frozenset[str],
    ) -> Iterator[Route]:
        stack = [
            _State(person, capacity, "incumbent", (), parts, frozenset([person]))
            for person, parts in self.incumbents(capacity, case)
        ]
        stack += self._mandated(capacity, act, document, case, asking)
        while stack:
            state = stack.pop()
            here = Part("presence", None, self.present(state.person))
            route = Route(state.person, state.relation, state.rules, (*state.parts, here))
            if barred or route.condition is not FALSE:
                yield route
            stack.extend(self._covers(state, act, document, case, barred, asking))

    def _covers(
        self, state: _State, act: str, document: str, case: Case, barred: bool, asking: frozenset[str]
    ) -> Iterator[_State]:
        for rule, tier, person in self._substitutes(state):
            if person in state.visited or rule.id in asking:
                continue
            parts = list(state.parts)
            for part in self._fires(rule, state, tier, person, act, document, case, asking):
                if part.condition is FALSE and not barred:
                    break
                if part.condition is not TRUE:
                    parts.append(part)
            else:
                capacity = OfActing(rule.relation) if rule.tiers else state.capacity
                rules = (*state.rules, rule.id)
                visited = state.visited | {person}
                yield _State(person, capacity, rule.relation, rules, tuple(parts), visited)

    def _substitutes(self, state: _State) -> tuple[tuple[Substitution, int, str], ...]:
        """The rules whose edges leave here, with the tier and the candidate."""
        key = (state.capacity, state.person)
        if key not in self._leaving:
            self._leaving[key] = tuple(self._edges_leaving(*key))
        return self._leaving[key]

    def _edges_leaving(self, capacity: Capacity, person: str) -> Iterator[tuple[Substitution, int, str]]:
        for source in (capacity_node(capacity), ("person", person)):
            if source not in self.graph:
                continue
            for _, target, data in self.graph.out_edges(source, data=True):
                rule = data.get("rule")
                if not isinstance(rule, Substitution) or capacity not in rule.covers:
                    continue
                if target[0] == "person":
                    yield rule, 0, target[1]
                    continue
                tier = next(i for i, posts in enumerate(rule.tiers) if target[1] in posts)
                for candidate in self.roster.incumbents.get(target[1], ()):
                    if not any(candidate in self._tier(rule, i) for i in range(tier)):
                        yield rule, tier, candidate

    def _tier(self, rule: Substitution, tier: int) -> tuple[str, ...]:
        return tuple(p for post in rule.tiers[tier] for p in self.roster.incumbents.get(post, ()))

    def _fires(
        self,
        rule: Substitution,
        state: _State,
        tier: int,
        person: str,
        act: str,
        document: str,
        case: Case,
        asking: frozenset[str],
    ) -> Iterator[Part]:
        """What cover needs, cheapest first; the caller stops at what can never hold."""
        yield Part("scope", rule.id, self._any_guard((a for a in rule.acts if a.value == act), case))
        yield Part("reading", rule.id, self.guard(rule.when, case))
        yield Part("reading", rule.id, self._hop(rule, state, case))
        yield Part("vacancy", rule.id, self._substitute_in_post(rule, tier, person))
        yield Part("trigger", rule.id, self._trigger(rule, state.person, case))
        yield Part("exclusion", rule.id, self._not_deferred(rule, state, person, act, document, case))
        yield Part("order", rule.id, self._earlier_tiers_away(rule, tier, case))
        yield Part("activation", rule.id, self._activation(rule, state, person, act, document, case, asking))

    def _any_guard(self, items: Iterator[Guarded[str]], case: Case) -> Condition:
        return any_of(self.guard(item.when, case) for item in items)

    def _hop(self, rule: Substitution, state: _State, case: Case) -> Condition:
        if rule.id not in state.rules:
            return TRUE
        return self.guard(rule.chained, case) if rule.chained is not None else FALSE

    def _trigger(self, rule: Substitution, person: str, case: Case) -> Condition:
        return any_of(
            all_of([self.guard(item.when, case), self._triggered(item.value, person, case)])
            for item in rule.trigger
        )

    def _triggered(self, kind: str, person: str, case: Case) -> Condition:
        if kind == ALWAYS:
            return TRUE
        if kind == ANY_KIND:
            return negate(self.present(person))
        return self.away_as(person, kind, case)

    def away_as(self, person: str, kind: str, case: Case) -> Condition:
        """Away as the kind or as one that entails it; entailment depends on no case."""
        key = (person, kind)
        if key in self._kinds:
            return self._kinds[key]
        by_guard: dict[Condition, set[str]] = {}
        for other in sorted(self.rulebook.kinds):
            condition = self._entails(other, kind, case, frozenset())
            if condition is not FALSE:
                by_guard.setdefault(condition, set()).add(other)
        self._kinds[key] = any_of(
            all_of([condition, leaf(Away(person, frozenset(kinds)))]) for condition, kinds in by_guard.items()
        )
        return self._kinds[key]

    def _entails(self, kind: str, target: str, case: Case, seen: frozenset[str]) -> Condition:
        if kind == target:
            return TRUE
        return any_of(
            all_of(
                [
                    self.guard(item.when, case),
                    self._entails(item.value, target, case, seen | {kind}),
                ]
            )
            for item in self.rulebook.kinds[kind].entails
            if item.value not in seen
        )

    @cached_property
    def _all_kinds(self) -> frozenset[str]:
        return frozenset(self.rulebook.kinds)

    @cached_property
    def _planned_kinds(self) -> frozenset[str]:
        return frozenset(id for id, kind in self.rulebook.kinds.items() if kind.planned)

    def present(self, person: str) -> Condition:
        key = (person,)
        if key not in self._kinds:
            self._kinds[key] = negate(leaf(Away(person, self._all_kinds)))
        return self._kinds[key]

    def _earlier_tiers_away(self, rule: Substitution, tier: int, case: Case) -> Condition:
        if rule.ordered is None or tier == 0:
            return TRUE
        away = all_of(
            any_of([leaf(Vacant(post)), negate(self.present(person))])
            for earlier in rule.tiers[:tier]
            for post in earlier
            for person in self.roster.incumbents.get(post, ())
        )
        return any_of([negate(self.guard(rule.ordered, case)), away])

    def _substitute_in_post(self, rule: Substitution, tier: int, person: str) -> Condition:
        posts = rule.tiers[tier] if rule.tiers else self.roster.people[person].posts
        held = [post for post in posts if post in self.roster.people[person].posts]
        return any_of(negate(leaf(Vacant(post))) for post in held)

    def _not_deferred(
        self, rule: Substitution, state: _State, person: str, act: str, document: str, case: Case
    ) -> Condition:
        """A power that the text lets its holder mandate to a named post stays with that post."""
        if rule.defers is None:
            return TRUE
        held = set(self.roster.people[person].posts)
        elsewhere = [
            self.guard(mandate.when, case)
            for mandate in self._mandates_from(state.capacity, act, document)
            if not held & {to.value.post for to in mandate.to if isinstance(to.value, OfPost)}
        ]
        return negate(all_of([self.guard(rule.defers, case), any_of(elsewhere)]))

    def _mandates_from(self, capacity: Capacity, act: str, document: str) -> tuple[Mandate, ...]:
        """The mandates whose edges leave a capacity, for an act on a document."""
        key = (capacity, act, document)
        if key not in self._giving:
            source = capacity_node(capacity)
            edges = self.graph.out_edges(source, data=True) if source in self.graph else ()
            rules = {data["rule"].id: data["rule"] for _, _, data in edges if "rule" in data}
            self._giving[key] = tuple(
                rule
                for rule in rules.values()
                if isinstance(rule, Mandate) and act in rule.acts and document in rule.documents
            )
        return self._giving[key]

    def _activation(
        self,
        rule: Substitution,
        state: _State,
        person: str,
        act: str,
        document: str,
        case: Case,
        asking: frozenset[str],
    ) -> Condition:
        ways = []
        for item in rule.activation:
            if item.value == "automatic":
                active = TRUE
            elif item.value == "on-notice":
                notice = leaf(Granted(rule.id, state.person, person))
                active = all_of([notice, self._reachable(state.person)])
            else:
                giver = rule.giver or state.capacity
                active = self._in_force(rule.id, rule.timing, giver, person, act, document, case, asking)
            ways.append(all_of([self.guard(item.when, case), active]))
        return any_of(ways)

    def _reachable(self, person: str) -> Condition:
        """Present, or away in a way that left time to act before."""
        sudden = self._all_kinds - self._planned_kinds
        return negate(leaf(Away(person, sudden)))

    def _in_force(
        self,
        rule: str,
        timing: tuple[Guarded[Timing], ...],
        capacity: Capacity,
        person: str,
        act: str,
        document: str,
        case: Case,
        asking: frozenset[str],
    ) -> Condition:
        """Whether a mandate to ``person`` is in force: granted, and its giver could give it."""
        ways = []
        for item in timing:
            if item.value == "automatic":
                active = any_of(
                    all_of(part.condition for part in held)
                    for giver, held in self.incumbents(capacity, case)
                    if giver != person
                )
            else:
                active = any_of(self._given(rule, item.value, capacity, person, act, document, case, asking))
            ways.append(all_of([self.guard(item.when, case), active]))
        return any_of(ways)

    def _given(
        self,
        rule: str,
        timing: Timing,
        capacity: Capacity,
        person: str,
        act: str,
        document: str,
        case: Case,
        asking: frozenset[str],
    ) -> Iterator[Condition]:
        """By the incumbent, or by whoever substitutes for him; never by the mandatee."""
        for giver, held in self.incumbents(capacity, case):
            if giver != person:
                able = TRUE if timing == "standing" else self._reachable(giver)
                yield all_of([leaf(Granted(rule, giver, person)), able, *(part.condition for part in held)])
        if rule in asking or not isinstance(capacity, (OfPost, OfRole)):
            return
        for route in self._standing_in(capacity, act, document, case, asking | {rule}):
            if route.person != person:
                yield all_of([leaf(Granted(rule, route.person, person)), route.condition])

    def _standing_in(
        self, capacity: OfPost | OfRole, act: str, document: str, case: Case, asking: frozenset[str]
    ) -> tuple[Route, ...]:
        """Those who substitute for the holder and may therefore grant what he may grant."""
        key = (*self._key(capacity, act, document, case), asking)
        if key not in self._granters:
            self._granters[key] = tuple(
                route
                for route in self._routes(capacity, act, document, case, False, asking)
                if route.relation not in ("incumbent", "mandate")
            )
        return self._granters[key]

    def _mandated(
        self,
        capacity: OfPost | OfRole,
        act: str,
        document: str,
        case: Case,
        asking: frozenset[str],
    ) -> Iterator[_State]:
        for rule in self._mandates_from(capacity, act, document):
            if rule.id in asking:
                continue
            for to in rule.to:
                for person, eligible in self._mandatees(to, capacity, case, asking | {rule.id}):
                    parts = (
                        Part("reading", rule.id, self.guard(rule.when, case)),
                        Part("reading", rule.id, self.guard(to.when, case)),
                        *eligible,
                        Part(
                            "activation",
                            rule.id,
                            self._in_force(
                                rule.id, rule.timing, capacity, person, act, document, case, asking
                            ),
                        ),
                    )
                    kept = tuple(part for part in parts if part.condition is not TRUE)
                    yield _State(
                        person, OfActing("mandate"), "mandate", (rule.id,), kept, frozenset([person])
                    )

    def _mandatees(
        self, to: Guarded[Capacity], capacity: OfPost | OfRole, case: Case, asking: frozenset[str]
    ) -> Iterator[tuple[str, tuple[Part, ...]]]:
        if isinstance(to.value, OfActing):
            for rule in self.rulebook.substitutions:
                if rule.relation == to.value.relation:
                    yield from self._acting(rule, capacity, case, asking)
        else:
            yield from self.incumbents(to.value, case)

    def _acting(
        self, rule: Substitution, capacity: OfPost | OfRole, case: Case, asking: frozenset[str]
    ) -> Iterator[tuple[str, tuple[Part, ...]]]:
        """Those who substitute under a rule, whatever it covers: its first act stands for it."""
        act = rule.acts[0].value
        for route in self._routes(capacity, act, "", case, False, asking):
            if route.rules[:1] == (rule.id,):
                force = Part("activation", rule.id, leaf(InForce(rule.id)))
                yield route.person, (force, *route.parts)


def named_people(value: str) -> tuple[str, ...]:
    """The people in a case value: ids joined by +, or ``none``."""
    return () if value == "none" else tuple(value.split("+"))
