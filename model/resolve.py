"""``resolve``: what it takes to complete a document's chain, as one Condition.

Actors are chosen here, by finite expansion, and never by a solver variable: "blocked" would
otherwise need a quantifier alternation.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import combinations

from guiju.model.authority import (
    Authority,
    Incompatibility,
    OfPost,
    OfRole,
    Prerequisite,
    Recusal,
    Rule,
    Silence,
)
from guiju.model.circumstance import Case, named_people
from guiju.model.condition import (
    FALSE,
    TRUE,
    Away,
    Condition,
    InForce,
    Somebody,
    all_of,
    any_of,
    at_least,
    leaf,
    leaves,
    negate,
)
from guiju.model.document import (
    AtLeastOf,
    ByBody,
    ByUnit,
    EachOf,
    Expression,
    FirstOf,
    Holder,
    InRole,
    Named,
    PeopleOf,
    Where,
    atoms,
)
from guiju.model.route import Power, Route, Walk

MOST_TEAMS = 4096

Team = tuple[frozenset[str], Condition]
Recused = tuple[Recusal, frozenset[str], Condition]


class ExpansionTooLarge(ValueError):
    """A step has more ways to choose its actors than the engine expands."""


@dataclass(frozen=True, slots=True)
class Step:
    """One act of a chain. ``required`` is a condition over readings."""

    act: str
    required: Condition
    condition: Condition
    rules: tuple[Authority | Silence, ...]


@dataclass(frozen=True, slots=True)
class Chain:
    """A document's steps, and the condition under which actors exist for all of them.

    ``signature``: the rules that name the document. Documents with the same signature mean
    the same in the same case, and are resolved once.

    ``waived`` is the same without the incompatibilities, ``separated`` with all of them,
    whatever the reading.
    """

    document: str
    signature: tuple[str, ...]
    case: Case
    steps: tuple[Step, ...]
    condition: Condition
    waived: Condition
    separated: Condition


@dataclass(frozen=True)
class Resolver:
    """The one place that turns rules into Conditions."""

    walk: Walk
    _chains: dict[tuple[object, ...], Chain] = field(default_factory=dict, repr=False)
    _named: dict[tuple[object, ...], Condition] = field(default_factory=dict, repr=False)
    _teams: dict[tuple[object, ...], list[Team]] = field(default_factory=dict, repr=False)
    _signatures: dict[str, tuple[str, ...]] = field(default_factory=dict, repr=False)
    _others: dict[str, frozenset[str]] = field(default_factory=dict, repr=False)

    def chain(self, document: str, case: Case) -> Chain:
        """Resolve a document's whole chain for one case."""
        key = (self.signature(document), *sorted(case.items()))
        if key not in self._chains:
            self._chains[key] = self._chain(document, case)
        found = self._chains[key]
        return found if found.document == document else replace(found, document=document, case=case)

    def signature(self, document: str) -> tuple[str, ...]:
        """The ids of the rules that name a document."""
        if document not in self._signatures:
            self._signatures[document] = tuple(rule.id for rule in self.walk.rulebook.naming(document))
        return self._signatures[document]

    def _chain(self, document: str, case: Case) -> Chain:
        steps = tuple(
            self._step(act, rules, document, case) for act, rules in self._step_rules(document).items()
        )
        steps = tuple(step for step in steps if step.required is not FALSE)
        waived = all_of(step.condition for step in steps) if steps else FALSE
        condition, separated = self._compatible(steps, waived, document, case)
        return Chain(document, self.signature(document), case, steps, condition, waived, separated)

    def _step_rules(self, document: str) -> dict[str, list[Authority | Silence]]:
        order = self.walk.rulebook.chain_order
        found: dict[str, list[Authority | Silence]] = {}
        for rule in self.walk.rulebook.naming(document):
            if isinstance(rule, Authority | Silence):
                found.setdefault(rule.act, []).append(rule)
        return {act: found[act] for act in sorted(found, key=lambda act: order[act])}

    def _step(self, act: str, rules: list[Authority | Silence], document: str, case: Case) -> Step:
        guards = {rule.id: self.walk.guard(rule.when, case) for rule in rules}
        live = tuple(rule for rule in rules if guards[rule.id] is not FALSE)
        required = any_of(guards[rule.id] for rule in live)
        done = self._done(live, document, case, frozenset())
        valid = self._valid(act, document, case)
        return Step(act, required, any_of([negate(required), all_of([done, valid])]), live)

    def _valid(self, act: str, document: str, case: Case) -> Condition:
        """Every prerequisite in force is met: without it the act is void."""
        return all_of(
            any_of([negate(self._active(rule, case)), self.walk.guard(rule.needs, case)])
            for rule in self.walk.rulebook.naming(document)
            if isinstance(rule, Prerequisite) and rule.act == act
        )

    def _active(self, rule: Rule, case: Case) -> Condition:
        return all_of([self.walk.guard(rule.when, case), leaf(InForce(rule.id))])

    def recusals(self, act: str, document: str, case: Case) -> tuple[Recused, ...]:
        """The rules that keep people from an act, whom, and when they are in force."""
        return tuple(
            (rule, frozenset(p for id in rule.people for p in named_people(case.get(id, "none"))), active)
            for rule in self.walk.rulebook.naming(document)
            if isinstance(rule, Recusal) and act in rule.acts
            for active in [self._active(rule, case)]
            if active is not FALSE
        )

    def _done(
        self, rules: tuple[Authority | Silence, ...], document: str, case: Case, barred: frozenset[str]
    ) -> Condition:
        """Somebody outside ``barred`` who need not recuse himself can do the act under a rule."""
        if not rules:
            return FALSE
        done = self._under(rules, document, case, barred)
        for kept in self._recusing(rules[0].act, document, case):
            active = all_of(active for _, _, active in kept)
            people = frozenset(p for _, recused, _ in kept for p in recused)
            without = self._under(rules, document, case, barred | people)
            done = all_of([done, any_of([negate(active), without])])
        return done

    def _recusing(self, act: str, document: str, case: Case) -> Iterator[tuple[Recused, ...]]:
        """The sets of recusals that may be in force together; the most of them bar the most."""
        found = [r for r in self.recusals(act, document, case) if r[1]]
        for count in range(1, len(found) + 1):
            yield from combinations(found, count)

    def _under(
        self, rules: tuple[Authority | Silence, ...], document: str, case: Case, barred: frozenset[str]
    ) -> Condition:
        """Somebody outside ``barred`` can do the act under one of the rules."""
        return any_of(
            all_of(
                [
                    self.walk.guard(rule.when, case),
                    leaf(InForce(rule.id)),
                    leaf(Somebody(rule.id))
                    if isinstance(rule, Silence)
                    else self.can(rule.by, rule.act, document, case, barred),
                ]
            )
            for rule in rules
        )

    def _compatible(
        self, steps: tuple[Step, ...], waived: Condition, document: str, case: Case
    ) -> tuple[Condition, Condition]:
        """The chain with the incompatibilities in force kept, and with all of them kept."""
        acts = {step.act for step in steps}
        rules = [
            rule
            for rule in self.walk.rulebook.naming(document)
            if isinstance(rule, Incompatibility) and acts.issuperset(rule.acts)
        ]
        condition = separated = waived
        for group in _connected(rules):
            for count in range(1, len(group) + 1):
                for chosen in combinations(group, count):
                    active = all_of(self._active(rule, case) for rule in chosen)
                    if active is not FALSE:
                        apart = self.apart(steps, chosen, document, case)
                        condition = all_of([condition, any_of([negate(active), apart])])
            separated = all_of([separated, self.apart(steps, tuple(group), document, case)])
        return condition, separated

    def apart(
        self, steps: tuple[Step, ...], rules: tuple[Incompatibility, ...], document: str, case: Case
    ) -> Condition:
        """Actors for all the steps that some incompatibilities name, with none of them broken.

        Every step but the last is expanded by team; each team is barred from what it may not do.
        """
        named = {act for rule in rules for act in rule.acts}
        todo = tuple(step for step in steps if step.act in named)
        apart = {act: {a for rule in rules if act in rule.acts for a in rule.acts} - {act} for act in named}
        known: dict[tuple[object, ...], Condition] = {}

        def chosen(number: int, barred: dict[str, frozenset[str]]) -> Condition:
            step = todo[number]
            here = barred.get(step.act, frozenset())
            if number == len(todo) - 1:
                done = self._done(step.rules, document, case, here)
                return any_of([negate(step.required), done])
            key = (number, *sorted((act, tuple(sorted(people))) for act, people in barred.items()))
            if key not in known:
                ways = [all_of([negate(step.required), chosen(number + 1, barred)])]
                for members, able in self._doers(step, here, document, case):
                    further = {act: barred.get(act, frozenset()) | members for act in apart[step.act]}
                    ways.append(all_of([able, chosen(number + 1, {**barred, **further})]))
                if len(known) > MOST_TEAMS:
                    raise ExpansionTooLarge(f"{document}: more than {MOST_TEAMS} ways to keep steps apart")
                known[key] = any_of(ways)
            return known[key]

        return chosen(0, {})

    def _doers(self, step: Step, barred: frozenset[str], document: str, case: Case) -> Iterator[Team]:
        """The teams outside ``barred`` that can do a step, under one of its rules, unrecused."""
        recusals = self.recusals(step.act, document, case)
        for rule in step.rules:
            guard = all_of([self.walk.guard(rule.when, case), leaf(InForce(rule.id))])
            if isinstance(rule, Silence):
                yield frozenset(), all_of([guard, leaf(Somebody(rule.id))])
                continue
            for members, able in self.teams(rule.by, rule.act, document, case):
                if not members & barred:
                    free = [negate(active) for _, people, active in recusals if people & members]
                    yield members, all_of([guard, able, *free])

    def routes(
        self, capacity: OfPost | OfRole, act: str, document: str, case: Case, only: str | None = None
    ) -> tuple[Route, ...]:
        return self.walk.routes(Power(capacity, act, document, case, only))

    def can(
        self,
        expression: Expression,
        act: str,
        document: str,
        case: Case,
        barred: frozenset[str] = frozenset(),
    ) -> Condition:
        """Somebody outside ``barred`` can do the act under the expression."""
        match expression:
            case AtLeastOf(count, parts, different=False):
                return at_least(count, (self.can(part, act, document, case, barred) for part in parts))
            case AtLeastOf():
                teams = self.teams(expression, act, document, case)
                return any_of(able for members, able in teams if not members & barred)
            case PeopleOf(count):
                people = self._alone(expression, act, document, case)
                return at_least(count, (able for person, able in people if person not in barred))
            case EachOf():
                return all_of(
                    any_of(r.condition for r in routes if r.person not in barred)
                    for routes in self._each(expression, act, document, case)
                )
            case FirstOf(tiers):
                now = self.walk.circumstance
                return any_of(
                    all_of([now.nobody_in(tiers[:i]), self._holders(tier, act, document, case, barred)])
                    for i, tier in enumerate(tiers)
                )
            case ByBody(body):
                return self.meets(body, case)
            case Named(name):
                rest = (act, document, barred, *sorted(case.items()))
                for part in self.walk.rulebook.signers_inside(name):
                    if (part, rest) not in self._named:
                        signer = self.walk.rulebook.signers[part]
                        self._named[part, rest] = self.can(signer, act, document, case, barred)
                return self._named[name, rest]
            case Where(guarded):
                inner = self.can(guarded.value, act, document, case, barred)
                return all_of([self.walk.guard(guarded.when, case), inner])
            case _:
                routes = self.routes(self._capacity(expression), act, document, case)
                return any_of(r.condition for r in routes if r.person not in barred)

    def _alone(
        self, people: PeopleOf, act: str, document: str, case: Case
    ) -> Iterator[tuple[str, Condition]]:
        """Every person who could do the act without anybody else, and when."""
        for person in self.candidates(people.one, act, document, case):
            yield person, self.can(people.one, act, document, case, self._all_but(person))

    def candidates(self, expression: Expression, act: str, document: str, case: Case) -> tuple[str, ...]:
        """Everybody to whom the act can ever come under some part of an expression."""
        routes = (
            route.person
            for item in atoms(expression, self.walk.rulebook.signers)
            for capacity in self._capacities(item)
            for route in self.routes(capacity, act, document, case)
        )
        return tuple(sorted(set(routes)))

    def _all_but(self, person: str) -> frozenset[str]:
        if person not in self._others:
            self._others[person] = frozenset(self.walk.roster.people) - {person}
        return self._others[person]

    def _capacities(self, item: Expression) -> Iterator[OfPost | OfRole]:
        """The posts and roles that one expression names by itself."""
        match item:
            case Holder() | InRole() | ByUnit():
                yield self._capacity(item)
            case EachOf(target):
                yield OfRole(target) if target in self.walk.rulebook.attributes else OfPost(target)
            case FirstOf(tiers):
                yield from (OfPost(post) for tier in tiers for post in tier)

    def _holders(
        self, posts: tuple[str, ...], act: str, document: str, case: Case, barred: frozenset[str]
    ) -> Condition:
        return any_of(self.can(Holder(post), act, document, case, barred) for post in posts)

    def _capacity(self, expression: Holder | InRole | ByUnit) -> OfPost | OfRole:
        match expression:
            case Holder(post):
                return OfPost(post)
            case InRole(attribute):
                return OfRole(attribute)
            case ByUnit(unit):
                return OfPost(self.walk.rulebook.units[unit].leader)

    def _each(self, each: EachOf, act: str, document: str, case: Case) -> Iterator[tuple[Route, ...]]:
        """The routes of every single person meant, each with his own cover."""
        if each.target in self.walk.rulebook.attributes:
            for person in named_people(case.get(each.target, "none")):
                alone = {**case, each.target: person}
                yield self.routes(OfRole(each.target), act, document, alone)
        else:
            holders = self.walk.roster.incumbents.get(each.target, ())
            for holder in holders or (None,):
                yield self.routes(OfPost(each.target), act, document, case, holder)

    def meets(self, body: str, case: Case) -> Condition:
        """Every act that rules in force name for a body (convene, preside …) can be done."""
        acts: dict[str, list[Condition]] = {}
        asked: dict[str, list[Condition]] = {}
        for rule in self.walk.rulebook.at_body(body):
            able = self.can(rule.by, rule.act, body, case)
            guard = self.walk.guard(rule.when, case)
            asked.setdefault(rule.act, []).append(guard)
            acts.setdefault(rule.act, []).append(all_of([guard, leaf(InForce(rule.id)), able]))
        if not acts:
            return FALSE
        return all_of(any_of([negate(any_of(asked[act])), *ways]) for act, ways in acts.items())

    def teams(self, expression: Expression, act: str, document: str, case: Case) -> list[Team]:
        """The sets of people that can do a step together, each with its condition.

        Raises ExpansionTooLarge beyond ``MOST_TEAMS`` sets.
        """
        match expression:
            case AtLeastOf(count, parts, different):
                options = [self.teams(part, act, document, case) for part in parts]
                return _combine(count, options, act, document, different)
            case PeopleOf(count):
                singles = [
                    [(frozenset([person]), able)]
                    for person, able in self._alone(expression, act, document, case)
                ]
                return _combine(count, singles, act, document, True)
            case EachOf():
                each = [
                    [(frozenset([r.person]), r.condition) for r in routes]
                    for routes in self._each(expression, act, document, case)
                ]
                return _combine(len(each), each, act, document)
            case FirstOf(tiers):
                return [
                    (members, all_of([self.walk.circumstance.nobody_in(tiers[:index]), able]))
                    for index, tier in enumerate(tiers)
                    for post in tier
                    for members, able in self.teams(Holder(post), act, document, case)
                ]
            case ByBody(body):
                return [(frozenset(), self.meets(body, case))]
            case Named(name):
                known = (act, document, *sorted(case.items()))
                for part in self.walk.rulebook.signers_inside(name):
                    if (part, known) not in self._teams:
                        signer = self.walk.rulebook.signers[part]
                        self._teams[part, known] = self.teams(signer, act, document, case)
                return self._teams[name, known]
            case Where(guarded):
                guard = self.walk.guard(guarded.when, case)
                inner = self.teams(guarded.value, act, document, case)
                return [(members, all_of([guard, able])) for members, able in inner]
            case _:
                routes = self.routes(self._capacity(expression), act, document, case)
                return [(frozenset([r.person]), r.condition) for r in routes]


