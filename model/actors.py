"""Who can do one act under an expression: alone, together, or kept from it.

Sets of people are chosen here, by finite expansion, and never by a solver variable.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from guiju.model.authority import OfPost, OfRole
from guiju.model.circumstance import Case, named_people
from guiju.model.condition import (
    FALSE,
    TRUE,
    Condition,
    InForce,
    all_of,
    any_of,
    at_least,
    leaf,
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
    parts_of,
)
from guiju.model.route import Power, Route
from guiju.model.walk import Walk

MOST_TEAMS = 4096

Team = tuple[frozenset[str], Condition]


class ExpansionTooLarge(ValueError):
    """A step has more ways to choose its actors than the engine expands."""


@dataclass(frozen=True)
class Actors:
    """Answers for one rulebook, roster and reading; documents and cases share what is alike."""

    walk: Walk
    _named: dict[tuple[object, ...], Condition] = field(default_factory=dict, repr=False)
    _teams: dict[tuple[object, ...], list[Team]] = field(default_factory=dict, repr=False)
    _others: dict[str, frozenset[str]] = field(default_factory=dict, repr=False)

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

    def taking_part(
        self, expression: Expression, act: str, document: str, case: Case
    ) -> Iterator[tuple[str, Condition, tuple[str, ...]]]:
        """Everybody who can fill some part of an expression, when, and by which rules."""
        stack: list[tuple[Expression, Condition]] = [(expression, TRUE)]
        seen: set[tuple[str, Condition]] = set()
        while stack:
            item, around = stack.pop()
            match item:
                case Named(name) if (name, around) not in seen:
                    seen.add((name, around))
                    stack.append((self.walk.rulebook.signers[name], around))
                case Where(guarded):
                    stack.append((guarded.value, all_of([around, self.walk.guard(guarded.when, case)])))
                case FirstOf(tiers):
                    nobody = self.walk.circumstance.nobody_in
                    for index, tier in enumerate(tiers):
                        reached = all_of([around, nobody(tiers[:index])])
                        stack += [(Holder(post), reached) for post in tier]
                case _:
                    stack += [(part, around) for part in parts_of(item)]
                    for capacity in self._capacities(item):
                        for route in self.routes(capacity, act, document, case):
                            yield route.person, all_of([around, route.condition]), route.rules

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
        """The body is quorate, and every act that rules name for it (convene, preside …) can be done."""
        acts = self.at_meeting(body, case)
        return all_of([*acts.values(), self.quorate(body)]) if acts else FALSE

    def quorate(self, body: str) -> Condition:
        """Enough members are present, each person once; always where the text sets no quorum."""
        members, quorum = self.walk.rulebook.bodies[body].members, self.walk.rulebook.bodies[body].quorum
        if quorum is None:
            return TRUE
        now, seats = self.walk.circumstance, dict[str, list[Condition]]()
        for post in members:
            for person in self.walk.roster.incumbents.get(post, ()):
                seats.setdefault(person, []).append(now.filled(post))
        there = (all_of([now.present(person), any_of(held)]) for person, held in sorted(seats.items()))
        return at_least(quorum.of(len(seats)), there)

    def at_meeting(self, body: str, case: Case) -> dict[str, Condition]:
        """Act -> somebody can do it at the body, wherever a rule in force asks for it."""
        acts: dict[str, list[Condition]] = {}
        asked: dict[str, list[Condition]] = {}
        for rule in self.walk.rulebook.at_body(body):
            able = self.can(rule.by, rule.act, body, case)
            guard = self.walk.guard(rule.when, case)
            asked.setdefault(rule.act, []).append(guard)
            acts.setdefault(rule.act, []).append(all_of([guard, leaf(InForce(rule.id)), able]))
        return {act: any_of([negate(any_of(asked[act])), *ways]) for act, ways in acts.items()}

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
