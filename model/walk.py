"""The walk: how authority comes from a post or role to people, along the authority graph.

It, ``actors`` and ``resolve`` are the only code that knows authority; everything else interprets
their Conditions.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

from guiju.model.authority import VACANT, Capacity, Mandate, OfActing, OfPost, OfRole, Substitution, Timing
from guiju.model.circumstance import Case, Circumstance
from guiju.model.condition import FALSE, TRUE, Condition, Granted, all_of, any_of, leaf, negate
from guiju.model.document import PeopleAttribute, PersonAttribute
from guiju.model.graph import Graph, capacity_node
from guiju.model.guards import guards_of
from guiju.model.office import Roster
from guiju.model.reading import Guard, Guarded, Reading
from guiju.model.route import ANYTHING, Aspect, Part, Power, Route
from guiju.model.rulebook import Rulebook

NOT_ACTING = ("incumbent", "vacant", "mandate")


@dataclass(frozen=True, slots=True)
class _State:
    """Authority has come to ``person``, who holds it as ``capacity``; None: to a vacant post."""

    person: str | None
    capacity: Capacity
    relation: str
    rules: tuple[str, ...]
    parts: tuple[Part, ...]
    visited: frozenset[str]


@dataclass(frozen=True)
class Walk:
    """Walks one authority graph under one reading (switches it leaves out stay open).

    ``asking`` is the set of rules whose granters are being looked for; it keeps the question
    "who may grant this mandate" from coming back to itself.
    """

    graph: Graph
    reading: Reading = field(default_factory=dict)
    _known: dict[tuple[object, ...], tuple[Route, ...]] = field(default_factory=dict, repr=False)
    _leaving: dict[tuple[Capacity, str | None], tuple[tuple[Substitution, int, str], ...]] = field(
        default_factory=dict, repr=False
    )
    _given_by: dict[Capacity, tuple[tuple[Mandate, frozenset[str]], ...]] = field(
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

    @cached_property
    def circumstance(self) -> Circumstance:
        return Circumstance(self.rulebook, self.roster, self.reading)

    def routes(self, power: Power, *, barred: bool = False) -> tuple[Route, ...]:
        """All routes of a power; cover is a least fixed point.

        Cover is walked along simple paths only, so people who cover each other never lean on
        each other. ``barred``: include routes that can never hold, for explanations.
        """
        return self._routes(power, barred, frozenset())

    def guard(self, guard: Guard, case: Case) -> Condition:
        return self.circumstance.guard(guard, case)

    def _routes(self, power: Power, barred: bool, asking: frozenset[str]) -> tuple[Route, ...]:
        key = (*self._all_that_matters(power), barred, asking)
        if key not in self._known:
            self._known[key] = tuple(self._walked(power, barred, asking))
        return self._known[key]

    def _all_that_matters(self, power: Power) -> tuple[object, ...]:
        """What routes depend on: documents with the same mandates share them."""
        mandates = tuple(
            rule.id
            for capacity in dict.fromkeys((power.capacity, *self._givers))
            for rule in self._mandates_of(capacity, power)
        )
        scoped = tuple(r.id for r in self._scoped if power.document in r.documents)
        own = power.case.get(power.capacity.attribute) if isinstance(power.capacity, OfRole) else None
        asked = map(power.case.get, self._guarding)
        return (power.capacity, power.only, own, power.act, mandates, scoped, *asked)

    @cached_property
    def _givers(self) -> tuple[Capacity, ...]:
        """Those who mandate a substitute in another's place."""
        return tuple(dict.fromkeys(r.giver for r in self.rulebook.substitutions if r.giver is not None))

    @cached_property
    def _scoped(self) -> tuple[Substitution, ...]:
        """The substitutions that hold for some documents only."""
        return tuple(rule for rule in self.rulebook.substitutions if rule.documents)

    @cached_property
    def _guarding(self) -> tuple[str, ...]:
        """The case attributes that rules on cover and mandates ask for, or name as a giver."""
        book = self.rulebook
        guards: list[Guard] = []
        givers: set[str] = set()
        for rule in book.substitutions:
            guards += guards_of(rule, book.signers)
            givers |= {rule.giver.attribute} if isinstance(rule.giver, OfRole) else set()
        for mandate in book.mandates:
            guards += guards_of(mandate, book.signers)
            givers |= {to.value.attribute for to in mandate.to if isinstance(to.value, OfRole)}
        for attribute in book.attributes.values():
            if isinstance(attribute, PersonAttribute | PeopleAttribute):
                guards += [holder.when for holder in attribute.holders]
        guards += [item.when for kind in book.kinds.values() for item in kind.entails]
        return tuple(sorted({*self.circumstance.attributes_in(guards), *givers}))

    def _walked(self, power: Power, barred: bool, asking: frozenset[str]) -> Iterator[Route]:
        own = power.capacity
        stack = [
            _State(person, own, "incumbent", (), (_held(own, held),), frozenset({person}))
            for person, held in self._incumbents(power)
        ]
        if isinstance(own, OfPost):
            stack.append(_State(None, own, "vacant", (), (), frozenset()))
        stack += self._mandated(power, asking)
        while stack:
            state = stack.pop()
            stack.extend(self._covers(state, power, barred, asking))
            if state.person is None:
                continue
            here = Part("presence", None, self.circumstance.present(state.person))
            route = Route(state.person, state.relation, state.rules, (*state.parts, here))
            if barred or route.condition is not FALSE:
                yield route

    def _incumbents(self, power: Power) -> Iterator[tuple[str, Condition]]:
        for person, held in self.circumstance.incumbents(power.capacity, power.case):
            if power.only in (None, person):
                yield person, held

    def _covers(self, state: _State, power: Power, barred: bool, asking: frozenset[str]) -> Iterator[_State]:
        """Where authority goes on from here by substitution."""
        for rule, tier, person, covered in self._substitutes(state):
            if person in state.visited or rule.id in asking:
                continue
            parts = list(state.parts)
            for part in self._fires(rule, replace(state, capacity=covered), tier, person, power, asking):
                if part.condition is FALSE and not barred:
                    break
                if part.condition is not TRUE:
                    parts.append(part)
            else:
                capacity = OfActing(rule.relation) if rule.tiers else state.capacity
                rules, visited = (*state.rules, rule.id), state.visited | {person}
                yield _State(person, capacity, rule.relation, rules, tuple(parts), visited)

    def _substitutes(self, state: _State) -> Iterator[tuple[Substitution, int, str, Capacity]]:
        """The rules whose edges leave here, with the tier, the candidate and what they cover.

        A partner who stands in has the capacity itself, and acts in his relation besides.
        """
        covered = [state.capacity]
        if state.relation not in NOT_ACTING and not isinstance(state.capacity, OfActing):
            covered.append(OfActing(state.relation))
        for capacity in covered:
            key = (capacity, state.person)
            if key not in self._leaving:
                self._leaving[key] = tuple(self._edges_leaving(*key))
            yield from ((*edge, capacity) for edge in self._leaving[key])

    def _edges_leaving(
        self, capacity: Capacity, person: str | None
    ) -> Iterator[tuple[Substitution, int, str]]:
        sources = [capacity_node(capacity)]
        if person is not None:
            sources.append(("person", person))
        for source in sources:
            if source not in self.graph:
                continue
            for _, target, data in self.graph.out_edges(source, data=True):
                rule = data.get("rule")
                if not isinstance(rule, Substitution) or capacity not in rule.covers:
                    continue
                triggers = {item.value for item in rule.trigger}
                if (VACANT not in triggers) if person is None else (triggers == {VACANT}):
                    continue
                if target[0] == "person":
                    yield rule, 0, target[1]
                    continue
                tier = next(i for i, posts in enumerate(rule.tiers) if target[1] in posts)
                for candidate in self.roster.incumbents.get(target[1], ()):
                    yield rule, tier, candidate

    def _fires(
        self,
        rule: Substitution,
        state: _State,
        tier: int,
        person: str,
        power: Power,
        asking: frozenset[str],
    ) -> Iterator[Part]:
        """What cover needs, cheapest first; the caller stops at what can never hold."""
        now, case = self.circumstance, power.case
        scope = (act for act in rule.acts if power.act in (act.value, ANYTHING))
        yield Part("scope", rule.id, now.any_guard(scope, case) if _within(rule, power) else FALSE)
        yield Part("reading", rule.id, now.terms(rule.when, case))
        yield Part("limit", rule.id, now.bounds(rule.when, case))
        yield Part("reading", rule.id, self._hop(rule, state, case))
        yield Part("vacancy", rule.id, self._substitute_in_post(rule, tier, person))
        aspect: Aspect = "trigger" if state.person is not None else "vacated"
        yield Part(aspect, rule.id, self._triggered(rule, state, case))
        yield Part("eligibility", rule.id, now.eligible(rule.eligible, person, case))
        yield Part("exclusion", rule.id, self._not_deferred(rule, state, person, power))
        if rule.ordered is not None and tier:
            unordered = negate(now.guard(rule.ordered, case))
            nobody = now.nobody_in(rule.tiers[:tier], rule.eligible, case)
            yield Part("order", rule.id, any_of([unordered, nobody]))
        yield Part("activation", rule.id, self._active(rule, state, person, power, asking))

    def _triggered(self, rule: Substitution, state: _State, case: Case) -> Condition:
        if state.person is not None:
            return self.circumstance.triggered(rule.trigger, state.person, case)
        assert isinstance(state.capacity, OfPost)
        return self.circumstance.fallen_vacant(rule.trigger, state.capacity.post, case)

    def _hop(self, rule: Substitution, state: _State, case: Case) -> Condition:
        """One hop, unless the rule covers those who act in a relation, or is chained."""
        again = rule.id in state.rules
        onward = state.relation not in NOT_ACTING
        if not again and not (onward and not isinstance(state.capacity, OfActing)):
            return TRUE
        return self.guard(rule.chained, case) if rule.chained is not None else FALSE

    def _substitute_in_post(self, rule: Substitution, tier: int, person: str) -> Condition:
        held = self.roster.people[person].posts
        posts = [post for post in rule.tiers[tier] if post in held] if rule.tiers else held
        return any_of(self.circumstance.filled(post) for post in posts)

    def _not_deferred(self, rule: Substitution, state: _State, person: str, power: Power) -> Condition:
        """A power that the text lets its holder mandate to a named post stays with that post."""
        if rule.defers is None:
            return TRUE
        elsewhere = [
            all_of([self.guard(mandate.when, power.case), self._named_elsewhere(mandate, person, power.case)])
            for mandate in self._mandates_of(power.capacity, power)
        ]
        return negate(all_of([self.guard(rule.defers, power.case), any_of(elsewhere)]))

    def _named_elsewhere(self, mandate: Mandate, person: str, case: Case) -> Condition:
        """The mandate names posts, and none that the person holds."""
        held = self.roster.people[person].posts
        named = [(t.value.post, self.guard(t.when, case)) for t in mandate.to if isinstance(t.value, OfPost)]
        own = any_of(all_of([applies, self.circumstance.filled(p)]) for p, applies in named if p in held)
        return all_of([any_of(applies for _, applies in named), negate(own)])

    def _active(
        self, rule: Substitution, state: _State, person: str, power: Power, asking: frozenset[str]
    ) -> Condition:
        ways = []
        for item in rule.activation:
            if item.value == "automatic":
                active = TRUE
            elif item.value == "on-notice" and state.person is None:
                active = FALSE
            elif item.value == "on-notice":
                assert state.person is not None
                notice = leaf(Granted(rule.id, state.person, person))
                active = all_of([notice, self.circumstance.reachable(state.person)])
            else:
                active = self._mandated_cover(rule, state, person, power, asking)
            ways.append(all_of([self.guard(item.when, power.case), active]))
        return any_of(ways)

    def _mandated_cover(
        self, rule: Substitution, state: _State, person: str, power: Power, asking: frozenset[str]
    ) -> Condition:
        """By mandate of the very holder who is covered, or of whoever the rule names as giver."""
        if rule.giver is not None:
            given = replace(power, capacity=rule.giver, only=None)
        elif state.person is None:
            return FALSE
        elif isinstance(state.capacity, OfActing) or state.relation not in NOT_ACTING:
            return any_of(
                all_of(
                    [
                        self.guard(item.when, power.case),
                        self._given_on(rule.id, item.value, state.person, person),
                    ]
                )
                for item in rule.timing
            )
        else:
            given = replace(power, capacity=state.capacity, only=state.person)
        return self._in_force(rule.id, rule.timing, given, person, asking)

    def _mandates_of(self, capacity: Capacity, power: Power) -> tuple[Mandate, ...]:
        """The mandates by which a holder of the capacity may pass on the act on the document."""
        listed = self._giving(capacity)
        if not listed:
            return ()
        return tuple(
            rule for rule, documents in listed if power.act in rule.acts and power.document in documents
        )

    def _giving(self, capacity: Capacity) -> tuple[tuple[Mandate, frozenset[str]], ...]:
        """The mandates whose edges leave a capacity, with their documents."""
        if capacity not in self._given_by:
            source = capacity_node(capacity)
            edges = self.graph.out_edges(source, data=True) if source in self.graph else ()
            rules = {data["rule"].id: data["rule"] for _, _, data in edges if "rule" in data}
            self._given_by[capacity] = tuple(
                (rule, frozenset(rule.documents)) for rule in rules.values() if isinstance(rule, Mandate)
            )
        return self._given_by[capacity]

    def _in_force(
        self,
        rule: str,
        timing: tuple[Guarded[Timing], ...],
        power: Power,
        person: str,
        asking: frozenset[str],
    ) -> Condition:
        """Whether a mandate to ``person`` is in force: granted, and its giver could give it."""
        ways = []
        for item in timing:
            if item.value == "automatic":
                active = any_of(self._standing_in(rule, power, person, asking))
            else:
                active = any_of(self._given(rule, item.value, power, person, asking))
            ways.append(all_of([self.guard(item.when, power.case), active]))
        return any_of(ways)

    def _standing_in(
        self, rule: str, power: Power, person: str, asking: frozenset[str]
    ) -> Iterator[Condition]:
        """Somebody else has the power, in his own right or in the holder's place."""
        yield from (held for giver, held in self._incumbents(power) if giver != person)
        if rule not in asking and not isinstance(power.capacity, OfActing):
            for route in self._routes(power, False, asking | {rule}):
                if route.person != person and route.relation not in NOT_ACTING:
                    yield route.condition

    def _given(
        self, rule: str, timing: Timing, power: Power, person: str, asking: frozenset[str]
    ) -> Iterator[Condition]:
        """By the incumbent, or by whoever substitutes for him; never by the mandatee."""
        for giver, held in self._incumbents(power):
            if giver != person:
                able = self._could_give(timing, giver)
                yield all_of([leaf(Granted(rule, giver, person)), able, held])
        if rule in asking or isinstance(power.capacity, OfActing):
            return
        for route in self._routes(power, False, asking | {rule}):
            if route.person != person and route.relation not in NOT_ACTING:
                yield all_of([leaf(Granted(rule, route.person, person)), route.condition])

    def _mandated(self, power: Power, asking: frozenset[str]) -> Iterator[_State]:
        """Where authority goes from its holder by mandate."""
        for rule in self._mandates_of(power.capacity, power):
            if rule.id in asking:
                continue
            reading = Part("reading", rule.id, self.circumstance.terms(rule.when, power.case))
            limit = Part("limit", rule.id, self.circumstance.bounds(rule.when, power.case))
            for to in rule.to:
                narrowed = Part("reading", rule.id, self.guard(to.when, power.case))
                for person, via, eligible in self._mandatees(to.value, power, asking | {rule.id}):
                    force = self._in_force(rule.id, rule.timing, power, person, asking)
                    fit = self.circumstance.eligible(rule.eligible, person, power.case)
                    qualified = Part("eligibility", rule.id, fit)
                    active = Part("activation", rule.id, force)
                    parts = (reading, limit, narrowed, *eligible, qualified, active)
                    kept = tuple(part for part in parts if part.condition is not TRUE)
                    acting, seen = OfActing("mandate"), frozenset([person])
                    first = _State(person, acting, "mandate", (*via, rule.id), kept, seen)
                    yield first
                    yield from self._passed_on(rule, first, power, rule.levels)

    def _passed_on(self, rule: Mandate, state: _State, power: Power, levels: int) -> Iterator[_State]:
        """Sub-delegation: the mandatee passes the mandate on, one level at a time."""
        giver = state.person
        if not levels or giver is None:
            return
        for to in rule.onward:
            narrowed = Part("reading", rule.id, self.guard(to.when, power.case))
            for person in self.roster.incumbents.get(to.value, ()):
                if person in state.visited:
                    continue
                force = any_of(
                    all_of([self.guard(t.when, power.case), self._given_on(rule.id, t.value, giver, person)])
                    for t in rule.timing
                )
                held = _held(OfPost(to.value), self.circumstance.filled(to.value))
                fit = self.circumstance.eligible(rule.eligible, person, power.case)
                qualified = Part("eligibility", rule.id, fit)
                parts = (*state.parts, narrowed, held, qualified, Part("activation", rule.id, force))
                kept = tuple(part for part in parts if part.condition is not TRUE)
                further = replace(state, person=person, parts=kept, visited=state.visited | {person})
                yield further
                yield from self._passed_on(rule, further, power, levels - 1)

    def _given_on(self, rule: str, timing: Timing, giver: str, person: str) -> Condition:
        if timing == "automatic":
            return TRUE
        return all_of([leaf(Granted(rule, giver, person)), self._could_give(timing, giver)])

    def _could_give(self, timing: Timing, giver: str) -> Condition:
        return self.circumstance.reachable(giver) if timing == "prior-act" else TRUE

    def _mandatees(
        self, to: Capacity, power: Power, asking: frozenset[str]
    ) -> Iterator[tuple[str, tuple[str, ...], tuple[Part, ...]]]:
        """Those whom a mandate may name: the person, the rules that make him one, what they need."""
        if not isinstance(to, OfActing):
            for person, held in self.circumstance.incumbents(to, power.case):
                yield person, (), (_held(to, held),)
            return
        for rule in self.rulebook.substitutions:
            if rule.relation == to.relation:
                yield from self._acting(rule, power, asking)

    def _acting(
        self, rule: Substitution, power: Power, asking: frozenset[str]
    ) -> Iterator[tuple[str, tuple[str, ...], tuple[Part, ...]]]:
        """Those who substitute under a rule now, whatever act it covers."""
        if not _within(rule, power):
            return
        status = replace(power, act=ANYTHING, document=ANYTHING)
        for route in self._routes(status, False, asking):
            if route.rules[:1] == (rule.id,):
                yield route.person, route.rules, route.parts


def _within(rule: Substitution, power: Power) -> bool:
    """Whether cover reaches the document; at a body, only cover without a list does."""
    return not rule.documents or power.document == ANYTHING or power.document in rule.documents


def _held(capacity: Capacity, condition: Condition) -> Part:
    return Part("vacancy" if isinstance(capacity, OfPost) else "post", None, condition)