def _connected(rules: list[Incompatibility]) -> list[list[Incompatibility]]:
    """Groups of incompatibilities that share acts, directly or through others."""
    groups: list[list[Incompatibility]] = []
    for rule in rules:
        touching = [g for g in groups if any(set(rule.acts) & set(other.acts) for other in g)]
        joined = [other for g in touching for other in g]
        groups = [g for g in groups if g not in touching] + [[*joined, rule]]
    return groups


def _combine(
    count: int, options: list[list[Team]], act: str, document: str, different: bool = False
) -> list[Team]:
    """The teams that fill ``count`` of the parts; ``different``: nobody counts twice."""
    by_count: list[dict[frozenset[str], Condition]] = [{frozenset(): TRUE}]
    by_count += [{} for _ in range(count)]
    for teams in options:
        for filled in range(count, 0, -1):
            for members, able in list(by_count[filled - 1].items()):
                for more, also in teams:
                    if different and members & more:
                        continue
                    joined = members | more
                    way = all_of([able, also])
                    by_count[filled][joined] = any_of([by_count[filled].get(joined, FALSE), way])
        if sum(map(len, by_count)) > MOST_TEAMS:
            raise ExpansionTooLarge(f"{document}: {act}: more than {MOST_TEAMS} sets of actors")
    return list(by_count[count].items())


def people_of(condition: Condition) -> frozenset[str]:
    """The people on whose presence a condition depends: its cone."""
    return frozenset(item.person for item in leaves(condition) if isinstance(item, Away))
